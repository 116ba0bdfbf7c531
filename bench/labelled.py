"""Labelled replies, as benchmarks of the ear read them.

A tab-separated file with the columns customer_line, reply and labels (comma-separated), and perhaps id
and unsure: labels on which raters did not agree, which are left out of the count.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from training import CORPUS

OWN = CORPUS / "test.tsv"
"""The project's own test replies, which nothing was made or chosen by."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reply, what it shows, and what it may show."""

    id: str
    customer: str
    reply: str
    truth: frozenset[str]
    unsure: frozenset[str]


def read(path: Path) -> list[Labelled]:
    """The replies of a file; the program ends with a sentence if it is not there."""
    if not path.is_file():
        raise SystemExit(f"{path}: is not there")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_labelled(row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _labelled(row: dict[str, str]) -> Labelled:
    truth, unsure = _labels(row.get("labels")), _labels(row.get("unsure"))
    return Labelled(row.get("id", ""), row["customer_line"], row["reply"], truth, unsure)


def _labels(text: str | None) -> frozenset[str]:
    return frozenset(label.strip() for label in (text or "").split(",") if label.strip())
