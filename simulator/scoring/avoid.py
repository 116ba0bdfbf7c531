"""Points lost for what does harm, each time, up to a limit.

Words that the transcriber was not sure of cost nothing.
"""

from __future__ import annotations

from simulator.ear.text import normalise
from simulator.scoring.facts import Facts
from simulator.scoring.findings import Finding, shown
from simulator.scoring.rubric import Rule


def avoid(rule: Rule, facts: Facts, better: str) -> tuple[Finding, ...]:
    """The findings of an `avoid` rule."""
    left = rule.most if rule.most is not None else rule.points
    free = rule.free
    findings: list[Finding] = []
    for turn in facts.turns:
        if rule.unless == "abuse" and facts.abused_before(turn):
            continue
        plain = normalise(turn.text)
        fined: set[int] = set()  # one sentence is one fault, however many names it has
        for cue in turn.cues:
            sentence = plain.rfind(".", 0, cue.start) if cue.label in rule.avoid else None
            if sentence is None or cue.label in turn.doubtful or sentence in fined or left <= 0:
                continue
            fined.add(sentence)
            if free:
                free -= 1
                continue
            lost = round(min(rule.points, left), 2)
            left = round(left - lost, 2)
            findings.append(shown(rule, turn, cue, points=-lost, possible=0.0, better=better))
    return tuple(findings)
