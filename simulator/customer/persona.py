"""A persona: one irate customer, as its author wrote it down (`personas/NAME.yaml`).

A persona is data: the rules that move it are in `mood` and `dialogue`. docs/personas.md explains
every field to authors.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from audio.ports import Gender, Traits
from simulator.customer.beats import ENDING, Beat, EndingName, Fact, Handover, Name, Reaction, Remedy
from simulator.customer.lines import Part, Said, Text
from simulator.customer.temper import Temper

ID = r"[a-z0-9]+(-[a-z0-9]+)*"
"""How a persona's id looks."""


class Caller(Part):
    """Who rings.

    Attributes:
        pitch: of the voice, among people of that age and gender; pace: likewise.
    """

    name: Text
    age: Literal["young", "adult", "old"] = "adult"
    gender: Gender
    accent: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en-US"
    pitch: Literal["low", "middle", "high"] = "middle"
    pace: Literal["slow", "middle", "fast"] = "middle"
    company: Text
    domain: Text

    @property
    def traits(self) -> Traits:
        """What a voice should be like."""
        return Traits(self.gender, self.accent, self.age, self.pitch, self.pace)


class Briefing(Part):
    """What the trainee reads before the phone rings."""

    situation: Text
    goals: tuple[Text, ...] = Field(min_length=1)
    can_look_up: tuple[Text, ...] = ()
    may_offer: tuple[Text, ...] = ()
    needs_supervisor: tuple[Text, ...] = ()


class Persona(Part):
    """One customer: the whole file.

    Attributes:
        manner: the kind of anger, in a few words: "cold and precise".
        escalation: whose case it is: the employee's, a supervisor's (abuse that goes on), or
            security's (physical danger).
        facts: what happened; remedies: what can be offered.
        first: the beat in which the call begins.
        hello: what the caller says into a silence.
        better: for a behaviour, a line that shows it in this caller's situation.
    """

    schema_version: Literal[2] = Field(alias="schema")
    id: Annotated[str, Field(pattern=f"^{ID}$", max_length=60)]
    title: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"
    difficulty: Annotated[int, Field(ge=1, le=5)]
    manner: Text
    escalation: Literal["employee", "supervisor", "security"] = "employee"
    caller: Caller
    facts: dict[Name, Fact] = Field(default_factory=dict)
    remedies: dict[Name, Remedy] = Field(default_factory=dict)
    briefing: Briefing
    temper: Temper
    first: Text
    beats: dict[Name, Beat] = Field(min_length=1)
    reactions: tuple[Reaction, ...] = ()
    hello: Said
    handover: Handover | None = None
    endings: dict[EndingName, Said]
    better: dict[str, Text]
    debrief: Text

    @cached_property
    def known(self) -> dict[str, str]:
        """Every fact by its name, as the caller would say it."""
        return {name: fact.is_ for name, fact in self.facts.items()}

    @cached_property
    def most_intense(self) -> int:
        """The intensity of the worst that the caller can say."""
        return max(wording.intensity for _, said in self.said() for _, _, wording in said.everything())

    def said(self) -> Iterator[tuple[tuple[str | int, ...], Said]]:
        """All that the caller can say: each group of wordings, with its place in the file."""
        for name, beat in self.beats.items():
            yield ("beats", name, "says"), beat.says
            yield ("beats", name, "asks_again"), beat.asks_again
        for place, reaction in enumerate(self.reactions):
            if reaction.says is not None:
                yield ("reactions", place, "says"), reaction.says
        for name, fact in self.facts.items():
            if fact.told is not None:
                yield ("facts", name, "told"), fact.told
        yield ("hello",), self.hello
        yield from self._breaks_in_with()
        if self.handover is not None:
            yield ("handover", "asks"), self.handover.asks
        for ending, said in self.endings.items():
            yield ("endings", ending), said

    def _breaks_in_with(self) -> Iterator[tuple[tuple[str | int, ...], Said]]:
        interrupts = self.temper.interrupts
        if interrupts is None:
            return
        if interrupts.says is not None:
            yield ("temper", "interrupts", "says"), interrupts.says
        for place, trigger in enumerate(interrupts.triggers):
            yield ("temper", "interrupts", "triggers", place, "says"), trigger.says

    def ending(self, name: EndingName) -> EndingName:
        """The ending whose words are said for one: its own, or the one that it can borrow from."""
        borrowed = name
        while borrowed not in self.endings:
            borrowed = BORROWED[borrowed]
        return borrowed


BORROWED: dict[EndingName, EndingName] = {
    "grudge": "resolved",
    "resolved": "trainee_ended",
    "passed_on": "escalated",
    "ended_after_warnings": "trainee_ended",
    "disengaged": "trainee_ended",
}
"""Whose last words an ending without its own takes."""

NEEDED_ENDINGS: tuple[EndingName, ...] = ("escalated", "hung_up", "trainee_ended")
"""Every call can end so, whatever the persona."""


def is_ending(target: str) -> bool:
    """Whether a way's target is an ending."""
    return target.startswith(ENDING)
