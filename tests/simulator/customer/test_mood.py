"""The rules of heat, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.customer.listener import Reply
from simulator.customer.mood import HeatChange, Mood
from simulator.customer.temper import COOLS, HEATS, Hold, Silence, Temper
from simulator.ear.cues import Cue
from simulator.ear.labels import LABELS
from tests.simulator.customer.sample import reply

CONDUCT = ("boundary", "warning")


def hear(mood: Mood, *shown: str, abused: bool = False, **manner: object) -> tuple[HeatChange, ...]:
    return mood.hear(reply(*shown, **manner), abused=abused, asked_again=False, on_hold=False)  # type: ignore[arg-type]


def moved(*shown: str, start: float = 5.0, abused: bool = False, **manner: object) -> float:
    """Degrees by which one reply moves an ordinary temper."""
    mood = Mood(Temper(start=start))
    hear(mood, *shown, abused=abused, **manner)
    return round(mood.heat - start, 2)


@pytest.mark.parametrize("label", sorted(set(COOLS) - {"boundary"}))
def test_what_cools_cools_by_its_degrees(label: str) -> None:
    assert moved(label) == -COOLS[label]


@pytest.mark.parametrize("label", sorted(set(HEATS) & set(LABELS)))
def test_what_heats_heats_by_its_degrees(label: str) -> None:
    assert moved(label) == HEATS[label]


def test_a_temper_of_its_own_overrides_the_usual_degrees() -> None:
    mood = Mood(Temper(start=5, cools={"apology": 0.4}, heats={"jargon": 2}))
    hear(mood, "apology", "jargon")
    assert mood.heat == pytest.approx(6.6)


def test_a_behaviour_that_does_not_cool_this_customer_leaves_no_trace() -> None:
    mood = Mood(Temper(start=5, cools={"thanks": 0}))
    assert hear(mood, "thanks") == ()


def test_the_same_comfort_again_is_worth_less_each_time() -> None:
    mood = Mood(Temper(start=8, fade=0.5))
    worth = [-sum(c.after - c.before for c in hear(mood, "empathy")) for _ in range(3)]
    assert worth == pytest.approx([1.4, 0.7, 0.35])


def test_comfort_for_which_a_reply_had_no_room_left_is_not_used_up() -> None:
    mood = Mood(Temper(start=9, cools_at_most=COOLS["empathy"]))
    assert [change.reason for change in hear(mood, "empathy", "apology")] == ["empathy"]
    (change,) = hear(mood, "apology")
    assert change.before - change.after == pytest.approx(COOLS["apology"])


def test_without_any_fade_comfort_works_once() -> None:
    mood = Mood(Temper(start=8, fade=0))
    assert hear(mood, "empathy")
    assert hear(mood, "empathy") == ()


def test_other_comfort_does_not_fade_with_it() -> None:
    mood = Mood(Temper(start=8))
    hear(mood, "empathy")
    (change,) = hear(mood, "paraphrase")
    assert change.before - change.after == pytest.approx(COOLS["paraphrase"])


def test_one_reply_cools_by_a_limited_amount() -> None:
    assert moved("empathy", "apology", "paraphrase", "solution", start=9) == -Temper(start=5).cools_at_most


def test_heat_stops_at_the_ceiling_and_at_the_floor() -> None:
    hot, cool = Mood(Temper(start=8.5, ceiling=9)), Mood(Temper(start=2.5, floor=2))
    hear(hot, "dismissive")
    hear(cool, "empathy")
    assert (hot.heat, cool.heat) == (9, 2)


def test_a_change_that_changed_nothing_is_not_told() -> None:
    assert hear(Mood(Temper(start=10)), "dismissive") == ()
    assert hear(Mood(Temper(start=0)), "empathy") == ()


def test_every_change_has_its_reason_and_words_and_follows_from_the_one_before() -> None:
    changes = hear(Mood(Temper(start=5)), "empathy", "defensive", "apology", interrupted=True)
    assert [c.reason for c in changes] == ["interrupted", "defensive", "empathy", "apology"]
    assert [c.quote for c in changes] == ["", "defensive", "empathy", "apology"]
    assert [c.before for c in changes[1:]] == [c.after for c in changes[:-1]]


@pytest.mark.parametrize("manner", ["interrupted", "rushed"])
def test_the_manner_of_a_reply_heats(manner: str) -> None:
    assert moved("thanks", **{manner: True}) == pytest.approx(HEATS[manner] - COOLS["thanks"])


def test_asking_again_heats_whom_it_annoys_and_nobody_else() -> None:
    for heats, degrees in ({}, 0.0), ({"asked_again": 0.7}, 0.7):
        mood = Mood(Temper(start=5, heats=heats, cools={"closed_question": 0}))
        mood.hear(reply("closed_question"), abused=False, asked_again=True, on_hold=False)
        assert mood.heat == pytest.approx(5 + degrees)


def test_a_pause_within_the_grace_costs_nothing() -> None:
    assert moved("thanks", waited_s=4.0) == -COOLS["thanks"]


def test_each_second_after_the_grace_heats_before_anything_else() -> None:
    first, *_ = hear(Mood(Temper(start=5)), "dismissive", waited_s=8.0)
    assert (first.reason, first.quote) == ("kept_waiting", "")
    assert first.after - first.before == pytest.approx(0.6)


def test_on_hold_each_second_heats_less_and_there_is_no_grace() -> None:
    temper = Temper(start=5, silence=Silence(grace_s=4, per_s=0.15), hold=Hold(per_s=0.03))
    (change,) = Mood(temper).wait(20, on_hold=True)
    assert (change.reason, change.after) == ("on_hold", 5.6)
    (change,) = Mood(temper).wait(20, on_hold=False)
    assert (change.reason, change.after) == ("kept_waiting", 7.4)


def test_a_wait_too_short_to_matter_is_no_event() -> None:
    assert Mood(Temper(start=5)).wait(4.3, on_hold=False) == ()


def test_a_reply_with_nothing_in_it_heats_a_little() -> None:
    (change,) = hear(Mood(Temper(start=5)))
    assert (change.reason, change.after) == ("unheard", 5 + HEATS["unheard"])


@pytest.mark.parametrize("what", ["hold", "on_topic"])
def test_asking_to_hold_and_naming_something_of_the_case_are_not_unheard(what: str) -> None:
    assert moved(**{what: True}) == 0


@pytest.mark.parametrize("label", LABELS)
def test_a_reply_with_something_in_it_is_not_unheard(label: str) -> None:
    assert "unheard" not in {c.reason for c in hear(Mood(Temper(start=5)), label)}


def test_a_label_that_neither_cools_nor_heats_is_something_to_hear() -> None:
    assert "escalation" not in {*COOLS, *HEATS}
    assert moved("escalation") == 0


def test_of_several_names_for_one_phrase_the_hottest_counts() -> None:
    cues = tuple(Cue(label, "calm down", 0, 9, "test") for label in ("boundary", "dismissive", "defensive"))
    mood = Mood(Temper(start=5))
    changes = mood.hear(Reply("calm down", cues), abused=False, asked_again=False, on_hold=False)
    assert [c.reason for c in changes] == ["dismissive"]


@pytest.mark.parametrize("label", CONDUCT)
def test_conduct_heats_a_customer_who_was_not_abusive(label: str) -> None:
    assert moved(label) == HEATS[label]
    assert moved(label, abused=True) <= 0


def test_a_boundary_cools_after_abuse_and_a_warning_does_neither() -> None:
    assert moved("boundary", abused=True) == -COOLS["boundary"]
    assert moved("warning", abused=True) == 0


def test_comfort_with_something_dismissive_at_most_undoes_its_harm() -> None:
    assert moved("dismissive", "empathy", "apology", "paraphrase") == 0
    assert moved("dismissive", "thanks") == pytest.approx(HEATS["dismissive"] - COOLS["thanks"])


def test_at_the_ceiling_something_dismissive_has_no_harm_to_undo() -> None:
    assert moved("dismissive", "empathy", start=10) == 0


def test_replies_in_a_row_at_the_ceiling_are_counted_and_a_cooler_one_ends_the_row() -> None:
    mood = Mood(Temper(start=10, outbursts=2))
    hear(mood, "dismissive")
    assert not mood.at_end
    hear(mood, "thanks")
    hear(mood, "dismissive")
    assert (mood.heat, mood.at_end) == (10, False)
    hear(mood, "dismissive")
    assert mood.at_end


# What a remedy is worth ----------------------------------------------------------------------


def offered(worth: float | None, *shown: str, start: float = 5.0) -> list[HeatChange]:
    mood = Mood(Temper(start=start, cools_at_most=3))
    return list(mood.hear(reply(*shown), worth=worth))


@pytest.mark.parametrize(("worth", "cooled"), [(None, 1.4), (0.3, 0.3), (2.2, 2.2), (9, 3)])
def test_a_remedy_of_some_worth_cools_by_that_instead_of_what_a_solution_does(
    worth: float | None, cooled: float
) -> None:
    (change,) = offered(worth, "solution")
    assert change.reason == "solution"
    assert change.before - change.after == pytest.approx(cooled)


def test_a_remedy_of_no_worth_does_nothing() -> None:
    assert offered(0, "solution") == []


def test_a_remedy_of_negative_worth_heats_with_its_words_as_the_reason() -> None:
    (change,) = offered(-1.5, "solution")
    assert (change.reason, change.quote) == ("wrong_remedy", "solution")
    assert change.after - change.before == pytest.approx(1.5)


def test_what_cools_beside_a_wrong_remedy_still_cools() -> None:
    assert [change.reason for change in offered(-1.5, "solution", "apology")] == ["wrong_remedy", "apology"]


def test_the_worth_of_a_remedy_fades_too() -> None:
    mood = Mood(Temper(start=8, fade=0.5))
    drops = [round(8 - mood.heat, 2) for _ in range(2) if mood.hear(reply("solution"), worth=2)]
    assert drops == [2, 3]


# For any reply ------------------------------------------------------------------------------

labels = st.lists(st.sampled_from(LABELS), max_size=6, unique=True)
starts = st.floats(0, 10).map(lambda heat: round(heat, 2))
bounds = st.floats(0, 5).map(lambda heat: round(heat, 1))
manners = st.fixed_dictionaries(
    {
        "interrupted": st.booleans(),
        "rushed": st.booleans(),
        "waited_s": st.floats(0, 60),
    }
)
replies = st.builds(lambda shown, manner: reply(*shown, **manner), labels, manners)
flags = st.fixed_dictionaries(
    {"abused": st.booleans(), "asked_again": st.booleans(), "on_hold": st.booleans()}
)
BY_MANNER = {"kept_waiting", "on_hold", "interrupted", "rushed", "asked_again"}


@given(starts, st.lists(st.tuples(replies, flags), max_size=8), bounds, bounds)
def test_heat_never_leaves_its_bounds(
    start: float, happened: list[tuple[Reply, dict[str, bool]]], floor: float, below_10: float
) -> None:
    ceiling = max(10 - below_10, floor + 0.1)
    mood = Mood(Temper(start=min(max(start, floor), ceiling), floor=floor, ceiling=ceiling))
    for each, flag in happened:
        changes = mood.hear(each, **flag)
        assert all(floor <= c.after <= ceiling for c in changes)


@given(starts, labels, manners, flags)
def test_a_sincere_apology_heats_by_no_more_than_its_manner(
    start: float, others: list[str], manner: dict[str, bool], flag: dict[str, bool]
) -> None:
    kind = [one for one in others if one not in HEATS]
    mood = Mood(Temper(start=start))
    changes = mood.hear(reply("apology", "reassurance", *kind, **manner), **flag)
    assert {c.reason for c in changes if c.after > c.before} <= BY_MANNER
    by_manner = sum(c.after - c.before for c in changes if c.reason in BY_MANNER)
    assert mood.heat <= start + by_manner + 1e-9


@given(starts, st.lists(labels, max_size=5), labels)
def test_something_dismissive_never_lowers_heat_whatever_else_is_said(
    start: float, earlier: list[list[str]], others: list[str]
) -> None:
    mood = Mood(Temper(start=start))
    for shown in earlier:
        hear(mood, *shown, abused=True)
    before = mood.heat
    hear(mood, *dict.fromkeys([*others, "dismissive"]), abused=True)
    assert mood.heat >= before - 0.05  # heat is rounded at each change


@given(starts, st.sampled_from(CONDUCT))
def test_conduct_without_abuse_raises_heat_unless_it_is_at_its_highest(start: float, label: str) -> None:
    mood = Mood(Temper(start=start))
    hear(mood, label)
    assert mood.heat > start or start == 10


@given(starts, st.sets(st.sampled_from(CONDUCT), min_size=1))
def test_conduct_after_abuse_never_raises_heat(start: float, shown: set[str]) -> None:
    mood = Mood(Temper(start=start))
    hear(mood, *shown, abused=True)
    assert mood.heat <= start
