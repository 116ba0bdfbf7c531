"""`redo`, `correct`, and what `compare`, `calls`, `show`, `score` and `turns` make of them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audio import wav
from audio.pcm import RATE, silence
from audio.voices.neural import NeuralVoice
from simulator import events
from simulator.notes.care import ABUSIVE, SUPPORT
from simulator.record import Record, heading_json
from tests.simulator.fixtures import Run, heading, planned, scene, shelf
from tests.simulator.redo.calls import BAD, heats, keep, lines
from tests.simulator.scoring.calls import GOOD, conversation
from tests.simulator.test_cli_scores import sentence

CALL = "20260304-050607-billing-dispute"


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planned call."""
    return scene(tmp_path_factory.mktemp("taken"), planned()).run().folder


@pytest.fixture
def call(home: Path, taken: Path) -> Record:
    """The same, at home."""
    shutil.copytree(taken, home / "calls" / CALL)
    return Record(home / "calls" / CALL)


def tries(home: Path) -> list[Record]:
    return [Record(folder) for folder in sorted((home / "calls").iterdir()) if folder.name != CALL]


def test_a_moment_is_redone_by_text_and_shown_beside_the_first_try(
    run: Run, call: Record, home: Path
) -> None:
    left = run("redo", CALL, "--turn", "2", "--text", BAD)
    assert left.code == 0
    (made,) = tries(home)
    assert (made.folder / "score.json").is_file()
    assert made.heading.total is not None
    assert Record(call.folder).heading.total is not None
    for told in ("## Transcript", "dismissive", "Kept in"):
        assert told in left.out + left.err
    before = run("redo", CALL, "--list", "--json").json()
    assert before == [
        {
            "call_id": made.heading.call_id,
            "turn": 2,
            "ended": "stopped",
            "total": made.heading.total,
            "heat": heats(made.events())[-1].after,
            "said": BAD,
        }
    ]


def test_a_try_ends_as_a_call_does(run: Run, call: Record, home: Path) -> None:
    path = call.folder / "events.jsonl"
    happened = [events.from_json(line) for line in path.read_text(encoding="utf-8").splitlines()]
    abusive = [
        replace(event, intensity=ABUSIVE) if isinstance(event, events.LineStarted) else event
        for event in happened
    ]
    path.write_text("".join(f"{events.to_json(event)}\n" for event in abusive), encoding="utf-8")
    left = run("redo", CALL, "--turn", "2", "--text", BAD)
    assert left.out.index("## Transcript") < left.out.rindex("dismissive")
    assert left.err.index("Kept in") < left.err.index(SUPPORT) < left.err.index("Next:")


def test_a_typed_try_has_no_sound_to_be_run_again(run: Run, call: Record, home: Path) -> None:
    run("redo", CALL, "--turn", "2", "--text", BAD)
    (made,) = tries(home)
    told = sentence(run("replay", made.heading.call_id))
    assert "was typed: it never had a sound" in told
    assert "deleted" not in told


def test_the_original_words_give_the_original_call(run: Run, call: Record, home: Path) -> None:
    words = [part for text in planned()[1:] for part in ("--text", text)]
    told = run("redo", CALL, "--turn", "2", *words, "--json").json()
    (made,) = tries(home)
    assert (told["of"], told["turn"], told["ended"]) == (CALL, 2, "resolved")
    was, now = told["tries"]
    assert {**was, "call_id": "", "total": 0} == {**now, "call_id": "", "total": 0, "audio": was["audio"]}
    assert lines(made.events()) == lines(call.events())
    assert heats(made.events()) == heats(call.events())


def test_once_answers_one_reply(run: Run, call: Record, home: Path) -> None:
    run("redo", CALL, "--turn", "2", "--text", BAD, "--text", GOOD[1], "--once")
    (made,) = tries(home)
    heard = [event.text for event in made.events() if isinstance(event, events.TurnHeard)]
    assert heard == [planned()[0], BAD]


def test_what_came_too_late_is_told(run: Run, call: Record) -> None:
    left = run("redo", CALL, "--turn", "2", "--text", "Goodbye.", "--text", "Hello?", "--json")
    assert "The call had ended before “Hello?”." in left.err
    assert left.json()["ended"] == "trainee_ended"


