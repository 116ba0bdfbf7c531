"""`progress`: the table, the JSON and the page."""

from __future__ import annotations

import sys
import webbrowser
from datetime import datetime
from pathlib import Path

import pytest

from simulator.cli.progress import spark
from simulator.scoring import rubric
from tests.simulator.fixtures import Run
from tests.simulator.practice.records import POOR, keep

DAY_1, DAY_2 = datetime(2026, 3, 1, 9), datetime(2026, 3, 2, 9)


@pytest.fixture
def two(home: Path) -> list[Path]:
    """A poor call and a good one after it."""
    return [keep(home, DAY_1, POOR, ended="hung_up"), keep(home, DAY_2)]


def test_the_skills_are_shown_with_what_is_left_out(run: Run, two: list[Path], home: Path) -> None:
    (home / "calls" / "damaged").mkdir()
    left = run("progress")
    assert left.code == 0
    assert "damaged" in left.err
    assert left.out.startswith("2 calls from 1 March 2026 to 2 March 2026")
    assert all(skill.title.split()[0] in left.out for skill in rubric.load().skills)


def test_without_a_call_it_says_how_to_begin(run: Run, home: Path) -> None:
    left = run("progress")
    assert (left.code, left.err) == (0, "")
    assert "simmerdown practice --start" in left.out
    assert not home.exists()


def test_the_facts_are_those_of_the_records(run: Run, two: list[Path]) -> None:
    found = run("progress", "--json").json()
    assert [call["call_id"] for call in found["calls"]] == [folder.name for folder in two]
    totals = {row["call_id"]: row["total"] for row in run("calls", "--json").json()}
    assert {call["call_id"]: call["total"] for call in found["calls"]} == totals
    assert found["best"] == two[1].name
    empathy = next(skill for skill in found["skills"] if skill["skill"] == "empathy")
    assert empathy["latest"] == found["calls"][1]["skills"]["empathy"]
    assert {"state", "due", "mastered_on", "best_call", "recent"} <= set(empathy)


def test_a_redone_moment_is_shown_as_a_try(run: Run, two: list[Path], home: Path) -> None:
    keep(home, datetime(2026, 3, 3), redo_of=(two[0].name, 1))
    assert len(run("progress", "--json").json()["calls"]) == 2
    assert f"Tried anew: {two[0].name}, turn 1: " in run("progress").out


def test_the_page_is_written_where_it_is_wanted(run: Run, two: list[Path], tmp_path: Path) -> None:
    left = run("progress", "-o", str(tmp_path / "page.html"))
    assert (left.code, left.out) == (0, "")
    assert "page.html" in left.err
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.skipif(sys.platform == "win32", reason="a browser is a shell script here")
def test_the_page_opens_in_the_browser(
    run: Run, two: list[Path], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{tmp_path}/opened"\n', encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    monkeypatch.setattr(webbrowser, "_tryorder", None)  # it looks at BROWSER only once
    assert run("progress", "--open").code == 0
    assert (tmp_path / "opened").read_text(encoding="utf-8") == (home / "progress.html").as_uri()


def test_without_a_browser_it_says_so(
    run: Run, two: list[Path], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "_tryorder", [])
    left = run("progress", "--open")
    assert left.code == 0
    assert "No browser was found" in left.err
    assert (home / "progress.html").is_file()


def test_a_bar_is_as_high_as_its_percentage() -> None:
    assert spark([0, 12, 13, 50, 99, 100]) == "▁▁▂▅██"
