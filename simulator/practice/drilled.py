"""Drills on disk: a small file each, in the home's `drills`. They hold what came of it, no words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulator.practice.history import Drilled
from simulator.record import write_whole


class Part(BaseModel):
    """A round: who rang, and whether the rule was met; null if it was not measured."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    persona: str
    met: bool | None


class Kept(BaseModel):
    """A drill's file."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    at: datetime
    rubric: str
    rule: str
    rounds: tuple[Part, ...]


def keep(home: Path, drill: Kept) -> Path:
    """Keep a drill.

    Raises:
        OSError: it can't be written.
    """
    folder = home / "drills"
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{drill.at:%Y%m%d-%H%M%S}-{drill.rule}"
    path, count = folder / f"{stem}.json", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}-{count}.json"
    write_whole(path, drill.model_dump_json(by_alias=True, indent=1) + "\n")
    return path


def all_kept(home: Path, rubric: str) -> tuple[tuple[Drilled, ...], tuple[str, ...]]:
    """The drills by a rubric, oldest first, and what is wrong with the files that can't be read."""
    drills: list[Drilled] = []
    problems: list[str] = []
    for path in sorted((home / "drills").glob("*.json")):
        try:
            kept = Kept.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            problems.append(f"{path}: is not a drill of this version")
            continue
        if kept.rubric == rubric:
            drills.append(_drilled(kept))
    return tuple(drills), tuple(problems)


def _drilled(kept: Kept) -> Drilled:
    met = [part.met for part in kept.rounds if part.met is not None]
    personas = tuple(part.persona for part in kept.rounds)
    return Drilled(kept.at.date(), kept.rule, sum(met), len(met), personas)
