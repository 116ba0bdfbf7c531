"""`--model auto`: the best transcriber that this machine runs fast enough, found by trying.

Only what is on the machine is tried, from the least model up, on a line that a voice speaks. What
came out is kept in the cache and holds until the models, the libraries or the processors change.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from audio import voices, weights
from audio.errors import ModelError, SimmerdownError
from audio.pcm import Samples
from audio.ports import Traits, Transcriber
from audio.whisper import WhisperTranscriber
from simulator.record import write_whole

AUTO = "auto"
"""The model's name that means: the best one that is fast enough."""

BUDGET_S = 0.35
"""Seconds that hearing may take, nine times of ten.

A transcript is started at the beginning of a pause, and no turn is over before it is there: hearing is
most of what a customer takes to answer a reply that is plainly complete. With this much the answer comes
after half a second, which is still as people answer; with tiny.en it comes sooner.
"""

LINE = "I'm so sorry about that. I can see both payments here. Can I take your account number, please?"
"""What is transcribed: 4 to 5 s of speech, a usual reply."""

THREADS = (1, 2)
"""Numbers of the encoder's CPU threads that are timed …"""

CALL_THREADS = (2,)
"""… and those that a call uses (see `audio.whisper.THREADS`)."""

ORDER = (
    "tiny", "tiny.en", "base", "base.en", "distil-small.en", "small", "small.en", "distil-medium.en",
    "medium", "medium.en", "distil-large-v3", "turbo", "large-v3",
)  # fmt: skip
"""The named models from the least to the best: by size (39, 74, 166, 244, 394, 769, 756, 809 and 1550
million parameters, as OpenAI's and Distil-Whisper's model cards state them), the English one after its
multilingual twin."""

REPEATS = 7
_HOPELESS = 2.0  # times the budget: three such runs are enough to know
_FASTER = 0.9  # a second thread must save a tenth: it is taken from everything else


class _Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Timing(_Plain):
    """How long a model took over the line.

    Attributes:
        threads: CPU threads.
        p50_s: the median of the runs, in seconds; p90_s: what nine of ten stay under.
    """

    model: str
    threads: int
    p50_s: float
    p90_s: float

    @property
    def fits(self) -> bool:
        """Whether it keeps within the budget."""
        return self.p90_s <= BUDGET_S


class Facts(_Plain):
    """What a measurement holds for: when one of these changes, it is made again."""

    cpus: int
    processor: str
    models: tuple[str, ...]
    versions: dict[str, str]


class Measured(_Plain):
    """`transcriber.json`: what was measured, and on what."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    facts: Facts
    timings: tuple[Timing, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """A model by its own name, and its CPU threads."""

    model: str
    threads: int = CALL_THREADS[0]


OpenEars = Callable[[str, int], Transcriber]
"""Loads a model with so many threads; raises `ModelError` when it can't be."""


def here(cache: Path) -> tuple[str, ...]:
    """The named models that are on this machine, from the least to the best. The network is not asked.

    Args:
        cache: where a model that comes in pieces is put together.
    """
    present = {known.name for known in weights.known() if known.here}
    for package in weights.PACKAGES:  # `known` tells of their packages alone
        if package.name not in present:
            with suppress(ModelError):
                present.add(weights.find(package.name, cache=cache).name)
    return tuple(name for name in ORDER if name in present)


def pick(model: str, cache: Path, tell: Callable[[str], None] = lambda _: None) -> Pick:
    """The model to hear with.

    Args:
        model: as the user said it; anything but "auto" is taken at its word.
        cache: where the measurement is kept, and lines and weights are put together.
        tell: told when a measurement begins, which takes some seconds.
    """
    return choose(here(cache), cache, tell) if model == AUTO else Pick(model)


def choose(models: tuple[str, ...], cache: Path, tell: Callable[[str], None] = lambda _: None) -> Pick:
    """The best of some models that keeps up; measured, unless there is but one or it is known.

    Args:
        models: their names, in the order of `ORDER`.
        cache: see `pick`.
        tell: see `pick`.
    """
    if len(models) < 2:
        return best((), models)
    facts = facts_of(models)
    known = kept(cache)
    if known is None or known.facts != facts:
        tell("Measuring once which transcriber keeps up on this machine …")
        try:
            known = measure_and_keep(cache, facts)
        except SimmerdownError:  # no voice to try it with: the call will tell
            return best((), models)
    return best(known.timings, models)


