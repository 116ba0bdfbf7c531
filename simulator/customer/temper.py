"""Temper: how a customer's heat moves, and how the customer takes the floor."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from simulator.customer.beats import Word
from simulator.customer.lines import Heat, Part, Said

Degrees = Annotated[float, Field(ge=0, le=10)]

COOLS: dict[str, float] = {
    "acknowledgement": 0.8,
    "empathy": 1.4,
    "apology": 1.4,
    "paraphrase": 1.2,
    "open_question": 0.5,
    "closed_question": 0.2,
    "outcome_question": 0.8,
    "solution": 1.4,
    "commitment": 1.2,
    "reassurance": 0.8,
    "follow_up": 0.6,
    "thanks": 0.4,
    "boundary": 0.5,
}
"""Degrees by which a behaviour cools the first time, where the file says nothing else. A boundary
cools only after abuse."""

HEATS: dict[str, float] = {
    "dismissive": 1.8,
    "defensive": 1.2,
    "non_apology": 1.4,
    "overpromise": 0.6,
    "jargon": 0.5,
    "warning": 1.2,
    "boundary": 0.8,
    "interrupted": 0.5,
    "rushed": 0.3,
    "asked_again": 0.0,
    "unheard": 0.6,
}
"""Degrees by which a behaviour, or the way of a reply, heats. A boundary or warning heats only where
there was no abuse."""


class Silence(Part):
    """What silence does.

    Attributes:
        grace_s: seconds of silence that cost nothing: a pause before an answer is good.
        per_s: degrees added by each second after that.
        patience_s: seconds until "hello?".
        hellos: how often the caller asks before hanging up.
    """

    grace_s: Annotated[float, Field(ge=1, le=60)] = 4.0
    per_s: Annotated[float, Field(ge=0, le=2)] = 0.15
    patience_s: Annotated[float, Field(ge=2, le=60)] = 7.0
    hellos: Annotated[int, Field(ge=0, le=5)] = 2


class Hold(Part):
    """What silence does after the trainee asked for it.

    Attributes:
        per_s: degrees added by each second on hold.
        patience_s: seconds until "hello?".
    """

    per_s: Annotated[float, Field(ge=0, le=2)] = 0.03
    patience_s: Annotated[float, Field(ge=5, le=300)] = 30.0


class Trigger(Part):
    """Phrases that the customer does not hear to the end of the sentence; once a call.

    Attributes:
        hears: the phrases, any of which will do, denied or not.
        heat: the heat from which it happens; without it, that of the whole block.
        says: what the customer breaks in with.
    """

    hears: tuple[Word, ...] = Field(min_length=1)
    heat: Heat | None = None
    says: Said


class Interrupting(Part):
    """When the customer breaks in on the trainee: on a long answer, on a phrase, or on both.

    Attributes:
        heat: the heat from which it happens.
        after_s: how long the trainee may speak until then.
        says: what the customer breaks in with on a long answer; without it, the customer hears it out.
        triggers: phrases on which the customer breaks in at once.
    """

    heat: Heat
    after_s: Annotated[float, Field(ge=3, le=120)] = 12.0
    says: Said | None = None
    triggers: tuple[Trigger, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.says is None and not self.triggers:
            raise ValueError("needs 'says' (for long answers), or 'triggers', or both")
        if self.says is None and "after_s" in self.model_fields_set:
            raise ValueError("has 'after_s' but no 'says': what is said after so long?")
        return self

    def bound(self, trigger: Trigger) -> float:
        """The heat from which a trigger works."""
        return self.heat if trigger.heat is None else trigger.heat


class Temper(Part):
    """How heat moves.

    Attributes:
        start: heat when the phone rings; floor and ceiling are never passed.
        cools: behaviours that cool this caller otherwise than most (see `COOLS`).
        heats: what heats this caller otherwise than most (see `HEATS`).
        fade: what a cooling behaviour is worth the next time, as a share of the time before.
        cools_at_most: degrees that one reply can cool, however much is in it.
        grudge_from: a caller who is helped at this heat or above goes with a grudge.
        outbursts: replies in a row at the ceiling after which the caller hangs up.
        asks: how often in a row the caller asks again for the same thing before hanging up.
        heeds: how many boundaries it takes until the caller stops insulting; 0: none will.
        talks_over: the heat from which the caller goes on when spoken over; without it the caller yields.
    """

    start: Heat
    floor: Heat = 0.0
    ceiling: Heat = 10.0
    cools: dict[str, Degrees] = Field(default_factory=dict)
    heats: dict[str, Degrees] = Field(default_factory=dict)
    fade: Annotated[float, Field(ge=0, le=0.9)] = 0.5
    cools_at_most: Annotated[float, Field(gt=0, le=10)] = 2.5
    grudge_from: Heat = 5.0
    outbursts: Annotated[int, Field(ge=1, le=10)] = 2
    asks: Annotated[int, Field(ge=1, le=10)] = 5
    heeds: Annotated[int, Field(ge=0, le=5)] = 1
    talks_over: Heat | None = None
    silence: Silence = Silence()
    hold: Hold = Hold()
    interrupts: Interrupting | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.floor <= self.start <= self.ceiling or self.floor == self.ceiling:
            raise ValueError(f"start must lie between floor and ceiling: {self.floor:g} … {self.ceiling:g}")
        return self

    def cooling(self, behaviour: str) -> float:
        """Degrees by which a behaviour cools the first time; 0: it doesn't."""
        return self.cools.get(behaviour, COOLS.get(behaviour, 0.0))

    def heating(self, reason: str) -> float:
        """Degrees by which something heats; 0: it doesn't."""
        return self.heats.get(reason, HEATS.get(reason, 0.0))
