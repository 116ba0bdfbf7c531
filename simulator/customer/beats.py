"""Beats: the conversation as states, what the caller waits for in each, and what comes then.

What is waited for is written as short phrases:

    - apology | empathy          either behaviour
    - asks:account               a question for that fact
    - offers:refund              an offer of that remedy

All phrases of a way must be met, in one reply or over several, before the caller goes that way.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from simulator.customer.lines import Heat, Part, Said, Text

ASKS, OFFERS = "asks:", "offers:"
ENDING = "end:"
BACK = "back"
ON_HOLD, INTERRUPTED, RUSHED, ASKED_AGAIN = "on_hold", "interrupted", "rushed", "asked_again"
HEEDED = "heeded"
CIRCUMSTANCES = (ON_HOLD, INTERRUPTED, RUSHED, ASKED_AGAIN, HEEDED)
"""How a reply came, beside what it says: asking for a hold, or for what was told already, and so on; and
heeded: it is the boundary that ends the insults."""

EndingName = Literal[
    "resolved", "grudge", "escalated", "passed_on", "hung_up", "trainee_ended", "ended_after_warnings",
    "disengaged",
]  # fmt: skip
"""How a call can end:

resolved: helped. grudge: helped, but still hot. escalated: handed over, with the story told.
passed_on: handed over without. hung_up: by the customer. trainee_ended: by the trainee, before the
due warnings. ended_after_warnings: with them. disengaged: by the trainee, after a threat.
"""

Word = Annotated[str, Field(pattern=r"^[^\W_]+(?:[ '-][^\W_]+)*$", max_length=40)]
"""A plain word, or a few: letters, digits, spaces, hyphens and apostrophes."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""What an author calls a beat, fact or remedy."""


class Fact(Part):
    """Something that happened, or that the caller knows. Lines name it as `{its_name}`.

    Attributes:
        is_: the fact, as the caller would say it.
        words: the words by which a question asks for it.
        told: what the caller says when asked for it out of turn.
    """

    is_: Text = Field(alias="is")
    words: tuple[Word, ...] = ()
    told: Said | None = None

    @field_validator("is_")
    @classmethod
    def _plain(cls, text: str) -> str:
        if any(char in "[]{}*" for char in text):
            raise ValueError("is not plain words: marks and other facts belong into the lines")
        return text


class Remedy(Part):
    """Something that the trainee can offer.

    Attributes:
        is_: the remedy, for the debrief.
        words: the words by which an offer names it.
        worth: degrees by which the offer cools this caller, instead of what a solution does; negative:
            it heats ("have you tried to restart it?").
    """

    is_: Text = Field(alias="is")
    words: tuple[Word, ...] = Field(min_length=1)
    worth: Annotated[float, Field(ge=-10, le=10)] | None = None


class Way(Part):
    """A way out of a beat.

    Attributes:
        needs: what the trainee must have done; all of it.
        below: the heat above which the caller does not go on, whatever was done.
        then: the next beat, "back" to the beat before a digression, or "end:resolved" and the like.
    """

    needs: tuple[Text, ...] = Field(min_length=1)
    below: Heat = 10.0
    then: Text

    @property
    def wants(self) -> tuple[tuple[str, ...], ...]:
        """The needs, each as its alternatives."""
        return tuple(tuple(part.strip() for part in need.split("|")) for need in self.needs)

    def open(self, met: frozenset[str], heat: float) -> bool:
        """Whether the caller goes this way."""
        return heat <= self.below and all(any(one in met for one in want) for want in self.wants)


class Beat(Part):
    """A state of the conversation.

    Attributes:
        says: on arriving here.
        ways: tried in their order after each reply.
        asks_again: when none was open; also when the caller comes back from a digression.
        anew: whether what was done before the caller said this does not count; else a reply that
            already holds what is waited for passes the beat over.
    """

    says: Said
    ways: tuple[Way, ...] = Field(min_length=1)
    asks_again: Said
    anew: bool = False


class Reaction(Part):
    """What the caller throws back, in whatever beat.

    Attributes:
        to: a behaviour, a question or offer ("offers:voucher"), or one of `CIRCUMSTANCES`.
        heat: the heat from which it happens.
        says: what the caller says; without it, what the beat `then` says.
        then: a beat to digress to; its ways can lead "back".
        once: whether it happens only once a call.
    """

    to: Text
    heat: Heat = 0.0
    says: Said | None = None
    then: Text | None = None
    once: bool = False


class Handover(Part):
    """What becomes of an escalation.

    Attributes:
        asks: what the caller asks before being put through ("Do I have to tell it all again?").
        brief: what the supervisor must know, for the debrief.
    """

    asks: Said
    brief: tuple[Text, ...] = Field(min_length=1)
