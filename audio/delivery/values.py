"""What is measured of delivery, as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audio.delivery.methods import METHODS
from audio.delivery.pauses import Pause


@dataclass(frozen=True, slots=True)
class Measure:
    """One number, or why there is none.

    Attributes:
        value: None = not measured.
        unit: as `METHODS` has it.
        confidence: 0 to 1, by the rule in `audio.delivery.measure`; 0 where nothing was measured.
        reason: why nothing was measured, or empty.
    """

    value: float | None
    unit: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one stretch of one speaker's speech was delivered. `METHODS` tells how each is measured.

    Attributes:
        speech_s: from the first to the last speech.
        phonation_s: the same without the pauses.
        syllables: syllable nuclei.
        speech_rate: syllables a second, pauses included.
        articulation_rate: syllables a second without the pauses.
        pause_count: how many pauses there are …
        longest_pause_s: … and the length of the longest, 0 if there is none.
        loudness_db: level of the speech, dBFS.
        loudness_range_db: by how much the level of the voiced speech moves.
        pitch_hz: median fundamental frequency.
        pitch_range_st: its 10th to 90th percentile, in semitones.
        fillers: filled pauses ("um", "uh").
        pauses: where the pauses are.
    """

    speech_s: Measure
    phonation_s: Measure
    syllables: Measure
    speech_rate: Measure
    articulation_rate: Measure
    pause_count: Measure
    longest_pause_s: Measure
    loudness_db: Measure
    loudness_range_db: Measure
    pitch_hz: Measure
    pitch_range_st: Measure
    fillers: Measure
    pauses: tuple[Pause, ...]

    def __iter__(self) -> Iterator[tuple[str, Measure]]:
        """Every measure with its name, in the order of `METHODS`."""
        return ((name, getattr(self, name)) for name in METHODS)
