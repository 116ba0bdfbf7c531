"""What was said in a call, for whoever reads notes: no matter how it was spoken, so no sound is measured."""

from __future__ import annotations

from simulator import corrections
from simulator.record import Record
from simulator.scoring import facts
from simulator.scoring.facts import Facts


def said_in(record: Record) -> Facts:
    """The facts of a call, corrections applied, without the delivery."""
    return facts.gather(corrections.applied(record), overlap_measured=record.heading.open_ears)
