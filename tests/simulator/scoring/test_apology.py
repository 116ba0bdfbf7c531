"""How much of an apology there was."""

from __future__ import annotations

import pytest

from simulator.scoring.apology import PARTS
from tests.simulator.scoring.calls import EAR, card, conversation, found, not_counted, points, ruled

SORRY = "I'm so sorry."
MORE = {
    "responsibility": "That was our mistake.",
    "repair": "I can refund the second payment right now.",
    "explanation": "The reason is that two systems ran at once.",
    "forgiveness": "I hope you can forgive us.",
    "repentance": "I've raised it so that it doesn't happen again.",
}
PLAIN = "One moment, I have the page open."


def worth(*says: str, wanted: int = 3, **call: tuple[int, ...]) -> float:
    """The points of six that the fullest apology of a call wins."""
    scored = card(conversation(*says, unsure=call.get("unsure", ())), ruled({"apology": wanted}))
    return sum(points(scored))


@pytest.mark.parametrize("wanted", range(1, 7))
def test_more_parts_win_more_up_to_the_number_that_is_wanted(wanted: int) -> None:
    text = SORRY
    won = [worth(text, wanted=wanted)]
    for part in MORE.values():
        text = f"{text} {part}"
        won.append(worth(text, wanted=wanted))
    assert won == [round(6 * min(1, parts / wanted), 2) for parts in range(1, 7)]


@pytest.mark.parametrize("part", MORE)
def test_each_part_is_told(part: str) -> None:
    why = found(card(conversation(f"{SORRY} {MORE[part]}"), ruled({"apology": 3})))[0].why
    heard, absent = why.split("not heard: ")
    assert "2 parts" in heard
    assert part in heard
    assert sorted(absent.split(", ")) == sorted(set(PARTS) - {"regret", part})


@pytest.mark.parametrize(
    "text",
    [
        "It wasn't our fault.",
        "It was not our mistake.",
        "That's not our fault.",
        "It was never our mistake.",
        "That isn't on us.",
        "We don't accept the blame.",
        "I don't think it was our mistake.",
        "I can't promise it won't happen again.",
        "I can't replace it.",
    ],
)
def test_a_part_that_is_denied_does_not_count(text: str) -> None:
    assert EAR.apology_parts(text) == frozenset()
    assert worth(f"{SORRY} {text}") == 2


def test_the_repair_may_come_in_the_next_reply_but_no_later() -> None:
    assert worth(SORRY, MORE["repair"]) == 4
    assert worth(SORRY, PLAIN, MORE["repair"]) == 2
    assert worth(MORE["repair"], SORRY) == 2


def test_the_fullest_apology_counts_wherever_it_comes() -> None:
    full = f"{SORRY} {MORE['responsibility']}"
    assert worth(SORRY, full) == worth(full, SORRY) == worth(full) == 4


def test_parts_without_regret_are_no_apology() -> None:
    scored = card(conversation(f"{MORE['responsibility']} {MORE['repair']}"), ruled({"apology": 3}))
    assert points(scored) == []
    assert "a.a" in not_counted(scored)


def test_an_apology_that_was_not_heard_surely_neither_wins_nor_loses() -> None:
    scored = card(conversation(SORRY, unsure=(1,)), ruled({"apology": 3}))
    assert points(scored) == []
    assert scored.total is None


def test_a_repair_that_was_not_heard_surely_is_none() -> None:
    assert worth(SORRY, MORE["repair"], unsure=(2,)) == 2


def test_an_apology_for_the_customers_feelings_is_none() -> None:
    assert worth("I'm sorry you feel that way. That was our mistake.") == 0


def test_a_call_without_an_apology_is_not_told_that_there_was_no_occasion() -> None:
    assert "no occasion" not in not_counted(card(conversation(PLAIN)))["apology.parts"]
