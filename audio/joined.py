"""Transcripts of the stretches of one turn, as one transcript.

A stretch that ended at a pause in mid-sentence was written as if it were a sentence: its last mark,
and the capital that follows, are what a transcriber writes on every piece.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from audio.ports import Transcript

_TRAILS = ("...", "\u2026", "-", "\u2013", "\u2014")  # "I was going to..."
_ENDS = ".,;:"


def joined(stretches: Iterable[Transcript]) -> Transcript:
    """One transcript of all stretches, in order; their words' times must be those of one clock."""
    return reduce(_and_then, stretches, Transcript(""))


def _and_then(said: Transcript, more: Transcript) -> Transcript:
    if not said.text or not more.text:
        return said if said.text else more
    goes_on = more.text[0].islower()
    text = _open_ended(said.text, goes_on=goes_on)
    last = [replace(word, text=_open_ended(word.text, goes_on=goes_on)) for word in said.words[-1:]]
    words = (*said.words[:-1], *(word for word in last if word.text), *more.words)
    return Transcript(f"{text} {more.text}".lstrip(), words, more.stop_p)


def _open_ended(text: str, *, goes_on: bool) -> str:
    """Text without a mark at its end that says it was cut off, or that what follows belies."""
    for mark in _TRAILS:
        text = text.removesuffix(mark)
    return (text.rstrip(_ENDS) if goes_on else text).rstrip()
