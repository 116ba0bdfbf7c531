"""The command line: what programs read, what people are told, and which code it leaves with."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner

from audio import wav
from audio.pcm import RATE
from simulator import __version__, cli
from simulator.customer import library
from tests.simulator.fixtures import Left, Run, planned, scene

ROOT = Path(__file__).parents[2]


def commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))
        else:
            yield (*words, name)


@pytest.mark.parametrize("words", list(commands(cli.simmerdown)), ids=" ".join)
def test_every_command_has_help(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli.simmerdown, [*words, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
    command: click.Command = cli.simmerdown
    for word in words:
        assert isinstance(command, click.Group)
        command = command.commands[word]
    assert command.help
    assert all(p.help for p in command.params if isinstance(p, click.Option)), "an option has no help"


def test_the_module_is_the_console_script() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulator.cli", "call", "nobody"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[0] == "simmerdown: there is no persona 'nobody'"


def test_the_version_is_told(run: Run) -> None:
    assert run("--version") == Left(0, f"simmerdown, version {__version__}\n", "")


def test_personas_are_listed_for_programs(run: Run) -> None:
    listed = run("personas", "list", "--json").json()
    assert sorted(row["id"] for row in listed) == library.names()
    assert [row["difficulty"] for row in listed] == sorted(row["difficulty"] for row in listed)
    fields = {
        "id", "title", "difficulty", "manner", "escalation", "most_intense", "domain", "caller", "language",
        "path",
    }  # fmt: skip
    assert all(set(row) == fields for row in listed)
    assert all(Path(row["path"]).is_file() for row in listed)


def test_a_home_without_calls_lists_none(run: Run) -> None:
    assert run("calls", "--json").json() == []
    told = run("calls")
    assert (told.code, told.out) == (0, "")
    assert "No calls yet" in told.err


def test_calls_are_listed_with_how_they_ended(run: Run, home: Path) -> None:
    done = scene(home / "calls", planned()).run()
    running = scene(home / "calls")
    broken = scene(home / "calls")
    broken.writer.close()
    (home / "calls" / "damaged").mkdir()
    told = run("calls", "--json")
    rows = told.json()
    assert [set(row) for row in rows] == [
        {"call_id", "persona", "started", "ended", "length_s", "total", "rubric", "redo", "demo"}
    ] * 3
    assert [row["ended"] for row in rows] == ["resolved", None, "interrupted"]
    assert rows[0]["length_s"] == done.heading.length_s
    assert "left out" in told.err
    assert "damaged" in told.err
    table = run("calls")
    assert "resolved" in table.out
    assert "interrupted" in table.out
    running.writer.close()


def sentence(left: Left) -> str:
    """What went wrong, told as it should be: a sentence and at most a hint, on stderr alone."""
    assert left.code == 1
    assert left.out == ""
    assert "Traceback" not in left.err
    lines = left.err.splitlines()
    assert len(lines) in {1, 2}
    assert "unexpected" not in lines[0]
    assert all(line.startswith("  ") for line in lines[1:])
    return lines[0].removeprefix("simmerdown: ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("call", "nobody"), "there is no persona 'nobody'"),
        (("call", "nobody.yaml"), "nobody.yaml: can't be read"),
        (("call", "broken.yaml"), "broken.yaml:1:1: "),
        (("call", "--mic-file", "missing.wav"), "missing.wav: there is no such file"),
        (("call", "--mic-file", "notes.txt"), "notes.txt: is not a sound file"),
        (("call", "--mic-file", "empty.wav"), "empty.wav: "),
        (("call", "--rubric", "harsh"), "there is no rubric 'harsh'"),
        (("call", "--rubric", "notes.txt"), "there is no rubric 'notes.txt'"),
        (("call", "--mic-file", "hum.wav", "--model", "huge"), "there is no model or folder called 'huge'"),
        (("call", "--mic-file", "hum.wav", "--model", "."), "holds no Whisper weights"),
        (("call", "--mic", "no such device"), "'no such device'"),
        (("call", "--speaker", "no such device"), ""),
        (("demo", "--path", "best"), "has no call 'best'"),
        (("hear", "missing.wav"), "missing.wav: there is no such file"),
        (("hear", "hum.wav", "--model", "huge"), "there is no model or folder called 'huge'"),
        (("say", "hello", "--speaker", "no such device"), ""),
        (("show",), "there are no calls yet"),
        (("show", "2020"), "there are no calls yet"),
        (("replay", "2020"), "there are no calls yet"),
        (("models", "--download", "huge"), "there is no model or folder called 'huge'"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_a_mistake_is_told_in_a_sentence_and_leaves_with_1(
    words: tuple[str, ...], told: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("not sound")
    (tmp_path / "broken.yaml").write_text("- a\n")
    (tmp_path / "empty.wav").write_bytes(b"")
    wav.write(tmp_path / "hum.wav", np.full(RATE, 100, np.int16))
    assert told in sentence(run(*words))
    assert not (tmp_path / "home" / "calls").exists()


@pytest.mark.parametrize(
    "words",
    [("calls", "--colour"), ("dance",), ("hear",), ("call", "a", "b"), ("say", "x", "--heat", "11")],
    ids=" ".join,
)
def test_a_mistyped_command_shows_how_it_is_used_and_leaves_with_2(words: tuple[str, ...], run: Run) -> None:
    left = run(*words)
    assert (left.code, left.out) == (2, "")
    assert left.err.startswith("Usage: ")
    assert "Traceback" not in left.err


def test_the_customers_side_never_goes_over_the_recording(run: Run, tmp_path: Path) -> None:
    recording = tmp_path / "mine.wav"
    wav.write(recording, np.full(RATE, 100, np.int16))
    again = str(tmp_path / "." / "mine.wav")
    left = run("call", "--mic-file", str(recording), "--speaker-file", again)
    assert (left.code, "would overwrite" in left.err) == (2, True)
    assert len(wav.read(recording)) == RATE


def test_a_speaker_file_without_a_mic_file_is_refused(run: Run, tmp_path: Path) -> None:
    left = run("call", "--speaker-file", str(tmp_path / "out.wav"))
    assert (left.code, "goes with --mic-file" in left.err) == (2, True)


def test_a_call_under_way_can_neither_be_shown_nor_replayed(run: Run, home: Path) -> None:
    running = scene(home / "calls")
    for command in ("show", "replay"):
        assert "is under way" in sentence(run(command))
    running.writer.close()


def test_an_interrupted_call_is_not_replayed_but_its_remedy_is_told(run: Run, home: Path) -> None:
    scene(home / "calls").writer.close()
    left = run("replay", "last")
    assert "was interrupted" in sentence(left)
    assert "simmerdown show" in left.err


def test_an_ambiguous_or_unknown_call_is_told(run: Run, home: Path) -> None:
    scene(home / "calls", planned("poor")).run()
    scene(home / "calls", planned("poor")).run()
    assert "is the beginning of 2 calls" in sentence(run("show", "2026"))
    assert "there is no call '2020'" in sentence(run("show", "2020"))


def test_a_replay_that_differs_names_the_event(run: Run, home: Path) -> None:
    record = scene(home / "calls", planned("poor")).run()
    with (record.folder / "take.jsonl").open("w", encoding="utf-8"):
        pass  # nothing ever came in
    left = run("replay", "--json")
    assert left.code == 1
    assert "differs from the recorded one" in left.err
    assert left.json()["same"] is False
