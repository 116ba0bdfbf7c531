"""Checks: what authors get wrong is told at its line and column, in words that help, and never as a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import staging
from simulator.authored import Problem
from simulator.customer import library
from simulator.customer.beats import CIRCUMSTANCES
from simulator.workshop import check
from tests.simulator.workshop import broken_plans, broken_sense, broken_yaml
from tests.simulator.workshop.broken import FIELDS, WORDINGS, Broken, examples

BROKEN = (
    *broken_yaml.YAML, *FIELDS, *WORDINGS,
    *broken_sense.NAMES, *broken_sense.SENSE,
    *broken_plans.WARNINGS, *broken_plans.DIGRESSIONS, *broken_plans.PLANS,
)  # fmt: skip
MINE = "concert-tickets.yaml"
PLAN = "concert-tickets.plan.yaml"


def checked(folder: Path, **changed: str | bytes | None) -> list[Problem]:
    """The worked example with files that are changed, or left out: `persona=…`, `plan=…`."""
    files: dict[str, str | bytes | None] = dict(examples())
    files |= {{"persona": MINE, "plan": PLAN}[name]: content for name, content in changed.items()}
    for name, content in files.items():
        if content is not None:
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return check.problems(folder / MINE, staging.ear_of)


def told(problems: list[Problem]) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.what) for each in problems]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_a_mistake_is_told_at_its_line_and_column(case: Broken, tmp_path: Path) -> None:
    for name, text in case.files().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = check.problems(tmp_path / MINE, staging.ear_of)
    meant = [each for each in found if case.told in each.what and (each.line, each.column) == case.place]
    assert meant, f"{case.told!r} at {case.place} is not among {told(found)}"
    assert [each.path for each in meant] == [tmp_path / case.file]
    assert [each.severity for each in meant] == [case.severity]
    assert case.hint in meant[0].hint
    assert len(found) == 1 + case.others, f"besides it: {told(found)}"


def test_every_mistake_has_a_name_of_its_own() -> None:
    names = [case.name for case in BROKEN]
    assert len(set(names)) == len(names) >= 60


@pytest.mark.parametrize(
    ("content", "place", "what"),
    [
        (b"", (1, 1), "the file: "),
        (b"# only a comment\n", (1, 1), "the file: "),
        (b"- schema: 2\n- id: mine\n", (1, 1), "the file: "),
        (b"hello\n", (1, 1), "the file: "),
        (b"7\n", (1, 1), "the file: "),
        (b"schema: 2\ntitle: caf\xe9\n", (2, 11), "is not UTF-8 text"),
        (b"\xff\xfes\x00c\x00h\x00", (1, 1), "is not UTF-8 text"),
        ("schema: 2\ntitle: Grüße".encode("latin-1"), (2, 10), "is not UTF-8 text"),
        (b"schema: 2\n" + b"# and so on\n" * 30_000, (1, 1), "is over 300 kB"),
        (b"[" * 290_000, (1, 21), "is nested too deeply"),
        (b"\x89PNG\r\n\x1a\n", (1, 1), "is not UTF-8 text"),
        (b"%YAML 9.0\n---\na: b\n", (1, 1), "is not valid YAML (found incompatible YAML document"),
    ],
    ids=[
        "empty", "a comment", "a list", "a text", "a number", "Latin-1", "UTF-16", "an umlaut", "400 kB",
        "brackets", "a picture", "another YAML",
    ],
)  # fmt: skip
def test_a_file_that_is_no_persona_at_all_is_told(
    content: bytes, place: tuple[int, int], what: str, tmp_path: Path
) -> None:
    (problem,) = checked(tmp_path, persona=content)
    assert (problem.line, problem.column) == place
    assert problem.what.startswith(what)
    assert (problem.path, problem.severity) == (tmp_path / MINE, "error")


@pytest.mark.parametrize(
    ("content", "place", "what"),
    [
        (b"", (1, 1), "the file: "),
        (b"- a\n", (1, 1), "the file: "),
        (b"persona: \xe9\n", (1, 10), "is not UTF-8 text"),
        (b"#" * 300_001, (1, 1), "is over 300 kB"),
        (b"calls: &a [*a]\n", (1, 12), "uses a YAML alias"),
    ],
)
def test_a_file_that_is_no_plan_at_all_is_told(
    content: bytes, place: tuple[int, int], what: str, tmp_path: Path
) -> None:
    (problem,) = checked(tmp_path, plan=content)
    assert (problem.line, problem.column) == place
    assert problem.what.startswith(what)
    assert (problem.path, problem.severity) == (tmp_path / PLAN, "error")


def test_a_persona_cut_off_anywhere_is_told_and_not_a_crash(tmp_path: Path) -> None:
    text = library.find("billing-dispute").read_text("utf-8")
    for end in range(0, len(text) - 400, len(text) // 25):
        (tmp_path / "cut.yaml").write_text(text[:end], encoding="utf-8")
        found = check.problems(tmp_path / "cut.yaml", staging.ear_of)
        assert any(each.severity == "error" for each in found), f"cut at {end}"
        assert all(1 <= each.line <= text.count("\n") + 1 and each.column >= 1 for each in found)


def test_the_worked_example_has_no_problems(tmp_path: Path) -> None:
    assert told(checked(tmp_path)) == []


@pytest.mark.parametrize(
    "content", ["\ufeff{}", "{}\n\n\n", "# Grüße, 你好 🙂\n{}"], ids=["BOM", "blanks", "comment"]
)
def test_what_editors_add_is_no_problem(content: str, tmp_path: Path) -> None:
    text = examples()[MINE]
    assert told(checked(tmp_path, persona=content.replace("{}", text))) == []


def test_windows_line_ends_are_no_problem(tmp_path: Path) -> None:
    windows = {name: text.replace("\n", "\r\n") for name, text in examples().items()}
    assert told(checked(tmp_path, persona=windows[MINE], plan=windows[PLAN])) == []


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (problem,) = check.problems(tmp_path / "nobody.yaml", staging.ear_of)
    assert problem.what.startswith("can't be read")
    assert (problem.path, problem.line, problem.column) == (tmp_path / "nobody.yaml", 1, 1)


def test_a_missing_plan_is_a_warning_that_names_the_file(tmp_path: Path) -> None:
    (problem,) = checked(tmp_path, plan=None)
    assert (problem.severity, problem.what) == ("warning", "the persona has no plan")
    assert f"write {PLAN}" in problem.hint


def test_a_recording_beside_the_persona_is_no_problem(tmp_path: Path) -> None:
    line = "      - discontent: Wait! What about my tickets?\n"
    text = examples()[MINE].replace(line, f"{line}        wav: said/wait.wav\n")
    (tmp_path / "said").mkdir()
    (tmp_path / "said" / "wait.wav").write_bytes(b"")
    assert told(checked(tmp_path, persona=text)) == []


def test_a_remedy_that_only_a_reaction_waits_for_is_no_problem(tmp_path: Path) -> None:
    text = examples()[MINE].replace("remedies:\n", "remedies:\n  cake:\n    is: a cake\n    words: [cake]\n")
    (problem,) = checked(tmp_path, persona=text)
    assert problem.what == "nobody waits for the remedy 'cake'"
    reaction = "  - to: offers:cake\n    says:\n      warm:\n        - discontent: A cake?\n"
    assert told(checked(tmp_path, persona=text.replace("reactions:\n", f"reactions:\n{reaction}"))) == []


@pytest.mark.parametrize("to", [*CIRCUMSTANCES, "asks:order", "offers:desk"])
def test_reactions_to_topics_and_circumstances_are_no_problem(to: str, tmp_path: Path) -> None:
    reaction = f"  - to: {to}\n    says:\n      warm:\n        - discontent: Oh.\n"
    text = examples()[MINE].replace("reactions:\n", f"reactions:\n{reaction}", 1)
    found = checked(tmp_path, persona=text)  # the plan may go otherwise then
    assert told([each for each in found if each.path.name == MINE]) == []


def test_a_fact_in_the_brief_of_a_handover_may_be_any_that_there_is(tmp_path: Path) -> None:
    text = examples()[MINE].replace("    - The address had", "    - At {show}, the address had")
    assert told(checked(tmp_path, persona=text)) == []


def test_all_mistakes_are_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = examples()[MINE]
    for old, new in (
        ("  trainee_ended:\n", "  trainee_end:\n"),
        ("difficulty: 2", "difficulty: 9"),
        ("gender: female", "gender: woman"),
        ("      - discontent: I really hope so. Bye.\n", "      - I really hope so. Bye.\n"),
        ("    is: at eight tonight", "    is: 20:00"),
    ):
        assert old in text
        text = text.replace(old, new)
    found = told(checked(tmp_path, persona=text))
    lines = [line for line, _, _ in found]
    assert lines == sorted(lines)
    assert [what.split(":")[0].split(" ")[0] for _, _, what in found] == [
        "difficulty", "caller.gender", "facts.show.is", "endings.grudge.hot.0", "endings.trainee_end",
    ]  # fmt: skip


def test_all_broken_names_are_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = examples()[MINE]
    for old, new in (
        ("asks:order", "asks:oder"),
        ("then: end:resolved", "then: end:solved"),
        ("  - to: on_hold", "  - to: on_holt"),
        ("first: panic", "first: panick"),
        ("{email}", "{mail}"),
        ("    solution: 1.8", "    solutions: 1.8"),
    ):
        assert old in text
        text = text.replace(old, new)
    found = checked(tmp_path, persona=text)
    lines = [each.line for each in found]
    assert lines == sorted(lines)
    hints = [each.hint for each in found]
    for meant in ("solution", "panic", "asks:order", "email", "end:resolved", "on_hold"):
        assert f"did you mean {meant!r}?" in hints
    assert len({(each.line, each.column) for each in found}) == len(found) >= 8


def test_mistakes_in_persona_and_plan_are_told_together(tmp_path: Path) -> None:
    persona = examples()[MINE].replace("        below: 8.5", "        below: 0.5")
    plan = examples()[PLAN].replace("beat: rushed", "beat: rush")
    found = checked(tmp_path, persona=persona, plan=plan)
    assert [each.path.name for each in found][:1] == [MINE]
    assert {each.path.name for each in found} == {MINE, PLAN}


def test_a_plan_is_not_tried_while_its_persona_is_unplayable(tmp_path: Path) -> None:
    found = checked(tmp_path, persona=examples()[MINE].replace("first: panic", "first: x"), plan="- a\n")
    assert [each.path.name for each in found] == [MINE]
