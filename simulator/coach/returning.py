"""The review's way back: a small file from the coach, which the trainee takes in beside the call."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from simulator import __version__
from simulator.coach import files, packing, review
from simulator.coach.bundle import CallId
from simulator.coach.desk import Shared
from simulator.coach.files import Name, SharedError, Strict
from simulator.coach.review import Review
from simulator.record import Record, write_whole
from simulator.store import Store


class Returned(Strict):
    """A review on its way.

    Attributes:
        call: the id of the call that it is of.
        events_sha256: of what happened in it, as it was shared.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    kind: Literal["simmerdown review"] = "simmerdown review"
    program: Name
    call: CallId
    events_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    review: Review


def give_back(shared: Shared, reviewed: Review, path: Path) -> None:
    """Write the file that goes back to the trainee."""
    returned = Returned(
        program=__version__,
        call=shared.manifest.call,
        events_sha256=shared.manifest.events_sha256,
        review=reviewed,
    )
    write_whole(path, returned.to_text())


def take(path: Path, store: Store, *, replace: bool) -> Record:
    """Put a returned review beside the trainee's call, and give that call.

    Args:
        path: the file.
        store: the trainee's calls.
        replace: whether it may take the place of another review, or of a newer state of this one.

    Raises:
        SharedError: it is no review, or of another call, or there is another one that must stay.
        RecordError: there is no such call.
    """
    returned = files.read(path, Returned, review.MOST_BYTES)
    record = store.find(returned.call)
    if hashlib.sha256(packing.shared_events(record)).hexdigest() != returned.events_sha256:
        raise SharedError(
            f"{path}: is of another call than yours of that name ({returned.call})",
            hint="only a review of the very call that you shared can be taken in",
        )
    if not replace:
        _check_order(review.kept(record.folder), returned.review, record)
    review.keep(record.folder, returned.review)
    return record


def _check_order(before: Review | None, now: Review, record: Record) -> None:
    """A newer state of the same review holds all of the older; nothing else is replaced unasked."""
    if before is None or before == now:
        return
    call, hint = record.heading.call_id, "with --replace this one takes its place, and the other is gone"
    if not _same(before, now):
        raise SharedError(f"the call {call} has another review already, by {before.coach!r}", hint=hint)
    if files.moment(before.at) > files.moment(now.at):
        raise SharedError(f"the call {call} has a newer state of this review by {now.coach!r}", hint=hint)


def _same(one: Review, other: Review) -> bool:
    """Whether two are states of one review; without ids, those of an older version go by their names."""
    return one.id == other.id and (one.id is not None or one.coach == other.coach)
