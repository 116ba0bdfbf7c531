"""Words that no persona says are found in whatever spelling, and ordinary anger is not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.customer import library, slurs
from simulator.customer.drawing import every_line

LISTED = Path(slurs.__file__).with_name("slurs.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "spaz",
        "You SPAZ!",
        "such a spaz.",
        "'spaz'",
        "a—spaz—here",
        "spa z",
        "sp az",
        "two spazes",
        "*spaz*",
        "spaz\nhere",
    ],
)
def test_a_listed_word_is_found(text: str) -> None:
    assert len(slurs.found(text)) == 1


def test_every_listed_word_of_a_text_is_named() -> None:
    assert slurs.found("a spaz, a gypo, and gypos") == ["spaz", "gypo", "gypos"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "You useless clown, are you stupid?",
        "What the hell is wrong with you people? This is bullshit!",
        "I'll come down there and smash that desk of yours.",
        "Scunthorpe, Sussex, Dickens, assess, cocktail, Essex, therapist, grape, title",
        "spazio, gypsum, a spa in Zurich",
        "1234 5678 {order} [sigh]",
    ],
)
def test_insults_threats_and_harmless_words_are_not(text: str) -> None:
    assert slurs.found(text) == []


def test_the_list_holds_digests_and_no_words() -> None:
    digests = [line for line in LISTED if line and not line.startswith("#")]
    assert len(digests) == len(set(digests)) >= 30
    assert all(re.fullmatch("[0-9a-f]{16}", digest) for digest in digests)
    assert slurs.digest("spaz") in digests


def test_digests_of_words_to_be_added_are_printed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulator.customer.slurs", "SPAZ", "lamp"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == [slurs.digest("spaz"), slurs.digest("lamp")]


@pytest.mark.parametrize("name", library.names())
def test_no_shipped_persona_says_one(name: str) -> None:
    assert [line.id for line in every_line(library.load(name).persona) if slurs.found(line.text)] == []
