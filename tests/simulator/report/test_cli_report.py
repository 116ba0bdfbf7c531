"""`report`: which file is written where, and what a mistake is told."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest

from audio.delivery.measure import measure
from audio.delivery.values import Delivery
from audio.pcm import Samples
from simulator import aftercall, events
from simulator.record import Record
from simulator.report import story
from tests.simulator.fixtures import Run
from tests.simulator.report.records import LATER, POOR, kept, record_sound, write
from tests.simulator.scoring.calls import conversation


@pytest.fixture
def record(home: Path) -> Record:
    return kept(home)


def test_the_page_lies_beside_the_record(run: Run, record: Record) -> None:
    left = run("report", LATER)
    assert (left.code, left.out) == (0, "")
    assert left.err == f"Kept in {record.folder / 'report.html'}\n"
    assert (record.folder / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>\n")


def test_the_recording_is_in_the_page_unless_left_out(run: Run, record: Record, tmp_path: Path) -> None:
    record_sound(record.folder, 2.0)
    page = record.folder / "report.html"
    run("report")
    assert '<audio id="sound"' in page.read_text(encoding="utf-8")
    run("report", "--no-audio", "-o", str(tmp_path / "mine.html"))
    assert "<audio" not in (tmp_path / "mine.html").read_text(encoding="utf-8")


def test_the_page_is_opened_where_that_is_wanted(
    run: Run, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    assert run("report", "--open").code == 0
    assert opened == [(record.folder / "report.html").as_uri()]


def test_markdown_and_json_go_to_the_screen_or_into_a_file(run: Run, record: Record, tmp_path: Path) -> None:
    assert run("report", "--markdown").out.startswith("# Charged twice")
    assert run("report", "--json", "-o", str(tmp_path / "r.json")).out == ""
    told = story.from_json((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert told.call.id == LATER
    assert not (record.folder / "report.html").exists()


def test_another_rubric_is_only_looked_at(run: Run, record: Record) -> None:
    assert run("report", "--json", "--rubric", "sop").json()["score"]["rubric"].startswith("sop/")
    assert not (record.folder / "score.json").exists()


def test_damaged_corrections_leave_the_kept_score_alone(run: Run, record: Record) -> None:
    run("score")
    before = (record.folder / "score.json").read_bytes()
    (record.folder / "corrections.json").write_text("{", encoding="utf-8")
    (record.folder / "events.jsonl").write_text(
        "".join(f"{events.to_json(each)}\n" for each in conversation(*POOR)), encoding="utf-8"
    )
    assert run("report", "--json").json()["remarks"] == ["corrections.json: can't be read; it is left out"]
    assert (record.folder / "score.json").read_bytes() == before


def test_the_sound_is_measured_once(run: Run, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record_sound(record.folder, record.heading.length_s or 60)
    write(record.folder, "review.json", coach="Kim", at="2026-03-05")
    turns = {event.turn for event in record.events() if event.kind == "turn_heard"}
    measured: list[int] = []

    def counted(heard: Samples) -> Delivery:
        measured.append(len(heard))
        return measure(heard)

    monkeypatch.setattr(aftercall, "measure", counted)
    assert run("report").code == 0
    assert len(measured) == len(turns)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("2020",), 1, "there is no call '2020'"),
        (("--rubric", "harsh"), 1, "there is no rubric 'harsh'"),
        (("--json", "--markdown"), 2, "choose one of"),
        (("--json", "--open"), 2, "--open shows the page"),
        (("-o", "nowhere/at/all.html"), 1, "nowhere/at/all.html: there is no folder nowhere/at"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_a_mistake_is_told(words: tuple[str, ...], code: int, told: str, run: Run, record: Record) -> None:
    left = run("report", *words)
    assert (left.code, left.out) == (code, "")
    assert told in left.err


def test_a_call_without_an_end_has_no_report(run: Run, home: Path) -> None:
    kept(home, happened=conversation(*POOR, ended=None))
    left = run("report")
    assert left.code == 1
    assert "has no end yet" in left.err
