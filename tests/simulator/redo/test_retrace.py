"""The dialogue of a call, built again from its events: the same customer, at any moment of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, reduce
from random import Random
from typing import Any as Whatever

import pytest
from hypothesis import given, settings

from simulator import events
from simulator.customer.dialogue import Dialogue, Policy, Reaction
from simulator.customer.listener import Listener
from simulator.customer.mood import HeatChange
from simulator.ear.cues import Cue
from simulator.errors import RedoError
from simulator.redo.retrace import Retrace, place, reply_of
from simulator.redo.steps import Act, BreakIn, CutOff, Hear, Open, Step, Wait, steps
from tests.simulator.line import EAR, PERSONA
from tests.simulator.redo.calls import Drawn, heats, lines
from tests.simulator.test_call_any import PLANS, Any, Plan

CALLS = 100


@cache
def drawn(seed: int) -> Drawn:
    return Drawn(seed)


def retrace(call: Drawn) -> Retrace:
    return Retrace(Listener(EAR, call.persona), call.persona, 0, Policy())


def turns(made: list[Step]) -> list[int]:
    return [said.heard.turn for step in made if isinstance(step.act, Hear) for said in step.act.turns]


def state(value: object) -> object:
    """Everything that a conversation remembers."""
    if isinstance(value, Dialogue) or type(value).__name__ in {"Mood", "Drawing"}:
        held = {name: each for name, each in vars(value).items() if name not in {"_persona", "_temper"}}
        return {name: state(each) for name, each in held.items()}
    return value


def feed(dialogue: Dialogue, act: Act, listener: Listener) -> Reaction | None:
    """Do to a dialogue what a step did."""
    match act:
        case Hear(turns=said):
            return dialogue.hear(reduce(listener.joined, (reply_of(each, listener) for each in said)))
        case Wait(silent_s=silent_s):
            return dialogue.wait(silent_s)
        case BreakIn(trigger=number):
            line = dialogue.break_in() if number is None else dialogue.break_in_on([number])
            assert line is not None
            return Reaction(line, (), dialogue.beat)
        case CutOff():
            dialogue.unsaid()
            return None
        case Open():
            raise AssertionError("only once")


def test_the_calls_of_these_tests_hold_all_that_can_happen() -> None:
    kinds = {event.kind for seed in range(CALLS) for event in drawn(seed).events}
    assert kinds >= {"taken_back", "yielded", "went_on", "waited", "heat_moved"}
    acts = {type(step.act) for seed in range(CALLS) for step in steps(drawn(seed).events)}
    assert acts == {Open, Hear, Wait, BreakIn, CutOff}


@pytest.mark.parametrize("first", range(0, CALLS, 20))
def test_the_customer_of_any_call_is_built_again_to_the_last_memory(first: int) -> None:
    for seed in range(first, first + 20):
        call = drawn(seed)
        made = steps(call.events)
        again = retrace(call)
        again.take(made)
        if made[-1].line is not None or isinstance(made[-1].act, CutOff):  # else nobody knows what came of it
            live = call.call._answers.dialogue
            assert state(again.dialogue) == state(live)


@pytest.mark.parametrize("first", range(0, CALLS, 20))
def test_from_a_random_turn_the_same_words_give_the_same_continuation(first: int) -> None:
    redone = 0
    for seed in range(first, first + 20):
        call = drawn(seed)
        made, listener = steps(call.events), Listener(EAR, call.persona)
        able = turns(made)
        if not able:
            continue
        line_at, _ = place(made, Random(seed).choice(able))
        again = retrace(call)
        again.take(made[: line_at + 1])
        dialogue = again.moment.dialogue
        told = [dialogue.open()]
        moved: list[HeatChange] = [change for step in made[: line_at + 1] for change in step.heat]
        beats = [dialogue.beat]
        for step in made[line_at + 1 :]:
            reaction = feed(dialogue, step.act, listener)
            moved += reaction.heat if reaction is not None else ()
            if reaction is not None and step.line is not None:
                told.append(reaction.line)
                beats.append(reaction.beat)
        before = lines(call.events)
        assert [(line.id, line.text, beat) for line, beat in zip(told, beats, strict=True)] == before[
            -len(told) :
        ]
        assert moved[: len(heats(call.events))] == heats(call.events)
        redone += 1
    assert redone >= 18


@settings(max_examples=60, deadline=None)
@given(PLANS)
def test_the_customer_of_any_call_at_all_is_built_again(plan: Plan) -> None:
    again = Retrace(Listener(EAR, plan.persona), plan.persona, 0, Policy())
    happened = Any(plan).events
    again.take(steps(happened))
    told = [line.text for line in again.told]
    assert told[: len(lines(happened))] == [text for _, text, _ in lines(happened)]


def test_the_moment_has_what_was_told_before_the_line() -> None:
    call = drawn(1)
    made = steps(call.events)
    at, _ = place(made, turns(made)[-1])
    again = retrace(call)
    again.take(made[: at + 1])
    moment = again.moment
    texts = [step.line.text for step in made[: at + 1] if step.line is not None]
    assert [*(line.text for line in moment.told), moment.dialogue.open().text] == texts
    assert moment.dialogue.open() == moment.dialogue.open()  # as often as it takes


@pytest.mark.parametrize("label", ["apology", "empathy", "dismissive", "defensive"])
def test_another_reply_moves_the_heat_as_the_persona_says(label: str) -> None:
    temper = PERSONA.temper
    for seed in range(6):
        call = Drawn(seed, PERSONA)
        made = steps(call.events)
        at, answer = place(made, turns(made)[0])
        again = retrace(call)
        again.take(made[: at + 1])
        heat = again.dialogue.heat
        act = made[answer].act
        assert isinstance(act, Hear)
        cue = Cue(label, "words", 0, 5, "test")
        heard = replace(act.turns[-1].heard, text="words", cues=(cue,), start=0, end=0)
        said = replace(act.turns[-1], heard=heard, waited_s=0.0, interrupted=False)
        reaction = feed(again.dialogue, Hear((said,)), Listener(EAR, PERSONA))
        assert reaction is not None
        degrees = temper.heating(label) - temper.cooling(label)
        expected = round(min(temper.ceiling, max(temper.floor, heat + degrees)), 2)
        assert [change.reason for change in reaction.heat] == ([label] if expected != heat else [])
        assert again.dialogue.heat == expected


@pytest.mark.parametrize(
    "change",
    [
        lambda event: (
            replace(event, text="Another line.") if isinstance(event, events.LineStarted) else event
        ),
        lambda event: replace(event, beat="elsewhere") if isinstance(event, events.LineStarted) else event,
        lambda event: (
            replace(event, change=replace(event.change, after=9.9))
            if isinstance(event, events.HeatMoved)
            else event
        ),
    ],
)
def test_a_customer_who_is_not_the_same_any_more_is_an_error(change: Whatever) -> None:
    call = drawn(2)
    with pytest.raises(RedoError, match="where the record has") as error:
        retrace(call).take(steps([change(event) for event in call.events]))
    assert "another version" in error.value.hint


def test_what_was_no_reply_can_not_be_redone() -> None:
    made = steps(drawn(1).events)
    with pytest.raises(RedoError, match="turn 99 can't be redone") as error:
        place(made, 99)
    assert error.value.hint == f"the customer answered turns {', '.join(map(str, turns(made)))}"
    with pytest.raises(RedoError) as error:
        place(made[:1], 1)
    assert error.value.hint == "nothing was said in this call that the customer answered"
