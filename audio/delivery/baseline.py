"""The same speaker's own delivery, from several stretches of speech: what a change is measured against."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from audio.delivery.methods import METHODS
from audio.delivery.values import Delivery, Measure

LEAST_CONFIDENCE = 0.6
"""A measure of less confidence (seven syllables, speech 22 dB above the noise) is not compared. A guess."""

NEVER = "in none of the stretches was it measured surely"


def surely(delivery: Delivery) -> Delivery:
    """The delivery without the measures that are too uncertain to be compared."""
    return Delivery(
        **{
            name: measure
            if measure.confidence >= LEAST_CONFIDENCE
            else Measure(None, measure.unit, 0.0, measure.reason or "measured too uncertainly")
            for name, measure in delivery
        },
        pauses=delivery.pauses,
    )


def baseline(deliveries: Iterable[Delivery]) -> Delivery:
    """The median of each measure over the stretches in which it was measured surely."""
    known = [surely(delivery) for delivery in deliveries]
    return Delivery(
        **{name: _middle([getattr(each, name) for each in known], METHODS[name].unit) for name in METHODS},
        pauses=(),
    )


def _middle(measures: list[Measure], unit: str) -> Measure:
    found = [(each.value, each.confidence) for each in measures if each.value is not None]
    if not found:
        return Measure(None, unit, 0.0, NEVER)
    return Measure(median(value for value, _ in found), unit, median(sure for _, sure in found), "")
