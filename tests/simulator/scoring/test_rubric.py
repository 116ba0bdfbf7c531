"""Rubrics that their authors got wrong are refused in words, with the line; the shipped ones are not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from simulator.errors import AuthoredError, RubricError, SimmerdownError
from simulator.scoring import rubric
from tests.simulator.scoring.calls import card, conversation, points, ruled

HEAD = "schema: 2\nid: mine\nversion: 1\ntitle: Mine\n"
SKILL = "skills:\n  - id: a\n    title: A\n    weight: 10\n    rules:\n"
RULE = "      - {id: a.b, credit: [empathy], points: 4, title: Warm}\n"
RULES_AT = len((HEAD + SKILL).splitlines()) + 1


def refused(folder: Path, text: str) -> AuthoredError:
    """What is said of a rubric."""
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AuthoredError) as caught:
        rubric.load(str(path))
    assert caught.value.hint
    assert "\n" not in caught.value.what
    assert re.match(rf"{re.escape(str(path))}:\d+:\d+: ", caught.value.what)
    return caught.value


def line_of(error: AuthoredError) -> int:
    return int(error.what.split("mine.yaml:")[1].split(":")[0])


def test_the_smallest_rubric_is_good(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + SKILL + RULE, encoding="utf-8")
    (rule,) = rubric.load(str(path)).rules()
    assert (rule.id, rule.skill, rule.credit) == ("a.b", "a", ("empathy",))


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("{id: a.c, avoid: [dismisive], points: 4, title: T}", "did you mean 'dismissive'?"),
        ("{id: a.c, credit: [empaty], points: 4, title: T}", "did you mean 'empathy'?"),
        ("{id: a.c, credit: [thanks], before: solutoin, points: 4, title: T}", "did you mean 'solution'?"),
        ("{id: a.c, credit: [thanks], better: thank, points: 4, title: T}", "did you mean 'thanks'?"),
        ("{id: a.c, credit: [zzz], points: 4, title: T}", "there is no behaviour 'zzz': known: "),
        ("{id: a.c, credit: [thanks], avoid: [jargon], points: 4, title: T}", "exactly one of credit, avoid"),
        ("{id: a.c, measure: pause, apology: 3, points: 4, title: T}", "exactly one of credit, avoid"),
        ("{id: a.c, points: 4, title: T}", "exactly one of credit, avoid"),
        ("{id: a.c, credit: [], points: 4, title: T}", "exactly one of credit, avoid"),
        (
            "{id: a.c, avoid: [jargon], must: true, points: 4, title: T}",
            "'must' does not belong to a rule with 'avoid'",
        ),
        (
            "{id: a.c, credit: [thanks], fails: true, points: 4, title: T}",
            "'fails' does not belong to a rule with 'credit'",
        ),
        ("{id: a.c, measure: paus, points: 4, title: T}", "paus"),
        ("{id: a.c, credit: [thanks], at: midnight, points: 4, title: T}", "midnight"),
        ("{id: a.c, ended: {resolvd: 1}, points: 4, title: T}", "resolvd"),
        ("{id: a.c, ended: {resolved: 1.5}, points: 4, title: T}", "1"),
        ("{id: a.c, apology: 7, points: 4, title: T}", "6"),
        ("{id: a.c, credit: [thanks], points: 0, title: T}", "0"),
        ("{id: a.c, credit: [thanks], points: 101, title: T}", "100"),
        ("{id: a.c, credit: [thanks], points: .nan, title: T}", ""),
        ("{id: a.c, credit: [thanks], points: many, title: T}", "number"),
        ("{id: a.c, credit: [thanks], points: 4}", "title"),
        ("{id: a.c, credit: [thanks], points: 4, title: T, point: 3}", "point"),
        ("{id: ac, credit: [thanks], points: 4, title: T}", ""),
        ("{id: a.c, avoid: [jargon], at: outburst, points: 4, title: T}", "at"),
        ("{id: a.c, avoid: [jargon], before: solution, points: 4, title: T}", "before"),
        ("{id: a.c, avoid: [jargon], also_ended: [resolved], points: 4, title: T}", "also_ended"),
        ("{id: a.c, credit: [thanks], free: 3, points: 4, title: T}", "free"),
        ("{id: a.c, credit: [thanks], most: 3, points: 4, title: T}", "most"),
        ("{id: a.c, credit: [thanks], unless: abuse, points: 4, title: T}", "unless"),
        ("{id: a.c, measure: pause, at: outburst, points: 4, title: T}", "at"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_its_line(rule: str, says: str, tmp_path: Path) -> None:
    error = refused(tmp_path, f"{HEAD}{SKILL}{RULE}      - {rule}\n")
    assert line_of(error) == RULES_AT + 1
    assert says in f"{error.what} {error.hint}"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (HEAD + SKILL + RULE.replace("a.b", "b.a"), 9, "the rule 'b.a' belongs to 'a' call it a.…"),
        (HEAD + SKILL + RULE * 2, 10, "two rules are called 'a.b'"),
        (
            HEAD + SKILL + RULE + SKILL.split("\n", 1)[1] + RULE.replace("a.b", "a.c"),
            11,
            "two skills",
        ),
        (f"{HEAD}skills:\n  - {{id: a, title: A, weight: 10, rules: []}}\n", 6, "neither rules nor asks"),
        (f"{HEAD}skills:\n  - {{id: a, title: A, weight: 10}}\n", 6, "neither rules nor asks nor leaves"),
        (
            f"{HEAD}skills:\n  - {{id: a, title: A, weight: 9, asks: [{{covers: c, question: q}}]}}\n",
            6,
            "a weight is given where there are rules, and only there",
        ),
        (HEAD + SKILL.replace("    weight: 10\n", "") + RULE, 6, "a weight is given where there are rules"),
        (HEAD + "skills: []\n", 5, ""),
        (HEAD, 1, "skills"),
        (HEAD.replace("2", "1") + SKILL + RULE, 1, "schema"),
        (HEAD.replace("2", "3") + SKILL + RULE, 1, "schema"),
        (HEAD + "cap: 101\n" + SKILL + RULE, 5, "100"),
        (HEAD + "caps: 50\n" + SKILL + RULE, 5, "cap"),
        (
            HEAD + "forms: {brief: [b]}\n" + SKILL + RULE,
            5,
            "the form 'brief' keeps 'b', which is no skill here",
        ),
        (HEAD + "forms: {brief: [a, a]}\n" + SKILL + RULE, 5, "brief"),
        (HEAD + "forms: {brief: []}\n" + SKILL + RULE, 5, "brief"),
        (HEAD.replace("mine", "My Rubric") + SKILL + RULE, 2, ""),
        ("[1, 2]\n", 1, ""),
        ("", 1, ""),
        ("title: [\n", 2, "is not valid YAML"),
        (HEAD + "title: again\n" + SKILL + RULE, 5, "'title' is given twice"),
    ],
)
def test_a_rubric_that_makes_no_sense_is_refused_with_the_line(
    text: str, line: int, says: str, tmp_path: Path
) -> None:
    error = refused(tmp_path, text)
    assert says in f"{error.what} {error.hint}"
    assert abs(line_of(error) - line) <= 1  # the part that it is about, or the key above it


@pytest.mark.parametrize(
    "name", ["", "harsh", "sop:brief", "four-skills:short", "../rubrics/sop", "mine.yml.x"]
)
def test_a_rubric_that_there_is_not_is_told_with_those_that_there_are(name: str) -> None:
    with pytest.raises(RubricError) as refused:
        rubric.load(name)
    assert refused.value.hint


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 400_000, b"a: &b 1\nc: *b\n", b"\x00"])
def test_a_file_that_is_no_text_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    with pytest.raises(SimmerdownError, match=r"mine\.yaml"):
        rubric.load(str(path))
    with pytest.raises(SimmerdownError, match="can't be read"):
        rubric.load(str(tmp_path / "folder.yaml"))


def test_a_shorter_form_has_its_own_name_and_only_its_skills() -> None:
    form = rubric.load("irate-process:critical")
    assert form.id == "irate-process:critical"
    whole = [each.id for each in rubric.load("irate-process").skills]
    kept = [each.id for each in form.skills]
    assert kept == [each for each in whole if each in kept]
    assert 0 < len(kept) < len(whole)


@pytest.mark.parametrize("field", ["id", "title", "points"])
def test_what_every_rule_has_can_not_be_left_out(field: str) -> None:
    rule: dict[str, Any] = {"credit": ["empathy"], "id": "a.a", "title": "t", "points": 6}
    plain = {k: v for k, v in rule.items() if k != field}
    with pytest.raises(ValidationError, match=field):
        rubric.Rule.model_validate(plain)


# What hangs on a rule -----------------------------------------------------------------------------

WARM, REMEDY = "That must be so frustrating.", "I can refund the second payment."
MUST = {"credit": ["apology"], "must": True, "points": 1}


def test_without_what_must_be_the_total_has_a_cap_and_says_so() -> None:
    by = ruled({"credit": ["empathy"], "points": 99}, MUST, cap=60)
    capped = card(conversation(WARM), by)
    assert (capped.total, capped.arithmetic) == (60, "(100 x 99 %) / 100 = 99; at most 60 without a.b")
    free = card(conversation(f"{WARM} I'm so sorry."), by)
    assert (free.total, free.arithmetic) == (100, "(100 x 100 %) / 100 = 100")


def test_a_cap_above_the_total_changes_nothing() -> None:
    scored = card(conversation("Okay."), ruled({"credit": ["empathy"], "points": 99}, MUST, cap=60))
    assert (scored.total, scored.arithmetic) == (0, "(100 x 0 %) / 100 = 0")


def test_what_the_call_gave_no_occasion_for_caps_nothing() -> None:
    by = ruled({"credit": ["empathy"]}, {"credit": ["boundary"], "at": "abuse", "must": True})
    assert card(conversation(WARM), by).total == 100


def test_a_part_of_what_must_be_is_enough() -> None:
    rule = {"credit": ["empathy"], "at": "outburst", "must": True}
    by = ruled(rule, {"credit": ["solution"], "points": 100}, cap=10)
    assert card(conversation(WARM, REMEDY, intensities=(1, 1)), by).total == 97


def test_what_fails_a_call_leaves_it_nothing_and_says_so() -> None:
    by = ruled({"credit": ["empathy"]}, {"avoid": ["non_apology"], "fails": True, "points": 1})
    failed = card(conversation(f"{WARM} I'm sorry you feel that way."), by)
    assert (failed.total, failed.arithmetic) == (0, "(100 x 83 %) / 100 = 83; 0 because of a.b")
    assert points(failed, "a.b") == [-1]
    assert card(conversation(WARM), by).total == 100


def test_failing_goes_before_the_cap() -> None:
    by = ruled({"credit": ["empathy"], "points": 99}, MUST, {"avoid": ["non_apology"], "fails": True})
    failed = card(conversation(f"{WARM} I'm sorry you feel that way."), by)
    assert failed.total == 0
    assert failed.arithmetic.endswith("; 0 because of a.c")


def test_a_phrase_that_was_not_heard_surely_fails_nothing() -> None:
    by = ruled({"credit": ["empathy"]}, {"avoid": ["non_apology"], "fails": True})
    says = (WARM, "I'm sorry you feel that way.")
    assert card(conversation(*says, unsure=(2,)), by).total == 100
