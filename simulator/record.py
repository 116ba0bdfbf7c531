"""A call's record: a folder, written as the call happens.

    record.json    what was called, when, with which engines and settings, and how it ended
    persona.yaml   the persona as it was then
    events.jsonl   what happened, an event a line
    take.jsonl     what came in from outside, an entry a line (see `take`)
    trainee.wav    what the call heard      customer.wav    what it played      clips/    its lines
    score.json     the scorecard            summary.md      the same to read

Everything is handed to the system twice a second and at each event, so that a process that is
killed loses at most half a second. A lock is held while the call runs: a record without an end and
without a lock is an interrupted one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audio import wav
from audio.ears import seconds
from audio.errors import SoundFileError
from audio.pcm import Samples, silence
from audio.turns import Patience
from simulator import events, take
from simulator.customer.dialogue import Policy
from simulator.errors import RecordError
from simulator.events import EndReason, Event

T = TypeVar("T")

SCHEMA = 1
_FLUSH_FRAMES = 16
_HINT = "it may be damaged, or from a newer version of simmerdown"
_LOST = "put back a copy of the file; the score that was kept stays as it was"


class Heading(BaseModel):
    """`record.json`.

    Attributes:
        demo: the trainee was a voice: nobody's own call.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    call_id: str
    persona: str
    started: str
    program: str
    seed: int
    transcriber: str
    voice: str
    patience: Patience
    answer_after_s: float | None
    greeting_s: float
    open_ears: bool
    push_to_talk: bool = False
    once: bool = False
    demo: bool = False
    policy: Policy = Policy()
    ended: EndReason | None = None
    length_s: float | None = None
    total: int | None = None
    rubric: str | None = None


class Record:
    """A record on disk, to be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heading = read_heading(folder)

    @property
    def interrupted(self) -> bool:
        """Whether the call has no end, and nobody is at it."""
        if self.heading.ended is not None or locked(self.folder):
            return False
        return read_heading(self.folder).ended is None  # it may have ended since it was read

    def events(self) -> list[Event]:
        """All events; a last line that was cut short by a crash is left out, unless the call has its end.

        Raises:
            RecordError: they can't be read, or not all of them are there.
        """
        path, whole = self.folder / "events.jsonl", self.heading.ended is not None
        found = _entries(path, events.from_json, whole=whole)
        if whole and not any(isinstance(event, events.Ended) for event in found):
            raise RecordError(f"{path}: breaks off before the end of the call", hint=_LOST)
        return found

    def take(self) -> list[take.Entry]:
        """All entries of the take, likewise."""
        return _entries(self.folder / "take.jsonl", take.from_json, whole=self.heading.ended is not None)

    def persona_text(self) -> str:
        """The persona's file as it was.

        Raises:
            RecordError: it is missing or damaged.
        """
        path = self.folder / "persona.yaml"
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RecordError(f"{path}: can't be read ({error})", hint=_HINT) from error

    def trainee(self) -> Samples:
        """What the call heard, as far as it was written."""
        return _sound(self.folder / "trainee.wav")

    def customer(self) -> Samples:
        """What it played, likewise."""
        return _sound(self.folder / "customer.wav")

    def clip(self, name: str) -> Samples:
        """One of the customer's clips; nothing for one that was empty."""
        return _sound(self.folder / "clips" / f"{name}.wav")

    def replace_heading(self, **changes: Any) -> None:
        """Change the heading, on disk too."""
        self.heading = self.heading.model_copy(update=changes)
        write_whole(self.folder / "record.json", heading_json(self.heading))


