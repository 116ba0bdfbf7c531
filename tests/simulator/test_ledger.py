"""Turns under way: which stretch is kept, whose words are whose."""

from __future__ import annotations

from math import ceil

import pytest

from audio.ears import PRE_ROLL, Utterance
from audio.pcm import FRAME, FRAME_S, silence
from audio.ports import Transcript, Word
from simulator.jobs import Hear
from simulator.ledger import BREATH_S, LONG_PAUSE_S, REACTION_S, STRETCH_S, TAKES_FLOOR_S, Ledger, Turn
from simulator.orders import Orders

LONG = ceil(STRETCH_S / FRAME_S)
BREATH = ceil(BREATH_S / FRAME_S)
TOLD = Transcript("So.", (Word("So.", 0.1, 0.3, 0.9),))


def utterance(first: int, end: int) -> Utterance:
    return Utterance(first, first, end, silence((end + 3 - first) * FRAME))


def begun(line: str = "", line_age: int | None = None) -> tuple[Ledger, Orders, Turn]:
    """A ledger with a turn that begins at frame 100."""
    orders = Orders()
    ledger = Ledger(orders)
    return ledger, orders, ledger.begin(100, line, line_age, 0.0, None)


def jobs(orders: Orders) -> list[Hear]:
    return [job for job in orders.take()[0] if isinstance(job, Hear)]


def test_a_long_stretch_before_a_breath_is_kept_and_the_next_begins_after_it() -> None:
    ledger, orders, turn = begun()
    ledger.hear(utterance(100, 100 + LONG))
    ledger.go_on(100 + LONG + BREATH)
    assert orders.take()[1] == []
    assert [part.end for part in turn.stretches] == [100 + LONG]
    assert turn.since == max(100 + LONG + 1, 100 + LONG + BREATH - PRE_ROLL)
    ledger.hear(utterance(turn.since, 400))
    ledger.go_on(450)
    assert turn.since == 450 - PRE_ROLL


@pytest.mark.parametrize(("length", "pause"), [(LONG - 1, BREATH), (LONG, BREATH - 1), (9, 60)])
def test_a_short_stretch_or_one_before_no_breath_is_heard_again(length: int, pause: int) -> None:
    ledger, orders, turn = begun()
    ledger.hear(utterance(100, 100 + length))
    ledger.go_on(100 + length + pause)
    assert orders.take()[1] == [1]
    assert turn.since is None
    assert not turn.stretches
    assert ledger.heard(1, TOLD) is None


def test_a_short_stretch_before_a_long_pause_is_kept() -> None:
    ledger, orders, turn = begun()
    ledger.hear(utterance(100, 109))
    ledger.go_on(109 + ceil(LONG_PAUSE_S / FRAME_S))
    assert orders.take()[1] == []
    assert [part.end for part in turn.stretches] == [109]
    assert turn.since == 109 + ceil(LONG_PAUSE_S / FRAME_S) - PRE_ROLL


def test_a_job_whose_words_are_there_is_not_dropped() -> None:
    ledger, orders, turn = begun()
    ledger.hear(utterance(100, 110))
    assert ledger.heard(1, TOLD) is turn
    ledger.go_on(120)
    assert orders.take()[1] == []
    assert turn.said == Transcript("")


def test_a_stretch_is_heard_with_the_words_before_it_and_all_are_waited_for() -> None:
    ledger, orders, turn = begun()
    ledger.hear(utterance(100, 300))
    ledger.go_on(320)
    ledger.hear(utterance(310, 340))
    assert [job.before for job in jobs(orders)] == ["", ""]
    ledger.heard(2, TOLD)
    assert not turn.heard
    ledger.heard(1, Transcript("First.", (Word("First.", 0.0, 0.5, 0.9),)))
    assert turn.heard
    assert turn.said.text == "First. So."
    assert [word.start_s for word in turn.said.words] == [3.2, 10.02]
    ledger.go_on(350)
    ledger.hear(utterance(310, 360))
    assert [job.before for job in jobs(orders)] == ["First."]


def test_a_glimpse_tells_what_is_being_said_and_is_no_part_of_the_turn() -> None:
    ledger, orders, turn = begun()
    ledger.look(utterance(100, 130))
    assert ledger.heard(1, TOLD) is turn
    assert turn.being_said.split() == ["So."]
    assert turn.said == Transcript("")
    assert not turn.heard
    ledger.hear(utterance(100, 140))
    assert turn.being_said == ""
    assert orders.take()[1] == []


def test_a_glimpse_that_is_not_back_is_given_up_at_the_pause() -> None:
    ledger, orders, _ = begun()
    ledger.look(utterance(100, 130))
    ledger.hear(utterance(100, 140))
    assert orders.take()[1] == [1]
    assert ledger.heard(1, TOLD) is None


def test_of_a_turn_that_is_dropped_nothing_more_is_wanted() -> None:
    ledger, orders, turn = begun()
    ledger.hear(utterance(100, 300))
    ledger.go_on(320)
    ledger.hear(utterance(310, 312))
    assert ledger.drop() is turn
    assert ledger.empty
    assert orders.take()[1] == [1, 2]


def test_a_turn_ends_where_its_last_stretch_does() -> None:
    ledger, _, turn = begun()
    ledger.hear(utterance(100, 300))
    ledger.go_on(320)
    ledger.hear(utterance(310, 340))
    assert turn.end == 340


def test_only_an_ended_unheard_turn_is_awaited() -> None:
    ledger, _, turn = begun()
    ledger.hear(utterance(100, 140))
    assert not ledger.awaits_transcript
    turn.ended = True
    assert ledger.awaits_transcript
    ledger.heard(1, TOLD)
    assert not ledger.awaits_transcript
    ledger.settle(turn)
    assert ledger.empty


def test_who_takes_the_floor() -> None:
    early, late = (frames(at) for at in (REACTION_S - 0.1, REACTION_S + 0.1))
    for line_age, overlap, takes, interrupts in (
        (None, 99, False, False),
        (early, 0, True, False),
        (late, frames(TAKES_FLOOR_S) - 1, False, False),
        (late, frames(TAKES_FLOOR_S) + 1, True, True),
    ):
        _, _, turn = begun("", line_age)
        turn.overlap = overlap
        assert (turn.takes_floor, turn.interrupts) == (takes, interrupts)


def frames(seconds: float) -> int:
    return round(seconds / FRAME_S)


@pytest.mark.parametrize(
    ("text", "line_age", "overlap", "echo"),
    [
        ("my bill is wrong", 20, 5, True),
        ("bill is wrong", 20, 5, True),
        ("my bill is", 20, 0, False),  # nothing was audible: the trainee takes the words up
        ("my bill is", None, 5, False),
        ("is wrong", 20, 5, True),
        ("Hello.", 20, 5, True),
        ("bill wrong", 20, 5, False),
        ("right", 20, 5, False),
        ("is wrong", 20, 0, False),
        ("", 20, 5, False),
        ("my bill was right", 20, 5, False),
    ],
)
def test_the_customers_own_words_are_an_echo_if_they_were_audible(
    text: str, line_age: int | None, overlap: int, *, echo: bool
) -> None:
    ledger, _, turn = begun("Hello? My bill is wrong!", line_age)
    turn.overlap = overlap
    ledger.hear(utterance(100, 140))
    ledger.heard(1, Transcript(text))
    assert turn.is_echo is echo
