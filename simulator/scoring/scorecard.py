"""The scorecard: findings added up by skill, and the total with its arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from simulator.customer.lines import filled
from simulator.customer.persona import Persona
from simulator.scoring.apology import apology
from simulator.scoring.avoid import avoid
from simulator.scoring.credit import credit
from simulator.scoring.facts import Facts
from simulator.scoring.findings import Finding, Outcome, Unmeasured, beginning, said
from simulator.scoring.measures import measure
from simulator.scoring.rubric import Ask, Rubric, Rule, Skill

SCHEMA = 2
MOST_FIXES = 3


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A rule that won and lost nothing, and why: not called for by this call, or not measured."""

    rule: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class SkillScore:
    """One skill.

    Attributes:
        weight: in this call: the full one, less the share of points that could not be measured.
        full_weight: as the rubric has it.
        percent: None when none of its rules counted.
        faultless: rules for faults that found none.
    """

    id: str
    title: str
    weight: float
    full_weight: float
    won: float
    possible: float
    percent: int | None
    not_counted: tuple[NotCounted, ...]
    faultless: tuple[str, ...]


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
        asks: what only the trainee can answer; no points hang on it.
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
    asks: tuple[Ask, ...]


Revise = Callable[[Rule, Outcome], Outcome]
"""What somebody else makes of a rule, given what the program made of it."""

_adapter = TypeAdapter(Scorecard)


def to_json(card: Scorecard) -> str:
    """The text of `score.json`."""
    return _adapter.dump_json(card, indent=2).decode() + "\n"


def from_json(text: str | bytes) -> Scorecard:
    """The scorecard of a `score.json`.

    Raises:
        ValueError: it is none, or of another schema.
    """
    card = _adapter.validate_json(text)
    if card.schema != SCHEMA:
        raise ValueError(f"has schema {card.schema}; this version of simmerdown reads schema {SCHEMA}")
    return card


def to_plain(card: Scorecard) -> dict[str, Any]:
    """The same as plain values."""
    plain: dict[str, Any] = _adapter.dump_python(card, mode="json")
    return plain


def points(card: Scorecard) -> dict[str, tuple[float, float]]:
    """What each rule that counted came to: points won, and possible; 0 for faults of which none was found."""
    found = {rule: (0.0, 0.0) for skill in card.skills for rule in skill.faultless}
    for finding in card.findings:
        won, possible = found.get(finding.rule, (0.0, 0.0))
        found[finding.rule] = (round(won + finding.points, 2), round(possible + finding.possible, 2))
    return found


def score(facts: Facts, persona: Persona, rubric: Rubric, revise: Revise | None = None) -> Scorecard:
    """The scorecard of a call; with `revise`, the same arithmetic on somebody else's judgement."""
    better = {label: filled(text, persona.known) for label, text in persona.better.items()}
    findings: list[Finding] = []
    skills: list[SkillScore] = []
    for skill in rubric.skills:
        found, result = _score_skill(skill, facts, better, revise)
        findings += found
        if skill.weight is not None:
            skills.append(result)
    total, arithmetic = _total(skills, _stops(rubric, findings), rubric)
    if not facts.turns:
        findings.append(_nothing_heard(facts, better))
    return Scorecard(
        schema=SCHEMA,
        rubric=f"{rubric.id}/{rubric.version}",
        ended=facts.ended,
        total=total,
        arithmetic=arithmetic,
        skills=tuple(skills),
        strengths=tuple(each for each in findings if each.kind == "strength"),
        fixes=_fixes(findings),
        findings=tuple(findings),
        asks=tuple(ask for skill in rubric.skills for ask in skill.asks),
    )


def no_fix(card: Scorecard) -> str:
    """Why there is nothing to fix; "": there is something."""
    if card.fixes:
        return ""
    if any(each.points < each.possible for each in card.strengths):
        return "Nothing was missed altogether; what won only a share of its points says why."
    return "Every rule of the rubric that this call called for was met."


def _score_skill(
    skill: Skill, facts: Facts, better: dict[str, str], revise: Revise | None
) -> tuple[list[Finding], SkillScore]:
    findings: list[Finding] = []
    not_counted: list[NotCounted] = []
    unmeasured = 0.0
    for rule in skill.rules:
        found = _apply(rule, facts, better)
        if revise is not None:
            found = revise(rule, found)
        if isinstance(found, Unmeasured):
            not_counted.append(NotCounted(rule.id, rule.title, found.why))
            unmeasured += rule.points if found.called_for and not rule.avoid else 0.0
        else:
            findings += found
    possible = sum(finding.possible for finding in findings)
    lost = sum(finding.points for finding in findings if finding.points < 0)
    share = possible / (possible + unmeasured) if possible else 1.0
    if not possible and lost:  # only harm: it is taken from the most that it can cost
        possible = max(rule.most or rule.points for rule in skill.rules if rule.avoid)
        won = possible + lost
    else:
        won = sum(finding.points for finding in findings)
    won, possible = round(max(0.0, won), 2), round(possible, 2)
    full = skill.weight or 0.0
    found_in = {finding.rule for finding in findings} | {each.rule for each in not_counted}
    return findings, SkillScore(
        skill.id,
        skill.title,
        round(full * share, 2),
        full,
        won,
        possible,
        round(100 * won / possible) if possible else None,
        tuple(not_counted),
        tuple(rule.id for rule in skill.rules if rule.avoid and rule.id not in found_in),
    )


