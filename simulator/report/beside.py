"""What was written beside a record: corrections, the call note, the self-rating, a coach's review.

A file that can't be read is left out, and the report says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from audio.errors import SimmerdownError
from simulator.coach import review as reviews
from simulator.coach.both import both
from simulator.coach.review import Review
from simulator.corrections import Correction
from simulator.notes import note as notes
from simulator.notes import rating as ratings
from simulator.notes.note import Note
from simulator.notes.rating import Rating
from simulator.report.known import Known
from simulator.report.remarks import remark
from simulator.scoring.scorecard import Scorecard

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it.

    Attributes:
        corrected: corrections, by turn.
        coach: the score with the coach's points; None: there is no review, or the report is by another
            rubric than the call's own.
        remarks: what could not be read.
    """

    corrected: dict[int, Correction]
    rating: Rating | None
    note: Note | None
    review: Review | None
    coach: Scorecard | None
    remarks: tuple[str, ...]


def read(known: Known, card: Scorecard) -> Beside:
    """What lies beside a record whose report tells of this score."""
    record, remarks = known.record, [known.damaged] if known.damaged else []

    def reading(reader: Callable[[], T | None]) -> T | None:
        try:
            return reader()
        except SimmerdownError as error:
            remarks.append(remark(error, record))
            return None

    review = reading(lambda: reviews.kept(record.folder))
    return Beside(
        known.corrected,
        reading(lambda: ratings.read(record.folder)),
        reading(lambda: notes.read(record.folder)),
        review,
        None if review is None else reading(lambda: _coach(known, review, card)),
        tuple(remarks),
    )


def _coach(known: Known, review: Review, card: Scorecard) -> Scorecard | None:
    found = both(known.record, review, known.facts)
    return found.coach if found.machine.rubric == card.rubric else None
