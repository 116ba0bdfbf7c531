"""The echo check: made-up rooms, cards made of a list, and a loudspeaker looped into a microphone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audio import loopback, wav
from audio.loopback import Echo, Finding, chime, heard, judge
from audio.pcm import FLOOR_DB, FRAME, RATE, level_db, silence, to_floats, to_samples
from tests.audio.rooms import QUIET, Perfect, RoomCard, Useless, looped, never, played, room
from tests.audio.sounds import band_db, joined, noise, tone
from tests.pulse import PulseServer


def test_the_chime_is_short_soft_and_reaches_through_the_band() -> None:
    sound = chime()
    assert len(sound) / RATE == loopback.CHIME_S
    assert np.max(np.abs(sound)) < 0.4 * 32768
    assert -26 < level_db(sound) < -18
    assert abs(int(sound[0])) < 50
    assert abs(int(sound[-1])) < 50
    whole = band_db(sound, 0, 8000)
    assert all(band_db(sound, low, 2 * low) > whole - 25 for low in (250, 500, 1000, 2000, 3400))
    assert np.array_equal(sound, chime())


@pytest.mark.parametrize("delay_s", [0.02, 0.06, 0.15, 0.3, 0.4, 0.6])
@pytest.mark.parametrize("gain_db", [0.0, -10.0, -20.0, -30.0, -40.0])
def test_delay_and_level_of_an_echo_are_found(delay_s: float, gain_db: float) -> None:
    take = room(delay_s, gain_db)
    echo = heard(take.played, take.recorded)
    assert echo.delay_s == pytest.approx(delay_s, abs=0.001)
    assert echo.level_db == pytest.approx(gain_db, abs=1.5)


@pytest.mark.parametrize("gain_db", [0.0, -10.0, -20.0])
def test_an_echo_is_found_in_a_noisy_room(gain_db: float) -> None:
    take = room(0.1, gain_db, rms=10 ** (-40 / 20))
    echo = heard(take.played, take.recorded)
    assert echo.delay_s == pytest.approx(0.1, abs=0.001)
    assert echo.level_db == pytest.approx(gain_db, abs=2)


def test_an_echo_is_found_through_a_microphone_of_telephone_quality() -> None:
    take = room(0.2, -12.0)
    spectrum = np.fft.rfft(to_floats(take.recorded))
    spectrum[np.fft.rfftfreq(len(take.recorded), 1 / RATE) > 3400] = 0
    narrow = to_samples(np.fft.irfft(spectrum, len(take.recorded)).astype(np.float32))
    echo = heard(take.played, narrow)
    assert echo.delay_s == pytest.approx(0.2, abs=0.001)
    assert -18 < echo.level_db < -11


@pytest.mark.parametrize("seed", range(20))
def test_noise_is_no_echo(seed: int) -> None:
    hiss = noise(len(played()) / RATE, rms=10 ** (-20 - 2 * seed % 60) / 20, seed=seed)
    assert heard(played(), hiss) == Echo()


@pytest.mark.parametrize("level", [0.02, 0.3])
def test_somebody_humming_meanwhile_is_no_echo(level: float) -> None:
    sound = played()
    hum = sum(tone(hz, len(sound) / RATE, peak=level / 5) for hz in (140, 280, 420, 700, 1120))
    assert heard(sound, np.asarray(hum, np.int16)[: len(sound)]) == Echo()


def test_silence_is_no_echo() -> None:
    assert heard(played(), silence(RATE)) == Echo(FLOOR_DB, None)
    assert heard(silence(RATE), noise(1)) == Echo()
    assert heard(played(), silence(0)) == Echo()


def test_what_was_heard_before_the_chime_is_no_echo_of_it() -> None:
    early = np.roll(played(), -round(0.2 * RATE))
    assert heard(played(), early) == Echo()


def test_without_an_echo_it_is_a_headset() -> None:
    assert judge(room(0.1, -200.0), never) == Finding("headset", Echo())


def test_a_leak_of_the_headset_is_a_headset_too() -> None:
    found = judge(room(0.1, -55.0, rms=10 ** (-80 / 20)), never)
    assert found.verdict == "headset"
    assert found.echo.level_db == pytest.approx(-55, abs=1.5)


def test_an_echo_that_the_canceller_takes_is_removed() -> None:
    found = judge(room(0.1, -6.0), lambda delay_s: Perfect())
    assert found.verdict == "removed"
    assert found.taken_db is not None
    assert found.taken_db > 50


def test_an_echo_that_stays_is_not_removed() -> None:
    found = judge(room(0.1, -6.0), lambda delay_s: Useless())
    assert (found.verdict, found.taken_db) == ("not removed", 0.0)


def test_an_echo_under_the_rooms_noise_needs_no_removing() -> None:
    assert judge(room(0.1, -25.0, rms=10 ** (-40 / 20)), lambda delay_s: Useless()).verdict == "removed"


@pytest.mark.parametrize("delay_s", [0.15, 0.7])
def test_the_canceller_is_told_the_delay(delay_s: float) -> None:
    told: list[float] = []

    def made(delay_s: float) -> Perfect:
        told.append(delay_s)
        return Perfect()

    judge(room(delay_s, -10.0), made)
    assert told == [pytest.approx(delay_s, abs=0.001)]


def test_a_card_is_heard_with_its_delay() -> None:
    card = RoomCard(delay=5, gain=0.5)
    found = loopback.check(card, lambda delay_s: Perfect())
    assert found is not None
    assert found.verdict == "removed"
    assert found.echo.delay_s == pytest.approx(4 * FRAME / RATE, abs=0.001)
    assert found.echo.level_db == pytest.approx(-6, abs=1)


def test_frames_that_have_piled_up_do_not_shift_the_echo() -> None:
    plain, late = RoomCard(delay=5), RoomCard(delay=5, backlog=40)
    found = [loopback.check(card, lambda delay_s: Perfect()) for card in (plain, late)]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0].echo.delay_s == found[1].echo.delay_s


def test_on_a_headset_one_chime_is_played_and_nothing_comes_back() -> None:
    card = RoomCard(gain=0.0)
    assert loopback.check(card, never) == Finding("headset", Echo())
    sound = joined(card.played)
    assert np.array_equal(np.trim_zeros(sound), np.trim_zeros(chime()))


def test_an_echo_that_stays_is_tried_once_more() -> None:
    card = RoomCard(gain=0.5)
    cancellers = iter((Useless(), Perfect()))
    found = loopback.check(card, lambda delay_s: next(cancellers))
    assert found is not None
    assert found.verdict == "removed"


def test_an_echo_that_stays_twice_stays() -> None:
    card = RoomCard(gain=0.5)
    found = loopback.check(card, lambda delay_s: Useless())
    assert found is not None
    assert found.verdict == "not removed"
    assert np.count_nonzero(joined(card.played)) == 2 * np.count_nonzero(chime())


def test_an_echo_that_stays_is_not_believed_of_a_card_with_faults() -> None:
    assert loopback.check(RoomCard(gain=0.5, stutters=True), lambda delay_s: Useless()) is None
    fine = loopback.check(RoomCard(gain=0.5, stutters=True), lambda delay_s: Perfect())
    assert fine is not None
    assert fine.verdict == "removed"


def test_a_microphone_that_is_muted_tells_nothing() -> None:
    assert loopback.check(RoomCard(gain=0.0, rms=0.0), never) is None


@pytest.mark.parametrize("reads", [0, 1, 30])
def test_a_card_that_goes_away_tells_nothing(reads: int) -> None:
    card = RoomCard(goes_after=reads)
    assert loopback.check(card, never) is None
    assert card.hushed == (reads > 0)


@pytest.mark.engines
class TestWithTheRealCanceller:
    @pytest.fixture(autouse=True)
    def _needs_livekit(self) -> None:
        pytest.importorskip("livekit.rtc", reason="livekit is not installed")

    @pytest.mark.parametrize("delay_s", [0.02, 0.1, 0.25, 0.4])
    @pytest.mark.parametrize("gain_db", [0.0, -20.0, -40.0])
    @pytest.mark.parametrize("rms", [QUIET, 10 ** (-45 / 20)])
    def test_it_removes_what_a_room_sends_back(self, delay_s: float, gain_db: float, rms: float) -> None:
        from audio.echo import Aec3

        found = judge(room(delay_s, gain_db, rms=rms), Aec3)
        assert found.verdict in ({"removed", "headset"} if gain_db == -40 else {"removed"})

    def test_it_does_not_remove_what_a_loudspeaker_cuts_to_pieces(self) -> None:
        from audio.echo import Aec3

        sound = played()
        on = np.sin(2 * np.pi * 100 * np.arange(len(sound)) / RATE) > 0
        sent = to_samples(to_floats(sound) * on.astype(np.float32))
        assert judge(room(0.06, -6.0, sent=sent), Aec3).verdict == "not removed"

    def test_it_takes_the_hint_of_the_longest_echo(self) -> None:
        from audio.echo import Aec3

        assert judge(room(0.75, -6.0), Aec3).verdict in {"removed", "not removed"}


PROGRAM = """
import json
from dataclasses import asdict
from audio import loopback
from audio.echo import Aec3
from audio.soundcard import SoundCard

