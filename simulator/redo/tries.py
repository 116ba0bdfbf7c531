"""Tries of one moment, side by side: the words, the cues, what they did, and where to hear them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from audio.ears import seconds
from simulator import corrections, events
from simulator.customer.mood import HeatChange
from simulator.record import Record
from simulator.redo.branch import branch_of
from simulator.redo.steps import Hear, Open, Step, steps
from simulator.standing import standing


@dataclass(frozen=True, slots=True)
class Heard:
    """Where a try can be heard: a file, and the seconds in it."""

    file: str
    at_s: float
    until_s: float


@dataclass(frozen=True, slots=True)
class Try:
    """What was said in a moment, and what came of it.

    Attributes:
        cues: the behaviours that it showed.
        heat: why and how the customer's heat moved.
        before, after: the customer's heat.
        answer: what the customer said to it.
        total: the score of the call that it belongs to.
        audio: None for a typed reply, and where there is no recording.
    """

    call_id: str
    said: str
    cues: tuple[str, ...]
    heat: tuple[HeatChange, ...]
    before: float
    after: float
    answer: str
    total: int | None
    audio: Heard | None


def moment_of_both(one: Record, other: Record) -> int | None:
    """The turn that two records are tries of: the one of the other, or both of a third; None: of none."""
    first, second = branch_of(one), branch_of(other)
    if second is not None and second.of == one.heading.call_id:
        return second.turn
    if first is not None and first.of == other.heading.call_id:
        return first.turn
    same = first is not None and second is not None and (first.of, first.turn) == (second.of, second.turn)
    return first.turn if first is not None and same else None


def tried(record: Record, turn: int) -> Try | None:
    """What was said in a record at a moment: the first reply from that turn on. None: there was none."""
    happened = corrections.applied(record)
    made = steps(happened)
    for at, step in enumerate(made):
        if isinstance(step.act, Hear) and step.act.turns[-1].heard.turn >= turn:
            return _try(record, step, step.act, standing(happened), _answer(step, made[at + 1 :]))
    return None


def _answer(step: Step, after: list[Step]) -> str:
    """What the customer said to a reply; where a branch begins right after it, once the phone rang again."""
    once_more = takewhile(lambda later: isinstance(later.act, Open), after)
    return next((each.line.text for each in (step, *once_more) if each.line is not None), "")


def _try(record: Record, step: Step, act: Hear, stood: list[events.Event], answer: str) -> Try:
    first, last = act.turns[0].heard, act.turns[-1].heard
    before = step.heat[0].before if step.heat else _heat(stood[: step.at])
    sound = record.folder / "trainee.wav"
    spoken = last.end > first.start and len(record.trainee()) > 0
    return Try(
        record.heading.call_id,
        act.text,
        tuple(dict.fromkeys(cue.label for each in act.turns for cue in each.heard.cues)),
        step.heat,
        before,
        step.heat[-1].after if step.heat else before,
        answer,
        record.heading.total,
        Heard(str(sound), seconds(first.start), seconds(last.end)) if spoken else None,
    )


def _heat(happened: list[events.Event]) -> float:
    """The heat after some events."""
    heat = 0.0
    for event in happened:
        if isinstance(event, events.Rang):
            heat = event.heat
        elif isinstance(event, events.HeatMoved):
            heat = event.change.after
    return heat
