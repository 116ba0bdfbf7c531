"""A moment redone aloud: the call goes on from there, as a record of its own that is like any other."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from audio.fakes import EchoTranscriber, LevelDetector, ToneVoice
from audio.pcm import FRAME, silence
from simulator import aftercall, events, replay
from simulator.errors import RecordError, RedoError
from simulator.record import Record
from simulator.redo import branch
from simulator.redo.again import again, beginning, shelf_of
from simulator.redo.branch import Branch, Taken, branch_of, taken_over, tries
from simulator.scoring import rubric
from simulator.staging import Options
from simulator.standing import standing
from tests.simulator.fixtures import planned, scene
from tests.simulator.redo.calls import BAD, heats, lines


@pytest.fixture(scope="module")
def same(home: Path, first: Record) -> Record:
    """Its second turn redone, with the same words, and so on to the end."""
    return scene(home, planned()[1:], options=Options(begins=beginning(again(first, 2)))).run()


def test_the_same_words_give_the_same_call_and_the_same_score(first: Record, same: Record) -> None:
    assert lines(same.events()) == lines(first.events())
    assert heats(same.events()) == heats(first.events())
    assert same.heading.ended == first.heading.ended == "resolved"
    cards = [aftercall.scored(each, rubric.load()) for each in (first, same)]
    assert cards[0].total == cards[1].total
    assert [(each.rule, each.turn, each.points) for each in cards[0].findings] == [
        (each.rule, each.turn, each.points) for each in cards[1].findings
    ]


def test_it_says_of_which_call_and_turn_it_is_a_try(first: Record, same: Record) -> None:
    assert branch_of(same) == Branch(of=first.heading.call_id, turn=2)
    assert branch_of(first) is None
    text = (same.folder / "branch.json").read_text(encoding="utf-8")
    assert text == f'{{\n  "schema": 1,\n  "of": "{first.heading.call_id}",\n  "turn": 2\n}}\n'
    assert tries(first.heading.call_id, [first, same]) == [same]


def test_what_was_before_is_taken_over_with_its_sound(first: Record, same: Record) -> None:
    taken = taken_over(same)
    assert taken.before == tuple(first.events()[: len(taken.before)])
    assert taken.before[-1].frame <= taken.frames
    count = taken.frames * FRAME
    assert count > 0
    assert np.array_equal(same.trainee()[:count], first.trainee()[:count])
    assert np.array_equal(same.customer()[:count], first.customer()[:count])
    assert taken_over(first) == Taken()


def test_what_is_new_goes_on_in_time_and_in_turns(same: Record) -> None:
    happened = same.events()
    frames = [event.frame for event in happened]
    assert frames == sorted(frames)
    heard = [event for event in happened if isinstance(event, events.TurnHeard)]
    assert [event.turn for event in heard] == [1, 2, 3, 4]
    trainee = same.trainee()
    for event in heard:  # the words are where the sound is
        assert np.abs(trainee[event.start * FRAME : event.end * FRAME]).max() > 1000
        assert event.start <= event.words[0].start_s / 0.032 + 12
    assert same.heading.length_s == pytest.approx(len(trainee) / 16_000)


def test_it_replays_as_it_was(same: Record) -> None:
    assert replay.compare(same, LevelDetector()).differs_at is None


def test_it_needs_the_first_call_no_more(same: Record, tmp_path: Path) -> None:
    shutil.copytree(same.folder, tmp_path / "alone")
    alone = Record(tmp_path / "alone")
    assert replay.compare(alone, LevelDetector()).differs_at is None
    assert again(alone, 3).moment.dialogue.heat == again(same, 3).moment.dialogue.heat


def test_once_stops_when_the_customer_has_answered(home: Path, first: Record) -> None:
    once = scene(home, planned()[1:], options=Options(begins=beginning(again(first, 2)), once=True)).run()
    assert lines(once.events()) == lines(first.events())[:3]
    assert once.events()[-1] == events.Ended(once.events()[-1].frame, "stopped", "one reply was to be given")
    ended = [event for event in once.events() if isinstance(event, events.LineEnded)][-1]
    assert not ended.cut
    assert replay.compare(once, LevelDetector()).differs_at is None


def test_a_try_can_be_redone_itself_and_the_first_line_too(home: Path, same: Record) -> None:
    twice = scene(home, (BAD, *planned()[2:]), options=Options(begins=beginning(again(same, 2)))).run()
    assert branch_of(twice) == Branch(of=same.heading.call_id, turn=2)
    assert [event.frame for event in twice.events() if isinstance(event, events.Rang)][-1] == taken_over(
        twice
    ).frames
    assert heats(twice.events()) != heats(same.events())
    assert replay.compare(twice, LevelDetector()).differs_at is None
    opening = scene(home, planned(), options=Options(begins=beginning(again(twice, 1)))).run()
    assert lines(opening.events()) == lines(same.events())
    assert replay.compare(opening, LevelDetector()).differs_at is None


def test_a_try_that_broke_off_is_mended(home: Path, first: Record) -> None:
    made = scene(home, planned()[1:], options=Options(begins=beginning(again(first, 2))))
    heard = silence(FRAME)
    try:
        for _ in range(500):
            said = made.mic.frame(heard)
            assert said is not None
            heard = made.session.step(said)
    finally:
        made.writer.close()
    record = Record(made.writer.folder)
    assert record.interrupted
    replay.recover(record, LevelDetector(), EchoTranscriber(ToneVoice("trainee")))
    assert record.heading.ended == "interrupted"
    assert record.events()[: len(taken_over(record).before)] == list(taken_over(record).before)
    assert replay.compare(record, LevelDetector()).differs_at is None


def test_a_call_without_its_sound_can_be_redone(home: Path, first: Record, tmp_path: Path) -> None:
    shutil.copytree(first.folder, tmp_path / "mute")
    for name in ("trainee.wav", "customer.wav"):
        (tmp_path / "mute" / name).unlink()
    mute = scene(
        home, planned()[1:], options=Options(begins=beginning(again(Record(tmp_path / "mute"), 2)))
    ).run()
    assert lines(mute.events()) == lines(first.events())
    assert not mute.trainee()[: taken_over(mute).frames * FRAME].any()
    assert aftercall.scored(mute, rubric.load()).total is not None


def test_the_persona_of_then_is_the_one_that_calls(first: Record, tmp_path: Path) -> None:
    assert shelf_of(first).path.parent.name == "personas"  # the same text: its recordings are there
    shutil.copytree(first.folder, tmp_path / "older")
    path = tmp_path / "older" / "persona.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# as it was\n", encoding="utf-8")
    assert shelf_of(Record(tmp_path / "older")).path == path


def test_a_turn_that_is_none_is_an_error(first: Record) -> None:
    with pytest.raises(RedoError, match="turn 9 can't be redone"):
        again(first, 9)


def test_a_damaged_branch_is_an_error_and_hides_no_other_try(
    first: Record, same: Record, tmp_path: Path
) -> None:
    shutil.copytree(same.folder, tmp_path / "damaged")
    (tmp_path / "damaged" / branch.FILE).write_text('{"schema": 2}', encoding="utf-8")
    damaged = Record(tmp_path / "damaged")
    with pytest.raises(RecordError, match=r"branch\.json: can't be read") as raised:
        branch_of(damaged)
    assert "holds words" in str(raised.value.hint)
    assert tries(first.heading.call_id, [damaged, same]) == [same]


def test_every_event_finds_its_place() -> None:
    taken = Taken((), 100, 4)
    back = events.TakenBack(5, 1, 3)
    assert taken.placed(back) == events.TakenBack(105, 5, 103)
    assert taken.placed(events.TakenBack(5, None, None)) == events.TakenBack(105, None, None)
    line = events.LineStarted(7, "a/b", "Hm.", "b", 9, 0, over=2)
    assert taken.placed(line) == events.LineStarted(107, "a/b", "Hm.", "b", 9, 0, over=6)
    heard = events.TurnHeard(9, 2, 3, 5, "", (), (), replaces=1)
    assert taken.placed(heard) == events.TurnHeard(109, 6, 103, 105, "", (), (), replaces=5)
    assert standing([taken.placed(events.Ended(9, "stopped"))]) == [events.Ended(109, "stopped")]
