"""How heat sounds: louder, higher, livelier and a little faster.

Hot anger in acted speech has a raised and widened pitch and more energy (the direction is well
established; the amounts here were set by ear and kept within what a small net says clearly).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from audio.effects import louder
from audio.pcm import Samples, level_db
from audio.ports import Traits

HOTTEST = 10.0
_MIDDLING = Traits()
PACES = {"slow": 0.86, "middle": 1.0, "fast": 1.12}
PITCHES = {"low": 0.9, "middle": 1.0, "high": 1.1}


@dataclass(frozen=True, slots=True)
class Style:
    """Factors relative to the voice's own manner, and a level in dBFS."""

    speed: float
    pitch: float
    pitch_range: float
    level_db: float

    @classmethod
    def at(cls, heat: float, traits: Traits = _MIDDLING) -> Self:
        """The style of such a person at a heat of 0 to 10."""
        share = min(max(heat, 0.0), HOTTEST) / HOTTEST
        return cls(
            speed=(1.0 + 0.14 * share) * PACES[traits.pace],
            pitch=(0.97 + 0.18 * share) * PITCHES[traits.pitch],
            pitch_range=0.9 + 0.5 * share,
            level_db=-24.0 + 6.0 * share,
        )

    @staticmethod
    def name(traits: Traits) -> str:
        """What of the traits is made by style, as a part of a voice's name: "-low-fast", or nothing."""
        return "".join(f"-{trait}" for trait in (traits.pitch, traits.pace) if trait != "middle")

    def leveled(self, samples: Samples) -> Samples:
        """The samples at the style's level, softly limited below full scale."""
        if not len(samples):
            return samples
        return louder(samples, self.level_db - level_db(samples))
