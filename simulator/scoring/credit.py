"""Points for a behaviour that was shown when the call called for it.

A rule's points are shared out among the moments that called for it, so a call with three outbursts
of which two were answered wins two thirds. What does not count:

- the same sentence a second time: a stock phrase answers one moment (`_gist`);
- anything in a recital (`recital`);
- words that the transcriber was not sure of: the moment is then left out, and costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from simulator.ear.cues import Cue
from simulator.ear.text import TOKEN, normalise, sentences, stem
from simulator.scoring.facts import Facts, TraineeTurn
from simulator.scoring.findings import Finding, Outcome, Unmeasured, beginning, missed, said, shown
from simulator.scoring.moments import Moment, moments
from simulator.scoring.recital import is_recital
from simulator.scoring.rubric import Rule

_EMPTY = frozenset(stem(word) for word in ("very", "really", "truly", "terribly", "deeply", "that", "this"))
_GIST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class _Answer:
    """What answers a moment, or why nothing does."""

    turn: TraineeTurn | None = None
    cue: Cue | None = None
    doubted: bool = False
    repeated: bool = False


def credit(rule: Rule, facts: Facts, better: str) -> Outcome:
    """What a `credit` rule makes of a call."""
    found = moments(rule.at, facts)
    if not found:
        return Unmeasured("this call gave no occasion for it", called_for=False)
    spent: set[frozenset[str]] = set()
    answers: list[tuple[Moment, _Answer]] = []
    for moment in found:
        answer = _answer(rule, moment, spent)
        if answer.turn is not None and answer.cue is not None:
            spent.add(_gist(answer.turn, answer.cue))
        if answer.cue is not None or not answer.doubted:
            answers.append((moment, answer))
    if not answers:
        return Unmeasured("the words for it were not heard surely enough")
    shares = _shares(rule.points, len(answers))
    return tuple(
        _finding(rule, facts, moment, answer, share, better)
        for (moment, answer), share in zip(answers, shares, strict=True)
    )


def _shares(points: float, count: int) -> list[float]:
    """Points shared out evenly, in hundredths that add up to all of them."""
    upto = [round(points * share / count, 2) for share in range(count + 1)]
    return [round(last - first, 2) for first, last in pairwise(upto)]


def _answer(rule: Rule, moment: Moment, spent: set[frozenset[str]]) -> _Answer:
    doubted = repeated = False
    for turn in moment.turns:
        if is_recital(turn):
            continue
        too_late = _first(turn, rule.before)
        for cue in turn.cues:
            if cue.label not in rule.credit or (too_late is not None and cue.start >= too_late):
                continue
            if cue.label in turn.doubtful:
                doubted = True
            elif _gist(turn, cue) in spent:
                repeated = True
            else:
                return _Answer(turn, cue)
        if too_late is not None:
            break
    return _Answer(doubted=doubted, repeated=repeated)


def _first(turn: TraineeTurn, label: str | None) -> int | None:
    """Where a behaviour is first surely shown in a turn."""
    return next((cue.start for cue in turn.cues if cue.label == label and label in turn.surely), None)


def _finding(rule: Rule, facts: Facts, moment: Moment, answer: _Answer, share: float, better: str) -> Finding:
    if answer.turn is not None and answer.cue is not None:
        return shown(rule, answer.turn, answer.cue, points=share, possible=share)
    if facts.ended in rule.also_ended:
        last = facts.turns[-1]
        why = f"the call ended as it should: {facts.ended.replace('_', ' ')}"
        return said(rule, last, beginning(last), why, points=share, possible=share)
    why = _due(rule, moment, repeated=answer.repeated)
    return missed(rule, moment.line, moment.turns[0], why, possible=share, better=better)


def _due(rule: Rule, moment: Moment, *, repeated: bool) -> str:
    wanted = " or ".join(label.replace("_", " ") for label in rule.credit)
    if repeated:
        return f"{wanted} only in words that had been said before"
    where = {
        "call": "in the call",
        "opening": "in the first two replies",
        "closing": "in the last two replies",
        "outburst": "in the reply to this",
        "abuse": "after this",
        "persisting": "after this, said in spite of a boundary",
        "threat": "after this threat",
    }[rule.at]
    why = f"no {wanted} {where}"
    if rule.before:
        why += f" before the first {rule.before}"
    recited = any(is_recital(turn) and turn.shown & set(rule.credit) for turn in moment.turns)
    return f"{why}: too many phrases at once count for none" if recited else why


def _gist(turn: TraineeTurn, cue: Cue) -> frozenset[str]:
    """What a sentence says, by which it is known again: its longer words, whatever their endings."""
    plain = normalise(turn.text)
    touched = [(a, b) for a, b in sentences(plain) if a < cue.end and b > cue.start]
    start, end = (touched[0][0], touched[-1][1]) if touched else (cue.start, cue.end)
    words = TOKEN.findall(plain, start, end)
    telling = frozenset(stem(word) for word in words if len(word) >= _GIST_LETTERS) - _EMPTY
    return telling or frozenset(words)
