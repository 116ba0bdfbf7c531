"""The index: quick, and never anything but what the records say."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from simulator.practice import history, reading
from simulator.practice.history import Row
from simulator.practice.index import Index
from simulator.record import Record, heading_json
from simulator.scoring import rubric
from tests.simulator.fixtures import heading
from tests.simulator.practice.records import POOR, keep

DAY_1, DAY_2, DAY_3 = (datetime(2026, 3, day, 9) for day in (1, 2, 3))


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    """A good call and a poor one after it."""
    return [keep(tmp_path, DAY_1), keep(tmp_path, DAY_2, POOR, ended="hung_up")]


def fresh(home: Path) -> list[Row]:
    """What the records say, without an index."""
    return [reading.row(folder) for folder in sorted((home / "calls").iterdir())]


def test_a_row_says_what_the_scorecard_says(tmp_path: Path, two: list[Path]) -> None:
    rows = Index(tmp_path).rows()
    card = json.loads((two[1] / "score.json").read_text(encoding="utf-8"))
    listed, scored = rows[1]
    assert scored is not None
    assert (listed.call_id, listed.ended, listed.total) == (two[1].name, "hung_up", card["total"])
    assert (scored.rubric, scored.difficulty, scored.dial) == ("four-skills", 2, 2)
    assert scored.skills == {
        each["id"]: each["percent"] for each in card["skills"] if each["percent"] is not None
    }
    for rule, points in scored.rules.items():
        found = [each for each in card["findings"] if each["rule"] == rule]
        assert points.won == pytest.approx(sum(each["points"] for each in found))
        assert points.possible == pytest.approx(sum(each["possible"] for each in found))


@pytest.mark.parametrize("written", ["difficulty: 4", "difficulty:   4", '"difficulty": 4  # hard'])
def test_the_difficulty_is_the_caller_s_however_it_is_written(
    written: str, tmp_path: Path, two: list[Path]
) -> None:
    path = two[0] / "persona.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("difficulty: 2", written), encoding="utf-8")
    difficulties = [scored.difficulty for _, scored in Index(tmp_path).rows() if scored is not None]
    assert difficulties == [4, 2]


def test_the_index_says_the_same_as_the_records_new_and_old(tmp_path: Path, two: list[Path]) -> None:
    assert Index(tmp_path).rows() == Index(tmp_path).rows() == fresh(tmp_path)
    assert Index(tmp_path).listed() == [listed for listed, _ in fresh(tmp_path)]


def test_an_index_without_demos_is_made_anew(tmp_path: Path) -> None:
    keep(tmp_path, DAY_1, demo=True)
    with sqlite3.connect(tmp_path / "index.sqlite") as database:
        database.execute("CREATE TABLE calls (call_id TEXT, look TEXT)")
        database.execute("PRAGMA user_version = 1")
    assert [listed.demo for listed in Index(tmp_path).listed()] == [True]


def test_a_new_a_changed_and_a_deleted_record_are_noticed(tmp_path: Path, two: list[Path]) -> None:
    Index(tmp_path).rows()
    keep(tmp_path, DAY_3)
    shutil.rmtree(two[0])
    Record(two[1]).replace_heading(total=1)
    rows = Index(tmp_path).rows()
    assert rows == fresh(tmp_path)
    assert rows[0][0].total == 1
    shutil.rmtree(tmp_path / "calls")
    assert Index(tmp_path).rows() == []


def test_a_known_record_is_not_read_again(tmp_path: Path, two: list[Path]) -> None:
    Index(tmp_path).rows()
    with sqlite3.connect(tmp_path / "index.sqlite") as database:
        database.execute("UPDATE calls SET total = 3")
    database.close()
    assert {listed.total for listed in Index(tmp_path).listed()} == {3}


@pytest.mark.parametrize("damage", ["nonsense", "", "version", "table", "row"])
def test_a_damaged_index_is_made_anew(damage: str, tmp_path: Path, two: list[Path]) -> None:
    Index(tmp_path).rows()
    path = tmp_path / "index.sqlite"
    if damage in {"nonsense", ""}:
        path.write_text(damage * 1000, encoding="utf-8")
    else:
        spoil = {
            "version": "PRAGMA user_version = 99",
            "table": "ALTER TABLE calls RENAME TO others",
            "row": "UPDATE calls SET scored = '{}'",
        }[damage]
        database = sqlite3.connect(path)
        database.execute(spoil)
        database.commit()
        database.close()
    assert Index(tmp_path).rows() == fresh(tmp_path)
    assert Index(tmp_path).rows() == fresh(tmp_path)


def test_where_no_index_can_be_kept_the_records_are_read(tmp_path: Path, two: list[Path]) -> None:
    (tmp_path / "index.sqlite").mkdir()
    assert Index(tmp_path).rows() == fresh(tmp_path)


def test_a_home_without_calls_gets_no_index(tmp_path: Path) -> None:
    assert Index(tmp_path / "nowhere").rows() == []
    assert not (tmp_path / "nowhere").exists()


def test_the_index_holds_no_words(tmp_path: Path, two: list[Path]) -> None:
    Index(tmp_path).rows()
    kept = (tmp_path / "index.sqlite").read_bytes()
    for finding in json.loads((two[0] / "score.json").read_text(encoding="utf-8"))["findings"]:
        assert finding["quote"].encode() not in kept


def test_what_is_deleted_is_gone_from_the_file(tmp_path: Path, two: list[Path]) -> None:
    Index(tmp_path).rows()
    shutil.rmtree(two[0])
    Index(tmp_path).rows()
    assert two[0].name.encode() not in (tmp_path / "index.sqlite").read_bytes()
    shutil.rmtree(two[1])
    Index(tmp_path).rows()
    assert not (tmp_path / "index.sqlite").exists()


def test_many_records_to_read_are_worth_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(500):
        folder = tmp_path / "calls" / f"{number:03}"
        folder.mkdir(parents=True)
        (folder / "record.json").write_text(heading_json(heading(folder.name)), encoding="utf-8")
    said: list[str] = []
    assert len(Index(tmp_path, said.append).listed()) == 500
    Index(tmp_path, said.append).listed()
    assert said == ["Reading 500 calls; this is done once."]


# what does not count --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("record.json", "{", "record.json: can't be read"),
        ("record.json", None, "holds no call"),
        ("score.json", "{", "score.json: is not a scorecard of this version"),
        ("score.json", None, "has no score yet"),
        ("persona.yaml", "- a\n", "persona.yaml:1"),
        ("persona.yaml", None, "persona.yaml: can't be read"),
        ("branch.json", "{}", "branch.json: can't be read"),
    ],
)
def test_what_is_damaged_is_left_out_and_named(
    name: str, text: str | None, told: str, tmp_path: Path, two: list[Path]
) -> None:
    path = two[1] / name
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")
    past = history.gather(Index(tmp_path).rows(), "four-skills")
    assert [call.call_id for call in past.calls] == [two[0].name]
    (left,) = past.left_out
    assert told in left
    assert two[1].name in left


def test_a_scorecard_of_another_schema_is_left_out(tmp_path: Path, two: list[Path]) -> None:
    path = two[1] / "score.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"schema": 2', '"schema": 3'), encoding="utf-8")
    (left,) = history.gather(Index(tmp_path).rows(), "four-skills").left_out
    assert "is not a scorecard of this version" in left


def test_a_record_without_a_date_is_left_out(tmp_path: Path, two: list[Path]) -> None:
    Record(two[1]).replace_heading(started="yesterday")
    (left,) = history.gather(Index(tmp_path).rows(), "four-skills").left_out
    assert "record.json: started" in left


def test_calls_without_an_end_cut_short_or_by_another_rubric_do_not_count(
    tmp_path: Path, two: list[Path]
) -> None:
    keep(tmp_path, datetime(2026, 3, 4, 1), ended=None)
    keep(tmp_path, datetime(2026, 3, 4, 2), ended="stopped")
    keep(tmp_path, datetime(2026, 3, 4, 3), ended="interrupted")
    keep(tmp_path, datetime(2026, 3, 4, 4), by=rubric.load("sop"))
    past = history.gather(Index(tmp_path).rows(), "four-skills")
    assert [call.call_id for call in past.calls] == [folder.name for folder in two]
    assert len(past.left_out) == 3
    told = " ".join(past.left_out)
    assert "20260304-010000-billing-dispute has no end yet" in told
    assert "2 calls were stopped or cut off before the end" in told
    assert "1 call was scored by another rubric than four-skills" in told
    assert len(history.gather(Index(tmp_path).rows(), "sop").calls) == 1


def test_a_redone_moment_is_a_try_and_no_call(tmp_path: Path, two: list[Path]) -> None:
    again = keep(tmp_path, DAY_3, redo_of=(two[1].name, 2), ended="stopped")
    past = history.gather(Index(tmp_path).rows(), "four-skills")
    assert again.name not in {call.call_id for call in past.calls}
    assert [(one.call_id, one.scored.redo_of) for one in past.tries] == [(again.name, (two[1].name, 2))]
