from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.devices import Device, _Elastic, pick
from audio.errors import DeviceError
from audio.pcm import FRAME, RATE, Samples, silence
from audio.ports import Faults
from tests.audio.sounds import joined

KNOWN = [
    Device(0, "Built-in Microphone", "mic", 1, 48_000.0, default=False),
    Device(1, "Built-in Output", "speaker", 2, 48_000.0, default=True),
    Device(2, "USB Headset", "mic", 1, 16_000.0, default=True),
    Device(2, "USB Headset", "speaker", 2, 48_000.0, default=False),
    Device(3, "USB Headset 2", "mic", 1, 16_000.0, default=False),
]
CUSHION = round(0.064 * RATE)


@pytest.mark.parametrize(
    ("wanted", "index"),
    [(None, 2), ("Built-in Microphone", 0), ("built", 0), ("usb headset", 2), ("headset 2", 3), ("3", 3)],
    ids=["default", "name", "part", "exact name before part", "part of one", "index"],
)
def test_a_microphone_is_meant_by_default_name_part_or_index(wanted: str | None, index: int) -> None:
    assert pick("mic", wanted, KNOWN).index == index


def test_a_loudspeaker_is_picked_among_loudspeakers() -> None:
    assert pick("speaker", None, KNOWN).name == "Built-in Output"
    assert pick("speaker", "2", KNOWN).kind == "speaker"


def test_without_a_default_the_first_one_is_taken() -> None:
    assert pick("mic", None, [KNOWN[0], KNOWN[4]]).index == 0


@pytest.mark.parametrize("wanted", ["Yeti", "1", "99"])
def test_an_unknown_microphone_is_refused_with_the_names_of_those_there(wanted: str) -> None:
    with pytest.raises(DeviceError, match=f"no microphone is called '{wanted}'") as caught:
        pick("mic", wanted, KNOWN)
    assert "0 Built-in Microphone, 2 USB Headset, 3 USB Headset 2" in caught.value.hint


def test_a_machine_without_a_loudspeaker_is_told_so() -> None:
    with pytest.raises(DeviceError, match="no loudspeaker") as caught:
        pick("speaker", None, KNOWN[:1])
    assert "simmerdown devices" in caught.value.hint
    with pytest.raises(DeviceError) as caught:
        pick("speaker", "any", KNOWN[:1])
    assert "none" in caught.value.hint


def elastic() -> tuple[_Elastic, Faults]:
    faults = Faults()
    buffer = _Elastic(faults)
    buffer.open(RATE)
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
