"""How sure the net must be: chosen on replies that it has not learnt from.

What gives a trainee credit, or costs points, must seldom be wrong, so a bound is the lowest one at
which enough of what is heard is right; a few replies more or less must not move it far, so every
count starts from what is usual.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PRECISION = 0.88
"""What is heard should be right this often."""

USUAL = 6
"""Imagined finds, `PRECISION` of them right, that every bound starts from."""

ALONE = np.arange(0.40, 0.91, 0.05)
AGREED = np.arange(0.05, 0.41, 0.05)
DEFAULT_ALONE, DEFAULT_AGREED = 0.6, 0.15


def chosen(
    scores: NDArray[np.float64],
    by_rule: NDArray[np.bool_],
    truth: NDArray[np.bool_],
    known: NDArray[np.bool_],
) -> tuple[list[float], list[float]]:
    """For each behaviour, how sure the net must be alone, and beside a rule.

    Args:
        scores: the net's, shape (replies, behaviours).
        by_rule: whether a rule found it, same shape.
        truth: whether it is there, same shape.
        known: whether raters agreed, same shape.
    """
    alone, agreed = [], []
    for label in range(scores.shape[1]):
        counted = known[:, label]
        score, rule, there = scores[counted, label], by_rule[counted, label], truth[counted, label]
        alone.append(_lowest(ALONE, score[~rule], there[~rule], DEFAULT_ALONE))
        agreed.append(_lowest(AGREED, score[rule], there[rule], DEFAULT_AGREED))
    return alone, agreed


def _lowest(
    bounds: NDArray[np.float64], score: NDArray[np.float64], there: NDArray[np.bool_], usual: float
) -> float:
    """The lowest bound above which enough is right; the usual one for too few replies to tell."""
    if not there.any():
        return usual
    ordered: Sequence[float] = [float(round(bound, 2)) for bound in bounds]
    for bound in ordered:
        heard = score >= bound
        right = PRECISION * USUAL + there[heard].sum()
        if right / (USUAL + heard.sum()) >= PRECISION - 0.03:
            return bound
    return ordered[-1]
