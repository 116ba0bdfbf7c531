"""One rule of the lexicon, ready to look for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from simulator.ear.lexicon import LEFT, RIGHT, Phrases, Rule, expression, finder
from simulator.ear.text import asked


class Wording:
    """A rule, or phrases of another kind, compiled.

    Args:
        phrases: as they stand in the lexicon.
        sets: the lexicon's sets, expanded.
    """

    def __init__(self, phrases: Phrases, sets: dict[str, str]) -> None:
        self.id = phrases.id if isinstance(phrases, Rule) else ""
        self.label = phrases.label if isinstance(phrases, Rule) else ""
        self._asked = isinstance(phrases, Rule) and phrases.asked
        customer = phrases.needs_customer if isinstance(phrases, Rule) else ""
        self._customer = finder([customer], sets) if customer else None
        self._any = finder(phrases.any, sets)
        self._before = _edge(phrases.unless_before, sets, r"{}[ ,]*\Z")
        self._after = _edge(phrases.unless_after, sets, r"[ ,.]*{}")
        self._anywhere = finder(phrases.unless_anywhere, sets) if phrases.unless_anywhere else None

    def find(self, text: str, customer: str = "") -> tuple[int, int] | None:
        """Where in a normalised reply it holds first, as (start, end)."""
        if self._customer and not self._customer.search(customer):
            return None
        if self._anywhere and self._anywhere.search(text):
            return None
        spans = (found.span(found.lastindex or 0) for found in self._any.finditer(text))
        return next((span for span in spans if not self._vetoed(text, *span)), None)

    def _vetoed(self, text: str, start: int, end: int) -> bool:
        return bool(
            (self._before and self._before.search(text[:start]))
            or (self._after and self._after.match(text, end))
            or (self._asked and not asked(text, end))
        )


def only(patterns: Iterable[str], sets: dict[str, str]) -> re.Pattern[str]:
    """One or more of the patterns, and nothing else."""
    ways = "|".join(expression(pattern, sets) for pattern in patterns)
    return re.compile(f"[ ,.?]*(?:{LEFT}(?:{ways}){RIGHT}[ ,.?]*)+")


def _edge(patterns: Iterable[str], sets: dict[str, str], place: str) -> re.Pattern[str] | None:
    ways = "|".join(expression(pattern, sets) for pattern in patterns)
    return re.compile(place.format(rf"(?:(?<![\w'])|(?=\?))(?:{ways}){RIGHT}")) if ways else None
