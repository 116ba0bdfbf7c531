"""After an abusive call: a moment to breathe, and where to turn."""

from __future__ import annotations

from collections.abc import Callable

from simulator.customer.lines import INSULT
from simulator.scoring.facts import Facts

ABUSIVE = INSULT
"""From this intensity of a line on, a call was abusive."""

SUPPORT = (
    "Nobody has to take abuse as part of the job. After a real call like this one:\n"
    "  - take a short break before the next call;\n"
    "  - tell your supervisor that the caller was abusive, and have it put on record;\n"
    "  - use the support that your workplace offers: somebody to go over the call with, or counselling."
)

IN_S, OUT_S, BREATHS = 4.0, 6.0, 5
"""A slow breath, out longer than in; so many take fifty seconds."""


def abusive(facts: Facts) -> bool:
    """Whether the customer was abusive in a call."""
    return any(line.intensity >= ABUSIVE for line in facts.lines)


def breathe(show: Callable[[str], None], waited: Callable[[float], bool]) -> bool:
    """Pace some slow breaths, and tell whether they were gone through to the end.

    Args:
        show: puts a line on the screen, over the one before.
        waited: waits for so many seconds; False: the user wants no more.
    """
    for number in range(1, BREATHS + 1):
        for what, length_s in (("Breathe in …", IN_S), ("… and out", OUT_S)):
            show(f"{what:<14} {number} of {BREATHS}")
            if not waited(length_s):
                return False
    return True
