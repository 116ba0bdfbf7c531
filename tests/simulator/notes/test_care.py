"""After an abusive call: slow breaths, for as long as one likes, and where to turn."""

from __future__ import annotations

import pytest

from simulator.notes import care
from tests.simulator.scoring.calls import INSULT, SHARP, THREAT, conversation, facts


@pytest.mark.parametrize(("worst", "is_so"), [(0, False), (SHARP, False), (INSULT, True), (THREAT, True)])
def test_a_call_is_abusive_from_an_insult_on(worst: int, *, is_so: bool) -> None:
    assert care.abusive(facts(conversation("I hear you.", intensities=(worst,)))) is is_so


def test_the_breaths_are_slow_and_longer_out_than_in() -> None:
    shown: list[str] = []
    waited: list[float] = []

    def wait(length_s: float) -> bool:
        waited.append(length_s)
        return True

    assert care.breathe(shown.append, wait)
    assert waited == [4.0, 6.0] * 5
    assert shown[0].split() == ["Breathe", "in", "…", "1", "of", "5"]
    assert len({len(line) for line in shown}) == 1  # each covers the one before


def test_who_wants_no_more_goes_on_at_once() -> None:
    shown: list[str] = []
    assert not care.breathe(shown.append, lambda length_s: len(shown) < 3)
    assert len(shown) == 3


def test_the_places_to_turn_to_are_those_that_a_workplace_has() -> None:
    assert all(word in care.SUPPORT for word in ("break", "supervisor", "counselling", "on record"))
