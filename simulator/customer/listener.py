"""What a trainee's reply means to this customer: the ear's cues, and the persona's own topics.

Live calls and rehearsals make their replies here, so that the same words do the same in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from simulator.customer.beats import ASKS, OFFERS
from simulator.customer.persona import Persona
from simulator.ear.cues import Cue, Ear
from simulator.ear.lexicon import finder
from simulator.ear.text import normalise, without_restarts

RUSHED_WPM = 220.0
"""Words per minute above which a reply is rushed: conversation runs at 150 to 190."""

EARLIER_LINES = 4
"""The customer's last lines that a reply may take up."""

TurnNote = Literal["", "backchannel", "farewell", "stop", "nothing", "echo"]
"""What kind of turn it was, if it was not an ordinary reply."""

_WORDS_FOR_RATE = 8
_SHORT_ANSWER = 4  # words: "yes, I am" to the customer's question
_QUESTIONS = frozenset({"open_question", "closed_question", "outcome_question"})
_OFFERS = frozenset({"solution", "commitment"})

_SHORT: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"\bcan(?:'?t|not)\b", "can not"),
        (r"\bwon'?t\b", "will not"),
        (r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should|must|need)n'?t\b", r"\1 not"),
        (r"\bi'?m\b", "i am"),
        (r"\b(you|they)'?re\b|\b(we)'re\b", r"\1\2 are"),
        (r"\b(i|you|we|they)'?ve\b", r"\1 have"),
        (r"\b(it|that|there|here|what)'?s\b|(?<=\w)'s\b", r"\1 is"),
        (r"(?<=\w)'ll\b", " will"),
        (r"(?<=\w)'d\b", " would"),
    )
}
"""By language: what is said short, apostrophe or none, and the long form. It stands for both wherever
phrases are compared, so a short form that has two long ones ("the manager's") is no harm."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the trainee said, as the dialogue needs it.

    Attributes:
        topics: what it asks for and offers: "asks:account", "offers:refund".
        farewell: the trainee ends the call with it.
        hold: it asks the customer to wait.
        interrupted: it took the floor from the customer.
        rushed: it was spoken faster than `RUSHED_WPM`.
        waited_s: silence before it, in seconds.
        on_topic: it names something of the case, if only to tell what the file says.
    """

    text: str
    cues: tuple[Cue, ...] = ()
    topics: frozenset[str] = frozenset()
    farewell: bool = False
    hold: bool = False
    interrupted: bool = False
    rushed: bool = False
    waited_s: float = 0.0
    on_topic: bool = False

    @property
    def shown(self) -> frozenset[str]:
        """All that a beat can wait for: behaviours and topics."""
        return frozenset(cue.label for cue in self.cues) | self.topics

    def and_then(self, more: Reply) -> Reply:
        """This and what was said after it, as one reply; of each behaviour the first is kept."""
        known = {cue.label for cue in self.cues}
        new = [cue for cue in more.cues if cue.label not in known]
        at = len(self.text) + 1
        return Reply(
            f"{self.text} {more.text}",
            self.cues + tuple(replace(cue, start=cue.start + at, end=cue.end + at) for cue in new),
            self.topics | more.topics,
            self.farewell or more.farewell,
            self.hold or more.hold,
            self.interrupted or more.interrupted,
            self.rushed or more.rushed,
            self.waited_s,
            self.on_topic or more.on_topic,
        )


