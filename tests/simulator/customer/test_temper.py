"""Tempers: their bounds, and what they take from the usual ones."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.customer.temper import COOLS, HEATS, Interrupting, Temper
from simulator.ear.labels import LABELS

SAID = {"hot": [{"sharp": "Oh!"}]}
TRIGGER: dict[str, object] = {"hears": ["calm down"], "says": SAID}


def test_every_behaviour_that_cools_or_heats_is_one_of_the_codebook_or_of_manner() -> None:
    manner = {"interrupted", "rushed", "asked_again", "unheard"}
    assert set(COOLS) <= set(LABELS)
    assert set(HEATS) - manner <= set(LABELS)


def test_only_a_boundary_can_do_both() -> None:
    assert set(COOLS) & set(HEATS) == {"boundary"}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"start": 3, "floor": 4}, "start must lie between floor and ceiling: 4 … 10"),
        ({"start": 9, "ceiling": 8}, "start must lie between"),
        ({"start": 5, "floor": 5, "ceiling": 5}, "start must lie between"),
        ({"start": 5, "cools": {"apology": 11}}, "apology"),
        ({"start": 5, "fade": 1}, "fade"),
        ({"start": 5, "cools_at_most": 0}, "cools_at_most"),
        ({"start": 5, "talks_over": 11}, "talks_over"),
        ({"start": 5, "patience": 3}, "patience"),
        ({"start": 5, "interrupts": {"heat": 6}}, "needs 'says'"),
        ({"start": 5, "interrupts": {"heat": 6, "triggers": []}}, "needs 'says'"),
        ({"start": 5, "interrupts": {"triggers": [TRIGGER]}}, "heat"),
        (
            {"start": 5, "interrupts": {"heat": 6, "after_s": 9, "triggers": [TRIGGER]}},
            "has 'after_s' but no",
        ),
        ({"start": 5, "interrupts": {"heat": 6, "triggers": [{**TRIGGER, "hears": []}]}}, "hears"),
        (
            {"start": 5, "interrupts": {"heat": 6, "triggers": [{**TRIGGER, "hears": ["calm down!"]}]}},
            "hears",
        ),
        ({"start": 5, "interrupts": {"heat": 6, "triggers": [{**TRIGGER, "heat": 11}]}}, "heat"),
        ({"start": 5, "interrupts": {"heat": 6, "triggers": [{"hears": ["relax"]}]}}, "says"),
        ({}, "start"),
    ],
)
def test_a_temper_that_makes_no_sense_is_refused(fields: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Temper.model_validate(fields)


def test_a_temper_says_only_what_differs_from_the_usual() -> None:
    temper = Temper(start=5, cools={"apology": 0.2, "boundary": 1}, heats={"boundary": 2, "jargon": 0})
    assert [temper.cooling(name) for name in ("apology", "boundary", "empathy")] == [0.2, 1, COOLS["empathy"]]
    assert [temper.heating(name) for name in ("boundary", "jargon", "rushed")] == [2, 0, HEATS["rushed"]]
    assert (temper.cooling("dismissive"), temper.heating("empathy")) == (0, 0)


def test_start_may_be_the_floor_or_the_ceiling() -> None:
    assert Temper(start=2, floor=2).start == 2
    assert Temper(start=8, ceiling=8).start == 8


def test_long_answers_phrases_or_both_are_broken_in_on() -> None:
    long = Interrupting.model_validate({"heat": 6, "says": SAID})
    assert (long.after_s, long.triggers) == (12, ())
    short = Interrupting.model_validate({"heat": 6, "triggers": [TRIGGER, {**TRIGGER, "heat": 3}]})
    assert short.says is None
    assert [short.bound(trigger) for trigger in short.triggers] == [6, 3]
