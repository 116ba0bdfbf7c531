"""A note held against its call: what lacks, what was never said, and where nobody can say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import RecordError
from simulator.notes import note as notes
from simulator.notes.checking import Remark, check
from simulator.notes.note import Note, Promise
from tests.simulator.scoring.calls import INSULT, THREAT, conversation, facts

CALL = facts(conversation("I'll call you back by four.", "I'll send you the form today."))
ABUSIVE = facts(conversation("I hear you.", "I hear you.", "Stop, please.", intensities=(0, INSULT, THREAT)))
WHOLE = Note(
    issue="Form lost",
    cause="not known yet",
    promises=(
        Promise(what="Call back", who="me", by_when="16:00"),
        Promise(what="Send form", who="me", by_when="today"),
    ),
)


def kinds(note: Note) -> list[tuple[str, bool]]:
    return [(remark.kind, remark.sure) for remark in check(note, CALL)]


def only(note: Note) -> Remark:
    (remark,) = check(note, CALL)
    return remark


def without(place: int) -> Note:
    return WHOLE.model_copy(update={"promises": WHOLE.promises[:place] + WHOLE.promises[place + 1 :]})


def changed(place: int, **changes: str) -> Note:
    promises = list(WHOLE.promises)
    promises[place] = promises[place].model_copy(update=changes)
    return WHOLE.model_copy(update={"promises": tuple(promises)})


def test_a_whole_note_has_no_remarks() -> None:
    assert check(WHOLE, CALL) == ()


def test_a_promise_that_was_made_and_not_noted_is_named_with_its_words_and_second() -> None:
    remark = only(without(0))
    assert (remark.kind, remark.sure, remark.quote) == ("not_noted", True, "I'll call you back by four")
    assert remark.at_s == pytest.approx(5.8, abs=0.1)


def test_a_promise_that_was_noted_and_never_made_is_named() -> None:
    more = WHOLE.model_copy(
        update={"promises": (*WHOLE.promises, Promise(what="A voucher", who="me", by_when="Friday"))}
    )
    remark = only(more)
    assert (remark.kind, remark.sure) == ("never_said", True)
    assert "A voucher" in remark.text


def test_a_deadline_that_was_said_and_is_not_noted_is_named() -> None:
    remark = only(changed(0, by_when=""))
    assert (remark.kind, remark.sure, remark.quote) == ("no_deadline", True, "I'll call you back by four")
    assert "“by four”" in remark.text


def test_another_deadline_than_was_said_is_only_asked_about() -> None:
    remark = only(changed(0, by_when="by five"))
    assert (remark.kind, remark.sure) == ("other_deadline", False)


def test_a_promise_needs_somebody_who_keeps_it() -> None:
    assert only(changed(1, who="")).kind == "no_owner"


def test_an_empty_note_lacks_everything() -> None:
    assert kinds(Note()) == [("empty", True), ("empty", True), ("not_noted", True), ("not_noted", True)]


def test_where_words_only_touch_nobody_can_say() -> None:
    call = facts(conversation("I'll refund the bank fee by Friday."))
    noted = Note(issue="a", cause="b", promises=(Promise(what="refund payment", who="me", by_when="Friday"),))
    assert {(remark.kind, remark.sure) for remark in check(noted, call)} == {
        ("not_noted", False), ("never_said", False),
    }  # fmt: skip


@pytest.mark.parametrize("more", ["", " I'll refund the fee by Friday."])
def test_words_of_an_apology_are_no_promise(more: str) -> None:
    call = facts(conversation(f"I'm sorry that nobody called you back.{more}"))
    noted = Note(issue="a", cause="b", promises=(Promise(what="call back", who="my boss", by_when="Sunday"),))
    found = [(each.kind, each.sure) for each in check(noted, call) if each.kind == "never_said"]
    assert found == [("never_said", False)]


def test_an_offer_is_asked_about_and_not_held_against_anybody() -> None:
    call = facts(conversation("I can refund the fee."))
    assert [(each.kind, each.sure) for each in check(Note(issue="a", cause="b"), call)] == [
        ("not_noted", False)
    ]


def test_abuse_that_was_heard_belongs_into_the_note_with_the_worst_of_it() -> None:
    (remark,) = check(Note(issue="a", cause="b"), ABUSIVE)
    assert (remark.kind, remark.sure) == ("abuse_not_noted", True)
    assert "1 insult and 1 threat" in remark.text
    assert remark.at_s == pytest.approx(23.6, abs=0.1)
    assert check(Note(issue="a", cause="b", abuse="insulted me, threatened me"), ABUSIVE) == ()


def test_abuse_that_was_not_heard_is_only_asked_about() -> None:
    remark = only(WHOLE.model_copy(update={"abuse": "He swore."}))
    assert (remark.kind, remark.sure) == ("abuse_not_heard", False)


TEXTS = st.text(max_size=60)


@given(TEXTS, TEXTS, st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=4), TEXTS)
def test_any_note_can_be_checked_and_kept(
    issue: str, cause: str, promises: list[tuple[str, str, str]], abuse: str
) -> None:
    made = tuple(Promise(what=what, who=who, by_when=when) for what, who, when in promises)
    note = Note(issue=issue, cause=cause, promises=made, abuse=abuse)
    assert all(remark.text for remark in check(note, ABUSIVE))
    assert Note.model_validate_json(note.model_dump_json(by_alias=True)) == note


# the file ---------------------------------------------------------------------------------------------


def test_a_note_is_kept_for_anybody_to_read(tmp_path: Path) -> None:
    notes.write(tmp_path, WHOLE)
    assert json.loads((tmp_path / "note.json").read_bytes()) == {
        "schema": 1, "issue": "Form lost", "cause": "not known yet",
        "promises": [
            {"what": "Call back", "who": "me", "by_when": "16:00"},
            {"what": "Send form", "who": "me", "by_when": "today"},
        ],
        "abuse": "", "handover": "",
    }  # fmt: skip
    assert notes.read(tmp_path) == WHOLE


def test_a_call_without_a_note_has_none(tmp_path: Path) -> None:
    assert notes.read(tmp_path) is None


@pytest.mark.parametrize("content", ["", "[]", '{"schema": 2}', '{"schema": 1, "mood": "bad"}'])
def test_a_damaged_note_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "note.json").write_text(content)
    with pytest.raises(RecordError, match=r"note\.json: can't be read"):
        notes.read(tmp_path)


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        ("call back; me ; by four", Promise(what="call back", who="me", by_when="by four")),
        ("call back", Promise(what="call back")),
        ("call back;;today", Promise(what="call back", by_when="today")),
    ],
)
def test_a_promise_is_written_in_three_parts(text: str, promise: Promise) -> None:
    assert notes.promise(text) == promise


@pytest.mark.parametrize("text", ["", ";me;today", "a;b;c;d"])
def test_a_promise_of_other_parts_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="WHAT;WHO;WHEN"):
        notes.promise(text)
