"""Cut-offs against response time: real speech with the pauses that it has, and with pauses put in.

    python -m bench.pauses [--levels 0.5,1,2]

For each level of patience: how soon complete turns are answered, and which share of the pauses within
turns would have been taken for their end. Pauses are those that readers and callers made, and silences
of 0.4 to 2.5 s put in between two words: where the sentence is plainly unfinished (after "and", "the",
"because" ...) and anywhere. What was heard up to each pause comes from the transcriber itself; a turn is
answered when the judge's wait has passed and the transcript is there. Recordings are found beside the
checkout.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from statistics import median

import numpy as np

from audio import wav, weights
from audio.detect import SileroDetector
from audio.ears import Ears
from audio.pcm import FRAME_S, RATE, Samples, frames, silence
from audio.ports import Transcript
from audio.turns import DETECTOR_LAG, Ended, Patience, Paused, Resumed
from audio.whisper import WhisperTranscriber
from bench.loop import CACHE
from bench.speech import HOME, utterances
from bench.turnset import quietest
from simulator.floor.complete import of_language
from simulator.floor.unfinished import OPEN_ENDS
from simulator.floor.weighing import Weighing

SETS = ("a_librispeech", "a_misc", "a_speechocean762")
CALLS = "e_calls"
INSERTED_S = (0.4, 0.8, 1.5, 2.5)
LEAST_S = 0.2
"""A shorter silence is no pause."""

OUT_S = FRAME_S
"""From the decision to the first sample of the answer."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence: what was heard before it, how long that took, and how long it lasts (None: the end)."""

    kind: str
    heard: Transcript
    took_s: float
    lasts_s: float | None

    def answered_s(self, judge: Weighing) -> float:
        """When an answer would begin, in seconds after the last sound."""
        noticed_s = (DETECTOR_LAG + 1) * FRAME_S
        return max(judge.wait_s(self.heard, "") + noticed_s, noticed_s + self.took_s) + OUT_S


class Listener:
    """Hears recordings up to each pause."""

    def __init__(self) -> None:
        self._whisper = WhisperTranscriber(weights.find("tiny.en", cache=CACHE))

    def natural(self, samples: Samples, kind: str, *, ends: bool) -> Iterator[Pause]:
        """The pauses that a recording has; and its end, if that is the end of a turn."""
        ears = Ears(SileroDetector(), Patience(hangover_s=2.9))
        pause, sound = None, samples[:0]
        for frame in frames(np.concatenate([samples, silence(3 * RATE)])):
            for signal in ears.listen(frame):
                if isinstance(signal, Paused):
                    pause, sound = signal, ears.utterance(signal).samples
                elif isinstance(signal, Resumed) and pause is not None:
                    lasts_s = (signal.start - pause.end) * FRAME_S
                    if lasts_s >= LEAST_S:
                        yield self._pause(kind, sound, lasts_s)
                elif isinstance(signal, Ended) and ends:
                    yield self._pause("end", sound, None)

    def inserted(self, samples: Samples, dice: Random) -> Iterator[Pause]:
        """Pauses put in at a place where the sentence is plainly unfinished, and at another."""
        words = self._whisper.transcribe(samples).words
        places = range(2, len(words) - 1)
        open_ = [n for n in places if words[n - 1].text.lower().strip(".,") in OPEN_ENDS["en"]]
        for kind, some in (("unfinished", open_), ("anywhere", list(places))):
            if some:
                place = dice.choice(some)
                cut = quietest(samples, words[place - 1].end_s, words[place].start_s)
                sound = np.concatenate([samples[:cut], silence(round(3 * FRAME_S * RATE))])
                heard = self._pause(kind, sound, None)
                yield from (replace(heard, kind=f"{kind} {s:g} s", lasts_s=s) for s in INSERTED_S)

    def _pause(self, kind: str, sound: Samples, lasts_s: float | None) -> Pause:
        start = time.perf_counter()
        heard = self._whisper.transcribe(sound)
        return Pause(kind, heard, time.perf_counter() - start, lasts_s)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--levels", default="0.5,0.7,1,1.5,2,3,4")
    parser.add_argument("--most", type=int, default=40, help="recordings of a set")
    args = parser.parse_args()
    pauses = list(found(args.most))
    if not pauses:
        print("no recordings found: nothing measured", file=sys.stderr)
        return 1
    rows = [row(pauses, float(level)) for level in args.levels.split(",")]
    for each in rows:
        print("  ".join(f"{key} {value}" for key, value in each.items()))
    print(json.dumps(rows))
    return 0


def found(most: int) -> Iterator[Pause]:
    """Every pause of every recording."""
    listener, dice = Listener(), Random(1)
    for name in SETS:
        for utterance in utterances(name)[:most]:
            samples = utterance.samples()
            yield from listener.natural(samples, "read", ends=True)
            yield from listener.inserted(samples, dice)
    for path in sorted((HOME / CALLS / "dev").glob("*.flac")):
        yield from listener.natural(wav.read(path), "calls", ends=False)


def row(pauses: list[Pause], level: float) -> dict[str, object]:
    """One level: the response time of complete turns, and the shares of pauses cut off, in percent."""
    judge = Weighing(of_language("en"), "en", level)
    ends = sorted(pause.answered_s(judge) for pause in pauses if pause.lasts_s is None)
    told: dict[str, object] = {
        "level": level,
        "ends": len(ends),
        "gap_p50_s": round(median(ends), 2),
        "gap_p90_s": round(ends[len(ends) * 9 // 10], 2),
    }
    for kind in sorted({pause.kind for pause in pauses if pause.lasts_s is not None}):
        some = [pause for pause in pauses if pause.kind == kind]
        cut = sum(pause.answered_s(judge) < (pause.lasts_s or 0.0) for pause in some)
        told[f"{kind} ({len(some)})"] = round(100 * cut / len(some), 1)
    return told


if __name__ == "__main__":
    raise SystemExit(main())
