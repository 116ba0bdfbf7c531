"""Rule 6: what the customer throws back, and digressions."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.customer.beats import CIRCUMSTANCES
from simulator.customer.dialogue import Dialogue
from simulator.customer.listener import Reply
from simulator.customer.persona import Persona
from tests.simulator.customer.sample import ABUSIVE, SAMPLE, at, begun, data, heard, made, reply

MOVES_ON = ("apology", "asks:number")


def reacting(to: str, **temper: object) -> Persona:
    """The sample with one reaction more, tried first."""
    who: Any = data()
    who["temper"].update(temper)
    who["reactions"].insert(0, {"to": to, "says": {"warm": [{"discontent": "So that is it."}]}})
    return made(who)


def test_a_behaviour_is_thrown_back_and_the_beat_stays() -> None:
    reaction = heard(reply("dismissive"))
    assert reaction.line.id.startswith("reaction:dismissive")
    assert reaction.beat == "complaint"


def test_reacting_comes_before_moving_on() -> None:
    dialogue = begun()
    assert dialogue.hear(reply("jargon", *MOVES_ON)).line.text == "Speak English, please."
    assert dialogue.beat == "complaint"


def test_what_was_shown_with_it_is_not_lost() -> None:
    dialogue = begun()
    dialogue.hear(reply("jargon", *MOVES_ON))
    assert dialogue.hear(reply("thanks")).beat == "details"


def test_a_reaction_waits_for_its_heat() -> None:
    assert not at(5).hear(reply("non_apology")).line.id.startswith("reaction")
    assert at(6).hear(reply("non_apology")).line.id.startswith("reaction:non_apology")


def test_a_reaction_marked_once_happens_once() -> None:
    dialogue = begun()
    lines = [dialogue.hear(reply("jargon")).line.id for _ in range(2)]
    assert [line.startswith("reaction:jargon") for line in lines] == [True, False]


def test_other_reactions_happen_again() -> None:
    dialogue = at(4)
    ids = [dialogue.hear(reply("dismissive", "empathy")).line.id for _ in range(2)]
    assert ids[0].startswith("reaction:dismissive")
    who = data()
    who["reactions"][4]["once"] = False
    who["reactions"][4]["says"]["warm"].append({"discontent": "Again, in English."})
    dialogue = begun(made(who))
    assert all(dialogue.hear(reply("jargon")).line.id.startswith("reaction:jargon") for _ in range(2))


def test_asking_to_hold_is_thrown_back_and_granted() -> None:
    dialogue = begun()
    assert dialogue.hear(reply("thanks", hold=True)).line.text == "All right, I'll wait."
    assert dialogue.patience_s == SAMPLE.temper.hold.patience_s


@pytest.mark.parametrize("label", ["warning", "boundary"])
def test_conduct_is_thrown_back_only_without_abuse(label: str) -> None:
    assert at(5).hear(reply(label)).line.id.startswith(f"reaction:{label}")
    assert not at(ABUSIVE).hear(reply(label)).line.id.startswith("reaction")


def test_an_overpromise_leads_to_a_digression_and_comfort_leads_back() -> None:
    dialogue = begun()
    away = dialogue.hear(reply("overpromise"))
    assert (away.beat, away.line.id) == ("doubts", "doubts/says/warm/0")
    back = dialogue.hear(reply("reassurance"))
    assert back.beat == "complaint"
    assert back.line.id.startswith("complaint/asks_again")


def test_comfort_in_the_same_breath_as_the_overpromise_does_not_end_the_digression() -> None:
    dialogue = begun()
    assert dialogue.hear(reply("overpromise", "reassurance")).beat == "doubts"
    assert dialogue.hear(reply("thanks")).beat == "doubts"


def test_a_digression_is_gone_into_once() -> None:
    dialogue = begun()
    dialogue.hear(reply("overpromise"))
    dialogue.hear(reply("reassurance"))
    assert dialogue.hear(reply("overpromise")).beat == "complaint"


def test_back_is_no_way_for_who_did_not_digress() -> None:
    who = data()
    who["beats"]["complaint"]["ways"].insert(0, {"needs": ["reassurance"], "then": "back"})
    dialogue = begun(made(who))
    assert dialogue.hear(reply("reassurance")).beat == "complaint"
    assert all(way.then != "back" for way in dialogue.ways)


def test_coming_back_with_the_needs_of_the_beat_before_moves_on_at_once() -> None:
    dialogue = begun()
    dialogue.hear(reply("overpromise"))
    assert dialogue.hear(reply("reassurance", *MOVES_ON)).beat == "details"


# How a reply came, and what it asks for or offers ------------------------------------------------

CAME: dict[str, Reply] = {
    "on_hold": reply("thanks", hold=True),
    "interrupted": reply("thanks", interrupted=True),
    "rushed": reply("thanks", rushed=True),
    "asked_again": reply("closed_question", "asks:day"),  # the first line told the day
    "heeded": reply("boundary"),
    "asks:depot": reply("closed_question", "asks:depot"),
    "offers:voucher": reply("solution", "offers:voucher"),
}


def thrown_back(to: str, answer: Reply, **temper: object) -> bool:
    return begun(reacting(to, **temper)).hear(answer).line.text == "So that is it."


@pytest.mark.parametrize("to", CAME)
def test_a_customer_reacts_to_how_a_reply_came_and_to_its_topics(to: str) -> None:
    assert set(CIRCUMSTANCES) < set(CAME)
    start = ABUSIVE if to == "heeded" else 6
    assert thrown_back(to, CAME[to], start=start)
    assert not thrown_back(to, reply("thanks"), start=start)


def test_a_boundary_is_heeded_only_after_abuse_and_only_as_often_as_it_takes() -> None:
    boundary = reply("boundary")
    assert not thrown_back("heeded", boundary, start=5)
    assert not thrown_back("heeded", boundary, start=ABUSIVE, heeds=0)
    dialogue = begun(reacting("heeded", start=ABUSIVE, heeds=2))
    said = [dialogue.hear(boundary).line.text == "So that is it." for _ in range(2)]
    assert said == [False, True]
    dialogue = begun(reacting("heeded", start=ABUSIVE))
    said = [
        dialogue.hear(each).line.text == "So that is it." for each in (boundary, reply("thanks"), boundary)
    ]
    assert said == [True, False, False]


def test_checking_a_fact_is_not_asking_again() -> None:
    assert not thrown_back("asked_again", reply("paraphrase", "closed_question", "asks:day"), start=5)


# What a digression keeps -------------------------------------------------------------------------


def test_needs_met_before_a_digression_are_kept() -> None:
    dialogue = begun()
    dialogue.hear(reply("apology"))
    assert dialogue.hear(reply("overpromise")).beat == "doubts"
    assert dialogue.hear(reply("reassurance")).beat == "complaint"
    assert dialogue.hear(reply("asks:number")).beat == "details"


def test_needs_met_before_a_digression_count_with_those_that_lead_back() -> None:
    dialogue = begun()
    dialogue.hear(reply("apology"))
    dialogue.hear(reply("overpromise"))
    assert dialogue.hear(reply("reassurance", "asks:number")).beat == "details"


def test_needs_met_in_a_digression_do_not_count_outside() -> None:
    dialogue = begun()
    dialogue.hear(reply("overpromise"))
    dialogue.hear(reply("apology"))
    dialogue.hear(reply("reassurance"))
    assert dialogue.hear(reply("asks:number")).beat == "complaint"


def test_a_digression_from_a_digression_leads_back_step_by_step_with_what_was_met() -> None:
    who: Any = data()
    who["beats"]["aside"] = {**data()["beats"]["doubts"], "ways": [{"needs": ["thanks"], "then": "back"}]}
    who["beats"]["doubts"]["ways"] = [{"needs": ["reassurance", "commitment"], "then": "back"}]
    who["reactions"].append({"to": "defensive", "then": "aside"})
    dialogue: Dialogue = begun(made(who))
    beats = [
        dialogue.hear(reply(shown)).beat
        for shown in (
            "apology",
            "overpromise",
            "commitment",
            "defensive",
            "thanks",
            "reassurance",
            "asks:number",
        )
    ]
    assert beats == ["complaint", "doubts", "doubts", "aside", "doubts", "complaint", "details"]
