"""The workshop on the command line: what it prints, for people and programs, and its exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.customer import library
from tests.simulator.fixtures import Left, Run
from tests.simulator.workshop.broken import examples

MINE, PLAN = "concert-tickets.yaml", "concert-tickets.plan.yaml"


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The worked example in the folder where the command is run."""
    for name, text in examples().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / MINE


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def sentence(left: Left) -> str:
    """What went wrong: a sentence and at most a hint, on stderr alone."""
    assert (left.code, left.out) == (1, "")
    assert "Traceback" not in left.err
    assert "unexpected" not in left.err
    lines = left.err.splitlines()
    assert 1 <= len(lines) <= 2
    return lines[0].removeprefix("simmerdown: ")


# list, show ----------------------------------------------------------------------------------------


def test_the_list_goes_from_mild_to_hard(run: Run) -> None:
    listed = run("personas", "list", "--json").json()
    assert sorted(row["id"] for row in listed) == library.names()
    order = [(row["difficulty"], row["id"]) for row in listed]
    assert order == sorted(order)


def test_the_list_says_how_bad_each_one_gets(run: Run) -> None:
    rows = {row["id"]: row for row in run("personas", "list", "--json").json()}
    dana = rows["billing-dispute"]
    assert (dana["escalation"], dana["most_intense"], dana["domain"]) == ("employee", 1, "telecom billing")
    assert all(row["manner"] and Path(row["path"]).is_file() for row in rows.values())


def test_the_table_names_everybody(run: Run) -> None:
    left = run("personas", "list")
    assert (left.code, left.err) == (0, "")
    first = [line.split()[0] for line in left.out.splitlines()]
    assert first[0] == "id"
    assert set(library.names()) <= set(first)


def test_a_persona_is_shown_with_all_that_a_trainee_may_do(run: Run, mine: Path) -> None:
    left = run("personas", "show", f"./{MINE}")
    assert (left.code, left.err) == (0, "")
    assert left.out.startswith("Two tickets, one concert, tonight (concert-tickets, difficulty 2 of 5)\n")
    for told in (
        "Priya Nair, young female", "Goes as far as: sharp.", "You work for Gala Tickets.", "May offer",
        "  - order: nine nine two four", "  - resend: the tickets once more", "  - panic", "  - hung_up",
    ):  # fmt: skip
        assert told in left.out


def test_a_persona_is_shown_to_programs_as_its_file_has_it(run: Run, mine: Path) -> None:
    shown = run("personas", "show", f"./{MINE}", "--json").json()
    assert (shown["schema"], shown["id"], shown["first"]) == (2, "concert-tickets", "panic")
    assert shown["facts"]["order"]["is"] == "nine nine two four"
    assert shown["beats"]["panic"]["ways"][0]["needs"] == ["offers:desk"]


@pytest.mark.parametrize("command", ["show", "check", "test", "fuzz", "rehearse", "graph", "listen"])
@pytest.mark.parametrize(
    ("name", "told"),
    [("bilingdispute", "there is no persona 'bilingdispute'"), ("~nobody", "there is no persona '~nobody'")],
)
def test_an_unknown_name_is_told(command: str, name: str, told: str, run: Run) -> None:
    assert sentence(run("personas", command, name)) == told


def test_a_name_with_a_typing_mistake_is_recognised(run: Run) -> None:
    assert "did you mean 'billing-dispute'?" in run("personas", "show", "biling-dispute").err


@pytest.mark.parametrize("command", ["show", "test", "fuzz", "rehearse", "graph", "listen"])
def test_a_file_that_is_missing_or_broken_is_told_with_its_line(command: str, run: Run, mine: Path) -> None:
    assert sentence(run("personas", command, "./nobody.yaml")).startswith("nobody.yaml: can't be read")
    change(mine, "first: panic", "first: panik")
    assert "concert-tickets.yaml:88:8: there is no beat 'panik'" in sentence(
        run("personas", command, f"./{MINE}")
    )
    mine.write_bytes(b"\x00\xff")
    assert "is not UTF-8 text" in sentence(run("personas", command, f"./{MINE}"))


