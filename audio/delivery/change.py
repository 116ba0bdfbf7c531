"""How a delivery differs from the same speaker's own."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from audio.delivery.values import Delivery, Measure


@dataclass(frozen=True, slots=True)
class Change:
    """From `own` to `now`; None where either was not measured.

    Attributes:
        articulation_rate: ratio, 1.2 = a fifth faster.
        loudness_db: difference in dB, positive = louder. It holds only for one microphone in one place.
        pitch_st: difference in semitones, positive = higher.
        pitch_range_st: difference in semitones, positive = livelier.
    """

    articulation_rate: float | None
    loudness_db: float | None
    pitch_st: float | None
    pitch_range_st: float | None


def change(own: Delivery, now: Delivery) -> Change:
    """What changed from a speaker's own delivery (a baseline) to the one now."""
    rate = _both(own.articulation_rate, now.articulation_rate)
    pitch = _both(own.pitch_hz, now.pitch_hz)
    return Change(
        rate[1] / rate[0] if rate else None,
        _difference(own.loudness_db, now.loudness_db),
        12 * log2(pitch[1] / pitch[0]) if pitch else None,
        _difference(own.pitch_range_st, now.pitch_range_st),
    )


def _difference(own: Measure, now: Measure) -> float | None:
    both = _both(own, now)
    return both[1] - both[0] if both else None


def _both(own: Measure, now: Measure) -> tuple[float, float] | None:
    return None if own.value is None or now.value is None else (own.value, now.value)
