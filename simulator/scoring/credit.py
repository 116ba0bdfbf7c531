"""Points for a behaviour that was shown when the call called for it.

A rule's points are shared out among the moments that called for it, so a call with three outbursts
of which two were answered wins two thirds. What does not count:

- the same words a second time: a stock phrase answers one moment;
- anything in a *recital*, a reply that runs through so many behaviours in so few words that nobody
  could take them in (`is_recital`);
- words that the transcriber was not sure of: the moment is then left out, and costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.ear.cues import Cue
from simulator.ear.labels import WELCOME
from simulator.ear.text import TOKEN, normalise
from simulator.scoring.facts import Facts, TraineeTurn
from simulator.scoring.findings import Finding, beginning, missed, said
from simulator.scoring.moments import Moment, moments
from simulator.scoring.rubric import Rule

RECITAL_KINDS = 7
"""Welcome behaviours in one reply: people show up to six, in replies of some length."""

RECITAL_WORDS = 12
"""Words a behaviour, below which so many of them are a recital."""


def is_recital(turn: TraineeTurn) -> bool:
    """Whether a reply runs through the phrases instead of talking to anybody."""
    kinds = len(turn.shown & WELCOME)
    return kinds >= RECITAL_KINDS and turn.words < RECITAL_WORDS * kinds


def credit(rule: Rule, facts: Facts, better: Mapping[str, str]) -> tuple[Finding, ...] | None:
    """The findings of a `credit` rule; None: the call gave no occasion for it."""
    found = moments(rule.at, facts)
    spent: set[str] = set()
    answers: list[tuple[Moment, tuple[TraineeTurn, Cue] | None]] = []
    for moment in found:
        answer, doubted = _answer(rule, moment, spent)
        if answer is not None:
            spent.add(_key(answer[1].quote))
        if answer is not None or not doubted:
            answers.append((moment, answer))
    if not answers:
        return None
    share = round(rule.points / len(answers), 2)
    return tuple(_finding(rule, facts, each, share, better) for each in answers)


def _answer(rule: Rule, moment: Moment, spent: set[str]) -> tuple[tuple[TraineeTurn, Cue] | None, bool]:
    """What answers a moment, and whether something might have, had it been heard surely."""
    doubted = False
    for turn in moment.turns:
        if not is_recital(turn):
            for cue in turn.cues:
                if cue.label not in rule.credit or _key(cue.quote) in spent:
                    continue
                if cue.label not in turn.doubtful:
                    return (turn, cue), doubted
                doubted = True
        if rule.before in turn.shown:
            break
    return None, doubted


def _finding(
    rule: Rule,
    facts: Facts,
    answered: tuple[Moment, tuple[TraineeTurn, Cue] | None],
    share: float,
    better: Mapping[str, str],
) -> Finding:
    moment, answer = answered
    if answer is not None:
        turn, cue = answer
        why = f"{cue.label.replace('_', ' ')} ({cue.rule})"
        return said(rule, turn, (cue.start, cue.end), why, points=share, possible=share)
    if facts.ended in rule.also_ended:
        last = facts.turns[-1]
        why = f"the call ended as it should: {facts.ended.replace('_', ' ')}"
        return said(rule, last, beginning(last), why, points=share, possible=share)
    line = better.get(rule.better or "", "")
    return missed(rule, moment.line, moment.turns[0], _due(rule, moment), possible=share, better=line)


def _due(rule: Rule, moment: Moment) -> str:
    wanted = " or ".join(label.replace("_", " ") for label in rule.credit)
    recited = any(is_recital(turn) and turn.shown & set(rule.credit) for turn in moment.turns)
    where = {
        "call": "in the call",
        "opening": "in the first two replies",
        "closing": "in the last two replies",
        "outburst": "in the reply to this",
        "abuse": "after this",
        "persisting": "after this, said in spite of a boundary",
        "threat": "after this threat",
    }[rule.at]
    when = f"before the first {rule.before}" if rule.before and rule.at == "call" else where
    why = f"no {wanted} {when}"
    return f"{why}: too many phrases at once count for none" if recited else why


def _key(quote: str) -> str:
    """Words by which a phrase is known again."""
    return " ".join(TOKEN.findall(normalise(quote)))
