"""Cohen's kappa: how far two judges agree beyond what chance would give them (Cohen 1960).

Both put the same things into the same categories. With `agreed` the share that they put alike, and
`chance` the share that two judges would put alike who use each category as often as these do, but
without looking:

    kappa = (agreed - chance) / (1 - chance)

1 is full agreement, 0 is no more than chance. Where both use one and the same category for everything,
it is 0 / 0: nothing can be told, and it is None here.

The interval is a percentile bootstrap. Whole calls are drawn, not single pairs, since what is judged
in one call belongs together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
"""How often the first judge chose the row and the second the column; before it, any other axes."""

DRAWS = 2000
LEVEL = 0.95

BANDS = ((0.80, "almost perfect"), (0.60, "substantial"), (0.40, "moderate"), (0.20, "fair"), (0.0, "slight"))
"""The names that Landis and Koch (1977) gave; each reaches from above its number up to the next."""


def kappa(counts: Counts) -> float | None:
    """Cohen's kappa of a square table; None where it is not defined."""
    found = float(_kappas(counts))
    return None if np.isnan(found) else found


def interval(by_call: Counts, *, seed: int = 0) -> tuple[float, float] | None:
    """Between which values kappa lies at the 95 % level, from a table for each call; None: not defined."""
    calls = len(by_call)
    drawn = np.random.default_rng(seed).multinomial(calls, [1 / calls] * calls, size=DRAWS)
    found = _kappas(np.tensordot(drawn, by_call, axes=1))
    found = found[~np.isnan(found)]
    if not len(found):
        return None
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def band(value: float) -> str:
    """The name of a kappa's band."""
    return next((name for above, name in BANDS if value > above), "slight" if value == 0 else "poor")


def _kappas(counts: NDArray[Any]) -> NDArray[np.float64]:
    """Kappa of each table; NaN where it is not defined."""
    whole = counts.sum(axis=(-2, -1)).astype(np.float64)
    alike = np.trace(counts, axis1=-2, axis2=-1)
    by_chance = (counts.sum(axis=-1) * counts.sum(axis=-2)).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):  # 0 / 0 is the answer, not an accident
        return np.asarray((alike * whole - by_chance) / (whole * whole - by_chance))
