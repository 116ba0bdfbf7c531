"""Is the microphone fit for a call? Told in plain words within two seconds of listening."""

from __future__ import annotations

from collections import deque

import numpy as np

from audio.pcm import FRAME, FRAME_S, RATE, Samples, level_db, to_floats
from audio.ports import Ailment

_SILENT_S = 1.5
_MUTED_S = 10.0  # once a microphone has lived: noise gates give shorter stretches of zeros
_CLIPPED_SHARE = 0.002
_CLIPPED_FRAMES = 62  # the last two seconds
_NARROW_S = 0.6
_NARROW_DB = -45.0
_FULL = 32_700


ZEROS = Ailment(
    "mic-zeros",
    "The microphone gives pure silence. It is muted, or this program may not use it: "
    "check the mute switch and the system's privacy settings for the microphone.",
)
CLIPPED = Ailment(
    "mic-clipped",
    "The microphone is too loud and distorts. Lower the input level, or move back a little.",
)
NARROW = Ailment(
    "mic-narrow",
    "The microphone has only telephone quality, as Bluetooth headsets do in calls. "
    "Transcripts will be worse: a wired headset or the laptop's own microphone hears better.",
)


def of_rate(rate: float) -> Ailment | None:
    """What a device's own sample rate tells: Bluetooth's call profiles run at 8 or 16 kHz."""
    return NARROW if rate <= 16_000 else None


class MicHealth:
    """Watches frames; each ailment is told once."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._alive = False
        self._zero_run = 0
        self._clipped: deque[int] = deque(maxlen=_CLIPPED_FRAMES)
        self._loud_frames = 0
        self._low = 0.0
        self._high = 0.0

    def push(self, frame: Samples) -> tuple[Ailment, ...]:
        """Take a frame; what has just become clear."""
        sound = bool(frame.any())
        self._alive = self._alive or sound
        self._zero_run = 0 if sound else self._zero_run + 1
        self._clipped.append(int(np.count_nonzero(np.abs(frame.astype(np.int32)) >= _FULL)))
        if level_db(frame) > -45:
            power = np.abs(np.fft.rfft(to_floats(frame) * np.hanning(FRAME))) ** 2
            edge = FRAME * 4200 // RATE
            self._loud_frames += 1
            self._low += float(power[:edge].sum())
            self._high += float(power[edge:].sum())
        found = [ailment for ailment, holds in self._signs() if holds and ailment.id not in self._told]
        self._told.update(ailment.id for ailment in found)
        return tuple(found)

    def _signs(self) -> tuple[tuple[Ailment, bool], ...]:
        loud_s = self._loud_frames * FRAME_S
        narrow = loud_s >= _NARROW_S and self._high < self._low * 10 ** (_NARROW_DB / 10)
        seen = len(self._clipped)
        clipped = seen >= 15 and sum(self._clipped) > _CLIPPED_SHARE * seen * FRAME
        return (
            (ZEROS, self._zero_run * FRAME_S >= (_MUTED_S if self._alive else _SILENT_S)),
            (CLIPPED, clipped),
            (NARROW, narrow),
        )
