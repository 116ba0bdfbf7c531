"""Corrections: both versions are kept, and only what hangs on the turn changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from audio.ports import Word
from simulator import aftercall, corrections, events
from simulator.corrections import FILE
from simulator.errors import CorrectionError, RecordError
from simulator.events import Event
from simulator.record import Record
from simulator.scoring import rubric
from simulator.scoring.findings import Finding
from tests.simulator.fixtures import NOW
from tests.simulator.redo.calls import keep
from tests.simulator.scoring.calls import GOOD, conversation

MISHEARD = "I can we fund the second payment right now, and your banks fee as well."


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return keep(tmp_path / "call", conversation(GOOD[0], MISHEARD, *GOOD[2:], told=True))


def turn(happened: Sequence[Event], number: int) -> events.TurnHeard:
    return next(e for e in happened if isinstance(e, events.TurnHeard) and e.turn == number)


def findings(record: Record) -> list[Finding]:
    return list(aftercall.scored(record, rubric.load()).findings)


def test_without_corrections_the_events_are_the_records_own(record: Record) -> None:
    assert corrections.applied(record) == record.events()
    assert corrections.corrected(record) == {}


def test_the_same_text_changes_nothing(record: Record) -> None:
    assert corrections.correct(record, 2, MISHEARD, NOW) is None
    assert not (record.folder / FILE).exists()
    assert corrections.correct(record, 2, GOOD[1], NOW) is not None
    assert corrections.correct(record, 2, GOOD[1], NOW) is None


def test_only_what_hangs_on_the_turn_changes(record: Record) -> None:
    before = findings(record)
    corrections.correct(record, 2, GOOD[1], NOW)
    after = findings(record)
    changed = {each for each in (*before, *after) if each not in before or each not in after}
    # the remedy was missed, and so was the repair in the apology; the room is told with other words
    assert {each.rule for each in changed} == {"solving.remedy", "apology.parts", "listening.room"}
    won = {each.rule: each for each in after if each in changed}
    assert won["solving.remedy"].quote in GOOD[1]
    assert "repair" in won["apology.parts"].why


def test_words_that_mean_nothing_to_the_score_change_no_points(record: Record) -> None:
    corrections.correct(record, 2, GOOD[1], NOW)
    before = findings(record)
    corrections.correct(record, 2, f"{GOOD[1]} Well.", NOW)
    after = findings(record)
    assert [(each.rule, each.points) for each in after] == [(each.rule, each.points) for each in before]
    assert [each for each in after if each.turn != 2] == [each for each in before if each.turn != 2]


def test_the_record_stays_as_it_was_and_both_versions_are_kept(record: Record) -> None:
    raw = (record.folder / "events.jsonl").read_bytes()
    corrections.correct(record, 2, GOOD[1], NOW)
    assert (record.folder / "events.jsonl").read_bytes() == raw
    assert turn(record.events(), 2).text == MISHEARD
    assert turn(corrections.applied(record), 2).text == GOOD[1]
    made = corrections.corrected(record)[2]
    assert (made.heard, made.said, made.at) == (MISHEARD, GOOD[1], NOW)
    others = [e for e in corrections.applied(record) if e != turn(corrections.applied(record), 2)]
    assert others == [e for e in record.events() if e != turn(record.events(), 2)]


def test_the_latest_counts_and_undo_goes_back_one_by_one(record: Record) -> None:
    corrections.correct(record, 2, "I can help.", NOW)
    corrections.correct(record, 2, GOOD[1], NOW)
    corrections.correct(record, 1, "Hello.", NOW)
    assert corrections.corrected(record)[2].heard == MISHEARD
    assert corrections.undo(record, 2).said == GOOD[1]
    assert turn(corrections.applied(record), 2).text == "I can help."
    assert corrections.undo(record, 2).said == "I can help."
    assert turn(corrections.applied(record), 2).text == MISHEARD
    assert turn(corrections.applied(record), 1).text == "Hello."
    with pytest.raises(CorrectionError, match="turn 2 of the call call was not corrected") as error:
        corrections.undo(record, 2)
    assert error.value.hint == "corrected: 1"


def test_going_back_to_what_was_heard_is_as_before(record: Record) -> None:
    before = aftercall.scored(record, rubric.load())
    corrections.correct(record, 2, GOOD[1], NOW)
    corrections.undo(record, 2)
    assert aftercall.scored(record, rubric.load()) == before
    assert corrections.applied(record) == record.events()


def test_cues_are_found_anew_by_the_same_ear(record: Record) -> None:
    corrections.correct(record, 2, "You need to calm down. Hold on, please.", NOW)
    heard = turn(corrections.applied(record), 2)
    assert [cue.label for cue in heard.cues] == ["dismissive"]
    assert heard.text[heard.cues[0].start : heard.cues[0].end] == heard.cues[0].quote
    assert heard.hold
    corrections.correct(record, 2, "Stop practice.", NOW)
    assert turn(corrections.applied(record), 2).note == "stop"
    corrections.correct(record, 2, "Goodbye, Dana.", NOW)
    assert turn(corrections.applied(record), 2).note == "farewell"


def test_what_is_like_the_customers_words_is_known_by_the_line_before_it(tmp_path: Path) -> None:
    record = keep(tmp_path / "call", conversation("Mumble.", GOOD[1]))
    corrections.correct(record, 1, "So we charged you twice, and your rent bounced.", NOW)
    assert "paraphrase" in {cue.label for cue in turn(corrections.applied(record), 1).cues}


def test_words_keep_their_times_where_they_can_be_kept(record: Record) -> None:
    old = turn(record.events(), 2)
    corrections.correct(record, 2, GOOD[1], NOW)
    new = turn(corrections.applied(record), 2)
    assert [word.text for word in new.words] == GOOD[1].split()
    by_text = {word.text: word for word in old.words}
    for word in new.words:
        if word.text in by_text:
            assert (word.start_s, word.end_s) == (by_text[word.text].start_s, by_text[word.text].end_s)
    refund = next(word for word in new.words if word.text == "refund")
    assert refund == Word("refund", by_text["we"].start_s, by_text["fund"].end_s, 1.0)
    assert (new.start, new.end, new.frame) == (old.start, old.end, old.frame)


def test_words_added_and_left_out_have_no_time_of_others(tmp_path: Path) -> None:
    record = keep(tmp_path / "call", conversation("one two three", told=True))
    corrections.correct(record, 1, "zero one three four five", NOW)
    old, new = turn(record.events(), 1).words, turn(corrections.applied(record), 1).words
    assert [word.text for word in new] == ["zero", "one", "three", "four", "five"]
    assert new[1].start_s == old[0].start_s
    assert new[2].end_s == old[2].end_s
    times = [time for word in new for time in (word.start_s, word.end_s)]
    assert times[2:] == sorted(times[2:])
    plain = keep(tmp_path / "plain", conversation("one two three"))
    corrections.correct(plain, 1, "one", NOW)
    assert turn(corrections.applied(plain), 1).words == ()


def test_a_turn_that_the_trainee_put_right_is_sure(tmp_path: Path) -> None:
    record = keep(tmp_path / "call", conversation(*GOOD, told=True, unsure=(1,)))
    assert aftercall.facts_of(record).turns[0].doubtful
    corrections.correct(record, 1, f"{GOOD[0]} Okay?", NOW)
    assert not aftercall.facts_of(record).turns[0].doubtful


def test_no_such_turn_is_an_error(record: Record) -> None:
    with pytest.raises(CorrectionError, match="the call call has no turn 9") as error:
        corrections.correct(record, 9, "Hello.", NOW)
    assert error.value.hint == "its turns: 1, 2, 3, 4"


@pytest.mark.parametrize(
    "text", ["", "[]", '{"schema": 2, "corrections": []}', '{"schema": 1, "corrections": [{"turn": 1}]}']
)
def test_a_damaged_file_is_an_error(record: Record, text: str) -> None:
    (record.folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(RecordError, match=r"corrections\.json: can't be read"):
        corrections.applied(record)
