"""A speaker's own delivery: the middle of what was measured surely."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.delivery.baseline import LEAST_CONFIDENCE, NEVER, baseline
from audio.delivery.change import change
from audio.delivery.measure import measure
from audio.delivery.methods import METHODS
from audio.delivery.values import Delivery, Measure
from audio.pcm import silence
from tests.audio.delivery.voice import apart, syllables


def like(value: float, confidence: float = 1.0) -> Delivery:
    """A delivery of which every measure has this value."""
    measures = {name: Measure(value, METHODS[name].unit, confidence, "") for name in METHODS}
    return Delivery(**measures, pauses=())


def values(delivery: Delivery) -> set[float | None]:
    return {each.value for _, each in delivery}


@given(st.lists(st.floats(0.1, 500), min_size=1, max_size=7))
def test_the_own_delivery_is_the_median_of_each_measure(found: list[float]) -> None:
    own = baseline(like(value) for value in found)
    assert values(own) == {median(found)}
    assert [(name, each.unit) for name, each in own] == [(name, METHODS[name].unit) for name in METHODS]
    assert own.pauses == ()


def test_the_order_of_the_stretches_does_not_matter() -> None:
    assert baseline(map(like, (1.0, 2.0, 7.0))) == baseline(map(like, (7.0, 1.0, 2.0)))


def test_one_wild_stretch_does_not_move_the_own_delivery() -> None:
    assert values(baseline(map(like, (4.0, 4.0, 40.0)))) == {4.0}


def test_what_was_measured_uncertainly_is_left_out() -> None:
    own = baseline([like(4.0), like(9.0, LEAST_CONFIDENCE - 0.01), like(9.0, 0.0)])
    assert values(own) == {4.0}
    assert values(baseline([like(4.0), like(8.0, LEAST_CONFIDENCE)])) == {6.0}


def test_each_measure_is_judged_by_its_own_confidence() -> None:
    half = replace(like(9.0), pitch_hz=Measure(9.0, "Hz", 0.1, ""))
    own = baseline([like(3.0), half])
    assert own.pitch_hz.value == 3.0
    assert own.loudness_db.value == 6.0


@pytest.mark.parametrize("stretches", [[], [like(4.0, 0.2)], [measure(silence(16000))]])
def test_what_was_never_measured_surely_says_so(stretches: list[Delivery]) -> None:
    for _, each in baseline(stretches):
        assert (each.value, each.confidence, each.reason) == (None, 0.0, NEVER)


def test_the_confidence_is_the_middle_one() -> None:
    own = baseline([like(1.0, 0.7), like(2.0, 0.8), like(3.0, 0.9)])
    assert {each.confidence for _, each in own} == {0.8}


def test_a_speaker_does_not_differ_from_the_own_delivery() -> None:
    spoken = measure(apart(syllables(14), syllables(14)))
    moved = change(baseline([spoken]), baseline([spoken]))
    assert (moved.articulation_rate, moved.loudness_db, moved.pitch_st) == (1, 0, 0)


@given(st.floats(1, 8), st.floats(0.5, 2))
def test_a_change_is_a_ratio_of_rates_and_a_difference_of_levels(own: float, by: float) -> None:
    moved = change(baseline([like(own)]), like(own * by))
    assert moved.articulation_rate == pytest.approx(by)
    assert moved.loudness_db == pytest.approx(own * by - own)


@pytest.mark.parametrize("now", [like(4.0, 0.1), measure(silence(16000))])
def test_nothing_is_compared_with_what_was_not_measured_surely(now: Delivery) -> None:
    moved = change(baseline([like(4.0)]), baseline([now]))
    assert (moved.articulation_rate, moved.loudness_db, moved.pitch_st) == (None, None, None)
    assert change(baseline([]), like(4.0)).pitch_st is None
