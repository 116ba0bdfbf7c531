"""The buffer between the call and the loudspeaker, kept near a cushion's length."""

from __future__ import annotations

from collections import deque
from threading import Lock

import numpy as np

from audio.pcm import Samples
from audio.ports import Faults

CUSHION_S = 0.064
"""Seconds of sound that are kept between `push` and `pull`: two frames …"""

MOST_CUSHION_S = 0.2
"""… and the most that it grows to on a busy machine."""


class ElasticBuffer:
    """Samples of the device's rate: frames go in on one thread, any count comes out on another.

    The microphone's clock and the loudspeaker's may drift apart; a frame of silence is left out, or
    played twice, to make up for it. The cushion grows when the loudspeaker runs dry: a busy machine
    trades a little delay for unbroken sound. `flowing` tells whether sound is being played.

    Args:
        rate: the device's, in samples per second.
        faults: where running dry is counted.
    """

    def __init__(self, rate: float, faults: Faults) -> None:
        self._faults = faults
        self._cushion = round(CUSHION_S * rate)
        self._most = round(MOST_CUSHION_S * rate)
        self._lock = Lock()
        self._parts: deque[Samples] = deque()
        self._held = 0
        self.flowing = False

    def push(self, samples: Samples, *, silent: bool) -> None:
        """Add samples; silent ones may be left out or doubled."""
        with self._lock:
            if silent and self._held > self._cushion + len(samples):
                return  # the speaker's clock is slow, or the machine was: catch up in silence
            if silent and self.flowing and self._held < self._cushion // 2:
                self._parts.append(np.zeros_like(samples))  # its clock is fast
                self._held += len(samples)
            self._parts.append(samples)
            self._held += len(samples)

    def pull(self, count: int) -> Samples:
        """The next samples; silence for what is not there."""
        out = np.zeros(count, np.int16)
        with self._lock:
            if not self.flowing:
                self.flowing = self._held >= max(self._cushion, count)
                if not self.flowing:
                    return out
            at = 0
            while at < count and self._parts:
                part = self._parts[0]
                size = min(len(part), count - at)
                out[at : at + size] = part[:size]
                at += size
                if size == len(part):
                    self._parts.popleft()
                else:
                    self._parts[0] = part[size:]
            self._held -= at
            if at < count:
                self._faults.underflows += 1
                self.flowing = False
                self._cushion = min(round(1.5 * self._cushion), self._most)
        return out

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._parts.clear()
            self._held = 0
            self.flowing = False
