"""A paraphrase: the customer's own content, said back."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.ear.lexicon import Restating, finder
from simulator.ear.text import TOKEN, sentences, stem

SHARED_IN_FRAME = 2
"""Content words of the customer's that make a paraphrase after "so you've been …"."""

SHARED_BARE = 3
"""Content words of the customer's that make a paraphrase in a plain statement."""

REACH = 28
"""Words after the opening of a restatement that can belong to it."""


class Restated:
    """Finds where the customer's content is said back.

    Args:
        restating: how that is known.
        sets: the lexicon's sets, expanded.
    """

    def __init__(self, restating: Restating, sets: dict[str, str]) -> None:
        self._frames = finder(restating.frames, sets)
        self._own = finder(restating.own, sets) if restating.own else None
        self._common = frozenset(restating.common)
        self._same = {stem(word): stem(group[0]) for group in restating.same for word in group}

    def find(self, text: str, customer: str, earlier: str = "") -> tuple[int, int] | None:
        """Where in a normalised reply the customer is restated first.

        Args:
            text: the reply.
            customer: the customer's normalised line before it.
            earlier: normalised lines before that one; they are restated only where a restatement
                opens ("so you've been …"), since people share more and more words in a long talk.
        """
        told = {key for key, _, _ in self._content(customer, 0, len(customer))}
        before = told | {key for key, _, _ in self._content(earlier, 0, len(earlier))}
        spans = (
            span for start, end in sentences(text) for span in self._within(text, start, end, told, before)
        )
        return min(spans, default=None)

    def _within(
        self, text: str, start: int, end: int, told: set[str], before: set[str]
    ) -> Iterator[tuple[int, int]]:
        own = self._own.search(text, start, end) if self._own else None
        bare = (
            [] if text[end : end + 1] == "?" else self._shared(text, start, own.start() if own else end, told)
        )
        if len({key for key, _, _ in bare}) >= SHARED_BARE:
            yield bare[0][1], bare[-1][2]
        for frame in self._frames.finditer(text, start, end):
            at = frame.start(frame.lastindex or 0)
            shared = self._shared(text, at, end, before)
            if len({key for key, _, _ in shared}) >= SHARED_IN_FRAME:
                yield at, shared[-1][2]

    def _shared(self, text: str, start: int, end: int, told: set[str]) -> list[tuple[str, int, int]]:
        words = list(TOKEN.finditer(text, start, end))
        if len(words) > REACH:
            end = words[REACH].start()
        return [each for each in self._content(text, start, end) if each[0] in told]

    def _content(self, text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        for found in TOKEN.finditer(text, start, end):
            if found[0] not in self._common and (len(found[0]) > 2 or found[0].isdigit()):
                root = stem(found[0])
                yield self._same.get(root, root), *found.span()
