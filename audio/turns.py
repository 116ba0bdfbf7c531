"""Endpointing: when a turn of speech begins, pauses, goes on and is over.

A pure state machine over speech probabilities, one a frame. It knows nothing of samples, so it can
be replaced as one piece; `Ears` adds the samples.

    state      speech                                silence
    SILENT     `onset` frames running → SPEAKING     stay
               (signal Started)
    SPEAKING   stay                                  `pause` frames → PAUSED (signal Paused)
    PAUSED     → SPEAKING (signal Resumed)           `hangover` frames → SILENT (signal Ended)

`Paused` comes early, so that a transcript can be made on the chance that the turn is over; `Ended`
decides. A turn with too little speech in it (a click, a cough) is withdrawn: signal Dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from audio.pcm import FRAME_S

DETECTOR_LAG = 2
"""Frames by which the detector notices the end of speech too late (64 ms, measured)."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How an endpoint is decided. Times in seconds.

    Attributes:
        hangover_s: silence that ends a turn.
        pause_s: silence after which a transcript is started on the chance.
        onset_s: speech that begins a turn.
        least_s: speech that a turn must hold.
        threshold: probability at and above which a frame is speech …
        release: … and below which it is silence again.
    """

    hangover_s: float = 0.7
    pause_s: float = 0.1
    onset_s: float = 0.09
    least_s: float = 0.12
    threshold: float = 0.5
    release: float = 0.35


@dataclass(frozen=True, slots=True)
class Started:
    """Speech began at frame `start`."""

    start: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The turn may be over: speech from `start` to before `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """It was only a pause."""

    start: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The turn is over; `decided` is the frame in which that was decided."""

    start: int
    end: int
    decided: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """What began at `start` was too short to be speech."""

    start: int


Signal = Started | Paused | Resumed | Ended | Dropped


class _State(Enum):
    SILENT = auto()
    SPEAKING = auto()
    PAUSED = auto()


class Endpointer:
    """Feeds on probabilities, gives signals. Frames are counted from 0."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._state = _State.SILENT
        self._frame = -1
        self._run = 0  # frames of speech running (SILENT), or of silence (SPEAKING, PAUSED)
        self._voiced = 0  # frames of speech in this turn
        self._start = 0
        self._end = 0

    @property
    def open(self) -> bool:
        """Whether a turn has begun and is not over."""
        return self._state is not _State.SILENT

    def push(self, probability: float) -> tuple[Signal, ...]:
        """Take the next frame's probability of speech."""
        self._frame += 1
        if self._state is _State.SILENT:
            return self._silent(probability >= self._patience.threshold)
        held = self._patience.release if self._state is _State.SPEAKING else self._patience.threshold
        return self._speech() if probability >= held else self._silence()

    def close(self) -> tuple[Signal, ...]:
        """No more frames will come: an open turn is over."""
        if self._state is _State.SPEAKING:
            self._end = self._frame + 1
            return (*self._pause(), *self._finish())
        return self._finish() if self._state is _State.PAUSED else ()

    def _silent(self, speech: bool) -> tuple[Signal, ...]:  # noqa: FBT001 - a fact about the frame
        self._run = self._run + 1 if speech else 0
        if self._run < _frames(self._patience.onset_s):
            return ()
        self._start = self._frame - self._run + 1
        self._voiced = self._run
        self._run = 0
        self._end = self._frame + 1
        self._state = _State.SPEAKING
        return (Started(self._start),)

    def _speech(self) -> tuple[Signal, ...]:
        self._run = 0
        self._voiced += 1
        self._end = self._frame + 1
        if self._state is _State.SPEAKING:
            return ()
        self._state = _State.SPEAKING
        return (Resumed(self._frame),)

    def _silence(self) -> tuple[Signal, ...]:
        self._run += 1
        if self._state is _State.SPEAKING:
            return self._pause() if self._run >= _frames(self._patience.pause_s) else ()
        return self._finish() if self._run >= _frames(self._patience.hangover_s) else ()

    def _pause(self) -> tuple[Signal, ...]:
        self._state = _State.PAUSED
        return (Paused(self._start, self._true_end),)

    def _finish(self) -> tuple[Signal, ...]:
        self._state = _State.SILENT
        self._run = 0
        if self._voiced < _frames(self._patience.least_s):
            return (Dropped(self._start),)
        return (Ended(self._start, self._true_end, self._frame),)

    @property
    def _true_end(self) -> int:
        return max(self._start + 1, self._end - DETECTOR_LAG)


def _frames(seconds: float) -> int:
    return max(1, round(seconds / FRAME_S))
