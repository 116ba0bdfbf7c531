"""The echo canceller: WebRTC's AEC3, through livekit's audio processing module.

Laptop loudspeakers are heard by the laptop's microphone; without this the program would answer
itself. AEC3 works on blocks of 10 ms and finds the delay between the loudspeaker and its echo by
itself. Frames of 32 ms go in and come out, 8 ms later.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from audio.errors import DeviceError, pip_install
from audio.pcm import FRAME, FRAME_S, RATE, Samples, silence

if TYPE_CHECKING:
    from livekit.rtc import AudioFrame, AudioProcessingModule

_BLOCK = RATE // 100
_DELAY = 128  # samples: what a frame can leave over when it is cut into blocks, at the most


RENEW_S = 90.0
"""After so long a fresh module takes over: with time an AEC3 takes away ever more of the near voice
(`bench.echo --minutes 10`: 3 dB in the first minute, 10 dB after ten)."""

MOST_DELAY_S = 0.5
"""AEC3 refuses a greater first guess; it finds the delay by itself anyway."""

WARM_UP_S = 20.0
"""So long the fresh module listens in before it does, to know the room."""


class Aec3:
    """`EchoCanceller` on WebRTC's AEC3, with its high-pass filter.

    Args:
        delay_s: the devices' stated latency from playing to hearing; a first guess for AEC3, which takes
            none above `MOST_DELAY_S`.
        renew_s: the age at which a fresh module takes over, in seconds.

    Raises:
        DeviceError: livekit is missing or does not work on this machine.
    """

    def __init__(self, delay_s: float = 0.1, *, renew_s: float = RENEW_S) -> None:
        try:
            from livekit.rtc import AudioProcessingModule  # noqa: PLC0415 - half a second to import
        except (ImportError, OSError) as error:
            raise DeviceError(
                f"the echo canceller can't be loaded ({error})",
                hint=f"{pip_install('livekit')}; or wear a headset and use --ears open",
            ) from error
        self._new: Callable[[], AudioProcessingModule] = partial(
            AudioProcessingModule, echo_cancellation=True, high_pass_filter=True
        )
        self._module = self._new()
        self._next: AudioProcessingModule | None = None
        self._age_s = 0.0
        self._delay_ms = round(min(delay_s, MOST_DELAY_S) * 1e3)
        self._renew_s = renew_s
        self._mic: Samples = silence(0)
        self._speaker: Samples = silence(0)
        self._out: Samples = silence(_DELAY)

    def clean(self, mic: Samples, speaker: Samples) -> Samples:
        """The microphone's frame without the echo; `speaker` is the frame played last."""
        self._mic = np.concatenate([self._mic, mic])
        self._speaker = np.concatenate([self._speaker, speaker])
        done = [self._out]
        while len(self._mic) >= _BLOCK:
            done.append(self._cleaned(self._module))
            if self._next is not None:
                self._cleaned(self._next)
            self._mic, self._speaker = self._mic[_BLOCK:], self._speaker[_BLOCK:]
        joined = np.concatenate(done)
        self._out = joined[FRAME:]
        self._grow_old()
        return joined[:FRAME]

    def _cleaned(self, module: AudioProcessingModule) -> Samples:
        """The next block of the microphone, as a module cleans it."""
        module.process_reverse_stream(_block(self._speaker[:_BLOCK]))
        module.set_stream_delay_ms(self._delay_ms)
        block = _block(self._mic[:_BLOCK])
        module.process_stream(block)
        return np.frombuffer(block.data, np.int16)

    def _grow_old(self) -> None:
        """Let a fresh module listen in, and take over, when it is time."""
        self._age_s += FRAME_S
        if self._next is None and self._age_s >= self._renew_s - WARM_UP_S:
            self._next = self._new()
        elif self._next is not None and self._age_s >= self._renew_s:
            self._module, self._next, self._age_s = self._next, None, WARM_UP_S


def _block(samples: Samples) -> AudioFrame:
    from livekit.rtc import AudioFrame  # noqa: PLC0415 - loaded by now

    return AudioFrame(bytearray(samples.tobytes()), RATE, 1, _BLOCK)
