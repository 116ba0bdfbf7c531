"""What was made from a call and holds its words: tries of its moments, and shared copies on the desk."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from simulator.coach import files
from simulator.coach.bundle import MANIFEST, MANIFEST_LIMIT, Manifest
from simulator.coach.files import SharedError
from simulator.privacy.traces import Marks
from simulator.redo.branch import FILE, Branch

_RANG = b'"kind":"rang"'


def tries(of: Sequence[Path], calls: Path) -> Iterator[Path]:
    """The records of tries that were made from calls, and from those tries."""
    made_from: dict[str, list[Path]] = {}
    for note in sorted(calls.glob(f"*/{FILE}")):
        if (source := _source(note.parent)) is not None:
            made_from.setdefault(source, []).append(note.parent)
    waiting = [folder.name for folder in of]
    while waiting:
        found = made_from.pop(waiting.pop(), [])
        yield from found
        waiting += [folder.name for folder in found]


def lost_tries(of: Collection[Marks], calls: Path) -> Iterator[Path]:
    """Records that may be tries of calls, though their `branch.json` is damaged, gone, or names no call.

    In a try the phone rings once more, after all that it took over.
    """
    said = [each.first_said for each in of if each.first_said]
    for events in sorted(calls.glob("*/events.jsonl")) if said else ():
        with suppress(OSError):
            data = events.read_bytes()
            begins_so = data.count(_RANG) > 1 and any(line in data for line in said)
            if begins_so and not _known(events.parent, calls):
                yield events.parent


def shared_copies(of: Collection[Marks], desk: Path) -> list[Path]:
    """The folders of the desk whose manifest names one of these calls, with the same events."""
    known = {(each.call_id.decode(), each.shared_as) for each in of}
    found = []
    for manifest in sorted(desk.glob(f"*/{MANIFEST}")):
        with suppress(SharedError, StopIteration):  # damaged, or without events: of no call for sure
            shared = files.read(manifest, Manifest, MANIFEST_LIMIT)
            found += [manifest.parent] if (shared.call, shared.events_sha256) in known else []
    return found


def _known(folder: Path, calls: Path) -> bool:
    """Whether it is known of which call a record is a try."""
    source = _source(folder)
    return source is not None and (calls / source).is_dir()


def _source(folder: Path) -> str | None:
    with suppress(OSError, ValueError):  # a damaged one names nobody
        return Branch.model_validate_json((folder / FILE).read_bytes()).of
    return None
