"""Where records are kept: the platform's data folder, or `SIMMERDOWN_HOME`."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path, user_data_path

from simulator.errors import RecordError

if TYPE_CHECKING:
    from simulator.record import Record


def home() -> Path:
    """The folder of everything that is kept."""
    given = os.environ.get("SIMMERDOWN_HOME")
    # os.path, not Path: "~name" without such a user stays as it is
    return Path(os.path.expanduser(given)) if given else user_data_path("simmerdown", appauthor=False)  # noqa: PTH111


def cache() -> Path:
    """The folder of what can be made again: rendered lines, models put together."""
    given = os.environ.get("SIMMERDOWN_HOME")
    return home() / "cache" if given else user_cache_path("simmerdown", appauthor=False)


def calls() -> Path:
    """The folder of all records."""
    return home() / "calls"


class Store:
    """All records, oldest first by name."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder if folder is not None else calls()

    def new_folder(self, persona: str, now: datetime) -> Path:
        """A folder for a new call, not yet made; its name is the call's id."""
        stem = f"{now:%Y%m%d-%H%M%S}-{persona}"
        folder, count = self._folder / stem, 1
        while folder.exists():
            count += 1
            folder = self._folder / f"{stem}-{count}"
        return folder

    def records(self) -> tuple[list[Record], list[RecordError]]:
        """Every record that can be read, oldest first, and what is wrong with the others."""
        records: list[Record] = []
        failures: list[RecordError] = []
        if self._folder.is_dir():
            for folder in sorted(path for path in self._folder.iterdir() if path.is_dir()):
                try:
                    records.append(_record(folder))
                except RecordError as error:
                    failures.append(error)
        return records, failures

    def find(self, name: str) -> Record:
        """The record of a call: by its id, the beginning of it, a folder, or "last".

        Raises:
            RecordError: there is none, or more than one, or no name.
        """
        if not name.strip():
            raise RecordError("a call without a name", hint="see 'simmerdown calls', or say 'last'")
        if _holds_call(Path(name)):
            return _record(Path(name))
        folders = self._folder.iterdir() if self._folder.is_dir() else ()
        known = sorted(folder.name for folder in folders if _holds_call(folder))
        if not known:
            raise RecordError("there are no calls yet", hint="'simmerdown call' takes the first one")
        if name == "last":
            return _record(self._folder / known[-1])
        matches = [name] if name in known else [call_id for call_id in known if call_id.startswith(name)]
        if len(matches) == 1:
            return _record(self._folder / matches[0])
        if matches:
            raise RecordError(
                f"{name!r} is the beginning of {len(matches)} calls", hint=", ".join(matches[-5:])
            )
        raise RecordError(f"there is no call {name!r}", hint="see 'simmerdown calls', or say 'last'")


def _record(folder: Path) -> Record:
    from simulator.record import Record  # noqa: PLC0415 - a list of calls wants only `home`, and at once

    return Record(folder)


def _holds_call(folder: Path) -> bool:
    try:
        return (folder / "record.json").is_file()
    except OSError:  # a name too long for the file system
        return False
