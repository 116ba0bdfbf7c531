"""The protocols that engines and devices fulfil, and the values that cross them.

The simulator sees engines only through this file. Real ones live beside it (`detect`, `whisper`,
`voices`, `devices`, `files`); `fakes` has small deterministic ones for tests.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from audio.pcm import Samples

Gender = Literal["female", "male"]


@dataclass(frozen=True, slots=True)
class Ailment:
    """What is wrong with a microphone: a stable id, and words for the user."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A transcribed word.

    Attributes:
        text: as written, punctuation included, without spaces.
        start_s: seconds from the start of the audio that was transcribed.
        end_s: likewise.
        p: the transcriber's mean token probability, 0 to 1.
    """

    text: str
    start_s: float
    end_s: float
    p: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a transcriber heard. `text` is "" when nothing was said.

    Attributes:
        text: all of it.
        words: the same, with their times.
        stop_p: the probability that a sentence ends after the last word, 0 to 1, as far as the transcriber
            can tell, who has heard how it was said; None: it can't.
    """

    text: str
    words: tuple[Word, ...] = ()
    stop_p: float | None = None

    def later(self, seconds: float) -> Transcript:
        """The same, with its words moved to a later time."""
        words = tuple(
            Word(w.text, round(w.start_s + seconds, 2), round(w.end_s + seconds, 2), w.p) for w in self.words
        )
        return replace(self, words=words)


@dataclass(frozen=True, slots=True)
class Traits:
    """What a persona says of its voice; each engine picks the nearest voice that it has."""

    gender: Gender = "female"
    accent: str = "en-US"
    age: Literal["young", "adult", "old"] = "adult"
    pitch: Literal["low", "middle", "high"] = "middle"
    pace: Literal["slow", "middle", "fast"] = "middle"


class SpeechDetector(Protocol):
    """Tells, frame by frame, how likely it is that someone speaks. Carries state."""

    def probability(self, frame: Samples) -> float:
        """The probability of speech in the next frame, 0 to 1."""
        ...

    def reset(self) -> None:
        """Forget everything heard so far."""
        ...


class Transcriber(Protocol):
    """Turns speech into words."""

    @property
    def name(self) -> str:
        """The model, as a record should name it."""
        ...

    def transcribe(self, samples: Samples, before: str = "") -> Transcript:
        """What was said. Any length; the same samples give the same transcript.

        Args:
            samples: the sound.
            before: what the speaker had said up to here, where `samples` begin in mid-turn.
        """
        ...


class Voice(Protocol):
    """Speaks lines."""

    @property
    def name(self) -> str:
        """Engine, version and voice: part of the cache's key."""
        ...

    def say(self, text: str, heat: float) -> Samples:
        """The line as speech, without silence at its ends.

        Args:
            text: plain words with punctuation.
            heat: 0 (calm) to 10 (shouting); moves level, pitch and speed as far as the voice can.

        Raises:
            VoiceError: the engine failed.
        """
        ...


class Mic(Protocol):
    """Where the trainee's frames come from when no sound card is involved."""

    def frame(self, heard: Samples) -> Samples | None:
        """The next frame, given the frame that the loudspeaker played before it; None: no more."""
        ...


class Speaker(Protocol):
    """Where the customer's frames go when no sound card is involved."""

    def play(self, frame: Samples) -> None:
        """Take one frame."""
        ...

    def close(self) -> None:
        """No more frames will come."""
        ...


@dataclass(slots=True)
class Faults:
    """What went wrong with a sound card so far.

    Attributes:
        overflows: blocks that the microphone lost; underflows: blocks that the loudspeaker lacked.
        lost_samples: samples of silence put in for lost input, at 16 kHz.
    """

    overflows: int = 0
    underflows: int = 0
    lost_samples: int = 0


class Card(Protocol):
    """An open microphone and loudspeaker."""

    @property
    def faults(self) -> Faults:
        """What went wrong so far."""
        ...

    def read(self, timeout_s: float) -> Samples | None:
        """The next frame; None if none came in time."""
        ...

    def play(self, frame: Samples) -> None:
        """Queue a frame."""
        ...

    def hush(self) -> None:
        """Drop what is queued."""
        ...

    def lost(self) -> bool:
        """Whether a device has gone."""
        ...

    def ailments(self) -> tuple[Ailment, ...]:
        """What can be told about the devices before anything is heard."""
        ...

    def close(self) -> None:
        """Let go of the devices."""
        ...


class EchoCanceller(Protocol):
    """Takes what the loudspeaker plays out of what the microphone hears."""

    def clean(self, mic: Samples, speaker: Samples) -> Samples:
        """The microphone's frame without the echo; `speaker` is the frame played last."""
        ...
