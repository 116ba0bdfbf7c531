"""What a report rests on, gathered once: to measure how the turns were spoken takes long."""

from __future__ import annotations

from dataclasses import dataclass

from simulator import aftercall, corrections
from simulator.corrections import Correction
from simulator.errors import RecordError
from simulator.events import Event
from simulator.record import Record
from simulator.report.remarks import remark
from simulator.scoring.facts import Facts


@dataclass(frozen=True, slots=True)
class Known:
    """A call, as it is reported.

    Attributes:
        happened: with corrections applied; as it was heard, where they can't be read.
        corrected: the corrections, by turn.
        damaged: why the corrections can't be read; else nothing.
    """

    record: Record
    happened: list[Event]
    corrected: dict[int, Correction]
    damaged: str
    facts: Facts


def gather(record: Record, *, keep: bool) -> Known:
    """What is known of a call.

    Args:
        record: the call.
        keep: whether to keep how the turns were spoken with it.
    """
    try:
        corrected, damaged = corrections.corrected(record), ""
    except RecordError as error:
        corrected, damaged = {}, remark(error, record)
    happened = record.events() if damaged else corrections.applied(record)
    return Known(record, happened, corrected, damaged, aftercall.facts_of(record, happened, keep=keep))
