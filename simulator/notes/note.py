"""The note of a call, as real centres require it: `note.json` beside the record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.errors import RecordError
from simulator.record import write_whole

Text = Annotated[str, Field(max_length=4000)]


class Promise(BaseModel):
    """What was promised, who does it, and by when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: Text
    who: Text = ""
    by_when: Text = ""


class Note(BaseModel):
    """`note.json`.

    Attributes:
        issue: what the customer rang about; cause: why it came to that.
        abuse: what was said, if the customer was abusive.
        handover: the brief for whoever takes the case over.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    issue: Text = ""
    cause: Text = ""
    promises: tuple[Promise, ...] = ()
    abuse: Text = ""
    handover: Text = ""

    @property
    def lines(self) -> list[str]:
        """The note to read, a line each; what is empty is left out."""
        told = [("Issue", self.issue), ("Cause", self.cause)]
        told += [
            ("Promised", f"{each.what} - {each.who or 'nobody'}, {each.by_when or 'no deadline'}")
            for each in self.promises
        ]
        told += [("Abuse", self.abuse), ("Handover", self.handover)]
        return [f"{name}: {text}" for name, text in told if text]


def promise(text: str) -> Promise:
    """A promise written as "WHAT;WHO;WHEN"; the last two may be left out.

    Raises:
        ValueError: it says nothing, or too much.
    """
    what, *others = (part.strip() for part in text.split(";"))
    if not what or len(others) > 2:
        raise ValueError(f"{text!r}: write it as 'WHAT;WHO;WHEN'")
    who, by_when = (*others, "", "")[:2]
    return Promise(what=what, who=who, by_when=by_when)


def read(folder: Path) -> Note | None:
    """The note of the call in a folder; None if there is none.

    Raises:
        RecordError: it can't be read.
    """
    path = folder / "note.json"
    if not path.is_file():
        return None
    try:
        return Note.model_validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise RecordError(
            f"{path}: can't be read", hint="mend the file, or delete it and write the note again"
        ) from error


def write(folder: Path, note: Note) -> None:
    """Keep a note."""
    write_whole(folder / "note.json", note.model_dump_json(by_alias=True, indent=1) + "\n")
