"""Endpointing: when a turn of speech begins, pauses, goes on and is over.

A pure state machine over speech probabilities, one a frame. It knows nothing of samples, so it can
be replaced as one piece; `Ears` adds the samples.

    state      speech                                silence
    SILENT     `onset` frames running → SPEAKING     stay
               (signal Started)
    SPEAKING   stay                                  → PAUSED (signal Paused)
    PAUSED     → SPEAKING (signal Resumed)           `hangover` frames → SILENT (signal Ended)

`Paused` comes at the first doubt, so that a transcript can be made on the chance that the turn is over;
`Ended` decides. Whoever knows more of a pause than its length says by `wait` how long a hangover it
needs. A turn with too little speech in it (a click, a cough) is withdrawn: signal Dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from audio.pcm import FRAME_S

KEEN_THRESHOLD, KEEN_ONSET_S = 0.3, 0.064
"""For keen ears, in the place of `Patience.threshold` and `Patience.onset_s` (see `bench.echo`: through a
laptop's echo a beginning is noticed 0.1 s sooner than by the usual ones, with no more false turns)."""

MURMUR_S = 0.096
"""What is neither speech nor silence for so long, is soft speech."""

DETECTOR_LAG = 1
"""Frames by which the detector begins to doubt speech too late (32 ms, measured)."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How an endpoint is decided. Times in seconds.

    Attributes:
        level: how long a judge of pauses waits: 1 as usual, less answers sooner and cuts off more often.
        hangover_s: silence that ends a turn of which nothing else is known.
        onset_s: speech that begins a turn.
        least_s: speech that a turn must hold.
        threshold: probability at and above which a frame is speech.
        doubt: below it speech may be over, and a transcript is started on the chance …
        again: … at and above it speech goes on after all …
        release: … and only frames below this count as silence. Soft ends of words lie between, and soft
            speech: a turn that proves to be spoken softly is in doubt only below `release`.
    """

    level: float = 1.0
    hangover_s: float = 0.7
    onset_s: float = 0.09
    least_s: float = 0.12
    threshold: float = 0.5
    doubt: float = 0.65
    again: float = 0.7
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
        self._hangover = _frames(self._patience.hangover_s)  # of this pause
        self._murmur = 0  # frames running that are neither speech nor silence
        self._soft = False  # whether this turn is spoken softly: then they are speech

    @property
    def pausing(self) -> bool:
        """Whether a turn has begun and speech has ceased for the moment."""
        return self._state is _State.PAUSED

    def wait(self, seconds: float) -> tuple[Signal, ...]:
        """How much silence ends the turn that pauses now; if there was so much already, it is over."""
        self._hangover = _frames(seconds)
        return self._finish() if self.pausing and self._run >= self._hangover else ()

    @property
    def open(self) -> bool:
        """Whether a turn has begun and is not over."""
        return self._state is not _State.SILENT

    def push(self, probability: float, *, keen: bool = False) -> tuple[Signal, ...]:
        """Take the next frame's probability of speech.

        Args:
            probability: 0 to 1.
            keen: whether a beginning is to be noticed sooner: under another's voice, of which an echo
                canceller has taken some of this one away.
        """
        self._frame += 1
        if self._state is _State.SILENT:
            threshold, onset_s = (
                (KEEN_THRESHOLD, KEEN_ONSET_S) if keen else (self._patience.threshold, self._patience.onset_s)
            )
            return self._silent(probability >= threshold, _frames(onset_s))
        held = self._patience.doubt if self._state is _State.SPEAKING else self._patience.again
        held = self._patience.release if self._soft and self._state is _State.SPEAKING else held
        return self._speech() if probability >= held else self._silence(probability)

    def close(self) -> tuple[Signal, ...]:
        """No more frames will come: an open turn is over."""
        if self._state is _State.SPEAKING:
            self._end = self._frame + 1
            return (*self._pause(), *self._finish())
        return self._finish() if self._state is _State.PAUSED else ()

    def _silent(self, speech: bool, onset: int) -> tuple[Signal, ...]:  # noqa: FBT001 - a fact
        self._run = self._run + 1 if speech else 0
        if self._run < onset:
            return ()
        self._start = self._frame - self._run + 1
        self._voiced = self._run
        self._murmur, self._soft = 0, False
        self._run = 0
        self._end = self._frame + 1
        self._state = _State.SPEAKING
        return (Started(self._start),)

    def _speech(self) -> tuple[Signal, ...]:
        self._run = self._murmur = 0
        self._voiced += 1
        self._end = self._frame + 1
        if self._state is _State.SPEAKING:
            return ()
        self._state = _State.SPEAKING
        return (Resumed(self._frame),)

    def _silence(self, probability: float) -> tuple[Signal, ...]:
        quiet = probability < self._patience.release
        self._run += quiet
        self._voiced += not quiet
        self._murmur = 0 if quiet else self._murmur + 1
        if self._state is _State.SPEAKING:
            return self._pause()
        if self._murmur >= _frames(MURMUR_S):
            self._soft = True
            return self._speech()
        return self._finish() if self._run >= self._hangover else ()

    def _pause(self) -> tuple[Signal, ...]:
        self._state = _State.PAUSED
        self._hangover = _frames(self._patience.hangover_s)
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
