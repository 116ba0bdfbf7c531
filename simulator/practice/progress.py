"""What the calls so far add up to: a line per skill, personal bests, and moments tried anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from simulator.practice.history import Drilled, History, Played
from simulator.practice.mastery import Result, Standing, standing
from simulator.scoring.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Line:
    """One skill over time."""

    id: str
    title: str
    standing: Standing

    @property
    def best(self) -> Result | None:
        """The best call of it, the first of equals."""
        return max(self.standing.results, key=lambda result: result.percent, default=None)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that was tried anew.

    Attributes:
        of: the call that it is from, and the turn.
        first: that call's total, where it is known.
        tries: oldest first.
    """

    of: str
    turn: int
    first: int | None
    tries: tuple[Played, ...]

    @property
    def totals(self) -> tuple[int | None, ...]:
        """The total of the call, and of each try."""
        return (self.first, *(one.scored.total for one in self.tries))


@dataclass(frozen=True, slots=True)
class Known:
    """A caller, and the trainee's calls with it: how many, the best total and when, the last day."""

    persona: str
    calls: int
    best: int
    best_on: date
    last: date


@dataclass(frozen=True, slots=True)
class Progress:
    """All of it.

    Attributes:
        calls: those that count, oldest first.
        total: the whole score over time; lines: the skills, as the rubric has them.
        best: the call with the best total, the first of equals.
    """

    rubric: str
    calls: tuple[Played, ...]
    total: Line
    lines: tuple[Line, ...]
    best: Played | None
    known: tuple[Known, ...]
    moments: tuple[Moment, ...]
    drills: tuple[Drilled, ...]
    left_out: tuple[str, ...]


def progress(past: History, by: Rubric) -> Progress:
    """What a history adds up to."""
    lines = (
        Line(skill.id, skill.title, standing(skill.id, past.calls))
        for skill in by.skills
        if skill.weight is not None
    )
    counted = [call for call in past.calls if call.scored.total is not None]
    return Progress(
        by.title,
        past.calls,
        Line("total", "Total", Standing("total", tuple(Result(call, _total(call)) for call in counted))),
        tuple(lines),
        max(counted, key=_total, default=None),
        tuple(_known(counted)),
        tuple(_moments(past)),
        past.drills,
        past.left_out,
    )


def _known(calls: Iterable[Played]) -> Iterable[Known]:
    by_persona: dict[str, list[Played]] = {}
    for call in calls:
        by_persona.setdefault(call.persona, []).append(call)
    for persona, theirs in sorted(by_persona.items()):
        best = max(theirs, key=_total)
        yield Known(persona, len(theirs), _total(best), best.on, theirs[-1].on)


def _moments(past: History) -> Iterable[Moment]:
    totals = {call.call_id: call.scored.total for call in (*past.calls, *past.tries)}
    tries: dict[tuple[str, int], list[Played]] = {}
    for one in past.tries:
        if one.scored.redo_of is not None:
            tries.setdefault(one.scored.redo_of, []).append(one)
    for (of, turn), found in tries.items():
        yield Moment(of, turn, totals.get(of), tuple(found))


def _total(call: Played) -> int:
    return call.scored.total or 0


def smoothed(results: Sequence[Result], over: int) -> list[float]:
    """The mean of each result with those before it, so many in all."""
    percents = [result.percent for result in results]
    return [sum(percents[max(0, at - over + 1) : at + 1]) / min(over, at + 1) for at in range(len(percents))]
