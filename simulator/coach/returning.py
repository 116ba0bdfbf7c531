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


def take(path: Path, store: Store) -> Record:
    """Put a returned review beside the trainee's call, and give that call.

    Raises:
        SharedError: it is no review, or of another call, or older than one by the same coach, or there
            is one by another coach.
        RecordError: there is no such call.
    """
    returned = files.read(path, Returned, review.MOST_BYTES)
    record = store.find(returned.call)
    if hashlib.sha256(packing.shared_events(record)).hexdigest() != returned.events_sha256:
        raise SharedError(
            f"{path}: is of another call than yours of that name ({returned.call})",
            hint="only a review of the very call that you shared can be taken in",
        )
    _check_order(review.kept(record.folder), returned.review, record)
    review.keep(record.folder, returned.review)
    return record


def _check_order(before: Review | None, now: Review, record: Record) -> None:
    """A newer review of the same coach's holds all of the older; nothing else is ever replaced."""
    if before is None or before == now:
        return
    beside = record.folder / review.FILE
    if before.coach != now.coach:
        raise SharedError(
            f"the call {record.heading.call_id} has a review by {before.coach!r} already",
            hint=f"move {beside} elsewhere to take in the one by {now.coach!r}",
        )
    if before.at > now.at:
        raise SharedError(
            f"the call {record.heading.call_id} has a newer review by {now.coach!r}",
            hint=f"move {beside} elsewhere to take in the older one",
        )
