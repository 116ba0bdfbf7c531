import pytest

from audio.devices import Device, pick
from audio.errors import DeviceError

KNOWN = [
    Device(0, "Built-in Microphone", "mic", 1, 48_000.0, default=False),
    Device(1, "Built-in Output", "speaker", 2, 48_000.0, default=True),
    Device(2, "USB Headset", "mic", 1, 16_000.0, default=True),
    Device(2, "USB Headset", "speaker", 2, 48_000.0, default=False),
    Device(3, "USB Headset 2", "mic", 1, 16_000.0, default=False),
]


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
