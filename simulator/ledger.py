"""The trainee's turns that are under way: begun, paused, over, heard, in that order or not.

A transcript may come before its turn is over, after it, or be out of date because speech went on.
The ledger keeps turn and transcript together by the number of the job that made it, so that no
turn is ever given words that were not all of its own.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from audio.ears import Utterance, samples_of
from audio.pcm import FRAME_S, RATE
from audio.ports import Transcript
from audio.turns import Ended
from audio.wer import normal_words

TAKES_FLOOR_S = 0.4
"""Speech over the customer's from this length takes the floor; less is a start too early, or "mm-hm"."""

REACTION_S = 0.6
"""Whoever speaks within this time of the customer's first sound did not mean to interrupt: nobody
reacts so fast (producing even a word takes 0.6 s, Levinson & Torreira 2015); the customer was too early."""

YIELDS_AFTER_S = 0.16
"""Speech over a customer who was too early from this length: the customer yields."""

_ECHO_SHARE = 0.8


@dataclass(slots=True)
class Turn:
    """One turn: open until `ended`, unheard until `transcript`.

    Attributes:
        start: the frame in which it began.
        line: the customer's line before it, or under it.
        line_age: for how many frames the customer had been speaking when it began; None: silent.
        waited_s: for how long nobody had spoken then.
        overlap: frames of speech that both had.
        job: the job whose transcript will hold all that was said so far.
    """

    id: int
    start: int
    line: str
    line_age: int | None
    waited_s: float = 0.0
    overlap: int = 0
    job: int | None = None
    first: int = 0
    transcript: Transcript | None = None
    ended: Ended | None = None

    @property
    def over_customer(self) -> bool:
        """Whether it began while the customer spoke, and the trainee could have known."""
        return self.line_age is not None and self.line_age * FRAME_S >= REACTION_S

    @property
    def takes_floor(self) -> bool:
        """Whether the customer yields to it."""
        needed = TAKES_FLOOR_S if self.over_customer else YIELDS_AFTER_S
        return self.line_age is not None and self.overlap * FRAME_S >= needed

    @property
    def interrupts(self) -> bool:
        """Whether it takes the floor from a customer who was not merely too early."""
        return self.over_customer and self.takes_floor

    def is_echo(self, text: str) -> bool:
        """Whether what was heard is the customer's own line, come back through the microphone."""
        words, own = normal_words(text), set(normal_words(self.line))
        mine = sum(word in own for word in words)
        return self.line_age is not None and len(words) >= 3 and mine >= _ECHO_SHARE * len(words)


class Ledger:
    """Turns in the order in which they began; only the last can be open."""

    def __init__(self) -> None:
        self._turns: deque[Turn] = deque()
        self._count = 0

    @property
    def empty(self) -> bool:
        """Whether every turn was heard."""
        return not self._turns

    @property
    def awaits_transcript(self) -> bool:
        """Whether a turn is over but not heard."""
        return any(turn.ended is not None and turn.transcript is None for turn in self._turns)

    def begin(self, start: int, line: str, line_age: int | None, waited_s: float) -> Turn:
        """A turn has begun."""
        self._count += 1
        turn = Turn(self._count, start, line, line_age, waited_s)
        self._turns.append(turn)
        return turn

    @property
    def last(self) -> Turn:
        """The turn that began last."""
        return self._turns[-1]

    def hear(self, job: int, utterance: Utterance) -> Turn:
        """The open turn pauses; its transcript, if speech does not go on, will come from this job."""
        turn = self._turns[-1]
        turn.job, turn.first, turn.transcript = job, utterance.first, None
        return turn

    def go_on(self) -> int | None:
        """Speech went on: what was heard so far is not all. The job that is no longer wanted."""
        turn = self._turns[-1]
        unwanted = turn.job if turn.transcript is None else None
        turn.job = turn.transcript = None
        return unwanted

    def drop(self) -> tuple[Turn, int | None]:
        """The open turn was no speech: the turn, and the job that is no longer wanted."""
        unwanted = self.go_on()
        return self._turns.pop(), unwanted

    def heard(self, job: int, transcript: Transcript) -> Turn | None:
        """A transcript came in: its turn, on the call's time; None if it is out of date."""
        for turn in self._turns:
            if turn.job == job:
                turn.transcript = transcript.later(samples_of(turn.first) / RATE)
                return turn
        return None

    def settle(self, turn: Turn) -> None:
        """The turn is over and heard."""
        self._turns.remove(turn)
