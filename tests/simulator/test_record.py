"""The record on disk: written as the call happens, readable whatever became of its writer."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from audio.pcm import FRAME, silence
from simulator import events, record, take
from simulator.errors import RecordError
from simulator.events import Event
from simulator.record import Record, RecordWriter
from tests.simulator.fixtures import heading, planned, scene, shelf

LOUD = np.full(FRAME, 1000, np.int16)


def writer(folder: Path) -> RecordWriter:
    return RecordWriter(folder, heading(folder.name), shelf().text)


def frames_in(path: Path) -> int:
    """What any player would find in the file."""
    with wave.open(str(path), "rb") as file:
        count = file.getnframes()
        assert len(file.readframes(count)) == 2 * count
        return count // FRAME


def damage(path: Path, change: Callable[[list[str]], None]) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    change(lines)
    path.write_text("".join(lines), encoding="utf-8")


def test_both_sounds_are_whole_after_every_16_frames(tmp_path: Path) -> None:
    writing = writer(tmp_path / "call")
    for count in range(1, 49):
        writing.frame(LOUD, silence(FRAME))
        if count % 16 == 0:
            assert frames_in(tmp_path / "call" / "trainee.wav") == count
            assert frames_in(tmp_path / "call" / "customer.wav") == count
    writing.close()


def test_the_sound_never_ends_before_its_events(tmp_path: Path) -> None:
    writing = writer(tmp_path / "call")
    for _ in range(5):
        writing.frame(LOUD, LOUD)
    writing.event(events.PickedUp(5))
    assert [frames_in(tmp_path / "call" / f"{side}.wav") for side in ("trainee", "customer")] == [5, 5]
    writing.close()


def test_a_record_can_be_read_before_its_first_frame(tmp_path: Path) -> None:
    writing = writer(tmp_path / "call")
    reading = Record(tmp_path / "call")
    assert (reading.events(), reading.take(), len(reading.trainee())) == ([], [], 0)
    writing.close()


def test_every_event_and_entry_is_on_disk_as_soon_as_it_happened(tmp_path: Path) -> None:
    call = scene(tmp_path, planned()[:1])
    reading = Record(call.writer.folder)
    happened = call.session.take_events()
    heard = silence(FRAME)
    while (frame := call.mic.frame(heard)) is not None:
        heard = call.session.step(frame)
        new = call.session.take_events()
        happened += new
        if new:
            assert reading.events() == happened
    spoken = [entry for entry in reading.take() if isinstance(entry, take.Spoke)]
    assert len(spoken) == sum(isinstance(event, events.LineStarted) for event in happened) > 1
    assert all(len(reading.clip(entry.clip)) for entry in spoken)
    call.writer.close()


def test_a_finished_record_tells_its_end_its_length_and_both_sounds(tmp_path: Path) -> None:
    reading = scene(tmp_path, planned()).run()
    length = frames_in(reading.folder / "trainee.wav")
    assert frames_in(reading.folder / "customer.wav") == length
    assert reading.heading.ended == "resolved"
    assert reading.heading.length_s == pytest.approx(length * 0.032, abs=0.001)
    assert isinstance(reading.events()[-1], events.Ended)
    assert reading.persona_text() == shelf().text
    assert not list(reading.folder.rglob("*.part"))
    assert not (reading.folder / "live.lock").exists()


def test_closing_twice_is_harmless(tmp_path: Path) -> None:
    call = scene(tmp_path, planned("poor"))
    first = call.run().heading
    call.writer.close()
    assert record.read_heading(call.writer.folder) == first


def test_a_running_call_is_not_interrupted_and_one_that_lost_its_writer_is(tmp_path: Path) -> None:
    writing = writer(tmp_path / "call")
    assert not Record(tmp_path / "call").interrupted
    writing.close()  # without an end
    assert Record(tmp_path / "call").interrupted
    (tmp_path / "call" / "live.lock").touch()  # left behind, held by nobody
    assert Record(tmp_path / "call").interrupted


def test_a_call_that_ended_after_its_heading_was_read_is_not_interrupted(tmp_path: Path) -> None:
    writing = writer(tmp_path / "call")
    reading = Record(tmp_path / "call")
    writing.event(events.Ended(0, "trainee_ended"))
    writing.close()
    assert not reading.interrupted


def test_the_same_clip_is_kept_once_and_an_empty_one_not_at_all(tmp_path: Path) -> None:
    writing = writer(tmp_path / "call")
    names = [writing.clip(LOUD), writing.clip(LOUD.copy()), writing.clip(silence(0))]
    writing.close()
    assert names[0] == names[1] != names[2]
    assert [path.stem for path in (tmp_path / "call" / "clips").iterdir()] == names[:1]
    reading = Record(tmp_path / "call")
    assert np.array_equal(reading.clip(names[0]), LOUD)
    assert len(reading.clip(names[2])) == 0


@pytest.mark.parametrize("name", ["events.jsonl", "take.jsonl"])
def test_a_half_written_last_line_of_an_interrupted_call_is_left_out(tmp_path: Path, name: str) -> None:
    reading = scene(tmp_path, planned()[:1]).run()
    reading.replace_heading(ended=None)

    def entries() -> list[object]:
        return [*(reading.events() if name == "events.jsonl" else reading.take())]

    whole = entries()
    path = reading.folder / name
    text = path.read_bytes()
    path.write_bytes(text[:-1])  # all but the line's end
    assert entries() == whole
    path.write_bytes(text[:-9])
    assert entries() == whole[:-1]
    path.write_bytes(text + b'{"fra\xc3')  # within a letter
    assert entries() == whole


@pytest.mark.parametrize("name", ["events.jsonl", "take.jsonl"])
def test_a_half_written_last_line_of_a_finished_call_is_named(tmp_path: Path, name: str) -> None:
    reading = scene(tmp_path, planned()[:1]).run()
    path = reading.folder / name
    text = path.read_bytes()
    last = text.count(b"\n")
    path.write_bytes(text[:-9])
    with pytest.raises(RecordError, match=rf"{name}:{last}: is cut short") as caught:
        _ = reading.events() if name == "events.jsonl" else reading.take()
    assert caught.value.hint


@pytest.mark.parametrize("left", [0, 1, 5])
def test_a_finished_call_without_its_last_events_is_named(tmp_path: Path, left: int) -> None:
    reading = scene(tmp_path, planned()[:1]).run()
    damage(reading.folder / "events.jsonl", lambda lines: lines.__delitem__(slice(left, None)))
    with pytest.raises(RecordError, match=r"events\.jsonl: breaks off before the end"):
        reading.events()


@pytest.mark.parametrize("name", ["events.jsonl", "take.jsonl"])
def test_a_broken_line_in_the_middle_is_named(tmp_path: Path, name: str) -> None:
    reading = scene(tmp_path, planned()[:1]).run()
    damage(reading.folder / name, lambda lines: lines.__setitem__(1, lines[1][:12] + "\n"))
    with pytest.raises(RecordError, match=rf"{name}:2: ") as caught:
        _ = reading.events() if name == "events.jsonl" else reading.take()
    assert caught.value.hint


def test_a_line_separator_within_a_text_does_not_break_its_line(tmp_path: Path) -> None:
    happened: list[Event] = [events.Noticed(0, "x", "one\u2028two\x85three\x0bfour"), events.PickedUp(1)]
    writing = writer(tmp_path / "call")
    for event in happened:
        writing.event(event)
    writing.close()
    assert Record(tmp_path / "call").events() == happened


def changed(**changes: object) -> str:
    return json.dumps(json.loads(record.heading_json(heading())) | changes)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (changed(schema=2), "schema 2"),
        (changed(schema="1"), "schema '1'"),
        ("[]", "schema None"),
        ("", "can't be read"),
        ('{"schema": 1', "can't be read"),
        ('{"schema": 1}', "call_id"),
        (changed(seed="x"), "seed"),
        (changed(ended="never"), "ended"),
        (changed(colour="red"), "colour"),
        (changed(patience={"hangover_s": []}), "patience.hangover_s"),
    ],
)
def test_a_heading_that_cannot_be_understood_is_told_with_a_hint(
    tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "record.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        Record(tmp_path)
    assert str(path) in caught.value.what
    assert told in caught.value.what
    assert caught.value.hint


def test_a_folder_without_a_heading_holds_no_call(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="holds no call") as caught:
        Record(tmp_path)
    assert "simmerdown calls" in caught.value.hint


@pytest.mark.parametrize("name", ["events.jsonl", "take.jsonl", "persona.yaml"])
def test_a_missing_part_is_named(tmp_path: Path, name: str) -> None:
    writer(tmp_path / "call").close()
    (tmp_path / "call" / name).unlink()
    reading = Record(tmp_path / "call")
    read = {"events.jsonl": reading.events, "take.jsonl": reading.take, "persona.yaml": reading.persona_text}
    with pytest.raises(RecordError, match=name):
        read[name]()


def test_a_place_that_cannot_hold_records_is_told_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "calls").write_text("a file")
    with pytest.raises(RecordError, match="calls") as caught:
        writer(tmp_path / "calls" / "call")
    assert "SIMMERDOWN_HOME" in caught.value.hint


def test_a_changed_heading_is_changed_on_disk(tmp_path: Path) -> None:
    writer(tmp_path / "call").close()
    Record(tmp_path / "call").replace_heading(total=50)
    assert Record(tmp_path / "call").heading.total == 50
