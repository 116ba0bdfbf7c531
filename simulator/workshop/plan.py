"""A plan: calls that a persona must answer in a known way (`NAME.plan.yaml` beside the persona)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from simulator import authored
from simulator.authored import Document
from simulator.customer import library
from simulator.customer.beats import EndingName
from simulator.customer.lines import MOST_INTENSE, Heat, Part, Text
from simulator.errors import PersonaError


class Step(Part):
    """One thing that the trainee does, and what must come of it. A bare text is a step that says it.

    Attributes:
        says: the trainee's words …
        interrupts: … over the customer's.
        silence_s: or silence of so many seconds.
        beat: where the conversation must be then.
        heat: the least and the most that the heat may be then.
        line: a part of what the customer must say then.
    """

    says: Text | None = None
    interrupts: bool = False
    silence_s: Annotated[float, Field(gt=0, le=300)] | None = None
    beat: Text | None = None
    heat: tuple[Heat, Heat] | None = None
    line: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, data: object) -> object:
        return {"says": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.says is None) == (self.silence_s is None):
            raise ValueError("needs exactly one of 'says' and 'silence_s'")
        if self.heat is not None and self.heat[0] > self.heat[1]:
            raise ValueError(f"heat: the least, {self.heat[0]:g}, is above the most, {self.heat[1]:g}")
        return self


class PlannedCall(Part):
    """What the trainee does, step by step, and how the call must end.

    Attributes:
        seed: draws the customer's wordings.
        intensity: the trainee's dial.
        warnings: the house's policy.
    """

    name: Text
    ends: EndingName
    seed: Annotated[int, Field(ge=0)] = 0
    intensity: Annotated[int, Field(ge=0, le=MOST_INTENSE)] = MOST_INTENSE
    warnings: Annotated[int, Field(ge=0, le=5)] = 1
    steps: tuple[Step, ...] = Field(min_length=1)

    @property
    def says(self) -> tuple[str, ...]:
        """All that the trainee says."""
        return tuple(step.says for step in self.steps if step.says is not None)


class Plan(Part):
    """The whole file."""

    schema_version: Literal[2] = Field(alias="schema")
    persona: Text
    calls: tuple[PlannedCall, ...] = Field(min_length=1)

    def call(self, name: str) -> PlannedCall:
        """A call by its name.

        Raises:
            PersonaError: there is none.
        """
        for call in self.calls:
            if call.name == name:
                return call
        known = ", ".join(call.name for call in self.calls)
        raise PersonaError(f"the plan of {self.persona!r} has no call {name!r}", hint=f"there are: {known}")


def path_beside(persona_path: Path) -> Path:
    """Where the plan of a persona's file is."""
    return persona_path.with_name(f"{persona_path.stem}.plan.yaml")


def beside(persona_path: Path) -> Plan:
    """The plan beside a persona's file.

    Raises:
        AuthoredError: there is none, or it is not valid.
    """
    return with_places(persona_path)[0]


def with_places(persona_path: Path) -> tuple[Plan, Document]:
    """The plan beside a persona's file, and the document that knows where its parts stand.

    Raises:
        AuthoredError: there is none, or it is not valid.
    """
    path = path_beside(persona_path)
    document = Document(authored.read_text(path), path)
    plan, problems = document.model(Plan)
    if plan is None:
        raise problems[0].as_error(library.GUIDE)
    return plan, document
