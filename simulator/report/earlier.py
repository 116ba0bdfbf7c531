"""The last call that a call can be compared with: by the same rubric, if possible with the same persona.

Only one's own calls are compared, those in the store: the calls on a coach's desk are of many people.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator import aftercall
from simulator.errors import RecordError
from simulator.record import Record
from simulator.scoring.scorecard import Scorecard
from simulator.store import calls

LOOK_BACK = 200
"""How many calls before this one are looked at; somebody who practised so often since is another trainee."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A call before another one, its score as it was kept, and whether the same persona rang."""

    record: Record
    card: Scorecard
    same_persona: bool


def earlier(record: Record, rubric: str) -> Earlier | None:
    """The call to compare with; None: there is none. Demos are nobody's calls.

    Args:
        record: this one.
        rubric: the rubric's id and version.
    """
    if record.heading.demo:
        return None
    other: Earlier | None = None
    for folder in _before(record):
        try:
            found = Record(folder)
        except RecordError:
            continue
        if found.heading.demo or found.heading.rubric != rubric or (folder / "branch.json").exists():
            continue
        card = _kept(found)
        if card is None or card.rubric != rubric:
            continue
        if found.heading.persona == record.heading.persona:
            return Earlier(found, card, same_persona=True)
        other = other or Earlier(found, card, same_persona=False)
    return other


def _before(record: Record) -> list[Path]:
    """The folders of the calls before this one, the newest first; their names begin with the time."""
    own = record.folder.resolve()
    if own.parent != calls().resolve():
        return []
    older = [each for each in own.parent.iterdir() if each.name < own.name and each.is_dir()]
    return sorted(older, reverse=True)[:LOOK_BACK]


def _kept(record: Record) -> Scorecard | None:
    try:
        return aftercall.kept_card(record)
    except RecordError:
        return None
