"""A call driven frame by frame on fakes: a tone is speech, and the transcriber is told what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from audio.fakes import LevelDetector
from audio.pcm import FRAME, Samples, silence
from audio.ports import SpeechDetector, Transcript, Word
from simulator import events
from simulator.call import Call
from simulator.customer import library
from simulator.customer.dialogue import Dialogue, Policy
from simulator.customer.listener import Listener
from simulator.customer.persona import Persona
from simulator.ear import lexicon
from simulator.ear.cues import Ear
from simulator.events import Event
from simulator.floor.judge import Hangover, Judge
from simulator.jobs import Hear, Job, Say
from simulator.scoring import facts
from simulator.settings import Settings
from simulator.standing import standing
from simulator.states import MOVES, State

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


@dataclass
class Patient:
    """`Judge` that waits as long as it is told to for some words, and remembers what it was asked.

    Attributes:
        waits: seconds of silence, by words.
        else_s: for other words.
        unheard_s: see `Judge`.
        asked: the words and the line of each pause.
        pauses: those after which speech went on, in seconds.
    """

    waits: dict[str, float] = field(default_factory=dict)
    else_s: float = 0.7
    unheard_s: float = 1.6
    asked: list[tuple[str, str]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    def wait_s(self, said: Transcript, line: str) -> float:
        self.asked.append((said.text, line))
        return self.waits.get(said.text, self.else_s)

    def paused(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 2))


class Line:
    """Drives a call: speech or silence for so many frames, and jobs done at once or held back.

    Attributes:
        hears: the transcriber.
        hold: whether jobs are held back; dumb: whether the customer's lines are.
        waiting: the jobs held back; hearings: all jobs to hear that there were; dropped: ids.
        out: what the customer's side of the line plays.
    """

    def __init__(
        self,
        hears: Callable[[Hear], str] = lambda _: WARM,
        *,
        open_ears: bool = True,
        persona: Persona = PERSONA,
        policy: Policy | None = None,
        judge: Judge | None = None,
        push_to_talk: bool = False,
        detector: SpeechDetector | None = None,
    ) -> None:
        settings = Settings(
            ring=RING, answer_after_s=0.2, greeting_s=0.2, open_ears=open_ears, push_to_talk=push_to_talk
        )
        self.dialogue = Dialogue(persona, 0, policy)
        listener = Listener(EAR, persona)
        self.call = Call(self.dialogue, listener, detector or LevelDetector(), judge or Hangover(), settings)
        self.hears = hears
        self.hold = self.dumb = False
        self.hearings: list[Hear] = []
        self.dropped: list[int] = []
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
        for job in [job for job in self.waiting if not (self.dumb and isinstance(job, Say))]:
            self.finish(job)

    def finish(self, job: Job) -> None:
        self.waiting = [other for other in self.waiting if other.id != job.id]
        if isinstance(job, Say):
            self.call.finish(job.id, CLIP)
        else:
            words = self.hears(job).split()
            timed = tuple(Word(word, i * 0.3, i * 0.3 + 0.25, 0.9) for i, word in enumerate(words))
            self.call.finish(job.id, Transcript(" ".join(words), timed))
        self.collect()

    def collect(self) -> None:
        jobs, dropped = self.call.take_jobs()
        self.hearings += [job for job in jobs if isinstance(job, Hear)]
        self.dropped += dropped
        self.waiting = [job for job in self.waiting + jobs if job.id not in dropped]
        self.events += self.call.take_events()
        self.states.append(self.call.state)

    def until(self, state: State, most: int = 400) -> None:
        for _ in range(most):
            if self.call.state is state:
                return
            self.run(1)
        raise AssertionError(f"never {state.name}: {self.call.state.name}")

    def until_event(self, kind: str, most: int = 400) -> None:
        """Silence until something happens once more."""
        known = self.kinds().count(kind)
        for _ in range(most):
            if self.kinds().count(kind) > known:
                return
            self.run(1)
        raise AssertionError(f"no more {kind}")

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    def heard(self) -> list[events.TurnHeard]:
        return [event for event in self.events if isinstance(event, events.TurnHeard)]

    def started(self) -> list[events.LineStarted]:
        return [event for event in self.events if isinstance(event, events.LineStarted)]

    def ended(self) -> list[events.TurnEnded]:
        return [event for event in self.events if isinstance(event, events.TurnEnded)]

    def reasons(self) -> list[str]:
        return [event.change.reason for event in self.events if isinstance(event, events.HeatMoved)]

    def stood(self) -> list[str]:
        """Why the heat moved, without what was taken back."""
        moves = (event for event in standing(self.events) if isinstance(event, events.HeatMoved))
        return [event.change.reason for event in moves]

    def said(self) -> list[str]:
        """What the trainee said, in turns, without what was heard twice."""
        return [turn.text for turn in facts.transcript(self.events) if turn.speaker == "trainee"]

    def reply(self) -> None:
        self.run(20, TALK)
        self.run(30)


def listening(
    hears: Callable[[Hear], str] = lambda _: WARM,
    *,
    open_ears: bool = True,
    persona: Persona = PERSONA,
    judge: Judge | None = None,
) -> Line:
    line = Line(hears, open_ears=open_ears, persona=persona, judge=judge)
    line.until(State.LISTENING)
    return line


def reachable(start: State, end: State) -> bool:
    """Whether moves lead from one state to another; several can happen in one frame."""
    seen, front = {start}, {start}
    while front:
        front = set().union(*(MOVES[state] for state in front)) - seen
        seen |= front
    return end in seen
