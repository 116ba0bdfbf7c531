"""What the customer was waiting to hear after each line, and what of it came.

The record has the beat of each line; what a beat waits for is in the persona's file. What a reply
asks for and offers is found anew in its words, as the listener of the call did; its behaviours are those of
the record.
"""

from __future__ import annotations

from functools import cache

from simulator.customer.beats import BACK
from simulator.customer.listener import Listener
from simulator.customer.persona import Persona
from simulator.ear import lexicon
from simulator.ear.cues import Cue, Ear
from simulator.report.story import Need, Way
from simulator.report.wording import wanted
from simulator.scoring.coverage import one_of


@cache
def _ear(language: str) -> Ear:
    """An ear for topics alone, which need no net: a second to make, and without a memory."""
    return Ear(lexicon.load(language))


class Waiting:
    """Follows a call, line by line and reply by reply."""

    def __init__(self, persona: Persona) -> None:
        self._persona = persona
        self._listener = Listener(_ear(persona.language), persona)
        self._beat = ""
        self._line = ""
        self._met: frozenset[str] = frozenset()
        self._last: frozenset[str] = frozenset()

    def line(self, beat: str, text: str) -> None:
        """The customer said a line in a beat."""
        known = self._persona.beats.get(beat)
        if beat != self._beat:
            self._met = self._last if known is not None and not known.anew else frozenset()
        self._beat, self._line = beat, text

    def reply(self, text: str, cues: tuple[Cue, ...]) -> None:
        """The trainee replied to it, or to a part of it."""
        self._last = self._listener.reply(text, self._line, cues=cues).shown
        self._met |= self._last

    def ways(self) -> tuple[Way, ...]:
        """The ways on from the beat, and what of each had come by now; none from a beat that nobody knows."""
        beat = self._persona.beats.get(self._beat)
        return tuple(
            Way(
                tuple(
                    Need(one_of([wanted(each, self._persona) for each in want]), bool(self._met & {*want}))
                    for want in way.wants
                ),
                way.below if way.below < self._persona.temper.ceiling else None,
            )
            for way in (beat.ways if beat is not None else ())
            if way.then != BACK
        )
