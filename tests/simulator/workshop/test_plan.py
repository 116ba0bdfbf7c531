"""Plans: what their authors may write, and that the shipped ones come true."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from simulator.customer import library
from simulator.ear import lexicon
from simulator.ear.cues import Ear
from simulator.errors import AuthoredError, PersonaError
from simulator.workshop import plan
from simulator.workshop.plan import Plan, Step

EAR = Ear(lexicon.load())
PERSONA = library.find("billing-dispute")
PLAN = """\
schema: 2
persona: mine
calls:
  - name: good
    ends: resolved
    steps:
      - Hello.
      - {silence_s: 8, beat: complaint, heat: [5, 8]}
      - {says: Goodbye., interrupts: true, line: wait}
  - {name: poor, ends: hung_up, steps: [Hm.]}
"""


def parsed(folder: Path, text: str) -> Plan:
    (folder / "mine.plan.yaml").write_text(text, encoding="utf-8")
    return plan.beside(folder / "mine.yaml")


def test_a_plan_lies_beside_its_persona() -> None:
    assert plan.path_beside(Path("a/mine.yaml")) == Path("a/mine.plan.yaml")


def test_a_plan_is_calls_of_steps(tmp_path: Path) -> None:
    call = parsed(tmp_path, PLAN).call("good")
    assert (call.seed, call.intensity, call.warnings) == (0, 3, 1)
    assert call.steps[1] == Step(silence_s=8, beat="complaint", heat=(5, 8))
    assert call.says == ("Hello.", "Goodbye.")


def test_a_bare_text_is_a_step_that_says_it() -> None:
    assert Step.model_validate("Hello.") == Step(says="Hello.")


@pytest.mark.parametrize("step", [{}, {"says": "A", "silence_s": 1}, {"beat": "complaint"}])
def test_a_step_is_words_or_silence(step: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="needs exactly one of 'says' and 'silence_s'"):
        Step.model_validate(step)


def test_a_heat_may_be_one_value_and_goes_from_the_least_to_the_most() -> None:
    assert Step.model_validate({"says": "A", "heat": [5, 5]}).heat == (5, 5)
    with pytest.raises(ValidationError, match=r"the least, 5\.5, is above the most, 5"):
        Step.model_validate({"says": "A", "heat": [5.5, 5]})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("schema: 2", "schema: 1", ":1:"),
        ("ends: resolved", "ends: solved", ":5:11: calls.0.ends: 'solved' is not possible"),
        ("silence_s: 8", "silence_s: 0", ":8:21: calls.0.steps.1.silence_s: "),
        ("heat: [5, 8]", "heat: [5, 18]", ":8:51: calls.0.steps.1.heat.1: "),
        ("heat: [5, 8]", "heat: [8, 5]", ":8:9: heat: the least, 8, is above the most, 5"),
        ("      - Hello.\n", "      - {say: Hello.}\n", ":7:10: there is no field 'say' here"),
        ("persona: mine\n", "", "persona is missing"),
        (PLAN, "", "the file: must be fields with their values"),
        (PLAN, "schema: [", "is not valid YAML"),
    ],
)
def test_a_broken_plan_is_refused_with_its_file_and_line(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in PLAN
    with pytest.raises(AuthoredError, match=r"mine\.plan\.yaml:\d+:\d+: ") as caught:
        parsed(tmp_path, PLAN.replace(old, new, 1))
    assert told in caught.value.what


def test_a_plan_without_the_call_asked_for_names_those_that_it_has() -> None:
    planned = plan.beside(PERSONA)
    assert planned.call("good").name == "good"
    with pytest.raises(PersonaError, match="no call 'bad'") as caught:
        planned.call("bad")
    assert "good" in caught.value.hint
