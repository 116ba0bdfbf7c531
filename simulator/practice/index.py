"""The index: a row for each record in one small file, `index.sqlite`, so that thousands of calls list fast.

The records stay the truth. Each row keeps how its record's folder looked when it was read (times and
sizes of what matters); a record that looks different is read again, one that is gone is dropped. A
missing or damaged index is made anew, and where none can be kept, the records are read each time. It
holds no words of anybody's, and what is deleted is overwritten.

What reads records is loaded only when there is one to read: a list is to be there at once.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from simulator.practice.history import Listed, Row

T = TypeVar("T")

VERSION = 2
MANY = 500
"""So many records to read at once are worth a word."""

_WATCHED = ("record.json", "score.json", "branch.json")
_COLUMNS = ", ".join(Listed._fields)
_TABLE = (
    "CREATE TABLE calls (call_id TEXT PRIMARY KEY, persona TEXT, started TEXT, ended TEXT, "
    "length_s REAL, total INTEGER, rubric TEXT, problem TEXT, redo TEXT, demo INTEGER, scored TEXT, "
    "look TEXT)"
)
_Use = Callable[[sqlite3.Connection], list[T]]


class Index:
    """All records of a home.

    Args:
        home: the folder that holds `calls`, and the index.
        tell: is told when many records are to be read.
    """

    def __init__(self, home: Path, tell: Callable[[str], None] | None = None) -> None:
        self._calls = home / "calls"
        self._path = home / "index.sqlite"
        self._tell = tell

    def listed(self) -> list[Listed]:
        """Every record, oldest first."""
        return self._read(lambda database: [_listed(row) for row in _select(database, _COLUMNS)])

    def rows(self) -> list[Row]:
        """Every record with its score, oldest first."""
        return self._read(lambda database: [_row(row) for row in _select(database, f"{_COLUMNS}, scored")])

    def interrupted(self, listed: Iterable[Listed]) -> list[Listed]:
        """Those that have no end, and that nobody is at."""
        open_ended = [call for call in listed if call.started and call.ended is None]
        if not open_ended:
            return []
        from simulator.record import Record  # noqa: PLC0415 - see the module

        return [call for call in open_ended if Record(self._calls / call.call_id).interrupted]

    def _read(self, use: _Use[T]) -> list[T]:
        """Use the index, kept true; a new one if it is damaged; none if it can't be written."""
        looks = self._looks()
        if not looks:
            self._path.unlink(missing_ok=True)
            return []
        for _ in range(2):
            try:
                return self._used(str(self._path), looks, use)
            except (sqlite3.Error, ValueError):
                with contextlib.suppress(OSError):
                    self._path.unlink(missing_ok=True)
        return self._used(":memory:", looks, use)

    def _looks(self) -> dict[str, str]:
        """How each record's folder looks from outside."""
        if not self._calls.is_dir():
            return {}
        with os.scandir(self._calls) as entries:
            return {entry.name: _look(entry.path) for entry in entries if entry.is_dir()}

    def _used(self, path: str, looks: dict[str, str], use: _Use[T]) -> list[T]:
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA secure_delete = ON")
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version not in {0, VERSION}:
                raise ValueError(f"an index of version {version}")
            if version == 0:
                database.execute(_TABLE)
                database.execute(f"PRAGMA user_version = {VERSION:d}")
            self._sync(database, looks)
            return use(database)

    def _sync(self, database: sqlite3.Connection, looks: dict[str, str]) -> None:
        known = dict(database.execute("SELECT call_id, look FROM calls"))
        changed = [name for name, look in looks.items() if known.get(name) != look]
        gone = [(name,) for name in known.keys() - looks.keys()]
        if not changed and not gone:
            return
        if len(changed) >= MANY and self._tell is not None:
            self._tell(f"Reading {len(changed)} calls; this is done once.")
        values = [_values(self._calls / name, looks[name]) for name in changed]
        with database:
            database.executemany("DELETE FROM calls WHERE call_id = ?", gone)
            database.executemany("REPLACE INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _select(database: sqlite3.Connection, columns: str) -> Iterator[tuple[Any, ...]]:
    return database.execute(f"SELECT {columns} FROM calls ORDER BY call_id")  # noqa: S608 - our own names


def _values(folder: Path, look: str) -> tuple[object, ...]:
    from simulator.practice import reading  # noqa: PLC0415 - see the module

    listed, scored = reading.row(folder)
    return (*listed, None if scored is None else reading.to_json(scored), look)


def _listed(values: Iterable[Any]) -> Listed:
    found = Listed(*values)
    return found._replace(demo=bool(found.demo))  # SQLite knows no other than 0 and 1


def _row(values: tuple[Any, ...]) -> Row:
    from simulator.practice import reading  # noqa: PLC0415 - see the module

    *listed, scored = values
    return _listed(listed), None if scored is None else reading.from_json(scored)


def _look(folder: str) -> str:
    """What changes when the record does."""
    looks = [str(os.stat(folder).st_mtime_ns)]  # noqa: PTH116 - ten thousand times a second
    for name in _WATCHED:
        try:
            found = os.stat(f"{folder}/{name}")  # noqa: PTH116 - likewise
            looks.append(f"{found.st_mtime_ns}:{found.st_size}")
        except OSError:
            looks.append("-")
    return " ".join(looks)
