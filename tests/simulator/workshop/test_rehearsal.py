"""A call by text does what the same words do in a spoken one."""

from __future__ import annotations

from simulator.customer.dialogue import Dialogue, Policy
from simulator.customer.listener import Listener
from simulator.ear import lexicon
from simulator.ear.cues import Ear
from simulator.workshop.rehearsal import Rehearsal
from tests.simulator.customer.sample import ABUSIVE, SAMPLE, persona

EAR = Ear(lexicon.load())
SORRY = "I'm so sorry about that. What is your tracking number?"


def test_the_customer_has_spoken_first() -> None:
    assert Rehearsal(SAMPLE, EAR).line == Dialogue(SAMPLE).open()


def test_words_do_what_they_do_to_listener_and_dialogue() -> None:
    rehearsal, dialogue = Rehearsal(SAMPLE, EAR, seed=3), Dialogue(SAMPLE, 3)
    heard = Listener(EAR, SAMPLE).reply(SORRY, dialogue.open().text)
    assert rehearsal.say(SORRY) == dialogue.hear(heard)
    assert rehearsal.reply == heard
    assert rehearsal.dialogue.beat == "details"


def test_the_customers_line_is_the_one_that_was_said_last() -> None:
    rehearsal = Rehearsal(SAMPLE, EAR)
    assert rehearsal.say("Calm down.").line is rehearsal.line
    assert rehearsal.wait(8).line is rehearsal.line


def test_saying_back_the_line_before_is_a_paraphrase() -> None:
    rehearsal = Rehearsal(SAMPLE, EAR)
    rehearsal.say("So your parcel was due on Monday.")
    assert rehearsal.reply is not None
    assert "paraphrase" in rehearsal.reply.shown


def test_interrupting_is_taken_as_such() -> None:
    changes = Rehearsal(SAMPLE, EAR).say(SORRY, interrupted=True).heat
    assert changes[0].reason == "interrupted"


def test_silence_is_at_least_as_long_as_the_customers_patience() -> None:
    short, patient = Rehearsal(SAMPLE, EAR), Rehearsal(SAMPLE, EAR)
    assert short.wait(0.5) == patient.wait(SAMPLE.temper.silence.patience_s)
    assert short.line.id.startswith("hello")


def test_seed_and_policy_are_the_dialogues() -> None:
    hot = persona(start=ABUSIVE)
    assert Rehearsal(hot, EAR).line.intensity == 2
    assert Rehearsal(hot, EAR, policy=Policy(intensity=1)).line.intensity == 0
