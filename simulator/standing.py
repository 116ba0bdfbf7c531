"""The events that stand: those of a call without what the customer took back.

A customer who answers while the trainee only pauses takes the answer back (`TakenBack`), and the turn
is heard again as a whole (`TurnHeard.replaces`). The record keeps all of it; who scores or shows a call
wants to know what came of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from simulator import events
from simulator.events import Event


def standing(happened: Iterable[Event]) -> list[Event]:
    """The events in their order, without answers taken back and turns that became parts of others."""
    kept: list[Event] = []
    for event in happened:
        if isinstance(event, events.TakenBack):
            kept = [one for one in kept if not _of_answer(one, event)]
        elif isinstance(event, events.TurnHeard) and event.replaces is not None:
            kept = [
                one for one in kept if not (isinstance(one, events.TurnHeard) and one.turn == event.replaces)
            ]
            kept.append(event)
        else:
            kept.append(event)
    return kept


def parts(happened: Iterable[Event]) -> dict[int, tuple[int, ...]]:
    """Each turn that stands, and all the turns that it is made of, itself the last."""
    made: dict[int, tuple[int, ...]] = {}
    for event in happened:
        if isinstance(event, events.TurnHeard):
            before = () if event.replaces is None else made.pop(event.replaces, (event.replaces,))
            made[event.turn] = (*before, event.turn)
    return made


def _of_answer(event: Event, back: events.TakenBack) -> bool:
    """Whether an event belongs to the answer that was taken back."""
    match event:
        case events.HeatMoved(turn=turn):
            return turn is not None and turn == back.turn
        case events.LineStarted(frame=frame):
            return frame == back.line
        case events.LineEnded(frame=frame):
            return back.line is not None and frame == back.frame
        case events.Yielded(frame=frame) | events.WentOn(frame=frame):
            return back.line is not None and frame >= back.line
        case _:
            return False
