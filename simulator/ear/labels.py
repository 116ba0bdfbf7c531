"""The behaviours that the ear knows: the words of the codebook, in its order."""

from __future__ import annotations

from typing import Literal, get_args

Label = Literal[
    "acknowledgement",
    "empathy",
    "apology",
    "non_apology",
    "paraphrase",
    "open_question",
    "closed_question",
    "outcome_question",
    "solution",
    "commitment",
    "reassurance",
    "boundary",
    "warning",
    "escalation",
    "follow_up",
    "thanks",
    "defensive",
    "dismissive",
    "overpromise",
    "jargon",
]
"""A behaviour; docs/scoring.md says what each is, with examples."""

LABELS: tuple[str, ...] = get_args(Label)
"""All of them."""

ApologyPart = Literal["responsibility", "explanation", "repentance", "forgiveness"]
"""A part of an apology that is no behaviour by itself."""

WELCOME = frozenset(LABELS) - {"non_apology", "defensive", "dismissive", "overpromise", "jargon"}
"""The behaviours that a rubric may reward."""
