"""The rules of the conversation, in the order of the engine's head: what is said and where it leads."""

from __future__ import annotations

import pytest

from simulator.customer.dialogue import Dialogue, Policy
from simulator.customer.persona import Persona
from tests.simulator.customer.sample import SAMPLE, at, begun, data, heard, made, persona, reply

MOVES_ON = ("apology", "asks:number")


def test_the_call_opens_with_the_first_beat_at_the_heat_of_the_start() -> None:
    line = Dialogue(SAMPLE).open()
    assert line.id == "complaint/says/warm/0"
    assert line.text == "My parcel was due on Monday. Where is it?"
    assert Dialogue(persona(start=2)).open().id == "complaint/says/cool/0"


# 1 heat --------------------------------------------------------------------------------------


def test_a_reply_moves_the_heat_and_says_why() -> None:
    dialogue = begun()
    (change,) = dialogue.hear(reply("empathy")).heat
    assert (change.reason, change.before, change.after) == ("empathy", 6, dialogue.heat)


def test_asking_for_what_was_told_annoys_whom_that_annoys() -> None:
    who = persona(heats={"asked_again": 1})
    again = reply("closed_question", "asks:day")  # the first line told the day
    reasons = [change.reason for change in begun(who).hear(again).heat]
    assert reasons[0] == "asked_again"
    fresh = reply("closed_question", "asks:number")
    assert "asked_again" not in [change.reason for change in begun(who).hear(fresh).heat]


def test_saying_back_what_was_told_is_checking_not_asking_again() -> None:
    checked = begun(persona(heats={"asked_again": 1})).hear(reply("paraphrase", "asks:day"))
    assert "asked_again" not in [change.reason for change in checked.heat]


def test_a_fact_told_in_answer_is_known_as_told() -> None:
    dialogue = begun(persona(heats={"asked_again": 1}))
    asked = reply("closed_question", "asks:number")
    assert dialogue.hear(asked).line.id.startswith("told:number")
    assert dialogue.hear(asked).heat[0].reason == "asked_again"


def priced(**worth: float) -> Persona:
    """The sample with remedies of some worth."""
    who = data()
    for name, degrees in worth.items():
        who["remedies"][name]["worth"] = degrees
    return made(who)


BOTH = ("solution", "offers:resend", "offers:voucher")


@pytest.mark.parametrize(
    ("worth", "shown", "moved"),
    [
        ({"voucher": 2}, ("solution", "offers:voucher"), [("solution", -2)]),
        ({"voucher": -2}, ("solution", "offers:voucher"), [("wrong_remedy", 2)]),
        ({"voucher": -2}, ("solution", "offers:resend"), [("solution", -1.4)]),
        ({"voucher": -2, "resend": 2}, BOTH, [("solution", -2)]),
        ({"voucher": -2, "resend": -1}, BOTH, [("wrong_remedy", 1)]),
        ({"voucher": -2}, BOTH, [("solution", -1.4)]),  # what the other is worth is not known
        ({"voucher": -2}, ("solution",), [("solution", -1.4)]),
    ],
)
def test_the_best_remedy_that_is_offered_counts_where_all_have_a_worth(
    worth: dict[str, float], shown: tuple[str, ...], moved: list[tuple[str, float]]
) -> None:
    changes = heard(reply(*shown), who=priced(**worth)).heat
    assert [(each.reason, round(each.after - each.before, 2)) for each in changes] == moved


# 7 move on -----------------------------------------------------------------------------------


def test_all_needs_of_a_way_open_it_in_one_reply_or_over_several() -> None:
    assert heard(reply(*MOVES_ON)).beat == "details"
    assert heard(reply("apology")).beat == "complaint"
    assert heard(reply("apology"), reply("asks:number")).beat == "details"


def test_either_side_of_a_bar_will_do() -> None:
    assert heard(reply("empathy", "asks:number")).beat == "details"


def test_a_customer_who_is_too_hot_does_not_go_on_until_cooler() -> None:
    dialogue = at(10)
    assert dialogue.hear(reply("asks:number", "empathy")).beat == "complaint"  # 8.6, over 8
    assert dialogue.hear(reply("thanks", "reassurance")).beat == "details"


def test_ways_are_tried_in_their_order() -> None:
    assert heard(reply("offers:resend", *MOVES_ON)).beat == "promise"


def test_a_new_beat_begins_with_its_says() -> None:
    assert heard(reply(*MOVES_ON)).line.id == "details/says/warm/0"


def test_beats_whose_needs_the_same_reply_met_are_passed_over() -> None:
    reaction = heard(reply("solution", "commitment", *MOVES_ON))
    assert (reaction.beat, reaction.line.id) == ("promise", "promise/says/warm/0")


def test_one_reply_can_go_all_the_way() -> None:
    assert heard(reply("offers:resend", "follow_up", "apology")).ending == "resolved"


def test_needs_met_in_an_earlier_beat_do_not_count_in_the_next() -> None:
    assert heard(reply("solution"), reply(*MOVES_ON), reply("commitment")).beat == "details"


def test_a_way_round_in_a_circle_is_gone_once_a_reply() -> None:
    reaction = heard(reply("offers:resend", "thanks"))
    assert reaction.beat == "complaint"
    assert reaction.ending is None


def test_help_ends_the_call_as_resolved_when_cool_and_as_a_grudge_when_hot() -> None:
    helped = reply("offers:resend", "follow_up")
    assert at(4).hear(helped).ending == "resolved"
    assert at(7).hear(helped).ending == "grudge"


