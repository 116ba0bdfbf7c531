"""The timeline's shapes: inside their rows, in the order of time, and none lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.report import timeline
from simulator.report.story import Manner, Report, Voice
from simulator.report.timeline import EDGE, GUTTER, MOST_ROW_S, WIDTH, Mark, Row
from tests.simulator.report.records import kept, long, reported


def marks(row: Row, lane: str) -> tuple[Mark, ...]:
    return next((found for name, _, found in row.lanes if name == lane), ())


def test_a_short_call_is_one_row_with_all_that_was_said(report: Report) -> None:
    (row,) = timeline.rows(report)
    assert len(marks(row, "trainee")) == 4
    assert len(marks(row, "customer")) == 4
    assert [mark.kind for mark in marks(row, "heat")] == ["fall", "fall", "rise"]
    assert {mark.kind for mark in marks(row, "moments")} == {"apology", "silence"}


@pytest.fixture(scope="module")
def nine_minutes(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return reported(kept(tmp_path_factory.mktemp("home"), happened=long(9)))


def test_a_long_call_is_told_in_rows_without_a_loss(nine_minutes: Report) -> None:
    rows = timeline.rows(nine_minutes)
    assert len(rows) == 3
    assert all(row.until_s - row.from_s <= MOST_ROW_S for row in rows)
    moves = [move for entry in nine_minutes.entries for move in entry.heat]
    assert sum(len(marks(row, "heat")) for row in rows) == len(moves)
    for row in rows:
        for lane, _, found in row.lanes:
            assert [mark.x for mark in found] == sorted(mark.x for mark in found), lane
            assert all(mark.x >= GUTTER and mark.x + mark.wide <= WIDTH - EDGE + 3 for mark in found)


def test_the_curve_goes_on_where_the_row_before_ended(nine_minutes: Report) -> None:
    rows = timeline.rows(nine_minutes)
    ends = [row.steps.rpartition("V")[2].partition("H")[0] for row in rows]
    begins = [row.steps.partition(" ")[2].partition("H")[0] for row in rows]
    assert begins[1:] == ends[:-1]


def test_a_turn_is_a_bar_from_the_own_baseline(report: Report) -> None:
    voice = Voice(4.0, None, 200.0, (Manner(1, 5.8, 11.8, 1.3, None, -2.0),), "")
    (row,) = timeline.rows(replace(report, voice=voice))
    pace, pitch = row.strips
    (faster,), (lower,) = marks(row, "pace"), marks(row, "pitch")
    assert (faster.kind, lower.kind) == ("over", "manner")
    assert faster.y + faster.tall == pytest.approx(pace.middle, abs=0.1)
    assert lower.y == pytest.approx(pitch.middle, abs=0.1)
    assert faster.tells == ("+30 % against your own pace",)
    assert row.height < timeline.VOICE_Y + 3 * timeline.VOICE_STEP


def test_a_call_without_a_word_has_a_row(report: Report) -> None:
    (row,) = timeline.rows(replace(report, entries=(), call=replace(report.call, length_s=0.0)))
    assert row.lanes == ()
    assert timeline.spark(replace(report, entries=()), 100, 50).startswith("M0.0 15.0")
