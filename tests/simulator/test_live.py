"""The live driver on a card made of a list: the same call, whatever the devices do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from audio.errors import DeviceError, VoiceError
from audio.fakes import LevelDetector
from audio.pcm import FRAME, Samples, silence
from audio.ports import Ailment, Card, EchoCanceller, Faults, Mic
from simulator import events, replay
from simulator.engines import Engines, InlineJobs, WorkerJobs
from simulator.events import Event
from simulator.live import Pump
from simulator.record import Record
from simulator.staging import Options
from tests.simulator.fixtures import DumbStudio, Scene, planned, scene

MOST_READS = 100_000


@dataclass(slots=True)
class Room:
    """Where the devices stand: who speaks in it, what was heard in it, and what was done in which read."""

    mic: Mic
    at: dict[int, Callable[[], None]] = field(default_factory=dict)
    when_silent: Callable[[], None] = lambda: None
    heard: Samples = field(default_factory=lambda: silence(FRAME))
    reads: int = 0
    log: list[str] = field(default_factory=list)


class RoomCard:
    """`Card` in a room; goes away after so many reads of its own."""

    def __init__(
        self, room: Room, *, goes_after: int | None = None, ailments: tuple[Ailment, ...] = ()
    ) -> None:
        self._room = room
        self._left = goes_after
        self._ailments = ailments
        self.faults = Faults()

    def read(self, timeout_s: float) -> Samples | None:
        if self._left == 0:
            return None
        room = self._room
        room.reads += 1
        assert room.reads < MOST_READS, "the call does not end"
        self._left = None if self._left is None else self._left - 1
        room.at.get(room.reads, lambda: None)()
        frame = room.mic.frame(room.heard)
        if frame is None:
            room.when_silent()
        return frame

    def play(self, frame: Samples) -> None:
        self._room.heard = frame
        self._room.log.append("play")

    def hush(self) -> None:
        self._room.log.append("hush")

    def lost(self) -> bool:
        return self._left == 0

    def ailments(self) -> tuple[Ailment, ...]:
        return self._ailments

    def close(self) -> None:
        self._room.log.append("close")


def without_notes(happened: list[Event]) -> list[Event]:
    return [event for event in happened if not isinstance(event, events.Noticed)]


def noted(record: Record, *what: str) -> list[events.Noticed]:
    return [event for event in record.events() if isinstance(event, events.Noticed) and event.what in what]


def live(call: Scene, pump: Pump) -> Record:
    """The whole call; its record."""
    pump.start()
    pump.join()
    call.writer.close()
    assert not pump.running
    return Record(call.writer.folder)


def offline(folder: Path, name: str = "good") -> list[Event]:
    """The events of the same call without a card."""
    return scene(folder / "offline", planned(name)).run().events()


@pytest.mark.parametrize("name", ["good", "poor"])
def test_a_call_on_a_card_is_the_same_as_one_offline(tmp_path: Path, name: str) -> None:
    call = scene(tmp_path / "live", planned(name))
    room = Room(call.mic)
    pump = Pump(call.session, lambda: RoomCard(room))
    record = live(call, pump)
    assert pump.failure is None
    assert without_notes(record.events()) == offline(tmp_path, name)
    assert replay.compare(record, LevelDetector()).differs_at is None
    shown = [pump.events.get() for _ in range(pump.events.qsize())]
    assert shown == record.events()
    assert room.log[-1] == "close"
    assert len(record.trainee()) == FRAME * room.log.count("play")


def test_a_call_whose_work_is_done_by_threads_replays_to_the_same_events(tmp_path: Path) -> None:
    other = scene(tmp_path / "other", planned())
    other.writer.close()
    jobs = WorkerJobs(other.engines)
    call = scene(tmp_path / "live", planned(), jobs=jobs)
    room = Room(call.mic)
    pump = Pump(call.session, lambda: RoomCard(room))
    room.when_silent = lambda: pump.do("hang_up")
    record = live(call, pump)
    jobs.close()
    assert pump.failure is None
    assert record.heading.ended is not None
    assert replay.compare(record, LevelDetector()).differs_at is None


def test_what_the_card_says_of_itself_is_on_the_record_first(tmp_path: Path) -> None:
    call = scene(tmp_path, planned("poor"))
    room = Room(call.mic)
    narrow = Ailment("mic-narrow", "only telephone quality")
    record = live(call, Pump(call.session, lambda: RoomCard(room, ailments=(narrow,))))
    assert noted(record, "mic-narrow")[0] == events.Noticed(0, "mic-narrow", "only telephone quality")


def test_a_lost_device_pauses_the_call_and_nothing_is_missing_when_it_is_back(tmp_path: Path) -> None:
    call = scene(tmp_path / "live", planned())
    room = Room(call.mic)
    opened: list[Callable[[], Card]] = [
        lambda: RoomCard(room, goes_after=500),
        no_card,
        no_card,
        lambda: RoomCard(room),
    ]

    def open_next() -> Card:
        return opened.pop(0)()

    pump = Pump(call.session, open_next, retry_s=0)
    record = live(call, pump)
    assert pump.failure is None
    assert not opened
    lost, back = noted(record, "device-lost", "device-back")
    assert (lost.what, back.what) == ("device-lost", "device-back")
    assert lost.frame == back.frame == 500
    assert without_notes(record.events()) == offline(tmp_path)
    assert replay.compare(record, LevelDetector()).differs_at is None
    assert room.log.count("close") == 2


def no_card() -> Card:
    raise DeviceError("this machine has no microphone")


def test_a_device_that_does_not_come_back_ends_the_call(tmp_path: Path) -> None:
    call = scene(tmp_path, planned())
    room = Room(call.mic)
    opened: list[Callable[[], Card]] = [lambda: RoomCard(room, goes_after=100)]
    pump = Pump(call.session, lambda: opened.pop(0)() if opened else no_card(), retry_s=0, give_up_s=-1)
    record = live(call, pump)
    assert pump.failure is None
    assert record.events()[-1] == events.Ended(100, "interrupted", "no sound device came back")


def test_a_call_can_be_stopped_while_the_device_is_gone(tmp_path: Path) -> None:
    call = scene(tmp_path, planned())
    room = Room(call.mic)
    opened: list[Callable[[], Card]] = [lambda: RoomCard(room, goes_after=100)]

    def reopen() -> Card:
        if opened:
            return opened.pop(0)()
        pump.do("stop")
        return no_card()

    pump = Pump(call.session, reopen, retry_s=0)
    record = live(call, pump)
    assert record.events()[-1] == events.Ended(100, "stopped", "stopped by the trainee")


def test_no_device_at_the_beginning_is_told_to_the_caller(tmp_path: Path) -> None:
    call = scene(tmp_path, planned())
    with pytest.raises(DeviceError):
        Pump(call.session, no_card).start()
    call.writer.close()


def test_stop_silences_the_loudspeaker_and_ends_the_call(tmp_path: Path) -> None:
    call = scene(tmp_path, planned())
    room = Room(call.mic)
    pump = Pump(call.session, lambda: RoomCard(room))
    room.at[200] = lambda: pump.do("stop")  # the customer speaks
    record = live(call, pump)
    assert pump.failure is None
    assert record.heading.ended == "stopped"
    assert room.log[room.log.index("hush") :] == ["hush", "close"]
    ended = record.events()[-1]
    assert ended == events.Ended(200, "stopped", "stopped by the trainee")
    assert replay.compare(record, LevelDetector()).differs_at is None


def test_picking_up_does_not_silence_and_hanging_up_does(tmp_path: Path) -> None:
    call = scene(tmp_path, planned(), options=Options(answer_after_s=None))
    room = Room(call.mic)
    pump = Pump(call.session, lambda: RoomCard(room))
    room.at[30] = lambda: pump.do("answer")
    room.at[250] = lambda: pump.do("hang_up")
    record = live(call, pump)
    assert [event.frame for event in record.events() if isinstance(event, events.PickedUp)] == [30]
    assert record.heading.ended == "trainee_ended"
    assert room.log.count("hush") == 1


def test_faults_of_the_sound_become_one_event_each_time(tmp_path: Path) -> None:
    call = scene(tmp_path, planned("poor"))
    room = Room(call.mic)
    card = RoomCard(room)

    def lose_input() -> None:
        card.faults.overflows += 2
        card.faults.lost_samples += 1024

    def run_dry() -> None:
        card.faults.underflows += 1

    room.at = {100: lose_input, 200: run_dry}
    record = live(call, Pump(call.session, lambda: card))
    assert noted(record, "sound-faults") == [
        events.Noticed(100, "sound-faults", "2 input overflows, 1024 samples of input replaced by silence"),
        events.Noticed(200, "sound-faults", "1 output underflows"),
    ]


class Subtractor:
    """`EchoCanceller` that remembers what it was told had been played."""

    def __init__(self) -> None:
        self.told: list[Samples] = []

    def clean(self, mic: Samples, speaker: Samples) -> Samples:
        self.told.append(speaker)
        return mic


def test_the_canceller_is_given_what_was_played_last(tmp_path: Path) -> None:
    call = scene(tmp_path, planned("poor"))
    room, canceller = Room(call.mic), Subtractor()
    as_port: EchoCanceller = canceller
    live(call, Pump(call.session, lambda: RoomCard(room), as_port))
    assert len(canceller.told) == room.log.count("play") - 1
    assert any(frame.any() for frame in canceller.told)


def test_a_failure_is_kept_for_the_caller_and_the_record_is_closed(tmp_path: Path) -> None:
    other = scene(tmp_path / "other")
    other.writer.close()
    dumb = Engines(other.engines.transcriber, DumbStudio(), LevelDetector)
    call = scene(tmp_path / "live", planned(), jobs=InlineJobs(dumb))
    room = Room(call.mic)
    pump = Pump(call.session, lambda: RoomCard(room))
    record = live(call, pump)
    assert isinstance(pump.failure, VoiceError)
    assert record.heading.ended == "interrupted"
    assert isinstance(record.events()[-1], events.Ended)
    assert room.log[-1] == "close"


def test_a_record_that_cannot_be_written_any_more_fails_once_and_lets_the_devices_go(tmp_path: Path) -> None:
    call = scene(tmp_path, planned())
    room = Room(call.mic)
    pump = Pump(call.session, lambda: RoomCard(room))
    room.at[100] = call.writer.close  # whatever is written from now on fails
    record = live(call, pump)
    assert isinstance(pump.failure, ValueError)
    assert room.log[-1] == "close"
    assert record.interrupted
