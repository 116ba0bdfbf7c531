"""When the customer breaks in: on a turn that goes on for too long, and on certain words.

What is being said must be known before the turn is over, so it is looked at now and then while the
trainee speaks; the transcript of such a glimpse is used for nothing else.
"""

from __future__ import annotations

from audio.pcm import FRAME_S
from simulator.customer.dialogue import Dialogue
from simulator.customer.drawing import Line
from simulator.customer.listener import Listener
from simulator.ledger import Turn

GLIMPSE_S = 1.0
"""How often what is being said is looked at, for a customer who breaks in on certain words."""


LOOK_S = 6.0
"""No look goes back further: what was said before was looked at already."""


class BreakIns:
    """Decides for one call. The customer breaks in on a turn once."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._last = 0
        self._glimpsed = 0

    def rambling(self, turn: Turn, frame: int, dialogue: Dialogue) -> Line | None:
        """What the customer breaks in with on a turn that has gone on for too long."""
        after_s = dialogue.breaks_in_after_s
        if self._last == turn.id or after_s is None or (frame - turn.start) * FRAME_S < after_s:
            return None
        line = dialogue.break_in()
        if line is not None:
            self._last = turn.id
        return line

    def glimpse_due(self, turn: Turn, frame: int) -> bool:
        """Whether it is time to look at what is being said; it is taken to be done.

        While a look is not back, there is no other: a slow machine is asked no faster than it answers.
        """
        looking = turn.glimpse is not None and turn.glimpse.transcript is None
        if self._last == turn.id or looking or not self._listener.has_triggers:
            return False
        due = (frame - max(self._glimpsed, turn.start)) * FRAME_S >= GLIMPSE_S
        if due:
            self._glimpsed = frame
        return due

    def since(self, turn: Turn, frame: int) -> int | None:
        """The frame with which a look begins; None: the turn's beginning."""
        latest = frame + 1 - round(LOOK_S / FRAME_S)
        begins = turn.start if turn.since is None else turn.since
        return latest if latest > begins else turn.since

    def triggered(self, turn: Turn, dialogue: Dialogue) -> Line | None:
        """What the customer breaks in with on something that was just said."""
        if self._last == turn.id:
            return None
        line = dialogue.break_in_on(self._listener.triggers(turn.being_said))
        if line is not None:
            self._last = turn.id
        return line
