"""Files that come from somebody else's machine: strict models, sane sizes, and no hidden characters."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from simulator.errors import SimmerdownError

M = TypeVar("M", bound="Strict")


class SharedError(SimmerdownError):
    """A shared file can't be read, or is not what it should be."""


class Strict(BaseModel):
    """A file, or a part of one: nothing unknown in it, and every value of its own type."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, strict=True, allow_inf_nan=False
    )

    def to_text(self) -> str:
        """The text of the file."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"


def is_plain(text: str) -> bool:
    """Whether a text has no control characters, by which a terminal could be made to do things."""
    return not any(unicodedata.category(each) == "Cc" and each not in "\n\r\t" for each in text)


def _plain(text: str) -> str:
    if not is_plain(text):
        raise ValueError("holds control characters")
    return text


Words = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_plain)]
"""What somebody wrote, to be shown to somebody else."""

Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]


def moment(at: str) -> datetime:
    """A time as ISO 8601, with its zone; one without is this machine's.

    Raises:
        ValueError: it is none.
    """
    try:
        when = datetime.fromisoformat(at)
        return when if when.tzinfo is not None else when.astimezone()
    except OverflowError as error:
        raise ValueError(str(error)) from error


def _time(text: str) -> str:
    try:
        moment(text)
    except ValueError as error:
        raise ValueError("is no time as ISO 8601") from error
    return text


Time = Annotated[Name, AfterValidator(_time)]
"""A time as ISO 8601, as it was written."""


def parse(data: bytes, model: type[M], where: str) -> M:
    """What a file's bytes say.

    Args:
        data: JSON.
        model: what it must be.
        where: names the file in errors.

    Raises:
        SharedError: it is something else.
    """
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(map(str, first["loc"]))
        raise SharedError(
            f"{where}: {at + ': ' if at else ''}{first['msg']}",
            hint="it may be damaged, or from another version of simmerdown",
        ) from error


def read(path: Path, model: type[M], most: int) -> M:
    """What a file on disk says.

    Raises:
        SharedError: it can't be read, has more than `most` bytes, or is something else.
    """
    try:
        if path.stat().st_size > most:
            raise SharedError(f"{path}: is over {most // 1000} kB", hint="it is not such a file")
        data = path.read_bytes()
    except OSError as error:
        raise SharedError(f"{path}: can't be read ({error.strerror})", hint="check the name") from error
    return parse(data, model, str(path))


def is_plain_json(text: str) -> bool:
    """Whether all texts in some JSON are plain.

    Raises:
        ValueError: it is not JSON.
        RecursionError: it is nested too deeply to be anything of ours.
    """
    return are_plain(json.loads(text))


def are_plain(value: Any) -> bool:
    """Whether all texts in a value are plain."""
    if isinstance(value, str):
        return is_plain(value)
    if isinstance(value, dict):
        return all(is_plain(str(key)) and are_plain(each) for key, each in value.items())
    return not isinstance(value, list | tuple) or all(are_plain(each) for each in value)
