"""What the customer remembers: what was told and heard, and how often in a row it has asked."""

from __future__ import annotations

from simulator.customer.dialogue import Dialogue, Reaction
from simulator.customer.drawing import Drawing
from simulator.customer.lines import Said
from tests.simulator.customer.sample import SAMPLE, at, begun, persona, reply

DAY, NUMBER = reply("closed_question", "asks:day"), reply("closed_question", "asks:number")
TWO_FACTS = Said.model_validate({"warm": [{"sharp": "On {day} it was {number}!"}]})
DUE = Said.model_validate({"warm": [{"sharp": "It was due on {day}."}]})


def touchy() -> Dialogue:
    """A customer who minds being asked again, and has told the day in the first line."""
    return begun(persona(heats={"asked_again": 1}))


def asked_again(reaction: Reaction) -> bool:
    return "asked_again" in {change.reason for change in reaction.heat}


# A line that was cut ----------------------------------------------------------------------------


def test_what_a_cut_line_told_may_be_asked_for() -> None:
    cut, heard = touchy(), touchy()
    cut.unsaid()
    assert not asked_again(cut.hear(DAY))
    assert asked_again(heard.hear(DAY))


def test_once_told_again_it_is_asked_for_again() -> None:
    dialogue = touchy()
    dialogue.unsaid()
    assert dialogue.hear(DAY).line.id.startswith("told:day")
    assert asked_again(dialogue.hear(DAY))


def test_an_answer_that_was_cut_was_not_told() -> None:
    dialogue = touchy()
    assert dialogue.hear(NUMBER).line.id.startswith("told:number")
    dialogue.unsaid()
    assert not asked_again(dialogue.hear(NUMBER))


def test_what_was_told_before_the_cut_line_stays_told() -> None:
    dialogue = touchy()
    dialogue.hear(NUMBER)
    dialogue.hear(NUMBER)
    dialogue.unsaid()  # said twice, cut the second time
    assert asked_again(dialogue.hear(NUMBER))
    assert asked_again(dialogue.hear(DAY))


def test_a_fact_told_without_its_name_is_untold_too() -> None:
    drawing = Drawing(SAMPLE, 0, 3)
    drawing.draw("here", DUE, 5)
    drawing.tell("number")
    drawing.untell()
    assert "number" not in drawing.told


def test_only_the_facts_that_the_last_line_was_the_first_to_tell_are_untold() -> None:
    drawing = Drawing(SAMPLE, 0, 3)
    drawing.draw("here", DUE, 5)
    drawing.draw("there", TWO_FACTS, 5)
    assert drawing.told == {"day", "number"}
    drawing.untell()
    assert drawing.told == {"day"}


# In a row ---------------------------------------------------------------------------------------


def patient() -> Dialogue:
    """A customer who hangs up on the third answer in a row that is none; two were given."""
    dialogue = at(6, asks=2, cools={"thanks": 0})
    assert [dialogue.hear(reply("thanks")).ending for _ in range(2)] == [None, None]
    return dialogue


def until_the_end(dialogue: Dialogue) -> list[str | None]:
    return [dialogue.hear(reply("thanks")).ending for _ in range(3)]


def test_telling_a_fact_begins_the_count_of_asking_anew() -> None:
    dialogue = patient()
    assert dialogue.hear(NUMBER).line.id.startswith("told:")
    assert until_the_end(dialogue) == [None, None, "hung_up"]


def test_throwing_something_back_begins_it_anew() -> None:
    dialogue = patient()
    assert dialogue.hear(reply("jargon")).line.id.startswith("reaction:jargon")
    assert until_the_end(dialogue) == [None, None, "hung_up"]


def test_a_fact_without_words_of_its_own_to_tell_does_not() -> None:
    dialogue = patient()
    assert dialogue.hear(reply("closed_question", "asks:depot")).ending == "hung_up"
