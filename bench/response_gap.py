"""How soon, and how rightly, the customer answers: recorded turns through the live loop, in real time.

    python -m bench.response_gap --utterances DIR [--patience 1,2] [--stack fake|pulse]

DIR holds `manifest.json`, a list of {"file", "eos" (seconds), "class", "text"}, and 16 kHz mono WAVs.
Each is fed in blocks of 20 ms, none before its time. Printed by class:

    gap       from the last sample of speech (eos) to the first audible sample of the answer
    cut-offs  turns in which an answer began before eos
    false     answers after the right one, to nothing
    wer       of all that was heard of a turn, in percent
    cpu       of the process, in percent of one core

With several patience settings the table is the curve. `--stack pulse` plays the same through a sound
server into the live loop in a process of its own, and measures from outside that; `stated_latency_s` is
what the sound devices state as their latency, both ways, and the program's own buffer.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, TypeAdapter

from audio import wav
from audio.pcm import RATE, Samples, silence
from audio.wer import word_errors
from bench.loop import Loop

BLOCK = RATE // 50
AFTER_S = 3.0
"""How long an answer is waited for after the turn."""


class Item(BaseModel):
    """An utterance of a manifest: `eos` is where its speech ends, in seconds."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    file: str
    eos: float
    kind: str = "all"
    text: str = ""


@dataclass(slots=True)
class Outcome:
    """What the loop did with an utterance. Times in seconds from its first sample."""

    item: Item
    ends: list[float] = field(default_factory=list)
    audio: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def cut_off(self) -> bool:
        return any(at < self.item.eos for at in self.audio)

    @property
    def gap_s(self) -> float | None:
        after = [at for at in self.audio if at >= self.item.eos]
        return after[0] - self.item.eos if after else None

    @property
    def false_ends(self) -> int:
        return max(0, sum(at >= self.item.eos for at in self.audio) - 1)


def manifest(folder: Path) -> list[Item]:
    """The utterances of a folder."""
    rows = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for row in rows:
        row["kind"] = row.pop("class", "all")
    return TypeAdapter(list[Item]).validate_python(rows)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--utterances", type=Path, required=True)
    parser.add_argument("--patience", default="", help="settings of the judge, such as 0.5,1,2")
    parser.add_argument("--model", default="tiny.en")
    parser.add_argument("--stack", choices=["fake", "pulse"], default="fake")
    parser.add_argument("--each", action="store_true", help="tell of every utterance")
    args = parser.parse_args()
    items = manifest(args.utterances)
    rows: list[dict[str, Any]] = []
    levels: list[float | None] = [float(part) for part in args.patience.split(",") if part]
    for patience in levels or [None]:
        if args.stack == "pulse":
            from bench.pulse_gap import through_pulse

            outcomes, cpu, stated_s = through_pulse(items, args.utterances, patience, args.model)
        else:
            outcomes, cpu = through_loop(items, args.utterances, patience, args.model)
            stated_s = None
        if args.each:
            _tell_each(outcomes)
        told = table(outcomes, patience, cpu)
        rows += told if stated_s is None else [row | {"stated_latency_s": stated_s} for row in told]
    for row in rows:
        print("  ".join(f"{key} {value}" for key, value in row.items()))
    print(json.dumps(rows))
    return 0


def through_loop(
    items: Sequence[Item], folder: Path, patience: float | None, model: str
) -> tuple[list[Outcome], float]:
    """Feed every utterance in real time; what came of each, and the CPU used, in percent of one core."""
    happened: list[tuple[str, str, float]] = []
    loop = Loop(lambda what, text, at: happened.append((what, text, at)), model=model, patience=patience)
    outcomes = []
    cpu, wall = time.process_time(), time.monotonic()
    try:
        for item in items:
            _idle(loop)
            happened.clear()
            outcomes.append(_one(loop, item, wav.read(folder / item.file), happened))
        used = (time.process_time() - cpu) / (time.monotonic() - wall)
    finally:
        loop.stop()
    return outcomes, round(100 * used, 1)


def _idle(loop: Loop) -> None:
    """Silence, at its own pace, until the loop waits for the next turn."""
    started, blocks = time.monotonic(), 0
    while blocks < 20 or loop.busy():
        _push_at(loop, silence(BLOCK), started + (blocks + 1) * BLOCK / RATE)
        blocks += 1


def _one(loop: Loop, item: Item, samples: Samples, happened: list[tuple[str, str, float]]) -> Outcome:
    """One utterance, and the silence after it until it is answered."""
    whole = np.concatenate([samples, silence(round(AFTER_S * RATE))])
    started = time.monotonic()
    for at in range(0, len(whole) - BLOCK, BLOCK):
        _push_at(loop, whole[at : at + BLOCK], started + (at + BLOCK) / RATE)
    outcome = Outcome(item)
    for what, text, moment in happened:
        if what == "again":
            outcome.texts[-1:] = [text]
        elif what == "text":
            outcome.texts.append(text)
        else:
            (outcome.ends if what == "end" else outcome.audio).append(moment - started)
    return outcome


def _push_at(loop: Loop, block: Samples, moment: float) -> None:
    """Feed a block once it could have been recorded."""
    left = moment - time.monotonic()
    if left > 0:
        time.sleep(left)
    loop.push(block.tobytes())


def table(outcomes: Sequence[Outcome], patience: float | None, cpu: float) -> list[dict[str, Any]]:
    """A row for all, and one for each class."""
    kinds = sorted({outcome.item.kind for outcome in outcomes})
    chosen = {"all": list(outcomes)} | {
        kind: [outcome for outcome in outcomes if outcome.item.kind == kind]
        for kind in kinds
        if len(kinds) > 1
    }
    return [_row(kind, some, patience, cpu) for kind, some in chosen.items()]


def _row(kind: str, outcomes: Sequence[Outcome], patience: float | None, cpu: float) -> dict[str, Any]:
    gaps = sorted(outcome.gap_s for outcome in outcomes if outcome.gap_s is not None)
    wrong = words = 0
    for outcome in outcomes:
        errors, count = word_errors(outcome.item.text, " ".join(outcome.texts))
        wrong, words = wrong + errors, words + count
    return {
        "patience": "usual" if patience is None else patience,
        "class": kind,
        "turns": len(outcomes),
        "answered": len(gaps),
        "gap_p50_s": round(median(gaps), 3) if gaps else None,
        "gap_p90_s": round(gaps[min(len(gaps) - 1, len(gaps) * 9 // 10)], 3) if gaps else None,
        "gap_max_s": round(gaps[-1], 3) if gaps else None,
        "cut_offs": sum(outcome.cut_off for outcome in outcomes),
        "false": sum(outcome.false_ends for outcome in outcomes),
        "wer": round(100 * wrong / max(1, words), 2),
        "cpu": cpu,
    }


def _tell_each(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        gap = "-" if outcome.gap_s is None else f"{outcome.gap_s:.2f}"
        print(
            f"{outcome.item.file:28} gap {gap} {'CUT ' if outcome.cut_off else ''}{outcome.texts}",
            file=sys.stderr,
        )


if __name__ == "__main__":
    raise SystemExit(main())
