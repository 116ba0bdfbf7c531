"""WER and time of the transcriber against the length of its window, its beam, threads and model.

    python -m bench.asr_window [--model tiny.en] [--sets a_librispeech,a_misc] [--floors 30,15,10,8,6]

A window never cuts an utterance; the floor is the least length that a short one is padded to.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from audio import weights
from audio.wer import word_errors
from audio.whisper import MARGIN_S, WhisperTranscriber
from bench.speech import utterances


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="tiny.en")
    parser.add_argument("--sets", default="a_librispeech,a_misc,a_speechocean762")
    parser.add_argument("--floors", default="30,15,12,10,8,6")
    parser.add_argument("--margin", type=float, default=MARGIN_S)
    parser.add_argument("--beams", default="1")
    parser.add_argument("--threads", default="1")
    parser.add_argument("--longest", type=float, default=1e9, help="leave out longer utterances (seconds)")
    args = parser.parse_args()
    sets = {name: utterances(name) for name in args.sets.split(",")}
    if not any(sets.values()):
        print("no recordings found: nothing measured", file=sys.stderr)
        return 1
    found = weights.find(args.model, cache=Path(tempfile.gettempdir()) / "simmerdown-bench")
    rows = []
    for threads in map(int, args.threads.split(",")):
        for beam in map(int, args.beams.split(",")):
            for floor in map(float, args.floors.split(",")):
                ears = WhisperTranscriber(
                    found, threads=threads, beam=beam, floor_s=floor, margin_s=args.margin
                )
                errors, words, times, by_set = 0, 0, [], {}
                for name, items in sets.items():
                    set_errors = set_words = 0
                    for item in items:
                        samples = item.samples()
                        if len(samples) > args.longest * 16_000:
                            continue
                        start = time.perf_counter()
                        heard = ears.transcribe(samples)
                        times.append(time.perf_counter() - start)
                        e, w = word_errors(item.text, heard.text)
                        set_errors, set_words = set_errors + e, set_words + w
                    by_set[name] = round(100 * set_errors / max(1, set_words), 2)
                    errors, words = errors + set_errors, words + set_words
                row = {
                    "model": args.model, "threads": threads, "beam": beam, "floor_s": floor,
                    "wer": round(100 * errors / words, 2), "words": words, "by_set": by_set,
                    "p50_ms": round(1e3 * median(times)),
                    "p90_ms": round(1e3 * sorted(times)[len(times) * 9 // 10]),
                }  # fmt: skip
                rows.append(row)
                print("  ".join(f"{key} {value}" for key, value in row.items()))
    print(json.dumps(rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
