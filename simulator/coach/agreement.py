"""How far coach and machine agree: over all reviewed calls, skill by skill.

Both judge the same things, and each judgement is put into one of three categories by the share of the
points between a rule's least and its most: **not met** below a third, **partly** up to two thirds,
**met** from there. (The thirds are our choice.) There are three ways to judge, and they are never mixed:

    blind, by skill    the coach's 0 to 100 for a skill, before the machine's score was shown
    blind, by rule     the same for single rules
    not blind          the rules' points after it: where the coach overrode nothing, the coach agreed

The last is agreement of somebody who has seen the answer, so it is higher than it should be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from simulator.coach import kappa as cohen
from simulator.coach.points import by_rule, share
from simulator.coach.review import Review
from simulator.scoring.rubric import Rubric
from simulator.scoring.scorecard import Scorecard

Way = Literal["blind, by skill", "blind, by rule", "not blind"]
WAYS: tuple[Way, ...] = get_args(Way)

CATEGORIES = ("not met", "partly", "met")
LEAST_PAIRS = 20
LEAST_CALLS = 5
"""With fewer pairs, or pairs from fewer calls, nothing is said. Both are guesses."""

ALL = "all"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A call with both judgements."""

    card: Scorecard
    rubric: Rubric
    review: Review


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing that both judged: the places of their categories in `CATEGORIES`."""

    way: Way
    skill: str
    machine: int
    coach: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far they agree on a skill, or on all of them.

    Attributes:
        pairs: how many things both judged, in so many calls.
        counts: the machine's category is the row, the coach's the column.
        alike: the share of pairs in the same category; None: there are none.
        kappa: with its interval and the name of its band; None: not measured …
        why: … because of this.
    """

    way: Way
    skill: str
    pairs: int
    calls: int
    counts: tuple[tuple[int, ...], ...]
    alike: float | None
    kappa: float | None
    low: float | None
    high: float | None
    band: str
    why: str


def category(had: float) -> int:
    """The category of a share of the points, 0 to 1."""
    return 2 if had >= 2 / 3 else 1 if had >= 1 / 3 else 0


def pairs(call: Reviewed) -> Iterator[Pair]:
    """Everything in a call that coach and machine both judged."""
    if call.review.blind:
        for skill in call.card.skills:
            percent = call.review.blind_scores.get(skill.id)
            if percent is not None and skill.percent is not None:
                yield Pair(
                    "blind, by skill", skill.id, category(skill.percent / 100), category(percent / 100)
                )
    way: Way = "blind, by rule" if call.review.blind else "not blind"
    machine, coach = by_rule(call.card), _coach(call)
    for rule in call.rubric.rules():
        if rule.id in machine and (rule.id in coach or not call.review.blind):
            had = share(rule, machine[rule.id])
            yield Pair(way, rule.skill, category(had), category(coach.get(rule.id, had)))


def agreement(calls: Iterable[Reviewed]) -> tuple[Agreement, ...]:
    """How far they agree, for each way of judging that was used: all skills together, then each."""
    judged = [list(pairs(call)) for call in calls]
    found: list[Agreement] = []
    for way in WAYS:
        of_way = [[pair for pair in call if pair.way == way] for call in judged]
        skills = dict.fromkeys(pair.skill for call in of_way for pair in call)
        if skills:
            found.append(_agreement(way, ALL, of_way))
        for skill in skills:
            of_skill = [[pair for pair in call if pair.skill == skill] for call in of_way]
            found.append(_agreement(way, skill, of_skill))
    return tuple(found)


def _coach(call: Reviewed) -> dict[str, float]:
    """The shares that the coach gave."""
    if call.review.blind:
        return {rule: percent / 100 for rule, percent in call.review.blind_rules.items()}
    points = {each.rule: each.points for each in call.review.overrides}
    return {rule.id: share(rule, points[rule.id]) for rule in call.rubric.rules() if rule.id in points}


def _agreement(way: Way, skill: str, judged: list[list[Pair]]) -> Agreement:
    tables = np.array([_table(call) for call in judged if call], dtype=np.int64)
    counts = tables.sum(axis=0)
    number, calls = int(counts.sum()), len(tables)
    value, why = cohen.kappa(counts), ""
    if number < LEAST_PAIRS or calls < LEAST_CALLS:
        value = None
        why = f"needs {LEAST_PAIRS} pairs from {LEAST_CALLS} calls"
    elif value is None:
        why = "both put everything into the same category, so chance can't be told from agreement"
    low, high = (cohen.interval(tables) if value is not None else None) or (None, None)
    return Agreement(
        way=way,
        skill=skill,
        pairs=number,
        calls=calls,
        counts=tuple(tuple(int(each) for each in row) for row in counts),
        alike=float(np.trace(counts)) / number if number else None,
        kappa=value,
        low=low,
        high=high,
        band=cohen.band(value) if value is not None else "",
        why=why,
    )


def _table(call: list[Pair]) -> list[list[int]]:
    table = [[0] * len(CATEGORIES) for _ in CATEGORIES]
    for pair in call:
        table[pair.machine][pair.coach] += 1
    return table