# check ---------------------------------------------------------------------------------------------


def test_a_persona_without_problems_passes(run: Run, mine: Path) -> None:
    assert run("personas", "check", f"./{MINE}") == Left(0, "1 persona: 0 errors, 0 warnings\n", "")
    assert run("personas", "check", f"./{MINE}", "--json").json() == []


def test_errors_are_told_with_place_and_advice_and_leave_with_1(run: Run, mine: Path) -> None:
    change(mine, "first: panic", "first: panik")
    left = run("personas", "check", f"./{MINE}")
    assert (left.code, left.err) == (1, "")
    assert left.out.splitlines() == [
        "concert-tickets.yaml:88:8: error: there is no beat 'panik'",
        "    did you mean 'panic'?",
        "1 persona: 1 error, 0 warnings",
    ]


def test_a_file_that_is_no_yaml_is_told_by_check_as_a_problem(run: Run, mine: Path) -> None:
    change(mine, "title: Two", "title: Two: ")
    left = run("personas", "check", f"./{MINE}")
    assert (left.code, left.err) == (1, "")
    assert left.out.startswith("concert-tickets.yaml:5:11: error: is not valid YAML (")


def test_problems_are_told_to_programs(run: Run, mine: Path) -> None:
    (mine.parent / PLAN).unlink()
    left = run("personas", "check", f"./{MINE}", "--json")
    (problem,) = left.json()
    assert left.code == 0
    assert {key: problem[key] for key in ("file", "line", "column", "severity")} == {
        "file": MINE, "line": 1, "column": 1, "severity": "warning",
    }  # fmt: skip
    assert problem["what"] == "the persona has no plan"
    assert PLAN in problem["hint"]


def test_warnings_fail_only_when_strict(run: Run, mine: Path) -> None:
    (mine.parent / PLAN).unlink()
    assert run("personas", "check", f"./{MINE}").code == 0
    strict = run("personas", "check", "--strict", f"./{MINE}")
    assert (strict.code, strict.out.splitlines()[-1]) == (1, "1 persona: 0 errors, 1 warning")


def test_one_broken_file_does_not_hide_another(run: Run, mine: Path) -> None:
    change(mine, "first: panic", "first: panik")
    left = run("personas", "check", "./nobody.yaml", f"./{MINE}", "billing-dispute")
    assert left.code == 1
    assert "nobody.yaml:1:1: error: can't be read" in left.out
    assert "'panik'" in left.out
    assert left.out.splitlines()[-1] == "3 personas: 2 errors, 0 warnings"


# test ----------------------------------------------------------------------------------------------


def test_a_plan_that_comes_true_passes(run: Run, mine: Path) -> None:
    left = run("personas", "test", f"./{MINE}")
    assert (left.code, left.err) == (0, "")
    assert left.out.splitlines() == [
        "ok   concert-tickets: good",
        "ok   concert-tickets: poor",
        "ok   concert-tickets: the number first, the person later",
        "ok   concert-tickets: nobody there",
        "4 calls, 0 not as planned",
    ]


def test_a_call_that_goes_otherwise_is_told_with_its_line_and_every_step(run: Run, mine: Path) -> None:
    change(mine.parent / PLAN, "beat: rushed", "beat: mail")
    left = run("personas", "test", f"./{MINE}")
    assert (left.code, left.err) == (1, "")
    assert "FAIL concert-tickets: the number first, the person later" in left.out
    assert "concert-tickets.plan.yaml:29:15: " in left.out
    assert "expected the beat 'mail', but it is at 'rushed'" in left.out
    assert "you: What's your order number?" in left.out
    assert "heard: asks:order, closed_question" in left.out
    assert left.out.splitlines()[-1] == "4 calls, 1 not as planned"


