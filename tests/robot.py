"""A trainee made of a script, outside the program: it listens to the loudspeaker and talks into the mic.

It hears the virtual loudspeaker through `parec`, waits until the customer has been silent for a
breath, and plays its next line with `paplay`. Both ends are watched from outside the program under
test, on one clock, so the gap between them is what a person would notice.
"""

from __future__ import annotations

import subprocess
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import numpy as np

from audio.pcm import RATE, Samples, level_db
from tests.pulse import PulseServer

CHUNK = RATE // 100
LOUD_DB = -50.0
_OPENING_S = 1.2  # longer than a ring


@dataclass(slots=True)
class Side:
    """One end of the line as heard from outside: the sound, and when something was to be heard.

    Attributes:
        samples: chunks of 10 ms.
        at: the clock at the end of each.
        loud_at: the clock at the end of each chunk that was not silent.
    """

    samples: list[Samples] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    loud_at: list[float] = field(default_factory=list)

    def sound(self) -> Samples:
        return np.concatenate(self.samples) if self.samples else np.zeros(0, np.int16)

    def loud(self, start: float = 0.0, end: float = float("inf")) -> list[float]:
        """When something was to be heard, between two times."""
        low, high = bisect_left(self.loud_at, start), bisect_left(self.loud_at, end)
        return self.loud_at[low:high]


class Robot:
    """Plays lines into the virtual microphone, each after the customer has fallen silent.

    Args:
        server: the sound stack.
        lines: WAV files, in turn; without any it only listens.
        pause_s: the breath before each.
    """

    def __init__(self, server: PulseServer, lines: Sequence[Path], *, pause_s: float = 0.8) -> None:
        self._server = server
        self._lines = list(lines)
        self._pause_s = pause_s
        self.mic, self.speaker = Side(), Side()
        self.spoken: list[tuple[float, float]] = []
        self._stop = False
        self._threads = [
            Thread(target=self._listen, args=("mic.monitor", self.mic), daemon=True),
            Thread(target=self._listen, args=("speaker.monitor", self.speaker), daemon=True),
        ]

    def listen(self) -> None:
        """Listen to both ends, until `stop`."""
        for thread in self._threads:
            thread.start()

    def converse(self, running: Callable[[], bool], *, longest_s: float) -> None:
        """Take part until the program has ended, or the time is over; `stop` ends the listening."""
        self.listen()
        began = heard_from = time.monotonic()
        needed = _OPENING_S
        while running() and time.monotonic() - began < longest_s:
            time.sleep(0.01)
            loud = self.speaker.loud(heard_from)
            silent = loud and time.monotonic() - loud[-1] > self._pause_s
            if silent and len(loud) * CHUNK / RATE > needed and self._lines:
                start = time.monotonic()
                with self._server.play(self._lines.pop(0)) as playing:
                    playing.wait()
                time.sleep(0.15)  # what the server still holds
                self.spoken.append((start, time.monotonic()))
                heard_from, needed = self.spoken[-1][1] - 0.15, 0.2
        time.sleep(0.3)

    def stop(self) -> None:
        """Listen no more."""
        self._stop = True
        for thread in self._threads:
            thread.join(5)

    def quiet_s(self) -> float:
        """For how long the loudspeaker has been silent."""
        loud = self.speaker.loud_at
        return time.monotonic() - loud[-1] if loud else float("inf")

    def gaps(self) -> list[float]:
        """Seconds from the last sound of each line to the first sound of the customer after it."""
        found = []
        for start, end in self.spoken:
            own = self.mic.loud(start, end)
            answer = self.speaker.loud(own[-1]) if own else []
            if answer:
                found.append(answer[0] - own[-1])
        return found

    def _listen(self, source: str, side: Side) -> None:
        command = [
            "parec", f"--device={source}", "--latency-msec=20", "--raw",
            "--format=s16le", f"--rate={RATE}", "--channels=1",
        ]  # fmt: skip
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=self._server.environment) as process:
            assert process.stdout is not None
            while not self._stop:
                data = process.stdout.read(2 * CHUNK)
                if len(data) < 2 * CHUNK:
                    break
                chunk = np.frombuffer(data, "<i2").astype(np.int16)
                side.samples.append(chunk)
                side.at.append(time.monotonic())
                if level_db(chunk) > LOUD_DB:
                    side.loud_at.append(side.at[-1])
            process.kill()
