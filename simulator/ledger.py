"""The trainee's turns that are under way: begun, paused, over, heard, in that order or not.

A turn is heard in stretches. At each pause a transcript is started of what was said since the last
stretch, on the chance that the turn is over. If speech goes on, a long stretch is kept, so that the
work left at the end does not grow with the turn; a short one is dropped, and heard again with what
follows, unless the pause was long. The ledger keeps stretches and transcripts together by the number
of the job: no turn is ever given words that were not all of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from audio.ears import PRE_ROLL, Utterance, samples_of
from audio.joined import joined
from audio.pcm import FRAME_S, RATE
from audio.ports import Transcript
from audio.wer import normal_words
from simulator.answered import Answered
from simulator.orders import Orders

TAKES_FLOOR_S = 0.4
"""Speech over the customer's from this length takes the floor; less is a start too early, or "mm-hm"."""

REACTION_S = 0.6
"""Whoever speaks within this time of the customer's first sound did not mean to interrupt: nobody
reacts so fast (producing even a word takes 0.6 s, Levinson & Torreira 2015); the customer was too early."""

AGAIN_S = 0.16
"""Speech over a customer who was too early, but has been stopped for nothing already, takes the floor from
this length on."""

CLOSING_S = 0.3
"""Whoever begins so shortly before the customer's last sound answers the line, and does not nod under it."""

STRETCH_S = 4.0
"""A stretch is kept from this length on: a shorter one is better heard together with what follows."""

BREATH_S = 0.35
"""… and only where the pause after it was no shorter: within a word there are such silences, too …"""

LONG_PAUSE_S = 2.0
"""… but before a pause from this length on any stretch is kept: else so much silence is heard with it."""

_ECHO_SHARE = 0.8


@dataclass(slots=True)
class Stretch:
    """A part of a turn: the job that hears it, and what came of it.

    Attributes:
        first: the frame at which its samples begin, and …
        end: … the frame before which speech ended in it.
    """

    job: int
    first: int
    end: int
    transcript: Transcript | None = None


@dataclass(slots=True)
class Turn:
    """One turn of the trainee's.

    Attributes:
        start: the frame in which it began.
        line: the customer's line before it, or under it.
        line_age: for how many frames the customer had been speaking when it began; None: silent.
        waited_s: for how long nobody had spoken then.
        goes_on: the answer to what the trainee had said before, if that was only a pause.
        wary: whether the customer was stopped before in the same answer, or in one to the same turn.
        closing: whether the customer's line was about to end by itself.
        overlap: frames of speech that both had.
        stretches: those that were kept, in order.
        latest: the one that ends with the turn, if speech does not go on.
        glimpse: what was last looked at while speech went on: it tells what is being said, and is never kept.
        since: the frame at which the next stretch begins; None: where the turn does.
        ended: whether it is over.
    """

    id: int
    start: int
    line: str
    line_age: int | None
    waited_s: float = 0.0
    goes_on: Answered | None = None
    wary: bool = False
    closing: bool = False
    overlap: int = 0
    stretches: list[Stretch] = field(default_factory=list)
    latest: Stretch | None = None
    glimpse: Stretch | None = None
    since: int | None = None
    ended: bool = False

    @property
    def end(self) -> int:
        """The frame before which speech ended in it, at its last pause."""
        return max((part.end for part in self.parts), default=self.start)

    @property
    def heard(self) -> bool:
        """Whether all that was said up to its pause, or its end, is heard."""
        return self.latest is not None and all(part.transcript is not None for part in self.parts)

    @property
    def said(self) -> Transcript:
        """What is heard of it by now, on the call's time."""
        return joined(part.transcript for part in self.parts if part.transcript is not None)

    @property
    def so_far(self) -> Transcript:
        """What is heard of it by now, and before it what it goes on with, if it does."""
        begun = self.goes_on.last if self.goes_on is not None else None
        return joined((begun.said, self.said)) if begun is not None else self.said

    @property
    def replies_to(self) -> str:
        """The customer's line before all of that."""
        return self.goes_on.line if self.goes_on is not None else self.line

    @property
    def being_said(self) -> str:
        """What is known by now of the words, those that were only looked at too."""
        looked = self.glimpse.transcript if self.glimpse is not None else None
        return f"{self.said.text} {looked.text}" if looked is not None else self.said.text

    @property
    def parts(self) -> Iterator[Stretch]:
        """All stretches, the latest too."""
        yield from self.stretches
        if self.latest is not None:
            yield self.latest

    @property
    def over_customer(self) -> bool:
        """Whether it began while the customer spoke, and the trainee could have known."""
        return self.line_age is not None and self.line_age * FRAME_S >= REACTION_S

    @property
    def takes_floor(self) -> bool:
        """Whether the customer yields to it: at once, if the customer was too early for the first time."""
        if self.line_age is None:
            return False
        needed_s = TAKES_FLOOR_S if self.over_customer else AGAIN_S if self.wary else 0.0
        return self.overlap * FRAME_S >= needed_s

    @property
    def interrupts(self) -> bool:
        """Whether it takes the floor from a customer who was not merely too early."""
        return self.over_customer and self.takes_floor

    @property
    def is_echo(self) -> bool:
        """Whether what was heard is the customer's own line, come back through the microphone.

        A word or two are if they follow each other in the line, more of them if most are in it anywhere.
        """
        if self.line_age is None or self.overlap == 0:
            return False
        words, own = normal_words(self.said.text), normal_words(self.line)
        if len(words) < 3:
            return bool(words) and any(words == own[at : at + len(words)] for at in range(len(own)))
        return sum(word in own for word in words) >= _ECHO_SHARE * len(words)