class Listener:
    """The customer's ears.

    Args:
        ear: knows the language.
        persona: knows what can be asked for and offered.
    """

    def __init__(self, ear: Ear, persona: Persona) -> None:
        self.ear = ear
        self._facts = {name: ear.topic(fact.words) for name, fact in persona.facts.items() if fact.words}
        self._remedies = {name: ear.topic(remedy.words) for name, remedy in persona.remedies.items()}
        self._offered = {
            name: ear.topic(remedy.words, offered=True) for name, remedy in persona.remedies.items()
        }
        self._language = persona.language
        interrupts = persona.temper.interrupts
        self._triggers = tuple(
            finder([self._in_full(phrase.lower()) for phrase in trigger.hears], {})
            for trigger in (interrupts.triggers if interrupts is not None else ())
        )

    def cues(self, text: str, line: str = "", earlier: str = "") -> tuple[Cue, ...]:
        """What the ear finds in a reply to a line; and an offer of this persona's remedies is a solution."""
        cues = self.ear.cues(text, line, earlier)
        if any(cue.label == "solution" for cue in cues):
            return cues
        for name, find in self._offered.items():
            span = find(text)
            if span is not None:
                cue = Cue("solution", text[slice(*span)], *span, f"remedies.{name}")
                return tuple(sorted((*cues, cue), key=lambda each: each.start))
        return cues

    def note(self, text: str, *, over_line: bool, echo: bool) -> TurnNote:
        """What kind of turn a text is.

        Args:
            text: the words.
            over_line: whether it was said while the customer spoke.
            echo: whether it is the customer's own line, come back.
        """
        if not text:
            return "nothing"
        if echo:
            return "echo"
        if self.ear.is_stop(text):
            return "stop"
        if self.ear.is_farewell(text):
            return "farewell"
        return "backchannel" if over_line and self.ear.is_backchannel(text) else ""

    def reply(
        self,
        text: str,
        line: str = "",
        *,
        cues: tuple[Cue, ...] | None = None,
        spoken_s: float = 0.0,
        waited_s: float = 0.0,
        interrupted: bool = False,
    ) -> Reply:
        """The reply that a text is.

        Args:
            text: the trainee's words.
            line: the customer's line before it.
            cues: what the ear found in it, where that is known already.
            spoken_s: how long it took to say, in seconds; 0: not known.
            waited_s: see `Reply`, as for the rest.
            interrupted: likewise.
        """
        cues = self.cues(text, line) if cues is None else cues
        words = len(text.split())
        return Reply(
            text,
            cues,
            self._topics(text, cues),
            farewell=self.ear.is_farewell(text),
            hold=self.ear.is_hold(text),
            on_topic=(line.rstrip().endswith("?") and words <= _SHORT_ANSWER)
            or any(find(text) for find in (*self._facts.values(), *self._remedies.values())),
            interrupted=interrupted,
            rushed=words >= _WORDS_FOR_RATE and 60 * words > RUSHED_WPM * spoken_s > 0,
            waited_s=waited_s,
        )

    def joined(self, first: Reply, more: Reply) -> Reply:
        """Two replies as one: what is asked or offered may stand half in the one, half in the other."""
        both = first.and_then(more)
        return replace(both, topics=both.topics | self._topics(both.text, both.cues))

    @property
    def has_triggers(self) -> bool:
        """Whether there is anything that the customer breaks in on."""
        return bool(self._triggers)

    def triggers(self, heard: str) -> tuple[int, ...]:
        """The triggers of the persona that are in some words, by their places in the file.

        A phrase counts wherever it stands as whole words, denied or not: who is told "I can't, that's our
        policy" hears "our policy". Capitals, marks, hyphens, false starts and short forms ("it's", "it is")
        make no difference.

        Args:
            heard: the words of a turn so far; they may end in the middle of one.

        Returns:
            The trigger that is heard first comes first; of two at the same word, the first of the file.
        """
        if not self._triggers:
            return ()
        text = self._in_full(without_restarts(normalise(heard)))
        found = [
            (span.start(), number)
            for number, find in enumerate(self._triggers)
            if (span := find.search(text))
        ]
        return tuple(number for _, number in sorted(found))

    def _in_full(self, text: str) -> str:
        """A normalised text without short forms."""
        for short, long in _SHORT.get(self._language, ()):
            text = re.sub(short, long, text)
        return text

    def _topics(self, text: str, cues: tuple[Cue, ...]) -> frozenset[str]:
        """A topic counts where the reply asks, or offers, at all: a word alone does neither."""
        shown = {cue.label for cue in cues}
        asked = [name for name, find in self._facts.items() if shown & _QUESTIONS and find(text)]
        offered = [
            name
            for name, find in self._remedies.items()
            if self._offered[name](text) or (shown & _OFFERS and find(text))
        ]
        return frozenset([*(f"{ASKS}{name}" for name in asked), *(f"{OFFERS}{name}" for name in offered)])
