"""`practice --drill` by keyboard."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.simulator.fixtures import Left, Run

WORRIED = "You must be worried sick, that sounds awful."
REPLIES = (WORRIED, "Your account number, please?", "That must be so frustrating for you.")


@pytest.fixture
def typed(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a drill with replies typed, then Ctrl-D."""

    def typed(*replies: str, words: tuple[str, ...] = ("--drill", "--text")) -> Left:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{reply}\n" for reply in replies)))
        return run("practice", *words)

    return typed


def kept(home: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((home / "drills").glob("*.json"))]


def test_each_reply_is_judged_at_once_and_the_result_is_kept_without_words(typed: Run, home: Path) -> None:
    left = typed(*REPLIES)
    assert (left.code, left.err) == (0, "")
    assert left.out.startswith(
        "Drill: Names what the customer is going through (empathy.feeling). 3 outbursts"
    )
    assert f"met: “{WORRIED.removesuffix('.')}”" in left.out
    assert "not met: no empathy in the reply to this\n  try: “" in left.out
    assert "2 of 3 met. Kept in " in left.out
    (text,) = kept(home)
    assert [part["met"] for part in json.loads(text)["rounds"]] == [True, False, True]
    assert "worried" not in text


def test_a_drill_is_no_call_but_shows_in_the_progress(typed: Run, run: Run) -> None:
    typed(*REPLIES)
    assert run("calls", "--json").json() == []
    found = run("progress", "--json").json()
    assert found["calls"] == []
    assert [(one["rule"], one["met"], one["rounds"]) for one in found["drills"]] == [
        ("empathy.feeling", 2, 3)
    ]


def test_the_facts_for_programs(typed: Run) -> None:
    left = typed(*REPLIES, words=("--drill", "empathy.feeling", "--text", "--json"))
    assert [each["met"] for each in left.json()["rounds"]] == [True, False, True]
    assert "1 of 3" in left.err


def test_a_drill_that_was_broken_off_keeps_what_was_answered(typed: Run, home: Path) -> None:
    assert "1 of 1 met" in typed(WORRIED).out
    assert len(json.loads(kept(home)[0])["rounds"]) == 1
    assert "nothing is kept" in typed().out
    assert len(kept(home)) == 1


def test_a_damaged_drill_is_named(typed: Run, home: Path) -> None:
    typed(WORRIED)
    next((home / "drills").glob("*.json")).write_text("{", encoding="utf-8")
    assert "is not a drill of this version" in typed(words=()).err


def test_what_can_not_be_drilled_is_told_with_what_can(typed: Run) -> None:
    left = typed(words=("--drill", "juggling", "--text"))
    assert (left.code, left.out) == (1, "")
    assert "there is nothing to drill called 'juggling'" in left.err
    assert "empathy.feeling" in left.err


@pytest.mark.parametrize("words", [("--drill", "--start"), ("--text",)], ids=" ".join)
def test_options_that_do_not_go_together(words: tuple[str, ...], typed: Run) -> None:
    assert typed(words=words).code == 2
