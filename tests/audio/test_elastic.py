from collections.abc import Iterator

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.elastic import CUSHION_S, ElasticBuffer
from audio.pcm import FRAME, RATE, Samples, silence
from audio.ports import Faults
from tests.audio.sounds import joined

CUSHION = round(CUSHION_S * RATE)


def elastic() -> tuple[ElasticBuffer, Faults]:
    faults = Faults()
    buffer = ElasticBuffer(RATE, faults)
    return buffer, faults


def counted() -> Iterator[Samples]:
    """Frames whose samples count up, never zero."""
    for start in range(0, 1_000_000, FRAME):
        yield (np.arange(start, start + FRAME) % 30_000 + 1).astype(np.int16)


def test_nothing_is_played_until_the_cushion_is_full() -> None:
    buffer, faults = elastic()
    sound = counted()
    buffer.push(next(sound), silent=False)
    assert not buffer.pull(FRAME).any()
    buffer.push(next(sound), silent=False)
    assert buffer.pull(FRAME)[0] == 1
    assert faults == Faults()


@settings(max_examples=50)
@given(st.lists(st.integers(1, 700), min_size=1, max_size=40))
def test_sound_comes_out_whole_and_in_order_however_it_is_pulled(pulls: list[int]) -> None:
    buffer, faults = elastic()
    frames = [frame for frame, _ in zip(counted(), range(60), strict=False)]
    for frame in frames:
        buffer.push(frame, silent=False)
    played = joined([buffer.pull(count) for count in pulls])
    assert np.array_equal(played, joined(frames)[: len(played)])
    assert faults.underflows == 0


def test_a_buffer_that_runs_dry_counts_once_and_fills_a_thicker_cushion() -> None:
    buffer, faults = elastic()
    sound = counted()
    for _ in range(3):
        buffer.push(next(sound), silent=False)
    played = [buffer.pull(FRAME) for _ in range(6)]
    assert faults.underflows == 1
    assert not joined(played[3:]).any()
    for _ in range(2):
        buffer.push(next(sound), silent=False)
        assert not buffer.pull(FRAME).any()
    buffer.push(next(sound), silent=False)
    assert buffer.pull(FRAME).all()
    assert faults.underflows == 1


def test_a_slow_loudspeaker_is_caught_up_with_in_silence_and_never_in_sound() -> None:
    buffer, _ = elastic()
    sound = counted()
    pushed, played = [], []
    for step in range(400):
        loud = step % 20 < 10
        frame = next(sound) if loud else silence(FRAME)
        pushed.append(frame)
        buffer.push(frame, silent=not loud)
        played.append(buffer.pull(FRAME - 20))  # 4 % slow
    heard, said = joined(played), joined(pushed)
    assert buffer._held < 2 * CUSHION + 11 * FRAME
    heard = heard[heard != 0]
    assert np.array_equal(heard, said[said != 0][: len(heard)])


def test_a_fast_loudspeaker_is_fed_with_more_silence_and_does_not_run_dry() -> None:
    buffer, faults = elastic()
    sound = counted()
    pushed, played = [], []
    for step in range(400):
        loud = step % 20 < 5
        frame = next(sound) if loud else silence(FRAME)
        pushed.append(frame)
        buffer.push(frame, silent=not loud)
        played.append(buffer.pull(FRAME + 5))  # 1 % fast
    assert faults.underflows == 0
    heard, said = joined(played), joined(pushed)
    heard = heard[heard != 0]
    assert np.array_equal(heard, said[said != 0][: len(heard)])


def test_hushing_drops_what_was_queued() -> None:
    buffer, faults = elastic()
    sound = counted()
    for _ in range(10):
        buffer.push(next(sound), silent=False)
    buffer.clear()
    assert not buffer.pull(FRAME).any()
    assert faults.underflows == 0
