"""The playbooks' rubrics: they load, leave out no step, and the page on them says what they do."""

from __future__ import annotations

import pytest

from simulator.authored import Problem
from simulator.customer import library
from simulator.ear import lexicon
from simulator.ear.cues import Ear
from simulator.errors import RubricError
from simulator.scoring import coverage, rubric
from simulator.scoring.coverage import HOWS
from simulator.scoring.rubric import Rubric, Rule
from simulator.workshop import check

EAR = Ear(lexicon.load())
ALL = {name: rubric.load(name) for name in rubric.names()}
PLAYBOOKS = {name: each for name, each in ALL.items() if each.follows}
RULES = [(name, rule) for name, playbook in PLAYBOOKS.items() for rule in playbook.rules()]
MENDED = [(name, rule) for name, rule in RULES if rule.better and rule.credit]

STEPS = {
    "sop": (
        "Stay calm and professional", "a pause before replying", "not taken personally",
        "Listen actively", "no interrupting", "phrases that show listening",
        "Show empathy",
        "De-escalate", "a soft voice", "no defensive answers", "posture", "open questions",
        "Look for a solution", "the outcome that is wanted", "can be acted on",
        "Set boundaries", "when warnings are ignored",
        "Escalate", "a supervisor or manager",
        "Document it",
        "How to speak", "concise wording", "body language", "no jargon", "rephrasing to confirm",
        "Escalation table", "mildly upset", "abusive language", "threats to staff", "it persists",
        "security or police",
        "Look after yourself", "a short break", "reported to the supervisor", "counselling",
        "Review and training", "once a year",
    ),
    "irate-process": (
        "Stay calm and patient", "Listen actively", "nodding", "eye contact", "Acknowledge the issue",
        "does not mean agreeing", "Apologise sincerely", "Find the root cause", "Offer solutions",
        "within your authority", "have it approved", "Act quickly", "Follow up", "Document it",
        "Learn and improve", "your safety", "the goal",
    ),
    "managing": (
        "the goal", "tools", "people", "the reasons",
        "First contact", "calm and professional", "deep breaths", "frustration is acknowledged",
        "Listen actively", "room to vent", "questions that clarify", "said back and confirmed",
        "De-escalate", "patience and composure", "reassurance",
        "Provide a solution", "possible solutions", "what the company allows", "what to expect",
        "Escalate if necessary", "pass it up", "the supervisor is told",
        "Follow up", "the customer is satisfied", "kept in the CRM", "feedback",
        "Reflect and improve", "what went well", "put to use",
        "tip: real empathy", "tip: patience", "tip: detailed records", "tip: regular training",
    ),
    "de-escalation": (
        "Stay calm and composed", "never anger",
        "Listen, empathise, apologise", "without interruption", "in your words", "set on solving it",
        "Not personal; offer solutions", "not your fault", "neither defensive", "understood first",
        "a supervisor",
        "Keep it open and respectful", "a calm and professional tone", "misunderstandings cleared up",
        "Follow through, follow up, learn", "done promptly", "further steps", "a follow-up", "patterns",
    ),
    "defusing": (
        "Be a good listener", "Empathise", "one team", "when the complaint comes again",
        "Others are watching", "Speak slowly and low", "Apologise", "patronising", "how the customer feels",
        "Notify your supervisor", "comfortable to wait", "refreshments",
        "Promise only what you can keep", "no rash decision", "End on a good note", "in a huff",
        "Know when it is enough", "violence", "verbal abuse", "drunk",
        "Set your ego aside", "always right", "See a chance in it", "Don't take it personally",
    ),
}  # fmt: skip
"""The headings, sub-headings and asides of the playbooks, in the words of the rubrics."""


def named(case: tuple[str, Rule]) -> str:
    name, rule = case
    return f"{name}-{rule.id}"


def told(playbook: Rubric) -> list[str]:
    """All titles of steps, and all that they cover."""
    return [skill.title for skill in playbook.skills] + [each.covers for each in coverage.entries(playbook)]


def test_the_five_playbooks_are_shipped() -> None:
    assert set(PLAYBOOKS) == set(STEPS)
    assert rubric.DEFAULT in ALL


@pytest.mark.parametrize("name", ALL)
def test_a_rubric_is_named_as_its_file_and_its_weights_sum_to_100(name: str) -> None:
    assert ALL[name].id == name
    assert sum(skill.weight or 0 for skill in ALL[name].skills) == 100


@pytest.mark.parametrize("case", RULES, ids=named)
def test_a_rule_of_a_playbook_says_what_it_covers(case: tuple[str, Rule]) -> None:
    assert case[1].covers


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_nothing_is_said_twice_in_a_step(name: str) -> None:
    said = [(entry.step, entry.covers) for entry in coverage.entries(PLAYBOOKS[name])]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(("name", "step"), [(name, step) for name in STEPS for step in STEPS[name]])
