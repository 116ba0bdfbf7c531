"""The last call that a call can be compared with: by the same rubric, if possible with the same persona."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from simulator.errors import RecordError
from simulator.record import Record
from simulator.scoring import scorecard
from simulator.scoring.scorecard import Scorecard

LOOK_BACK = 200
"""How many calls before this one are looked at; somebody who practised so often since is another trainee."""


def earlier(record: Record, rubric: str) -> tuple[Record, Scorecard] | None:
    """The call before this one, and its score as it was kept; None: there is none to compare with.

    Args:
        record: this one.
        rubric: the rubric's id and version.
    """
    other: tuple[Record, Scorecard] | None = None
    for folder in _before(record):
        try:
            found = Record(folder)
        except RecordError:
            continue
        if found.heading.rubric != rubric or (folder / "branch.json").exists():
            continue
        card = _kept(found)
        if card is None or card.rubric != rubric:
            continue
        if found.heading.persona == record.heading.persona:
            return found, card
        other = other or (found, card)
    return other


def _before(record: Record) -> list[Path]:
    """The folders of the calls before this one, the newest first; their names begin with the time."""
    own = record.folder.resolve()
    older = [each for each in own.parent.iterdir() if each.name < own.name and each.is_dir()]
    return sorted(older, reverse=True)[:LOOK_BACK]


def _kept(record: Record) -> Scorecard | None:
    try:
        return scorecard.from_json((record.folder / "score.json").read_bytes())
    except (OSError, ValidationError):
        return None
