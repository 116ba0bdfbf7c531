"""A recording heard in turns, each transcribed by itself, with the same silence at the end of each."""

from __future__ import annotations

from dataclasses import dataclass

from audio.ears import Ears, samples_of, seconds
from audio.pcm import RATE, Samples, frames
from audio.ports import SpeechDetector, Transcriber, Word
from audio.turns import Ended, Patience, Paused


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """A turn. Times in seconds of the recording; `decided_s` is when it was decided over."""

    start_s: float
    end_s: float
    decided_s: float
    text: str
    words: tuple[Word, ...]


def hear_all(
    samples: Samples, detector: SpeechDetector, transcriber: Transcriber, patience: Patience | None = None
) -> list[HeardTurn]:
    """Every turn in a recording, in order."""
    ears = Ears(detector, patience)
    turns: list[HeardTurn] = []
    first, sound = 0, samples[:0]
    for frame in (*frames(samples), None):
        for signal in ears.close() if frame is None else ears.listen(frame):
            if isinstance(signal, Paused):
                utterance = ears.utterance(signal)
                first, sound = utterance.first, utterance.samples
            elif isinstance(signal, Ended):
                heard = transcriber.transcribe(sound).later(samples_of(first) / RATE)
                turns.append(
                    HeardTurn(
                        seconds(signal.start), seconds(signal.end), seconds(signal.decided + 1),
                        heard.text, heard.words,
                    )
                )  # fmt: skip
    return turns
