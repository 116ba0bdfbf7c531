"""The handover brief: half a minute, all parts, and none held against anybody for other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.customer import library
from simulator.notes import handover
from simulator.notes.note import Note, Promise
from tests.simulator.scoring.calls import GOOD, INSULT, PERSONA, conversation, facts

CALL = facts(conversation(*GOOD, ended="escalated"))
NOTE = Note(
    issue="Charged twice, rent bounced", promises=(Promise(what="Refund", who="me", by_when="today"),)
)


def test_a_draft_has_all_parts_in_half_a_minute() -> None:
    drafted = handover.draft(NOTE, CALL, PERSONA)
    found = handover.check(drafted, NOTE, CALL, PERSONA)
    assert found.missing == ()
    assert found.words <= handover.MOST_WORDS
    assert found.too_long == 0
    assert drafted.startswith("Dana Whitlock, Fairwater Broadband. Charged twice, rent bounced. Tried: ")
    assert "Promised: Refund today." in drafted


def test_without_a_note_the_draft_tells_what_was_heard() -> None:
    drafted = handover.draft(None, CALL, PERSONA)
    assert PERSONA.title in drafted
    assert "The money will be in your account" in drafted


def test_moods_are_told_as_facts() -> None:
    calm = handover.draft(NOTE, CALL, PERSONA)
    assert "Mood: heat 7 of 10, then 7; no insults" in calm
    rough = facts(conversation("I hear you.", intensities=(INSULT,), ended="escalated"))
    assert "insults were spoken" in handover.draft(NOTE, rough, PERSONA)


def test_a_call_without_a_word_has_a_draft() -> None:
    drafted = handover.draft(None, facts([]), PERSONA)
    assert "nothing was offered" in drafted
    assert "Promised: nothing" in drafted


@pytest.mark.parametrize(
    ("brief", "missing"),
    [
        ("Dana was charged twice. I offered a refund and promised it today. She is calm. Please decide.", ()),
        ("Dana was charged twice. I'll explain the rest.", ("tried", "promised", "mood", "needed")),
        ("", ("who", "issue", "tried", "promised", "mood", "needed")),
    ],
)
def test_missing_parts_are_named(brief: str, missing: tuple[str, ...]) -> None:
    assert handover.check(brief, NOTE, CALL, PERSONA).missing == missing


def test_words_are_counted_and_timed() -> None:
    found = handover.check("word " * 90, NOTE, CALL, PERSONA)
    assert (found.words, found.seconds, found.too_long) == (90, 36.0, 15)


WORDS = st.text(max_size=400)


@given(WORDS, WORDS)
def test_no_draft_is_ever_longer_than_half_a_minute(issue: str, what: str) -> None:
    note = Note(issue=issue, promises=tuple(Promise(what=what) for _ in range(6)))
    drafted = handover.draft(note, CALL, PERSONA)
    assert handover.check(drafted, note, CALL, PERSONA).too_long == 0


@pytest.mark.parametrize("name", library.names())
def test_every_persona_has_a_whole_draft(name: str) -> None:
    persona = library.load(name).persona
    found = handover.check(handover.draft(None, CALL, persona), None, CALL, persona)
    assert (found.missing, found.too_long) == ((), 0)
