"""When a skill is met, mastered, weak and due again.

Every number here is a judgement and can be argued about; `RULES` says them to the user.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import Literal

from simulator.practice.history import Played

MET_PERCENT = 80
"""From here on a call met a skill."""

LOW_PERCENT = 50
"""Below this a skill was far from met."""

CALLS_IN_A_ROW = 3
"""So many calls that met it, one after the other, make a skill mastered …"""

LEAST_DIFFICULTY = 2
"""… if the callers were at least so difficult."""

SPACING_DAYS = (1, 3, 7, 21)
"""A skill that was met comes back after so many days: longer each time it is met on another day."""

RECENT = 3
"""Calls that tell how a skill stands now."""

RULES = (
    f"A call meets a skill with {MET_PERCENT} % or more of the skill's points.",
    f"A skill is mastered when {CALLS_IN_A_ROW} calls in a row met it, each with a caller of difficulty "
    f"{LEAST_DIFFICULTY} or more; easier calls in between neither help nor hurt, unless they miss it.",
    f"A skill that the last call missed is weak, and due at once. How weak: the mean of its last {RECENT} "
    "calls.",
    f"A skill that was met is due again after {', '.join(map(str, SPACING_DAYS[:-1]))} and then "
    f"{SPACING_DAYS[-1]} days: one step further for each day on which it was met, and back to the start when "
    "it is missed.",
    "Calls that did not call for a skill, or in which it could not be measured, say nothing about it. "
    "Calls that were stopped or cut off do not count, and neither do redone moments and drills.",
)
"""What is told to the user; docs/practice.md says the same."""

State = Literal["weak", "met", "mastered", "new"]


@dataclass(frozen=True, slots=True)
class Result:
    """What one call says of a skill."""

    call: Played
    percent: int

    @property
    def met(self) -> bool:
        """Whether the call met it."""
        return self.percent >= MET_PERCENT


@dataclass(frozen=True, slots=True)
class Standing:
    """How a skill stands.

    Attributes:
        results: of the calls that say something about it, oldest first.
    """

    skill: str
    results: tuple[Result, ...]

    @property
    def latest(self) -> Result | None:
        """The last call that says something about it."""
        return self.results[-1] if self.results else None

    @property
    def recent(self) -> int | None:
        """The mean of the last few calls, in percent."""
        last = self.results[-RECENT:]
        return round(sum(result.percent for result in last) / len(last)) if last else None

    @property
    def run(self) -> tuple[Result, ...]:
        """The calls since it was last missed, latest first."""
        return tuple(takewhile(lambda result: result.met, reversed(self.results)))

    @property
    def towards(self) -> tuple[Result, ...]:
        """Those of them that count towards mastery."""
        return tuple(each for each in self.run if each.call.scored.difficulty >= LEAST_DIFFICULTY)

    @property
    def state(self) -> State:
        """Weak, met, mastered, or new: never measured."""
        if not self.results:
            return "new"
        if not self.run:
            return "weak"
        return "mastered" if len(self.towards) >= CALLS_IN_A_ROW else "met"

    @property
    def due(self) -> date | None:
        """The day on which it is due; None: it was never measured."""
        if not self.results:
            return None
        days = len({result.call.on for result in self.run})
        last = self.results[-1].call.on
        return last + timedelta(days=SPACING_DAYS[min(days, len(SPACING_DAYS)) - 1]) if days else last

    @property
    def mastered_on(self) -> date | None:
        """The day on which it was mastered, if it is."""
        if self.state != "mastered":
            return None
        return self.towards[-CALLS_IN_A_ROW].call.on


def standing(skill: str, calls: Sequence[Played]) -> Standing:
    """How a skill stands after some calls, oldest first."""
    return Standing(
        skill,
        tuple(Result(call, call.scored.skills[skill]) for call in calls if skill in call.scored.skills),
    )
