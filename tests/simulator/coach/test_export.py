"""Exports: both scores in every form, held against the schema and the rules of xAPI."""

from __future__ import annotations

import csv
import json
import re
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from simulator.coach import exported, tables, xapi
from simulator.coach import review as reviews
from simulator.coach.exported import Export, ExportedCall
from simulator.coach.review import Review
from simulator.record import Record
from simulator.redo import branch
from simulator.redo.branch import Branch
from tests.simulator.coach.conftest import At
from tests.simulator.scoring.calls import RUBRIC
from tests.simulator.test_cli_scores import GOOD_ID, POOR_ID, sentence

REASON = '=HYPERLINK("x")'


@pytest.fixture(scope="session")
def review() -> Review:
    """A blind review of the poor call, with an override."""
    begun = Review(coach="coach", at="2026-03-04T06:06:07+00:00")
    begun = reviews.scored_blind(begun, {"empathy": 30}, RUBRIC)
    return reviews.overridden(begun, "solving.remedy", 8.0, REASON, RUBRIC)


@pytest.fixture
def reviewed(trainee: At, review: Review, tmp_path: Path) -> At:
    """A trainee's machine with two calls, the poor one reviewed."""
    reviews.keep(tmp_path / "trainee" / "calls" / POOR_ID, review)
    return trainee


