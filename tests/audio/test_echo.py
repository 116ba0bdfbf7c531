"""The echo canceller on a made-up room: it takes the echo away, and goes on doing so when it is renewed."""

from __future__ import annotations

import numpy as np
import pytest

from audio.echo import MOST_DELAY_S, WARM_UP_S, Aec3
from audio.pcm import FRAME, RATE, Samples, frames, level_db, silence, to_samples

DELAY = 1600  # samples: 0.1 s


def talk(seconds: float) -> Samples:
    """Noise in bursts of 0.3 s, as loud as speech."""
    rng = np.random.default_rng(3)
    count = round(seconds * RATE)
    bursts = (np.arange(count) // round(0.3 * RATE)) % 2 == 0
    return to_samples((0.1 * rng.standard_normal(count) * bursts).astype(np.float32))


def cleaned(far: Samples, canceller: Aec3) -> tuple[Samples, Samples]:
    """What the microphone hears of the loudspeaker, and what is left of it."""
    echo = (np.concatenate([silence(DELAY), far])[: len(far)] * 0.3).astype(np.int16)
    played, out = silence(FRAME), []
    for mic, speaker in zip(frames(echo), frames(far), strict=True):
        out.append(canceller.clean(mic, played))
        played = speaker
    return echo, np.concatenate(out)[: len(echo)]


@pytest.mark.parametrize("renew_s", [WARM_UP_S + 2, 1e9], ids=["renewed", "not renewed"])
def test_the_echo_is_taken_away_and_stays_away(renew_s: float) -> None:
    far = talk(WARM_UP_S + 12)
    echo, left = cleaned(far, Aec3(renew_s=renew_s))
    for second in range(round(WARM_UP_S) - 2, round(WARM_UP_S) + 11, 2):
        part = slice(second * RATE, (second + 2) * RATE)
        assert level_db(left[part]) < level_db(echo[part]) - 20


def test_a_fresh_module_takes_over_again_and_again() -> None:
    renewed, old = (cleaned(talk(40), Aec3(renew_s=s))[1] for s in (WARM_UP_S + 2, 1e9))
    changed = (WARM_UP_S + 2) * RATE
    assert np.array_equal(renewed[: int(changed) - FRAME], old[: int(changed) - FRAME])
    assert not np.array_equal(renewed, old)


def test_a_long_delay_is_no_error() -> None:
    canceller = Aec3(MOST_DELAY_S + 1)
    assert len(canceller.clean(silence(FRAME), silence(FRAME))) == FRAME
