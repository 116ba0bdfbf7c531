"""What the customer answers: replies that wait for one, and an answer that may have come too early."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from audio.ports import Transcript
from simulator.customer.beats import EndingName
from simulator.customer.dialogue import Dialogue, Reaction
from simulator.customer.listener import Listener, Reply

MOST_BACKS = 2
"""So often answers to the same turn are taken back: whoever makes a sound again does not go on for ever."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A turn that was heard, and not yet answered.

    Attributes:
        turn: its number.
        start: the frame in which it began.
        end: the frame before which it ended.
        waited_s: for how long nobody had spoken then, in seconds.
        line: the customer's line before it.
        said: its words.
        reply: what they mean to the customer.
    """

    turn: int
    start: int
    end: int
    waited_s: float
    line: str
    said: Transcript
    reply: Reply


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and all that is needed to take it back if the trainee had only paused.

    Attributes:
        turns: what it answers; none: the customer opened the call unasked.
        dialogue: the conversation before it.
        opened: whether the customer had spoken at all.
        told: how many lines the customer had said.
        backs: how many answers to the same turn were taken back before.
    """

    turns: tuple[Unanswered, ...]
    dialogue: Dialogue
    opened: bool
    told: int
    backs: int

    @property
    def last(self) -> Unanswered | None:
        """The turn that was answered: the last one, if it was more."""
        return self.turns[-1] if self.turns else None

    @property
    def turn(self) -> int | None:
        """Its number."""
        return self.turns[-1].turn if self.turns else None

    @property
    def line(self) -> str:
        """The customer's line before it."""
        return self.turns[-1].line if self.turns else ""


class Answers:
    """One customer's answers in one call.

    Args:
        dialogue: gives them.
        listener: makes one reply of several.

    Attributes:
        dialogue: another one, once an answer was taken back.
        opened: whether the customer has spoken, or is about to.
        ending: how the call ends, once the line is said that was given last.
        replied: whether what was given last answers a reply, and stands.
        latest: the answer that was given last, unless something else was said since, or enough of it that
            it stands.
    """

    def __init__(self, dialogue: Dialogue, listener: Listener) -> None:
        self.dialogue = dialogue
        self.opened = self.replied = False
        self.ending: EndingName | None = None
        self.latest: Answered | None = None
        self._listener = listener
        self._waiting: tuple[Unanswered, ...] = ()
        self._backs = 0  # of answers to what waits

    @property
    def due(self) -> bool:
        """Whether anything waits for an answer."""
        return bool(self._waiting)

    @property
    def backs(self) -> int:
        """How many answers to the turn that was answered last were taken back."""
        return self.latest.backs if self.latest is not None else 0

    @property
    def revocable(self) -> Answered | None:
        """The latest answer, if it can still be taken back."""
        return self.latest if self.latest is not None and self.latest.backs < MOST_BACKS else None

    def add(self, reply: Unanswered, begun: Unanswered | None) -> None:
        """This waits for an answer too, in the place of what it goes on with, if it does."""
        if begun is None:
            self._waiting += (reply,)
        else:
            self._waiting = tuple(reply if one is begun else one for one in self._waiting)

    def answer(self, told: int) -> tuple[Reaction, int | None]:
        """What the customer says to all that waits, or first of all.

        Args:
            told: how many lines the customer has said before.

        Returns:
            The answer, and the turn that it answers (the last of them), if it answers any.
        """
        turns, self._waiting = self._waiting, ()
        self.latest = Answered(turns, self.dialogue.copy(), self.opened, told, self._backs)
        self._backs = 0
        self.replied = self.opened and bool(turns)
        if self.replied:
            reaction = self.dialogue.hear(reduce(self._listener.joined, (turn.reply for turn in turns)))
        else:
            reaction = Reaction(self.dialogue.open(), (), self.dialogue.beat)
        self.opened = True
        return self._given(reaction), self.latest.turn

    def wait(self, silent_s: float) -> Reaction:
        """What the customer says to a silence."""
        self.latest, self.replied = None, False
        return self._given(self.dialogue.wait(silent_s))

    def take_back(self, answer: Answered) -> None:
        """The latest answer is undone: what it answered waits again."""
        self.dialogue, self.opened = answer.dialogue, answer.opened
        self._waiting = answer.turns + self._waiting
        self.latest = self.ending = None
        self.replied = False
        self._backs = answer.backs + 1

    def begun(self, answer: Answered) -> Unanswered | None:
        """What a turn goes on with that showed an answer to be too early: None if that was not undone."""
        last = answer.last
        return last if last is not None and last in self._waiting else None

    def _given(self, reaction: Reaction) -> Reaction:
        self.ending = reaction.ending
        return reaction
