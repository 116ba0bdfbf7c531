"""The ear on spoken replies: what is lost between a reply's text and what Whisper makes of it.

    python -m bench.spoken_ear [FILE.tsv] [--most N]

FILE is as `bench.ear` takes it (by default the project's own test replies). Each reply is spoken by
the voices that are here, once "close", as into a headset, and once into a "laptop": in a room, with
an office's noise, through its microphone. It is heard as `simmerdown hear` hears a file, and its
transcript goes to the ear with the customer's line. Prints the word error rate and the macro-F1 of
each, how far it falls below that of the text, which behaviours fall most, and the replies that were
understood worst. (eSpeak NG is a hard case: Whisper has hardly heard such voices.)

Everything is seeded, and lines that were rendered once are kept: a second run prints the same.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np

from audio import voices, weights
from audio.detect import SileroDetector
from audio.errors import VoiceError
from audio.hearing import hear_all
from audio.pcm import RATE, Samples, silence
from audio.ports import Traits, Transcriber, Voice
from audio.wer import word_error_rate, word_errors
from audio.whisper import WhisperTranscriber
from bench.labelled import OWN, Labelled, read
from bench.mistreat import Place, laptop, places
from simulator.ear.cues import Ear
from simulator.staging import ear_of
from training.accuracy import Judged, accuracies, macro

CACHE = Path(tempfile.gettempdir()) / "simmerdown-bench"
CALM = 1.0
"""The heat at which trainees speak, here as in the demo."""

VOICES: dict[voices.Engine, Traits] = {"neural": Traits(), "system": Traits(), "piper": Traits("male")}
TRIES = 5
"""The system voice now and then writes no sound (pyttsx3 returns before eSpeak NG has ended)."""

MOST_SHOWN = 6


class Studio:
    """A voice, where it speaks, and the program that hears it.

    Args:
        transcriber: of the program.
        where: the places, taken in turn; none: close to the microphone.
    """

    def __init__(self, transcriber: Transcriber, where: list[Place]) -> None:
        self._transcriber = transcriber
        self._places = where
        self._detector = SileroDetector()

    def heard(self, voice: Voice, asked: Labelled) -> str:
        """What the program understands when the voice says the reply."""
        seed = zlib.crc32(asked.id.encode())
        sound = said(voice, asked.reply)
        if self._places:
            sound = laptop(sound, self._places[seed % len(self._places)], np.random.default_rng(seed))
        else:
            sound = np.concatenate([silence(RATE // 2), sound, silence(RATE)])
        self._detector.reset()
        turns = hear_all(sound, self._detector, self._transcriber)
        return " ".join(turn.text for turn in turns if turn.text)


def said(voice: Voice, text: str) -> Samples:
    """A text, spoken."""
    for _ in range(TRIES - 1):
        try:
            return voice.say(text, CALM)
        except VoiceError:
            continue
    return voice.say(text, CALM)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=OWN)
    parser.add_argument("--most", type=int, help="take so many replies, evenly from the whole file")
    given = parser.parse_args()
    replies = some(read(given.file), given.most)
    ear = ear_of("en")
    whisper = WhisperTranscriber(weights.find(weights.DEFAULT, cache=CACHE))
    rooms = {"close": Studio(whisper, []), "laptop": Studio(whisper, places())}
    texts = {"text": [each.reply for each in replies]}
    for engine, traits in VOICES.items():
        try:
            voice = voices.choose(engine, traits, cache=CACHE)
        except VoiceError as error:
            print(f"{engine}: left out, since {error.what}", file=sys.stderr)
            continue
        for where, studio in rooms.items():
            texts[f"{engine} {where}"] = [studio.heard(voice, each) for each in replies]
    report(ear, given.file.name, replies, texts)


def some(replies: list[Labelled], most: int | None) -> list[Labelled]:
    """At most so many of the replies, evenly from all of them."""
    count = min(most or len(replies), len(replies))
    return [replies[number * len(replies) // count] for number in range(count)]


def report(ear: Ear, name: str, replies: list[Labelled], texts: dict[str, list[str]]) -> None:
    """Print what came of each way to take in the replies; the first is their own text."""
    result: dict[str, object] = {"file": name, "replies": len(replies)}
    shown: dict[str, tuple[dict[str, float], list[tuple[str, float, str, str]]]] = {}
    plain: dict[str, float] = {}
    plain_f1 = 0.0
    print(f"{'condition':16}{'WER':>8}{'nothing':>9}{'macro-F1':>10}{'fall':>7}")
    for condition, heard in texts.items():
        found = accuracies(
            [
                Judged(each.truth, each.unsure, frozenset(cue.label for cue in ear.cues(text, each.customer)))
                for each, text in zip(replies, heard, strict=True)
            ]
        )
        f1, by_label = macro(found), {each.label: each.f1 for each in found if each.replies}
        plain, plain_f1 = plain or by_label, plain_f1 or f1
        counts = [word_errors(each.reply, text) for each, text in zip(replies, heard, strict=True)]
        wer = sum(errors for errors, _ in counts) / max(1, sum(words for _, words in counts))
        empty = sum(not text for text in heard)
        print(f"{condition:16}{100 * wer:6.1f} %{empty:9}{f1:10.3f}{plain_f1 - f1:7.3f}")
        falls = sorted(((plain[label] - by_label[label], label) for label in plain), reverse=True)
        fallen = {label: round(fall, 3) for fall, label in falls[:MOST_SHOWN] if fall > 0}
        worst = _worst(replies, heard)
        if fallen:
            shown[condition] = fallen, worst
        result[condition] = {
            "wer": round(100 * wer, 1),
            "macro_f1": round(f1, 3),
            "fall": round(plain_f1 - f1, 3),
            "fell_most": fallen,
            "worst": [name for name, *_ in worst],
        }
    for condition, (fallen, worst) in shown.items():
        print(f"\n{condition}: fell most:", ", ".join(f"{name} {fall:.2f}" for name, fall in fallen.items()))
        for each in worst:
            print("  {} {:.2f}  {}\n              {}".format(*each))
    print(json.dumps(result, ensure_ascii=False))


def _worst(replies: list[Labelled], heard: list[str]) -> list[tuple[str, float, str, str]]:
    """Of the replies that were understood worst: id, word error rate, what was said and heard."""
    rated = [
        (each.id, round(word_error_rate(each.reply, text), 2), each.reply, text)
        for each, text in zip(replies, heard, strict=True)
    ]
    return sorted((each for each in rated if each[1] > 0), key=lambda each: -each[1])[:MOST_SHOWN]


if __name__ == "__main__":
    main()
