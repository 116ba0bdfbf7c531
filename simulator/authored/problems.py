"""What can be wrong with an author's file: flaws by place, problems by line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from simulator.errors import AuthoredError

Place = tuple[str | int, ...]
"""Where in a file: keys and positions, from the top."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in a model, by its place in the file.

    Attributes:
        key: whether the key at that place is meant, not its value.
        severity: an "error" makes the file useless, a "warning" less good.
    """

    place: Place
    what: str
    hint: str = ""
    key: bool = False
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A flaw with its line and column, both from 1."""

    path: Path
    line: int
    column: int
    what: str
    hint: str = field(compare=False)
    severity: Literal["error", "warning"] = field(default="error", compare=False)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.what}"

    def as_error(self, guide: str) -> AuthoredError:
        """The same, to be raised."""
        return AuthoredError(str(self), hint=self.hint or f"see {guide}")


def meant(name: object, known: Iterable[str]) -> str:
    """A hint for a name that is not known."""
    names = list(known)
    near = get_close_matches(str(name), names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known: {', '.join(names)}" if names else "there are none here"
