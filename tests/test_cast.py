"""The customers that come with the program: each sound, and all of them together a course of training."""

from __future__ import annotations

from functools import cache

import pytest

from simulator import staging
from simulator.customer import library
from simulator.customer.dialogue import Dialogue, Policy
from simulator.customer.listener import Reply
from simulator.customer.persona import Persona
from simulator.workshop import check, fuzz, plan
from simulator.workshop.fuzz import Coverage
from simulator.workshop.plan import Plan
from simulator.workshop.trainees import Hostile

CAST = library.names()
DIALS = range(4)

each_persona = pytest.mark.parametrize("name", CAST)


@cache
def persona(name: str) -> Persona:
    return library.load(name).persona


@cache
def planned(name: str) -> Plan:
    return plan.beside(library.find(name))


@cache
def thousand(name: str) -> Coverage:
    """What became of a thousand simulated calls."""
    return fuzz.play(persona(name), 1000)


# Each of them -------------------------------------------------------------------------------------


@each_persona
def test_nothing_is_wrong_with_the_files_and_every_planned_call_goes_as_planned(name: str) -> None:
    assert [str(each) for each in check.problems(library.find(name), staging.ear_of)] == []


@each_persona
def test_a_thousand_calls_all_end_without_a_repeated_line_or_one_above_the_dial(name: str) -> None:
    coverage = thousand(name)
    assert coverage.calls == 1000
    assert (coverage.endless, coverage.repeated, coverage.too_sharp) == ([], [], [])


@each_persona
def test_a_thousand_calls_reach_every_beat_and_every_ending(name: str) -> None:
    assert thousand(name).missed_beats(persona(name)) == []
    assert thousand(name).missed_endings(persona(name)) == []


@each_persona
def test_hostility_makes_anybody_hotter_within_three_replies(name: str) -> None:
    who = persona(name)
    for dial in DIALS:
        for seed in range(10):
            policy = Policy(intensity=dial)
            dialogue = Dialogue(who, seed, policy)
            trainee, line, ended = Hostile(who, seed, policy), dialogue.open(), False
            for _ in range(3):
                act = trainee(dialogue, line)
                assert isinstance(act, Reply)
                reaction = dialogue.hear(act)
                line, ended = reaction.line, reaction.ending is not None
                if ended:
                    break
            hotter = dialogue.heat > who.temper.start or who.temper.start == who.temper.ceiling
            assert ended or hotter, f"dial {dial}, seed {seed}: {dialogue.heat}"


@each_persona
def test_who_cares_and_solves_it_helps_those_who_can_be_helped(name: str) -> None:
    who = persona(name)
    if "resolved" not in who.endings:
        pytest.skip("cannot be helped: a case for others")
    endings = [fuzz.play(who, 100, kinds=["good"], dial=dial).endings["good"] for dial in DIALS]
    assert sum(ended["resolved"] + ended["grudge"] for ended in endings) > 0, str(endings)
    well = {"resolved", "grudge", "escalated", "ended_after_warnings", "disengaged"}
    assert set().union(*endings) <= well, str(endings)


@each_persona
def test_without_insults_whoever_cares_and_solves_it_mostly_resolves_it(name: str) -> None:
    who = persona(name)
    if "resolved" not in who.endings:
        pytest.skip("cannot be helped: a case for others")
    ended = fuzz.play(who, 200, kinds=["good"], dial=1).endings["good"]
    assert ended["resolved"] > 100, str(ended)


@each_persona
def test_hostility_never_helps(name: str) -> None:
    ended = fuzz.play(persona(name), 200, kinds=["hostile"]).endings["hostile"]
    assert not {"resolved", "grudge"} & set(ended), str(ended)


@each_persona
def test_silence_is_answered_and_never_helps(name: str) -> None:
    ended = fuzz.play(persona(name), 100, kinds=["silent"]).endings["silent"]
    assert ended.most_common(1)[0][0] == "hung_up"
    assert "resolved" not in ended


@each_persona
def test_the_plan_has_a_good_and_a_poor_path(name: str) -> None:
    calls = {call.name: call for call in planned(name).calls}
    assert {"good", "poor"} <= set(calls)
    assert calls["good"].ends in {"resolved", "escalated", "ended_after_warnings", "disengaged"}
    assert calls["poor"].ends in {"hung_up", "trainee_ended", "passed_on"}


@each_persona
def test_the_plan_of_an_abusive_or_dangerous_caller_has_a_path_for_that(name: str) -> None:
    due = {
        "employee": set[str](),
        "supervisor": {"ended_after_warnings", "escalated"},
        "security": {"disengaged"},
    }[persona(name).escalation]
    assert not due or due & {call.ends for call in planned(name).calls}


# All of them together ----------------------------------------------------------------------------


def test_ten_thousand_calls_at_every_dial_say_nothing_above_it() -> None:
    coverages = [thousand(name) for name in CAST]  # the dial goes round in them
    assert sum(coverage.calls for coverage in coverages) >= 10_000
    assert [line for coverage in coverages for line in coverage.too_sharp] == []


def test_there_are_a_dozen_customers() -> None:
    assert len(CAST) >= 12


def test_every_difficulty_is_there() -> None:
    assert {persona(name).difficulty for name in CAST} == {1, 2, 3, 4, 5}


def test_a_dozen_lines_of_business_are_there() -> None:
    assert len({persona(name).caller.domain.lower() for name in CAST}) >= 12


def test_cases_for_the_employee_a_supervisor_and_security_are_there() -> None:
    assert {persona(name).escalation for name in CAST} == {"employee", "supervisor", "security"}


def test_no_two_customers_have_a_name_a_title_or_a_manner_in_common() -> None:
    for taken in (
        [persona(name).caller.name for name in CAST],
        [persona(name).title for name in CAST],
        [persona(name).manner for name in CAST],
    ):
        assert len(set(taken)) == len(taken)


def test_women_and_men_young_and_old_ring() -> None:
    callers = [persona(name).caller for name in CAST]
    assert {caller.gender for caller in callers} == {"female", "male"}
    assert {caller.age for caller in callers} == {"young", "adult", "old"}
