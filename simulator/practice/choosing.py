"""What to practise next: one focus, one caller, one dial.

The same history on the same day gives the same choice. Skills come in this order:

    weak    the last call missed it: the lowest first
    due     met before, and its day has come: the longest overdue first
    review  mastered, and its day has come: likewise
    new     no call has measured it yet: the weightiest first
    ahead   nothing is due: the one that is due soonest

Within the skill, the focus is the rule that cost most in its last few calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from simulator.customer.lines import THREAT
from simulator.practice import ladder
from simulator.practice.history import History, Played, Points
from simulator.practice.ladder import Level, OnCall, Step
from simulator.practice.mastery import RECENT, Standing, standing
from simulator.scoring.rubric import Rubric, Rule, Skill

Why = Literal["weak", "due", "review", "new", "ahead"]
ORDER: tuple[Why, ...] = ("weak", "due", "review", "new", "ahead")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A skill, how it stands, and why it might be next."""

    skill: Skill
    standing: Standing
    why: Why


@dataclass(frozen=True, slots=True)
class Choice:
    """What to practise next.

    Attributes:
        why: see the module.
        skill: the focus' skill, rule: the focus.
        standing: of the skill.
        evidence: what the rule came to in its last few calls.
        others: how many other skills have the same reason.
        step, level: as the ladder has it; the caller's own difficulty may differ.
        seed: draws other wordings than the last call with this caller.
    """

    why: Why
    skill: Skill
    rule: Rule
    standing: Standing
    evidence: tuple[Points, ...]
    others: int
    step: Step
    level: Level
    caller: OnCall
    seed: int


def choose(history: History, rubric: Rubric, cast: Sequence[OnCall], today: date) -> Choice:
    """The next thing to practise. There always is one, given any caller and a rubric with any rule."""
    found = candidates(history, rubric, today)
    first = found[0]
    rule = ranked(first.skill, history)[0]
    level = ladder.next_level(first.standing.results, rule)
    caller = ladder.next_caller(cast, level, rule, history.calls)
    return Choice(
        first.why,
        first.skill,
        rule,
        first.standing,
        evidence(rule, history.calls),
        sum(each.why == first.why for each in found) - 1,
        ladder.step(first.standing.results),
        level,
        caller,
        seed=sum(call.persona == caller.id for call in history.calls),
    )


def candidates(history: History, rubric: Rubric, today: date) -> list[Candidate]:
    """The skills with rules to practise, the most urgent first."""
    found = []
    for skill in rubric.skills:
        if _practicable(skill, history):
            stands = standing(skill.id, history.calls)
            found.append(Candidate(skill, stands, _why(stands, today)))
    return sorted(found, key=_urgency)


def evidence(rule: Rule, calls: Sequence[Played]) -> tuple[Points, ...]:
    """What a rule came to in the last few calls in which it counted."""
    return tuple(call.scored.rules[rule.id] for call in calls if rule.id in call.scored.rules)[-RECENT:]


def _why(stands: Standing, today: date) -> Why:
    if stands.due is None:
        return "new"
    if stands.state == "weak":
        return "weak"
    if stands.due > today:
        return "ahead"
    return "review" if stands.state == "mastered" else "due"


def _urgency(each: Candidate) -> tuple[int, float, float]:
    """Sorts by the reason, then by how weak or how long due, then by weight."""
    stands = each.standing
    due = stands.due.toordinal() if stands.due is not None else 0
    how = (stands.recent or 0) if each.why == "weak" else due
    return ORDER.index(each.why), how, -(each.skill.weight or 0.0)


def _practicable(skill: Skill, history: History) -> list[Rule]:
    """The rules of a skill that can be a focus: what somebody does, not how a call ends."""
    if skill.weight is None:
        return []
    return [
        rule
        for rule in skill.rules
        if not rule.ended and (ladder.needed(rule) < THREAT or history.asked_for >= THREAT)
    ]


def ranked(skill: Skill, history: History) -> list[Rule]:
    """The rules of a skill: what cost most of late first; then what never counted, then the weightiest."""

    def urgency(rule: Rule) -> tuple[float, bool, bool, float]:
        found = evidence(rule, history.calls)
        return sum(each.short for each in found), not found, not rule.avoid, rule.points

    return sorted(_practicable(skill, history), key=urgency, reverse=True)
