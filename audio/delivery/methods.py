"""How each measure is made, and whose method it is: one table, by the names of `Delivery`'s fields.

The full references stand where each method is: `activity`, `nuclei`, `pauses`, `loudness`, `pitch`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Method:
    """How a measure is made: its unit, in a few words how, and the source."""

    unit: str
    method: str
    source: str


_WEMPE = "de Jong & Wempe 2009"
_PAUSES = ("silences of 0.25 s or more", "Goldman-Eisler 1968")

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "speech_s": Method("s", "first to last speech, by level", _WEMPE),
        "phonation_s": Method("s", "speech without its pauses", _WEMPE),
        "syllables": Method("syll", "voiced peaks between dips of 2 dB", _WEMPE),
        "speech_rate": Method("syll/s", "syllables / speech_s", _WEMPE),
        "articulation_rate": Method("syll/s", "syllables / phonation_s", _WEMPE),
        "pause_count": Method("pauses", *_PAUSES),
        "longest_pause_s": Method("s", *_PAUSES),
        "loudness_db": Method("dBFS", "mean power of the speech", "ITU-T P.56 (idea)"),
        "loudness_range_db": Method("dB", "20th-80th percentile, voiced", "Eyben et al. 2016"),
        "pitch_hz": Method("Hz", "median F0, autocorrelation", "Boersma 1993"),
        "pitch_range_st": Method("st", "10th-90th percentile of F0", "Boersma 1993"),
        "fillers": Method("fillers", "none", "none"),
    }
)
"""Name of the measure -> unit, method and source."""
