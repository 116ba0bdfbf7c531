"""How long calls are kept: the rule in the home's `keep.json`, and what it lets go. Without one: forever."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator import store
from simulator.errors import RecordError
from simulator.privacy import deleting
from simulator.record import locked, read_heading, write_whole

Days = Field(default=None, ge=1, le=36500)


class Rule(BaseModel):
    """After how many days what is deleted; None: never.

    Attributes:
        audio_days: the sound alone; calls_days: all of a call.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    audio_days: int | None = Days
    calls_days: int | None = Days

    def __str__(self) -> str:
        sound = "as long as the call" if self.audio_days is None else _days(self.audio_days)
        calls = "forever" if self.calls_days is None else _days(self.calls_days)
        return f"Calls are kept {calls}, their sound {sound}."


def rule(home: Path) -> Rule:
    """The rule that holds.

    Raises:
        RecordError: it can't be read; nothing is deleted by guess.
    """
    path = home / "keep.json"
    if not path.is_file():
        return Rule()
    try:
        return Rule.model_validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise RecordError(
            f"{path}: can't be read, so nothing is deleted by it",
            hint="'simmerdown keep forever' writes it anew; then set the rule that you want",
        ) from error


def set_rule(home: Path, new: Rule) -> None:
    """Keep a rule."""
    home.mkdir(parents=True, exist_ok=True)
    write_whole(home / "keep.json", new.model_dump_json(by_alias=True, indent=1) + "\n")


def older_than(days: int, now: datetime) -> list[Path]:
    """The records of calls that began so long ago and are not under way; a damaged one may have no age."""
    calls = store.home() / "calls"
    folders = sorted(calls.iterdir()) if calls.is_dir() else []
    return [
        folder
        for folder in folders
        if (began := _began(folder)) is not None and now - began > timedelta(days=days) and not locked(folder)
    ]


def apply(by: Rule, now: datetime) -> list[str]:
    """Delete what a rule lets go, and tell what that was, in sentences."""
    told: list[str] = []
    if by.calls_days is not None and (old := older_than(by.calls_days, now)):
        what = deleting.doomed(old)
        traces = deleting.delete(what)
        told.append(f"Deleted {_count(len(what.records))} older than {_days(by.calls_days)}.")
        told += [f"Something of them is left in {trace.path}." for trace in traces]
    if by.audio_days is not None and (
        old := [each for each in older_than(by.audio_days, now) if _heard(each)]
    ):
        traces = deleting.delete_sound(deleting.doomed(old))
        told.append(f"Deleted the sound of {_count(len(old))} older than {_days(by.audio_days)}.")
        told += [f"Some of it is left in {trace.path}." for trace in traces]
    return told


def _began(folder: Path) -> datetime | None:
    """When a call began: as its name says, which needs no file, else as its heading does."""
    try:
        return datetime.strptime(folder.name[:15], "%Y%m%d-%H%M%S").astimezone()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(read_heading(folder).started).astimezone()
    except (RecordError, ValueError):
        return None


def _heard(folder: Path) -> bool:
    """Whether there is sound of a call that is over: an interrupted one is recovered from it."""
    if not any((folder / name).is_file() for name in ("trainee.wav", "customer.wav")):
        return False
    try:
        return read_heading(folder).ended is not None
    except RecordError:
        return False


def _count(calls: int) -> str:
    return "1 call" if calls == 1 else f"{calls} calls"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
