"""The scorecard: findings added up by skill, and the total with its arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from simulator.customer.persona import Persona
from simulator.events import Event
from simulator.scoring import facts, rules
from simulator.scoring.rubric import Rubric, Skill
from simulator.scoring.rules import Finding

MOST_FIXES = 3


@dataclass(frozen=True, slots=True)
class SkillScore:
    """One skill. `percent` is None when nothing of it could be measured."""

    id: str
    title: str
    weight: float
    won: float
    possible: float
    percent: int | None
    not_measured: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A call's score.

    Attributes:
        rubric: the rubric's id and version, as "id/version".
        total: 0 to 100; None when nothing could be measured.
        arithmetic: how the total came about.
        strengths: everything that won points.
        fixes: at most three: what did harm before what was left out, the costliest first.
        findings: all findings, in the rubric's order.
    """

    schema: int
    rubric: str
    ended: str
    total: int | None
    arithmetic: str
    skills: tuple[SkillScore, ...]
    strengths: tuple[Finding, ...]
    fixes: tuple[Finding, ...]
    findings: tuple[Finding, ...]


_adapter = TypeAdapter(Scorecard)


def to_json(card: Scorecard) -> str:
    """The text of `score.json`."""
    return _adapter.dump_json(card, indent=2).decode() + "\n"


def to_plain(card: Scorecard) -> dict[str, Any]:
    """The same as plain values."""
    plain: dict[str, Any] = _adapter.dump_python(card, mode="json")
    return plain


def score(
    happened: Sequence[Event], persona: Persona, rubric: Rubric, *, overlap_measured: bool
) -> Scorecard:
    """The scorecard of a call."""
    known = facts.gather(happened, overlap_measured=overlap_measured)
    findings: list[Finding] = []
    skills: list[SkillScore] = []
    for skill in rubric.skills:
        found, result = _score_skill(skill, known, persona)
        findings += found
        skills.append(result)
    counted = [skill for skill in skills if skill.percent is not None]
    weight = sum(skill.weight for skill in counted)
    total = round(sum(skill.weight * (skill.percent or 0) for skill in counted) / weight) if counted else None
    if not known.turns:
        findings.append(_nothing_heard(known, persona))
    fixes = sorted((f for f in findings if f.kind == "fix"), key=_urgency, reverse=True)
    return Scorecard(
        schema=1,
        rubric=f"{rubric.id}/{rubric.version}",
        ended=known.ended,
        total=total,
        arithmetic=_arithmetic(counted, weight, total),
        skills=tuple(skills),
        strengths=tuple(f for f in findings if f.kind == "strength"),
        fixes=tuple(fixes[:MOST_FIXES]),
        findings=tuple(findings),
    )


def _score_skill(skill: Skill, known: facts.Facts, persona: Persona) -> tuple[list[Finding], SkillScore]:
    findings: list[Finding] = []
    not_measured: list[str] = []
    for rule in skill.rules:
        found = rules.apply(skill.id, rule, known, persona.better)
        if found is None:
            not_measured.append(rule.id)
        else:
            findings += found
    possible = sum(finding.possible for finding in findings)
    lost_only = not possible and any(finding.points < 0 for finding in findings)
    if lost_only:
        possible = max(rule.points if rule.most is None else rule.most for rule in skill.rules)
        won = max(0.0, possible + sum(finding.points for finding in findings))
    else:
        won = max(0.0, sum(finding.points for finding in findings))
    percent = round(100 * won / possible) if possible else None
    return findings, SkillScore(
        skill.id, skill.title, skill.weight, won, possible, percent, tuple(not_measured)
    )


def _nothing_heard(known: facts.Facts, persona: Persona) -> Finding:
    """What a call without a word of the trainee's is told; no points hang on it."""
    return Finding(
        skill="call",
        rule="call.nothing_heard",
        title="Nothing was heard from you after the customer spoke",
        kind="fix",
        points=0.0,
        possible=0.0,
        quote=known.opening,
        said_by="customer",
        at_s=known.opening_s,
        turn=None,
        why="if you did speak, 'simmerdown doctor' checks the microphone",
        better=persona.better["acknowledgement"],
    )


def _urgency(finding: Finding) -> tuple[bool, float]:
    """What was said and did harm comes before what was left out; then by points."""
    harmful = finding.points < 0
    return harmful, -finding.points if harmful else finding.possible - finding.points


def _arithmetic(counted: list[SkillScore], weight: float, total: int | None) -> str:
    if not counted:
        return "nothing could be measured"
    parts = " + ".join(f"{skill.weight:g} x {skill.percent} %" for skill in counted)
    return f"({parts}) / {weight:g} = {total}"
