"""The user's yes to being recorded: asked for before the first recording, and kept in `consent.json`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.record import write_whole

VERSION = 1
"""Raised whenever the text says something new, so that it is asked again."""


class Consent(BaseModel):
    """What the user was told, and answered.

    Attributes:
        version: of the text.
        agreed: False: it was only told, as there was nobody to ask.
        at: when, as ISO 8601.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    version: int
    agreed: bool
    at: str


def text(home: Path) -> str:
    """What is said before the first recording."""
    return (
        f"A call records your voice and what was heard of it, in {home / 'calls'}. "
        "Nothing of it leaves this machine, unless you share it yourself. "
        "'simmerdown delete CALL' deletes a call, 'simmerdown keep' says for how long calls are kept."
    )


def given(
    home: Path,
    now: datetime,
    *,
    yes: bool,
    tell: Callable[[str], None],
    ask: Callable[[], bool] | None,
) -> bool:
    """Whether a call may be recorded.

    Args:
        home: the store's folder.
        now: the date to keep with the answer.
        yes: the user has agreed beforehand.
        tell: says the text.
        ask: asks the user; None: nobody is there to ask, so the text is said once, and that is all.
    """
    known = _kept(home)
    if known is not None and known.version == VERSION and (known.agreed or (ask is None and not yes)):
        return True
    if not yes:
        tell(text(home))
    agreed = yes or (ask is not None and ask())
    if agreed or ask is None:
        _keep(home, Consent(version=VERSION, agreed=agreed, at=now.isoformat(timespec="seconds")))
    return agreed or ask is None


def _kept(home: Path) -> Consent | None:
    try:
        return Consent.model_validate_json((home / "consent.json").read_bytes())
    except (OSError, ValueError):  # asking again does no harm
        return None


def _keep(home: Path, consent: Consent) -> None:
    with suppress(OSError):  # a home that can't be written is told by the record, which needs it
        home.mkdir(parents=True, exist_ok=True)
        write_whole(home / "consent.json", consent.model_dump_json(by_alias=True, indent=1) + "\n")
