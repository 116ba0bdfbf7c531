"""What the trainee promised in a call, as far as it can be known by its words.

A clause is a promise where the ear heard a commitment or a follow-up in it; where it heard a solution, and
the words promise it ("I'll refund …"); and where the words promise something by a time ("I'll ring you by
four"). A solution that is not promised ("I can refund …") is an offer: whether it was taken, nobody can say.
A question is at most an offer. Words that the transcriber was not sure of promise nothing for sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.ear.text import normalise, sentences
from simulator.notes.deadlines import deadline
from simulator.notes.words import compare, roots
from simulator.scoring.facts import Facts, TraineeTurn

_PROMISES = frozenset({"commitment", "follow_up"})
_PROMISING = re.compile(
    r"\b(?:(?:i|we)(?:'ll| will| shall|'m going to|'re going to| am going to| are going to| promise)"
    r"|you(?:'ll| will) (?:get|have|receive|hear|see)"
    r"|(?:i'm|i am|we're|we are) (?:sending|booking|issuing|refunding|ordering|cancelling|replacing))\b"
    r"(?! not\b)"
)

_JOINT = re.compile(
    r"[, ]+(?:and|but|so)(?: then)? "
    r"(?=(?:i|we|you|it|they|(?:the|your|my) \w+)(?:'ll|'m|'re| will| can| am| are)\b)"
)
"""Where a clause ends within a sentence, and another promise may begin."""

_HEARD = _PROMISES | {"solution"}


@dataclass(frozen=True, slots=True)
class Said:
    """A clause of the trainee's that promises or offers something.

    Attributes:
        quote: the clause.
        at_s: when it began, in seconds from the ring.
        sure: whether it surely promises; else it offers, or was not heard well.
        by_when: the deadline in it, or "".
        roots: the words that carry it.
    """

    quote: str
    at_s: float
    sure: bool
    by_when: str
    roots: frozenset[str]


def said(facts: Facts) -> tuple[Said, ...]:
    """The promises and offers of a call; of those that say the same, the firmest, or the first."""
    kept: list[Said] = []
    for each in (each for turn in facts.turns for each in _of(turn)):
        same = next(
            (place for place, one in enumerate(kept) if compare(one.roots, each.roots) == "same"), None
        )
        if same is None:
            kept.append(each)
        elif (each.sure, each.by_when != "") > (kept[same].sure, kept[same].by_when != ""):
            kept[same] = each
    return tuple(sorted(kept, key=lambda each: each.at_s))


def around(turn: TraineeTurn) -> frozenset[str]:
    """The words of the sentences of a turn in which a promise, an offer or a reassurance was heard."""
    plain = normalise(turn.text)
    return frozenset().union(
        *(
            roots(turn.text[start:end])
            for start, end in sentences(plain)
            if _labels(turn, start, end) & (_HEARD | {"reassurance"})
        )
    )


def _of(turn: TraineeTurn) -> Iterator[Said]:
    """What one turn promises and offers, clause by clause."""
    plain = normalise(turn.text)
    for start, end in sentences(plain):
        in_sentence = _labels(turn, start, end)
        asked = plain[end : end + 1] == "?"
        for begin, until in _clauses(plain, start, end):
            promising = _PROMISING.search(plain, begin, until) is not None
            quote = turn.text[begin:until].strip()
            by_when = deadline(quote)
            firm = promising or bool(_labels(turn, begin, until) & _PROMISES)
            keys = roots(quote)
            if keys and (in_sentence & _HEARD or (promising and by_when)):
                sure = firm and not asked and not in_sentence & _HEARD & turn.doubtful
                yield Said(quote, turn.times((begin, until))[0], sure, by_when, keys)


def _labels(turn: TraineeTurn, start: int, end: int) -> frozenset[str]:
    """What the ear heard in a stretch of a turn."""
    return frozenset(cue.label for cue in turn.cues if cue.start < end and cue.end > start)


def _clauses(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for joint in _JOINT.finditer(plain, start, end):
        yield start, joint.start()
        start = joint.end()
    yield start, end
