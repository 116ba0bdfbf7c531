"""A call on fake engines, with a record on disk, for the tests of everything around the call."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from audio.errors import VoiceError
from audio.fakes import EchoTranscriber, LevelDetector, ToneVoice
from audio.pcm import Samples
from audio.ports import Mic, Transcriber
from simulator import offline, staging
from simulator.call import Call
from simulator.customer import library
from simulator.customer.drawing import Line
from simulator.customer.library import Shelf
from simulator.engines import Engines, InlineJobs, Studio
from simulator.jobs import JobRunner
from simulator.offline import ScriptedTrainee
from simulator.record import Heading, Record, RecordWriter
from simulator.session import Session
from simulator.staging import Options
from simulator.store import Store
from simulator.workshop import plan

NOW = datetime(2026, 3, 4, 5, 6, 7)
PERSONA = "billing-dispute"
CUSTOMER = ToneVoice("customer")


@cache
def shelf() -> Shelf:
    """The persona of these calls."""
    return library.load(PERSONA)


@cache
def planned(name: str = "good") -> tuple[str, ...]:
    """What the trainee says in a call of the persona's plan."""
    return plan.beside(shelf().path).call(name).says


def heading(call_id: str = "20260304-050607-billing-dispute", **changes: object) -> Heading:
    """A heading; with changes, another one."""
    plain = Heading(
        call_id=call_id,
        persona=PERSONA,
        started=NOW.isoformat(),
        program="0",
        seed=0,
        transcriber="echo",
        voice="tone",
        patience=Options().patience,
        answer_after_s=1.2,
        greeting_s=1.0,
        open_ears=True,
    )
    return plain.model_copy(update=changes)


def engines(transcriber: Transcriber) -> Engines:
    """Fakes: a humming customer and ears that react to level."""
    return Engines(transcriber, Studio(CUSTOMER, phone=False), LevelDetector)


class DumbStudio(Studio):
    """A studio whose voice fails."""

    def __init__(self) -> None:
        super().__init__(CUSTOMER, phone=False)

    def render(self, line: Line) -> Samples:
        raise VoiceError("the voice is hoarse")


@dataclass(slots=True)
class Scene:
    """A call about to begin.

    Attributes:
        mic: the trainee, who waits until the customer has spoken, and then says the next line.
    """

    session: Session
    writer: RecordWriter
    mic: Mic
    engines: Engines

    @property
    def call(self) -> Call:
        return self.session.call

    def run(self) -> Record:
        """The whole call, offline."""
        try:
            offline.run(self.session, self.mic)
        finally:
            self.writer.close()
        return Record(self.writer.folder)


def scene(
    folder: Path,
    says: Sequence[str] = (),
    *,
    options: Options | None = None,
    jobs: JobRunner | None = None,
    transcriber: Transcriber | None = None,
    now: datetime = NOW,
) -> Scene:
    """A call with a trainee who says these lines; its record goes into the folder."""
    trainee = ToneVoice("trainee")
    lines = [trainee.say(text, 1.0) for text in says]
    loaded = engines(transcriber or EchoTranscriber(trainee))
    session, writer = staging.begin(
        shelf(), loaded, jobs or InlineJobs(loaded), options or Options(), store=Store(folder), now=now
    )
    return Scene(session, writer, ScriptedTrainee(lines), loaded)


@dataclass(frozen=True, slots=True)
class Left:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Left]
"""Runs a command line."""
