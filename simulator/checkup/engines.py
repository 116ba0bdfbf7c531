"""The engines: a voice, the transcriber (and which of those there are keep up), the speech detector."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from audio import voices, weights
from audio.detect import SileroDetector
from audio.effects import ring
from audio.errors import SimmerdownError
from audio.pcm import FRAME_S, RATE, Samples, frames
from audio.ports import Traits
from audio.voices.system import system_speakers
from audio.wer import word_error_rate
from audio.whisper import WhisperTranscriber
from simulator import budget
from simulator.budget import Pick, Timing
from simulator.checkup.check import Check

_LINE = "I am sorry about that. Can I take your account number, please?"


def engines(model: str, voice: voices.Engine, cache: Path) -> Iterator[Check]:
    """Try them all; see `checkup.run` for the arguments."""
    with TemporaryDirectory() as fresh:  # lines are really rendered, not fetched from a cache
        check, spoken = _voice(voice, Path(fresh))
    yield check
    if spoken is not None:
        models = budget.here(cache)
        timings = _timings(models, cache)
        pick = budget.best(timings, models) if model == budget.AUTO else Pick(model)
        yield from (timing_check(timing, pick, auto=model == budget.AUTO) for timing in timings)
        yield _transcriber(pick, cache, spoken)
    yield _detector()
    yield _system_voice()


def _voice(voice: voices.Engine, lines: Path) -> tuple[Check, Samples | None]:
    """A line is spoken; what there is to be heard of it."""
    try:
        speaker = voices.choose(voice, Traits(), cache=lines)
        speaker.say("Warming up.", 2.0)
        start = time.perf_counter()
        line = speaker.say(_LINE, 2.0)
        took = time.perf_counter() - start
    except SimmerdownError as error:
        return Check("voice", False, True, error.what, error.hint), None
    speed = len(line) / RATE / took
    fact = f"{speaker.name}: {speed:.0f} x real time"
    return Check("voice", True, True, fact, value=round(speed, 1), unit="x real time"), line


def _timings(models: tuple[str, ...], cache: Path) -> tuple[Timing, ...]:
    """How long each model takes, measured anew and kept."""
    if not models:
        return ()
    try:
        return budget.measure_and_keep(cache, budget.facts_of(models)).timings
    except SimmerdownError:  # no voice but the one that was asked for
        return ()


def timing_check(timing: Timing, pick: Pick, *, auto: bool) -> Check:
    """A row of the table of models: how long one takes, and whether it is the one that is taken."""
    taken = (timing.model, timing.threads) == (pick.model, pick.threads)
    fact = (
        f"{timing.model}, {timing.threads} thread{'s' if timing.threads > 1 else ''}: "
        f"{timing.p90_s * 1e3:.0f} ms of {budget.BUDGET_S * 1e3:.0f} ms"
        f"{'' if timing.fits else ', too slow'}"
        f"{(', chosen' if auto else ', as you asked') if taken else ''}"
    )
    return Check("hearing", True, False, fact, value=round(timing.p90_s * 1e3), unit="ms")


def _transcriber(pick: Pick, cache: Path, spoken: Samples) -> Check:
    """The line is heard back."""
    try:
        ears = WhisperTranscriber(weights.find(pick.model, cache=cache), threads=pick.threads)
    except SimmerdownError as error:
        return Check("transcriber", False, True, error.what, error.hint)
    ears.transcribe(spoken)
    start = time.perf_counter()
    heard = ears.transcribe(spoken)
    took = time.perf_counter() - start
    wrong = word_error_rate(_LINE, heard.text)
    length = len(spoken) / RATE
    fact = f"{ears.name}: {took * 1e3:.0f} ms for {length:.1f} s of speech, {wrong:.0%} of words wrong"
    remedy = "" if took < 1.0 else "this machine is slow: expect the customer to answer late"
    return Check("transcriber", wrong < 0.3, True, fact, remedy, round(took * 1e3), "ms")


def _detector() -> Check:
    try:
        detector = SileroDetector()
    except SimmerdownError as error:
        return Check("speech detector", False, True, error.what, error.hint)
    sound = list(frames(ring()))
    start = time.perf_counter()
    for frame in sound:
        detector.probability(frame)
    share = (time.perf_counter() - start) / len(sound) / FRAME_S
    return Check(
        "speech detector",
        True,
        True,
        f"{share:.1%} of one core",
        value=round(100 * share, 2),
        unit="% of a core",
    )


def _system_voice() -> Check:
    try:
        count = len(system_speakers())
    except SimmerdownError as error:
        return Check("system voice", False, False, error.what, error.hint)
    return Check("system voice", True, False, f"{count} voices", value=count, unit="voices")
