"""The score as the report tells it: skills and what they moved, strengths and fixes, every rule."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.report.beside import Beside
from simulator.report.earlier import Earlier
from simulator.report.story import (
    Aside,
    Moment,
    Override,
    RuleStep,
    Score,
    Since,
    Skill,
    Step,
    Unmeasured,
)
from simulator.scoring import scorecard
from simulator.scoring.findings import Finding
from simulator.scoring.rubric import Rubric, Rule
from simulator.scoring.rubric import Skill as RubricSkill
from simulator.scoring.scorecard import Scorecard, no_fix

MOST_STRENGTHS = 3
"""On the first screen; the rules tell all of them."""

_NO_STRENGTH = "Nothing that the rubric looks for was surely heard in this call."


def judged(card: Scorecard, by: Rubric, before: Earlier | None, found: Beside) -> Score:
    """The score of a call."""
    coach = {skill.id: skill.percent for skill in found.coach.skills} if found.coach else {}
    rated = found.rating.rated if found.rating else {}
    was = {skill.id: skill.percent for skill in before.card.skills} if before else {}
    titles = {skill.id: skill.title for skill in by.skills}
    return Score(
        rubric=card.rubric,
        rubric_title=by.title,
        follows=by.follows or "",
        total=card.total,
        coach_total=found.coach.total if found.coach else None,
        rated_total=found.rating.total if found.rating else None,
        arithmetic=card.arithmetic,
        since=_since(card, before),
        skills=tuple(
            Skill(
                skill.id, skill.title, skill.weight, skill.full_weight, skill.won, skill.possible,
                skill.percent, was.get(skill.id), _less(skill.percent, was.get(skill.id)),
                coach.get(skill.id), rated.get(skill.id),
            )
            for skill in card.skills
        ),
        strengths=tuple(_moment(each, titles) for each in _best(card, by)),
        no_strength="" if card.strengths else _NO_STRENGTH,
        fixes=tuple(_moment(each, titles) for each in card.fixes),
        no_fix=no_fix(card),
        steps=tuple(_step(skill, card, titles, found) for skill in by.skills),
        unmeasured=tuple(_unmeasured(card, by)),
    )  # fmt: skip


def _since(card: Scorecard, before: Earlier | None) -> Since | None:
    if before is None:
        return None
    heading, total = before.record.heading, before.card.total
    return Since(heading.call_id, heading.started, before.same_persona, total, _less(card.total, total))


def _less(now: int | None, before: int | None) -> int | None:
    return None if now is None or before is None else now - before


def _best(card: Scorecard, by: Rubric) -> list[Finding]:
    """The strengths that tell most: words before manners, none that did harm as well, then by points."""
    measured = {rule.id for rule in by.rules() if rule.measure is not None}
    harmful = [each.quote for each in card.findings if each.points < 0]

    def telling(each: Finding) -> tuple[bool, bool, float]:
        return any(quote in each.quote for quote in harmful), each.rule in measured, -each.points

    first: dict[str, Finding] = {}
    for each in sorted(card.strengths, key=telling):
        first.setdefault(each.quote, each)
    return list(first.values())[:MOST_STRENGTHS]


def _moment(finding: Finding, titles: dict[str, str]) -> Moment:
    return Moment(
        finding.rule, finding.title, titles.get(finding.skill, ""), finding.kind, finding.points,
        finding.possible, finding.quote, finding.said_by, round(finding.at_s, 2), round(finding.until_s, 2),
        finding.turn, finding.why, finding.better,
    )  # fmt: skip


def _step(skill: RubricSkill, card: Scorecard, titles: dict[str, str], found: Beside) -> Step:
    score = next((each for each in card.skills if each.id == skill.id), None)
    return Step(
        skill.title,
        skill.weight,
        score.percent if score else None,
        tuple(_rule(rule, card, titles, found) for rule in skill.rules),
        tuple(Aside(ask.covers, ask.question) for ask in skill.asks),
        tuple(Aside(leave.covers, leave.why) for leave in skill.leaves),
    )


def _rule(rule: Rule, card: Scorecard, titles: dict[str, str], found: Beside) -> RuleStep:
    findings = [finding for finding in card.findings if finding.rule == rule.id]
    left = [each.why for skill in card.skills for each in skill.not_counted if each.rule == rule.id]
    won, possible = scorecard.points(card).get(rule.id, (0.0, 0.0))
    overrides = found.review.overrides if found.review else ()
    coach = next((Override(o.points, o.reason) for o in reversed(overrides) if o.rule == rule.id), None)
    return RuleStep(
        rule=rule.id,
        title=rule.title,
        covers=rule.covers or "",
        result="scored" if findings else "not counted" if left else "no fault found",
        points=won,
        possible=possible,
        moments=tuple(_moment(finding, titles) for finding in findings),
        why=left[0] if left else "",
        coach=coach,
    )


def _unmeasured(card: Scorecard, by: Rubric) -> Iterable[Unmeasured]:
    for skill in card.skills:
        for each in skill.not_counted:
            yield Unmeasured(each.title, each.why)
    for step in by.skills:
        for leave in step.leaves:
            yield Unmeasured(leave.covers, leave.why)
