"""From the trainee's machine to the coach's and back, through the command line."""

from __future__ import annotations

import io
import json
import shutil
import webbrowser
from pathlib import Path

import pytest

from tests.simulator.coach.conftest import At
from tests.simulator.test_cli_scores import GOOD_ID, POOR_ID, sentence

REASON = "It was named, in other words"


def test_a_call_goes_to_the_coach_and_its_review_comes_back(
    trainee: At, coach: At, here: Path, tmp_path: Path
) -> None:
    machine = trainee("score", "last", "--json").json()
    score = tmp_path / "trainee" / "calls" / POOR_ID / "score.json"
    untouched = score.read_bytes()
    assert trainee("share", "last", "-o", "anna-1.simmerdown").code == 0
    shown = coach("review", "anna-1.simmerdown", "--json").json()
    assert shown["machine"] == machine
    assert coach("review", "anna-1", "--comment", "1", "Slower here.", "--coach", "Kim").code == 0
    assert coach("review", "anna-1", "--override", "solving.remedy", "8", REASON).code == 0
    assert coach("review", "anna-1", "--return", "-o", "back.json").code == 0
    taken = trainee("review", "back.json", "--take", "--json").json()
    assert taken == {**trainee("review", "last", "--json").json()}
    assert taken["machine"] == machine
    assert taken["coach"]["total"] > machine["total"]
    assert taken["review"]["comments"] == [{"turn": 1, "text": "Slower here."}]
    assert taken["review"]["overrides"] == [{"rule": "solving.remedy", "points": 8.0, "reason": REASON}]
    assert taken["review"]["coach"] == "Kim"
    assert score.read_bytes() == untouched
    assert (tmp_path / "coach" / "reviews" / "anna-1" / "score.json").read_bytes() == untouched


def test_what_is_shared_is_listed_exactly(trainee: At, here: Path, tmp_path: Path) -> None:
    left = trainee("share", GOOD_ID)
    told = trainee("share", GOOD_ID, "--json").json()
    assert set(told["inside"]) == {"record.json", "persona.yaml", "events.jsonl", "score.json"}
    assert (here / f"{GOOD_ID}.simmerdown").stat().st_size == told["bytes"]
    for name, size in told["inside"].items():
        assert f"{name} " in left.out
        assert f" {size} " in left.out
    assert all(each in left.out for each in told["not_inside"])
    assert {"your voice", "the customer's voice"} <= set(told["not_inside"])
    assert "Nothing was sent" in left.out


def test_both_scores_and_the_comments_are_told_in_words(desk: At) -> None:
    told = desk(
        "review", "a", "--comment", "2", "Never this.", "--override", "solving.remedy", "4", REASON
    ).out
    assert "coach: Never this." in told
    assert "The machine's score: 10 of 100" in told
    assert "The coach's score (coach): 15 of 100" in told
    assert f"+4 solving.remedy: {REASON}" in told


def test_the_desk_and_a_folder_are_listed_without_scores(trainee: At, coach: At, here: Path) -> None:
    trainee("share", GOOD_ID, "-o", "a.simmerdown")
    trainee("share", POOR_ID, "-o", "b.simmerdown")
    (here / "c.simmerdown").write_text("no archive")
    coach("review", "a.simmerdown")
    listed = coach("review", ".", "--json")
    assert [row["state"] for row in listed.json()] == ["on the desk as a: shown", "not on the desk"]
    assert "left out: c.simmerdown: is no bundle" in listed.err
    assert "To look at one: simmerdown review a.simmerdown" in coach("review", ".").err
    (row,) = coach("review", "--json").json()
    assert row == {
        "name": "a", "persona": "billing-dispute", "started": "2026-03-04T05:06:07", "audio": False,
        "state": "shown",
    }  # fmt: skip


def test_a_bundle_is_put_on_the_desk_once_and_another_of_its_name_beside_it(
    trainee: At, coach: At, here: Path
) -> None:
    trainee("share", GOOD_ID, "-o", "a.simmerdown")
    assert coach("review", "a.simmerdown", "--json").json()["name"] == "a"
    assert coach("review", "a.simmerdown", "--json").json()["name"] == "a"
    trainee("share", POOR_ID, "-o", "a.simmerdown")
    assert coach("review", "a.simmerdown", "--json").json()["name"] == "a-2"
    assert coach("review", "a", "--json").json()["call_id"] == GOOD_ID


