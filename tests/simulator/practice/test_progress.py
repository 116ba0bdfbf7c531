"""What a history adds up to, and the page that shows it."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from simulator.practice import ladder, mastery
from simulator.practice.history import Drilled, History
from simulator.practice.page import page
from simulator.practice.progress import progress, smoothed
from tests.simulator.practice.past import RUBRIC, SKILLS, all_skills, of, on, played

CALLS = 1000
SECONDS = 2
"""Of processor time, for the page of so many calls: far more than it takes."""

VOID = {"meta", "link", "br"}


class Nesting(HTMLParser):
    """Checks that every tag is closed where it was opened, and gathers tags and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(past: History) -> str:
    return page(progress(past, RUBRIC), on(90))


@pytest.fixture
def past() -> History:
    """Three calls, a moment tried twice, a drill."""
    calls = [played(day, all_skills(40 + 20 * day), persona=f"caller-{day % 2}") for day in range(3)]
    again = [
        replace(call, call_id=f"try-{at}", scored=replace(call.scored, redo_of=(calls[0].call_id, 2)))
        for at, call in enumerate(calls[1:])
    ]
    drill = Drilled(on(1), "empathy.feeling", 2, 3, ("a", "b", "c"))
    return replace(of(*calls), tries=tuple(again), drills=(drill,), left_out=("one <b>damaged</b> call",))


def test_every_skill_has_its_line_and_its_best(past: History) -> None:
    found = progress(past, RUBRIC)
    assert [line.id for line in found.lines] == list(SKILLS)
    for line in (found.total, *found.lines):
        assert [result.percent for result in line.standing.results] == [40, 60, 80]
        assert line.best is not None
        assert line.best.percent == 80
    assert found.best is not None
    assert found.best.on == on(2)


def test_the_first_of_equal_calls_is_the_best() -> None:
    found = progress(of(*(played(day, all_skills(90)) for day in range(3))), RUBRIC)
    assert found.best is not None
    assert (found.best.on, found.lines[0].best) == (on(0), found.lines[0].standing.results[0])


def test_callers_are_counted(past: History) -> None:
    found = [
        (one.persona, one.calls, one.best, one.best_on, one.last) for one in progress(past, RUBRIC).known
    ]
    assert found == [("caller-0", 2, 80, on(2), on(2)), ("caller-1", 1, 60, on(1), on(1))]


def test_the_tries_of_a_moment_stand_with_the_call_s_own_total(past: History) -> None:
    (moment,) = progress(past, RUBRIC).moments
    assert (moment.of, moment.turn) == (past.calls[0].call_id, 2)
    assert moment.totals == (40, 60, 80)


def test_no_history_is_no_progress_and_no_error() -> None:
    found = progress(History(), RUBRIC)
    assert (found.best, found.known, found.moments) == (None, (), ())
    assert "No scored call yet" in shown(History())


def test_a_line_is_the_mean_of_what_came_before() -> None:
    results = [mastery.Result(played(0, {}), percent) for percent in (0, 30, 60, 90)]
    assert smoothed(results, 3) == [0, 15, 30, 60]


# the page -------------------------------------------------------------------------------------------


def test_the_page_is_well_formed_and_needs_nothing_else(past: History) -> None:
    text = shown(past)
    found = Nesting(text)
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"script", "link", "img", "iframe"}
    assert not re.search(r"https?:|//|url\(|@import", text.replace("<!DOCTYPE html>", ""))
    assert [attrs["lang"] for tag, attrs in found.tags if tag == "html"] == ["en"]
    assert "prefers-color-scheme: dark" in text


def test_headings_go_down_one_step_at_a_time(past: History) -> None:
    levels = [int(tag[1]) for tag, _ in Nesting(shown(past)).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_chart_is_told_in_words(past: History) -> None:
    charts = re.findall(r"<svg.*?</svg>", shown(past))
    assert len(charts) == len(SKILLS) + 1
    for chart in charts:
        drawn = ET.fromstring(chart)
        assert drawn.attrib["role"] == "img"
        assert "from 40 % on 1 March 2026 to 80 % on 3 March 2026" in drawn.attrib["aria-label"]
        assert len(drawn.findall("circle/title")) == 3


def test_every_table_has_a_caption_and_heads(past: History) -> None:
    text = shown(past)
    tables = re.findall(r"<table>.*?</table>", text)
    assert len(tables) == 5
    assert all("<caption>" in table and '<th scope="col">' in table for table in tables)


def test_a_skill_that_was_never_measured_says_so_and_has_no_chart() -> None:
    text = shown(of(played(0, {"empathy": 50})))
    assert text.count("<svg") == 2
    assert "Not measured yet." in text


def test_what_is_left_out_and_the_rules_are_told_and_all_text_is_escaped(past: History) -> None:
    evil = played(5, all_skills(50), persona="<script>alert(1)</script>")
    text = shown(replace(past, calls=(*past.calls, evil)))
    assert "<script" not in text
    assert "<b>" not in text
    assert "one &lt;b&gt;damaged&lt;/b&gt; call" in text
    plain = Nesting(text).text
    assert all(rule in plain for rule in (*mastery.RULES, *ladder.RULES))
    assert "40 → 60 → 80" in plain
    assert "2 of 3" in plain


def test_a_year_of_calls_makes_a_small_page() -> None:
    calls = [played(day // 3, all_skills(day * 7 % 101)) for day in range(1000)]
    assert len(shown(of(*calls))) < 250_000


def test_a_year_of_calls_is_shown_soon() -> None:
    past = of(*(played(at // 3, all_skills(40 + at % 50)) for at in range(CALLS)))
    start = time.process_time()
    told = shown(past)
    took = time.process_time() - start
    assert f"of {CALLS} calls" in told
    assert took < SECONDS
