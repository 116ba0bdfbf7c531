"""How soon the customer answers, through a sound server and from outside: for `bench.response_gap`.

    paplay ──► virtual microphone ──► bench.answering, a child process ──► virtual loudspeaker
                     └─► parec ──► Side   (one clock, chunks of 10 ms)   Side ◄── parec ◄─┘

What was played is found again in what the microphone's monitor heard, by the half second before the end
of its speech. An answer begins with its first chunk above -50 dBFS.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from audio import wav
from audio.pcm import RATE, Samples, level_db
from bench.long_call import Usage
from bench.response_gap import AFTER_S, Item, Outcome
from tests.pulse import PulseServer, missing
from tests.robot import CHUNK, LOUD_DB, Robot, Side

_PLAYER = ("paplay", "--device=mic", "--latency-msec=500")  # so much at a time, lest a busy machine stutter
_QUIET_S = 0.5  # before an utterance
_SAME_ANSWER_S = 0.4  # silence within one
_TAIL = RATE // 2
_ALIKE = 0.8  # below: the player, or the server, stumbled
_LOADED_S, _IDLE_S = 120.0, 30.0


class _Told(BaseModel):
    """A line of `bench.answering`."""

    model_config = ConfigDict(frozen=True)

    what: str
    text: str
    at: float
    latency_s: float


class _Answering:
    """The child process, and what it has told so far."""

    def __init__(self, server: PulseServer, model: str, patience: float | None) -> None:
        command = [sys.executable, "-m", "bench.answering", "--model", model]
        if patience is not None:
            command.append(f"--patience={patience}")
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed when they are told
        self._process = subprocess.Popen(
            command,
            env=server.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self._told: list[_Told] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._process.stdin is not None:
                self._process.stdin.close()
            self._process.wait(10)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._tell_errors()

    @property
    def pid(self) -> int:
        return self._process.pid

    def stated_latency_s(self) -> float:
        """What the devices state, once the child has told it."""
        return self._told[0].latency_s

    def quiet_s(self) -> float:
        """For how long the loop has had nothing to do."""
        state = [told for told in list(self._told) if told.what in {"busy", "idle"}]
        return time.monotonic() - state[-1].at if state and state[-1].what == "idle" else 0.0

    def told_since(self, moment: float) -> list[_Told]:
        return [told for told in list(self._told) if told.at >= moment]

    def check(self) -> None:
        """Give up if the child has ended."""
        if self._process.poll() is not None:
            raise SystemExit("the loop has failed: nothing measured")

    def _tell_errors(self) -> None:
        """What the child complained of; ALSA's tales of a late loudspeaker are only counted."""
        with self._errors as errors:
            errors.seek(0)
            lines = errors.readlines()
        late = sum("underrun occurred" in line for line in lines)
        sys.stderr.writelines(line for line in lines if "underrun occurred" not in line)
        if late:
            print(f"the loudspeaker's device ran dry {late} times", file=sys.stderr)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._told.append(_Told.model_validate_json(line))


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one end of the line heard.

    Attributes:
        began: the clock at its first sample, as its chunks mostly came: some come late.
    """

    samples: Samples
    began: float

    @classmethod
    def of(cls, side: Side, since: int) -> Self:
        """All that a side has heard since a chunk."""
        ends = np.array(side.at[since:])
        began = np.median(ends - CHUNK / RATE * np.arange(1, len(ends) + 1))
        return cls(np.concatenate(side.samples[since : since + len(ends)]), float(began))

    def loud(self) -> list[float]:
        """The beginning of every chunk that is not silent."""
        places = range(0, len(self.samples), CHUNK)
        return [self.began + at / RATE for at in places if level_db(self.samples[at : at + CHUNK]) > LOUD_DB]


def through_pulse(
    items: Sequence[Item], folder: Path, patience: float | None, model: str
) -> tuple[list[Outcome], float, float]:
    """Play every utterance to the live loop on a virtual sound card.

    Returns:
        What came of each; the CPU that the loop's process used, in percent of one core; and the latency
        that the devices state, in seconds.
    """
    reason = missing()
    if reason:
        raise SystemExit(f"nothing measured: {reason}")
    with PulseServer() as server, _Answering(server, model, patience) as child:
        robot = Robot(server, [])
        robot.listen()
        try:
            _idle(child, robot, _LOADED_S)
            usage, began = Usage(), time.monotonic()
            usage.sample(child.pid)
            outcomes = []
            for item in items:
                _idle(child, robot, _IDLE_S)
                outcomes.append(_one(server, child, robot, item, folder / item.file))
            usage.sample(child.pid)
            child.check()
            used = (usage.cpu_s[-1] - usage.cpu_s[0]) / (time.monotonic() - began)
            return outcomes, round(100 * used, 1), round(child.stated_latency_s(), 3)
        finally:
            robot.stop()


def _idle(child: _Answering, robot: Robot, longest_s: float) -> None:
    """Wait until the loop has nothing to do, and nothing is to be heard of it."""
    began = time.monotonic()
    while min(child.quiet_s(), robot.quiet_s()) < _QUIET_S:
        child.check()
        if time.monotonic() - began > longest_s:
            raise SystemExit("the loop does not come to rest: nothing measured")
        time.sleep(0.02)


def _one(server: PulseServer, child: _Answering, robot: Robot, item: Item, path: Path) -> Outcome:
    """One utterance, and the silence after it until it is answered."""
    asked = time.monotonic()
    chunks = len(robot.mic.samples), len(robot.speaker.samples)
    subprocess.run([*_PLAYER, str(path)], env=server.environment, check=True)
    time.sleep(AFTER_S)
    started = _started(_Heard.of(robot.mic, chunks[0]), item, wav.read(path))
    answers = _beginnings(_Heard.of(robot.speaker, chunks[1]).loud())
    outcome = Outcome(item, audio=[at - started for at in answers])
    for told in child.told_since(asked):
        if told.what == "end":
            outcome.ends.append(told.at - started)
        elif told.what == "again":
            outcome.texts[-1:] = [told.text]
        elif told.what == "text":
            outcome.texts.append(told.text)
    return outcome


def _started(heard: _Heard, item: Item, samples: Samples) -> float:
    """When an utterance's first sample would have been heard, going by where its speech ends."""
    sound, played = heard.samples.astype(np.float64), samples.astype(np.float64)
    eos = min(round(item.eos * RATE), len(played))
    start = _last_of(sound, played[max(0, eos - _TAIL) : eos]) + 1 - eos
    if _likeness(sound[max(0, start) :][: len(played)], played) < _ALIKE:
        print(f"{item.file}: not heard as it is, the player or the sound server stumbled", file=sys.stderr)
    return heard.began + start / RATE


def _last_of(heard: NDArray[np.float64], part: NDArray[np.float64]) -> int:
    """Where the last sample of a part lies in what was heard: where the two are most alike."""
    size = len(heard) + len(part)
    products = np.fft.irfft(np.fft.rfft(heard, size) * np.fft.rfft(part[::-1], size), size)
    energy = np.cumsum(np.concatenate([np.zeros(len(part)), heard**2]))
    loudness = np.sqrt(energy[len(part) :] - energy[: -len(part)] + len(part))
    return int(np.argmax(products[: len(heard)] / loudness))


def _likeness(heard: NDArray[np.float64], played: NDArray[np.float64]) -> float:
    """The correlation of two sounds that begin together: 1: the same."""
    both = min(len(heard), len(played))
    norms = np.linalg.norm(heard[:both]) * np.linalg.norm(played)
    return float(heard[:both] @ played[:both] / norms) if norms else 0.0


def _beginnings(loud: Sequence[float]) -> list[float]:
    """The first moment of each stretch of sound."""
    before = [-np.inf, *loud]
    return [at for last, at in zip(before, loud, strict=False) if at - last > _SAME_ANSWER_S]
