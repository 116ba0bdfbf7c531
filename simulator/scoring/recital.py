"""Replies that run through the phrases instead of talking to anybody: they win nothing.

People show up to six welcome behaviours in a reply, and take some words for each. Whoever puts more
into one breath recites. Behaviours that the same words show count once, and so does a word said again.
"""

from __future__ import annotations

from simulator.ear.labels import WELCOME
from simulator.ear.text import TOKEN, normalise
from simulator.scoring.facts import TraineeTurn

KINDS = 6
WORDS = 5
"""So many behaviours or more, in fewer than so many different words each, are a recital. A guess."""


def is_recital(turn: TraineeTurn) -> bool:
    """Whether a reply runs through the phrases."""
    phrases = {(cue.start, cue.end) for cue in turn.cues if cue.label in WELCOME & turn.surely}
    words = set(TOKEN.findall(normalise(turn.text)))
    return len(phrases) >= KINDS and len(words) < WORDS * len(phrases)
