"""A live call from outside: real sound stack, real engines, a recorded trainee.

    python -m bench.live_call [--path good] [--calls 3]

Prints the gap between the trainee's last sound and the customer's first one (p50, p90, max), the
word error rate of what the program understood and of what the loudspeaker said, faults of the
sound, and the program's CPU use and memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from audio import voices, wav, weights
from audio.ports import Traits
from audio.wer import word_errors
from audio.whisper import WhisperTranscriber
from simulator.customer import library
from simulator.events import Noticed
from simulator.record import Record
from simulator.workshop import plan
from tests.pulse import PulseServer, missing
from tests.robot import Robot


def spoken_lines(
    path_name: str, folder: Path, persona: str = "billing-dispute"
) -> tuple[list[str], list[Path]]:
    """The trainee's lines of a plan, and WAV files of them spoken by the neural man."""
    texts = list(plan.beside(library.load(persona).path).call(path_name).says)
    voice = voices.choose("neural", Traits("male"), cache=folder)
    files = []
    for number, text in enumerate(texts):
        files.append(folder / f"line{number}.wav")
        wav.write(files[-1], voice.say(text, 1.0))
    return texts, files


def one_call(
    server: PulseServer, files: list[Path], home: Path, longest_s: float
) -> tuple[Robot, dict[str, Any], float]:
    """Run a call; the robot that took it, what it printed, and the CPU seconds it used."""
    command = [sys.executable, "-m", "simulator.cli", "call", "billing-dispute", "--json"]
    environment = {**server.environment, "SIMMERDOWN_HOME": str(home)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    robot = Robot(server, files)
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    ) as process:
        robot.converse(lambda: process.poll() is None, longest_s=longest_s)
        robot.stop()
        out, errors = process.communicate(timeout=30)
    if process.returncode:
        raise SystemExit(errors.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return robot, json.loads(out.splitlines()[-1]), cpu


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--path", default="good")
    parser.add_argument("--calls", type=int, default=3)
    args = parser.parse_args()
    reason = missing()
    if reason:
        print(f"nothing measured: {reason}", file=sys.stderr)
        return 1
    ears = WhisperTranscriber(weights.find("tiny.en", cache=Path(tempfile.gettempdir())))
    gaps: list[float] = []
    heard_wrong = heard_words = said_wrong = said_words = faults = 0
    endings = []
    with tempfile.TemporaryDirectory() as name, PulseServer() as server:
        folder = Path(name)
        texts, files = spoken_lines(args.path, folder)
        for _ in range(args.calls):
            robot, result, cpu = one_call(server, list(files), folder / "home", 180)
            record = Record(Path(result["record"]))
            gaps += robot.gaps()
            endings.append(result["ended"])
            understood = " ".join(t["text"] for t in result["turns"] if t["speaker"] == "trainee")
            spoke = " ".join(t["text"] for t in result["turns"] if t["speaker"] == "customer")
            wrong, words = word_errors(" ".join(texts[: len(robot.spoken)]), understood)
            heard_wrong, heard_words = heard_wrong + wrong, heard_words + words
            wrong, words = word_errors(spoke, ears.transcribe(robot.speaker.sound()).text)
            said_wrong, said_words = said_wrong + wrong, said_words + words
            faults += sum(isinstance(e, Noticed) and e.what == "sound-faults" for e in record.events())
            print(f"{result['ended']}: gaps {[round(g, 2) for g in robot.gaps()]}, {cpu:.1f} s of CPU")
    gaps.sort()
    figures = {
        "calls": args.calls,
        "ended": endings,
        "gaps": len(gaps),
        "gap_p50_s": round(median(gaps), 3),
        "gap_p90_s": round(gaps[min(len(gaps) - 1, len(gaps) * 9 // 10)], 3),
        "gap_max_s": round(gaps[-1], 3),
        "wer_trainee": round(heard_wrong / heard_words, 3),
        "wer_customer": round(said_wrong / said_words, 3),
        "fault_events": faults,
        "cpus": os.cpu_count(),
        "at": time.strftime("%Y-%m-%d"),
    }
    for key, value in figures.items():
        print(f"{key:14} {value}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
