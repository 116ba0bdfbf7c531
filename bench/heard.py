"""What a call makes of recordings, against faster-whisper's own transcription of the whole.

    python -m bench.heard [--sets a_librispeech,a_misc] [--beam 5]

A call hears a turn in stretches, greedily and in short windows, so that the answer is soon ready; this
prints what that costs in words. The other column is `faster_whisper.WhisperModel.transcribe` on the
whole recording, in its 30 s windows.
"""

from __future__ import annotations

import argparse
import json
import sys

import numpy as np

from audio import weights
from audio.detect import SileroDetector
from audio.pcm import RATE, Samples, frames, silence, to_floats
from audio.turns import Patience
from audio.wer import word_errors
from audio.whisper import WhisperTranscriber
from bench.loop import CACHE, OneLineVoice, listening
from bench.speech import utterances
from simulator import events
from simulator.customer import library
from simulator.engines import Engines, InlineJobs, Studio
from simulator.floor.judge import Hangover
from simulator.standing import standing

PATIENCE_S = 2.5
"""A silence that no reader makes: this is not about the ends of turns."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", default="a_librispeech,a_misc,a_speechocean762,a_vctk_noisy")
    parser.add_argument("--model", default="tiny.en")
    parser.add_argument("--beam", type=int, default=5)
    parser.add_argument("--most", type=int, default=60, help="recordings of a set")
    args = parser.parse_args()
    sets = {name: utterances(name)[: args.most] for name in args.sets.split(",")}
    if not any(sets.values()):
        print("no recordings found: nothing measured", file=sys.stderr)
        return 1
    found = weights.find(args.model, cache=CACHE)
    from faster_whisper import WhisperModel

    whole = WhisperModel(str(found.folder), device="cpu", compute_type="int8", cpu_threads=2)
    engines = Engines(WhisperTranscriber(found), Studio(OneLineVoice(), phone=False), SileroDetector)
    rows = []
    totals = np.zeros(3, int)
    for name, items in sets.items():
        counts = np.zeros(3, int)
        for item in items:
            samples = item.samples()
            segments, _ = whole.transcribe(to_floats(samples), beam_size=args.beam, language="en")
            full = " ".join(segment.text for segment in segments)
            wrong, words = word_errors(item.text, in_call(samples, engines))
            counts += (wrong, word_errors(item.text, full)[0], words)
        totals += counts
        rows.append(row(name, counts))
    rows.append(row("all", totals))
    for each in rows:
        print("  ".join(f"{key} {value}" for key, value in each.items()))
    print(json.dumps(rows))
    return 0


def in_call(samples: Samples, engines: Engines) -> str:
    """What a call hears of a turn."""
    persona = library.load("billing-dispute").persona
    session = listening(persona, Hangover(PATIENCE_S), InlineJobs(engines), Patience())
    for frame in frames(np.concatenate([samples, silence(round((PATIENCE_S + 1) * RATE))])):
        session.step(frame)
    session.finish()
    heard = standing(session.take_events())
    return " ".join(event.text for event in heard if isinstance(event, events.TurnHeard))


def row(name: str, counts: np.ndarray[tuple[int], np.dtype[np.int_]]) -> dict[str, object]:
    wrong, of_whole, words = (int(count) for count in counts)
    return {
        "set": name,
        "words": words,
        "wer_call": round(100 * wrong / max(1, words), 2),
        "wer_whole": round(100 * of_whole / max(1, words), 2),
    }


if __name__ == "__main__":
    raise SystemExit(main())