def test_calls_show_what_is_a_try(run: Run, call: Record, home: Path) -> None:
    assert "redo" not in run("calls").out.splitlines()[0]
    run("redo", CALL, "--turn", "2", "--text", BAD)
    assert [row["redo"] for row in run("calls", "--json").json()] == [None, f"turn 2 of {CALL}"]
    assert "turn 2 of" in run("calls").out
    (made,) = tries(home)
    (made.folder / "branch.json").write_text("?", encoding="utf-8")
    assert [row["redo"] for row in run("calls", "--json").json()] == [None, None]
    assert "branch.json: can't be read" in run("progress").err


def test_compare_shows_tries_side_by_side_and_two_calls_as_ever(run: Run, call: Record, home: Path) -> None:
    run("redo", CALL, "--turn", "2", "--text", BAD)
    (made,) = tries(home)
    whole = run("compare", CALL, CALL, "--json").json()
    assert set(whole) == {"rubric", "total", "skills", "rules"}
    found = run("compare", CALL, made.heading.call_id, "--json").json()
    assert set(found) == {*whole, "turn", "tries"}
    assert [each["said"] for each in found["tries"]] == [planned()[1], BAD]
    assert found["tries"][1]["cues"] == ["dismissive"]
    assert found["tries"][1]["audio"] is None
    assert Path(found["tries"][0]["audio"]["file"]).is_file()
    told = run("compare", made.heading.call_id, CALL).out
    for head in ("Total", "said", "cues", "heat", "answer", "score", "audio"):
        assert head in told


def test_a_try_of_a_try_shows_what_was_answered_right_before_the_first_one(
    run: Run, call: Record, home: Path
) -> None:
    run("redo", CALL, "--turn", "3", "--text", BAD)
    (made,) = tries(home)
    for _ in range(2):  # a try of the same turn, too
        told = run("redo", made.heading.call_id, "--turn", "2", "--text", BAD, "--json").json()
        assert [each["said"] for each in told["tries"]] == [planned()[1], BAD]
        assert told["tries"][0]["answer"] == tried_answer(run, call)
        again = run("redo", made.heading.call_id, "--turn", "3", "--text", BAD, "--json").json()
        made = Record(Path(again["record"]))


def tried_answer(run: Run, call: Record) -> str:
    """What the customer said to turn 2 in the first call."""
    (first, _) = run("redo", CALL, "--turn", "2", "--text", BAD, "--json").json()["tries"]
    assert first["said"] == planned()[1]
    answer: str = first["answer"]
    return answer


@pytest.mark.engines
def test_a_moment_is_redone_aloud(run: Run, call: Record, home: Path, man: NeuralVoice) -> None:
    mic = home / "mic.wav"
    wav.write(mic, np.concatenate([silence(11 * RATE), man.say(GOOD[1], 1.0), silence(6 * RATE)]))
    told = run("redo", CALL, "--turn", "2", "--mic-file", str(mic), "--once", "--json").json()
    (made,) = tries(home)
    assert (told["ended"], told["turn"]) == ("stopped", 2)
    assert lines(made.events())[:2] == lines(call.events())[:2]
    assert "refund the second payment" in told["tries"][1]["said"]
    audio = told["tries"][1]["audio"]
    spoken = wav.read(Path(audio["file"]))[round(audio["at_s"] * RATE) : round(audio["until_s"] * RATE)]
    assert np.abs(spoken).max() > 1000
    assert run("replay", made.heading.call_id, "--json").json()["same"] is True


def test_without_a_microphone_a_reply_by_text_is_proposed(run: Run, call: Record) -> None:
    left = run("redo", CALL, "--turn", "2", "--mic", "no such microphone")
    assert sentence(left)
    assert left.err.endswith("or reply by text with --text\n")


