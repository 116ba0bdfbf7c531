"""A call driven frame by frame on fakes: a tone is speech, and the transcriber is told what it says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from audio.fakes import LevelDetector
from audio.pcm import FRAME, Samples, silence
from audio.ports import Transcript, Word
from simulator import events
from simulator.call import Call, State
from simulator.customer import library
from simulator.customer.dialogue import Dialogue, Policy
from simulator.customer.listener import Listener
from simulator.customer.persona import Persona
from simulator.ear import lexicon
from simulator.ear.cues import Ear
from simulator.events import Event
from simulator.jobs import Hear, Job, Say
from simulator.settings import Settings

PERSONA = library.load("billing-dispute").persona
HOT = PERSONA.model_copy(
    update={"temper": PERSONA.temper.model_copy(update={"start": 9.0, "talks_over": 8.0})}
)
MEEK = PERSONA.model_copy(update={"temper": PERSONA.temper.model_copy(update={"interrupts": None})})
EAR = Ear(lexicon.load())
RING = np.full(FRAME * 2, 500, np.int16)
CLIP = np.full(FRAME * 70, 1000, np.int16)
TALK = np.full(FRAME, 8000, np.int16)
HUSH = silence(FRAME)
WARM = "I'm so sorry about that, that must be really frustrating."


class Line:
    """Drives a call: speech or silence for so many frames, and jobs done at once or held back."""

    def __init__(
        self,
        hears: Callable[[Hear], str] = lambda _: WARM,
        *,
        open_ears: bool = True,
        persona: Persona = PERSONA,
        policy: Policy | None = None,
    ) -> None:
        settings = Settings(ring=RING, answer_after_s=0.2, greeting_s=0.2, open_ears=open_ears)
        self.dialogue = Dialogue(persona, 0, policy)
        self.call = Call(self.dialogue, Listener(EAR, persona), LevelDetector(), settings)
        self.hears = hears
        self.hold = False
        self.waiting: list[Job] = []
        self.events: list[Event] = self.call.take_events()
        self.out: list[Samples] = []
        self.states: list[State] = [self.call.state]

    def run(self, frames: int, mic: Samples = HUSH) -> None:
        for _ in range(frames):
            self.out.append(self.call.tick(mic))
            self.collect()
            if not self.hold:
                self.work()

    def work(self) -> None:
        jobs, self.waiting = self.waiting, []
        for job in jobs:
            self.finish(job)

    def finish(self, job: Job) -> None:
        if isinstance(job, Say):
            self.call.finish(job.id, CLIP)
        else:
            text = self.hears(job)
            word = Word(text, 0.0, 0.5, 0.9)
            self.call.finish(job.id, Transcript(text, (word,) if text else ()))
        self.collect()

    def collect(self) -> None:
        jobs, dropped = self.call.take_jobs()
        self.waiting = [job for job in self.waiting + jobs if job.id not in dropped]
        self.events += self.call.take_events()
        self.states.append(self.call.state)

    def until(self, state: State, most: int = 400) -> None:
        for _ in range(most):
            if self.call.state is state:
                return
            self.run(1)
        raise AssertionError(f"never {state.name}: {self.call.state.name}")

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    def heard(self) -> list[events.TurnHeard]:
        return [event for event in self.events if isinstance(event, events.TurnHeard)]

    def started(self) -> list[events.LineStarted]:
        return [event for event in self.events if isinstance(event, events.LineStarted)]

    def reasons(self) -> list[str]:
        return [event.change.reason for event in self.events if isinstance(event, events.HeatMoved)]

    def reply(self) -> None:
        self.run(20, TALK)
        self.run(30)


def listening(*, open_ears: bool = True) -> Line:
    line = Line(open_ears=open_ears)
    line.until(State.LISTENING)
    return line
