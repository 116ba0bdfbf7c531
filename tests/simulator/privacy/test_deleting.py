"""Deleting leaves nothing: every byte of the home is searched for what was said, heard and written."""

from __future__ import annotations

import base64
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from audio import wav
from audio.pcm import FRAME, Samples
from simulator import aftercall, corrections
from simulator.coach import packing
from simulator.coach.desk import Desk
from simulator.errors import RecordError
from simulator.events import TurnHeard
from simulator.privacy import deleting
from simulator.record import Record, write_whole
from simulator.redo.again import again, beginning
from simulator.scoring import rubric
from simulator.staging import Options
from tests.simulator.fixtures import NOW, planned, scene


@pytest.fixture
def record(home: Path) -> Record:
    """A call that is over and scored."""
    made = scene(home / "calls", planned()).run()
    aftercall.score(made, rubric.load())
    return made


def said(record: Record) -> list[str]:
    return [event.text for event in record.events() if isinstance(event, TurnHeard) and event.text]


def pieces(sound: Samples) -> list[bytes]:
    """Sixteen samples of every tenth of a second in which there was sound."""
    cut = [sound[at : at + 16] for at in range(0, len(sound) - 16, 1600)]
    return [piece.astype("<i2").tobytes() for piece in cut if abs(piece).max() > 500]


