"""The way back: from a record and a turn to the moment in which it was answered, for a call to begin at."""

from __future__ import annotations

from collections.abc import Iterable

from audio.pcm import FRAME
from simulator.customer import library
from simulator.customer.library import Shelf
from simulator.errors import PersonaError
from simulator.events import LineStarted
from simulator.record import Record
from simulator.redo import branch
from simulator.redo.branch import Again, Taken
from simulator.redo.retrace import Moment, Retrace, place
from simulator.redo.steps import Hear, Step, steps
from simulator.staging import Beginning, listener_of, persona_of


def again(record: Record, turn: int) -> Again:
    """The moment before a turn was answered: the customer is about to say the line before it once more.

    Turns that were answered together are given anew together.

    Raises:
        RedoError: the turn is no reply, or the customer is no longer the same.
    """
    happened = record.events()
    made = steps(happened)
    line_at, answer_at = place(made, turn)
    line, answer = made[line_at].line, made[answer_at].act
    assert isinstance(line, LineStarted)  # noqa: S101 - `place` gives such steps
    assert isinstance(answer, Hear)  # noqa: S101 - likewise
    before = next(at for at, event in enumerate(happened) if event is line)
    first = answer.turns[0].heard.turn
    sound = line.frame * FRAME
    return Again(
        record.heading.call_id,
        first,
        _moment(record, made[: line_at + 1]),
        Taken(tuple(happened[:before]), line.frame, first - 1),
        record.trainee()[:sound],
        record.customer()[:sound],
    )


def beginning(again: Again) -> Beginning:
    """A call that begins at a moment, as a branch."""
    return Beginning(
        again.moment.dialogue, again.moment.told, recorder=lambda writer: branch.begun(writer, again)
    )


def beginning_of(record: Record) -> Beginning | None:
    """Where the call of a record began; None: with its opening, as it is no branch.

    Raises:
        RedoError: the customer is no longer the same.
    """
    before = branch.taken_over(record).before
    if not before:
        return None
    moment = _moment(record, steps(before))
    return Beginning(moment.dialogue, moment.told)


def retrace_of(record: Record) -> Retrace:
    """The customer of a record, before anything was said."""
    persona = persona_of(record)
    return Retrace(listener_of(persona), persona, record.heading.seed, record.heading.policy)


def _moment(record: Record, made: Iterable[Step]) -> Moment:
    """The customer of a record after some steps of it, about to say the last line once more."""
    retrace = retrace_of(record)
    retrace.take(made)
    return retrace.moment


def shelf_of(record: Record) -> Shelf:
    """The persona of a record as it was, from the folder that has its recordings, if it is still there."""
    try:
        kept = library.load(record.heading.persona)
    except PersonaError:
        kept = None
    text = record.persona_text()
    if kept is not None and kept.text == text:
        return kept
    return library.parse(text, record.folder / "persona.yaml")
