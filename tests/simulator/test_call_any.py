"""Any call at all: speech, noise and silence, slow engines in any order, keys pressed and calls cut."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.fakes import LevelDetector
from audio.pcm import FRAME, Samples
from audio.wer import normal_words
from simulator import events
from simulator.customer.persona import Persona
from simulator.events import Event
from simulator.jobs import Hear, Job
from simulator.standing import standing
from tests.simulator.customer.sample import persona
from tests.simulator.line import HUSH, PERSONA, TALK, Line, Patient, reachable

WORD = 10  # frames that a word takes
FIRST = 6000  # the level of the first word's frames; the next one's is one higher
NOISE = TALK // 2  # as loud as speech, and nobody's word

TRIGGERS = [
    {"hears": [f"w{number}"], "says": {"warm": [{"discontent": "Not that!"}]}} for number in (3, 11, 19)
]
PERSONAS: tuple[Persona, ...] = (
    PERSONA,
    persona(start=8.0),
    persona(start=7.0, talks_over=None, interrupts={"heat": 1, "triggers": TRIGGERS}),
)


class NotingDetector(LevelDetector):
    """Notes how many frames of each word it was given."""

    def __init__(self) -> None:
        self.words: Counter[int] = Counter()

    def probability(self, frame: Samples) -> float:
        self.words.update(words_of(frame))
        return super().probability(frame)


def words_of(samples: Samples) -> list[int]:
    """The word that each frame belongs to, of those that belong to any."""
    return [int(level) - FIRST for level in samples[::FRAME] if level >= FIRST]


def transcribed(job: Hear) -> str:
    """The words of which most is in the sound, with the marks that a transcriber writes on any piece."""
    said = [f"w{word}" for word, frames in Counter(words_of(job.samples)).items() if frames > WORD / 2]
    return f"{' '.join(said).capitalize()}." if said else ""


@dataclass(frozen=True)
class Plan:
    """What happens in a call.

    Attributes:
        steps: what the trainee does, and for how long.
        waits: what the judge says, in turn.
        delays: how many frames a job takes, in turn; backwards: of those done at once the last comes first.
    """

    persona: Persona
    steps: list[tuple[str, int]]
    waits: list[float]
    delays: list[int]
    backwards: bool
    open_ears: bool
    push_to_talk: bool


class Any(Line):
    """A call that goes by a plan."""

    def __init__(self, plan: Plan) -> None:
        self.detector = NotingDetector()
        self._plan = plan
        self._due: dict[int, int] = {}
        self._words = 0
        super().__init__(
            transcribed,
            persona=plan.persona,
            judge=Turning(plan.waits),
            open_ears=plan.open_ears,
            push_to_talk=plan.push_to_talk,
            detector=self.detector,
        )
        self.run(8)
        for what, count in plan.steps:
            self.do(what, count)
        self.end()

    def work(self) -> None:
        for job in self.waiting:
            delay = self._plan.delays[job.id % len(self._plan.delays)]
            self._due.setdefault(job.id, self.call.frame + delay)
        self.finish_all([job for job in self.waiting if self._due[job.id] <= self.call.frame])

    def finish_all(self, jobs: list[Job]) -> None:
        for job in jobs[::-1] if self._plan.backwards else jobs:
            if any(job is other for other in self.waiting):  # it may have been dropped meanwhile
                self.finish(job)

    def do(self, what: str, count: int) -> None:
        match what:
            case "speak":
                for _ in range(count // 3 + 1):
                    self.run(WORD, np.full(FRAME, FIRST + self._words, np.int16))
                    self._words += 1
            case "noise":
                self.run(count % 15 + 1, NOISE)
            case "hush":
                self.run(count, HUSH)
            case "key":
                self.call.talk()
                self.collect()
            case _:
                self.call.hang_up()
                self.collect()

    def end(self) -> None:
        """Close the call, and hear what is left to be heard."""
        self.call.close("interrupted")
        self.collect()
        self.finish_all([job for job in self.waiting if isinstance(job, Hear)])


class Turning(Patient):
    """Waits in turn."""

    def __init__(self, waits: list[float]) -> None:
        super().__init__(unheard_s=waits[-1])
        self._waits = waits

    def wait_s(self, said: object, line: str) -> float:
        self._waits = [*self._waits[1:], self._waits[0]]
        return self._waits[0]


DOES = ["speak"] * 6 + ["hush"] * 6 + ["noise"] * 2 + ["key"] * 2 + ["hang up"]
PLANS = st.builds(
    Plan,
    persona=st.sampled_from(PERSONAS),
    steps=st.lists(st.tuples(st.sampled_from(DOES), st.integers(1, 60)), min_size=3, max_size=20),
    waits=st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.7, 2.0]), min_size=1, max_size=4),
    delays=st.lists(st.sampled_from([0, 0, 1, 5, 20, 60]), min_size=1, max_size=4),
    backwards=st.booleans(),
    open_ears=st.booleans(),
    push_to_talk=st.sampled_from([False, False, True]),
)


@settings(max_examples=60, deadline=None)
@given(PLANS)
def test_whatever_happens_every_word_counts_once_and_again_it_is_the_same_call(plan: Plan) -> None:
    line = Any(plan)
    assert line.call.over
    assert all(before is after or reachable(before, after) for before, after in pairwise(line.states))
    said = Counter(word for text in line.said() for word in normal_words(text))
    assert set(said.values()) <= {1}
    whole = {f"w{word}" for word, frames in line.detector.words.items() if frames == WORD}
    assert whole <= set(said)
    assert line.call.heat == heat_that_stands(line.events)
    assert Any(plan).events == line.events


def heat_that_stands(happened: list[Event]) -> float:
    """The heat in the end; on the way each change begins where the one before it ended."""
    heat = 0.0
    for event in standing(happened):
        match event:
            case events.Rang():
                heat = event.heat
            case events.HeatMoved():
                assert event.change.before == heat
                heat = event.change.after
            case _:
                pass
        assert 0 <= heat <= 10
    return heat