def test_blind_scores_come_before_the_machines(trainee: At, coach: At) -> None:
    trainee("share", "last", "-o", "a.simmerdown")
    trainee("share", GOOD_ID, "-o", "b.simmerdown")
    rated = ("--rate", "empathy", "40", "--rate", "closing.own", "0")
    shown = coach("review", "a.simmerdown", "--blind", *rated, "--json").json()
    assert shown["review"]["blind"] is True
    assert shown["review"]["blind_scores"] == {"empathy": 40}
    assert shown["review"]["blind_rules"] == {"closing.own": 0}
    assert shown["coach"] is None
    told = coach("review", "a").out
    assert "The coach's score" not in told
    assert "coach %" not in told
    assert "blind %" in told
    assert "blind 0 %: closing.own" in told
    assert "was shown already" in sentence(coach("review", "a", "--blind", *rated))
    coach("review", "b.simmerdown")
    assert "was shown already" in sentence(coach("review", "b", "--blind", *rated))


def test_a_changed_bundle_is_refused_though_its_call_is_on_the_desk(
    desk: At, here: Path, scored: Path
) -> None:
    content = (scored / "a.simmerdown").read_bytes()
    (here / "same.simmerdown").write_bytes(content)
    assert "on your desk as a" in desk("review", "same.simmerdown").err
    at = content.index(b'"seed": ') + len(b'"seed": ')
    (here / "flip.simmerdown").write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    assert "a damaged one" in sentence(desk("review", "flip.simmerdown"))
    assert [row["name"] for row in desk("review", "--json").json()] == ["a"]


def test_a_call_that_was_seen_in_another_bundle_is_not_scored_blind(
    trainee: At, coach: At, tmp_path: Path
) -> None:
    trainee("share", "last", "-o", "a.simmerdown")
    (tmp_path / "trainee" / "calls" / POOR_ID / "note.json").write_text("{}")
    trainee("share", "last", "-o", "b.simmerdown")
    coach("review", "a.simmerdown")
    left = coach("review", "b.simmerdown", "--blind", "--rate", "empathy", "1")
    assert "was shown already" in sentence(left)


def test_without_ratings_the_coach_is_asked_and_sees_no_score_before(
    desk: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("50\n\n0\n\n101\n100\n\n\n"))
    told = desk("review", "a", "--blind").out
    before, _, after = told.partition("The machine's score")
    assert "of 100" not in before
    assert "You need to calm down." in before
    assert "Names what the customer is going through" in before
    assert "10 of 100" in after
    scores = desk("review", "a", "--json").json()["review"]["blind_scores"]
    assert scores == {"pacing": 50, "apology": 0, "listening": 100}


def test_a_review_can_be_taken_back_in_parts(desk: At) -> None:
    desk("review", "a", "--comment", "1", "One.", "--comment", "2", "Two.",
          "--override", "solving.remedy", "4", REASON)  # fmt: skip
    desk("review", "a", "--override", "solving.remedy", "3", "Less.")
    left = desk("review", "a", "--withdraw", "1", "--json").json()["review"]
    assert left["comments"] == [{"turn": 2, "text": "Two."}]
    assert left["overrides"] == [{"rule": "solving.remedy", "points": 3.0, "reason": "Less."}]
    assert desk("review", "a", "--withdraw", "solving.remedy", "--json").json()["review"]["overrides"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("review", "nobody"), "there is no shared call 'nobody'"),
        (("review", "gone.simmerdown"), "there is no shared call 'gone.simmerdown'"),
        (("review", "a", "--comment", "9", "x"), "the trainee has no turn 9"),
        (("review", "a", "--comment", "1", " "), "that can't be kept: comment"),
        (("review", "a", "--comment", "1", "\x1b[2J"), "that can't be kept: comment"),
        (("review", "a", "--override", "solving.magic", "1", "x"), "has no rule 'solving.magic'"),
        (("review", "a", "--override", "solving.remedy", "9", "x"), "can't have 9 points"),
        (("review", "a", "--override", "solving.remedy", "nan", "x"), "can't have nan points"),
        (("review", "a", "--override", "empathy.dismissive", "1", "x"), "can't have 1 points"),
        (("review", "a", "--override", "empathy.dismissive", "-11", "x"), "can't have -11 points"),
        (("review", "a", "--override", "solving.remedy", "1", " "), "no reason is given"),
        (("review", "a", "--withdraw", "solving.remedy"), "no points for a rule 'solving.remedy'"),
        (("review", "a", "--withdraw", "1"), "no comment on such a turn"),
        (("review", "a", "--rate", "empathy", "50"), "--rate with --blind"),
        (("review", "a", "--blind", "--rate", "empathy", "101"), "101 is not within 0 and 100"),
        (("review", "a", "--blind", "--rate", "magic", "1"), "has no skill or rule 'magic'"),
        (("review", "a.simmerdown", "--take"), "a.simmerdown: Invalid JSON"),
        (("review", "a", "-o", "x.json"), "-o goes with --return"),
        (("review", "a", "--replace"), "--replace with --take"),
        (("review", "--comment", "1", "x"), "no call is named"),
        (("review", ".", "--return"), "there is no shared call '.'"),
        (("review", "nobody", "--blind"), "there is no shared call 'nobody'"),
        (("review", "missing.json", "--take"), "missing.json: can't be read"),
    ],
    ids=lambda part: " ".join(part[2:]) if isinstance(part, tuple) else "",
)
def test_a_mistake_is_told_in_a_sentence_and_changes_nothing(
    words: tuple[str, ...], told: str, desk: At, here: Path, tmp_path: Path
) -> None:
    (here / "a.simmerdown").write_bytes(b"PK")
    before = sorted((tmp_path / "coach").rglob("*"))
    assert told in sentence(desk(*words))
    assert sorted((tmp_path / "coach").rglob("*")) == before


