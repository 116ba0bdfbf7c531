"""What the customer says: the line on its way, the line being said, and those before it."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.customer.drawing import Line
from simulator.customer.listener import EARLIER_LINES
from simulator.jobs import Say
from simulator.orders import Orders


class Saying:
    """The customer's lines of one call; their sound is the playhead's affair.

    Args:
        orders: has lines rendered.
        told: what was said before, in a call that is taken up again.

    Attributes:
        job: renders the line on its way; None: none is.
        over: the trainee's turn that the line on its way, or else the one said last, breaks in on.
        since: the first frame of the line said last.
        anew: the frame since which it has not been held; `since`, if it never was.
    """

    def __init__(self, orders: Orders, told: Iterable[Line] = ()) -> None:
        self._orders = orders
        self.job: Say | None = None
        self.over: int | None = None
        self.since = self.anew = 0
        self._told = [*told]
        self._under_way = False

    @property
    def told(self) -> int:
        """How many lines were said, or begun."""
        return len(self._told)

    @property
    def last(self) -> str:
        """The line said last, or being said."""
        return self._told[-1].text if self._told else ""

    @property
    def earlier(self) -> str:
        """The lines that the trainee may still take up."""
        return " ".join(line.text for line in self._told[-EARLIER_LINES:])

    def fetch(self, line: Line, over: int | None) -> None:
        """A line is to be said; `over` as above."""
        self.job, self.over = self._orders.say(line), over

    def start(self, line: Line, frame: int) -> None:
        """The line that was on its way is being said."""
        self.job = None
        self._told.append(line)
        self._under_way = True
        self.since = self.anew = frame

    @property
    def was_held(self) -> bool:
        """Whether the line that is being said was held, and went on."""
        return self.job is None and self.anew > self.since

    def go_on(self, frame: int) -> None:
        """The line was held, and goes on: nobody knew that it would."""
        self.anew = frame

    def end(self) -> Line | None:
        """The line that was being said no longer is; None: there was none."""
        ended = self._told[-1] if self._under_way else None
        self._under_way = False
        return ended

    def age(self, start: int) -> int | None:
        """For how long the customer had been speaking in a frame, since the last hold; None: not at all.

        That is 0 if the line is on its way, and will begin under a turn that begins now; and if it was
        not the customer's turn to speak.
        """
        if self.job is not None or (self._under_way and self.over is not None):
            return 0
        return max(0, start - self.anew) if self._under_way else None

    def take_back(self, told: int) -> None:
        """Unsay all but so many lines, and what is on its way."""
        if self.job is not None:
            self._orders.drop(self.job.id)
            self.job = None
        del self._told[told:]
