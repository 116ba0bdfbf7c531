"""Labels, reasons and needs in plain words."""

from __future__ import annotations

from simulator.customer.beats import ASKED_AGAIN, ASKS, INTERRUPTED, OFFERS, ON_HOLD, RUSHED
from simulator.customer.listener import RUSHED_WPM
from simulator.customer.mood import KEPT_WAITING, UNHEARD, WRONG_REMEDY
from simulator.customer.persona import Persona

MEANINGS: dict[str, str] = {
    "acknowledgement": "shows that what was said was heard",
    "empathy": "names or shares the feeling or the hardship",
    "apology": "says sorry for what went wrong",
    "non_apology": "is sorry for how the customer feels, not for what happened",
    "paraphrase": "says the customer's own story back",
    "open_question": "invites to tell more",
    "closed_question": "asks for a fact, or yes or no",
    "outcome_question": "asks what would put it right",
    "solution": "offers or does something concrete",
    "commitment": "says what will be done and by when, or how it is confirmed",
    "reassurance": "takes the matter on",
    "boundary": "says that some conduct must stop",
    "warning": "says what follows if it does not stop",
    "escalation": "offers somebody with more authority",
    "follow_up": "promises to check back after the fix",
    "thanks": "thanks the customer",
    "defensive": "argues, blames, or hides behind a policy",
    "dismissive": "belittles, refuses, or tells the customer how to feel",
    "overpromise": "guarantees what nobody can",
    "jargon": "uses words that only the company knows",
}
"""What each behaviour of the ear is."""

_REASONS: dict[str, str] = {
    KEPT_WAITING: "kept waiting in silence",
    ON_HOLD: "on hold",
    UNHEARD: "nothing in the reply was for the customer",
    WRONG_REMEDY: "the wrong remedy for this customer",
    INTERRUPTED: "interrupted",
    RUSHED: f"a rushed reply (over {RUSHED_WPM:.0f} words a minute)",
    ASKED_AGAIN: "asked for what had been told already",
}
"""What moves the heat and is no behaviour of the ear."""


def named(label: str) -> str:
    """A label as words."""
    return label.replace("_", " ")


def because(reason: str) -> str:
    """Why the heat moved."""
    return _REASONS.get(reason, named(reason))


def wanted(need: str, persona: Persona) -> str:
    """What a customer waits for, where a persona's file says "asks:account" or "offers:refund"."""
    if need.startswith(ASKS):
        return f"a question for the {named(need.removeprefix(ASKS))}"
    if need.startswith(OFFERS):
        remedy = persona.remedies.get(need.removeprefix(OFFERS))
        return f"an offer: {remedy.is_}" if remedy else f"an offer: {named(need.removeprefix(OFFERS))}"
    return named(need)
