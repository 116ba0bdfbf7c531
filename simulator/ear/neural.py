"""The net that ships: a small sentence encoder with a score per word and behaviour.

`training/` holds its data and the command that makes it. It reads the customer's line and the reply
in word pieces; each piece of the reply gets a score for each behaviour, and the reply shows a
behaviour as far as its surest piece does. So the words that a cue quotes are those that made it.

It runs in ONNX Runtime with 8-bit weights, on one thread: about 10 ms a reply.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from audio.errors import SimmerdownError
from simulator import nets
from simulator.ear.labels import LABELS
from simulator.ear.net import Bounds, Sure

FOLDER = Path(__file__).with_name("nets")
"""Where the nets lie: one folder a language."""

CUSTOMER_PIECES = 40
"""Word pieces of the customer's line that are read: its last ones."""

REPLY_PIECES = 160
"""Word pieces of the reply that are read at once; a longer one is read in overlapping stretches."""

OVERLAP = 40

SHARPNESS = 4.0
"""How nearly the soft maximum over the pieces is the hard one; as in training."""

EDGE = 0.5
"""A neighbour belongs to the words of a cue if its score is at least this share of the surest one's."""

_MEMORY = 512  # replies: rehearsals and simulated calls say the same things often

Share = Annotated[float, Field(ge=0, le=1)]


class Card(nets.Card):
    """`net.json`: what a net is, and how sure it must be."""

    labels: tuple[str, ...]
    replies: int
    alone: dict[str, Share]
    agreed: dict[str, Share]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not set(self.labels) == set(self.alone) == set(self.agreed):
            raise ValueError("alone and agreed must have a bound for each of the labels")
        return self


class OnnxNet:
    """`Net` of one language.

    Args:
        folder: with `net.onnx`, `tokenizer.json` and `net.json`.

    Raises:
        SimmerdownError: a file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.card, self._tokenizer, self._session = nets.load(folder, Card, "the ear's net")
        if self.card.labels != LABELS:
            raise SimmerdownError(f"{folder}: the net knows other behaviours than the ear", hint=nets.HINT)
        self._begin = self._tokenizer.token_to_id("[CLS]")
        self._break = self._tokenizer.token_to_id("[SEP]")
        self._bounds = {
            label: Bounds(self.card.alone[label], self.card.agreed[label]) for label in self.card.labels
        }
        self._remembered = lru_cache(_MEMORY)(self._score)

    @property
    def bounds(self) -> Mapping[str, Bounds]:
        """See `Net`."""
        return self._bounds

    def scores(self, reply: str, customer_line: str) -> Mapping[str, Sure]:
        """See `Net`."""
        return self._remembered(reply, customer_line)

    def _score(self, reply: str, customer_line: str) -> Mapping[str, Sure]:
        said = self._tokenizer.encode(reply, add_special_tokens=False)
        if not said.ids:
            return {label: Sure(0.0, 0, 0) for label in LABELS}
        before = self._tokenizer.encode(customer_line, add_special_tokens=False).ids[-CUSTOMER_PIECES:]
        logits = np.full((len(said.ids), len(LABELS)), -np.inf, np.float32)
        for start in range(0, max(1, len(said.ids) - OVERLAP), REPLY_PIECES - OVERLAP):
            part = said.ids[start : start + REPLY_PIECES]
            here = slice(start, start + len(part))
            logits[here] = np.maximum(logits[here], self._logits(before, part))
        surest = (_surest(logits[:, place], said.offsets) for place in range(len(LABELS)))
        return {label: _to_word_edges(sure, reply) for label, sure in zip(LABELS, surest, strict=True)}

    def _logits(self, before: Sequence[int], part: Sequence[int]) -> NDArray[np.float32]:
        """A score per piece and behaviour."""
        head = [self._begin, *before, self._break]
        ids = np.array([[*head, *part, self._break]], np.int64)
        types = np.zeros_like(ids)
        types[0, len(head) :] = 1
        (out,) = self._session.run(None, {"ids": ids, "types": types})
        scores: Any = out[0, len(head) : len(head) + len(part)]
        return np.asarray(scores, np.float32)


def of_language(language: str) -> OnnxNet | None:
    """The net of a language; None: there is none, and the rules listen alone."""
    folder = FOLDER / language
    return OnnxNet(folder) if folder.is_dir() else None


def _surest(logits: NDArray[np.float32], places: Sequence[tuple[int, int]]) -> Sure:
    """How sure the pieces are together, and the run of pieces around the surest one."""
    top = float(logits.max())
    together = top + float(np.log(np.exp(SHARPNESS * (logits - top)).sum())) / SHARPNESS
    ps = _share(logits)
    first = last = int(logits.argmax())
    least = EDGE * ps[first]
    while first > 0 and ps[first - 1] >= least:
        first -= 1
    while last + 1 < len(ps) and ps[last + 1] >= least:
        last += 1
    return Sure(round(float(_share(np.float32(together))), 2), places[first][0], places[last][1])


def _to_word_edges(sure: Sure, text: str) -> Sure:
    """The same, from the beginning of a word to the end of one: pieces are smaller than words."""
    start, end = sure.start, sure.end
    while start < end - 1 and not text[start].isalnum():
        start += 1
    while start > 0 and _within_word(text, start):
        start -= 1
    while end < len(text) and _within_word(text, end):
        end += 1
    return Sure(sure.p, start, end)


def _within_word(text: str, place: int) -> bool:
    """Whether the characters on both sides of a place belong to one word."""
    return all(char.isalnum() or char in "'\u2019" for char in text[place - 1 : place + 1])


def _share(logits: Any) -> Any:
    """Logits as probabilities."""
    return 1 / (1 + np.exp(-logits))
