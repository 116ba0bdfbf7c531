"""How long calls are kept: the rule in the home's `keep.json`, and what it lets go. Without one: forever."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator import store
from simulator.coach.bundle import AUDIO
from simulator.errors import RecordError
from simulator.privacy import deleting
from simulator.privacy.deleting import Doomed
from simulator.privacy.traces import Trace
from simulator.record import locked, read_heading, write_whole

Days = Field(default=None, ge=1, le=36500)

_STAMP = re.compile(r"([0-9]{8})-([0-9]{6})")
"""Begins the names of calls: the local date and time, by which names sort."""


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
    return [folder for folder in _older_than(days, now) if not locked(folder)]


def apply(by: Rule, now: datetime) -> list[str]:
    """Delete what a rule lets go, and tell what that was, in sentences."""
    told: list[str] = []
    if by.calls_days is not None and (old := older_than(by.calls_days, now)):
        told += _calls_gone(deleting.doomed(old), by.calls_days)
    if by.audio_days is not None and (
        old := [each for each in _older_than(by.audio_days, now) if _heard(each) and not locked(each)]
    ):
        told += _sound_gone(deleting.doomed(old, with_tries=False), by.audio_days)
    return told


def _calls_gone(what: Doomed, days: int) -> list[str]:
    left = deleting.delete(what).left
    return [
        f"Deleted {_count(len(what.records))} older than {_days(days)}.",
        *_named(what.copies),
        *(_still_there(trace) for trace in left),
    ]


def _sound_gone(what: Doomed, days: int) -> list[str]:
    """Tries keep their own age: their sound goes by their own date."""
    silenced = deleting.delete_sound(what)
    gone = len(silenced.gone)
    return [
        *([f"Deleted the sound of {_count(gone)} older than {_days(days)}."] if gone else []),
        *_named(what.sounding),
        *(f"Its sound is kept: {error.what}." for error in silenced.kept.values()),
        *(_still_there(trace) for trace in silenced.left),
    ]


def _named(copies: Iterable[Trace]) -> list[str]:
    """What went besides the records, but for what can be made again."""
    cache = store.cache().resolve()
    return [f"Deleted {copy.path} with it." for copy in copies if not copy.path.is_relative_to(cache)]


def _still_there(trace: Trace) -> str:
    if trace.certain:
        return f"Something of it is left: {trace.path} holds its {trace.told}."
    return f"{trace.path} holds the same words, and was left alone."


def _older_than(days: int, now: datetime) -> Iterator[Path]:
    calls = store.calls()
    cut_off = (now - timedelta(days=days)).astimezone()
    names = sorted(entry.name for entry in os.scandir(calls)) if calls.is_dir() else []
    stamp = f"{cut_off:%Y%m%d-%H%M%S}"
    return (
        calls / name
        for name in names
        if (name < stamp if _is_dated(name) else _began_before(cut_off, calls / name))
    )


def _is_dated(name: str) -> bool:
    """Whether a folder's name begins with when its call began, so that no file need be read."""
    stamp = _STAMP.match(name)
    with suppress(ValueError):  # no date after all
        return stamp is not None and bool(datetime.fromisoformat("T".join(stamp.groups())))
    return False


def _began_before(cut_off: datetime, folder: Path) -> bool:
    """Whether a call is older, as its heading says."""
    try:
        return datetime.fromisoformat(read_heading(folder).started).astimezone() < cut_off
    except (RecordError, ValueError):
        return False


def _heard(folder: Path) -> bool:
    """Whether there is sound of a call."""
    return any((folder / name).is_file() for name in AUDIO)


def _count(calls: int) -> str:
    return "1 call" if calls == 1 else f"{calls} calls"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
