"""Deleting calls: all of them, or only their sound, and looking whether anything is left."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from simulator import aftercall, store
from simulator.errors import RecordError
from simulator.privacy.traces import Marks, Trace, left, marks
from simulator.record import Record, locked

_LAST = "record.json"
"""Goes last, so that a deletion that was broken off can be taken up again."""

_TEXTS = frozenset({".json", ".jsonl", ".yaml", ".md", ".csv"})
"""What a record keeps when its sound goes; a report page holds sound, and can be made again without it."""


@dataclass(frozen=True, slots=True)
class Doomed:
    """What is going to be deleted.

    Attributes:
        calls: the records that were named.
        branches: the records of tries that were made from them, which hold their words.
        copies: files elsewhere in the home that hold something of them: pages, bundles, reviews, lines.
        known_by: what all of them are known by.
    """

    calls: tuple[Path, ...]
    branches: tuple[Path, ...]
    copies: tuple[Trace, ...]
    known_by: tuple[Marks, ...]

    @property
    def records(self) -> tuple[Path, ...]:
        """Every record that goes."""
        return (*self.calls, *self.branches)


def doomed(folders: Iterable[Path]) -> Doomed:
    """What goes when these calls go.

    Raises:
        RecordError: one of them is under way.
    """
    named = tuple(dict.fromkeys(folders))
    tries = tuple(dict.fromkeys(branch for branch in _branches(named) if branch not in named))
    for folder in (*named, *tries):
        _refuse_running(folder)
    known_by = tuple(marks(folder) for folder in (*named, *tries))
    return Doomed(named, tries, _copies(known_by), known_by)


def delete(what: Doomed) -> list[Trace]:
    """Delete it, and tell what is still there.

    Raises:
        RecordError: a call is under way.
        OSError: a file can't be deleted.
    """
    for folder in what.records:
        _refuse_running(folder)
        _empty(folder)
    for copy in what.copies:
        _unlink(copy.path)
    return _left(what.known_by)


def delete_sound(what: Doomed) -> list[Trace]:
    """Delete the sound alone, and tell where some is left.

    How the turns were spoken is measured first, so that the score stays.

    Raises:
        RecordError: a call has no end yet, and would be lost with its sound.
    """
    for folder in what.records:
        record = Record(folder)
        if record.heading.ended is None:
            raise RecordError(
                f"the call {folder.name} was interrupted: without its sound it can't be recovered",
                hint=f"'simmerdown show {folder.name}' recovers it; without --audio all of it is deleted",
            )
        aftercall.delivered(record, record.events())
        for path in sound_files(folder):
            _unlink(path)
    for trace in _left(what.known_by):
        if trace.what == "sound":
            _unlink(trace.path)
    return [trace for trace in _left(what.known_by) if trace.what == "sound"]


def sound_files(folder: Path) -> list[Path]:
    """The files of a record that are not text."""
    return [path for path in _files(folder) if path.suffix not in _TEXTS]


def _branches(of: Sequence[Path]) -> Iterator[Path]:
    """The records of tries that were made from calls, and from those tries."""
    made_from: dict[str, list[Path]] = {}
    for note in sorted(_calls().glob("*/branch.json")):
        with suppress(OSError, ValueError, KeyError, TypeError):  # a damaged one names nobody
            made_from.setdefault(json.loads(note.read_bytes())["of"], []).append(note.parent)
    waiting = [folder.name for folder in of]
    while waiting:
        tries = made_from.pop(waiting.pop(), [])
        yield from tries
        waiting += [folder.name for folder in tries]


def _copies(of: Sequence[Marks]) -> tuple[Trace, ...]:
    """Files about these calls outside the records, but for the program's own settings in the home.

    Of a shared call under review, all of it.
    """
    home, found = store.home(), dict[Path, Trace]()
    for trace in _left(of):
        setting = trace.path.parent == home and trace.path.suffix == ".json"
        if setting or trace.path.is_relative_to(_calls()):
            continue
        found[trace.path] = trace
        if trace.path.is_relative_to(home / "reviews"):
            name, *rest = trace.path.relative_to(home / "reviews").parts
            review = _files(home / "reviews" / name) if rest else []
            found |= {path: Trace(path, "id") for path in review if path not in found}
    return tuple(found.values())


def _left(of: Sequence[Marks]) -> list[Trace]:
    return left(of, (store.home(), store.cache()), _calls())


def _refuse_running(folder: Path) -> None:
    if locked(folder):
        raise RecordError(f"the call {folder.name} is under way", hint="wait until it is over")


def _empty(folder: Path) -> None:
    """Delete a record's files, the heading last, and then its folders."""
    for path in sorted(_files(folder), key=lambda path: path == folder / _LAST):
        path.unlink(missing_ok=True)
    for part in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        part.rmdir()
    folder.rmdir()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]


def _unlink(path: Path) -> None:
    """Delete a file, and the folder that it was the last of."""
    path.unlink(missing_ok=True)
    with suppress(OSError):
        path.parent.rmdir()


def _calls() -> Path:
    return store.home() / "calls"
