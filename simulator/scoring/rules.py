"""What each kind of rule makes of the facts: findings, each with a quote and a moment.

A rule gives None when it could not be measured, or when the call gave no occasion for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Literal

from simulator.scoring.facts import Facts, TraineeTurn
from simulator.scoring.rubric import Rule

DEAD_AIR_S = 4.0
"""A longer silence before a reply is dead air; the playbooks ask for a pause, not for absence."""

FASTER = 1.25
"""How much faster than one's own opening turns counts as rushing."""

_WORDS_FOR_RATE = 8
_BASELINE_TURNS = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the score rests on.

    Attributes:
        kind: "strength" (points won), "fix" (points missed or lost).
        points: won (positive or 0), or lost (negative).
        possible: the most that the rule can give.
        quote: the trainee's words; for a miss, the customer's words that called for it.
        said_by: whose words the quote is.
        at_s: when, in seconds from the ring.
        turn: the trainee's turn, if it is about one.
        why: the fact, in words.
        better: a line to try.
    """

    skill: str
    rule: str
    title: str
    kind: Literal["strength", "fix"]
    points: float
    possible: float
    quote: str
    said_by: Literal["trainee", "customer"]
    at_s: float
    turn: int | None
    why: str
    better: str


def apply(skill: str, rule: Rule, facts: Facts, better: Mapping[str, str]) -> tuple[Finding, ...] | None:
    """The findings of a rule; None: not measured."""
    line = better.get(rule.better or "", "")
    if rule.measure is not None:
        return _MEASURES[rule.measure](skill, rule, facts)
    return _credit(skill, rule, facts, line) if rule.credit else _avoid(skill, rule, facts, line)


def _credit(skill: str, rule: Rule, facts: Facts, better: str) -> tuple[Finding, ...] | None:
    if not facts.turns or (rule.after == "abuse" and facts.abused_s is None):
        return None
    for turn in facts.turns:
        for cue in turn.cues:
            if cue.label in rule.credit and (rule.after != "abuse" or facts.abused_before(turn)):
                why = f"{cue.label.replace('_', ' ')} ({cue.rule})"
                return (_finding(skill, rule, turn, cue.quote, why, points=rule.points, better=""),)
        if rule.before and any(cue.label == rule.before for cue in turn.cues):
            break
    wanted = " or ".join(label.replace("_", " ") for label in rule.credit)
    due = f"no {wanted} before the first {rule.before}" if rule.before else f"no {wanted} in the call"
    at = facts.turns[0]
    return (
        Finding(
            skill, rule.id, rule.title, "fix", 0.0, rule.points,
            _first_sentence(at.after), "customer", at.after_s, at.id, due, better,
        ),
    )  # fmt: skip


def _avoid(skill: str, rule: Rule, facts: Facts, better: str) -> tuple[Finding, ...] | None:
    left = rule.most if rule.most is not None else rule.points
    findings: list[Finding] = []
    for turn in facts.turns:
        if rule.unless == "abuse" and facts.abused_before(turn):
            continue
        fined: set[tuple[int, int]] = set()  # one phrase is one fault, however many names it has
        for cue in turn.cues:
            sure = cue.label in rule.avoid and cue.label not in turn.doubtful
            if sure and (cue.start, cue.end) not in fined and left > 0:
                fined.add((cue.start, cue.end))
                lost = min(rule.points, left)
                left -= lost
                why = f"{cue.label.replace('_', ' ')} ({cue.rule})"
                findings.append(_finding(skill, rule, turn, cue.quote, why, points=-lost, better=better))
    return tuple(findings)


def _reply_gap(skill: str, rule: Rule, facts: Facts) -> tuple[Finding, ...] | None:
    gaps = [(turn.gap_s, turn) for turn in facts.turns if turn.gap_s is not None]
    gaps += [(wait_s, _next_turn(facts, end_s)) for wait_s, end_s in facts.waits if facts.turns]
    if not gaps:
        return None
    longest, slowest = max(gaps, key=lambda pair: pair[0])
    if longest > DEAD_AIR_S:
        why = f"{longest:.1f} s of silence when a reply was due; over {DEAD_AIR_S:.0f} s is dead air"
        better = "Say what you are doing while you look: 'I'm opening your account now, one moment.'"
        return (_finding(skill, rule, slowest, slowest.text, why, points=0.0, better=better),)
    why = f"replies began {median(gap for gap, _ in gaps):.1f} s after the customer, at most {longest:.1f} s"
    first = gaps[0][1]
    return (_finding(skill, rule, first, first.text, why, points=rule.points, better=""),)


def _speech_rate(skill: str, rule: Rule, facts: Facts) -> tuple[Finding, ...] | None:
    turns = [turn for turn in facts.turns if turn.words >= _WORDS_FOR_RATE]
    if len(turns) <= _BASELINE_TURNS:
        return None
    own = median(turn.words_per_minute for turn in turns[:_BASELINE_TURNS])
    fastest = max(turns[_BASELINE_TURNS:], key=lambda turn: turn.words_per_minute)
    why = f"{fastest.words_per_minute:.0f} words/min at the fastest, {own:.0f} in the opening turns"
    if fastest.words_per_minute > FASTER * own:
        better = "Say it again at your opening pace, with a pause between the sentences."
        return (_finding(skill, rule, fastest, fastest.text, why, points=0.0, better=better),)
    return (_finding(skill, rule, fastest, fastest.text, why, points=rule.points, better=""),)


def _interruptions(skill: str, rule: Rule, facts: Facts) -> tuple[Finding, ...] | None:
    if not facts.overlap_measured or not facts.turns:
        return None
    over = [turn for turn in facts.turns if turn.interruption_s > 0]
    if over:
        why = f"{over[0].interruption_s:.1f} s over the customer's words"
        better = "Let the sentence end, breathe, then begin."
        return (_finding(skill, rule, over[0], over[0].text, why, points=0.0, better=better),)
    first = facts.turns[0]
    return (
        _finding(
            skill, rule, first, first.text, "never spoke over the customer", points=rule.points, better=""
        ),
    )


def _next_turn(facts: Facts, after_s: float) -> TraineeTurn:
    """The turn that broke a silence; the last one if none did."""
    return next((turn for turn in facts.turns if turn.start_s >= after_s), facts.turns[-1])


def _first_sentence(text: str) -> str:
    """Enough of the customer's words to know the moment by."""
    ends = [text.find(mark) + 1 for mark in ".!?" if mark in text]
    return text[: min(ends)] if ends else text


_MEASURES = {"reply_gap": _reply_gap, "speech_rate": _speech_rate, "interruptions": _interruptions}


def _finding(
    skill: str, rule: Rule, turn: TraineeTurn, quote: str, why: str, *, points: float, better: str
) -> Finding:
    kind: Literal["strength", "fix"] = "strength" if points > 0 else "fix"
    possible = rule.points if rule.credit or rule.measure else 0.0
    return Finding(
        skill,
        rule.id,
        rule.title,
        kind,
        points,
        possible,
        quote,
        "trainee",
        turn.start_s,
        turn.id,
        why,
        better,
    )
