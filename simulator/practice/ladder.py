"""How hard the next call is: rungs of a ladder, each a caller's difficulty and a dial.

One rung up when the last call met the skill, one down when the last two were far from it. The dial
rises to what the focus needs: a boundary can only be practised with somebody who insults. Threats are
for whoever has asked for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.customer.lines import INSULT, THREAT
from simulator.practice.history import Played
from simulator.practice.mastery import LOW_PERCENT, Result
from simulator.scoring.moments import SHARP
from simulator.scoring.rubric import Occasion, Rule


@dataclass(frozen=True, slots=True, order=True)
class Level:
    """A caller's difficulty, 1 to 5, and how far the dial is turned, 0 to 3."""

    difficulty: int
    dial: int


LADDER = (
    Level(1, 0), Level(1, 1), Level(2, 1), Level(2, 2), Level(3, 2), Level(4, 2), Level(5, 2),
)  # fmt: skip
FIRST = 1
"""The rung of a first call."""

LOW_CALLS = 2
"""So many calls in a row under `LOW_PERCENT` lead one rung down."""

RULES = (
    "The ladder, as difficulty of the caller and dial: "
    + ", ".join(f"{level.difficulty}/{level.dial}" for level in LADDER)
    + f". The first call is at {LADDER[FIRST].difficulty}/{LADDER[FIRST].dial}.",
    "One rung up when the last call that counted the skill met it; one rung down when the last "
    f"{LOW_CALLS} were under {LOW_PERCENT} %; else the same rung again.",
    "The dial rises further where the focus needs it: insults for setting a boundary. Threats come only "
    "when you have taken a call with '--intensity 3' before.",
)

Step = Literal["first", "up", "same", "down"]

_NEEDS: dict[Occasion, int] = {
    "outburst": SHARP,
    "abuse": INSULT,
    "persisting": INSULT,
    "threat": THREAT,
}


@dataclass(frozen=True, slots=True)
class OnCall:
    """A caller who could ring. `most_intense`: the worst that can be said, at the highest dial."""

    id: str
    title: str
    difficulty: int
    most_intense: int


def needed(rule: Rule) -> int:
    """How far a caller must go for a rule to be called for."""
    return _NEEDS.get(rule.at, 0)


def step(results: Sequence[Result]) -> Step:
    """Where the next call is on the ladder, after the calls that say something about the focus' skill."""
    if not results:
        return "first"
    if results[-1].met:
        return "up"
    low = results[-LOW_CALLS:]
    return "down" if len(low) == LOW_CALLS and all(each.percent < LOW_PERCENT for each in low) else "same"


def next_level(results: Sequence[Result], rule: Rule) -> Level:
    """The level for the next call: the ladder's, and the dial at least as far as the focus needs it."""
    level = LADDER[_next_rung(results)]
    return Level(level.difficulty, max(level.dial, needed(rule)))


def next_caller(cast: Iterable[OnCall], level: Level, rule: Rule, calls: Sequence[Played]) -> OnCall:
    """Who rings: one that can call for the focus, as near to the level as there is, and the least known.

    Of two as near, the easier one.
    """
    last = {call.persona: place for place, call in enumerate(calls)}
    times = [call.persona for call in calls]

    def distance(one: OnCall) -> tuple[bool, int, int, int, int, str]:
        return (
            one.most_intense < needed(rule),
            abs(one.difficulty - level.difficulty),
            one.difficulty,
            times.count(one.id),
            last.get(one.id, -1),
            one.id,
        )

    return min(cast, key=distance)


def _next_rung(results: Sequence[Result]) -> int:
    if not results:
        return FIRST
    moved = {"up": 1, "down": -1}.get(step(results), 0)
    return min(max(0, _rung(results[-1].call) + moved), len(LADDER) - 1)


def _rung(call: Played) -> int:
    """The highest rung that a call was on or above."""
    below = [
        rung
        for rung, level in enumerate(LADDER)
        if level.difficulty <= call.scored.difficulty and level.dial <= call.scored.dial
    ]
    return below[-1] if below else 0
