"""What an author named by plain words, found in a reply: a fact that is asked for, a remedy offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from simulator.ear.lexicon import Lexicon, Phrases, finder
from simulator.ear.wording import Wording

Span = tuple[int, int]


class Topics:
    """Makes finders of topics, for normalised replies.

    Args:
        lexicon: knows how offers and denials sound.
        sets: its sets, expanded.
    """

    def __init__(self, lexicon: Lexicon, sets: dict[str, str]) -> None:
        self._sets = sets
        self._inflections = lexicon.inflections
        self._offering = f"({'|'.join(lexicon.offering)})"
        self._before = tuple(f"({negation}) ..." for negation in lexicon.negations)
        self._denied = finder(lexicon.negations, sets)

    def finder(self, words: Iterable[str], *, offered: bool) -> Callable[[str], Span | None]:
        """What finds any of the words, unless it is denied; `offered`: only after an offer begins."""
        frame = f"{self._offering} ... ... " if offered else ""
        any_ = tuple(f"{frame}{word.lower()}{self._inflections}" for word in words)
        wording = Wording(Phrases(any=any_, unless_before=self._before), self._sets)

        def find(reply: str) -> Span | None:
            span = wording.find(reply)
            return span if span is not None and not self._denied.search(reply, *span) else None

        return find
