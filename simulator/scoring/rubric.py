"""A rubric: the rules that a call is scored by, as its author wrote them down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from simulator import authored
from simulator.cues import LABELS
from simulator.errors import RubricError

DEFAULT = "four-skills"
Measure = Literal["reply_gap", "speech_rate", "interruptions"]


class Rule(BaseModel):
    """One rule; exactly one of `credit`, `avoid` and `measure` is given.

    Attributes:
        points: to be won (credit, measure), or lost each time (avoid).
        most: the most that `avoid` can cost.
        before: the credited behaviour must come no later than this one.
        after: the credit counts only if the customer gave occasion for it.
        unless: an avoided behaviour is right after this.
        better: the behaviour whose better line is shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    points: Annotated[float, Field(gt=0, le=100)]
    credit: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    measure: Measure | None = None
    most: Annotated[float, Field(gt=0, le=100)] | None = None
    before: str | None = None
    after: Literal["abuse"] | None = None
    unless: Literal["abuse"] | None = None
    better: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum((bool(self.credit), bool(self.avoid), self.measure is not None)) != 1:
            raise ValueError("needs exactly one of credit, avoid and measure")
        for label in (*self.credit, *self.avoid, *filter(None, (self.before, self.better))):
            if label not in LABELS:
                raise ValueError(f"there is no behaviour {label!r}")
        return self


class Skill(BaseModel):
    """A skill: its weight in the total, and its rules."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    weight: Annotated[float, Field(gt=0, le=100)]
    rules: tuple[Rule, ...] = Field(min_length=1)


class Rubric(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1] = Field(alias="schema")
    id: str
    version: int
    title: str
    skills: tuple[Skill, ...] = Field(min_length=1)


def load(name: str = DEFAULT) -> Rubric:
    """A shipped rubric by its id, or any by its file.

    Raises:
        RubricError: there is none of that name.
        AuthoredError: the file is unreadable, or not a valid rubric.
    """
    path = authored.at_home(name)
    if path.suffix not in {".yaml", ".yml"}:
        folder = Path(__file__).parents[1] / "rubrics"
        path = folder / f"{name}.yaml"
        if not path.is_file():
            known = ", ".join(sorted(p.stem for p in folder.glob("*.yaml")))
            raise RubricError(f"there is no rubric {name!r}", hint=f"there are: {known}")
    return authored.parse(authored.read_text(path), path, Rubric, "the shipped rubrics")
