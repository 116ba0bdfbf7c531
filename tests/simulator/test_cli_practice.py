"""`practice`, and the list of calls by the index."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from simulator.cli.output import DEFAULT_RUBRIC
from simulator.record import heading_json
from simulator.scoring import rubric
from tests.simulator.fixtures import Run, heading
from tests.simulator.practice.records import POOR, keep

NOW = datetime.now()


def test_a_first_session_is_chosen_and_explained(run: Run) -> None:
    left = run("practice")
    assert (left.code, left.err) == (0, "")
    assert left.out.startswith("Focus: Names what the customer is going through (Empathy)\nTry:   “")
    assert "simmerdown call pharmacy-refill --intensity 1 --seed 0" in left.out
    assert "No call has measured Empathy yet" in left.out


def test_a_choice_after_a_call_names_its_figures(run: Run, home: Path) -> None:
    keep(home, NOW - timedelta(days=1), POOR, ended="hung_up")
    found = run("practice", "--json").json()
    assert (found["why"], found["state"]) == ("weak", "weak")
    assert found["latest"] < 80
    assert f"reached {found['latest']} %" in found["reasons"][0]
    assert found["left_out"] == []
    assert run("practice", "--json").json() == found
    assert all(sentence in run("practice").out for sentence in found["reasons"])


def test_demos_are_nobodys_calls(run: Run, home: Path) -> None:
    first = run("practice", "--json").json()
    for day in (1, 2, 3):
        keep(home, NOW - timedelta(days=day), demo=True)
    left_out = ["3 calls were only watched, as a demo: not counted"]
    assert run("practice", "--json").json() == first | {"left_out": left_out}
    assert run("progress", "--json").json()["calls"] == []
    assert [row["demo"] for row in run("calls", "--json").json()] == [True] * 3
    assert "yes" in run("calls").out


def test_what_is_left_out_is_named(run: Run, home: Path) -> None:
    keep(home, NOW, ended=None)
    (home / "calls" / "damaged").mkdir()
    left = run("practice")
    assert left.code == 0
    assert "has no end yet" in left.err
    assert "damaged" in left.err


@pytest.mark.parametrize("name", rubric.names())
def test_any_rubric_has_something_to_practise(name: str, run: Run) -> None:
    assert run("practice", "--rubric", name).code == 0


def test_what_stands_after_the_dashes_is_handed_to_the_call(run: Run, tmp_path: Path) -> None:
    left = run("practice", "--start", "--", "--mic-file", str(tmp_path / "missing.wav"))
    assert left.code == 1
    assert "missing.wav" in left.err


def test_options_of_a_call_go_with_start(run: Run) -> None:
    assert run("practice", "--", "--push-to-talk").code == 2


def test_the_default_rubric_is_the_call_s(run: Run) -> None:
    assert DEFAULT_RUBRIC == rubric.DEFAULT


def test_ten_thousand_known_calls_are_listed_within_a_second(run: Run, home: Path) -> None:
    for number in range(10_000):
        (home / "calls" / f"20260101-{number:06d}-a").mkdir(parents=True)
    run("calls")  # makes the index, of folders without a record
    with closing(sqlite3.connect(home / "index.sqlite")) as index, index:
        index.execute(
            "UPDATE calls SET persona = 'a', started = '2026-01-01T09:00:00', ended = 'resolved', "
            "length_s = 60.0, total = 80, rubric = 'four-skills/1', problem = ''"
        )
    for form, lines in (((), 10_001), (("--json",), 1)):
        start = time.process_time()
        left = run("calls", *form)
        took = time.process_time() - start
        assert (left.err, len(left.out.splitlines())) == ("", lines)
        assert left.out.count("four-skills/1") == 10_000
        assert took < 1


def test_thousands_of_calls_are_listed_fast_and_as_the_records_say(run: Run, home: Path) -> None:
    for number in range(2000):
        folder = home / "calls" / f"{NOW + timedelta(hours=number):%Y%m%d-%H%M%S}-a"
        folder.mkdir(parents=True)
        about = heading(folder.name, ended="resolved", length_s=60.0, total=80)
        (folder / "record.json").write_text(heading_json(about), encoding="utf-8")
    first = run("calls", "--json").json()
    start = time.process_time()
    again = run("calls", "--json").json()
    took = time.process_time() - start
    assert again == first
    assert len(again) == 2000
    assert took < 0.3


def test_a_list_of_known_calls_loads_no_engine_and_no_reader(run: Run, home: Path) -> None:
    keep(home, NOW)
    run("calls")
    program = (
        "import sys\nfrom simulator.cli import simmerdown\nsimmerdown(['calls'], standalone_mode=False)\n"
        "print(sorted({'numpy', 'pydantic', 'simulator.record'} & set(sys.modules)))"
    )
    left = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert left.stdout.splitlines()[-1] == "[]"
