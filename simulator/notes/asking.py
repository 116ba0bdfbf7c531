"""Whether every call asks for the trainee's own rating: a setting in the home's `after-call.json`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.record import write_whole


class Asking(BaseModel):
    """`after-call.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    rate: bool | None = None
    """None: never answered."""


def kept(home: Path) -> Asking:
    """The setting; the usual one where none is kept, or it can't be read."""
    try:
        return Asking.model_validate_json((home / "after-call.json").read_bytes())
    except (OSError, ValueError):  # it only asks a question, or does not
        return Asking()


def keep(home: Path, asking: Asking) -> None:
    """Keep a setting."""
    home.mkdir(parents=True, exist_ok=True)
    write_whole(home / "after-call.json", asking.model_dump_json(by_alias=True, indent=1) + "\n")
