"""Recorded utterances with their texts, for benchmarks: found beside the checkout, never shipped."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from audio import wav
from audio.pcm import Samples

HOME = Path(__file__).resolve().parents[2] / "shared" / "speech"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A recording and what is said in it."""

    path: Path
    text: str

    def samples(self) -> Samples:
        return wav.read(self.path)


def utterances(folder: str) -> list[Utterance]:
    """The utterances of one set, or [] where the set is absent."""
    table = HOME / folder / "dev.tsv"
    if not table.is_file():
        return []
    with table.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Utterance(table.parent / row["path"], row["transcript"]) for row in rows if row.get("transcript")
        ]
