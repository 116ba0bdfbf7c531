"""Which wording is said."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.customer.drawing import Drawing, every_line, voice_heat
from simulator.customer.lines import Said
from tests.simulator.customer.sample import SAMPLE

LEVELS = ("discontent", "sharp", "insult", "threat")
HOT = Said.model_validate({"hot": [{level: f"The {level}."} for level in LEVELS]})
THREE = Said.model_validate({"warm": [{"discontent": text} for text in ("One.", "Two.", "Three.")]})
LADDER = Said.model_validate(
    {"cool": [{"discontent": "Cool."}], "warm": [{"sharp": "Warm."}], "hot": [{"insult": "Hot."}]}
)


def drawing(seed: int = 0, most: int = 3) -> Drawing:
    return Drawing(SAMPLE, seed, most)


def texts(drawn: Drawing, said: Said, heat: float, times: int) -> list[str]:
    lines = [drawn.draw("here", said, heat) for _ in range(times)]
    return ["" if line is None else line.text for line in lines]


@pytest.mark.parametrize(
    ("heat", "text"), [(0, "Cool."), (3.9, "Cool."), (4, "Warm."), (6.9, "Warm."), (7, "Hot."), (10, "Hot.")]
)
def test_the_heat_calls_for_the_band(heat: float, text: str) -> None:
    assert texts(drawing(), LADDER, heat, 1) == [text]


def test_a_line_is_spoken_at_the_heat_of_its_band_whatever_the_heat_is() -> None:
    line = drawing().draw("here", LADDER, 9.9)
    assert line is not None
    assert (line.id, line.heat, line.intensity) == ("here/hot/0", voice_heat("hot"), 2)
    borrowed = drawing().draw("here", THREE, 9.9)
    assert borrowed is not None
    assert borrowed.heat == voice_heat("warm")


@pytest.mark.parametrize(
    ("heat", "order"), [(9, "Hot. Warm. Cool."), (5, "Warm. Hot. Cool."), (1, "Cool. Warm.")]
)
def test_a_band_with_nothing_left_borrows_from_the_nearest(heat: float, order: str) -> None:
    wanted = order.split()
    drawn = drawing()
    assert texts(drawn, LADDER, heat, 2) == wanted[:2]
    if len(wanted) == 3:
        said = Said.model_validate({"cool": [{"discontent": "Cool."}]})
        assert texts(drawing(), said, heat, 1) == ["Cool."]


def test_what_the_dial_bans_is_borrowed_around() -> None:
    assert texts(drawing(most=1), LADDER, 9, 1) == ["Warm."]
    assert texts(drawing(most=0), LADDER, 9, 1) == ["Cool."]


def test_with_nothing_left_to_say_nothing_is_drawn() -> None:
    only = Said.model_validate({"warm": [{"sharp": "Only."}]})
    assert texts(drawing(), only, 5, 3) == ["Only.", "", ""]
    assert drawing(most=0).draw("here", only, 5) is None


def test_the_same_words_under_another_name_are_still_the_same_words() -> None:
    marked = Said.model_validate({"warm": [{"sharp": "*Only.* [pause]"}]})
    drawn = drawing()
    assert texts(drawn, Said.model_validate({"hot": [{"sharp": "Only."}]}), 9, 1) == ["Only."]
    assert texts(drawn, marked, 5, 1) == [""]


def test_every_wording_is_said_before_one_is_said_again() -> None:
    said = texts(drawing(), THREE, 5, 9)
    assert [len(set(said[at : at + 3])) for at in (0, 3, 6)] == [3, 3, 3]


@pytest.mark.parametrize(
    ("most", "drawn"),
    [
        (3, {"The threat.", "The insult."}),
        (2, {"The insult.", "The sharp."}),
        (1, {"The sharp.", "The discontent."}),
    ],
)
def test_only_wordings_within_a_step_of_the_sharpest_allowed_are_drawn(most: int, drawn: set[str]) -> None:
    assert {texts(drawing(seed, most), HOT, 9, 1)[0] for seed in range(20)} == drawn


def test_the_sharpest_allowed_sets_the_measure_even_when_it_was_just_said() -> None:
    steps = Said.model_validate(
        {"hot": [{"insult": "The insult."}, {"sharp": "The sharp."}, {"discontent": "The discontent."}]}
    )
    for seed in range(20):
        assert set(texts(drawing(seed), steps, 9, 6)) == {"The insult.", "The sharp."}


def test_something_milder_is_said_when_nothing_else_is_left_in_the_band() -> None:
    far = Said.model_validate({"hot": [{"insult": "The insult."}, {"discontent": "The discontent."}]})
    assert texts(drawing(), far, 9, 4) == ["The insult.", "The discontent."] * 2


def test_seeds_draw_in_different_orders() -> None:
    firsts = Counter(texts(drawing(seed), THREE, 5, 1)[0] for seed in range(60))
    assert len(firsts) == 3
    assert min(firsts.values()) >= 10


def test_what_was_said_is_remembered() -> None:
    drawn = drawing()
    assert (drawn.abused, drawn.threatened, drawn.told) == (False, False, set())
    drawn.draw("here", Said.model_validate({"hot": [{"insult": "It was {day}, you fool!"}]}), 9)
    assert (drawn.abused, drawn.threatened, drawn.told) == (True, False, {"day"})
    drawn.draw("here", Said.model_validate({"hot": [{"threat": "I'll come round!"}]}), 9)
    drawn.draw("here", THREE, 9)
    assert (drawn.abused, drawn.threatened) == (True, True)


def test_a_line_has_words_for_the_transcript_and_marks_for_the_voice() -> None:
    line = drawing().draw("here", Said.model_validate({"hot": [{"sharp": "It was *{day}*! [sigh]"}]}), 9)
    assert line is not None
    assert (line.text, line.script) == ("It was Monday!", "It was *Monday*! [sigh]")


def test_a_recording_goes_with_its_line() -> None:
    line = drawing().draw("here", Said.model_validate({"hot": [{"sharp": "No!", "wav": "no.wav"}]}), 9)
    assert line is not None
    assert line.wav == "no.wav"


def test_every_line_of_a_persona_is_listed_once_by_its_name() -> None:
    ids = [line.id for line in every_line(SAMPLE)]
    assert len(ids) == len(set(ids))
    groups = {name.rpartition("/")[0].rpartition("/")[0] for name in ids}
    assert {
        "complaint/says", "complaint/asks_again", "reaction:dismissive:0", "told:number", "hello",
        "interrupts", "handover", "end:resolved",
    } <= groups  # fmt: skip


def test_lines_above_the_dial_are_not_listed() -> None:
    for most in range(4):
        levels = {line.intensity for line in every_line(SAMPLE, most)}
        assert levels == set(range(most + 1))


@given(
    st.integers(0, 99),
    st.lists(st.tuples(st.sampled_from([HOT, THREE, LADDER]), st.floats(0, 10)), max_size=20),
)
def test_the_same_draws_give_the_same_lines(seed: int, draws: list[tuple[Said, float]]) -> None:
    first, again = drawing(seed), drawing(seed)
    assert [first.draw("here", *each) for each in draws] == [again.draw("here", *each) for each in draws]