def written(here: Path, name: str) -> Any:
    return json.loads((here / name).read_text("utf-8"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# JSON -------------------------------------------------------------------------------------------------


def test_the_shipped_schema_is_that_of_the_export(reviewed: At, here: Path) -> None:
    assert exported.SCHEMA_FILE.read_text("utf-8") == exported.schema_text()
    assert reviewed("export", "--schema", "-o", "schema.json").code == 0
    assert (here / "schema.json").read_text("utf-8") == exported.schema_text()


def test_the_export_is_as_its_schema_says(reviewed: At, here: Path) -> None:
    """The schema is made from the model that checks here."""
    assert reviewed("export", "--json", "-o", "calls.json").code == 0
    text = (here / "calls.json").read_text("utf-8")
    assert Export.model_validate_json(text, strict=True).to_text() == text
    plain = json.loads(text)
    for spoilt in ({**plain, "more": 1}, {**plain, "schema": 2}, {**plain, "calls": [{}]}):
        with pytest.raises(ValidationError):
            Export.model_validate_json(json.dumps(spoilt), strict=True)


def test_both_scores_are_in_it(reviewed: At, here: Path) -> None:
    reviewed("export", "--json", "-o", "calls.json")
    good, poor = written(here, "calls.json")["calls"]
    shown = reviewed("review", POOR_ID, "--json").json()
    assert (good["call_id"], good["review"]) == (GOOD_ID, None)
    assert (poor["total"], poor["review"]["total"]) == (shown["machine"]["total"], shown["coach"]["total"])
    assert poor["review"]["overrides"] == [
        {"id": "solving.remedy", "machine": 0.0, "coach": 8.0, "reason": REASON}
    ]
    assert poor["findings"] == shown["machine"]["findings"]
    solving = next(each for each in poor["skills"] if each["id"] == "solving")
    assert (solving["machine"], solving["coach"], solving["blind"]) == (0, 40, None)
    assert next(each["blind"] for each in poor["skills"] if each["id"] == "empathy") == 30


def test_some_calls_or_the_desks(reviewed: At, desk: At, here: Path) -> None:
    reviewed("export", GOOD_ID, "--json", "-o", "calls.json")
    assert [call["call_id"] for call in written(here, "calls.json")["calls"]] == [GOOD_ID]
    desk("review", "a")
    desk("export", "a", "--desk", "--json", "-o", "calls.json")
    assert [call["call_id"] for call in written(here, "calls.json")["calls"]] == [POOR_ID]


def test_a_call_on_the_desk_whose_score_was_not_shown_is_left_out(desk: At, here: Path) -> None:
    """It can still be scored blind afterwards."""
    for named in ((), ("a",)):
        left = desk("export", *named, "--desk", "--json", "-o", "calls.json")
        assert "left out: a: its score was not shown yet" in left.err
        assert written(here, "calls.json")["calls"] == []
    assert desk("review", "a", "--blind", "--rate", "empathy", "30").code == 0
    desk("export", "--desk", "--json", "-o", "calls.json")
    assert [call["call_id"] for call in written(here, "calls.json")["calls"]] == [POOR_ID]


def test_a_blind_review_is_no_score_of_the_coachs(trainee: At, here: Path, tmp_path: Path) -> None:
    begun = Review(coach="coach", at="2026-03-04T06:06:07+00:00")
    blind = reviews.scored_blind(begun, {"empathy": 30, "closing.own": 20}, RUBRIC)
    reviews.keep(tmp_path / "trainee" / "calls" / POOR_ID, blind)
    trainee("export", "--json", "-o", "calls.json")
    poor = written(here, "calls.json")["calls"][1]
    assert (poor["review"]["total"], poor["review"]["arithmetic"]) == (None, None)
    assert poor["review"]["blind_rules"] == {"closing.own": 20}
    assert {each["coach"] for each in poor["skills"]} == {None}
    assert {each["blind"] for each in poor["skills"]} == {30, None}
    trainee("export", "--csv", "-o", "calls.csv")
    row = rows(here / "calls.csv")[1]
    assert (row["coach_total"], row["empathy_blind"], row["closing.own_blind"]) == ("", "30", "20")
    scored = statements(trainee, here)[-1]
    assert "score" not in scored["result"]
    assert scored["result"]["extensions"][f"{xapi.BASE}xapi/blind"] == {"empathy": 30, "closing.own": 20}
    assert scored["context"]["extensions"][f"{xapi.BASE}xapi/totals"]["coach"] is None


def test_a_review_of_comments_alone_scores_nothing(trainee: At, here: Path, tmp_path: Path) -> None:
    begun = Review(coach="coach", at="2026-03-04T06:06:07+00:00")
    reviews.keep(tmp_path / "trainee" / "calls" / POOR_ID, begun)
    assert [each["verb"]["display"]["en"] for each in statements(trainee, here)] == ["completed"] * 2


# CSV --------------------------------------------------------------------------------------------------


def test_a_row_for_each_call_and_for_each_finding(reviewed: At, here: Path) -> None:
    reviewed("export", "--csv", "-o", "calls.csv")
    reviewed("export", "--json", "-o", "calls.json")
    plain = written(here, "calls.json")["calls"]
    good, poor = rows(here / "calls.csv")
    assert (good["call_id"], good["coach_total"]) == (GOOD_ID, "")
    assert poor["machine_total"] == str(plain[1]["total"])
    assert poor["coach_total"] == str(plain[1]["review"]["total"])
    assert (poor["solving_machine"], poor["solving_coach"], poor["empathy_blind"]) == ("0", "40", "30")
    found = rows(here / "calls.findings.csv")
    assert [row["quote"] for row in found] == [f["quote"] for call in plain for f in call["findings"]]
    (judged,) = [row for row in found if row["coach_points"]]
    assert (judged["rule"], judged["coach_points"]) == ("solving.remedy", "8.0")


def test_no_text_is_a_formula(reviewed: At, here: Path) -> None:
    reviewed("export", "--csv", "-o", "calls.csv")
    (judged,) = [row for row in rows(here / "calls.findings.csv") if row["coach_points"]]
    assert judged["coach_reason"] == f"'{REASON}"
    call = ExportedCall.model_validate(
        {
            "call_id": "x", "persona": "@x", "started": "-1", "length_s": None, "ended": "+1",
            "demo": False, "redo_of": None, "redo_turn": None, "rubric": "\tx",
            "total": None, "arithmetic": "", "skills": [], "findings": [], "review": None,
        }
    )  # fmt: skip
    (row,) = csv.DictReader(tables.calls([call]).splitlines())
    assert [row[name][0] for name in ("persona", "started", "ended", "rubric")] == ["'"] * 4


# xAPI -------------------------------------------------------------------------------------------------


def statements(reviewed: At, here: Path, *options: str) -> list[dict[str, Any]]:
    assert reviewed("export", "--xapi", *options, "-o", "x.json").code == 0
    found: list[dict[str, Any]] = written(here, "x.json")
    return found


def test_statements_say_who_did_what_and_how_well(reviewed: At, here: Path) -> None:
    account = {"homePage": "https://training.example", "name": "trainee-7"}
    found = statements(reviewed, here, "--name", account["name"], "--home-page", account["homePage"])
    verbs = [each["verb"]["id"].removeprefix("http://adlnet.gov/expapi/verbs/") for each in found]
    assert verbs == ["completed", "completed", "scored"]
    shown = reviewed("review", POOR_ID, "--json").json()
    machine, coach = shown["machine"]["total"], shown["coach"]["total"]
    _, completed, scored = found
    for each, total in ((completed, machine), (scored, coach)):
        assert each["actor"] == {"objectType": "Agent", "account": account}
        assert each["object"]["id"].endswith("/personas/billing-dispute")
        assert each["result"]["score"] == {"scaled": total / 100, "raw": total, "min": 0, "max": 100}
        extensions = each["context"]["extensions"]
        assert extensions[f"{xapi.BASE}xapi/totals"] == {"machine": machine, "coach": coach}
        assert extensions[f"{xapi.BASE}xapi/skills"]["solving"] == (0 if each is completed else 40)
    assert completed["result"]["duration"] == "PT60.00S"
    assert completed["result"]["completion"] is True
    assert scored["context"]["instructor"]["account"]["name"] == "coach"
    assert "duration" not in scored["result"]


def test_statements_keep_the_rules_of_xapi(reviewed: At, here: Path) -> None:
    found = statements(reviewed, here)
    assert len({each["id"] for each in found}) == len(found)
    for each in found:
        assert set(each) == {"id", "actor", "verb", "object", "result", "context", "timestamp"}
        assert str(uuid.UUID(each["id"])) == each["id"]
        assert str(uuid.UUID(each["context"]["registration"])) == each["context"]["registration"]
        assert datetime.fromisoformat(each["timestamp"]).tzinfo is not None
        assert set(each["actor"]["account"]) == {"homePage", "name"}
        assert each["actor"]["account"]["name"] == "trainee"
        assert -1 <= each["result"]["score"]["scaled"] <= 1
        assert (
            each["result"]["score"]["min"] <= each["result"]["score"]["raw"] <= each["result"]["score"]["max"]
        )
        for extended in (each["context"], each["result"]):
            assert all(re.match(r"https?://", name) for name in extended.get("extensions", {}))
        assert "null" not in json.dumps({**each, "context": {}, "result": each["result"].get("score")})


def test_the_same_calls_give_the_same_statements_and_other_scores_others(reviewed: At, here: Path) -> None:
    first = statements(reviewed, here)
    assert statements(reviewed, here) == first
    assert not {each["id"] for each in statements(reviewed, here, "--name", "x")} & {e["id"] for e in first}


def test_what_was_cut_short_is_no_completion(reviewed: At, here: Path, tmp_path: Path) -> None:
    for ended in ("stopped", "interrupted"):
        path = tmp_path / "trainee" / "calls" / GOOD_ID / "score.json"
        card = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(card | {"ended": ended}), encoding="utf-8")
        good, poor, _ = statements(reviewed, here)
        assert (good["result"]["completion"], poor["result"]["completion"]) == (False, True)


# tries and demos --------------------------------------------------------------------------------------


def test_a_try_names_its_call_and_turn(reviewed: At, here: Path, tmp_path: Path) -> None:
    branch.keep(tmp_path / "trainee" / "calls" / GOOD_ID, Branch(of=POOR_ID, turn=2))
    good, poor, _ = statements(reviewed, here)
    assert good["context"]["extensions"][f"{xapi.BASE}xapi/try"] == {"call": POOR_ID, "turn": 2}
    assert f"{xapi.BASE}xapi/try" not in poor["context"]["extensions"]
    reviewed("export", "--csv", "-o", "calls.csv")
    assert [(row["redo_of"], row["redo_turn"]) for row in rows(here / "calls.csv")] == [
        (POOR_ID, "2"),
        ("", ""),
    ]


def test_a_demo_is_marked_and_gives_no_statement(reviewed: At, here: Path, tmp_path: Path) -> None:
    Record(tmp_path / "trainee" / "calls" / GOOD_ID).replace_heading(demo=True)
    reviewed("export", "--csv", "-o", "calls.csv")
    assert [row["demo"] for row in rows(here / "calls.csv")] == ["True", "False"]
    left = reviewed("export", "--xapi", "-o", "x.json")
    assert f"left out: {GOOD_ID} is a demo" in left.err
    found = written(here, "x.json")
    assert {each["context"]["extensions"][f"{xapi.BASE}xapi/call"] for each in found} == {POOR_ID}


# mistakes ---------------------------------------------------------------------------------------------


def test_a_call_that_cant_be_exported_is_told_and_the_others_are_written(
    reviewed: At, here: Path, tmp_path: Path
) -> None:
    (tmp_path / "trainee" / "calls" / GOOD_ID / "score.json").write_text("{}")
    left = reviewed("export", "--json", "-o", "calls.json")
    assert "left out: " in left.err
    assert "1 call written" in left.err
    assert [call["call_id"] for call in written(here, "calls.json")["calls"]] == [POOR_ID]


@pytest.mark.parametrize("form", ["--json", "--csv", "--xapi"])
@pytest.mark.parametrize("damaged", ["review.json", "record.json"])
def test_a_time_that_is_none_does_not_keep_the_other_calls_back(
    damaged: str, form: str, reviewed: At, here: Path, tmp_path: Path
) -> None:
    path = tmp_path / "trainee" / "calls" / POOR_ID / damaged
    path.write_text(path.read_text().replace("2026-03-04T0", "soon"))
    left = reviewed("export", form, "-o", "calls.json")
    assert left.code == 0
    assert f"{damaged}: " in left.err
    assert "1 call written" in left.err
    assert GOOD_ID in (here / "calls.json").read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "--json", "-o", "no/where.json"), "no/where.json"),
        (("export", "2020", "--json", "-o", "x"), "there is no call '2020'"),
        (("export", "--xapi", "--home-page", "nowhere", "-o", "x"), "'nowhere' is no address"),
    ],
)
def test_a_mistake_is_a_sentence(words: tuple[str, ...], told: str, trainee: At) -> None:
    assert told in sentence(trainee(*words))


def test_a_form_and_a_file_are_needed(trainee: At) -> None:
    assert trainee("export", "-o", "x").code == 2
    assert trainee("export", "--json").code == 2