class Ledger:
    """Turns in the order in which they began; only the last can be open.

    Args:
        orders: has them transcribed.
    """

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._turns: deque[Turn] = deque()
        self._count = 0

    @property
    def under_way(self) -> tuple[Turn, ...]:
        """Every turn that is not over, or not heard."""
        return tuple(self._turns)

    @property
    def empty(self) -> bool:
        """Whether every turn was heard."""
        return not self._turns

    @property
    def awaits_transcript(self) -> bool:
        """Whether a turn is over but not heard."""
        return any(turn.ended and not turn.heard for turn in self._turns)

    def begin(
        self, start: int, line: str, line_age: int | None, waited_s: float, goes_on: Answered | None
    ) -> Turn:
        """A turn has begun."""
        self._count += 1
        turn = Turn(self._count, start, line, line_age, waited_s, goes_on)
        self._turns.append(turn)
        return turn

    @property
    def last(self) -> Turn:
        """The turn that began last."""
        return self._turns[-1]

    def hear(self, utterance: Utterance) -> None:
        """The open turn pauses; if speech does not go on, this is the end of it."""
        turn = self._turns[-1]
        self._forget(turn.glimpse)
        turn.glimpse = None
        turn.latest = self._stretch(turn, utterance)

    def look(self, utterance: Utterance) -> None:
        """The open turn goes on, and this is to tell what is being said."""
        turn = self._turns[-1]
        turn.glimpse = self._stretch(turn, utterance)

    def go_on(self, frame: int) -> float:
        """Speech went on in a frame: what was heard so far is not all. How long the pause was, in seconds."""
        turn = self._turns[-1]
        stretch, turn.latest = turn.latest, None
        if stretch is None:
            return 0.0
        paused_s, length_s = (frame - stretch.end) * FRAME_S, (stretch.end - stretch.first) * FRAME_S
        if paused_s >= LONG_PAUSE_S or (paused_s >= BREATH_S and length_s >= STRETCH_S):
            turn.stretches.append(stretch)
            turn.since = max(stretch.end + 1, frame - PRE_ROLL)
        else:
            self._forget(stretch)
        return paused_s

    def drop(self) -> Turn:
        """The open turn was no speech: the turn."""
        turn = self._turns.pop()
        for part in turn.parts:
            self._forget(part)
        return turn

    def heard(self, job: int, transcript: Transcript) -> Turn | None:
        """A transcript came in: its turn, on the call's time; None if it is out of date."""
        for turn in self._turns:
            for part in (*turn.parts, turn.glimpse):
                if part is not None and part.job == job:
                    part.transcript = transcript.later(samples_of(part.first) / RATE)
                    return turn
        return None

    def settle(self, turn: Turn) -> None:
        """The turn is over and heard."""
        self._turns.remove(turn)

    def _stretch(self, turn: Turn, utterance: Utterance) -> Stretch:
        """A stretch that is being transcribed from now on."""
        job = self._orders.hear(turn.id, utterance, turn.so_far.text)
        return Stretch(job, utterance.first, utterance.end)

    def _forget(self, stretch: Stretch | None) -> None:
        """The words of a stretch are no longer wanted."""
        if stretch is not None and stretch.transcript is None:
            self._orders.drop(stretch.job)