def test_a_call_without_an_end_is_not_shared(trainee: At, tmp_path: Path, here: Path) -> None:
    record = tmp_path / "trainee" / "calls" / POOR_ID / "record.json"
    record.write_text(record.read_text().replace('"hung_up"', "null"))
    assert "has no end yet" in sentence(trainee("share", "last"))
    assert not list(here.iterdir())


def test_a_bundle_that_cant_be_written_leaves_nothing(trainee: At, here: Path) -> None:
    (here / "a.simmerdown").mkdir()
    left = trainee("share", "last", "-o", "a.simmerdown")
    assert (left.code, left.out) == (1, "")
    assert [path.name for path in here.iterdir()] == ["a.simmerdown"]


def test_a_call_is_cleared_from_the_desk_by_deleting_its_folder(desk: At, tmp_path: Path) -> None:
    desk("review", "a", "--comment", "1", "Slower.")
    assert desk("delete", str(tmp_path / "coach" / "reviews" / "a"), "--yes").code == 0
    assert desk("review", "--json").json() == []
    assert not list((tmp_path / "coach" / "reviews").iterdir())


# the report -------------------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were opened in the browser."""
    found: list[str] = []
    monkeypatch.setattr(webbrowser, "open", found.append)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_report_of_a_shared_call_shows_the_score_as_it_came(
    desk: At, opened: list[str], tmp_path: Path
) -> None:
    """Another version made it: this one would score otherwise."""
    folder = tmp_path / "coach" / "reviews" / "a"
    score = folder / "score.json"
    score.write_text(score.read_text().replace('"total": 10', '"total": 7'))
    before = contents(folder)
    assert desk("review", "a", "--open").code == 0
    assert opened == [(folder / "report.html").as_uri()]
    assert "<b>7</b> <span>of 100" in (folder / "report.html").read_text("utf-8")
    after = contents(folder)
    assert set(after) - set(before) == {"report.html", "shown.json"}
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("rubric", [(), ("--rubric", "sop")], ids=["own", "other"])
def test_to_make_the_report_of_a_shared_call_is_to_see_its_score(
    rubric: tuple[str, ...], desk: At, tmp_path: Path
) -> None:
    folder = tmp_path / "coach" / "reviews" / "a"
    before = contents(folder)
    assert desk("report", str(folder), "--json", *rubric).code == 0
    assert set(contents(folder)) - set(before) == {"shown.json"}
    left = desk("review", "a", "--blind", "--rate", "empathy", "1")
    assert "was shown already" in sentence(left)


def test_a_shared_call_is_not_compared_with_somebody_elses(trainee: At, coach: At, tmp_path: Path) -> None:
    for call in (GOOD_ID, POOR_ID):
        trainee("share", call)
        coach("review", f"{call}.simmerdown")
    told = coach("report", str(tmp_path / "coach" / "reviews" / POOR_ID), "--json").json()["score"]
    assert told["since"] is None
    assert {skill["change"] for skill in told["skills"]} == {None}


# the way back -----------------------------------------------------------------------------------------


