"""Trials: what goes as planned is quiet, and what doesn't is told by its place in the plan."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.ear import lexicon
from simulator.ear.cues import Ear
from simulator.workshop import trial
from simulator.workshop.plan import Plan
from simulator.workshop.trial import Trial
from tests.simulator.customer.sample import ABUSIVE, SAMPLE, persona

EAR = Ear(lexicon.load())
SORRY = "I'm so sorry about that. What is your tracking number?"
RESEND = "I'll send you another parcel today, and it will be with you by Friday at noon."
FRIDAY = "I'll call you on Friday to make sure that it has arrived."


def planned(*steps: Any, ends: str = "resolved", **call: object) -> Plan:
    calls = [{"name": "mine", "ends": ends, "steps": steps, **call}]
    return Plan.model_validate({"schema": 2, "persona": "lost-parcel", "calls": calls})


def tried(*steps: Any, ends: str = "resolved", **call: object) -> Trial:
    (done,) = trial.run(SAMPLE, planned(*steps, ends=ends, **call), EAR)
    return done


def told(done: Trial) -> list[str]:
    return [flaw.what for flaw in done.flaws]


def test_a_call_that_goes_as_planned_has_no_flaws() -> None:
    done = tried(
        {"says": SORRY, "beat": "details", "heat": [4, 5], "line": "SEVEN seven two"},
        {"says": RESEND, "beat": "promise"},
        FRIDAY,
    )
    assert told(done) == []
    assert [moment.reaction.beat for moment in done.moments] == ["details", "promise", "promise"]
    assert {"apology", "asks:number"} <= set(done.moments[0].understood)


@pytest.mark.parametrize(
    ("expected", "what"),
    [
        ({"beat": "promise"}, "expected the beat 'promise', but it is at 'details'"),
        ({"heat": [0, 2]}, "expected a heat of 0 to 2, but it is"),
        ({"line": "eight"}, "expected 'eight' in the line, but it is 'The number is"),
    ],
)
def test_a_step_that_goes_otherwise_is_told_at_its_field_with_what_was_understood(
    expected: dict[str, object], what: str
) -> None:
    (flaw,) = tried({"says": SORRY, **expected}, RESEND, FRIDAY).flaws
    assert flaw.place == ("calls", 0, "steps", 0, *expected)
    assert flaw.what.startswith(f"call 'mine': {what}")
    assert "apology" in flaw.hint


def test_a_wrong_ending_is_told() -> None:
    (flaw,) = tried("Goodbye.", ends="resolved").flaws
    assert flaw.place == ("calls", 0, "ends")
    assert flaw.what == "call 'mine' should end as resolved but ended as trainee_ended"


def test_a_call_that_does_not_end_says_where_it_is() -> None:
    (flaw,) = tried(SORRY).flaws
    assert flaw.what.endswith("did not end; it is at the beat 'details'")


def test_steps_after_the_end_are_told_once() -> None:
    (flaw,) = tried("Goodbye.", SORRY, RESEND, ends="trainee_ended").flaws
    assert flaw.place == ("calls", 0, "steps", 1)
    assert flaw.what == "call 'mine': the call had ended before this step, as trainee_ended"


def test_silence_makes_the_customer_speak_up_and_understands_nothing() -> None:
    done = tried({"silence_s": 8, "line": "hello"}, *({"silence_s": 8},) * 2, ends="hung_up", seed=1)
    assert done.moments[0].understood == ()
    assert done.moments[0].reaction.line.id.startswith("hello")
    assert "it was a silence" in {flaw.hint for flaw in tried({"silence_s": 8, "line": "zzz"}).flaws}


def test_interrupting_is_played() -> None:
    done = tried({"says": SORRY, "interrupts": True}, RESEND, FRIDAY)
    assert done.moments[0].reaction.heat[0].reason == "interrupted"


def test_dial_and_policy_are_those_of_the_call() -> None:
    hot = persona(start=ABUSIVE)
    for extra, ends in ({}, "trainee_ended"), ({"warnings": 0}, "ended_after_warnings"):
        (done,) = trial.run(hot, planned("Goodbye.", ends=ends, **extra), EAR)
        assert told(done) == []
    (civil,) = trial.run(hot, planned("Goodbye.", ends="trainee_ended", warnings=0, intensity=1), EAR)
    assert told(civil) == []


def test_every_call_of_a_plan_is_tried_and_placed() -> None:
    both = planned("Goodbye.").model_copy(update={"calls": planned("Goodbye.").calls * 2})
    places = [flaw.place for done in trial.run(SAMPLE, both, EAR) for flaw in done.flaws]
    assert places == [("calls", 0, "ends"), ("calls", 1, "ends")]
