"""A recorded call, fed back: the same call, or the place where it differs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from audio.fakes import LevelDetector
from audio.pcm import FRAME, silence
from audio.ports import Transcript
from simulator import events, replay, take
from simulator.customer.dialogue import Policy
from simulator.engines import Engines, InlineJobs
from simulator.jobs import Result
from simulator.record import Record
from simulator.session import Session
from simulator.staging import Options
from tests.simulator.fixtures import Scene, planned, scene

HUSH = silence(FRAME)
BY_HAND = Options(answer_after_s=None)


class LateJobs(InlineJobs):
    """Results come some frames after their jobs, as they do from real engines."""

    def __init__(self, loaded: Engines, late: int) -> None:
        super().__init__(loaded)
        self._late = late
        self._since: dict[int, int] = {}

    def due(self, frame: int) -> list[tuple[int, Result]]:
        for _, job in self._waiting:
            self._since.setdefault(job.id, frame)
        self._waiting = [(self._since[job.id] + self._late, job) for _, job in self._waiting]
        return super().due(frame)


def differs_at(record: Record) -> int | None:
    return replay.compare(record, LevelDetector()).differs_at


def steps(call: Scene, count: int) -> None:
    """So many frames of a silent trainee."""
    for _ in range(count):
        call.session.step(HUSH)


def until(call: Scene, met: Callable[[Session], bool]) -> None:
    """Frames of the scripted trainee until something is so."""
    heard = HUSH
    while not met(call.session):
        frame = call.mic.frame(heard)
        assert frame is not None
        heard = call.session.step(frame)


@pytest.mark.parametrize("name", ["good", "poor", "supervisor"])
def test_a_call_replays_to_the_same_events(tmp_path: Path, name: str) -> None:
    record = scene(tmp_path, planned(name)).run()
    found = replay.compare(record, LevelDetector())
    assert found.differs_at is None
    assert list(found.events) == record.events()
    assert found.recorded == len(found.events) > 15


def test_dial_and_policy_are_kept_with_the_call_and_replayed(tmp_path: Path) -> None:
    policy = Policy(warnings=2, intensity=0)
    record = scene(tmp_path, planned(), options=Options(policy=policy)).run()
    assert record.heading.policy == policy
    spoken = [event.intensity for event in record.events() if isinstance(event, events.LineStarted)]
    assert set(spoken) == {0}
    assert differs_at(record) is None


@pytest.mark.parametrize("late", [1, 9, 60])
def test_a_call_whose_results_came_late_replays_to_the_same_events(tmp_path: Path, late: int) -> None:
    call = scene(tmp_path, planned())
    call.writer.close()
    record = scene(tmp_path, planned(), jobs=LateJobs(call.engines, late)).run()
    frames = [entry.frame for entry in record.take() if isinstance(entry, take.Spoke)]
    starts = [event.frame for event in record.events() if isinstance(event, events.LineStarted)]
    assert frames == starts
    assert differs_at(record) is None


def test_a_replay_of_a_trainee_who_only_runs_out_of_words_is_the_same(tmp_path: Path) -> None:
    record = scene(tmp_path, planned()[:2]).run()
    assert record.heading.ended == "trainee_ended"
    assert differs_at(record) is None


def test_picking_up_a_note_and_hanging_up_in_mid_speech_replay_in_their_frames(tmp_path: Path) -> None:
    call = scene(tmp_path, planned(), options=BY_HAND)
    steps(call, 50)
    call.session.do("answer")
    until(call, lambda session: session.call.hearing_speech)
    call.session.note("mic-zeros", "no sound")
    for _ in range(20):
        call.session.step(np.full(FRAME, 3000, np.int16))
    call.session.do("hang_up")
    call.session.finish()
    call.writer.close()

    record = Record(call.writer.folder)
    assert record.heading.ended == "trainee_ended"
    happened = record.events()
    assert [e.frame for e in happened if isinstance(e, events.PickedUp)] == [50]
    assert [type(event) for event in happened[-2:]] == [events.TurnHeard, events.Ended]
    assert differs_at(record) is None


def test_a_stop_while_the_customer_speaks_replays_to_a_cut_line(tmp_path: Path) -> None:
    call = scene(tmp_path, planned())
    until(call, lambda session: session.call.state.name == "SPEAKING")
    steps(call, 10)
    call.session.do("stop")
    call.session.finish()
    call.writer.close()
    record = Record(call.writer.folder)
    assert record.heading.ended == "stopped"
    assert [event.cut for event in record.events() if isinstance(event, events.LineEnded)] == [True]
    assert differs_at(record) is None


def test_the_stop_word_replays(tmp_path: Path) -> None:
    record = scene(tmp_path, [planned()[0], "stop practice"]).run()
    assert record.heading.ended == "stopped"
    assert differs_at(record) is None


def test_a_driver_that_ends_the_call_replays(tmp_path: Path) -> None:
    call = scene(tmp_path, planned())
    until(call, lambda session: session.call.hearing_speech)
    call.session.close("interrupted", "no sound device came back")
    call.session.note("after", "said after the end")
    call.writer.close()
    record = Record(call.writer.folder)
    assert record.heading.ended == "interrupted"
    assert differs_at(record) is None


def edit(record: Record, change: Callable[[list[take.Entry]], None]) -> None:
    entries = record.take()
    change(entries)
    text = "".join(take.to_json(entry) + "\n" for entry in entries)
    (record.folder / "take.jsonl").write_text(text, encoding="utf-8")


def index_of(record: Record, kind: type[events.Event], nth: int = 0) -> int:
    return [i for i, event in enumerate(record.events()) if isinstance(event, kind)][nth]


def test_another_word_in_the_take_is_reported_at_the_turn_that_it_changes(tmp_path: Path) -> None:
    record = scene(tmp_path, planned()).run()

    def other_words(entries: list[take.Entry]) -> None:
        second = [i for i, entry in enumerate(entries) if isinstance(entry, take.Heard)][1]
        heard = entries[second]
        assert isinstance(heard, take.Heard)
        said = Transcript("You should have checked your account.")
        entries[second] = heard.model_copy(update={"transcript": said})

    edit(record, other_words)
    places = [index_of(record, kind, 1) for kind in (events.TurnEnded, events.TurnHeard)]
    assert differs_at(record) in places  # other words may have another wait


def test_a_clip_that_came_in_a_frame_later_is_reported_at_its_line(tmp_path: Path) -> None:
    record = scene(tmp_path, planned()).run()

    def later(entries: list[take.Entry]) -> None:
        first = next(i for i, entry in enumerate(entries) if isinstance(entry, take.Spoke))
        entries[first] = entries[first].model_copy(update={"frame": entries[first].frame + 1})

    edit(record, later)
    assert differs_at(record) == index_of(record, events.LineStarted)


def test_an_event_that_was_added_is_reported_at_its_place(tmp_path: Path) -> None:
    record = scene(tmp_path, planned()).run()
    count = len(record.events())
    with (record.folder / "events.jsonl").open("a", encoding="utf-8") as file:
        file.write(events.to_json(events.Noticed(9999, "x", "never happened")) + "\n")
    found = replay.compare(record, LevelDetector())
    assert (found.differs_at, found.recorded, len(found.events)) == (count, count + 1, count)


def test_an_event_that_is_missing_is_reported_at_its_place(tmp_path: Path) -> None:
    record = scene(tmp_path, planned()).run()
    path = record.folder / "events.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:-2], lines[-1]]), encoding="utf-8")
    assert differs_at(record) == len(lines) - 2


def test_the_same_call_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (scene(tmp_path / name, planned("poor")).run().folder for name in ("one", "other"))
    names = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert {"events.jsonl", "take.jsonl", "trainee.wav", "customer.wav"} <= {str(name) for name in names}
    assert [name for name in names if (one / name).read_bytes() != (other / name).read_bytes()] == []


def test_another_seed_gives_another_call_that_replays_as_well(tmp_path: Path) -> None:
    one = scene(tmp_path / "one", planned("poor")).run()
    other = scene(tmp_path / "other", planned("poor"), options=Options(seed=3)).run()
    assert one.events() != other.events()
    assert differs_at(other) is None