card = SoundCard()
found = loopback.check(card, Aec3)
card.close()
print(json.dumps(None if found is None else asdict(found)))
"""


def checked(server: PulseServer, folder: Path) -> dict[str, Any] | None:
    """The check on the sound server's devices, in a room that hisses softly."""
    wav.write(folder / "hiss.wav", noise(90, rms=0.001))
    with server.play(folder / "hiss.wav"):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", PROGRAM],
            cwd=Path(__file__).parents[2], env=server.environment,
            capture_output=True, text=True, check=False, timeout=90,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] | None = json.loads(done.stdout)
    return found


@pytest.mark.sound
@pytest.mark.engines
def test_a_loudspeaker_beside_the_microphone_is_heard_and_removed(pulse: PulseServer, tmp_path: Path) -> None:
    pytest.importorskip("livekit.rtc", reason="livekit is not installed")
    with looped(pulse):
        found = checked(pulse, tmp_path)
    assert found is not None
    assert found["verdict"] == "removed"
    assert found["echo"]["level_db"] == pytest.approx(0, abs=3)
    assert 0.05 < found["echo"]["delay_s"] < loopback.MOST_DELAY_S


@pytest.mark.sound
@pytest.mark.engines
def test_a_loudspeaker_that_is_not_heard_is_a_headset(pulse: PulseServer, tmp_path: Path) -> None:
    found = checked(pulse, tmp_path)
    assert found is not None
    assert found["verdict"] == "headset"
