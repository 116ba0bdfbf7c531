"""Wordings: marked with their intensity, in bands of heat."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.customer.lines import INTENSITIES, Said, Wording, band_of, facts_in, filled


@pytest.mark.parametrize(("level", "name"), list(enumerate(INTENSITIES)))
def test_a_wording_has_the_intensity_of_its_key(level: int, name: str) -> None:
    wording = Wording.model_validate({name: "It was {day}, not {day}!"})
    assert (wording.intensity, wording.script) == (level, "It was {day}, not {day}!")
    assert wording.facts == ("day", "day")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("Hello?", "has no intensity mark"),
        ({}, "needs exactly one of discontent, sharp, insult, threat"),
        ({"sharp": "A", "insult": "B"}, "needs exactly one"),
        ({"rude": "A"}, "rude"),
        ({"sharp": ""}, "sharp"),
        ({"sharp": "A" * 601}, "sharp"),
        ({"sharp": "[laugh] Ha!"}, r"there is no mark \[laugh\]"),
        ({"sharp": "[pause Hello"}, "bracket is not closed"),
        ({"sharp": "[pause]"}, "has no words"),
        ({"sharp": "A", "wav": "/etc/a.wav"}, "in the persona's own folder"),
        ({"sharp": "A", "wav": "../a.wav"}, "in the persona's own folder"),
        ({"sharp": "A", "wav": "..\\a.wav"}, "in the persona's own folder"),
        ({"sharp": "A", "wav": "lines\\..\\..\\a.wav"}, "in the persona's own folder"),
        ({"sharp": "A", "wav": "\\a.wav"}, "in the persona's own folder"),
        ({"sharp": "No *way!"}, "a star is not closed"),
        ({"sharp": "No *way [sigh] there*!"}, "another mark stands between"),
        ({"sharp": "A", "wav": "a.mp3"}, "must be a .wav file"),
    ],
)
def test_a_wording_that_cannot_be_said_is_refused(given: object, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Wording.model_validate(given)


def test_a_recording_may_lie_in_a_folder_below() -> None:
    assert Wording.model_validate({"sharp": "A", "wav": "lines/a.WAV"}).wav == "lines/a.WAV"


def test_a_line_needs_a_wording_in_some_band() -> None:
    with pytest.raises(ValidationError, match="has no wordings"):
        Said()


def test_everything_lists_each_wording_with_its_place() -> None:
    said = Said.model_validate({"hot": [{"sharp": "B"}, {"sharp": "C"}], "cool": [{"sharp": "A"}]})
    assert [(band, place, w.script) for band, place, w in said.everything()] == [
        ("cool", 0, "A"),
        ("hot", 0, "B"),
        ("hot", 1, "C"),
    ]


@pytest.mark.parametrize(
    ("heat", "band"), [(0, "cool"), (3.99, "cool"), (4, "warm"), (6.99, "warm"), (7, "hot"), (10, "hot")]
)
def test_heat_has_three_bands(heat: float, band: str) -> None:
    assert band_of(heat) == band


@pytest.mark.parametrize(
    ("heat", "order"),
    [(1, ["cool", "warm", "hot"]), (5, ["warm", "hot", "cool"]), (9, ["hot", "warm", "cool"])],
)
def test_the_bands_near_a_heat_come_in_order_without_empty_ones(heat: float, order: list[str]) -> None:
    wordings = [{"sharp": "A"}]
    assert list(Said.model_validate(dict.fromkeys(order, wordings)).near(heat)) == order
    assert list(Said.model_validate(dict.fromkeys(order[1:], wordings)).near(heat)) == order[1:]


def test_names_in_braces_are_replaced_by_their_facts() -> None:
    assert facts_in("On {day} at {place}, on {day}.") == ("day", "place", "day")
    assert (
        filled("On {day} at {place}.", {"day": "Monday", "place": "the depot"}) == "On Monday at the depot."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{sum} again!", "Ten pounds again!"),
        ("No. {sum}!", "No. Ten pounds!"),
        ("Well, {sum}.", "Well, ten pounds."),
    ],
)
def test_a_fact_at_the_beginning_of_a_sentence_has_a_capital(text: str, said: str) -> None:
    assert filled(text, {"sum": "ten pounds"}) == said
