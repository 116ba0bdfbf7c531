"""Whole calls with the real engines, without a sound card."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from audio import wav
from audio.pcm import RATE, silence
from audio.wer import word_error_rate
from audio.whisper import WhisperTranscriber
from simulator.customer import library
from simulator.customer.dialogue import Policy
from simulator.events import Waited
from simulator.record import Record

pytestmark = pytest.mark.engines


def run(home: Path, *words: str) -> dict[str, Any]:
    """A command's result, as its last line of stdout says."""
    done = subprocess.run(
        [sys.executable, "-m", "simulator.cli", *words, "--json"],
        env={**os.environ, "SIMMERDOWN_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def good(home: Path) -> dict[str, Any]:
    return run(home, "demo", "--path", "good", "--speaker-file", str(home / "out.wav"))


def test_a_good_trainee_is_heard_right_calms_the_customer_and_scores_well(good: dict[str, Any]) -> None:
    assert good["ended"] == "resolved"
    assert good["score"]["total"] >= 80
    speakers = [speaker for speaker, _ in groupby(turn["speaker"] for turn in good["turns"])]
    assert speakers == ["customer", "trainee"] * 4 + ["customer"]
    assert all(turn["start_s"] < turn["end_s"] for turn in good["turns"])


def test_what_the_customer_says_can_be_understood_from_the_file(
    good: dict[str, Any], home: Path, whisper: WhisperTranscriber
) -> None:
    sound = wav.read(home / "out.wav")
    said = [turn for turn in good["turns"] if turn["speaker"] == "customer"]
    last = said[-1]
    piece = sound[int((last["start_s"] - 0.3) * 16_000) : int((last["end_s"] + 0.3) * 16_000)]
    assert word_error_rate(last["text"], whisper.transcribe(piece).text) <= 0.1


def test_the_record_holds_the_same_as_the_result(good: dict[str, Any]) -> None:
    folder = Path(good["record"])
    assert Record(folder).heading.demo
    score = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    assert score == good["score"]
    assert len(wav.read(folder / "customer.wav")) == len(wav.read(folder / "trainee.wav"))
    assert "What went well" in (folder / "summary.md").read_text(encoding="utf-8")


def test_the_same_call_again_gives_the_same_bytes(good: dict[str, Any], home: Path) -> None:
    again = Path(run(home, "demo", "--path", "good")["record"])
    first = Path(good["record"])
    for name in ("events.jsonl", "take.jsonl", "trainee.wav", "customer.wav", "score.json"):
        assert (first / name).read_bytes() == (again / name).read_bytes(), name


def test_the_take_replays_to_the_same_events(good: dict[str, Any], home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulator.cli", "replay", good["call_id"], "--json"],
        env={**os.environ, "SIMMERDOWN_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found = json.loads(done.stdout)
    assert found["same"]
    assert found["events"] == len(Record(Path(good["record"])).events())


def test_a_poor_trainee_heats_the_customer_until_she_hangs_up(home: Path) -> None:
    poor = run(home, "demo", "--path", "poor")
    assert poor["ended"] == "hung_up"
    assert poor["score"]["total"] <= 30
    assert poor["score"]["fixes"]


def test_silence_on_the_trainees_side_credits_nothing(home: Path, tmp_path: Path) -> None:
    wav.write(tmp_path / "silence.wav", silence(40 * RATE))
    result = run(home, "call", "billing-dispute", "--mic-file", str(tmp_path / "silence.wav"))
    assert not [turn for turn in result["turns"] if turn["speaker"] == "trainee"]
    assert not result["score"]["strengths"]
    assert result["score"]["fixes"]


PLAN = """\
schema: 2
persona: billing-dispute
calls:
  - name: slow
    ends: trainee_ended
    seed: 5
    intensity: 0
    warnings: 3
    steps:
      - silence_s: 2
      - I'm ending this call now.
"""


@pytest.fixture
def planned(tmp_path: Path) -> str:
    """A persona beside a plan of which the first step is silence."""
    path = tmp_path / "billing-dispute.yaml"
    path.write_text(library.load("billing-dispute").text, encoding="utf-8")
    path.with_name("billing-dispute.plan.yaml").write_text(PLAN, encoding="utf-8")
    return str(path)


def test_seed_intensity_and_warnings_are_as_planned_and_silence_is_waited_through(
    home: Path, planned: str
) -> None:
    result = run(home, "demo", planned, "--path", "slow")
    record = Record(Path(result["record"]))
    assert (record.heading.seed, record.heading.policy) == (5, Policy(warnings=3, intensity=0))
    assert [event.silent_s >= 7 for event in record.events() if isinstance(event, Waited)] == [True]
    assert [turn["speaker"] for turn in result["turns"]] == ["customer", "customer", "trainee", "customer"]
    assert result["ended"] == "trainee_ended"


def test_what_the_user_gives_goes_before_the_plan(home: Path, planned: str) -> None:
    given = ("--seed", "0", "--intensity", "1", "--warnings", "1")
    heading = Record(Path(run(home, "demo", planned, "--path", "slow", *given)["record"])).heading
    assert (heading.seed, heading.policy) == (0, Policy(warnings=1, intensity=1))
