"""Points lost for what does harm, each time, up to a limit.

Words that the transcriber was not sure of cost nothing.
"""

from __future__ import annotations

from simulator.scoring.facts import Facts
from simulator.scoring.findings import Finding, said
from simulator.scoring.rubric import Rule


def avoid(rule: Rule, facts: Facts, better: str) -> tuple[Finding, ...]:
    """The findings of an `avoid` rule."""
    left = rule.most if rule.most is not None else rule.points
    free = rule.free
    findings: list[Finding] = []
    for turn in facts.turns:
        if rule.unless == "abuse" and facts.abused_before(turn):
            continue
        fined: set[tuple[int, int]] = set()  # one phrase is one fault, however many names it has
        for cue in turn.cues:
            span = (cue.start, cue.end)
            if cue.label not in rule.avoid or cue.label in turn.doubtful or span in fined or left <= 0:
                continue
            fined.add(span)
            if free:
                free -= 1
                continue
            lost = min(rule.points, left)
            left -= lost
            why = f"{cue.label.replace('_', ' ')} ({cue.rule})"
            findings.append(said(rule, turn, span, why, points=-lost, possible=0.0, better=better))
    return tuple(findings)
