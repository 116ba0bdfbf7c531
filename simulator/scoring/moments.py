"""The moments of a call that call for something: credit is relative to what the call offered.

A moment is what the customer said, and the trainee's turns in which it can be answered. A call with
three outbursts has three moments for empathy; a call without abuse has none for a boundary.

    call         the whole of it
    opening      the first two turns
    closing      the last two turns of a call that came to an end on speaking terms
    outburst     each line that is sharp or worse; answered until the customer speaks again
    abuse        the first insult; answered in this reply or the next
    persisting   the first insult or threat after a boundary or a warning; likewise
    threat       the first threat; likewise
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulator.customer.lines import INSULT, THREAT
from simulator.scoring.facts import Facts, Line, TraineeTurn
from simulator.scoring.rubric import Occasion

SHARP = 1
OPENING_TURNS = CLOSING_TURNS = 2
CONDUCT = frozenset({"boundary", "warning"})
ON_SPEAKING_TERMS = frozenset({"resolved", "grudge", "escalated", "passed_on", "trainee_ended"})


@dataclass(frozen=True, slots=True)
class Moment:
    """What called for something, and the turns that could answer it."""

    line: Line
    turns: tuple[TraineeTurn, ...]


def moments(occasion: Occasion, facts: Facts) -> tuple[Moment, ...]:
    """The moments of a kind that a call offered; those that nobody could answer any more are left out."""
    return tuple(moment for moment in _KINDS[occasion](facts) if moment.turns)


def _call(facts: Facts) -> Iterator[Moment]:
    if facts.lines:
        yield Moment(facts.lines[0], facts.turns)


def _opening(facts: Facts) -> Iterator[Moment]:
    if facts.lines:
        yield Moment(facts.lines[0], facts.turns[:OPENING_TURNS])


def _closing(facts: Facts) -> Iterator[Moment]:
    last = facts.turns[-CLOSING_TURNS:]
    if last and facts.ended in ON_SPEAKING_TERMS:
        yield Moment(facts.lines[last[-1].line], last)


def _outburst(facts: Facts) -> Iterator[Moment]:
    waiting: Line | None = None
    for place, line in enumerate(facts.lines):
        waiting = line if line.intensity >= SHARP else waiting
        turns = tuple(turn for turn in facts.turns if turn.line == place)
        if turns:
            if waiting is not None:
                yield Moment(waiting, turns)
            waiting = None


def _abuse(facts: Facts) -> Iterator[Moment]:
    yield from _first(facts, lambda place: facts.lines[place].intensity == INSULT)


def _persisting(facts: Facts) -> Iterator[Moment]:
    checked = [turn.end_s for turn in facts.turns if turn.surely & CONDUCT and facts.abused_before(turn)]
    if checked:
        yield from _first(
            facts,
            lambda place: facts.lines[place].intensity >= INSULT and facts.lines[place].start_s >= checked[0],
        )


def _threat(facts: Facts) -> Iterator[Moment]:
    yield from _first(facts, lambda place: facts.lines[place].intensity >= THREAT)


def _first(facts: Facts, called_for: Callable[[int], bool]) -> Iterator[Moment]:
    """The first such line; answered before the customer has spoken twice more."""
    for place in range(len(facts.lines)):
        if called_for(place):
            answered = [turn for turn in facts.turns if turn.end_s >= facts.lines[place].start_s]
            reached = sorted({turn.line for turn in answered})[:2]
            yield Moment(facts.lines[place], tuple(turn for turn in answered if turn.line in reached))
            return


_KINDS: dict[Occasion, Callable[[Facts], Iterator[Moment]]] = {
    "call": _call,
    "opening": _opening,
    "closing": _closing,
    "outburst": _outburst,
    "abuse": _abuse,
    "persisting": _persisting,
    "threat": _threat,
}
