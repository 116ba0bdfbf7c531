"""Histories made by hand, for the tests of what is practised next."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from simulator.customer import library
from simulator.practice.history import History, Played, Points, Scored
from simulator.practice.ladder import OnCall
from simulator.scoring import rubric

RUBRIC = rubric.load()
FIRST_DAY = date(2026, 3, 1)
SKILLS = tuple(skill.id for skill in RUBRIC.skills)


@cache
def cast() -> tuple[OnCall, ...]:
    """The shipped callers."""
    personas = [library.load(name).persona for name in library.names()]
    return tuple(OnCall(one.id, one.title, one.difficulty, one.most_intense) for one in personas)


def on(day: int) -> date:
    """So many days after the first."""
    return FIRST_DAY + timedelta(days=day)


def played(
    day: int,
    skills: dict[str, int],
    *,
    difficulty: int = 2,
    dial: int = 2,
    rules: dict[str, Points] | None = None,
    persona: str = "billing-dispute",
) -> Played:
    """A call on a day, with these skills in percent."""
    total = round(sum(skills.values()) / len(skills)) if skills else None
    scored = Scored(RUBRIC.id, difficulty, dial, total, skills, rules or {})
    return Played(f"{on(day):%Y%m%d}-{persona}", persona, on(day), "resolved", 300.0, scored)


def of(*calls: Played, asked_for: int = 2) -> History:
    """A history of these calls."""
    return History(calls, asked_for=asked_for)


def all_skills(percent: int, **others: int) -> dict[str, int]:
    """Every skill at the same percentage, but for some."""
    return {**dict.fromkeys(SKILLS, percent), **others}
