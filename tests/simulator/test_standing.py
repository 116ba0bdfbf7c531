"""What stands of a call in which the customer answered too early."""

from __future__ import annotations

from simulator.customer.mood import HeatChange
from simulator.events import (
    Ended,
    Event,
    HeatMoved,
    LineEnded,
    LineStarted,
    Rang,
    SpeechStarted,
    TakenBack,
    TurnEnded,
    TurnHeard,
    WentOn,
    Yielded,
)
from simulator.scoring import facts
from simulator.standing import parts, standing

OPENED: list[Event] = [
    Rang(0, 5.0),
    LineStarted(40, "a", "My bill!", "b", 50, 1),
    LineEnded(90, "a", cut=False),
]


def said(turn: int, start: int, end: int, text: str, replaces: int | None = None) -> list[Event]:
    return [
        SpeechStarted(start + 3, turn, start),
        TurnEnded(end + 9, turn, start, end, 0, interrupts=False),
        TurnHeard(end + 9, turn, start, end, text, (), (), replaces=replaces),
    ]


def moved(frame: int, turn: int, before: float, after: float) -> Event:
    return HeatMoved(frame, turn, HeatChange(before, after, "apology", "sorry"))


def answer(frame: int, *, cut: int | None) -> list[Event]:
    """A line; cut in a frame, or said to its end."""
    over = frame + 50 if cut is None else cut
    return [LineStarted(frame, "b", "Well.", "b", 50, 3), LineEnded(over, "b", cut=cut is not None)]


FIRST = said(1, 100, 120, "I'm sorry")
WHOLE = said(2, 150, 170, "I'm sorry about that.", replaces=1)
WHOLE[2] = TurnHeard(180, 2, 100, 170, "I'm sorry about that.", (), (), replaces=1)


def kept(happened: list[Event]) -> list[Event]:
    """What stands; that it stands does not change."""
    events = standing(happened)
    assert standing(events) == [event for event in events if not isinstance(event, TakenBack)]
    return events


def test_a_call_in_which_nothing_was_taken_back_stands_as_it_is() -> None:
    happened = [*OPENED, *FIRST, moved(130, 1, 5.0, 4.0), *answer(131, cut=None), Ended(200, "stopped")]
    assert kept(happened) == happened


def test_an_answer_taken_back_unspoken_leaves_no_heat() -> None:
    moves = [moved(130, 1, 5.0, 4.0), moved(130, 1, 4.0, 3.5)]
    last = moved(180, 2, 5.0, 3.0)
    happened = [*OPENED, *FIRST, *moves, TakenBack(152, 1, None), *WHOLE, last]
    assert kept(happened) == [*OPENED, *FIRST[:2], *WHOLE, last]


def test_a_line_taken_back_leaves_nothing_at_all() -> None:
    line = answer(131, cut=180)
    taken = [moved(130, 1, 5.0, 4.0), line[0], Yielded(152, 2), WentOn(155), Yielded(160, 3), line[1]]
    happened = [*OPENED, *FIRST, *taken, TakenBack(180, 1, 131), *WHOLE]
    assert kept(happened) == [*OPENED, *FIRST[:2], *WHOLE]


def test_what_belongs_to_other_turns_and_lines_stays() -> None:
    before = [*said(1, 91, 95, "Hello?"), moved(96, 1, 5.0, 4.0), *answer(97, cut=None)]
    before += [Yielded(99, 1), WentOn(100)]
    first = said(2, 200, 220, "I'm sorry")
    wait = HeatMoved(230, None, HeatChange(4.0, 4.5, "kept_waiting", ""))
    taken = [moved(240, 2, 4.5, 4.0), *answer(241, cut=250)]
    happened = [*OPENED, *before, *first, wait, *taken, TakenBack(250, 2, 241)]
    assert kept(happened) == [*OPENED, *before, *first, wait]


def test_a_turn_that_went_on_twice_stands_once() -> None:
    last = TurnHeard(280, 3, 100, 270, "I'm sorry about that. Really.", (), (), replaces=2)
    happened = [*OPENED, *FIRST, TakenBack(152, 1, None), *WHOLE, TakenBack(250, 2, None), last]
    assert [event for event in kept(happened) if isinstance(event, TurnHeard)] == [last]


def test_the_parts_of_a_turn_that_went_on_twice_are_known_and_every_interruption_counts() -> None:
    first, last = said(1, 100, 120, "I'm sorry"), said(3, 250, 270, "I'm sorry about that. Really.", 2)
    first[1] = TurnEnded(129, 1, 100, 120, 20, interrupts=True)
    happened = [*OPENED, *first, *WHOLE, *last, *said(4, 300, 320, "Hello?")]
    assert parts(happened) == {3: (1, 2, 3), 4: (4,)}
    assert parts(standing(happened))[3] == (2, 3)
    found = facts.gather(happened, overlap_measured=True)
    assert [turn.interruption_s for turn in found.turns] == [0.64, 0.0]


def test_the_opening_taken_back_leaves_the_heat_that_no_turn_moved() -> None:
    wait = HeatMoved(30, None, HeatChange(4.0, 4.5, "kept_waiting", ""))
    happened = [*OPENED[:1], wait, OPENED[1], LineEnded(60, "a", cut=True), TakenBack(60, None, 40)]
    assert kept(happened) == [*OPENED[:1], wait]


def test_an_answer_given_again_stands() -> None:
    again = [moved(170, 1, 5.0, 4.0), *answer(171, cut=None)]
    happened = [*OPENED, *FIRST, moved(130, 1, 5.0, 4.0), TakenBack(152, 1, None), *again]
    assert kept(happened) == [*OPENED, *FIRST, *again]


def test_transcript_and_facts_know_only_what_stands() -> None:
    line = answer(131, cut=180)
    answered = [moved(130, 1, 5.0, 1.0), *line, TakenBack(180, 1, 131)]
    happened = [*OPENED, *FIRST, *answered, *WHOLE, *answer(200, cut=None)]
    spoken = [(turn.speaker, turn.text) for turn in facts.transcript(happened)]
    assert spoken == [("customer", "My bill!"), ("trainee", "I'm sorry about that."), ("customer", "Well.")]
    found = facts.gather(happened, overlap_measured=True)
    assert [turn.text for turn in found.turns] == ["I'm sorry about that."]
    assert [(line.text, line.heat) for line in found.lines] == [("My bill!", 5.0), ("Well.", 5.0)]
    assert found.abused_s == found.lines[1].start_s
    assert found.turns[0].gap_s == found.turns[0].start_s - (found.lines[0].end_s or 0)
