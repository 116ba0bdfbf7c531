"""Rooms to check for echoes: made of numbers, a card made of a list, and a sound server's."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from audio import loopback
from audio.loopback import Take, chime
from audio.pcm import FRAME, RATE, Samples, frames, silence, to_floats, to_samples
from audio.ports import Ailment, Faults
from tests.audio.sounds import joined
from tests.pulse import PulseServer

QUIET = 10 ** (-65 / 20)  # the noise of a quiet room, RMS


def response(delay_s: float, gain_db: float) -> NDArray[np.float64]:
    """A room: the direct sound after a delay, and 0.25 s of decaying reverberation 12 dB below it."""
    delay = round(delay_s * RATE)
    t = np.arange(RATE // 4) / RATE
    tail = np.random.default_rng(1).standard_normal(len(t)) * np.exp(-t / 0.05)
    tail *= 0.25 / np.sqrt(np.sum(tail**2))
    tail[0] += 1.0
    return np.concatenate([np.zeros(delay), tail]) * 10 ** (gain_db / 20)


def played() -> Samples:
    lead, rest = silence(round(loopback.LEAD_S * RATE)), silence(round(loopback.MOST_DELAY_S * RATE))
    return joined(list(frames(joined([lead, chime(), rest]))))


def room(
    delay_s: float, gain_db: float, *, rms: float = QUIET, sent: Samples | None = None, seed: int = 2
) -> Take:
    """What is heard of the chime in a room with steady noise; `sent`: what the loudspeaker makes of it."""
    sound = played()
    through = to_floats(sound if sent is None else sent).astype(np.float64)
    size = 2 * len(sound)
    came = np.fft.irfft(np.fft.rfft(through, size) * np.fft.rfft(response(delay_s, gain_db), size), size)
    hiss = np.random.default_rng(seed).normal(0, rms, len(sound))
    return Take(sound, to_samples((came[: len(sound)] + hiss).astype(np.float32)))


class Perfect:
    """`EchoCanceller` that leaves nothing."""

    def clean(self, mic: Samples, speaker: Samples) -> Samples:
        return np.zeros_like(mic)


class Useless:
    """`EchoCanceller` that does nothing."""

    def clean(self, mic: Samples, speaker: Samples) -> Samples:
        return mic


def never(delay_s: float) -> Perfect:
    raise AssertionError("no canceller is needed where there is no echo")


class RoomCard:
    """`Card` whose microphone hears its loudspeaker.

    Args:
        delay: in frames: 1 is the next frame that is read.
        gain: linear; 0 = a headset.
        rms: the room's noise.
        backlog: frames that have piled up before anybody reads.
        goes_after: reads after which no frame comes any more.
        stutters: whether each frame that is played counts as a fault.
    """

    def __init__(
        self,
        *,
        delay: int = 3,
        gain: float = 0.5,
        rms: float = QUIET,
        backlog: int = 0,
        goes_after: int | None = None,
        stutters: bool = False,
    ) -> None:
        self._air: dict[int, Samples] = {}
        self._reads, self._delay = 0, delay
        self._gain, self._rms = gain, rms
        self._rng = np.random.default_rng(3)
        self._stutters = stutters
        self._backlog, self._left = backlog, goes_after
        self.faults = Faults()
        self.hushed = False
        self.played: list[Samples] = []

    def read(self, timeout_s: float) -> Samples | None:
        if self._backlog:
            self._backlog -= 1
            return self._noise()
        if self._left == 0 or timeout_s < 0.032:
            return None
        self._left = None if self._left is None else self._left - 1
        self._reads += 1
        came = self._air.pop(self._reads, silence(FRAME))
        return to_samples(to_floats(came) * np.float32(self._gain) + to_floats(self._noise()))

    def play(self, frame: Samples) -> None:
        self.played.append(frame)
        self.faults.underflows += self._stutters
        self._air[self._reads + self._delay] = frame

    def hush(self) -> None:
        self.hushed = True

    def lost(self) -> bool:
        return self._left == 0

    def ailments(self) -> tuple[Ailment, ...]:
        return ()

    def close(self) -> None: ...

    def _noise(self) -> Samples:
        return to_samples(self._rng.normal(0, self._rms, FRAME).astype(np.float32))


@contextmanager
def looped(server: PulseServer) -> Iterator[None]:
    """While the block runs, the loudspeaker is heard by the microphone."""
    words = ("load-module", "module-loopback", "source=speaker.monitor", "sink=mic", "latency_msec=80")
    number = pactl(server, *words).strip()
    try:
        yield
    finally:
        pactl(server, "unload-module", number)


def pactl(server: PulseServer, *words: str) -> str:
    return subprocess.run(
        ["pactl", *words], env=server.environment, capture_output=True, text=True, check=True, timeout=10
    ).stdout
