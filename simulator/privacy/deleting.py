"""Deleting calls: all of them, or only their sound, and looking whether anything is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from simulator import aftercall, corrections, store
from simulator.errors import RecordError, SimmerdownError
from simulator.privacy import kin
from simulator.privacy.traces import Marks, Trace, What, left, marks
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
        copies: files elsewhere in the home that are of them: pages, bundles, reviews, lines.
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

    @property
    def sounding(self) -> tuple[Trace, ...]:
        """The copies that hold sound."""
        return tuple(copy for copy in self.copies if "sound" in copy.what)


@dataclass(frozen=True, slots=True)
class Deleted:
    """What became of calls, or of their sound.

    Attributes:
        gone: the records that went, or have no sound any more.
        kept: the others, and why.
        left: where else something of them is still found.
    """

    gone: tuple[Path, ...]
    kept: dict[Path, SimmerdownError]
    left: list[Trace]


def doomed(folders: Iterable[Path], *, with_tries: bool = True) -> Doomed:
    """What goes when these calls go.

    Args:
        folders: their records.
        with_tries: the tries that were made from them go too.

    Raises:
        RecordError: one of them is under way.
    """
    named = tuple(dict.fromkeys(folder.resolve() for folder in folders))
    found = dict.fromkeys(kin.tries(named, _calls()) if with_tries else ())
    tries = tuple(branch for branch in found if branch not in named)
    for folder in (*named, *tries):
        _refuse_running(folder)
    known_by = tuple(marks(folder) for folder in (*named, *tries))
    return Doomed(named, tries, _copies(known_by, (*named, *tries)), known_by)


def delete(what: Doomed) -> Deleted:
    """Delete it, and tell what is still there.

    Raises:
        RecordError: a call is under way.
        OSError: a file can't be deleted.
    """
    for folder in what.records:
        _refuse_running(folder)
    for folder in what.records:
        _empty(folder)
    for copy in what.copies:
        _unlink(copy.path)
    lost = kin.lost_tries(what.known_by, _calls())
    left = [*_left(what.known_by), *(Trace(folder, frozenset({"beginning"})) for folder in lost)]
    return Deleted(what.records, {}, left)


def delete_sound(what: Doomed) -> Deleted:
    """Delete the sound alone, and tell where some is left.

    How the turns were spoken is measured first, so that the score stays. A record that can't be measured,
    or has no end yet and would be lost with its sound, keeps it.
    """
    kept: dict[Path, SimmerdownError] = {}
    for folder in what.records:
        try:
            _measure(folder)
        except SimmerdownError as error:
            kept[folder] = error
    gone = tuple(folder for folder in what.records if folder not in kept)
    for folder in gone:
        for path in sound_files(folder):
            _unlink(path)
    for copy in what.sounding:
        _unlink(copy.path)
    left = [trace for trace in _left(what.known_by) if "sound" in trace.what]
    return Deleted(gone, kept, [trace for trace in left if not _within(trace.path, what.records)])


def _measure(folder: Path) -> None:
    """Keep how the turns of a call that is over were spoken."""
    record = Record(folder)
    if record.heading.ended is None:
        raise RecordError(
            f"the call {folder.name} was interrupted: without its sound it can't be recovered",
            hint=f"'simmerdown show {folder.name}' recovers it; without --audio all of it is deleted",
        )
    aftercall.delivered(record, corrections.applied(record))


def sound_files(folder: Path) -> list[Path]:
    """The files of a record that are not text."""
    return [path for path in _files(folder) if path.suffix not in _TEXTS]


def _copies(of: Sequence[Marks], records: Sequence[Path]) -> tuple[Trace, ...]:
    """Files of these calls outside the records, but for the program's own settings in the home.

    Of a shared call that is one of them, all of it; of others nothing.
    """
    desk = _home() / "reviews"
    traces = {trace.path: trace.what for trace in _left(of)}
    found = {
        path: what
        for path, what in traces.items()
        if what & {"id", "sound"}
        and not (path.parent == _home() and path.suffix == ".json")
        and not _within(path, (desk, _calls()))
    }
    for path in (path for folder in kin.shared_copies(of, desk) for path in _files(folder)):
        sound = frozenset[What]({"sound"} if path.name == "trainee.wav" else ())
        found[path] = traces.get(path, frozenset()) | sound | {"id"}
    return tuple(Trace(path, what) for path, what in found.items() if not _within(path, records))


def _left(of: Sequence[Marks]) -> list[Trace]:
    return left(of, (_home(), store.cache().resolve()), _calls())


def _within(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


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


def _home() -> Path:
    return store.home().resolve()


def _calls() -> Path:
    return _home() / "calls"
