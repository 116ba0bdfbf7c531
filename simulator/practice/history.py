"""The history: the scored calls of a trainee, as values, oldest first.

It holds numbers and names only, no words of anybody's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

CUT_SHORT = frozenset({"stopped", "interrupted"})
"""Endings of calls that say little about a skill: they count for nothing here."""


class Points(NamedTuple):
    """What a rule came to in one call; `won` is negative where it cost points."""

    won: float
    possible: float

    @property
    def short(self) -> float:
        """The points that were there to be had, or to be kept, and were not."""
        return max(0.0, self.possible - self.won)


@dataclass(frozen=True, slots=True)
class Scored:
    """What one scorecard says.

    Attributes:
        rubric: its id, without the version.
        difficulty: the caller's, 1 to 5; dial: how far it might go, 0 to 3.
        skills: in percent; only those that counted.
        rules: likewise.
        redo_of: the call of which it tries one moment anew, and the turn of that moment.
    """

    rubric: str
    difficulty: int
    dial: int
    total: int | None
    skills: dict[str, int]
    rules: dict[str, Points]
    redo_of: tuple[str, int] | None = None


class Listed(NamedTuple):
    """A record in a list of calls.

    Attributes:
        started: as ISO 8601; "" where nothing is known of the call.
        ended: None if it has no end yet.
        rubric: id and version.
        problem: why it is left out of the history, in words; "": it is not.
        redo: what it tries anew, in words; None: it is no try.
        demo: the trainee was a voice.
    """

    call_id: str
    persona: str = ""
    started: str = ""
    ended: str | None = None
    length_s: float | None = None
    total: int | None = None
    rubric: str | None = None
    problem: str = ""
    redo: str | None = None
    demo: bool = False


Row = tuple[Listed, Scored | None]
"""A record, and its score if it can be read."""


@dataclass(frozen=True, slots=True)
class Played:
    """A call that counts: it came to an end, and is scored."""

    call_id: str
    persona: str
    on: date
    ended: str
    length_s: float
    scored: Scored


@dataclass(frozen=True, slots=True)
class Drilled:
    """A drill: how many of its rounds met the rule."""

    on: date
    rule: str
    met: int
    rounds: int
    personas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What counts for practice, by one rubric.

    Attributes:
        calls: oldest first.
        tries: moments tried anew, oldest first.
        drills: likewise.
        asked_for: the farthest dial that the trainee has ever taken a call with.
        left_out: what does not count, and why, in words.
    """

    calls: tuple[Played, ...] = ()
    tries: tuple[Played, ...] = ()
    drills: tuple[Drilled, ...] = ()
    asked_for: int = 0
    left_out: tuple[str, ...] = ()


def gather(rows: Iterable[Row], rubric: str, drills: Iterable[Drilled] = ()) -> History:
    """The history by one rubric, of all records."""
    calls: list[Played] = []
    tries: list[Played] = []
    left_out: list[str] = []
    cut_short, others, demos = 0, 0, 0
    asked_for = 0
    for call, scored in rows:
        if scored is None or call.ended is None:
            left_out.append(call.problem)
            continue
        if call.demo:
            demos += 1
            continue
        asked_for = max(asked_for, scored.dial)
        on = date.fromisoformat(call.started[:10])
        played = Played(call.call_id, call.persona, on, call.ended, call.length_s or 0.0, scored)
        if scored.rubric != rubric:
            others += 1
        elif scored.redo_of is not None:
            tries.append(played)
        elif call.ended in CUT_SHORT:
            cut_short += 1
        else:
            calls.append(played)
    if cut_short:
        left_out.append(f"{_calls(cut_short)} stopped or cut off before the end: not counted")
    if demos:
        left_out.append(f"{_calls(demos)} only watched, as a demo: not counted")
    if others:
        left_out.append(f"{_calls(others)} scored by another rubric than {rubric}: '--rubric' shows them")
    return History(tuple(calls), tuple(tries), tuple(drills), asked_for, tuple(left_out))


def _calls(count: int) -> str:
    return "1 call was" if count == 1 else f"{count} calls were"