def test_every_step_is_shown_when_asked_for(run: Run, mine: Path) -> None:
    left = run("personas", "test", "-v", f"./{MINE}")
    assert left.code == 0
    assert left.out.count("you: ") == 14
    assert "you: (silent for 6 s)" in left.out


def test_results_are_told_to_programs(run: Run, mine: Path) -> None:
    change(mine.parent / PLAN, "    ends: resolved", "    ends: grudge")
    left = run("personas", "test", f"./{MINE}", "--json")
    rows = left.json()
    assert left.code == 1
    assert [(row["call"], row["passed"]) for row in rows][:2] == [("good", False), ("poor", True)]
    assert rows[1]["problems"] == []
    (problem,) = rows[0]["problems"]
    assert "should end as grudge but ended as resolved" in problem


def test_a_persona_without_a_plan_cannot_be_tried(run: Run, mine: Path) -> None:
    (mine.parent / PLAN).unlink()
    assert sentence(run("personas", "test", f"./{MINE}")).startswith(f"{PLAN}: can't be read")


# fuzz ----------------------------------------------------------------------------------------------


def test_simulated_calls_are_counted_by_trainee(run: Run, mine: Path) -> None:
    left = run("personas", "fuzz", f"./{MINE}", "--calls", "200")
    assert (left.code, left.err) == (0, "")
    assert left.out.splitlines()[0] == "concert-tickets: 200 calls"
    assert [line.split()[0] for line in left.out.splitlines()[1:5]] == ["good", "clumsy", "hostile", "silent"]


def test_what_is_never_reached_is_told_and_leaves_with_1(run: Run, mine: Path) -> None:
    change(mine, "        then: rushed\n", "        below: 0\n        then: rushed\n")
    left = run("personas", "fuzz", f"./{MINE}", "--calls", "100")
    assert left.code == 1
    assert "  never reached, beats: rushed" in left.out.splitlines()


def test_coverage_is_told_to_programs_and_the_same_for_the_same_seed(run: Run, mine: Path) -> None:
    words = ("personas", "fuzz", f"./{MINE}", "--calls", "100", "--seed", "7", "--json")
    (row,) = run(*words).json()
    assert (row["persona"], row["calls"]) == ("concert-tickets", 100)
    assert row["missed"]["beats"] == []
    assert (row["endless"], row["repeated"], row["too_sharp"]) == ([], [], [])
    assert sum(sum(counted.values()) for counted in row["endings"].values()) == 100
    assert run(*words).json() == [row]


def test_at_a_low_dial_sharp_lines_are_not_reached(run: Run, mine: Path) -> None:
    words = ("personas", "fuzz", f"./{MINE}", "--calls", "100", "--json", "--intensity")
    (low,), (high,) = run(*words, "0").json(), run(*words, "1").json()
    sharp = "reaction:dismissive:0/hot/0"
    assert sharp in low["missed"]["lines"]
    assert sharp not in high["missed"]["lines"]


# graph ---------------------------------------------------------------------------------------------


def test_the_conversation_is_drawn_as_text(run: Run, mine: Path) -> None:
    left = run("personas", "graph", f"./{MINE}")
    assert (left.code, left.err) == (0, "")
    assert left.out.startswith("flowchart TD\n")
    assert '["rushed"]' in left.out


@pytest.mark.parametrize(("name", "begins"), [("x.svg", "<svg "), ("x.mmd", "flowchart TD\n")])
def test_the_conversation_is_drawn_into_a_file(name: str, begins: str, run: Run, mine: Path) -> None:
    left = run("personas", "graph", f"./{MINE}", "-o", name)
    assert left == Left(0, f"{name}\n", "")
    assert (mine.parent / name).read_text("utf-8").startswith(begins)


def test_a_picture_of_another_kind_is_refused(run: Run, mine: Path) -> None:
    left = run("personas", "graph", f"./{MINE}", "-o", "x.png")
    assert (left.code, ".svg or .mmd" in left.err) == (2, True)
    assert not (mine.parent / "x.png").exists()
