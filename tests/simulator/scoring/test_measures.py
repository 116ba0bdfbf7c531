"""Points for facts of delivery, against the trainee's own baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from audio.delivery.values import Delivery
from audio.ears import frame_at
from simulator import events
from simulator.events import Event
from simulator.scoring.measures import DEAD_AIR_S, FASTER, HIGHER_ST, LOUDER_DB, PAUSE_S
from simulator.scoring.rubric import Measure
from simulator.scoring.scorecard import Scorecard
from tests.simulator.scoring.calls import (
    GOOD,
    SHARP,
    card,
    conversation,
    delivery,
    found,
    line,
    not_counted,
    points,
    ruled,
    turn,
)

SAYS = tuple(f"That is page {number}." for number in range(1, 6))
OUTBURST_AT_4 = (0, 0, 0, SHARP, 0)
STEADY: tuple[Measure, ...] = ("pace_held", "loudness_held", "pitch_held")
MOST: dict[Measure, float] = {"pace_held": FASTER, "loudness_held": LOUDER_DB, "pitch_held": HIGHER_ST}

by_measure = pytest.mark.parametrize("measure", STEADY)


def moved(measure: Measure, by: float) -> Delivery:
    """A delivery that is faster (ratio), louder (dB) or higher (semitones) than the plain one."""
    match measure:
        case "pace_held":
            return delivery(rate=4 * by)
        case "loudness_held":
            return delivery(loudness_db=-26 + by)
        case _:
            return delivery(pitch_hz=200 * 2 ** (by / 12))


def judged(
    measure: Measure,
    deliveries: Sequence[Delivery | None],
    intensities: tuple[int, ...] = OUTBURST_AT_4,
) -> Scorecard:
    """A call with these deliveries, scored by one measure."""
    happened = conversation(*SAYS[: len(deliveries)], intensities=intensities)
    delivered = {number: each for number, each in enumerate(deliveries, 1) if each is not None}
    return card(happened, ruled({"measure": measure}), delivered=delivered)


def held(measure: Measure, after_outburst: float) -> list[float]:
    """The points when only the reply to the outburst is different."""
    return points(judged(measure, [delivery()] * 3 + [moved(measure, after_outburst), delivery()]))


# Steadiness ---------------------------------------------------------------------------------------


@by_measure
def test_a_steady_reply_to_an_outburst_wins_and_an_agitated_one_does_not(measure: Measure) -> None:
    most = MOST[measure]
    assert held(measure, most * 0.99) == [6]
    assert held(measure, most * 1.01) == [0]


@by_measure
def test_slower_softer_and_lower_is_always_well(measure: Measure) -> None:
    assert held(measure, 0.3 if measure == "pace_held" else -15) == [6]


@by_measure
@given(one=st.floats(0.2, 12), other=st.floats(0.2, 12))
@settings(max_examples=20)
def test_more_agitation_after_an_outburst_never_wins_more(measure: Measure, one: float, other: float) -> None:
    assert held(measure, max(one, other)) <= held(measure, min(one, other))


@by_measure
def test_agitation_elsewhere_costs_nothing(measure: Measure) -> None:
    for place in (0, 1, 2, 4):
        deliveries = [delivery()] * 5
        deliveries[place] = moved(measure, MOST[measure] * 2)
        assert points(judged(measure, deliveries)) == [6]


@by_measure
def test_the_reply_in_the_middle_decides_and_the_most_agitated_one_is_quoted(measure: Measure) -> None:
    calm, agitated = delivery(), moved(measure, MOST[measure] * 1.5)
    wild = moved(measure, MOST[measure] * 2)
    outbursts = (0, 0, SHARP, SHARP, SHARP)
    assert points(judged(measure, [calm, calm, calm, wild, calm], outbursts)) == [6]
    scored = judged(measure, [calm, calm, agitated, wild, calm], outbursts)
    assert points(scored) == [0]
    assert found(scored)[0].turn == 4
    assert found(scored)[0].better


@by_measure
def test_a_reply_that_was_measured_too_uncertainly_is_neither_counted_nor_quoted(measure: Measure) -> None:
    unsure = Delivery(
        **{name: replace(each, confidence=0.1) for name, each in moved(measure, MOST[measure] * 3)}, pauses=()
    )
    sure = moved(measure, MOST[measure] * 2)
    scored = judged(measure, [delivery(), delivery(), delivery(), unsure, sure], (0, 0, 0, SHARP, SHARP))
    assert found(scored)[0].turn == 5
    assert "median of 1)" in found(scored)[0].why


@by_measure
def test_both_replies_to_an_outburst_are_no_part_of_the_own_delivery(measure: Measure) -> None:
    own, loud = delivery(), moved(measure, MOST[measure] * 2)
    happened: list[Event] = []
    for number in (1, 2):
        happened += [
            *line(10 * number, 10 * number + 2),
            *turn(number, 10 * number + 3, 10 * number + 5, "A."),
        ]
    happened += line(30, 32, SHARP)
    for number in (3, 4, 5, 6):
        happened += turn(number, 20 + 5.0 * number, 23 + 5.0 * number, "A.")
    happened.append(events.Ended(frame_at(60), "resolved"))
    delivered = {1: own, 2: own, 3: loud, 4: loud, 5: loud, 6: loud}
    assert points(card(happened, ruled({"measure": measure}), delivered=delivered)) == [0]


@by_measure
def test_without_a_recording_nothing_is_judged_and_it_says_why(measure: Measure) -> None:
    assert "clearly recorded" in not_counted(judged(measure, [None] * 5))["a.a"]


@by_measure
@pytest.mark.parametrize("unsure", [(3,), (0, 1, 2, 4), range(5)])
def test_what_was_measured_too_uncertainly_is_not_judged(measure: Measure, unsure: Sequence[int]) -> None:
    deliveries = [delivery()] * 3 + [moved(measure, MOST[measure] * 2), delivery()]
    for place in unsure:
        value = moved(measure, MOST[measure] * 2) if place == 3 else delivery()
        deliveries[place] = Delivery(
            **{name: replace(each, confidence=0.29) for name, each in value}, pauses=()
        )
    scored = judged(measure, deliveries)
    assert points(scored) == []
    assert "clearly recorded" in not_counted(scored)["a.a"]


@by_measure
@pytest.mark.parametrize("intensities", [(), (SHARP,), (SHARP, SHARP)])
def test_a_call_without_a_later_outburst_is_not_judged(
    measure: Measure, intensities: tuple[int, ...]
) -> None:
    scored = judged(measure, [delivery()] * 5, intensities)
    assert list(not_counted(scored)) == ["a.a"]


@by_measure
def test_a_call_of_outbursts_only_is_judged_by_its_opening(measure: Measure) -> None:
    deliveries = [delivery(), delivery(), delivery(), moved(measure, MOST[measure] * 3)]
    assert points(judged(measure, deliveries, (SHARP,) * 4)) == [0]


@given(
    scale=st.floats(0.4, 2.5),
    gain_db=st.floats(-12, 12),
    voice=st.floats(0.4, 2.5),
    turns=st.lists(
        st.tuples(st.floats(2, 7), st.floats(-40, -15), st.floats(90, 300)), min_size=4, max_size=5
    ),
)
@settings(max_examples=40)
def test_no_absolute_rate_level_or_pitch_is_judged(
    scale: float, gain_db: float, voice: float, turns: list[tuple[float, float, float]]
) -> None:
    intensities = (0, SHARP, SHARP, SHARP, 0)
    one = [delivery(*each) for each in turns]
    other = [delivery(rate * scale, level + gain_db, hz * voice) for rate, level, hz in turns]
    for measure in STEADY:
        first, then = (judged(measure, each, intensities) for each in (one, other))
        told = [float(found(each)[0].why.split()[0]) for each in (first, then)]
        assert told[0] == pytest.approx(told[1], abs=0.11)
        assume(all(abs(each - MOST[measure]) > 0.01 for each in told))
        assert points(first) == points(then)


@pytest.mark.parametrize("gain_db", [-12, 12])
def test_the_gain_of_the_microphone_changes_no_score(gain_db: float) -> None:
    levels = (-26, -25, -27, -20, -26)
    happened = conversation(*GOOD, SAYS[0], intensities=OUTBURST_AT_4)
    quiet, loud = (
        card(happened, delivered={n: delivery(loudness_db=level + by) for n, level in enumerate(levels, 1)})
        for by in (0, gain_db)
    )
    assert points(quiet, "pacing.loudness") == [0]
    assert quiet == loud


# Gaps ---------------------------------------------------------------------------------------------


def timed_card(measure: Measure, happened: list[Event], *, overlap_measured: bool = True) -> Scorecard:
    return card(happened, ruled({"measure": measure}), overlap_measured=overlap_measured)


@pytest.mark.parametrize(("gap_s", "wins"), [(0.0, 6), (3.9, 6), (4.2, 0), (30.0, 0)])
def test_dead_air_begins_after_four_seconds(gap_s: float, wins: float) -> None:
    scored = timed_card("dead_air", conversation(SAYS[0], SAYS[1], gap_s=gap_s))
    assert points(scored) == [wins]
    assert (f"{gap_s:.1f} s" in found(scored)[0].why) or wins


def test_one_long_silence_is_dead_air_and_its_reply_is_quoted() -> None:
    happened = [*line(1, 3), *turn(1, 4, 6, SAYS[0]), *line(7, 9), *turn(2, 9 + DEAD_AIR_S + 1, 16, SAYS[1])]
    happened.append(events.Ended(frame_at(20), "resolved"))
    assert found(timed_card("dead_air", happened))[0].quote == SAYS[1]


def test_a_silence_that_nobody_ended_is_dead_air_too() -> None:
    happened = conversation(SAYS[0])
    happened.insert(-1, events.Waited(frame_at(20), 8.0))
    assert points(timed_card("dead_air", happened)) == [0]


def test_a_call_in_which_no_reply_was_due_says_so() -> None:
    happened = [*line(1, 6), *turn(1, 2, 8, SAYS[0]), events.Ended(frame_at(9), "resolved")]
    assert "no reply followed" in not_counted(timed_card("dead_air", happened))["a.a"]


@pytest.mark.parametrize(("gap_s", "wins"), [(0.05, 0), (PAUSE_S + 0.1, 6), (3.0, 6)])
def test_a_breath_before_answering_an_outburst_wins(gap_s: float, wins: float) -> None:
    assert points(timed_card("pause", conversation(SAYS[0], intensities=(SHARP,), gap_s=gap_s))) == [wins]


def test_a_hasty_reply_to_a_calm_line_costs_nothing() -> None:
    happened = [
        *line(1, 3), *turn(1, 3.02, 6, SAYS[0]), *line(7, 9, SHARP), *turn(2, 9.5, 12, SAYS[1]),
        events.Ended(frame_at(15), "resolved"),
    ]  # fmt: skip
    assert points(timed_card("pause", happened)) == [6]


def test_a_call_without_an_outburst_has_no_pause_to_judge() -> None:
    assert "no outburst" in not_counted(timed_card("pause", conversation(*SAYS)))["a.a"]


# The floor ----------------------------------------------------------------------------------------


def taking_the_floor(*turns: int) -> list[Event]:
    """A call in which these turns take the floor, each after 25 frames of both speaking."""
    return [
        replace(each, overlap=25, interrupts=True)
        if isinstance(each, events.TurnEnded) and each.turn in turns
        else each
        for each in conversation(*SAYS)
    ]


def test_taking_the_floor_costs_the_points_and_says_how_often() -> None:
    assert points(timed_card("interruptions", taking_the_floor())) == [6]
    once, twice = (timed_card("interruptions", taking_the_floor(*each)) for each in ((2,), (2, 4)))
    assert points(once) == points(twice) == [0]
    assert "0.8 s over" in found(once)[0].why
    assert "2 times" in found(twice)[0].why
    assert found(twice)[0].turn == 2


def test_a_mm_hm_under_the_customers_words_is_no_interruption() -> None:
    happened = [
        replace(each, overlap=25) if isinstance(each, events.TurnEnded) else each
        for each in conversation(*SAYS)
    ]
    assert points(timed_card("interruptions", happened)) == [6]


def test_what_could_not_be_heard_is_not_judged() -> None:
    scored = timed_card("interruptions", taking_the_floor(2), overlap_measured=False)
    assert "could not be heard" in not_counted(scored)["a.a"]


@pytest.mark.parametrize(("own_s", "wins"), [(3.0, 6), (8.9, 6), (9.1, 0), (60.0, 0)])
def test_three_quarters_of_the_talk_is_the_most(own_s: float, wins: float) -> None:
    happened = [*line(1, 4), *turn(1, 5, 5 + own_s, SAYS[0]), events.Ended(frame_at(90), "resolved")]
    scored = timed_card("talk_share", happened)
    assert points(scored) == [wins]
    assert f"{100 * own_s / (own_s + 3):.0f} %" in found(scored)[0].why


def test_without_a_finished_line_there_is_no_share_of_the_talk() -> None:
    happened = [line(1, 4)[0], *turn(1, 5, 9, SAYS[0]), events.Ended(frame_at(10), "hung_up")]
    assert "no line" in not_counted(timed_card("talk_share", happened))["a.a"]


@pytest.mark.parametrize("measure", get_args(Measure))
def test_a_measure_is_won_lost_or_left_out_with_a_reason(measure: Measure) -> None:
    scored = timed_card(measure, conversation(*SAYS))
    assert len(found(scored)) + len(not_counted(scored)) == 1
    assert all(not_counted(scored).values())
    assert all(each.possible == 6 and each.points in {0, 6} for each in found(scored))