def test_no_tries_yet(run: Run, call: Record) -> None:
    left = run("redo", CALL, "--list")
    assert (left.code, left.out) == (0, "")
    assert "No tries yet" in left.err
    assert run("redo", CALL, "--list", "--json").json() == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("redo", "2020", "--turn", "1", "--text", "A."), "there is no call '2020'"),
        (("redo", CALL, "--turn", "9", "--text", "A."), "turn 9 can't be redone"),
        (("redo", CALL, "--turn", "9"), "turn 9 can't be redone"),
        (("correct", CALL, "--turn", "9", "--said", "A."), f"the call {CALL} has no turn 9"),
        (("correct", CALL, "--turn", "1", "--undo"), f"turn 1 of the call {CALL} was not corrected"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_a_mistake_is_told_in_a_sentence(words: tuple[str, ...], told: str, run: Run, call: Record) -> None:
    assert told in sentence(run(*words))


@pytest.mark.parametrize(
    "words",
    [
        ("redo", CALL),
        ("redo", CALL, "--turn", "1", "--text", " "),
        ("redo", CALL, "--turn", "1", "--text", "A.", "--mic-file", "a.wav"),
        ("correct", CALL, "--turn", "1"),
        ("correct", CALL, "--turn", "1", "--said", " "),
        ("correct", CALL, "--turn", "1", "--said", "A.", "--undo"),
        ("correct", CALL, "--said", "A."),
    ],
    ids=" ".join,
)
def test_a_wrong_use_is_told_as_such(words: tuple[str, ...], run: Run, call: Record) -> None:
    left = run(*words)
    assert (left.code, left.out) == (2, "")
    assert "Usage:" in left.err


def test_a_call_without_an_end_is_neither_redone_nor_corrected(run: Run, home: Path) -> None:
    folder = home / "calls" / "20260101-open"
    folder.mkdir(parents=True)
    (folder / "record.json").write_text(heading_json(heading("20260101-open")), encoding="utf-8")
    (folder / "persona.yaml").write_text(shelf().text, encoding="utf-8")
    (folder / "events.jsonl").write_text("", encoding="utf-8")
    for words in (("redo", "--turn", "1", "--text", "A."), ("correct", "--turn", "1", "--said", "A.")):
        assert "has no end yet" in sentence(run(*words))


# correct --------------------------------------------------------------------------------------------


@pytest.fixture
def misheard(home: Path) -> Path:
    return keep(
        home / "calls" / "20260305-misheard", conversation(GOOD[0], "I can we fund.", *GOOD[2:])
    ).folder


def test_a_corrected_line_is_scored_again_and_marked_everywhere(run: Run, misheard: Path) -> None:
    before = run("score", "--json").json()["total"]
    found = run("correct", "--turn", "2", "--said", GOOD[1], "--json").json()
    assert (found["correction"]["heard"], found["correction"]["said"]) == ("I can we fund.", GOOD[1])
    assert found["moved"]["total"]["before"] == before < found["moved"]["total"]["after"]
    kept = json.loads((misheard / "corrections.json").read_text(encoding="utf-8"))
    assert set(kept) == {"schema", "corrections"}
    assert set(kept["corrections"][0]) == {"turn", "heard", "said", "at"}
    assert f"{GOOD[1]} (corrected; heard: “I can we fund.”)" in run("show").out
    assert f"corrected: turn 2, heard “I can we fund.”, said “{GOOD[1]}”" in run("score").out
    assert "corrected: turn 2" in run("turns").out
    shown = run("show", "--json").json()["turns"]
    assert [turn.get("heard") for turn in shown if turn["speaker"] == "trainee"] == [
        None, "I can we fund.", None, None,
    ]  # fmt: skip
    assert run("score", "--json").json()["total"] == found["moved"]["total"]["after"]


def test_a_correction_is_taken_over_where_the_turn_is(run: Run, call: Record, home: Path) -> None:
    run("correct", CALL, "--turn", "1", "--said", GOOD[0])
    run("correct", CALL, "--turn", "2", "--said", GOOD[1])
    told = run("redo", CALL, "--turn", "2", "--text", BAD, "--json").json()
    said = [turn["text"] for turn in told["turns"] if turn["speaker"] == "trainee"]
    assert said == [GOOD[0], BAD]
    assert told["tries"][0]["said"] == GOOD[1]


def test_a_correction_is_undone(run: Run, misheard: Path) -> None:
    before = run("score", "--json").out
    assert "now said" in run("correct", "--turn", "2", "--said", GOOD[1]).out
    told = run("correct", "--turn", "2", "--undo").out
    assert told.startswith(f"turn 2: said “{GOOD[1]}”, now heard “I can we fund.”")
    assert run("score", "--json").out == before
    assert "(corrected" not in run("show").out


def test_the_later_of_two_corrections_is_undone(run: Run, misheard: Path) -> None:
    run("correct", "--turn", "2", "--said", "I can refund.")
    run("correct", "--turn", "2", "--said", GOOD[1])
    first, second = (run("correct", "--turn", "2", "--undo").out for _ in range(2))
    assert first.startswith(f"turn 2: said “{GOOD[1]}”, now said “I can refund.”\n")
    assert second.startswith("turn 2: said “I can refund.”, now heard “I can we fund.”\n")


def test_the_same_text_is_no_correction(run: Run, misheard: Path) -> None:
    left = run("correct", "--turn", "2", "--said", "I can  we fund.")
    assert (left.code, left.out) == (0, "")
    assert "nothing was changed" in left.err
    assert not (misheard / "corrections.json").exists()
