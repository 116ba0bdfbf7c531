"""How a call is put together, for every driver: from a persona and engines, or from a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

import numpy as np

from audio import effects
from audio.pcm import RATE, Samples, silence
from audio.ports import SpeechDetector
from audio.turns import Patience
from simulator import __version__
from simulator.call import Call
from simulator.customer import library
from simulator.customer.dialogue import Dialogue, Policy
from simulator.customer.drawing import Line
from simulator.customer.library import Shelf
from simulator.customer.listener import Listener
from simulator.customer.persona import Persona
from simulator.ear import lexicon, neural
from simulator.ear.cues import Ear
from simulator.engines import Engines
from simulator.floor import complete
from simulator.floor.judge import Judge
from simulator.floor.weighing import Weighing
from simulator.jobs import JobRunner
from simulator.record import Heading, Record, RecordWriter
from simulator.session import Recorder, Session
from simulator.settings import Settings
from simulator.store import Store

HASTE = 0.85
"""The patience of a customer who breaks in on people, as a share of others'."""

_BETWEEN_RINGS_S = 1.3


def _as_it_is(writer: RecordWriter) -> Recorder:
    return writer


@dataclass(frozen=True, slots=True, eq=False)
class Beginning:
    """Where a call begins: with its opening, or in the middle of another.

    Attributes:
        dialogue: the customer, about to say a line.
        told: the lines that were said before it.
        recorder: what is to be kept before, put into the new record; and who keeps the call.
    """

    dialogue: Dialogue
    told: tuple[Line, ...] = ()
    recorder: Callable[[RecordWriter], Recorder] = _as_it_is


@dataclass(frozen=True, slots=True)
class Options:
    """How the user wants a call to go; see `call.Settings` and `dialogue.Policy`.

    Attributes:
        demo: the trainee is a voice.
        begins: where the call begins; None: with its opening.
    """

    seed: int = 0
    patience: Patience = field(default_factory=Patience)
    answer_after_s: float | None = 1.2
    greeting_s: float = 1.0
    open_ears: bool = True
    push_to_talk: bool = False
    once: bool = False
    demo: bool = False
    policy: Policy = field(default_factory=Policy)
    begins: Beginning | None = None


def begin(
    shelf: Shelf, engines: Engines, jobs: JobRunner, options: Options, *, store: Store, now: datetime
) -> tuple[Session, RecordWriter]:
    """A new call and its record."""
    folder = store.new_folder(shelf.persona.id, now)
    heading = Heading(
        call_id=folder.name,
        persona=shelf.persona.id,
        started=now.isoformat(timespec="seconds"),
        program=__version__,
        seed=options.seed,
        transcriber=engines.transcriber.name,
        voice=engines.studio.name,
        patience=options.patience,
        answer_after_s=options.answer_after_s,
        greeting_s=options.greeting_s,
        open_ears=options.open_ears,
        push_to_talk=options.push_to_talk,
        once=options.once,
        demo=options.demo,
        policy=options.policy,
    )
    begins = options.begins or _opening(shelf.persona, heading)
    call = _call(shelf.persona, heading, engines.new_detector(), begins)  # may fail: nothing is on disk yet
    writer = RecordWriter(folder, heading, shelf.text)
    return Session(call, jobs, begins.recorder(writer)), writer


def call_of(record: Record, detector: SpeechDetector, begins: Beginning | None = None) -> Call:
    """The call of a record, as it was before its first frame."""
    persona = persona_of(record)
    return _call(persona, record.heading, detector, begins or _opening(persona, record.heading))


def persona_of(record: Record) -> Persona:
    """The persona of a record, as it was then."""
    return library.parse(record.persona_text(), record.folder / "persona.yaml").persona


def _opening(persona: Persona, heading: Heading) -> Beginning:
    return Beginning(Dialogue(persona, heading.seed, heading.policy))


def _call(persona: Persona, heading: Heading, detector: SpeechDetector, begins: Beginning) -> Call:
    settings = Settings(
        ring=_ring(),
        answer_after_s=heading.answer_after_s,
        greeting_s=heading.greeting_s,
        patience=heading.patience,
        open_ears=heading.open_ears,
        push_to_talk=heading.push_to_talk,
        once=heading.once,
    )
    judge = judge_of(persona, heading.patience)
    return Call(begins.dialogue, listener_of(persona), detector, judge, settings, begins.told)


def listener_of(persona: Persona) -> Listener:
    """The ears of a persona."""
    return Listener(ear_of(persona.language), persona)


@cache
def ear_of(language: str) -> Ear:
    """The ear of a language: half a second to make, and without a memory."""
    return Ear(lexicon.load(language), neural.of_language(language))


def judge_of(persona: Persona, patience: Patience) -> Judge:
    """Who judges in a call whether a trainee has finished, or only pauses: sooner, with a hasty customer."""
    haste = HASTE if persona.temper.interrupts is not None else 1.0
    language = persona.language
    return Weighing(complete.of_language(language), language, patience.level * haste)


def _ring() -> Samples:
    """One ring, and the pause until the next."""
    return np.concatenate([effects.ring(), silence(int(_BETWEEN_RINGS_S * RATE))])