def test_an_ending_without_words_of_its_own_borrows_them() -> None:
    assert at(7).hear(reply("offers:resend", "follow_up")).line.id.startswith("end:resolved")


def test_a_beat_that_begins_anew_is_not_passed_over() -> None:
    who = data()
    who["beats"]["details"]["anew"] = True
    dialogue = begun(made(who))
    assert dialogue.hear(reply("solution", "commitment", *MOVES_ON)).line.id == "details/says/cool/0"
    assert dialogue.hear(reply("commitment")).beat == "details"
    assert dialogue.hear(reply("solution")).beat == "promise"


def test_a_beat_that_begins_anew_is_reached_in_passing_as_any_other() -> None:
    who = data()
    who["beats"]["promise"]["anew"] = True
    reaction = heard(reply("solution", "commitment", "follow_up", *MOVES_ON), who=made(who))
    assert (reaction.beat, reaction.ending) == ("promise", None)


# 8 tell --------------------------------------------------------------------------------------


def test_a_fact_that_is_asked_for_out_of_turn_is_told() -> None:
    reaction = heard(reply("closed_question", "asks:number"))
    assert reaction.beat == "complaint"
    assert reaction.line.id.startswith("told:number")
    assert "seven seven two" in reaction.line.text.lower()


def test_a_fact_without_words_to_tell_it_is_asked_about_in_vain() -> None:
    assert heard(reply("closed_question", "asks:depot")).line.id.startswith("complaint/asks_again")


# 9 ask again ---------------------------------------------------------------------------------


def test_an_answer_that_is_none_is_asked_for_again() -> None:
    assert heard(reply("thanks")).line.id.startswith("complaint/asks_again")


def test_asked_often_enough_without_an_answer_the_customer_hangs_up() -> None:
    dialogue = at(6, asks=2, cools={"thanks": 0})
    endings = [dialogue.hear(reply("thanks")).ending for _ in range(3)]
    assert endings == [None, None, "hung_up"]


def test_moving_on_begins_the_count_anew() -> None:
    dialogue = at(6, asks=2)
    replies = [("thanks",), ("thanks",), MOVES_ON, ("thanks",), ("thanks",)]
    assert [dialogue.hear(reply(*shown)).ending for shown in replies] == [None] * 5


# Silence, the floor and the dial -------------------------------------------------------------


def test_silence_heats_and_brings_a_hello_a_few_times_and_then_the_end() -> None:
    dialogue = at(5, silence={"hellos": 2})
    reactions = [dialogue.wait(8.0) for _ in range(3)]
    assert [r.line.id.partition("/")[0] for r in reactions] == ["hello", "hello", "end:hung_up"]
    assert [r.ending for r in reactions] == [None, None, "hung_up"]
    assert {c.reason for r in reactions for c in r.heat} == {"kept_waiting"}


def test_a_reply_begins_the_hellos_anew() -> None:
    dialogue = at(5, silence={"hellos": 1})
    assert dialogue.wait(8).ending is None
    dialogue.hear(reply("empathy"))
    assert dialogue.wait(8).ending is None


def test_a_hold_is_over_after_the_hello_into_it() -> None:
    dialogue = begun()
    dialogue.hear(reply("thanks", hold=True))
    (change,) = dialogue.wait(30).heat
    assert change.reason == "on_hold"
    assert dialogue.patience_s == SAMPLE.temper.silence.patience_s


def test_a_reply_without_a_hold_ends_the_hold() -> None:
    dialogue = begun()
    dialogue.hear(reply("thanks", hold=True))
    assert dialogue.hear(reply("thanks", waited_s=20)).heat[0].reason == "on_hold"
    assert dialogue.patience_s == SAMPLE.temper.silence.patience_s


def test_only_a_hot_enough_customer_talks_over_and_breaks_in() -> None:
    assert [at(heat).talks_over for heat in (7.9, 8)] == [False, True]
    assert [at(heat).breaks_in_after_s for heat in (5.9, 6)] == [None, 5]
    meek = begun(persona(start=10, talks_over=None, interrupts=None))
    assert (meek.talks_over, meek.breaks_in_after_s, meek.break_in()) == (False, None, None)


def test_what_is_broken_in_with_is_drawn_by_the_heat() -> None:
    line = at(6).break_in()
    assert line is not None
    assert line.text == "Can I say something?"


@pytest.mark.parametrize(("most", "intensity"), [(0, 0), (1, 0), (2, 2), (3, 2)])
def test_the_dial_bans_what_is_sharper(most: int, intensity: int) -> None:
    line = Dialogue(persona(start=8), policy=Policy(intensity=most)).open()
    assert line.intensity == intensity


def test_the_boundaries_that_the_customer_heeds_end_the_insults() -> None:
    dialogue = at(10, heeds=2, outbursts=10)
    dialogue.hear(reply("boundary"))
    assert dialogue.hear(reply("dismissive")).line.intensity >= 1
    dialogue.hear(reply("boundary"))
    assert all(dialogue.hear(reply("dismissive")).line.intensity < 2 for _ in range(4))


def test_a_customer_who_heeds_nothing_goes_on_insulting() -> None:
    dialogue = at(10, heeds=0, outbursts=10)
    dialogue.hear(reply("boundary"))
    assert any(dialogue.hear(reply("dismissive")).line.intensity == 2 for _ in range(5))


def test_a_boundary_before_the_abuse_is_not_heeded() -> None:
    dialogue = at(6, outbursts=10)
    dialogue.hear(reply("boundary"))
    assert any(dialogue.hear(reply("dismissive")).line.intensity == 2 for _ in range(5))