def _apply(rule: Rule, facts: Facts, better: dict[str, str]) -> Outcome:
    """What a rule makes of a call, or why it does not count."""
    line = better.get(rule.better or "", "")
    found: Outcome
    if facts.ended in rule.not_if_ended:
        found = Unmeasured(
            f"does not apply to a call that ended so: {facts.ended.replace('_', ' ')}", called_for=False
        )
    elif rule.avoid:
        found = avoid(rule, facts, line)
    elif not facts.turns:
        found = Unmeasured("nothing was heard from the trainee")
    elif rule.measure is not None:
        found = measure(rule, facts)
    elif rule.ended:
        found = _ending(rule, facts, line)
    elif rule.apology is not None:
        found = apology(rule, facts, line)
    else:
        found = credit(rule, facts, line)
    return found


def _ending(rule: Rule, facts: Facts, better: str) -> Outcome:
    if facts.ended not in rule.ended:
        ended = facts.ended.replace("_", " ")
        return Unmeasured(f"a call that ended so is not judged by its end: {ended}", called_for=False)
    points = round(rule.points * rule.ended[facts.ended], 2)
    why = f"the call ended: {facts.ended.replace('_', ' ')}"
    last = facts.turns[-1]
    line = better if points < rule.points else ""
    return (said(rule, last, beginning(last), why, points=points, possible=rule.points, better=line),)


def _stops(rubric: Rubric, findings: list[Finding]) -> tuple[list[str], list[str]]:
    """The rules by which the call fails, and those without which it can't have more than the cap."""
    won: dict[str, float] = {}
    for finding in findings:
        won[finding.rule] = won.get(finding.rule, 0.0) + finding.points
    failed = [rule.id for rule in rubric.rules() if rule.fails and won.get(rule.id, 0) < 0]
    missed = [rule.id for rule in rubric.rules() if rule.must and rule.id in won and won[rule.id] <= 0]
    return failed, missed


def _total(
    skills: list[SkillScore], stops: tuple[list[str], list[str]], rubric: Rubric
) -> tuple[int | None, str]:
    counted = [skill for skill in skills if skill.percent is not None]
    if not counted:
        return None, "nothing could be measured"
    weight = round(sum(skill.weight for skill in counted), 2)
    total = round(sum(skill.weight * (skill.percent or 0) for skill in counted) / weight)
    parts = " + ".join(f"{skill.weight:g} x {skill.percent} %" for skill in counted)
    arithmetic = f"({parts}) / {weight:g} = {total}"
    failed, missed = stops
    if failed:
        return 0, f"{arithmetic}; 0 because of {failed[0]}"
    if missed and total > rubric.cap:
        return rubric.cap, f"{arithmetic}; at most {rubric.cap} without {missed[0]}"
    return total, arithmetic


def _nothing_heard(facts: Facts, better: dict[str, str]) -> Finding:
    """What a call without a word of the trainee's is told; no points hang on it."""
    opening = facts.lines[0] if facts.lines else None
    return Finding(
        skill="call",
        rule="call.nothing_heard",
        title="Nothing was heard from you after the customer spoke",
        kind="fix",
        points=0.0,
        possible=0.0,
        quote=opening.text if opening else "",
        said_by="customer",
        at_s=opening.start_s if opening else 0.0,
        until_s=(opening.end_s or opening.start_s) if opening else 0.0,
        turn=None,
        why="if you did speak, 'simmerdown doctor' checks the microphone",
        better=better["acknowledgement"],
    )


def _fixes(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The most urgent ones; what two rules say of the same moment with the same remedy is said once."""
    first: dict[tuple[str, str], Finding] = {}
    for each in sorted((each for each in findings if each.kind == "fix"), key=_urgency, reverse=True):
        first.setdefault((each.quote, each.better), each)
    return tuple(first.values())[:MOST_FIXES]


def _urgency(finding: Finding) -> tuple[bool, float]:
    """What was said and did harm comes before what was left out; then by points."""
    harmful = finding.points < 0
    return harmful, -finding.points if harmful else finding.possible - finding.points
