"""What was written beside a record: corrections, the call note, the self-rating, a coach's review.

Read with tolerance: a file that can't be read is left out, and the report says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulator.scoring.scorecard import Scorecard, SkillScore

T = TypeVar("T", bound="_File")


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _File(_Lenient):
    schema_version: int = Field(alias="schema")


class Correction(_Lenient):
    """A line that was mis-heard."""

    turn: int
    heard: str
    said: str


class Corrections(_File):
    """`corrections.json`; the latest for a turn counts."""

    corrections: tuple[Correction, ...] = ()


class Rating(_File):
    """`rating.json`: what the trainee thought before seeing the score."""

    rated: dict[str, int | None] = Field(default_factory=dict)
    total: int | None = None


class Promised(_Lenient):
    """A promise in the note."""

    what: str = ""
    who: str = ""
    by_when: str = ""


class CallNote(_File):
    """`note.json`."""

    issue: str = ""
    cause: str = ""
    promises: tuple[Promised, ...] = ()
    abuse: str = ""
    handover: str = ""


class Comment(_Lenient):
    """A coach's words to a turn."""

    turn: int
    text: str


class Override(_Lenient):
    """A coach's points for a rule."""

    rule: str
    points: float
    reason: str = ""


class Reviewed(_File):
    """`review.json`."""

    coach: str = ""
    at: str = ""
    blind: bool = False
    comments: tuple[Comment, ...] = ()
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it; `remarks`: what could not be read."""

    corrections: Corrections | None
    rating: Rating | None
    note: CallNote | None
    review: Reviewed | None
    remarks: tuple[str, ...]


def read(folder: Path) -> Beside:
    """What lies beside a record."""
    remarks: list[str] = []
    return Beside(
        _read(folder / "corrections.json", Corrections, remarks),
        _read(folder / "rating.json", Rating, remarks),
        _read(folder / "note.json", CallNote, remarks),
        _read(folder / "review.json", Reviewed, remarks),
        tuple(remarks),
    )


def coached(card: Scorecard, review: Reviewed) -> tuple[int | None, dict[str, int | None]]:
    """The total and each skill's percentage with the coach's points instead of the machine's."""
    points = {each.rule: each.points for each in review.overrides}
    percents = {skill.id: _percent(skill, card, points) for skill in card.skills}
    counted = [(skill.weight, percents[skill.id]) for skill in card.skills]
    weight = sum(each for each, percent in counted if percent is not None)
    total = sum(each * percent for each, percent in counted if percent is not None)
    return (round(total / weight) if weight else None), percents


def _percent(skill: SkillScore, card: Scorecard, points: dict[str, float]) -> int | None:
    if not skill.possible:
        return skill.percent
    machine: dict[str, float] = {}
    for finding in card.findings:
        if finding.skill == skill.id:
            machine[finding.rule] = machine.get(finding.rule, 0.0) + finding.points
    won = skill.won + sum(points[rule] - machine[rule] for rule in machine if rule in points)
    return round(100 * min(max(won, 0.0), skill.possible) / skill.possible)


def _read(path: Path, model: type[T], remarks: list[str]) -> T | None:
    try:
        return model.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        remarks.append(f"{path.name} can't be read, and is left out")
        return None
