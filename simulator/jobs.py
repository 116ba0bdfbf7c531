"""Slow work that the call hands out, and what comes back.

A job leaves the call by `Call.take_jobs` and its result returns by `Call.finish`. Who does the
work, and when, is the driver's affair; the call only sees in which frame the result came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from audio.pcm import Samples
from audio.ports import Transcript
from simulator.customer.drawing import Line


@dataclass(frozen=True, slots=True)
class Say:
    """Render a line of the customer's."""

    id: int
    line: Line


@dataclass(frozen=True, slots=True, eq=False)
class Hear:
    """Transcribe a stretch of a turn.

    Attributes:
        first: the frame at which `samples` begin.
        before: what was heard of the turn before it.
    """

    id: int
    turn: int
    first: int
    samples: Samples
    before: str = ""


Job = Say | Hear
Result = Samples | Transcript


class JobRunner(Protocol):
    """Whoever does the work."""

    def start(self, job: Job) -> None:
        """Take a job."""
        ...

    def drop(self, job_id: int) -> None:
        """The result of this job is no longer wanted; it need not be done."""
        ...

    def due(self, frame: int) -> list[tuple[int, Result]]:
        """The results that reach the call before this frame: (job id, result)."""
        ...

    def finish(self) -> list[tuple[int, Result]]:
        """Wait for everything still under way."""
        ...
