"""What the terminal shows of a call."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from simulator.cli.screen import Transcript
from simulator.events import Event, LineEnded, LineStarted, SpeechStarted, TakenBack, TurnHeard


def shown(*happened: Event) -> list[str]:
    out = StringIO()
    Transcript("Dana", Console(file=out, width=120)).show(happened)
    return out.getvalue().splitlines()


def said(turn: int, start: int, text: str, replaces: int | None = None) -> list[Event]:
    begins = 100 if replaces is not None else start
    heard = TurnHeard(start + 40, turn, begins, start + 30, text, (), (), replaces=replaces)
    return [SpeechStarted(start + 3, turn, start), heard]


def test_both_sides_are_shown_with_the_time() -> None:
    line = LineStarted(200, "a", "My bill!", "b", 50, 1)
    assert shown(*said(1, 100, "Good morning."), line, LineEnded(250, "a", cut=False)) == [
        "0:03 You: Good morning.",
        "0:06 Dana: My bill!",
    ]


@pytest.mark.parametrize(
    ("first", "whole", "news"),
    [
        ("I'm so sorry,", "I'm so sorry, that is bad.", "... that is bad."),
        ("I'm so sorry.", "I'm so sorry about that.", "... about that."),
        ("I was -", "I was going to say.", "... going to say."),
        ("I was...", "I was I was going.", "... I was going."),
    ],
)
def test_of_a_turn_that_went_on_only_the_new_words_are_shown(first: str, whole: str, news: str) -> None:
    line = LineStarted(150, "a", "Well!", "b", 50, 1)
    happened = [*said(1, 100, first), line, *said(2, 190, whole, replaces=1)]
    happened.insert(-1, TakenBack(195, 1, 150))
    assert shown(*happened) == [
        f"0:03 You: {first}",
        "0:04 Dana: Well!",
        "(you went on)",
        f"0:06 You: {news}",
    ]


def test_an_answer_taken_back_before_it_began_is_not_shown() -> None:
    assert shown(TakenBack(195, 1, None)) == []
