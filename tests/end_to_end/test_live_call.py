"""A live call from outside: a real sound stack, a robot trainee at the microphone, real engines."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from difflib import SequenceMatcher
from statistics import median
from typing import Any

import pytest

from audio import wav
from audio.voices.neural import NeuralVoice
from audio.wer import compared_words, word_error_rate
from audio.whisper import WhisperTranscriber
from simulator.customer import library
from simulator.workshop import plan
from tests.pulse import PulseServer
from tests.robot import Robot

pytestmark = [pytest.mark.engines, pytest.mark.sound]

GAP_P50_S = 1.2
WER = 0.1


@dataclass(frozen=True)
class LiveCall:
    """A call that a robot took: what it said, what it saw, and what the program printed."""

    said: list[str]
    robot: Robot
    result: dict[str, Any]


@pytest.fixture(scope="module")
def live(pulse: PulseServer, man: NeuralVoice, tmp_path_factory: pytest.TempPathFactory) -> LiveCall:
    folder = tmp_path_factory.mktemp("live")
    planned = plan.beside(library.load("billing-dispute").path).call("warm handover")
    files = []
    for number, text in enumerate(planned.says):
        files.append(folder / f"{number}.wav")
        wav.write(files[-1], man.say(text, 1.0))
    robot = Robot(pulse, files)
    with subprocess.Popen(
        [sys.executable, "-m", "simulator.cli", "call", "billing-dispute", "--json"],
        env={**pulse.environment, "SIMMERDOWN_HOME": str(folder / "home")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        robot.converse(lambda: process.poll() is None, longest_s=120)
        robot.stop()
        out, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    return LiveCall(list(planned.says), robot, json.loads(out.splitlines()[-1]))


def test_a_spoken_call_goes_through_to_its_end(live: LiveCall) -> None:
    assert live.result["ended"] == "escalated"
    assert [turn["speaker"] for turn in live.result["turns"]] == ["customer", "trainee"] * 2 + ["customer"]


def test_the_trainee_is_understood(live: LiveCall) -> None:
    heard = " ".join(t["text"] for t in live.result["turns"] if t["speaker"] == "trainee")
    said = " ".join(live.said[: len(live.robot.spoken)])
    assert word_error_rate(said, heard) <= WER


def test_the_customer_is_understood_from_the_loudspeaker(live: LiveCall, whisper: WhisperTranscriber) -> None:
    said = " ".join(t["text"] for t in live.result["turns"] if t["speaker"] == "customer")
    heard = whisper.transcribe(live.robot.speaker.sound()).text
    # What was begun too early and taken back is heard as well: more may be heard than stands, never less.
    assert share_heard(said, heard) >= 1 - 1.5 * WER


def share_heard(said: str, heard: str) -> float:
    """Which share of the words is heard, in their order, whatever lies between."""
    words = compared_words(said)
    same = SequenceMatcher(None, words, compared_words(heard), autojunk=False).get_matching_blocks()
    return sum(block.size for block in same) / len(words)


def test_the_customer_answers_within_the_goal(live: LiveCall, capsys: pytest.CaptureFixture[str]) -> None:
    gaps = live.robot.gaps()
    with capsys.disabled():
        print(
            f"\nresponse gap from outside: p50 {median(gaps):.2f} s, max {max(gaps):.2f} s, {len(gaps)} turns"
        )
    assert len(gaps) == len(live.robot.spoken)
    assert median(gaps) <= GAP_P50_S


def test_the_live_take_replays_to_the_same_events(live: LiveCall) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulator.cli", "replay", live.result["record"], "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert json.loads(done.stdout)["same"], done.stdout
