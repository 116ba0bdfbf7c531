"""From any device's samples to frames and back, as a stream."""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray

from audio.pcm import FRAME, RATE, Samples, to_floats, to_samples

# The streams run on floats: on int16 soxr adds dither, and a muted microphone would no longer be silent.
_QUALITY = "HQ"  # of soxr's recipes the one that holds back least: 20-30 ms in the mean, 37-57 ms at most


class ToFrames:
    """Blocks of a device, any rate and number of channels, to frames."""

    def __init__(self, rate: float) -> None:
        self._stream = None if rate == RATE else soxr.ResampleStream(rate, RATE, 1, "float32", _QUALITY)
        self._live: NDArray[np.bool_] | None = None
        self._rest: Samples = np.zeros(0, np.int16)

    def push(self, block: NDArray[np.int16]) -> list[Samples]:
        """Take a block of shape (n, channels) or (n,); the frames that are now whole."""
        mono = block if block.ndim == 1 else self._mixed(block)
        if self._stream is not None:
            mono = to_samples(self._stream.resample_chunk(to_floats(mono)))
        joined = np.concatenate([self._rest, mono])
        whole = len(joined) // FRAME * FRAME
        self._rest = joined[whole:]
        return [joined[at : at + FRAME] for at in range(0, whole, FRAME)]

    def _mixed(self, block: NDArray[np.int16]) -> Samples:
        """Channels to mono: the mean of those that have sounded so far.

        So a dead channel (half of a stereo socket) does not halve the other.
        """
        if block.shape[1] == 1 or not len(block):
            return block[:, 0]
        before = np.zeros(block.shape[1], np.bool_) if self._live is None else self._live
        live = np.logical_or.accumulate((block != 0) | before, axis=0)
        self._live = live[-1]
        return np.asarray(block.sum(axis=1, dtype=np.int32) / np.maximum(1, live.sum(axis=1)), np.int16)


class FromFrames:
    """Frames to blocks at a device's rate, mono."""

    def __init__(self, rate: float) -> None:
        self._stream = None if rate == RATE else soxr.ResampleStream(RATE, rate, 1, "float32", _QUALITY)

    def push(self, frame: Samples) -> Samples:
        """Take a frame; the samples for the device that are ready."""
        if self._stream is None:
            return frame
        return to_samples(self._stream.resample_chunk(to_floats(frame)))