def measure_and_keep(cache: Path, facts: Facts) -> Measured:
    """Time every model of `facts` with the real engines, and keep it in the cache, if that can be written.

    Raises:
        SimmerdownError: no voice works.
    """
    with TemporaryDirectory() as fresh:
        line = voices.choose("auto", Traits(), cache=Path(fresh)).say(LINE, 2.0)

    def open_ears(model: str, threads: int) -> Transcriber:
        return WhisperTranscriber(weights.find(model, cache=cache), threads=threads)

    found = Measured(facts=facts, timings=tuple(measure(facts.models, open_ears, line)))
    with suppress(OSError):  # then it is measured again the next time
        cache.mkdir(parents=True, exist_ok=True)
        write_whole(_path(cache), found.model_dump_json(by_alias=True, indent=1) + "\n")
    return found


def measure(
    models: Iterable[str],
    open_ears: OpenEars,
    line: Samples,
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Timing]:
    """Time the models, the least first; after one that never fits, the greater ones are left out.

    Args:
        models: their names, in the order of `ORDER`.
        open_ears: loads one; those that can't be loaded are left out.
        line: what is transcribed.
        clock: seconds from anywhere.
    """
    timings: list[Timing] = []
    for model in models:
        mine: list[Timing] = []
        for threads in THREADS:
            try:
                ears = open_ears(model, threads)
            except ModelError:
                break
            mine.append(_timed(ears, model, threads, line, clock))
        timings += mine
        if mine and not any(timing.fits for timing in mine):
            break
    return timings


def best(timings: Sequence[Timing], models: Sequence[str], threads: Sequence[int] = CALL_THREADS) -> Pick:
    """The best model that fits; when none does, or nothing was timed, the one that asks the least.

    Args:
        timings: what was measured.
        models: what there is, from the least to the best.
        threads: the numbers of threads that may be used.
    """
    for model in reversed(models):
        fitting = [t for t in timings if t.model == model and t.threads in threads and t.fits]
        if fitting:
            few = min(fitting, key=lambda timing: timing.threads)
            fast = min(fitting, key=lambda timing: timing.p90_s)
            chosen = fast if fast.p90_s < _FASTER * few.p90_s else few
            return Pick(chosen.model, chosen.threads)
    allowed = [timing for timing in timings if timing.threads in threads]
    if allowed:
        fast = min(allowed, key=lambda timing: timing.p90_s)
        return Pick(fast.model, fast.threads)
    return Pick(weights.DEFAULT if weights.DEFAULT in models or not models else models[0])


def facts_of(models: tuple[str, ...]) -> Facts:
    """What is so on this machine now."""
    versions = {name: _version(name) for name in ("simmerdown", "faster-whisper", "ctranslate2")}
    return Facts(cpus=os.cpu_count() or 1, processor=platform.machine(), models=models, versions=versions)


def kept(cache: Path) -> Measured | None:
    """The measurement that was kept; None: there is none that can be read."""
    try:
        return Measured.model_validate_json(_path(cache).read_bytes())
    except (OSError, ValueError):
        return None


def _timed(ears: Transcriber, model: str, threads: int, line: Samples, clock: Callable[[], float]) -> Timing:
    ears.transcribe(line)  # the first run also loads and allocates
    took: list[float] = []
    for _ in range(REPEATS):
        start = clock()
        ears.transcribe(line)
        took.append(clock() - start)
        if len(took) == 3 and min(took) > _HOPELESS * BUDGET_S:
            break
    p50, p90 = np.quantile(took, (0.5, 0.9))
    return Timing(model=model, threads=threads, p50_s=round(float(p50), 4), p90_s=round(float(p90), 4))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # run from a folder without being installed
        return "unknown"


def _path(cache: Path) -> Path:
    return cache / "transcriber.json"
