"""`delete` and `keep` at the command line, and what is asked before a recording."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from audio import wav
from audio.pcm import RATE
from simulator.cli.privacy import before_recording
from simulator.privacy import consent
from simulator.record import write_whole
from tests.simulator.fixtures import Run, planned, scene


@pytest.fixture
def call_id(home: Path) -> str:
    return scene(home / "calls", planned()[:2]).run().heading.call_id


def test_a_call_is_deleted_and_what_cant_be_reached_is_said(run: Run, home: Path, call_id: str) -> None:
    told = run("delete", "last", "--yes")
    assert (told.code, told.out) == (0, f"deleted {call_id}\n")
    assert "nothing is left" in told.err
    assert "gave away" in told.err
    assert run("calls", "--json").json() == []


def test_nothing_is_deleted_unasked(run: Run, home: Path, call_id: str) -> None:
    told = run("delete", call_id)
    assert (told.code, told.out) == (1, "")
    assert call_id in told.err
    assert "--yes" in told.err
    assert (home / "calls" / call_id / "trainee.wav").is_file()


def test_a_try_made_from_the_call_is_named_before_it_goes(run: Run, home: Path, call_id: str) -> None:
    branch = scene(home / "calls", planned()[:1]).run().folder
    write_whole(branch / "branch.json", json.dumps({"schema": 1, "of": call_id, "turn": 1}))
    assert f"{branch.name}, a try made from it" in run("delete", call_id).err
    assert run("delete", call_id, "--yes", "--json").json()["deleted"] == [call_id, branch.name]


def test_what_is_left_is_told_and_leaves_with_1(run: Run, home: Path, call_id: str) -> None:
    write_whole(home / "list.json", json.dumps([call_id]))
    told = run("delete", call_id, "--yes")
    assert told.code == 1
    assert f"left: {home / 'list.json'} still holds its id" in told.out
    assert "nothing is left" not in told.err


def test_the_same_words_elsewhere_are_told_and_nothing_more(run: Run, home: Path, call_id: str) -> None:
    write_whole(home / "my-phrases.md", planned()[0])
    told = run("delete", call_id, "--yes")
    assert told.code == 0
    assert f"perhaps: {home / 'my-phrases.md'} holds the same words" in told.out
    assert (home / "my-phrases.md").is_file()


def test_a_page_with_the_voice_is_named_before_it_goes(run: Run, home: Path, call_id: str) -> None:
    write_whole(home / "page.html", f"Call {call_id}. <audio src='data:audio/mpeg;base64,AAAA'>")
    assert f"{home / 'page.html'}, which holds its sound and id" in run("delete", call_id, "--audio").err
    assert run("delete", call_id, "--audio", "--yes", "--json").json()["copies"] == [str(home / "page.html")]
    assert not (home / "page.html").exists()


def test_an_interrupted_call_keeps_its_sound_and_is_named(run: Run, home: Path, call_id: str) -> None:
    broken = scene(home / "calls")
    broken.writer.close()
    told = run("delete", call_id, broken.writer.folder.name, "--audio", "--yes")
    assert (told.code, f"deleted the sound of {call_id}\n" in told.out) == (1, True)
    assert f"kept: the call {broken.writer.folder.name} was interrupted" in told.out
    assert "recovers it" in told.err
    assert "nothing is left" not in told.err


def test_only_the_sound_goes_and_the_call_is_still_shown(run: Run, home: Path, call_id: str) -> None:
    before = run("show", "last").out
    gone = run("delete", "last", "--audio", "--yes", "--json").json()
    assert gone == {"deleted": [call_id], "only": "audio", "copies": [], "kept": [], "left": []}
    assert list(home.rglob("*.wav")) == []
    assert run("show", "last").out == before
    assert "the sound of the call" in run("replay", "last").err


def test_a_call_under_way_is_not_deleted(run: Run, home: Path) -> None:
    running = scene(home / "calls")
    told = run("delete", "last", "--yes")
    assert (told.code, "is under way" in told.err) == (1, True)
    running.writer.close()


def test_a_damaged_record_goes_by_its_whole_name(run: Run, home: Path, call_id: str) -> None:
    write_whole(home / "calls" / call_id / "record.json", "{")
    assert run("delete", call_id, "--yes").code == 0
    assert list((home / "calls").iterdir()) == []


@pytest.mark.parametrize("name", ["nobody", "..", ".", "calls", "", "/"])
def test_what_is_no_call_is_not_deleted(run: Run, home: Path, call_id: str, name: str) -> None:
    assert run("delete", name, "--yes").code == 1
    assert (home / "calls" / call_id / "record.json").is_file()


def test_calls_go_by_their_age(run: Run, home: Path, call_id: str) -> None:
    assert "No call is that old" in run("delete", "--older-than", "36500d", "--yes").err
    assert run("delete", "--older-than", "0d", "--yes", "--json").json()["deleted"] == [call_id]


@pytest.mark.parametrize("words", [(), ("last", "--older-than", "3d"), ("--older-than", "a month")])
def test_it_must_be_clear_which_calls(run: Run, call_id: str, words: tuple[str, ...]) -> None:
    assert run("delete", *words, "--yes").code == 2


def test_a_rule_is_set_shown_and_taken_back(run: Run, home: Path) -> None:
    assert run("keep").out == "Calls are kept forever, their sound as long as the call.\n"
    run("keep", "audio", "30")
    assert run("keep", "audio", "1", "day").out.endswith("their sound 1 day.\n")
    assert run("keep", "audio", "30", "days").out.endswith("their sound 30 days.\n")
    assert run("keep", "calls", "400").out == "Calls are kept 400 days, their sound 30 days.\n"
    assert run("keep", "--json").json() == {"audio_days": 30, "calls_days": 400, "done": []}
    assert run("keep", "forever", "--json").json()["audio_days"] is None


@pytest.mark.parametrize(
    "words", [("audio",), ("forever", "3"), ("calls", "0"), ("sound", "3"), ("calls", "3", "weeks")]
)
def test_a_rule_that_is_none_is_refused(run: Run, words: tuple[str, ...]) -> None:
    assert run("keep", *words).code == 2


def test_the_rule_is_applied_when_calls_are_listed(run: Run, home: Path, call_id: str) -> None:
    assert len(run("calls", "--json").json()) == 1
    run("keep", "calls", "1")
    told = run("calls", "--json")
    assert (told.json(), "Deleted 1 call older than 1 day." in told.err) == ([], True)


def test_the_rule_is_applied_at_once_if_asked(run: Run, home: Path, call_id: str) -> None:
    assert "Deleted the sound of 1 call" in run("keep", "audio", "1", "--now").out
    assert list(home.rglob("*.wav")) == []


def test_a_damaged_rule_stops_no_list(run: Run, home: Path, call_id: str) -> None:
    write_whole(home / "keep.json", "{")
    told = run("calls", "--json")
    assert (told.code, len(told.json()), "nothing is deleted by it" in told.err) == (0, 1, True)
    left = run("keep")
    assert left.code == 1
    assert "'simmerdown keep forever' writes it anew; then" in left.err
    assert run("keep", "audio", "30").code == 1
    assert run("keep", "forever").code == 0
    assert run("keep", "audio", "30").code == 0


def test_a_script_is_told_once_and_goes_on(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        before_recording(yes=False)
    assert capsys.readouterr().err == consent.text(home) + "\n"


def test_whoever_agreed_in_the_environment_is_not_told(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIMMERDOWN_CONSENT", "yes")
    before_recording(yes=False)
    assert capsys.readouterr().err == ""
    assert json.loads((home / "consent.json").read_bytes())["agreed"] is True


def test_a_call_with_a_mistake_asks_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    wav.write(tmp_path / "hum.wav", np.full(RATE, 100, np.int16))
    run("call", "--mic-file", str(tmp_path / "hum.wav"), "--model", "huge")
    assert not (home / "consent.json").exists()
