"""Records whose reports are looked at: written by hand, without engines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from audio.ears import frame_at
from audio.pcm import RATE
from audio.wav import WavWriter
from simulator import aftercall, events
from simulator.customer.mood import HeatChange
from simulator.events import Event
from simulator.record import Record
from simulator.report.known import gather
from simulator.report.story import Report
from simulator.report.tell import tell
from simulator.scoring import rubric
from tests.simulator.fixtures import PERSONA, shelf
from tests.simulator.scoring.calls import ASKING, GOOD, INSULT, conversation, line, turn
from tests.simulator.test_cli_scores import keep

EARLIER, LATER = "20260304-050607-poor", "20260305-050607-good"
POOR = ("You need to calm down.", "I'm sorry you feel that way, but that's our policy.")


def moved(happened: Sequence[Event], turn: int, *changes: tuple[float, float, str, str]) -> list[Event]:
    """The call, and heat that moved after a turn: before, after, reason, words."""
    told: list[Event] = []
    for event in happened:
        told.append(event)
        if isinstance(event, events.TurnHeard) and event.turn == turn:
            told += [events.HeatMoved(event.frame, turn, HeatChange(*change)) for change in changes]
    return told


def good() -> list[Event]:
    """A call that went well, with an insult, an unsure word, and a silence."""
    happened = conversation(*GOOD, intensities=(INSULT,), told=True, unsure=(3,))
    happened = moved(
        happened,
        1,
        (7.0, 5.6, "apology", "I'm so sorry that we charged you twice"),
        (5.6, 4.5, "empathy", "That must be really frustrating"),
    )
    end = happened[-1]
    silence: list[Event] = [
        events.Waited(end.frame + frame_at(7.5), 7.5),
        events.HeatMoved(end.frame + frame_at(7.5), None, HeatChange(4.5, 5.0, "kept_waiting", "")),
    ]
    return [*happened[:-1], *silence, events.Ended(end.frame + frame_at(9), "resolved")]


def long(minutes: float) -> list[Event]:
    """A long call: the same replies again and again, good and poor, with heat that goes up and down."""
    happened: list[Event] = [events.Rang(0, 7.0), events.PickedUp(30)]
    says, heat, now = (*GOOD, *POOR), 7.0, 2.0
    for number in range(1, 10_000):
        happened += line(now, now + 3, number % 4, ASKING)
        spoken = turn(
            number, now + 3.8, now + 8.8, says[number % len(says)], p=0.3 if number % 5 == 0 else 0.9
        )
        after = round(heat + (0.8 if number % len(says) > 3 or heat < 2 else -0.5), 2)
        heard = spoken[-1]
        change = HeatChange(heat, after, "apology" if after < heat else "dismissive", "")
        happened += [*spoken, events.HeatMoved(heard.frame, number, change)]
        heat, now = after, now + 9.8
        if now > 60 * minutes - 11:
            break
    return [*happened, events.Ended(frame_at(60 * minutes), "resolved")]


def kept(home: Path, call_id: str = LATER, happened: Sequence[Event] | None = None) -> Record:
    """A record on disk."""
    return Record(keep(home, call_id, good() if happened is None else happened))


def reported(record: Record) -> Report:
    """Its report, by the default rubric; no score is kept."""
    by = rubric.load()
    known = gather(record, keep=True)
    return tell(known, aftercall.scored(record, by, known.facts), by)


def scored(home: Path, call_id: str, persona: str = PERSONA, by: str = rubric.DEFAULT) -> Record:
    """A poor call whose score is kept."""
    record = kept(home, call_id, conversation(*POOR, ended="hung_up"))
    record.replace_heading(persona=persona)
    aftercall.score(record, rubric.load(by))
    return record


def persona_with(**texts: str) -> str:
    """The persona's file with some of its texts changed: `NAME="…"` for what it has now."""
    text = shelf().text
    for before, after in texts.items():
        assert before in text
        text = text.replace(before, after)
    return text


def write(folder: Path, name: str, **content: Any) -> None:
    """A file beside a record."""
    (folder / name).write_text(json.dumps({"schema": 1, **content}), encoding="utf-8")


def record_sound(folder: Path, seconds: float) -> None:
    """Both sides of a line: hums that swell, so that the encoder has to work."""
    time = np.arange(round(seconds * RATE)) / RATE
    for name, pitch in (("trainee", 140.0), ("customer", 210.0)):
        swell = np.sin(2 * np.pi * time / 3.0 + pitch) > 0
        with WavWriter(folder / f"{name}.wav") as file:
            file.write((6000 * swell * np.sin(2 * np.pi * pitch * time)).astype(np.int16))