class RecordWriter:
    """`Recorder` that writes a record.

    `record.json` comes last of its files: where it is, the others are.

    Raises:
        RecordError: the folder can't be made.
    """

    def __init__(self, folder: Path, heading: Heading, persona_text: str) -> None:
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise RecordError(
                f"{folder}: can't be made ({error.strerror})",
                hint="set SIMMERDOWN_HOME to a folder that can be written",
            ) from error
        self.folder = folder
        self._heading = heading
        self._lock = FileLock(folder / "live.lock")
        self._lock.acquire(blocking=False)
        write_whole(folder / "persona.yaml", persona_text)
        self._events = (folder / "events.jsonl").open("w", encoding="utf-8", newline="\n")
        self._take = (folder / "take.jsonl").open("w", encoding="utf-8", newline="\n")
        self._trainee = wav.WavWriter(folder / "trainee.wav")
        self._customer = wav.WavWriter(folder / "customer.wav")
        self._flush_sound()
        write_whole(folder / "record.json", heading_json(heading))
        self._frames = 0
        self._ended: EndReason | None = None

    def frame(self, mic: Samples, speaker: Samples) -> None:
        """Both sides of the line, one frame each."""
        self._trainee.write(mic)
        self._customer.write(speaker)
        self._frames += 1
        if self._frames % _FLUSH_FRAMES == 0:
            self._flush_sound()

    def event(self, event: Event) -> None:
        """Something happened. The sound goes first, so that it never ends before its events."""
        self._flush_sound()
        self._events.write(events.to_json(event) + "\n")
        self._events.flush()
        if isinstance(event, events.Ended):
            self._ended = event.reason

    def entry(self, entry: take.Entry) -> None:
        """Something came in from outside."""
        self._take.write(take.to_json(entry) + "\n")
        self._take.flush()

    def clip(self, samples: Samples) -> str:
        """Keep a clip under a name made from its content."""
        name = clip_name(samples)
        path = self.folder / "clips" / f"{name}.wav"
        if len(samples) and not path.is_file():
            path.parent.mkdir(exist_ok=True)
            part = path.with_suffix(".part")
            wav.write(part, samples)
            part.replace(path)
        return name

    def discard(self) -> None:
        """The call never began: leave nothing behind."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Finish the files and let go of the lock; closing twice is harmless."""
        for file in (self._events, self._take, self._trainee, self._customer):
            file.close()
        if self._ended is not None and self._heading.ended is None:
            self._heading = self._heading.model_copy(
                update={"ended": self._ended, "length_s": seconds(self._frames)}
            )
            write_whole(self.folder / "record.json", heading_json(self._heading))
        self._lock.release()
        (self.folder / "live.lock").unlink(missing_ok=True)

    def _flush_sound(self) -> None:
        self._trainee.flush()
        self._customer.flush()


def clip_name(samples: Samples) -> str:
    """The name of a clip: the same for the same sound."""
    return hashlib.sha256(samples.astype("<i2").tobytes()).hexdigest()[:16]


def read_heading(folder: Path) -> Heading:
    """The heading of a record.

    Raises:
        RecordError: missing, damaged, or of a schema that this version does not know.
    """
    path = folder / "record.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RecordError(
            f"{folder}: holds no call (no record.json)", hint="see 'simmerdown calls'"
        ) from error
    except (OSError, ValueError) as error:
        raise RecordError(f"{path}: can't be read ({error})", hint=_HINT) from error
    found = data.get("schema") if isinstance(data, dict) else None
    if found != SCHEMA:
        raise RecordError(
            f"{path}: has schema {found!r}; this version of simmerdown reads schema {SCHEMA}",
            hint="install the version that wrote it, or a newer one",
        )
    try:
        return Heading.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise RecordError(f"{path}: {where}: {first['msg']}", hint=_HINT) from error


def heading_json(heading: Heading) -> str:
    """The text of `record.json`."""
    return heading.model_dump_json(by_alias=True, indent=2) + "\n"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is either the old one or the new one, never half of it."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _entries(path: Path, parse: Callable[[str], T], *, whole: bool) -> list[T]:
    """What the lines of a file say; if it need not be whole, a last one that was cut short is left out.

    Raises:
        RecordError: another line can't be understood.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise RecordError(f"{path}: can't be read ({error.strerror})", hint=_HINT) from error
    lines = text.removesuffix("\n").split("\n") if text else []  # not splitlines: a text may hold U+2028
    entries: list[T] = []
    for number, line in enumerate(lines, 1):
        try:
            entries.append(parse(line))
        except ValidationError as error:
            if number < len(lines):
                raise RecordError(f"{path}:{number}: is not an entry of this schema", hint=_HINT) from error
            if whole:
                raise RecordError(f"{path}:{number}: is cut short or damaged", hint=_LOST) from error
    return entries


def _sound(path: Path) -> Samples:
    try:
        return wav.read(path) if path.is_file() else silence(0)
    except SoundFileError:  # nothing had been said yet
        return silence(0)


def locked(folder: Path) -> bool:
    """Whether a process holds the record's lock."""
    if not (folder / "live.lock").exists():
        return False
    lock = FileLock(folder / "live.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return True
    lock.release()
    return False
