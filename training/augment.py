"""Replies as they might also have been said, and as a transcriber might have written them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from random import Random

from simulator.ear.examples import Reply, Span

_SENTENCE = re.compile(r"[.?!…]+[\"'”]?\s+")


def varied(reply: Reply, other: Reply, dice: Random) -> Reply:
    """One of the ways in which a reply could have come; the spans move with their words."""
    if dice.random() < 0.5:
        reply = _mixed(reply, other, dice)
    return _transcribed(reply, dice)


def _transcribed(reply: Reply, dice: Random) -> Reply:
    """Without some or all of its marks, and at times without the customer's line."""
    text, customer = reply.text, reply.customer
    if dice.random() < 0.4:
        text = re.sub(r"[.,?!;:…—-]", " ", text)
    elif dice.random() < 0.3:
        text = re.sub(r"[,;:…—]", " ", text)
    if dice.random() < 0.1:
        customer = ""
    elif dice.random() < 0.3:
        customer = re.sub(r"[.,?!]", " ", customer)
    return replace(reply, text=text, customer=customer)


def _mixed(reply: Reply, other: Reply, dice: Random) -> Reply:
    """Without one of its sentences, or with one of another reply's."""
    parts = _sentences(reply)
    if len(parts) > 1 and dice.random() < 0.5:
        parts.pop(dice.randrange(len(parts)))
    # A paraphrase is one only beside its own customer's line.
    foreign = [part for part in _sentences(other) if "paraphrase" not in part.labels | part.unsure]
    if foreign and dice.random() < 0.3:
        parts.insert(dice.randint(0, len(parts)), dice.choice(foreign))
    text = ""
    spans: list[Span] = []
    for part in parts:
        at = len(text)
        spans += [replace(span, start=span.start + at, end=span.end + at) for span in part.spans]
        text += part.text.rstrip() + " "
    return replace(reply, text=text, spans=tuple(spans))


def _sentences(reply: Reply) -> list[Reply]:
    """The reply cut where a sentence ends and no span is cut in two."""
    ends = [found.end() for found in _SENTENCE.finditer(reply.text)]
    whole = [end for end in ends if not any(span.start < end < span.end for span in reply.spans)]
    return [
        replace(
            reply,
            text=reply.text[first:last],
            spans=tuple(
                replace(span, start=span.start - first, end=span.end - first)
                for span in reply.spans
                if first <= span.start and span.end <= last
            ),
        )
        for first, last in pairwise([0, *whole, len(reply.text)])
        if first < last
    ]
