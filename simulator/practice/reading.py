"""A call's record as a row of the history. The records stay the truth; this only reads them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from simulator import aftercall
from simulator.customer import library
from simulator.errors import AuthoredError, RecordError, SimmerdownError
from simulator.practice.history import Listed, Points, Row, Scored
from simulator.record import Record
from simulator.redo.branch import Branch, branch_of
from simulator.scoring import scorecard

_DIFFICULTY = re.compile(r"^difficulty: *([1-5])$", re.MULTILINE)
_adapter = TypeAdapter(Scored)


def row(folder: Path) -> Row:
    """The row of a record; what can't be read of it is its problem."""
    try:
        record = Record(folder)
        date.fromisoformat(record.heading.started[:10])
    except RecordError as error:
        return Listed(folder.name, problem=error.what), None
    except ValueError as error:
        return Listed(folder.name, problem=f"{folder / 'record.json'}: started: {error}"), None
    heading = record.heading
    listed = Listed(
        folder.name, heading.persona, heading.started, heading.ended, heading.length_s, heading.total,
        heading.rubric, demo=heading.demo,
    )  # fmt: skip
    try:
        branch = branch_of(record)
        if branch is not None:
            listed = listed._replace(redo=f"turn {branch.turn} of {branch.of}")
        return listed, _scored(record, branch)
    except SimmerdownError as error:
        return listed._replace(problem=error.what), None


def to_json(scored: Scored) -> str:
    """A score as the index keeps it."""
    return _adapter.dump_json(scored).decode()


def from_json(text: str) -> Scored:
    """The score that the index kept.

    Raises:
        ValueError: it is none.
    """
    return _adapter.validate_json(text)


def _scored(record: Record, branch: Branch | None) -> Scored:
    """What the scorecard of a record says.

    Raises:
        SimmerdownError: there is none, or a file of the record is damaged.
    """
    heading, name = record.heading, record.heading.call_id
    if heading.ended is None:
        raise RecordError(f"{name} has no end yet ('simmerdown show {name}' recovers it)")
    card = aftercall.kept_card(record)
    return Scored(
        rubric=card.rubric.partition("/")[0],
        difficulty=_difficulty_of(record),
        dial=heading.policy.intensity,
        total=card.total,
        skills={skill.id: skill.percent for skill in card.skills if skill.percent is not None},
        rules={rule: Points(*came_to) for rule, came_to in scorecard.points(card).items()},
        redo_of=None if branch is None else (branch.of, branch.turn),
    )


def _difficulty_of(record: Record) -> int:
    try:
        return _difficulty(record.persona_text())
    except AuthoredError as error:
        raise RecordError(f"{record.folder / error.what}") from error


@lru_cache(maxsize=64)
def _difficulty(text: str) -> int:
    """Of a persona's file, by its text: calls with the same caller have the same.

    Nothing at the beginning of a line but the field itself looks so; to read the whole file takes long.
    """
    if told := _DIFFICULTY.search(text):
        return int(told[1])
    return library.parse(text, Path("persona.yaml")).persona.difficulty
