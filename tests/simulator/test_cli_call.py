"""A call from the command line with the real engines, and what the other commands make of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audio import wav
from audio.pcm import RATE, silence
from audio.voices.neural import NeuralVoice
from simulator.record import Record
from tests.simulator.fixtures import Run

pytestmark = pytest.mark.engines

ROOT = Path(__file__).parents[2]
REPLY = "I'm so sorry that we charged you twice. I can refund the second payment right now."

OFFLINE = """
import sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"}:
        raise SystemExit(f"the network was used: {event} {arguments}")

sys.addaudithook(refuse)
from simulator.cli import main
main()
"""


@dataclass(frozen=True, slots=True)
class Practice:
    """A call that was taken from a file, in a process without a network."""

    home: Path
    mic: Path
    speaker: Path
    code: int
    out: str
    err: str

    @property
    def result(self) -> dict[str, Any]:
        last: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return last


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory, man: NeuralVoice) -> Practice:
    folder = tmp_path_factory.mktemp("practice")
    mic, speaker, home = folder / "mic.wav", folder / "out.wav", folder / "home"
    wav.write(mic, np.concatenate([silence(12 * RATE), man.say(REPLY, 1.0), silence(6 * RATE)]))
    words = ("call", "billing-dispute", "--mic-file", str(mic), "--speaker-file", str(speaker), "--json")
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", OFFLINE, *words],
        cwd=ROOT, env={**os.environ, "SIMMERDOWN_HOME": str(home)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return Practice(home, mic, speaker, done.returncode, done.stdout, done.stderr)


def test_a_call_from_a_file_uses_no_network_and_ends_with_its_result(practice: Practice) -> None:
    assert practice.code == 0, practice.err
    assert "network" not in practice.err
    result = practice.result
    assert set(result) == {
        "call_id", "record", "persona", "started", "ended", "length_s", "turns", "score",
    }  # fmt: skip
    assert result["persona"] == "billing-dispute"
    assert result["ended"] == "trainee_ended"
    assert Path(result["record"]) == practice.home / "calls" / result["call_id"]


def test_its_turns_say_who_spoke_what_and_when(practice: Practice) -> None:
    turns = practice.result["turns"]
    assert all(set(turn) == {"speaker", "text", "start_s", "end_s"} for turn in turns)
    assert [turn["speaker"] for turn in turns] == ["customer", "trainee", "customer"]
    assert "refund the second payment" in turns[1]["text"]
    assert turns[1]["start_s"] == pytest.approx(12.0, abs=0.4)
    assert isinstance(practice.result["score"]["total"], int)


def test_the_customers_side_is_written_as_long_as_the_record(practice: Practice) -> None:
    kept = wav.read(Path(practice.result["record"]) / "customer.wav")
    assert np.array_equal(wav.read(practice.speaker), kept)
    assert len(kept) == round(practice.result["length_s"] * RATE)


def test_hear_finds_the_words_of_the_file_and_their_times(practice: Practice, run: Run) -> None:
    heard = run("hear", str(practice.mic), "--json").json()
    assert set(heard) == {"file", "model", "text", "words", "turns"}
    assert heard["text"] == practice.result["turns"][1]["text"]
    assert [set(word) for word in heard["words"]] == [{"word", "start_s", "end_s", "p"}] * len(heard["words"])
    assert " ".join(word["word"] for word in heard["words"]) == heard["text"]
    assert [set(turn) for turn in heard["turns"]] == [{"start_s", "end_s", "decided_s", "text"}]


def test_show_tells_the_same_again(practice: Practice, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMMERDOWN_HOME", str(practice.home))
    assert run("show", "last", "--json").json() == practice.result
    told = run("show", practice.result["call_id"][:8])
    assert "Charged twice" in told.out
    assert practice.result["record"] in told.err


def test_replay_finds_it_the_same(practice: Practice, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMMERDOWN_HOME", str(practice.home))
    found = run("replay", "last", "--json").json()
    assert found["same"] is True
    assert found["differs_at"] is None
    assert found["events"] == found["replayed"] > 5
    assert found["call_id"] == practice.result["call_id"]


def test_show_recovers_an_interrupted_call_wherever_it_lies(
    practice: Practice, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    shutil.copytree(practice.result["record"], folder)
    sound = wav.read(folder / "trainee.wav")
    spoken = round((practice.result["turns"][1]["end_s"] - 1.0) * RATE)
    wav.write(folder / "trainee.wav", sound[:spoken])
    for name in ("events.jsonl", "take.jsonl"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        early = [line for line in lines if json.loads(line)["frame"] * 512 <= spoken]
        (folder / name).write_text("".join(early), encoding="utf-8")
    Record(folder).replace_heading(ended=None, length_s=None, total=None)

    shown = run("show", str(folder), "--json")
    assert "interrupted; recovering" in shown.err
    result = shown.json()
    assert result["ended"] == "interrupted"
    assert result["turns"][-1]["speaker"] == "trainee"
    assert "sorry" in result["turns"][-1]["text"]
    assert run("replay", str(folder), "--json").json()["same"] is True
