"""Work done by threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import wait

import pytest

from audio.fakes import LevelDetector
from audio.pcm import Samples, silence
from audio.ports import Transcript
from simulator.engines import Engines, Studio, WorkerJobs
from simulator.jobs import Hear, Result
from tests.simulator.fixtures import CUSTOMER


class HalfDeaf:
    """`Transcriber` that fails on short sounds."""

    name = "half-deaf"

    def transcribe(self, samples: Samples, before: str = "") -> Transcript:
        if len(samples) < 10:
            raise RuntimeError("too short")
        return Transcript(str(len(samples)))


def finish(jobs: WorkerJobs) -> list[tuple[int, Result]]:
    return jobs.finish()


def due(jobs: WorkerJobs) -> list[tuple[int, Result]]:
    wait(jobs._running.values())
    return jobs.due(0)


@pytest.mark.parametrize("collect", [finish, due])
def test_what_fails_costs_no_other_job_its_result_and_is_told_after_them(
    collect: Callable[[WorkerJobs], list[tuple[int, Result]]],
) -> None:
    jobs = WorkerJobs(Engines(HalfDeaf(), Studio(CUSTOMER, phone=False), LevelDetector))
    for number, length in enumerate((20, 5, 30, 6), 1):
        jobs.start(Hear(number, 1, 0, silence(length)))
    assert collect(jobs) == [(1, Transcript("20")), (3, Transcript("30"))]
    for _ in range(2):
        with pytest.raises(RuntimeError, match="too short"):
            collect(jobs)
    assert collect(jobs) == []
    jobs.close()
