"""Phrases on which a customer breaks in: how they are heard, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.customer import library
from simulator.customer.dialogue import Dialogue, Policy
from simulator.customer.drawing import Line, every_line
from simulator.customer.listener import Listener
from simulator.customer.persona import Persona
from simulator.ear import lexicon
from simulator.ear.cues import Ear
from tests.simulator.customer.sample import ABUSIVE, SAMPLE, begun, data, made, persona, reply

EAR = Ear(lexicon.load())

CALM: dict[str, Any] = {
    "hears": ["calm down", "relax"],
    "heat": 4,
    "says": {
        "hot": [{"insult": "Calm down yourself, you fool!"}, {"discontent": "I am not calm!"}],
        "warm": [{"sharp": "Calm?"}, {"sharp": "Me? Calm?"}],
    },
}
POLICY: dict[str, Any] = {
    "hears": ["our policy", "it's not our fault", "we can't do that"],
    "says": {"hot": [{"sharp": "Policy!"}], "warm": [{"discontent": "Not the policy, please."}]},
}
MAIL: dict[str, Any] = {
    "hears": ["E-mail us"],
    "says": {"hot": [{"insult": "I have no mail, you fool!"}]},
}


def triggered(heat: float = 6.0, **temper: object) -> Persona:
    """The sample with three triggers: to calm from a heat of 4, to policy and to e-mail from one of 6."""
    return persona(start=heat, interrupts={"heat": 6, "triggers": [CALM, POLICY, MAIL]}, **temper)


LISTENER = Listener(EAR, triggered())


def text(line: Line | None) -> str:
    return "" if line is None else line.text


# Hearing them --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heard",
    [
        "calm down", "Please CALM DOWN.", "you need to calm, down", "Calm - down!", "please cal- calm down",
        "I never told you to calm down", "Don't calm down", "so just relax", "calm down, and then we",
    ],
)  # fmt: skip
def test_a_phrase_is_heard_in_whatever_case_and_marks_and_even_denied(heard: str) -> None:
    assert LISTENER.triggers(heard) == (0,)


@pytest.mark.parametrize(
    "heard",
    [
        "It's not our fault.", "it is not our fault", "its not our fault", "It\u2019s not our fault",
        "We can't do that", "we cannot do that", "we cant do that", "we can not do that",
        "We don't do that, our policy's clear", "That isn't possible, that's our policy",
    ],
)  # fmt: skip
def test_short_forms_and_long_ones_are_the_same(heard: str) -> None:
    assert LISTENER.triggers(heard) == (1,)


@pytest.mark.parametrize(
    ("phrase", "heard"),
    [
        ("that is all", "that's all"), ("I am afraid", "I'm afraid"), ("we'll see", "we will see"),
        ("you are wrong", "you're wrong"), ("they've left", "they have left"), ("we're full", "we are full"),
        ("you won't", "you will not"), ("I'd say", "I would say"), ("didn't you", "did not you"),
        ("the driver's fault", "the driver's fault"),
    ],
)  # fmt: skip
def test_what_is_usually_said_short_is_known(phrase: str, heard: str) -> None:
    who = persona(interrupts={"heat": 6, "triggers": [{**CALM, "hears": [phrase]}]})
    assert Listener(EAR, who).triggers(heard) == (0,)
    assert Listener(EAR, who).triggers(phrase) == (0,)


def test_short_forms_are_those_of_the_language() -> None:
    elsewhere = triggered().model_copy(update={"language": "de"})
    assert Listener(EAR, elsewhere).triggers("it is not our fault") == ()
    assert Listener(EAR, elsewhere).triggers("it's not our fault") == (1,)


@pytest.mark.parametrize("heard", ["Email us", "e-mail us", "E mail us", "email us."])
def test_a_hyphen_makes_no_difference(heard: str) -> None:
    assert LISTENER.triggers(heard) == (2,)


@pytest.mark.parametrize(
    "heard", ["", " ", "...", "calm dow", "our polic", "calmly down", "relaxing", "hour policy", "down, calm"]
)
def test_what_is_not_said_or_not_yet_is_not_heard(heard: str) -> None:
    assert LISTENER.triggers(heard) == ()


@pytest.mark.parametrize(
    ("heard", "numbers"),
    [
        ("calm down, that's our policy", (0, 1)),
        ("that's our policy, so calm down", (1, 0)),
        ("e-mail us, relax, our policy, calm down", (2, 0, 1)),
    ],
)
def test_what_is_heard_first_comes_first(heard: str, numbers: tuple[int, ...]) -> None:
    assert LISTENER.triggers(heard) == numbers


def test_of_two_at_the_same_word_the_first_of_the_file_comes_first() -> None:
    long = {**POLICY, "hears": ["calm down now"]}
    who = persona(interrupts={"heat": 6, "triggers": [CALM, long]})
    assert Listener(EAR, who).triggers("please calm down now") == (0, 1)


def test_a_persona_without_triggers_hears_none() -> None:
    assert Listener(EAR, SAMPLE).triggers("calm down, that's our policy") == ()
    assert Listener(EAR, persona(interrupts=None)).triggers("calm down") == ()


def test_words_are_heard_as_they_come_in() -> None:
    words = ["I", "see", "but", "that", "is", "our", "policy", "and", "so"]
    heard = [LISTENER.triggers(" ".join(words[: count + 1])) for count in range(len(words))]
    first = words.index("policy")
    assert heard == [()] * first + [(1,)] * (len(words) - first)


# Breaking in ---------------------------------------------------------------------------------


def test_the_customer_breaks_in_with_the_words_of_the_trigger_by_the_heat() -> None:
    assert text(begun(triggered(6)).break_in_on([1])) == "Not the policy, please."
    assert text(begun(triggered(8)).break_in_on([1])) == "Policy!"


def test_a_trigger_works_once_a_call() -> None:
    dialogue = begun(triggered(6))
    assert text(dialogue.break_in_on([1])) == "Not the policy, please."
    assert dialogue.break_in_on([1]) is None
    dialogue.hear(reply("thanks"))
    assert dialogue.break_in_on([1]) is None


def test_the_next_one_that_is_heard_works_after_the_first_is_used() -> None:
    dialogue = begun(triggered(6))
    lines = [text(dialogue.break_in_on([1, 0])) for _ in range(3)]
    assert lines[0] == "Not the policy, please."
    assert lines[1] in {"Calm?", "Me? Calm?"}
    assert lines[2] == ""


@pytest.mark.parametrize(
    ("heat", "calm", "policy"), [(3.9, False, False), (4, True, False), (5.9, True, False), (6, True, True)]
)
def test_a_trigger_works_from_its_own_heat_or_that_of_the_block(
    heat: float,
    calm: bool,  # noqa: FBT001
    policy: bool,  # noqa: FBT001
) -> None:
    assert (begun(triggered(heat)).break_in_on([0]) is not None) is calm
    assert (begun(triggered(heat)).break_in_on([1]) is not None) is policy


def test_a_trigger_that_was_heard_too_cool_works_later() -> None:
    dialogue = begun(triggered(5))
    assert dialogue.break_in_on([1]) is None
    dialogue.hear(reply("dismissive"))
    assert dialogue.break_in_on([1]) is not None


def test_what_the_dial_forbids_is_not_said_and_does_not_use_the_trigger() -> None:
    dialogue = begun(triggered(8), policy=Policy(intensity=1))
    assert dialogue.break_in_on([2]) is None
    assert text(dialogue.break_in_on([2, 1])) == "Policy!"
    assert (
        text(begun(triggered(8), policy=Policy(intensity=2)).break_in_on([2])) == "I have no mail, you fool!"
    )


def test_an_insult_on_a_trigger_is_an_insult_that_a_boundary_answers() -> None:
    calm = {**CALM, "says": {"hot": [{"insult": "You fool!"}]}}
    who = persona(start=7.5, interrupts={"heat": 6, "triggers": [calm]})
    dialogue = Dialogue(who, policy=Policy(warnings=1))
    dialogue.open()
    assert text(dialogue.break_in_on([0])) == "You fool!"
    before = dialogue.heat
    assert not dialogue.hear(reply("boundary")).line.id.startswith("reaction:")
    assert dialogue.heat < before


def test_breaking_in_moves_neither_heat_nor_beat() -> None:
    dialogue = begun(triggered(6))
    dialogue.break_in_on([0, 1])
    assert (dialogue.heat, dialogue.beat) == (6, "complaint")


def test_nothing_heard_breaks_in_on_nothing() -> None:
    assert begun(triggered(8)).break_in_on([]) is None
    assert begun(triggered(8)).break_in_on(()) is None


@pytest.mark.parametrize("who", [SAMPLE, persona(interrupts=None)])
def test_a_persona_without_triggers_never_breaks_in_on_a_phrase(who: Persona) -> None:
    assert begun(who).break_in_on(Listener(EAR, who).triggers("calm down")) is None


def test_the_seed_draws_the_wording() -> None:
    lines = [text(begun(triggered(6), seed).break_in_on([0])) for seed in range(20)]
    assert lines == [text(begun(triggered(6), seed).break_in_on([0])) for seed in range(20)]
    assert set(lines) == {"Calm?", "Me? Calm?"}


def test_with_triggers_alone_long_answers_are_heard_out() -> None:
    dialogue = begun(triggered(10))
    assert (dialogue.breaks_in_after_s, dialogue.break_in()) == (None, None)


def test_long_answers_and_phrases_can_both_be_broken_in_on() -> None:
    changed = data()
    changed["temper"]["start"] = 8
    changed["temper"]["interrupts"]["triggers"] = [POLICY]
    dialogue = begun(made(changed))
    assert dialogue.breaks_in_after_s == 5
    assert text(dialogue.break_in_on([0])) == "Policy!"
    assert text(dialogue.break_in()) == "Shut up and listen, you fool!"


# Their lines ---------------------------------------------------------------------------------


def test_their_lines_are_among_all_lines_by_names_of_their_own() -> None:
    lines = {line.id: line for line in every_line(triggered())}
    assert {name for name in lines if name.startswith("trigger:")} == {
        "trigger:0/hot/0", "trigger:0/hot/1", "trigger:0/warm/0", "trigger:0/warm/1", "trigger:1/hot/0",
        "trigger:1/warm/0", "trigger:2/hot/0",
    }  # fmt: skip
    drawn = begun(triggered(8)).break_in_on([1])
    assert drawn is not None
    assert drawn == lines[drawn.id]


def test_their_insults_are_among_the_worst_that_is_said() -> None:
    mild = data()
    mild["temper"]["interrupts"] = {
        "heat": 6,
        "triggers": [{**CALM, "says": {"hot": [{"threat": "I'll come over!"}]}}],
    }
    mild["reactions"] = []
    mild["hello"]["hot"] = []
    mild["beats"]["complaint"]["says"]["hot"] = [{"discontent": "My parcel is lost!"}]
    assert made(mild).most_intense == 3
    assert "trigger:0/hot/0" not in [line.id for line in every_line(made(mild), 2)]


WITH = [
    name for name in library.names() if (b := library.load(name).persona.temper.interrupts) and b.triggers
]


def test_several_of_the_shipped_customers_have_triggers_and_as_many_have_none() -> None:
    assert 4 <= len(WITH) <= 7


@pytest.mark.parametrize("name", WITH)
def test_the_shipped_ones_are_short_and_each_can_be_said(name: str) -> None:
    who = library.load(name).persona
    lines = [line for line in every_line(who) if line.id.startswith("trigger:")]
    assert all(2 <= len(line.text.split()) <= 8 for line in lines), [line.text for line in lines]
    interrupts = who.temper.interrupts
    assert interrupts is not None
    for number, trigger in enumerate(interrupts.triggers):
        hot = who.model_copy(update={"temper": who.temper.model_copy(update={"start": ABUSIVE + 1})})
        for phrase in trigger.hears:
            assert number in Listener(EAR, who).triggers(f"well, {phrase.capitalize()}, you know")
        for dial in range(4):
            assert begun(hot, policy=Policy(intensity=dial)).break_in_on([number]) is not None
