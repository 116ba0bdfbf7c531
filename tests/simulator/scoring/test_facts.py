"""What scoring makes of agreed waits, and of abuse that comes in the middle of a turn."""

from __future__ import annotations

import pytest

from audio.ears import frame_at
from simulator import events
from simulator.events import Event
from simulator.scoring.facts import Facts
from tests.simulator.scoring.calls import INSULT, card, facts, flat, line, points, turn

BOUNDARY = "Please don't call me names. I want to help you."


# A wait that was asked for ----------------------------------------------------------------------


def waited(*, hold: bool) -> Facts:
    return facts(
        line(1, 3), turn(1, 4, 6, "One moment, please.", hold=hold), line(7, 9),
        events.Waited(frame_at(39), 30.0), line(39, 40),
        turn(2, 60, 64, "I can see the payment."), line(65, 66), turn(3, 67, 70, "I'll refund it."),
    )  # fmt: skip


def test_the_gap_after_a_hold_is_not_measured_and_the_next_one_is() -> None:
    assert [each.gap_s is None for each in waited(hold=True).turns] == [False, True, False]
    assert waited(hold=False).turns[1].gap_s == pytest.approx(20, abs=0.04)


def test_a_silence_on_hold_is_no_wait() -> None:
    assert waited(hold=True).waits == ()
    assert [length for length, _ in waited(hold=False).waits] == [30.0]


def test_a_silence_after_the_hold_is_over_counts_again() -> None:
    later = facts(
        line(1, 3), turn(1, 4, 6, "One moment, please.", hold=True), line(7, 9),
        turn(2, 20, 24, "I can see it."), line(25, 26), events.Waited(frame_at(34), 8.0),
    )  # fmt: skip
    assert [length for length, _ in later.waits] == [8.0]


# Abuse ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("abuse_s", "so"), [(1.0, True), (6.0, True), (8.5, False)])
def test_abuse_counts_for_a_turn_that_was_not_over_yet(abuse_s: float, so: bool) -> None:  # noqa: FBT001
    before = line(0, 0.5) if abuse_s > 0.5 else []
    happened = facts(before, line(abuse_s, abuse_s + 1, INSULT), turn(1, 3, 8, BOUNDARY))
    assert happened.abused_s == pytest.approx(abuse_s, abs=0.04)
    assert happened.abused_before(happened.turns[0]) is so


def credited(*happened: list[Event] | Event) -> list[float]:
    """The points for setting a boundary."""
    return points(card(flat(*happened, events.Ended(frame_at(60), "resolved"))), "boundaries.set")


def test_only_a_boundary_after_the_abuse_is_credited() -> None:
    insult, other = line(10, 12, INSULT), "I can see the second payment here."
    assert credited(line(0, 2), turn(1, 3, 8, BOUNDARY), insult, turn(2, 13, 18, other)) == [0]
    assert credited(line(0, 2), turn(1, 3, 8, other), insult, turn(2, 13, 18, BOUNDARY)) == [6]
    assert credited(line(0, 2), turn(1, 3, 8, BOUNDARY), insult, turn(2, 13, 18, BOUNDARY)) == [6]


def test_without_abuse_no_boundary_is_asked_for() -> None:
    assert credited(line(0, 2), turn(1, 3, 8, BOUNDARY)) == []
