"""A finding: one thing that the score rests on, with its words and its moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.ear.cues import Cue
from simulator.scoring.facts import Line, TraineeTurn
from simulator.scoring.rubric import Rule

_SENTENCE = re.compile(r"\w[^.!?]*(?:[.!?](?=\S)[^.!?]*)*[.!?](?=\s|\Z)")
"""A first sentence: dots within "54.20" and before it end nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the score rests on.

    Attributes:
        kind: "strength" (points won), "fix" (points missed or lost).
        points: won (positive or 0), or lost (negative).
        possible: the most that could be won here.
        quote: the trainee's words; for a miss, the customer's words that called for it.
        said_by: whose words the quote is.
        at_s: when they were said, in seconds from the ring, and until when.
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
    until_s: float
    turn: int | None
    why: str
    better: str


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Why a rule does not count in a call; `called_for`: it should have, and could not be measured."""

    why: str
    called_for: bool = True


Outcome = Sequence[Finding] | Unmeasured
"""What a rule makes of a call."""


def said(
    rule: Rule,
    turn: TraineeTurn,
    span: tuple[int, int],
    why: str,
    *,
    points: float,
    possible: float,
    better: str = "",
) -> Finding:
    """What the trainee's own words won or lost. `span` are the quote's characters in the turn."""
    at_s, until_s = turn.times(span)
    quote = turn.text[slice(*span)]
    kind: Literal["strength", "fix"] = "strength" if points > 0 else "fix"
    return Finding(
        rule.skill, rule.id, rule.title, kind, points, possible, quote, "trainee",
        at_s, until_s, turn.id, why, better,
    )  # fmt: skip


def shown(
    rule: Rule, turn: TraineeTurn, cue: Cue, *, points: float, possible: float, better: str = ""
) -> Finding:
    """What a behaviour won or lost: its words, and what heard them."""
    why = f"{cue.label.replace('_', ' ')} ({cue.rule})"
    return said(rule, turn, (cue.start, cue.end), why, points=points, possible=possible, better=better)


def missed(rule: Rule, line: Line, turn: TraineeTurn, why: str, *, possible: float, better: str) -> Finding:
    """What the customer's words called for, and did not get; `turn` is where it was due."""
    return Finding(
        rule.skill, rule.id, rule.title, "fix", 0.0, possible, first_sentence(line.text), "customer",
        line.start_s, line.end_s or line.start_s, turn.id, why, better,
    )  # fmt: skip


def beginning(turn: TraineeTurn) -> tuple[int, int]:
    """Enough of a turn's characters to know it by: its first sentence."""
    return 0, len(first_sentence(turn.text))


def first_sentence(text: str) -> str:
    """Enough of somebody's words to know the moment by."""
    end = _SENTENCE.search(text)
    return text[: end.end()] if end else text
