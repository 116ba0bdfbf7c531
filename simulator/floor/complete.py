"""Whether the words so far are a whole turn: a small net that has read many turns cut off.

`training/` holds its data and the command that makes it. It reads the last pieces of the customer's
line and of the trainee's words, without the mark at their end: a transcriber writes one on every
piece. It runs in ONNX Runtime with 8-bit weights, on one thread.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Tokenizer

from simulator import nets

FOLDER = Path(__file__).with_name("nets")
"""Where the nets lie: one folder a language."""

LINE_PIECES = 16
"""Word pieces of the customer's line that are read: its last ones."""

WORDS_PIECES = 40
"""Word pieces of the trainee's words that are read: their last ones."""

_MARKS = " .?!,;:-\u2026\u2013\u2014\"'"


class Completeness(Protocol):
    """Tells whether a turn is complete, from its words."""

    def log_odds(self, words: str, line: str) -> float:
        """The log odds that these words, after this line, are all: above 0 rather yes."""
        ...


class Card(nets.Card):
    """`net.json`: how many turns the net has read."""

    turns: int


class CompletenessNet:
    """`Completeness` of one language.

    Args:
        folder: with `net.onnx`, `tokenizer.json` and `net.json`.

    Raises:
        SimmerdownError: a file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        _, self._tokenizer, self._session = nets.load(folder, Card, "the net for the ends of turns")

    def log_odds(self, words: str, line: str) -> float:
        """See `Completeness`."""
        head, own = pieces(self._tokenizer, words, line)
        ids = np.array([[*head, *own]], np.int64)
        types = np.zeros_like(ids)
        types[0, len(head) :] = 1
        (out,) = self._session.run(None, {"ids": ids, "types": types})
        return round(float(np.ravel(out)[0]), 3)


def pieces(tokenizer: Tokenizer, words: str, line: str) -> tuple[list[int], list[int]]:
    """What the net reads: the pieces of the customer's line, and of the words so far, with their marks."""
    first, cut = (int(tokenizer.token_to_id(mark) or 0) for mark in ("[CLS]", "[SEP]"))
    before, said = (tokenizer.encode(bare(text), add_special_tokens=False).ids for text in (line, words))
    return [first, *before[-LINE_PIECES:], cut], [*said[-WORDS_PIECES:], cut]


@cache
def of_language(language: str) -> CompletenessNet | None:
    """The net of a language; None: there is none, and nobody knows when its words are complete."""
    folder = FOLDER / language
    return CompletenessNet(folder) if folder.is_dir() else None


def bare(text: str) -> str:
    """A text as the net reads it: in small letters, without the marks at its end."""
    return text.lower().rstrip(_MARKS)
