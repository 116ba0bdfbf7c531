"""Which turns are measured for how they were spoken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from simulator.aftercall import delivered
from simulator.events import Event, TurnEnded, TurnHeard
from tests.simulator.fixtures import planned, scene


def test_a_turn_in_parts_is_measured_once_and_only_if_nobody_spoke_under_any(tmp_path: Path) -> None:
    record = scene(tmp_path, planned()).run()
    happened = record.events()
    first, second = [event for event in happened if isinstance(event, TurnHeard) and event.text][1:3]
    assert {first.turn, second.turn} <= delivered(record, happened).keys()
    in_parts: list[Event] = [
        replace(event, replaces=first.turn) if event == second else event for event in happened
    ]
    known = delivered(record, in_parts).keys()
    assert first.turn not in known
    assert second.turn in known
    spoken_over: list[Event] = [
        replace(event, overlap=3) if isinstance(event, TurnEnded) and event.turn == first.turn else event
        for event in in_parts
    ]
    assert not {first.turn, second.turn} & delivered(record, spoken_over).keys()
