"""What is kept about the room: found once, found again for other devices, and never in a call's way."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audio.errors import DeviceError
from simulator import machine
from simulator.machine import Room
from tests.audio.rooms import Perfect, RoomCard, Useless, never

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def settled(home: Path, card: RoomCard, mic: str = "desk mic") -> tuple[Room | None, list[str]]:
    told: list[str] = []
    room = machine.settled(
        card, mic, "desk speaker", lambda delay_s: Perfect(), home=home, now=NOW, tell=told.append
    )
    return room, told


def test_a_room_is_checked_once_and_kept(tmp_path: Path) -> None:
    first, told = settled(tmp_path / "home", RoomCard(gain=0.5))
    assert first is not None
    assert first.verdict == "removed"
    assert len(told) == 2
    assert "chime" in told[0]
    assert first.fact in told[1]
    again = RoomCard(gain=0.5)
    assert settled(tmp_path / "home", again) == (first, [])
    assert again.played == []


def test_what_is_kept_can_be_read_by_anybody(tmp_path: Path) -> None:
    settled(tmp_path, RoomCard(gain=0.0))
    assert json.loads((tmp_path / "room.json").read_bytes()) == {
        "schema": 1, "mic": "desk mic", "speaker": "desk speaker", "checked": "2026-03-04T05:06:07+00:00",
        "verdict": "headset", "level_db": -96.0, "delay_s": None, "taken_db": None,
    }  # fmt: skip


def test_another_device_is_checked_anew(tmp_path: Path) -> None:
    settled(tmp_path, RoomCard(gain=0.5))
    room, told = settled(tmp_path, RoomCard(gain=0.0), mic="headset mic")
    assert room is not None
    assert (room.mic, room.verdict) == ("headset mic", "headset")
    assert told
    assert machine.kept(tmp_path, "desk mic", "desk speaker") is None


@pytest.mark.parametrize("content", ["", "{}", "[", '{"schema": 2}'])
def test_a_damaged_file_is_no_hindrance(tmp_path: Path, content: str) -> None:
    (tmp_path / "room.json").write_text(content)
    room, _ = settled(tmp_path, RoomCard(gain=0.5))
    assert room is not None
    assert machine.kept(tmp_path, "desk mic", "desk speaker") == room


def test_a_microphone_that_gives_nothing_is_told_and_nothing_is_kept(tmp_path: Path) -> None:
    room, told = settled(tmp_path, RoomCard(goes_after=0))
    assert room is None
    assert "Nothing came" in told[-1]
    assert list(tmp_path.iterdir()) == []


def test_a_canceller_that_is_missing_is_told_and_stops_nothing(tmp_path: Path) -> None:
    def missing(delay_s: float) -> Perfect:
        raise DeviceError("no canceller here")

    told: list[str] = []
    room = machine.settled(RoomCard(), "m", "s", missing, home=tmp_path, now=NOW, tell=told.append)
    assert room is None
    assert "no canceller here" in told[-1]


def test_a_folder_that_cannot_be_written_is_told_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file in the place of the folder")
    room, told = settled(tmp_path / "home", RoomCard())
    assert room is None
    assert "could not be checked" in told[-1]


def test_the_facts_are_told_in_words(tmp_path: Path) -> None:
    def found(card: RoomCard, canceller: type[Perfect | Useless]) -> Room:
        room = machine.check(card, "m", "s", lambda delay_s: canceller(), home=tmp_path, now=NOW)
        assert room is not None
        return room

    stays = found(RoomCard(gain=0.5, delay=6), Useless)
    assert not stays.overlap
    assert stays.fact == (
        "loudspeakers, echo can't be removed: the microphone hears them at -6 dB after 160 ms; "
        "0 dB of it are taken out"
    )
    goes = found(RoomCard(gain=0.5), Perfect)
    assert goes.overlap
    assert goes.fact.startswith("loudspeakers, echo removed: ")
    headset = machine.check(RoomCard(gain=0.0), "m", "s", never, home=tmp_path, now=NOW)
    assert headset is not None
    assert headset.overlap
    assert headset.fact == "headset: the microphone does not hear the loudspeaker"