def test_a_step_of_the_playbook_is_in_its_rubric(name: str, step: str) -> None:
    assert any(step in text for text in told(PLAYBOOKS[name]))


@pytest.mark.parametrize("form", ["critical", "abc", "bluf"])
def test_the_shorter_forms_leave_out_what_is_struck_through(form: str) -> None:
    whole = [skill.id for skill in PLAYBOOKS["irate-process"].skills]
    kept = [skill.id for skill in rubric.load(f"irate-process:{form}").skills]
    assert set(whole) - set(kept) == {"listening", "apology", "learn"}
    assert "safety" in kept


def test_a_form_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(RubricError) as refused:
        rubric.load("irate-process:brief")
    assert "abc, bluf, critical" in refused.value.hint


# The page ----------------------------------------------------------------------------------------


def test_the_page_is_what_the_rubrics_are() -> None:
    page = coverage.page(ALL.values())
    assert coverage.PAGE.read_bytes() == page.encode(), "python -m simulator.scoring.coverage"


def test_the_page_names_every_rule_question_and_reason_once_in_its_section() -> None:
    page = coverage.page(ALL.values())
    for name, playbook in PLAYBOOKS.items():
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        for rule in playbook.rules():
            assert section.count(f"`{rule.id}`") == 1
        for skill in playbook.skills:
            assert all(ask.question in section for ask in skill.asks)
            assert all(leave.why in section for leave in skill.leaves)
        assert ", ".join(f"{number} {how}" for how, number in coverage.counts(playbook).items()) in section


def test_a_rubric_that_follows_no_playbook_is_not_on_the_page() -> None:
    assert f"`{rubric.DEFAULT}`" not in coverage.page(ALL.values())


def test_the_counts_are_of_all_entries() -> None:
    for playbook in PLAYBOOKS.values():
        counts = coverage.counts(playbook)
        assert tuple(counts) == HOWS
        assert sum(counts.values()) == len(list(coverage.entries(playbook)))
        assert all(counts.values())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"credit": ["empathy"], "at": "outburst"}, "`a.b` (4 points): empathy, in reply to each outburst"),
        (
            {"credit": ["empathy", "apology"], "before": "open_question"},
            "`a.b` (4 points): empathy or apology, before the first open question",
        ),
        (
            {"credit": ["boundary"], "at": "threat", "also_ended": ["disengaged"], "must": True},
            "`a.b` (4 points): boundary, after the first threat; or the call is ended after a threat; "
            "without it the call can't have more than 60",
        ),
        (
            {"credit": ["solution"], "not_if_ended": ["hung_up"]},
            "`a.b` (4 points): solution; not counted in a call hung up on",
        ),
        ({"avoid": ["jargon"]}, "`a.b` (4 points lost): jargon"),
        (
            {"avoid": ["apology"], "free": 3, "most": 8},
            "`a.b` (4 points lost each time, at most 8): apology after the first 3",
        ),
        (
            {"avoid": ["warning"], "unless": "abuse", "fails": True},
            "`a.b` (the call gets nothing): warning before any abuse",
        ),
        ({"measure": "interruptions"}, "`a.b` (4 points): the floor is never taken from the customer"),
        ({"apology": 3}, "`a.b` (4 points): an apology with 3 of its six parts"),
        (
            {"ended": {"resolved": 1, "passed_on": 0.25}},
            "`a.b` (4 points): how the call ends: resolved 100 %, handed over without it 25 %",
        ),
    ],
)
def test_a_rule_is_told_in_words(fields: dict[str, object], says: str) -> None:
    rule = {"id": "a.b", "title": "t", "points": 4, "covers": "something | else", **fields}
    skill = {"id": "a", "title": "1. First", "weight": 100, "rules": [rule]}
    plain = {"schema": 2, "id": "x", "version": 1, "title": "X", "follows": "a playbook", "skills": [skill]}
    page = coverage.page([Rubric.model_validate(plain)])
    assert f"| 1. First (weight 100) | something \\| else | **measured**: {says} |\n" in page


# The better lines --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", MENDED, ids=named)
def test_the_better_behaviour_is_one_that_the_rule_credits(case: tuple[str, Rule]) -> None:
    _, rule = case
    assert rule.better in rule.credit


@pytest.mark.parametrize("name", library.names())
def test_every_persona_has_the_better_lines_and_the_ear_hears_them(name: str) -> None:
    path = library.find(name)
    persona = library.load(name).persona
    wanted = {rule.better for _, rule in RULES if rule.better}
    assert wanted - set(persona.better) == set()
    assert [each for each in check.problems(path, lambda _: EAR) if is_of_a_better_line(each)] == []


def is_of_a_better_line(problem: Problem) -> bool:
    return "the ear does not hear" in problem.what
