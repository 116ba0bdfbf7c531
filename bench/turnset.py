"""Make a folder of turns for `bench.response_gap`: read speech, and lines that voices speak.

    python -m bench.turnset DIR

Three classes:

    read      recordings of people reading, with the pauses that they made
    paused    lines that voices speak, with silence put in at the marks: "and then | I'll call you"
    ordinary  replies of an ordinary call, as voices speak them, plainly complete

Recordings are found beside the checkout, or left out. `eos` is the last sound within 35 dB of the loudest.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import numpy as np

from audio import voices, wav, weights
from audio.pcm import RATE, Samples, level_db, silence
from audio.ports import Traits, Word
from audio.whisper import WhisperTranscriber
from bench.loop import CACHE
from bench.speech import utterances

LINES = Path(__file__).with_name("turnset.txt")
"""`class: line`, with `|` where a pause is put in."""

PAUSES_S = (0.45, 0.6, 0.8, 1.0, 1.2, 0.7, 0.5)
READ = ("a_librispeech", "a_misc")
_READ_S = (3.0, 16.0)
_HOP = RATE // 100
_NEAR_DB = 35.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    manifest = []
    for name, kind, text, samples in (*spoken(), *read()):
        wav.write(args.folder / f"{name}.wav", samples)
        manifest.append({"file": f"{name}.wav", "eos": last_sound_s(samples), "class": kind, "text": text})
    (args.folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    print(
        json.dumps(
            {kind: sum(row["class"] == kind for row in manifest) for kind in ("read", "paused", "ordinary")}
        )
    )
    return 0


def read() -> Iterator[tuple[str, str, str, Samples]]:
    """Recordings of read speech: name, class, text, samples."""
    for folder in READ:
        for utterance in utterances(folder):
            samples = utterance.samples()
            if _READ_S[0] <= len(samples) / RATE <= _READ_S[1]:
                yield utterance.path.stem, "read", utterance.text, samples


def spoken() -> Iterator[tuple[str, str, str, Samples]]:
    """Lines as voices speak them, with their pauses."""
    ears = WhisperTranscriber(weights.find("tiny.en", cache=CACHE))
    speakers = cycle([voices.choose("neural", Traits(gender), cache=CACHE) for gender in ("female", "male")])
    pauses = cycle(PAUSES_S)
    rows = [line.partition(": ") for line in LINES.read_text(encoding="utf-8").splitlines() if ": " in line]
    for number, ((kind, _, line), voice) in enumerate(zip(rows, speakers, strict=False)):
        text = line.replace(" |", "")
        samples = voice.say(text, 1.0)
        samples = paused(samples, line, ears.transcribe(samples).words, pauses) if "|" in line else samples
        yield f"{kind}{number:02}", kind, text, samples


def paused(samples: Samples, line: str, words: tuple[Word, ...], pauses: Iterator[float]) -> Samples:
    """The sound with a pause at each mark, where the voice is quietest between the words around it."""
    parts: list[Samples] = []
    at = said = 0
    for token in line.split():
        if token != "|":
            said += 1
            continue
        if 0 < said < len(words):
            cut = quietest(samples, words[said - 1].end_s, words[said].start_s)
            parts += [samples[at:cut], silence(round(next(pauses) * RATE))]
            at = cut
    return np.concatenate([*parts, samples[at:]])


def quietest(samples: Samples, end_s: float, start_s: float) -> int:
    """The quietest sample between two words, of which the one ends and the other starts about then."""
    first, last = (round(RATE * edge) for edge in (min(end_s, start_s) - 0.06, max(end_s, start_s) + 0.06))
    places = range(max(0, first), min(len(samples) - _HOP, last), _HOP // 2)
    return min(places, key=lambda place: level_db(samples[place : place + _HOP])) + _HOP // 2


def last_sound_s(samples: Samples) -> float:
    """When the last sound ends, in seconds."""
    levels = np.array([level_db(samples[at : at + _HOP]) for at in range(0, len(samples), _HOP)])
    return round(float(np.flatnonzero(levels > levels.max() - _NEAR_DB)[-1] + 1) * _HOP / RATE, 2)


if __name__ == "__main__":
    raise SystemExit(main())
