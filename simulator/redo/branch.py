"""Branches: a try of a moment is a record of its own, and says of which call and turn (`branch.json`).

It holds the whole call as it would have been: the events, and the sound, up to the line that is said
once more; then the phone rings again, and what is new goes on from there in frames and in the numbers
of turns. So it can be shown, scored and redone like any other call, whatever becomes of the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audio.ears import seconds
from audio.pcm import FRAME, Samples, frames, silence
from audio.ports import Transcript
from simulator import events, take
from simulator.errors import RecordError
from simulator.events import Event
from simulator.record import Record, RecordWriter, write_whole
from simulator.redo.retrace import Moment
from simulator.session import Recorder

FILE = "branch.json"


class Branch(BaseModel):
    """`branch.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, strict=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    of: str
    turn: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What a branch takes over, and where what is new begins. Nothing, for a call from its beginning.

    Attributes:
        before: the events.
        frames: how many frames they took.
        turns: the number of the turn before the first that is new.
    """

    before: tuple[Event, ...] = ()
    frames: int = 0
    turns: int = 0

    def placed(self, event: Event) -> Event:
        """An event of what is new, in its place in the whole."""
        moved = {
            name: getattr(event, name) + self.frames
            for name in ("frame", "start", "end")
            if hasattr(event, name)
        }
        for name in ("turn", "over", "replaces"):
            if getattr(event, name, None) is not None:
                moved[name] = getattr(event, name) + self.turns
        if isinstance(event, events.TakenBack) and event.line is not None:
            moved["line"] = event.line + self.frames
        if isinstance(event, events.TurnHeard):
            words = Transcript(event.text, event.words).later(seconds(self.frames)).words
            return replace(event, **moved, words=words)
        return replace(event, **moved)


@dataclass(frozen=True, slots=True, eq=False)
class Again:
    """A moment to begin at.

    Attributes:
        of: the call.
        turn: the first turn that is given anew.
        trainee, customer: the sound of what is taken over.
    """

    of: str
    turn: int
    moment: Moment
    taken: Taken
    trainee: Samples
    customer: Samples


class _GoingOn:
    """`Recorder` of what is new: it stands after what was taken over."""

    def __init__(self, recorder: Recorder, taken: Taken) -> None:
        self._recorder = recorder
        self._taken = taken

    def frame(self, mic: Samples, speaker: Samples) -> None:
        """As it is: the sound before it is there."""
        self._recorder.frame(mic, speaker)

    def event(self, event: Event) -> None:
        """In its place."""
        self._recorder.event(self._taken.placed(event))

    def entry(self, entry: take.Entry) -> None:
        """As it is: a take begins with its own call."""
        self._recorder.entry(entry)

    def clip(self, samples: Samples) -> str:
        """As it is."""
        return self._recorder.clip(samples)


def begun(writer: RecordWriter, again: Again) -> Recorder:
    """Put what is taken over into a new record; who keeps what follows."""
    keep(writer.folder, Branch(of=again.of, turn=again.turn))
    both = (frames(_of_length(sound, again.taken.frames)) for sound in (again.trainee, again.customer))
    for mic, speaker in zip(*both, strict=True):
        writer.frame(mic, speaker)
    for event in again.taken.before:
        writer.event(event)
    return _GoingOn(writer, again.taken)


def keep(folder: Path, branch: Branch) -> None:
    """Write `branch.json`."""
    write_whole(folder / FILE, branch.model_dump_json(by_alias=True, indent=2) + "\n")


def branch_of(record: Record) -> Branch | None:
    """Of which call and turn a record is a try; None: of none.

    Raises:
        RecordError: the file can't be read.
    """
    path = record.folder / FILE
    try:
        return Branch.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise RecordError(
            f"{path}: can't be read",
            hint="the call is a try of another, and holds words of it: mend the file, or delete the try",
        ) from error


def taken_over(record: Record) -> Taken:
    """What a record took over from another; nothing, if it is no branch."""
    branch = branch_of(record)
    if branch is None:
        return Taken()
    happened = record.events()
    at = max(at for at, event in enumerate(happened) if isinstance(event, events.Rang))
    return Taken(tuple(happened[:at]), happened[at].frame, branch.turn - 1)


def tries(of: str, records: Iterable[Record]) -> list[Record]:
    """The tries of a call among some records; one whose `branch.json` is damaged is none."""
    found = []
    for record in records:
        with suppress(RecordError):
            branch = branch_of(record)
            found += [record] if branch is not None and branch.of == of else []
    return found


def _of_length(sound: Samples, count: int) -> Samples:
    """So many frames of a sound; silence where it is gone."""
    whole = silence(count * FRAME)
    whole[: len(sound)] = sound[: len(whole)]
    return whole
