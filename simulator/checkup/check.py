"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the machine.

    Attributes:
        ok: whether it works. A part that is not `needed` may be missing.
        fact: what was found or measured.
        remedy: how to get or mend it; "" when there is nothing to do.
        value: the figure behind the fact, if there is one, in `unit`.
    """

    name: str
    ok: bool
    needed: bool
    fact: str
    remedy: str = ""
    value: float | None = None
    unit: str = ""
