"""The way back: from a record and a turn to the moment in which it was answered."""

from __future__ import annotations

from audio.pcm import FRAME
from simulator.customer import library
from simulator.customer.library import Shelf
from simulator.errors import PersonaError
from simulator.events import LineStarted
from simulator.record import Record
from simulator.redo.branch import Again, Taken
from simulator.redo.retrace import place
from simulator.redo.steps import Hear, steps
from simulator.staging import moment_of


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
        moment_of(record, made[: line_at + 1]),
        Taken(tuple(happened[:before]), line.frame, first - 1),
        record.trainee()[:sound],
        record.customer()[:sound],
    )


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
