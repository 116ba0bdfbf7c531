"""Makes the report of a call: of one's own, whose score is kept anew, or of one on a coach's desk."""

from __future__ import annotations

from simulator import aftercall
from simulator.coach.both import rubric_of
from simulator.record import Record
from simulator.report.known import gather
from simulator.report.story import Report
from simulator.report.tell import tell
from simulator.scoring import rubric


def own(record: Record, rubric_name: str | None) -> Report:
    """The report of one's own call; by its own rubric, the score is kept, unless corrections are damaged."""
    known = gather(record, keep=True)
    by = rubric.load(rubric_name) if rubric_name else aftercall.own_rubric(record)
    if known.damaged:
        return tell(known, aftercall.scored(record, by, known.facts), by)
    return tell(known, aftercall.looked_at(record, rubric_name, known.facts), by)


def shared(record: Record, rubric_name: str | None) -> Report:
    """The report of a call on the desk, by the score that came with it; nothing is kept."""
    known = gather(record, keep=False)
    if rubric_name is None:
        return tell(known, aftercall.kept_card(record), rubric_of(record))
    by = rubric.load(rubric_name)
    return tell(known, aftercall.scored(record, by, known.facts), by)
