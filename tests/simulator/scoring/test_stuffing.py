"""Phrases without a person behind them: no way of saying everything at once beats one plain good reply."""

from __future__ import annotations

import pytest

from simulator.scoring.recital import is_recital
from tests.simulator.scoring.calls import GOOD, SHARP, conversation, facts, total

STUFFED = (
    "Sorry, I understand, that must be so frustrating, so you were charged twice, tell me more, I can refund "
    "it today, you'll have it by tomorrow, I'll take care of this myself, thank you for your patience.",
    "I hear you. I'm so sorry. That must be awful. You were charged twice and your rent bounced. Can you "
    "tell me what happened? I can refund it. It will be there within two days. I'm going to take care of "
    "this for you. I'll call you on Friday to check. Thank you for calling.",
    "I understand your frustration, I apologise, how can I help, I can refund you right now, I'll email you "
    "in ten minutes, leave it with me, thank you for your patience, I'll call you back tomorrow to check.",
    "Thank you. I'll take care of this. By Friday you'll have your money. I'll refund it. What happened? "
    "You were charged twice and the rent bounced. How frustrating that is. I'm so sorry. I understand.",
    "sorry i understand that must be so frustrating you were charged twice and your rent bounced tell me "
    "more i can refund it you'll have it by friday i'll take care of this for you thank you for waiting",
    "I'm sorry. I understand. How upsetting that is. I'll refund you. Within two working days it will be "
    "there. Please don't swear at me. I'll put you through to my supervisor. Thank you for your patience.",
)
PLAIN = (
    "I'm so sorry that we charged you twice. That must be really frustrating.",
    "I'm sorry, that was our mistake. Let me refund the second payment for you.",
    "That must be awful, with the rent due. I'm sorry we charged you twice.",
    "So you were charged twice and your rent bounced because of it. I'll refund the second payment now.",
    "I can refund the second payment right now.",
    "I hear you, and I can see why you're so angry.",
    "I can see the second payment, and I'll send it back to your account today.",
)
NATURAL = (
    "I'm so sorry that we charged you twice, Dana, and that your rent bounced because of it. That must be "
    "really frustrating when all you did was pay on time. I've found the second payment here, and I can "
    "refund it right now. It will be back in your account within two working days, and I'll email you the "
    "confirmation before we hang up. I'm going to take care of this for you myself.",
    "I can hear how upset you are, and I'm sorry. You were charged twice and your rent bounced, and that was "
    "our mistake. I can send the second payment back today, it will be in your account by Friday, and I'll "
    "cover the bank's fee as well. Would that help you with your landlord?",
    "I'm so sorry, Dana. We charged you twice, and your rent bounced because of it. That must be really "
    "frustrating. I can refund the second payment right now, and it will be in your account by Thursday. "
    "What else would you need from us to put this right with your landlord?",
)
"""Replies that an agent would be praised for; each does six things, some of which have two names."""


@pytest.mark.parametrize("plain", PLAIN)
def test_one_plain_good_reply_beats_every_recital(plain: str) -> None:
    assert total(plain) > max(total(stuffed) for stuffed in STUFFED)


@pytest.mark.parametrize("stuffed", STUFFED)
def test_a_recital_is_worth_no_more_than_saying_nothing_much(stuffed: str) -> None:
    assert total(stuffed) <= total("Okay. One moment.")


@pytest.mark.parametrize("stuffed", STUFFED)
def test_a_recital_in_every_turn_is_worth_less_than_four_plain_turns(stuffed: str) -> None:
    assert total(*[stuffed] * 4) < total(*PLAIN[:4]) < total(*GOOD)


def test_four_different_recitals_are_worth_less_than_four_plain_turns() -> None:
    assert total(*STUFFED[:4]) < total(*PLAIN[:4])
    assert total(*STUFFED[:4], intensities=(SHARP,) * 4) < total(*PLAIN[:4], intensities=(SHARP,) * 4)


def test_a_recital_before_a_good_call_wins_nothing_on_top() -> None:
    assert total(STUFFED[0], *GOOD) <= total("Okay. One moment.", *GOOD)


def test_one_phrase_in_every_turn_is_worth_less_than_four_plain_turns() -> None:
    again = "I'm so sorry that we charged you twice, that must be frustrating."
    assert total(*[again] * 4, intensities=(SHARP,) * 4) < total(*PLAIN[:4], intensities=(SHARP,) * 4)


@pytest.mark.parametrize("natural", NATURAL)
def test_a_long_rich_reply_is_no_recital(natural: str) -> None:
    (turn,) = facts(conversation(natural)).turns
    assert not is_recital(turn)
    assert total(natural) > total("I can refund the second payment right now.")


@pytest.mark.parametrize("good", GOOD)
def test_a_good_turn_is_no_recital(good: str) -> None:
    assert not any(is_recital(turn) for turn in facts(conversation(good)).turns)
