"""What the call has others do: the jobs to be started, and those that are no longer wanted."""

from __future__ import annotations

from audio.ears import Utterance
from simulator.customer.drawing import Line
from simulator.jobs import Hear, Job, Say


class Orders:
    """The jobs of one call, numbered from 1, until a driver takes them."""

    def __init__(self) -> None:
        self._count = 0
        self._jobs: list[Job] = []
        self._dropped: list[int] = []

    def say(self, line: Line) -> Say:
        """Have a line rendered."""
        self._count += 1
        job = Say(self._count, line)
        self._jobs.append(job)
        return job

    def hear(self, turn: int, utterance: Utterance, before: str) -> int:
        """Have a stretch of a turn transcribed; the job's number. `before` is what was heard before it."""
        self._count += 1
        self._jobs.append(Hear(self._count, turn, utterance.first, utterance.samples, before))
        return self._count

    def drop(self, job_id: int) -> None:
        """A result is no longer wanted."""
        self._dropped.append(job_id)

    def take(self) -> tuple[list[Job], list[int]]:
        """The jobs to be started, and the ids of those no longer wanted, since the last time."""
        taken = self._jobs, self._dropped
        self._jobs, self._dropped = [], []
        return taken
