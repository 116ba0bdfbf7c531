"""What was found out about this machine's sound, kept in the store's folder: `room.json`.

A check plays a chime, so it is made once, and again when the microphone or the loudspeaker is
another one. `doctor` makes it whenever it is asked to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from audio import loopback
from audio.loopback import Echo, Finding
from audio.ports import Card, EchoCanceller
from simulator.record import write_whole

NewCanceller = Callable[[float], EchoCanceller]
"""Makes an echo canceller that expects the echo after so many seconds."""


class Room(BaseModel):
    """A microphone and a loudspeaker, and what the one hears of the other.

    Attributes:
        mic: the microphone's name; speaker: the loudspeaker's.
        checked: when, as ISO 8601.
        verdict, level_db, delay_s, taken_db: as in `loopback.Finding` and `loopback.Echo`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    mic: str
    speaker: str
    checked: str
    verdict: loopback.Verdict
    level_db: float
    delay_s: float | None = None
    taken_db: float | None = None

    @property
    def overlap(self) -> bool:
        """Whether the trainee can be heard while the customer speaks."""
        return self.verdict != "not removed"

    @property
    def fact(self) -> str:
        """The finding in a few words."""
        if self.verdict == "headset":
            return "headset: the microphone does not hear the loudspeaker"
        after = f" after {self.delay_s * 1e3:.0f} ms" if self.delay_s is not None else ""
        heard = f"the microphone hears them at {round(self.level_db):+d} dB{after}"
        taken = f"; {self.taken_db:.0f} dB of it are taken out" if self.taken_db is not None else ""
        told = "echo removed" if self.verdict == "removed" else "echo can't be removed"
        return f"loudspeakers, {told}: {heard}{taken}"


def kept(home: Path, mic: str, speaker: str) -> Room | None:
    """What was found for these devices; None: nothing, or it can't be read, or it was for others."""
    try:
        room = Room.model_validate_json((home / "room.json").read_bytes())
    except (OSError, ValueError):  # a check is cheap: it is made again
        return None
    return room if (room.mic, room.speaker) == (mic, speaker) else None


def check(
    card: Card, mic: str, speaker: str, new_canceller: NewCanceller, *, home: Path, now: datetime
) -> Room | None:
    """Play the chime, judge what comes back, and keep it; None if nothing can be told.

    Args:
        card: the devices, open.
        mic: the microphone's name.
        speaker: the loudspeaker's.
        new_canceller: makes the canceller that is to take the echo out.
        home: the store's folder.
        now: the date to keep with it.

    Raises:
        DeviceError: the canceller can't be made.
        OSError: it can't be kept.
    """
    found = loopback.check(card, new_canceller)
    if found is None:
        return None
    room = _room(mic, speaker, found, now)
    home.mkdir(parents=True, exist_ok=True)
    write_whole(home / "room.json", room.model_dump_json(by_alias=True, indent=1) + "\n")
    return room


def settled(
    card: Card,
    mic: str,
    speaker: str,
    new_canceller: NewCanceller,
    *,
    home: Path,
    now: datetime,
    tell: Callable[[str], None],
) -> Room | None:
    """What was found for these devices, or is found now; None if nothing can be told.

    Whatever goes wrong with a check is told, and stops nothing: a call can be taken without it. The
    arguments are those of `check`.
    """
    room = kept(home, mic, speaker)
    if room is not None:
        return room
    tell("New sound devices: a chime is played, to hear whether the microphone hears the loudspeaker.")
    try:
        room = check(card, mic, speaker, new_canceller, home=home, now=now)
    except Exception as error:  # noqa: BLE001 - as told above
        tell(f"That could not be checked: {error}.")
        return None
    tell(f"Found: {room.fact}." if room is not None else "Nothing came from the microphone; never mind.")
    return room


def _room(mic: str, speaker: str, found: Finding, now: datetime) -> Room:
    echo: Echo = found.echo
    return Room(
        mic=mic,
        speaker=speaker,
        checked=now.isoformat(timespec="seconds"),
        verdict=found.verdict,
        level_db=echo.level_db,
        delay_s=echo.delay_s,
        taken_db=found.taken_db,
    )