def bytes_of(home: Path) -> bytes:
    """Every byte that is kept: names and contents."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return b"\0".join([*(str(path).encode() for path in home.rglob("*")), *(f.read_bytes() for f in files)])


def branch(record: Record, of: str, name: str) -> Path:
    """Another record, said to be a try made from a call."""
    made = scene(record.folder.parent, planned()[:1]).run().folder
    folder = made.rename(made.parent / name)
    write_whole(folder / "branch.json", json.dumps({"schema": 1, "of": of, "turn": 1}))
    return folder


def test_no_byte_of_sound_or_text_is_left(record: Record, home: Path) -> None:
    words, sound = said(record), pieces(record.trainee())
    for name in ("note.json", "rating.json", "corrections.json", "review.json"):
        write_whole(record.folder / name, json.dumps({"about": words[0]}))
    page = f"<p>{words[1]}</p><audio src='data:{base64.b64encode(record.trainee().tobytes()).decode()}'>"
    write_whole(record.folder / "report.html", page)
    before = bytes_of(home)
    assert len(words) == 4
    assert len(sound) > 20
    assert all(text.encode() in before for text in words)
    assert all(piece in before for piece in sound)

    assert deleting.delete(deleting.doomed([record.folder])).left == []

    after = bytes_of(home)
    assert record.heading.call_id.encode() not in after
    assert not any(text.encode() in after for text in words)
    assert not any(piece in after for piece in sound)
    assert not record.folder.exists()


def test_copies_in_the_home_go_too_and_other_calls_stay(record: Record, home: Path) -> None:
    other = scene(home / "calls", planned()).run()
    call_id, words = record.heading.call_id, said(record)
    (home / "shared").mkdir()
    packing.pack(record, home / "shared" / "dana.simmerdown", audio=False)
    review = Desk().take_in(home / "shared" / "dana.simmerdown").folder
    write_whole(review / "review.json", json.dumps({"coach": "Lee"}))
    write_whole(home / "report.html", f"<p>{words[0]}</p><p>Call {call_id}.</p>")
    (home / "index.sqlite").write_bytes(b"\0" + call_id.encode() + b"\0")
    (home / "cache" / "lines").mkdir(parents=True)
    wav.write(home / "cache" / "lines" / "demo.wav", record.trainee())
    wav.write(home / "cache" / "lines" / "other.wav", other.clip("none"))

    what = deleting.doomed([record.folder])
    assert {copy.path for copy in what.copies} == {
        *(path for path in review.iterdir()), home / "shared" / "dana.simmerdown", home / "report.html",
        home / "cache" / "lines" / "demo.wav", home / "index.sqlite",
    }  # fmt: skip
    assert deleting.delete(what).left == []
    assert not (home / "shared").exists()
    assert not review.exists()
    assert (home / "cache" / "lines" / "other.wav").is_file()
    assert Record(other.folder).events() == other.events()


def test_what_only_holds_the_same_words_is_told_and_kept(record: Record, home: Path, tmp_path: Path) -> None:
    another = scene(tmp_path / "another", planned(), now=NOW + timedelta(days=1)).run()
    packing.pack(another, tmp_path / "lee.simmerdown", audio=False)
    review = Desk().take_in(tmp_path / "lee.simmerdown").folder
    write_whole(home / "my-phrases.md", f"- {said(record)[0]}\n")
    kept = {path: path.read_bytes() for path in [*review.iterdir(), home / "my-phrases.md"]}

    what = deleting.doomed([record.folder])
    assert what.copies == ()
    left = {trace.path: trace for trace in deleting.delete(what).left}
    assert {path: path.read_bytes() for path in kept} == kept
    assert {home / "my-phrases.md", review / "events.jsonl"} <= left.keys()
    assert not any(trace.certain for trace in left.values())


def test_a_shared_call_of_the_same_name_but_other_events_stays(
    record: Record, home: Path, tmp_path: Path
) -> None:
    another = scene(tmp_path / "another", planned("poor")).run()
    assert another.heading.call_id == record.heading.call_id
    packing.pack(another, tmp_path / "lee.simmerdown", audio=False)
    review = Desk().take_in(tmp_path / "lee.simmerdown").folder
    what = deleting.doomed([record.folder])
    assert what.copies == ()
    assert any(trace.certain for trace in deleting.delete(what).left)
    assert (review / "events.jsonl").is_file()


def test_a_list_of_the_programs_own_that_names_the_call_is_told_and_kept(record: Record, home: Path) -> None:
    write_whole(home / "list.json", json.dumps([record.heading.call_id]))
    traces = deleting.delete(deleting.doomed([record.folder])).left
    assert [(trace.path.name, trace.told) for trace in traces] == [("list.json", "id")]


def test_what_was_put_beside_another_call_is_searched(record: Record, home: Path) -> None:
    other = scene(home / "calls", planned()).run()
    write_whole(other.folder / "report.html", f"better than {record.heading.call_id}")
    traces = deleting.delete(deleting.doomed([record.folder])).left
    assert [(trace.path, trace.told) for trace in traces] == [(other.folder / "report.html", "id")]


def test_tries_made_from_a_call_go_with_it_and_with_them_theirs(record: Record) -> None:
    first = branch(record, record.heading.call_id, "20260304-060000-first")
    second = branch(record, first.name, "20260304-070000-second")
    apart = branch(record, "another call", "20260304-080000-apart")
    what = deleting.doomed([record.folder])
    assert what.branches == (first, second)
    deleting.delete(what)
    assert [path for path in (first, second, apart) if path.exists()] == [apart]


def test_a_try_is_deleted_without_its_call(record: Record) -> None:
    first = branch(record, record.heading.call_id, "20260304-060000-first")
    assert deleting.doomed([first]).branches == ()
    deleting.delete(deleting.doomed([first]))
    assert record.folder.is_dir()


def test_two_tries_that_name_each_other_end(record: Record) -> None:
    one = branch(record, "20260304-070000-two", "20260304-060000-one")
    two = branch(record, one.name, "20260304-070000-two")
    assert deleting.doomed([one]).records == (one, two)


def test_a_call_under_way_is_not_deleted(home: Path) -> None:
    running = scene(home / "calls")
    with pytest.raises(RecordError, match="under way"):
        deleting.doomed([running.writer.folder])
    running.writer.close()
    deleting.delete(deleting.doomed([running.writer.folder]))  # interrupted now
    assert list((home / "calls").iterdir()) == []


def test_a_damaged_record_is_deleted(record: Record) -> None:
    write_whole(record.folder / "record.json", "{")
    deleting.delete(deleting.doomed([record.folder]))
    assert not record.folder.exists()


def test_a_deletion_that_broke_off_is_taken_up_again(record: Record) -> None:
    for name in ("events.jsonl", "trainee.wav", "persona.yaml"):
        (record.folder / name).unlink()
    assert deleting.delete(deleting.doomed([record.folder])).left == []
    assert not record.folder.exists()


def test_without_its_sound_a_call_keeps_its_score(record: Record, home: Path) -> None:
    sound, kept = pieces(record.trainee()), (record.folder / "score.json").read_bytes()
    write_whole(record.folder / "report.html", base64.b64encode(record.trainee().tobytes()).decode())
    (record.folder / "delivery.json").unlink()
    assert deleting.delete_sound(deleting.doomed([record.folder])).left == []
    after = bytes_of(home)
    assert not any(piece in after for piece in sound)
    assert not list(home.rglob("*.wav")) + list(home.rglob("*.html"))
    silent = Record(record.folder)
    assert said(silent) == said(record)
    aftercall.score(silent, rubric.load())
    assert (record.folder / "score.json").read_bytes() == kept


def test_an_interrupted_call_keeps_its_sound(home: Path) -> None:
    broken = scene(home / "calls")
    broken.writer.close()
    done = deleting.delete_sound(deleting.doomed([broken.writer.folder]))
    assert done.gone == ()
    assert "can't be recovered" in done.kept[broken.writer.folder].what
    assert (broken.writer.folder / "trainee.wav").is_file()


def test_an_interrupted_try_keeps_its_sound_and_is_named(record: Record, home: Path) -> None:
    broken = scene(home / "calls")
    broken.writer.close()
    write_whole(
        broken.writer.folder / "branch.json",
        json.dumps({"schema": 1, "of": record.heading.call_id, "turn": 1}),
    )
    wav.write(home / "copy.wav", record.trainee())
    done = deleting.delete_sound(deleting.doomed([record.folder]))
    assert (done.gone, list(done.kept), done.left) == ((record.folder,), [broken.writer.folder], [])
    assert not (record.folder / "trainee.wav").exists()
    assert not (home / "copy.wav").exists()


def test_a_call_that_cant_be_measured_keeps_its_sound_and_holds_up_no_other(record: Record) -> None:
    other = scene(record.folder.parent, planned()[:1]).run()
    write_whole(record.folder / "corrections.json", "{")
    done = deleting.delete_sound(deleting.doomed([record.folder, other.folder]))
    assert (done.gone, list(done.kept)) == ((other.folder,), [record.folder])
    assert (record.folder / "trainee.wav").is_file()


@pytest.mark.parametrize("sound_is_gone", [False, True])
def test_bundles_and_pages_with_the_voice_are_its_sound(
    record: Record, home: Path, *, sound_is_gone: bool
) -> None:
    packing.pack(record, home / "with.simmerdown", audio=True)
    packing.pack(record, home / "without.simmerdown", audio=False)
    review = Desk().take_in(home / "with.simmerdown").folder
    about = f"<p>{said(record)[0]}</p><p>Call {record.heading.call_id}.</p>"
    write_whole(home / "page.html", f"{about}<audio src='data:audio/mpeg;base64,AAAA'></audio>")
    write_whole(home / "silent.html", about)
    if sound_is_gone:
        for path in deleting.sound_files(record.folder):
            path.unlink()
    what = deleting.doomed([record.folder])
    assert {copy.path for copy in what.sounding} == {
        home / "with.simmerdown", home / "page.html", review / "trainee.wav",
    }  # fmt: skip
    assert deleting.delete_sound(what).left == []
    assert not any(copy.path.exists() for copy in what.sounding)
    assert (home / "without.simmerdown").is_file()
    assert (home / "silent.html").is_file()
    assert (review / "events.jsonl").is_file()


def test_a_turn_that_was_put_right_is_measured_before_its_sound_goes(record: Record) -> None:
    events = record.folder / "events.jsonl"
    text = said(record)[1]
    write_whole(events, events.read_text("utf-8").replace(json.dumps(text, ensure_ascii=False), '""'))
    misheard = Record(record.folder)
    turn = next(event.turn for event in misheard.events() if isinstance(event, TurnHeard) and not event.text)
    corrections.correct(misheard, turn, text, NOW)
    deleting.delete_sound(deleting.doomed([record.folder]))
    assert turn in aftercall.delivered(Record(record.folder), [])


@pytest.mark.parametrize("damaged", [None, "{", json.dumps({"schema": 1, "of": "gone", "turn": 2})])
def test_a_try_that_no_longer_says_of_which_call_is_named(record: Record, damaged: str | None) -> None:
    calls = record.folder.parent
    tried = scene(calls, planned()[1:], options=Options(begins=beginning(again(record, 2)))).run()
    other = scene(calls, planned()).run()  # says the same words from the beginning
    if damaged is None:
        (tried.folder / "branch.json").unlink()
    else:
        write_whole(tried.folder / "branch.json", damaged)
    left = deleting.delete(deleting.doomed([record.folder])).left
    assert [(trace.path, trace.told, trace.certain) for trace in left] == [(tried.folder, "beginning", True)]
    assert other.folder.is_dir()


def test_folders_may_be_relative(record: Record, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = branch(record, record.heading.call_id, "20260304-060000-first")
    monkeypatch.chdir(home)
    what = deleting.doomed([Path("calls") / record.folder.name, Path("calls") / tried.name, record.folder])
    assert what.records == (record.folder, tried)
    assert deleting.delete(what).left == []
    assert list((home / "calls").iterdir()) == []


def test_the_sound_of_any_turn_alone_is_found(record: Record, home: Path) -> None:
    heard = [event for event in record.events() if isinstance(event, TurnHeard) and event.text]
    (home / "cache").mkdir()
    for turn in heard:
        wav.write(
            home / "cache" / f"{turn.turn}.wav", record.trainee()[turn.start * FRAME : turn.end * FRAME]
        )
    assert {trace.what for trace in deleting.doomed([record.folder]).copies} == {frozenset({"sound"})}
    assert len(deleting.doomed([record.folder]).copies) == len(heard) == 4


def test_words_that_people_wrote_to_the_call_are_found(record: Record, home: Path) -> None:
    said = "She wanted her money back at once"
    write_whole(record.folder / "note.json", json.dumps({"schema": 1, "issue": said}))
    write_whole(record.folder / "corrections.json", "{")
    write_whole(home / "page.html", f"<li>{said}</li>")
    left = deleting.delete(deleting.doomed([record.folder])).left
    assert [(trace.path.name, trace.told) for trace in left] == [("page.html", "words")]


def test_a_damaged_bundle_stops_nothing(record: Record, home: Path) -> None:
    with zipfile.ZipFile(home / "bundle.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("events.jsonl", "x" * 1000)
    whole = (home / "bundle.zip").read_bytes()
    (home / "bundle.zip").write_bytes(whole[:45] + b"?????" + whole[50:])
    assert deleting.delete(deleting.doomed([record.folder])).left == []
