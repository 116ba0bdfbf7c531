"""A long live call with the screen on: dropped frames, gaps, CPU and memory; and how fast it stops.

    python -m bench.long_call [--minutes 10] [--stop key|word]

The program runs on a pseudo-terminal and a virtual sound card. A robot trainee keeps the customer
talking for some ten minutes without ever solving anything. In the middle of a line of the customer's
the call is stopped, by the key or by the stop word, and the time until the loudspeaker is silent is
measured from outside.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from audio import voices, wav
from audio.pcm import FRAME_S
from audio.ports import Traits
from simulator.events import LineStarted, Noticed
from simulator.record import Record
from simulator.store import Store
from tests.pulse import PulseServer, missing
from tests.robot import Robot

_LINES = (
    "Thank you for your patience. I have the list of all payments in front of me now, and I'm going through "
    "it from the top, so that we both look at the same thing. How much was it that they took?",
    "I'm so sorry, that must be awful for you, with the rent on top of it. I've got the calendar of the last "
    "month here as well, and I'm looking for it while we speak. What day was that, please?",
    "Thank you. I'm writing it down while you speak, so that I have all of it in one place, and I'd like to "
    "read it back to you in a minute. Could you tell me your account number once more?",
)
"""Long replies that end in a question: the customer answers some forty of them before giving up."""

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Usage:
    """CPU seconds and resident memory (MB) of a process, once a second."""

    cpu_s: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)

    def sample(self, pid: int) -> None:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        self.cpu_s.append((int(fields[11]) + int(fields[12])) / _TICKS)
        self.memory_mb.append(int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--stop", choices=["key", "word"], default="word")
    args = parser.parse_args()
    reason = missing()
    if reason:
        print(f"nothing measured: {reason}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name, PulseServer() as server:
        figures = measure(server, Path(name), args.minutes * 60, args.stop)
    for key, value in figures.items():
        print(f"{key:22} {value}")
    print(json.dumps(figures))
    return 0


def measure(server: PulseServer, folder: Path, seconds: float, stop: str) -> dict[str, object]:
    voice = voices.choose("neural", Traits("male"), cache=folder / "lines")
    files = []
    for number, text in enumerate((*_LINES, "Stop practice.")):
        files.append(folder / f"{number}.wav")
        wav.write(files[-1], voice.say(text, 1.0))
    *lines, word = files
    robot = Robot(server, lines * 200)
    environment = {**server.environment, "SIMMERDOWN_HOME": str(folder / "home"), "TERM": "xterm"}
    program = [sys.executable, "-m", "simulator.cli"]
    subprocess.run(
        [*program, "rate", "--not-always"], env=environment, check=True
    )  # nobody is there to answer
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*program, "call", "billing-dispute", "--ears", "cancel", "--yes"],
        env=environment,
        stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
    )  # fmt: skip
    screen = bytearray()
    threading.Thread(target=_drain, args=(ours, screen), daemon=True).start()
    usage = Usage()
    while b"ringing" not in screen and process.poll() is None:
        time.sleep(0.05)
    os.write(ours, b"\n")
    threading.Thread(target=_watch, args=(process, usage), daemon=True).start()
    began = time.monotonic()
    robot.converse(
        lambda: process.poll() is None and time.monotonic() - began < seconds, longest_s=seconds + 60
    )
    stopped_s = _stop(server, robot, ours, word, stop)
    process.wait(30)
    record = Store(folder / "home" / "calls").find("last")
    return report(record, usage, robot, stopped_s, stop)


def _stop(server: PulseServer, robot: Robot, terminal: int, word: Path, how: str) -> float | None:
    """Stop the call in the middle of a line; seconds from key or word to silence; None: it had ended."""
    waited = time.monotonic()
    while robot.quiet_s() > 0.05:  # until the customer speaks
        time.sleep(0.01)
        if time.monotonic() - waited > 60:
            return None
    time.sleep(0.6)
    if how == "key":
        at = time.monotonic()
        os.write(terminal, b"q")
    else:
        with server.play(word) as playing:
            playing.wait()
        time.sleep(0.3)
        at = robot.mic.loud_at[-1]
    time.sleep(1.5)
    after = robot.speaker.loud(at)
    robot.stop()
    return after[-1] - at if after else 0.0


def report(
    record: Record, usage: Usage, robot: Robot, stopped_s: float | None, how: str
) -> dict[str, object]:
    happened = record.events()
    faults = [e.text for e in happened if isinstance(e, Noticed) and e.what == "sound-faults"]
    cpu = usage.cpu_s[-1] - usage.cpu_s[0]
    third = len(usage.memory_mb) // 3
    gaps = sorted(robot.gaps())
    return {
        "length_s": record.heading.length_s,
        "ended": record.heading.ended,
        "frames": round((record.heading.length_s or 0) / FRAME_S),
        "lines": sum(isinstance(e, LineStarted) for e in happened),
        "gap_p50_s": round(gaps[len(gaps) // 2], 3) if gaps else None,
        "gap_p90_s": round(gaps[len(gaps) * 9 // 10], 3) if gaps else None,
        "faults": faults,
        "cpu_of_one_core": round(cpu / max(1, len(usage.cpu_s) - 1), 3),
        "memory_mb_first_third": round(max(usage.memory_mb[:third] or [0.0])),
        "memory_mb_last_third": round(max(usage.memory_mb[-third:] or [0.0])),
        f"silent_after_{how}_s": None if stopped_s is None else round(stopped_s, 3),
    }


def _watch(process: subprocess.Popen[bytes], usage: Usage) -> None:
    while process.poll() is None:
        try:
            usage.sample(process.pid)
        except (FileNotFoundError, ProcessLookupError):
            return
        time.sleep(1)


def _drain(terminal: int, screen: bytearray) -> None:
    """Read what the program draws, so that it never blocks."""
    while True:
        try:
            screen += os.read(terminal, 65536)
        except OSError:
            return


if __name__ == "__main__":
    raise SystemExit(main())
