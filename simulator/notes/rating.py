"""The trainee's own rating, given before the score is shown: `rating.json`, and what the score says to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.aftercall import clock
from simulator.errors import RecordError
from simulator.record import write_whole
from simulator.scoring.scorecard import Scorecard, SkillScore

NEAR = 15
"""So many points apart, own rating and score are about the same: a person rates in steps of ten."""

Percent = Annotated[int, Field(ge=0, le=100)]


class Rating(BaseModel):
    """`rating.json`: for each skill of the rubric, and the whole call, 0 to 100; None where not given."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    rated: dict[str, Percent | None]
    total: Percent | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One skill, or the total ("total"): what the trainee thought, what the score found, and a sentence."""

    id: str
    rated: int | None
    found: int | None
    text: str


def read(folder: Path) -> Rating | None:
    """The rating of the call in a folder; None if there is none.

    Raises:
        RecordError: it can't be read.
    """
    path = folder / "rating.json"
    if not path.is_file():
        return None
    try:
        return Rating.model_validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise RecordError(
            f"{path}: can't be read", hint="delete the file, and rate the call again"
        ) from error


def write(folder: Path, rating: Rating) -> None:
    """Keep a rating."""
    write_whole(folder / "rating.json", rating.model_dump_json(by_alias=True, indent=1) + "\n")


def differences(rating: Rating, card: Scorecard) -> list[Difference]:
    """The rating beside the score: the total, and every skill that was rated."""
    found = [_total(rating.total, card.total)]
    for skill in card.skills:
        rated = rating.rated.get(skill.id)
        if rated is not None:
            found.append(Difference(skill.id, rated, skill.percent, _skill(rated, skill, card)))
    return found


def _total(rated: int | None, total: int | None) -> Difference:
    if rated is None:
        score = "found nothing to measure" if total is None else f"is {total} of 100"
        text = f"Your rating of the whole call: not given; the score {score}."
    elif total is None:
        text = f"You rated the call {rated} of 100; the score found nothing to measure."
    elif abs(rated - total) <= NEAR:
        text = f"You rated the call {rated} of 100; the score is {total}: about the same."
    else:
        way = "above" if rated > total else "below"
        text = (
            f"You rated the call {rated} of 100; the score is {total}: you are {abs(rated - total)} {way} it."
        )
    return Difference("total", rated, total, text)


def _skill(rated: int, skill: SkillScore, card: Scorecard) -> str:
    said = f"You rated {skill.title.lower()} {rated / 10:g} of 10"
    if skill.percent is None:
        return f"{said}; it was not counted in this call, so there is nothing to compare."
    said += f"; the score found {skill.percent} %"
    if abs(rated - skill.percent) <= NEAR:
        return f"{said}: about the same."
    return f"{said}: {_above(skill.id, card) if rated > skill.percent else _below(skill.id, card)}"


def _above(skill: str, card: Scorecard) -> str:
    """What the score missed, where the trainee thought better of it: the costliest thing."""
    missed = [each for each in card.findings if each.skill == skill and each.kind == "fix"]
    if not missed:
        return "'simmerdown score' shows rule by rule why."
    worst = max(missed, key=lambda each: each.possible - each.points)
    quote = f" (“{worst.quote}” at {clock(worst.at_s)})" if worst.quote else ""
    return f"it missed most at “{worst.title.lower()}”{quote}."


def _below(skill: str, card: Scorecard) -> str:
    """What the score liked, where the trainee thought worse of it: what won most."""
    won = [each for each in card.strengths if each.skill == skill]
    if not won:
        return "better than you thought."
    best = max(won, key=lambda each: each.points)
    return f"better than you thought: “{best.quote}” at {clock(best.at_s)} won {best.points:g} points."
