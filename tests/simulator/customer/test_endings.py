"""How calls end: goodbyes, handovers, and customers who give up."""

from __future__ import annotations

import pytest

from simulator.customer.dialogue import MOST_REPLIES, Policy
from simulator.customer.persona import Persona
from tests.simulator.customer.sample import ABUSIVE, at, begun, data, heard, made, persona, reply

BYE = reply(farewell=True)
SUPERVISOR = reply("escalation")
THREATENED = reply("non_apology")
"""What a customer who is hot enough answers with a threat."""


# 2 hand over ---------------------------------------------------------------------------------


def test_offered_a_supervisor_the_customer_asks_whether_it_must_be_told_again() -> None:
    reaction = heard(SUPERVISOR)
    assert (reaction.line.id, reaction.ending) == ("handover/warm/0", None)


@pytest.mark.parametrize("care", ["paraphrase", "commitment", "reassurance"])
def test_whoever_takes_care_of_the_story_hands_the_call_over_well(care: str) -> None:
    assert heard(SUPERVISOR, reply(care)).ending == "escalated"
    assert heard(reply("escalation", care)).ending == "escalated"


@pytest.mark.parametrize("answer", [reply(), reply("solution"), BYE, SUPERVISOR], ids=range(4))
def test_whoever_does_not_passes_the_customer_on(answer: object) -> None:
    assert heard(SUPERVISOR, answer).ending == "passed_on"  # type: ignore[arg-type]


def test_silence_during_a_handover_does_not_end_it() -> None:
    dialogue = begun()
    dialogue.hear(SUPERVISOR)
    assert dialogue.wait(8).ending is None
    assert dialogue.hear(reply("commitment")).ending == "escalated"


def test_without_a_handover_in_the_file_an_escalation_is_the_end() -> None:
    who = data()
    del who["handover"]
    assert heard(SUPERVISOR, who=made(who)).ending == "escalated"


# 3 part --------------------------------------------------------------------------------------


def test_a_goodbye_before_anything_is_reached_is_the_trainee_ending_the_call() -> None:
    reaction = heard(BYE)
    assert (reaction.ending, reaction.line.text) == ("trainee_ended", "Wait!")


def test_a_goodbye_that_meets_the_last_need_is_the_beats_own_ending() -> None:
    who = persona(start=4)
    promised = reply("offers:resend")
    assert heard(promised, reply("follow_up", farewell=True), who=who).ending == "resolved"
    assert heard(promised, reply("follow_up", farewell=True), who=persona(start=9)).ending == "grudge"
    assert heard(promised, BYE, who=who).ending == "trainee_ended"


def last_way(**way: object) -> Persona:
    """A customer at whose last beat only an ending is left."""
    who = data()
    who["beats"]["promise"]["ways"] = [{"needs": ["follow_up"], "then": "end:resolved", **way}]
    who["temper"]["start"] = 4.8  # two replies with nothing in them make it 6
    return made(who)


def test_a_goodbye_where_only_an_ending_is_left_takes_it() -> None:
    promised = reply("offers:resend")
    assert heard(promised, BYE, who=last_way()).ending == "grudge"
    assert heard(promised, BYE, who=last_way(then="end:escalated")).ending == "escalated"


def test_a_goodbye_to_a_customer_too_hot_for_the_last_way_does_not_take_it() -> None:
    promised = reply("offers:resend")
    assert heard(promised, BYE, who=last_way(below=5.9)).ending == "trainee_ended"
    assert heard(promised, BYE, who=last_way(below=6)).ending == "grudge"


def test_a_goodbye_before_the_last_beat_takes_no_ending_of_it() -> None:
    assert heard(reply("apology"), BYE, who=last_way()).ending == "trainee_ended"


ALL_THE_WAY = (reply("apology", "asks:number"), reply("solution", "commitment"), reply("follow_up"))


def test_a_goodbye_in_a_reply_that_goes_all_the_way_takes_its_ending() -> None:
    shown = [one for each in ALL_THE_WAY for one in each.shown]
    assert heard(reply(*shown, farewell=True), who=persona(start=4)).ending == "resolved"
    assert heard(reply(*shown[:-1], farewell=True), who=persona(start=4)).ending == "trainee_ended"
    assert (
        heard(reply("offers:resend", "follow_up", farewell=True), who=persona(start=4)).ending == "resolved"
    )


@pytest.mark.parametrize(
    ("needs", "ending"),
    [
        (["thanks"], "grudge"),
        (["follow_up"], "grudge"),
        (["acknowledgement"], "grudge"),
        (["reassurance"], "grudge"),
        (["thanks | commitment"], "grudge"),
        (["commitment"], "trainee_ended"),
        (["thanks", "commitment"], "trainee_ended"),
        (["solution | escalation"], "trainee_ended"),
    ],
)
def test_a_goodbye_in_the_last_beat_may_leave_out_courtesies_and_no_more(
    needs: list[str], ending: str
) -> None:
    assert heard(reply("offers:resend"), BYE, who=last_way(needs=needs)).ending == ending


