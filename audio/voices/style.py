"""How heat sounds: louder, higher, livelier and a little faster.

Hot anger in acted speech has a raised and widened pitch and more energy (the direction is well
established; the amounts here were set by ear and kept within what a small net says clearly).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from audio.pcm import FULL_SCALE, Samples, level_db

HOTTEST = 10.0


@dataclass(frozen=True, slots=True)
class Style:
    """Factors relative to the voice's own manner, and a level in dBFS."""

    speed: float
    pitch: float
    pitch_range: float
    level_db: float

    @classmethod
    def at(cls, heat: float) -> Self:
        """The style at a heat of 0 to 10."""
        share = min(max(heat, 0.0), HOTTEST) / HOTTEST
        return cls(
            speed=1.0 + 0.14 * share,
            pitch=0.97 + 0.18 * share,
            pitch_range=0.9 + 0.5 * share,
            level_db=-24.0 + 6.0 * share,
        )

    def leveled(self, samples: Samples) -> Samples:
        """The samples at the style's level, softly limited below full scale."""
        if not len(samples):
            return samples
        gain = 10 ** ((self.level_db - level_db(samples)) / 20)
        floats = samples.astype(np.float64) / FULL_SCALE * gain
        knee = 0.6
        over = np.abs(floats) > knee
        soft = knee + (1 - knee) * np.tanh((np.abs(floats) - knee) / (1 - knee))
        floats = np.where(over, np.sign(floats) * soft, floats)
        return np.clip(np.rint(floats * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
