"""Calls at random on the real frame pump: replies of all kinds, too early, over the customer, or none."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

from simulator import events
from simulator.customer.mood import HeatChange
from simulator.customer.persona import Persona
from simulator.events import Event
from simulator.jobs import Hear
from simulator.record import Record, heading_json
from simulator.standing import standing
from simulator.states import State
from tests.simulator.customer import sample
from tests.simulator.fixtures import heading, planned, shelf
from tests.simulator.line import PERSONA, TALK, Line

BAD = "You need to calm down."
"""A reply that heats everybody."""

OTHERS = (
    "You need to calm down.",
    "That's our policy, there is nothing I can do.",
    "I'm sorry you feel that way.",
    "If you swear at me again I will end this call.",
    "Please hold on while I check that.",
    "Mm-hm.",
    "What is your account number?",
    "Let me put you through to my supervisor, I have noted that you were charged twice.",
    "Okay.",
)
TRIGGERS = [
    {"hears": ["our policy", "calm down"], "says": {"warm": [{"discontent": "Not that!"}]}},
    {"hears": ["supervisor"], "says": {"warm": [{"discontent": "Oh, now it's the supervisor."}]}},
]
PERSONAS: tuple[Persona, ...] = (
    PERSONA,
    sample.persona(start=8.0),
    sample.persona(start=7.0, talks_over=None, interrupts={"heat": 1, "triggers": TRIGGERS}),
)


@cache
def pool() -> tuple[str, ...]:
    """What is said; what helps twice as often."""
    return (*planned(), *planned(), *OTHERS)


class Drawn(Line):
    """A call that is drawn by a seed."""

    def __init__(self, seed: int, persona: Persona | None = None) -> None:
        draw = Random(seed)
        self.persona = persona or draw.choice(PERSONAS)
        texts = [draw.choice(pool()) for _ in range(100)]

        def hears(job: Hear) -> str:
            return texts[job.turn]

        super().__init__(hears, persona=self.persona)
        self.until(State.SPEAKING)
        for _ in range(draw.randint(3, 7)):
            if draw.random() < 0.6:
                self.until_it_is_quiet()
            self.run(draw.choice((3, 5, 20, 40, 400)))
            self.run(draw.choice((8, 20, 40, 150)), TALK)
            self.run(draw.choice((5, 20, 30, 60)))
        self.call.close("interrupted")
        self.collect()
        self.work()

    def until_it_is_quiet(self) -> None:
        for _ in range(200):
            if self.call.state in {State.LISTENING, State.OVER}:
                return
            self.run(1)


def keep(folder: Path, happened: list[Event]) -> Record:
    """A record of a call with the usual persona, without sound."""
    folder.mkdir(parents=True)
    ended = next(event.reason for event in happened if isinstance(event, events.Ended))
    about = heading(folder.name, ended=ended, length_s=60.0)
    (folder / "record.json").write_text(heading_json(about), encoding="utf-8")
    (folder / "persona.yaml").write_text(shelf().text, encoding="utf-8")
    text = "".join(f"{events.to_json(event)}\n" for event in happened)
    (folder / "events.jsonl").write_text(text, encoding="utf-8")
    return Record(folder)


def lines(happened: list[Event]) -> list[tuple[str, str, str]]:
    """What the customer said, and where in the file."""
    stood = standing(happened)
    return [(each.line, each.text, each.beat) for each in stood if isinstance(each, events.LineStarted)]


def heats(happened: list[Event]) -> list[HeatChange]:
    """How the heat moved, and why."""
    return [each.change for each in standing(happened) if isinstance(each, events.HeatMoved)]
