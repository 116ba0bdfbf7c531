"""A plan: calls that a persona must answer in a known way (`NAME.plan.yaml` beside the persona)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator import authored
from simulator.errors import PersonaError
from simulator.persona import EndingName, Text


class PlannedCall(BaseModel):
    """What the trainee says, reply by reply, and how the call must end."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    ends: EndingName
    says: tuple[Text, ...] = Field(min_length=1)


class Plan(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1] = Field(alias="schema")
    persona: str
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


def beside(persona_path: Path) -> Plan:
    """The plan beside a persona's file.

    Raises:
        AuthoredError: there is none, or it is not valid.
    """
    path = persona_path.with_name(f"{persona_path.stem}.plan.yaml")
    return authored.parse(authored.read_text(path), path, Plan, "docs/personas.md")
