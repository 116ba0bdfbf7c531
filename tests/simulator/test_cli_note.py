"""`rate` and `note` at the command line, and what follows a call."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from simulator.cli.conclude import conclude
from simulator.cli.rate import rate_first
from simulator.notes import asking, care, rating
from simulator.record import Record
from simulator.scoring import rubric
from tests.simulator.fixtures import Run
from tests.simulator.scoring.calls import GOOD, INSULT, conversation
from tests.simulator.test_cli_scores import keep

CALL, ABUSIVE, HANDED = "20260304-050607-good", "20260305-050607-abuse", "20260306-050607-handed"


class Terminal(StringIO):
    """A terminal at which these lines are typed."""

    def isatty(self) -> bool:
        return True


Type = Callable[..., None]


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Type:
    def types(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    return types


@pytest.fixture
def record(home: Path) -> Record:
    return Record(keep(home, CALL, conversation(*GOOD)))


@pytest.fixture
def abusive(home: Path) -> Record:
    return Record(keep(home, ABUSIVE, conversation(*GOOD, intensities=(0, INSULT))))


# rate -------------------------------------------------------------------------------------------------


def test_a_call_is_rated_by_options_and_the_difference_is_shown(run: Run, record: Record) -> None:
    told = run("rate", CALL, "--skill", "empathy=1", "--total", "20")
    assert told.out.splitlines()[0].startswith("You rated the call 20 of 100; the score is ")
    assert "You rated empathy 1 of 10; the score found " in told.out
    kept = rating.read(record.folder)
    assert kept is not None
    assert (kept.rated["empathy"], kept.rated["apology"], kept.total) == (10, None, 20)


def test_no_total_is_made_up(run: Run, record: Record) -> None:
    found = run("rate", CALL, "--skill", "empathy=4", "--skill", "apology=7", "--json").json()
    assert found["call_id"] == CALL
    assert [(each["id"], each["rated"]) for each in found["differences"]] == [
        ("total", None), ("empathy", 40), ("apology", 70),
    ]  # fmt: skip
    assert "whole call: not given; the score is " in run("rate", CALL).out


def test_who_rates_one_skill_again_keeps_the_total(run: Run, record: Record) -> None:
    run("rate", CALL, "--total", "20")
    run("rate", CALL, "--again", "--skill", "empathy=5")
    kept = rating.read(record.folder)
    assert kept is not None
    assert (kept.rated["empathy"], kept.total) == (50, 20)


def test_a_rating_stands_unless_it_is_asked_for_again(run: Run, record: Record) -> None:
    run("rate", CALL, "--total", "20")
    assert "rated" in run("rate", CALL, "--total", "30").err
    assert run("rate", CALL, "--json").json()["differences"][0]["rated"] == 20
    assert run("rate", CALL, "--again", "--total", "30", "--json").json()["differences"][0]["rated"] == 30


@pytest.mark.parametrize("skill", ["charm=3", "empathy=11", "empathy=-1", "empathy", "empathy=x"])
def test_a_skill_that_is_none_is_refused(run: Run, record: Record, skill: str) -> None:
    assert run("rate", CALL, "--skill", skill).code == 2
    assert rating.read(record.folder) is None


def test_without_anybody_there_a_call_is_not_rated(run: Run, record: Record) -> None:
    told = run("rate", CALL)
    assert (told.code, told.out) == (1, "")
    assert "--skill" in told.err


def test_somebody_at_the_terminal_is_asked_for_every_skill(run: Run, record: Record, types: Type) -> None:
    skills = [skill.id for skill in rubric.load().skills if skill.weight is not None]
    types("3", "eleven", "", *("5" for _ in skills[2:]), "60")
    told = run("rate", CALL)
    assert "say a number from 0 to 10" in told.out + told.err
    kept = rating.read(record.folder)
    assert kept is not None
    assert list(kept.rated.values()) == [30, None, *(50 for _ in skills[2:])]
    assert kept.total == 60


def test_after_a_call_it_is_asked_only_where_it_is_wanted(
    run: Run, home: Path, record: Record, types: Type
) -> None:
    by = rubric.load()
    assert rate_first(record, by, wanted=True, as_json=False) is None  # nobody is there
    assert rate_first(record, by, wanted=False, as_json=False) is None
    answers = (*("" for skill in by.skills if skill.weight is not None), "70")
    types(*answers)
    assert rate_first(record, by, wanted=True, as_json=True) is None
    assert asking.kept(home).rate is None
    known = rate_first(record, by, wanted=True, as_json=False)
    assert known is not None
    assert known.total == 70
    run("rate", "--always")
    types(*answers)
    assert rate_first(record, by, wanted=False, as_json=False) == known
    run("rate", "--not-always")
    assert rate_first(record, by, wanted=False, as_json=False) is None


@pytest.mark.parametrize(("answer", "always"), [("y", True), ("n", False), ("", False)])
def test_somebody_who_never_answered_is_offered_it_once(
    home: Path, record: Record, types: Type, capsys: pytest.CaptureFixture[str], answer: str, *, always: bool
) -> None:
    by = rubric.load()
    skills = ["" for skill in by.skills if skill.weight is not None]
    types(answer, *skills, "70", *skills, "70")
    rated = rate_first(record, by, wanted=False, as_json=False)
    assert (rated is not None) is always
    assert "Rate yourself before you see the score? [y/N]" in capsys.readouterr().err
    assert asking.kept(home).rate is always
    assert rate_first(record, by, wanted=False, as_json=False) == rated
    assert "Rate yourself" not in capsys.readouterr().err


def test_who_breaks_the_offer_off_has_not_answered(home: Path, record: Record, types: Type) -> None:
    types()
    assert rate_first(record, rubric.load(), wanted=False, as_json=False) is None
    assert asking.kept(home).rate is None


# note -------------------------------------------------------------------------------------------------


WRITTEN = ("--issue", "Charged twice", "--cause", "System error")


def test_a_note_is_written_and_what_it_lacks_is_named(run: Run, record: Record) -> None:
    told = run("note", CALL, *WRITTEN, "--promise", "Money back;me;two days")
    assert "Issue: Charged twice" in told.out
    assert (
        "- You promised this, and the note does not have it. “I'll email you in ten minutes” at 0:2"
        in told.out
    )
    assert "Issue: Charged twice" in run("note", CALL).out


def test_promises_are_added_until_nothing_is_missing(run: Run, record: Record) -> None:
    run("note", CALL, *WRITTEN, "--promise", "Refund payment and fee; me; today")
    run("note", CALL, "--promise", "Money in the account; billing; two days")
    found = run("note", CALL, "--promise", "Email; me; ten minutes", "--json").json()
    assert [each["what"] for each in found["note"]["promises"]] == [
        "Refund payment and fee", "Money in the account", "Email",
    ]  # fmt: skip
    assert [each for each in found["remarks"] if each["sure"]] == []
    new = run("note", CALL, "--new", "--issue", "Other", "--json").json()
    assert (new["note"]["promises"], new["note"]["cause"]) == ([], "")


def test_abuse_that_the_note_does_not_record_is_named(run: Run, abusive: Record) -> None:
    assert "1 insult; the note does not record it" in run("note", ABUSIVE, *WRITTEN).out
    assert "does not record it" not in run("note", ABUSIVE, "--abuse", "Insulted me").out


def test_a_note_is_asked_for_where_there_is_none(run: Run, record: Record, types: Type) -> None:
    types("Charged twice", "System error", "", "Email", "me", "ten minutes", "")
    assert "Promised: Email - me, ten minutes" in run("note", CALL).out


def test_without_a_note_and_anybody_there_it_says_how(run: Run, record: Record) -> None:
    told = run("note", CALL)
    assert (told.code, told.out) == (1, "")
    assert "--promise" in told.err


@pytest.mark.parametrize("promise", ["", ";me", "a;b;c;d"])
def test_a_promise_of_other_parts_is_refused(run: Run, record: Record, promise: str) -> None:
    assert run("note", CALL, "--promise", promise).code == 2
    assert not (record.folder / "note.json").exists()


def test_a_note_too_long_for_anybody_is_refused(run: Run, record: Record) -> None:
    told = run("note", CALL, "--issue", "x" * 5000)
    assert (told.code, "unexpected" in told.err, "4000" in told.err) == (1, False, True)


def test_what_a_note_says_is_never_markup(run: Run, record: Record) -> None:
    assert "Issue: [bold]<script>[/bold]" in run("note", CALL, "--issue", "[bold]<script>[/bold]").out


def test_an_escalated_call_has_a_brief_of_half_a_minute(run: Run, home: Path) -> None:
    keep(home, HANDED, conversation(*GOOD, ended="escalated"))
    told = run("note", HANDED, *WRITTEN)
    assert "The case was handed over." in told.out
    assert "Dana Whitlock" in told.out
    kept = run("note", HANDED, "--handover", "draft", "--json").json()
    assert kept["note"]["handover"].startswith("Dana Whitlock")
    assert (kept["brief"]["missing"], kept["draft"]) == ([], "")
    own = run("note", HANDED, "--handover", "Please take over. " * 30)
    assert "90 words, 36 s at an even pace: 15 words too many" in own.out
    assert "Not found in it, by its words: who, issue" in own.out


def test_the_brief_can_be_put_in_own_words_at_the_terminal(run: Run, home: Path, types: Type) -> None:
    keep(home, HANDED, conversation(*GOOD, ended="escalated"))
    types("Charged twice", "", "", "", "Dana needs you.")
    assert "Handover: Dana needs you." in run("note", HANDED).out


def test_another_call_has_no_brief(run: Run, record: Record) -> None:
    assert run("note", CALL, *WRITTEN, "--json").json()["draft"] == ""


def test_show_has_the_note(run: Run, record: Record) -> None:
    assert "note" not in run("show", CALL, "--json").json()
    assert "## Note" not in run("show", CALL).out
    run("note", CALL, *WRITTEN)
    assert "## Note\n\n- Issue: Charged twice\n- Cause: System error\n" in run("show", CALL).out
    assert run("show", CALL, "--json").json()["note"]["issue"] == "Charged twice"


def test_who_breaks_off_has_no_rating_and_still_a_score(record: Record, types: Type) -> None:
    types("3")  # and nothing more
    assert rate_first(record, rubric.load(), wanted=True, as_json=False) is None
    assert rating.read(record.folder) is None


# what follows a call ------------------------------------------------------------------------------------


@pytest.mark.parametrize("watched", [False, True])
def test_after_an_abusive_call_it_says_where_to_turn(
    abusive: Record, capsys: pytest.CaptureFixture[str], *, watched: bool
) -> None:
    conclude(abusive.folder, rubric.load(), as_json=False, watched=watched)
    told = capsys.readouterr()
    assert "**Score: " in told.out
    assert (care.SUPPORT in told.err) is not watched


def test_after_another_call_or_for_a_program_it_does_not(
    record: Record, abusive: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    conclude(record.folder, rubric.load(), as_json=False)
    conclude(abusive.folder, rubric.load(), as_json=True)
    told = capsys.readouterr()
    assert care.SUPPORT not in told.err
    assert told.err.startswith(f"Kept in {record.folder}\n")
    assert json.loads(told.out.splitlines()[-1])["call_id"] == ABUSIVE


def test_it_says_what_can_be_done_next(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = keep(home, HANDED, conversation(GOOD[0], "You need to calm down.", ended="escalated"))
    conclude(folder, rubric.load(), as_json=False)
    _, told = capsys.readouterr().err.split("\nNext:\n")
    report, note, redo, practice = told.splitlines()
    assert report.startswith("  simmerdown report last ")
    assert "the handover brief" in note
    assert redo.startswith("  simmerdown redo last --turn 2 ")
    assert practice.startswith("  simmerdown practice ")


def test_a_call_that_nobody_took_over_has_no_brief_and_a_watched_one_no_note(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    conclude(record.folder, rubric.load(), as_json=False)
    assert "simmerdown note last" in (told := capsys.readouterr().err)
    assert "handover" not in told
    conclude(record.folder, rubric.load(), as_json=False, watched=True)
    told = capsys.readouterr().err
    assert "simmerdown report last" in told
    assert "note last" not in told
    assert "redo last" not in told


def test_for_a_program_nothing_is_said_beside_the_facts(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    conclude(record.folder, rubric.load(), as_json=True)
    assert capsys.readouterr().err == ""


def test_a_new_note_needs_words(run: Run, record: Record) -> None:
    run("note", CALL, "--issue", "Charged twice.")
    left = run("note", CALL, "--new")
    assert (left.code, left.out) == (1, "")
    assert "nothing is said for the new note" in left.err
    assert "Charged twice." in run("note", CALL).out