def test_a_duly_warned_caller_is_ended_after_warnings_though_only_thanks_are_left() -> None:
    who = last_way()
    hot = who.model_copy(update={"temper": who.temper.model_copy(update={"start": ABUSIVE})})
    assert heard(reply("warning"), reply("offers:resend"), BYE, who=hot).ending == "ended_after_warnings"
    assert heard(reply("offers:resend"), BYE, who=hot).ending == "grudge"


def test_after_abuse_and_the_due_warnings_the_call_may_be_ended() -> None:
    warned = at(ABUSIVE)
    warned.hear(reply("warning"))
    assert warned.hear(BYE).ending == "ended_after_warnings"
    assert at(ABUSIVE).hear(BYE).ending == "trainee_ended"


def test_a_warning_in_the_goodbye_itself_comes_too_late() -> None:
    assert at(ABUSIVE).hear(reply("warning", farewell=True)).ending == "trainee_ended"
    twice = at(ABUSIVE, Policy(warnings=2))
    twice.hear(reply("warning"))
    assert twice.hear(reply("warning", farewell=True)).ending == "trainee_ended"


def test_as_many_warnings_are_due_as_the_house_says() -> None:
    for due, ending in (0, "ended_after_warnings"), (1, "ended_after_warnings"), (2, "trainee_ended"):
        dialogue = at(ABUSIVE, Policy(warnings=due))
        dialogue.hear(reply("warning"))
        assert dialogue.hear(BYE).ending == ending
    assert at(ABUSIVE, Policy(warnings=0)).hear(BYE).ending == "ended_after_warnings"


def test_warnings_to_a_customer_who_was_not_abusive_do_not_count() -> None:
    dialogue = at(5)
    dialogue.hear(reply("warning"))
    assert dialogue.hear(BYE).ending == "trainee_ended"
    assert at(5, Policy(warnings=0)).hear(BYE).ending == "trainee_ended"


def test_a_dial_that_keeps_the_customer_civil_makes_warnings_needless() -> None:
    dialogue = at(ABUSIVE, Policy(intensity=1))
    dialogue.hear(reply("warning"))
    assert dialogue.hear(BYE).ending == "trainee_ended"


def test_a_goodbye_after_a_threat_is_disengaging_whatever_else_is_reached() -> None:
    dialogue = at(7)
    assert dialogue.hear(THREATENED).line.intensity == 3
    assert dialogue.hear(reply("offers:resend", "follow_up", farewell=True)).ending == "disengaged"


def test_a_goodbye_with_an_offer_of_a_supervisor_is_a_goodbye() -> None:
    assert heard(reply("escalation", "commitment", farewell=True)).ending == "trainee_ended"


# 4 escalate ----------------------------------------------------------------------------------


def test_a_supervisor_after_a_threat_is_disengaging() -> None:
    dialogue = at(7)
    dialogue.hear(THREATENED)
    assert dialogue.hear(reply("escalation", "commitment")).ending == "disengaged"


def test_a_dial_below_threats_leaves_nothing_to_disengage_from() -> None:
    dialogue = at(7, Policy(intensity=2))
    dialogue.hear(THREATENED)
    assert dialogue.hear(BYE).ending == "trainee_ended"


# 5 give up -----------------------------------------------------------------------------------


def test_replies_in_a_row_at_the_ceiling_make_the_customer_hang_up() -> None:
    dialogue = at(10, outbursts=2)
    assert dialogue.hear(reply("dismissive")).ending is None
    reaction = dialogue.hear(reply("dismissive"))
    assert (reaction.ending, reaction.line.text) == ("hung_up", "I give up.")


def test_giving_up_comes_before_being_helped() -> None:
    helped = reply("dismissive", "offers:resend", "follow_up")
    assert at(10, outbursts=1).hear(helped).ending == "hung_up"


def test_parting_comes_before_giving_up() -> None:
    assert at(10, outbursts=1).hear(reply("dismissive", farewell=True)).ending == "trainee_ended"


def test_a_handover_is_not_lost_to_giving_up() -> None:
    dialogue = at(10, outbursts=1)
    asked = dialogue.hear(reply("dismissive", "escalation"))
    assert (asked.line.id.partition("/")[0], asked.ending) == ("handover", None)
    assert dialogue.hear(reply("dismissive", "commitment")).ending == "escalated"
    assert at(10, outbursts=1).hear(reply("dismissive", "escalation", "commitment")).ending == "escalated"


def test_the_last_of_the_replies_can_still_hand_over() -> None:
    who = data()
    who["temper"]["asks"] = 10
    who["reactions"].append(
        {"to": "thanks", "says": {"warm": [{"discontent": "Yes."}, {"discontent": "No."}]}}
    )
    dialogue = begun(made(who))
    assert all(dialogue.hear(reply("thanks")).ending is None for _ in range(MOST_REPLIES - 1))
    assert dialogue.hear(SUPERVISOR).ending is None
    assert dialogue.hear(reply("commitment")).ending == "escalated"


def test_any_customer_has_had_enough_at_last() -> None:
    who = data()
    who["reactions"].append(
        {"to": "thanks", "says": {"warm": [{"discontent": "Yes."}, {"discontent": "No."}]}}
    )
    dialogue = begun(made(who))
    endings = [dialogue.hear(reply("thanks")).ending for _ in range(MOST_REPLIES)]
    assert endings == [None] * (MOST_REPLIES - 1) + ["hung_up"]
