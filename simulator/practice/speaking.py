"""One reply, spoken: the caller's line is played, then the first thing that is said is heard."""

from __future__ import annotations

import numpy as np

from audio.ears import Ears
from audio.errors import DeviceError
from audio.pcm import FRAME_S, RATE, Samples, frames, silence
from audio.ports import Card, SpeechDetector, Transcriber, Transcript
from audio.turns import Ended, Patience, Paused

WAIT_S = 15.0
"""So long a reply may take to begin."""

SETTLE_S = 0.4
"""After the line the loudspeaker still plays what is on its way; until then nothing is heard."""

PATIENCE = Patience(hangover_s=1.2)
"""Nobody is waiting for this reply: a long pause may be part of it."""

_READ_S = 2.0


def answer(
    clip: Samples, card: Card, detector: SpeechDetector, transcriber: Transcriber
) -> Transcript | None:
    """What is said after the clip; None if nothing is.

    Raises:
        DeviceError: the microphone is gone.
    """
    for frame in frames(np.concatenate((clip, silence(round(SETTLE_S * RATE))))):
        card.play(frame)
        _read(card)
    ears, sound, waited_s = Ears(detector, PATIENCE), silence(0), 0.0
    while ears.open or waited_s < WAIT_S:
        waited_s += FRAME_S
        for signal in ears.listen(_read(card)):
            if isinstance(signal, Paused):
                sound = ears.utterance(signal).samples
            elif isinstance(signal, Ended) and (heard := transcriber.transcribe(sound)).text:
                return heard
    return None


def _read(card: Card) -> Samples:
    frame = card.read(_READ_S)
    if frame is None:
        raise DeviceError("the microphone sends nothing", hint="'simmerdown doctor' looks for the cause")
    return frame
