"""Simulated trainees: people who take a call by what they *do*, not by their words.

A reply is a set of behaviours and topics, so that thousands of calls a minute can be played in any
language. (What words do is the plans' affair, which go through the ear.) All of them are seeded.

    good      cares, sets a boundary after abuse, and does what is waited for on the way to a solution
    clumsy    does a bit of everything, at random
    hostile   argues, belittles and interrupts
    silent    mostly says nothing
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from simulator.customer.beats import ASKS, BACK, ENDING, OFFERS, Way
from simulator.customer.dialogue import Dialogue, Policy
from simulator.customer.drawing import Line
from simulator.customer.lines import INSULT, THREAT
from simulator.customer.listener import Reply
from simulator.customer.persona import Persona
from simulator.ear.cues import Cue
from simulator.ear.labels import LABELS

Act = Reply | float
"""A reply, or so many seconds of silence."""

Trainee = Callable[[Dialogue, Line], Act]
"""Answers the customer's line."""

_CARING = ("acknowledgement", "empathy", "apology", "paraphrase", "reassurance", "thanks", "follow_up")
_HARSH = ("dismissive", "defensive", "non_apology", "warning", "jargon")


def reply(*shown: str, **how: bool) -> Reply:
    """A reply that shows behaviours and topics; `how` as in `Reply`."""
    labels = [one for one in shown if one in LABELS]
    cues = tuple(
        Cue(label, label, 100 * at, 100 * at + len(label), "simulated") for at, label in enumerate(labels)
    )
    topics = frozenset(one for one in shown if one.startswith((ASKS, OFFERS)))
    return Reply(" ".join(shown) or "well", cues, topics, **how)


class Good:
    """Cares, and knows what the caller waits for."""

    def __init__(self, persona: Persona, seed: int, policy: Policy) -> None:
        self._persona = persona
        self._random = Random(seed)  # noqa: S311 - a seeded game, no secret
        self._policy = policy
        self._hops = _hops(persona)
        self._insults = 0

    def __call__(self, dialogue: Dialogue, line: Line) -> Act:
        """The next reply."""
        if line.intensity >= THREAT:
            return reply(farewell=True)
        if line.intensity >= INSULT:
            self._insults += 1
            if self._insults > max(self._policy.warnings, self._persona.temper.heeds, 1):
                return self._random.choice((reply("escalation", "paraphrase"), reply(farewell=True)))
            return reply("boundary", "warning", *self._care(1), *self._need(dialogue))
        return reply(*self._care(2), *self._need(dialogue))

    def _care(self, count: int) -> list[str]:
        return self._random.sample(_CARING, count)

    def _need(self, dialogue: Dialogue) -> list[str]:
        way = min(dialogue.ways, key=lambda way: self._hops.get(way.then, len(self._hops)), default=None)
        return [self._random.choice(want) for want in way.wants] if way is not None else []


class Clumsy:
    """Does a bit of everything."""

    def __init__(self, persona: Persona, seed: int, policy: Policy) -> None:  # noqa: ARG002 - as all of them
        self._random = Random(seed)  # noqa: S311 - a seeded game, no secret
        self._anything = [*LABELS, *(f"{ASKS}{fact}" for fact in persona.facts)]
        self._anything += [f"{OFFERS}{remedy}" for remedy in persona.remedies]

    def __call__(self, dialogue: Dialogue, line: Line) -> Act:  # noqa: ARG002 - hardly listens
        """The next reply."""
        draw = self._random.random()
        if draw < 0.05:
            return dialogue.patience_s + self._random.choice((0.0, 6.0))
        if draw < 0.08:
            return reply(*self._some(1), farewell=True)
        if draw < 0.12:
            return reply(hold=True)
        if draw < 0.45 and dialogue.ways:
            way = self._random.choice(dialogue.ways)
            return reply(*(self._random.choice(want) for want in way.wants), *self._some(1))
        return reply(*self._some(self._random.randint(0, 3)), interrupted=draw > 0.95)

    def _some(self, count: int) -> list[str]:
        return self._random.sample(self._anything, count)


class Hostile:
    """Argues, belittles and interrupts."""

    def __init__(self, persona: Persona, seed: int, policy: Policy) -> None:  # noqa: ARG002 - as all of them
        self._random = Random(seed)  # noqa: S311 - a seeded game, no secret

    def __call__(self, dialogue: Dialogue, line: Line) -> Act:  # noqa: ARG002 - does not listen
        """The next reply."""
        if self._random.random() < 0.04:
            return reply(farewell=True)
        harsh = self._random.sample(_HARSH, self._random.randint(1, 2))
        return reply(*harsh, interrupted=self._random.random() < 0.3)


class Silent:
    """Mostly says nothing."""

    def __init__(self, persona: Persona, seed: int, policy: Policy) -> None:  # noqa: ARG002 - as all of them
        self._random = Random(seed)  # noqa: S311 - a seeded game, no secret

    def __call__(self, dialogue: Dialogue, line: Line) -> Act:  # noqa: ARG002 - does not listen
        """The next silence, or a word."""
        if self._random.random() < 0.3:
            return reply(
                *self._random.sample(("acknowledgement", "closed_question"), self._random.randint(0, 1))
            )
        return dialogue.patience_s


KINDS: dict[str, Callable[[Persona, int, Policy], Trainee]] = {
    "good": Good,
    "clumsy": Clumsy,
    "hostile": Hostile,
    "silent": Silent,
}
"""The simulated trainees by name."""


def _hops(persona: Persona) -> dict[str, int]:
    """How many ways lie between each target and being helped."""
    hops = {f"{ENDING}resolved": 0, f"{ENDING}grudge": 0, BACK: 1}
    changed = True
    while changed:
        changed = False
        for name, beat in persona.beats.items():
            nearest = _nearest(beat.ways, hops)
            if nearest is not None and nearest + 1 < hops.get(name, len(persona.beats) + 3):
                hops[name] = nearest + 1
                changed = True
    return hops


def _nearest(ways: Iterable[Way], hops: dict[str, int]) -> int | None:
    return min((hops[way.then] for way in ways if way.then in hops), default=None)
