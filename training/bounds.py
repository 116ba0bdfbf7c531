"""How sure the net must be: chosen on replies that it has not learnt from.

What gives a trainee credit, or costs points, must seldom be wrong, so a bound is the lowest one at
which enough of what is heard is right; a few replies more or less must not move it far, so every
count starts from what is usual. The replies kept back are of the same making as those learnt from,
and others come out a few points less right: hence the least bound.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.ear.labels import LABELS

PRECISION = 0.86
"""What is heard should be right this often."""

USUAL = 6
"""Imagined finds, as often right as they should be, that every count starts from."""

ALONE = (0.75, 0.8, 0.85, 0.9, 0.95)
AGREED = (0.05, 0.1, 0.2, 0.3, 0.4)
"""The bounds to choose from: the net alone, and beside a rule."""

LEAST = {"acknowledgement": 0.95, "paraphrase": 0.85, "reassurance": 0.95, "dismissive": 0.95}
"""Where the net alone must be surer still: on development replies of another making it was often wrong."""


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
    for label, name in enumerate(LABELS[: scores.shape[1]]):
        counted = known[:, label]
        score, rule, there = scores[counted, label], by_rule[counted, label], truth[counted, label]
        alone.append(max(LEAST.get(name, 0.0), _lowest(ALONE, score, there)))
        agreed.append(_lowest(AGREED, score[rule], there[rule]))
    return alone, agreed


def _lowest(bounds: tuple[float, ...], score: NDArray[np.float64], there: NDArray[np.bool_]) -> float:
    """The lowest bound from which on enough is right; the highest if none will do."""
    for bound in bounds:
        heard = score >= bound
        if PRECISION * USUAL + there[heard].sum() >= PRECISION * (USUAL + heard.sum()):
            return bound
    return bounds[-1]
