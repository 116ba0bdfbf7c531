"""What the ear needs of a net: how sure it is of each behaviour, and by which words.

The net itself is an engine (`neural`); this is only its shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure a net is of a behaviour.

    Attributes:
        p: from 0 to 1, rounded to two digits.
        start: the first character of the words that made it so …
        end: … and the one after the last.
    """

    p: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """How sure is sure enough, for one behaviour.

    Attributes:
        alone: from here on the net is believed on its own.
        agreed: from here on it bears out what a rule found.
    """

    alone: float
    agreed: float


class Net(Protocol):
    """Scores a reply for every behaviour; the same words give the same scores."""

    @property
    def bounds(self) -> Mapping[str, Bounds]:
        """For each behaviour."""
        ...

    def scores(self, reply: str, customer_line: str) -> Mapping[str, Sure]:
        """For each behaviour, how sure it is that the reply shows it."""
        ...
