"""The sound card: a microphone and a loudspeaker as frames, through PortAudio.

    mic callback ──► bounded queue ──► to 16 kHz frames ──► read()
    play() ──► to the device's rate ──► elastic buffer ──► speaker callback

Two streams, one each way (one duplex stream stalls on some systems, and the devices need not be
one card). Callbacks only copy. Whatever goes wrong is counted in `Faults`: input that was lost is
replaced by silence of the same length, since frames are the clock of everything above; and the two
cards' clocks may drift apart, so a frame of silence is left out, or played twice, when the buffer
has become too full or too empty.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audio import portaudio
from audio.devices import devices, open_stream, pick
from audio.elastic import CUSHION_S, ElasticBuffer
from audio.errors import DeviceError
from audio.health import of_rate
from audio.pcm import RATE, Samples
from audio.ports import Ailment, Faults
from audio.resample import FromFrames, ToFrames

_QUEUE_BLOCKS = 512
_LOST_AFTER_S = 1.0
_WARM_UP_S = 5.0  # until the first sound: Bluetooth and sound servers take a second or two to begin


class SoundCard:
    """An open microphone and loudspeaker.

    Args:
        mic: name, part of a name or index; None follows the system's default.
        speaker: likewise.

    Raises:
        DeviceError: one of them can't be found or opened.
    """

    def __init__(self, mic: str | None = None, speaker: str | None = None) -> None:
        known = devices()
        sd = portaudio.library()
        self.mic = pick("mic", mic, known)
        self.speaker = pick("speaker", speaker, known)
        self.faults = Faults()
        self._blocks: queue.Queue[tuple[NDArray[np.int16], bool, float]] = queue.Queue(_QUEUE_BLOCKS)
        self._frames: deque[Samples] = deque()
        self._last_adc = 0.0
        self._gap = False
        self._heard = False
        self._last_heard = time.monotonic()
        self._in_stream, self._in_rate = open_stream(sd.InputStream, self.mic, self._on_mic)
        try:
            self._out_stream, out_rate = open_stream(sd.OutputStream, self.speaker, self._on_speaker)
        except DeviceError:
            portaudio.close(self._in_stream)
            raise
        self._to_frames = ToFrames(self._in_rate)
        self._from_frames = FromFrames(out_rate)
        self._out = ElasticBuffer(out_rate, self.faults)
        self._latency_s = (float(self._in_stream.latency), float(self._out_stream.latency))
        try:
            self._in_stream.start()
            self._out_stream.start()
        except sd.PortAudioError as error:
            self.close()
            raise DeviceError(f"the sound devices can't be started ({error})", hint=portaudio.HINT) from error
        self._last_heard = time.monotonic()

    @property
    def latency_s(self) -> tuple[float, float]:
        """What the devices state as their latency: (mic, speaker), in seconds."""
        return self._latency_s

    @property
    def added_latency_s(self) -> float:
        """What this class adds between `play` and the speaker: the cushion."""
        return CUSHION_S

    def ailments(self) -> tuple[Ailment, ...]:
        """What the microphone's own rate tells about it."""
        ailment = of_rate(self.mic.rate)
        return (ailment,) if ailment is not None else ()

    def read(self, timeout_s: float) -> Samples | None:
        """The next frame of the microphone; None if none came within the timeout."""
        deadline = time.monotonic() + timeout_s
        while not self._frames:
            left = deadline - time.monotonic()
            try:
                block, gap, adc = (
                    self._blocks.get(timeout=max(0.001, left)) if left > 0 else (None, False, 0.0)
                )
            except queue.Empty:
                block, gap, adc = None, False, 0.0
            if block is None:
                return None
            self._take(block, gap=gap, adc=adc)
        return self._frames.popleft()

    def lost(self) -> bool:
        """Whether a device has gone: a stream stopped, or the microphone has sent nothing for a second."""
        silent_s = time.monotonic() - self._last_heard
        most_s = _LOST_AFTER_S if self._heard else _WARM_UP_S
        return silent_s > most_s or not (self._in_stream.active and self._out_stream.active)

    def play(self, frame: Samples) -> None:
        """Queue a frame for the loudspeaker."""
        self._out.push(self._from_frames.push(frame), silent=not frame.any())

    def hush(self) -> None:
        """Drop everything that is queued but not yet played."""
        self._out.clear()

    def close(self) -> None:
        """Stop both streams; closing twice is harmless."""
        for stream in (self._in_stream, self._out_stream):
            portaudio.close(stream)

    def _take(self, block: NDArray[np.int16], *, gap: bool, adc: float) -> None:
        """Turn a block into frames, with silence in the place of what was lost before it."""
        if gap and self._last_adc > 0 and adc > self._last_adc:
            lost = min(round((adc - self._last_adc) * self._in_rate), round(10 * self._in_rate))
            if lost > 0.005 * self._in_rate:
                self.faults.lost_samples += round(lost * RATE / self._in_rate)
                self._frames += self._to_frames.push(np.zeros(lost, np.int16))
        self._last_adc = adc + len(block) / self._in_rate
        self._frames += self._to_frames.push(block)

    def _on_mic(self, data: NDArray[np.int16], _count: int, times: Any, status: Any) -> None:
        self._last_heard = time.monotonic()
        self._heard = True
        if status.input_overflow:
            self.faults.overflows += 1
            self._gap = True
        try:
            self._blocks.put_nowait((data.copy(), self._gap, float(times.inputBufferAdcTime)))
        except queue.Full:
            self.faults.overflows += 1
            self._gap = True
        else:
            self._gap = False

    def _on_speaker(self, out: NDArray[np.int16], count: int, _times: Any, status: Any) -> None:
        if status.output_underflow and self._out.flowing:  # the callback itself came too late
            self.faults.underflows += 1
        out[:] = self._out.pull(count)[:, None]