def returned(desk: At, *options: str) -> None:
    desk("review", "a", "--comment", "1", "Slower.", *options, "--return", "-o", "back.json")


def test_what_is_given_back_is_what_is_kept(desk: At, here: Path, tmp_path: Path) -> None:
    returned(desk)
    kept = json.loads((tmp_path / "coach" / "reviews" / "a" / "review.json").read_text())
    assert json.loads((here / "back.json").read_text())["review"] == kept


def test_a_trainee_does_not_review_the_own_call(trainee: At, desk: At) -> None:
    returned(desk)
    trainee("review", "back.json", "--take")
    assert "there is no shared call" in sentence(trainee("review", "last", "--comment", "1", "Fine."))


def test_only_a_review_of_that_very_call_is_taken_in(trainee: At, desk: At, tmp_path: Path) -> None:
    returned(desk)
    folder = tmp_path / "trainee" / "calls" / POOR_ID
    happened = folder / "events.jsonl"
    happened.write_text(happened.read_text().replace("calm down", "calm up"))
    assert "is of another call than yours" in sentence(trainee("review", "back.json", "--take"))
    assert not (folder / "review.json").exists()


def handed_on(here: Path, **changes: object) -> None:
    """`other.json`: what came back, with a review that is changed so."""
    plain = json.loads((here / "back.json").read_text())
    (here / "other.json").write_text(json.dumps({**plain, "review": {**plain["review"], **changes}}))


def test_a_second_coach_of_the_same_name_replaces_nothing_unasked(
    trainee: At, scored: Path, desk: At, here: Path, tmp_path: Path
) -> None:
    returned(desk)
    assert trainee("review", "back.json", "--take").code == 0
    kept = tmp_path / "trainee" / "calls" / POOR_ID / "review.json"
    before = kept.read_bytes()
    shutil.rmtree(tmp_path / "coach")
    shutil.copytree(scored / "desk", tmp_path / "coach")
    desk("review", "a", "--comment", "2", "Quite another view.", "--return", "-o", "other.json")
    left = trainee("review", "other.json", "--take")
    assert "has another review already, by 'coach'" in sentence(left)
    assert "--replace" in left.err
    assert kept.read_bytes() == before
    assert trainee("review", "other.json", "--take", "--replace").code == 0
    assert "Quite another view." in kept.read_text()


def test_of_one_review_the_newer_state_stays(trainee: At, desk: At, here: Path, tmp_path: Path) -> None:
    """Times are compared, not their letters: half past four in Berlin is before four in London."""
    returned(desk)
    kept = tmp_path / "trainee" / "calls" / POOR_ID / "review.json"
    for at, told in (
        ("2026-03-04T16:00:00+00:00", ""),
        ("2026-03-04T16:30:00+01:00", "a newer state of this review"),
        ("2026-03-04T16:30:00+00:00", ""),
    ):
        before = kept.read_bytes() if kept.exists() else b""
        handed_on(here, at=at, coach="Kim")
        left = trainee("review", "other.json", "--take")
        if told:
            assert told in sentence(left)
        assert (left.code == 0) == (kept.read_bytes() != before) == (not told)


def test_reviews_of_an_older_version_go_by_the_coachs_name(trainee: At, desk: At, here: Path) -> None:
    returned(desk)
    handed_on(here, id=None, coach="Kim")
    assert trainee("review", "other.json", "--take").code == 0
    handed_on(here, id=None, coach="Lee")
    assert "another review already, by 'Kim'" in sentence(trainee("review", "other.json", "--take"))
    handed_on(here, id=None, coach="Kim", blind=True)
    assert trainee("review", "other.json", "--take").code == 0


def test_a_review_without_a_true_time_is_refused(trainee: At, desk: At, here: Path) -> None:
    returned(desk)
    for at in ("2026", "yesterday", "0001-01-01"):
        handed_on(here, at=at)
        assert "review.at: " in sentence(trainee("review", "other.json", "--take"))


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "other"},
        {"schema": 2},
        {"call": "../../x"},
        {"extra": 1},
        {"events_sha256": "0"},
        {"review": {}},
    ],
    ids=str,
)
def test_a_file_that_is_no_review_is_refused(
    changes: dict[str, object], trainee: At, desk: At, here: Path
) -> None:
    returned(desk)
    plain = json.loads((here / "back.json").read_text())
    (here / "back.json").write_text(json.dumps({**plain, **changes}))
    assert sentence(trainee("review", "back.json", "--take")).startswith("back.json: ")
