"""The steps of a conversation, as the events tell them: each is something that the dialogue was told.

A dialogue is a function of its seed and of what it is told: to open, a reply, a silence, that it may
break in, that its line was cut. Each of these but the last led to a line (`LineStarted`), so the
standing events of a call can be read as its steps, and the steps give the same conversation again.

A branch goes on in the middle of a call: where the phone rings once more, what was due then is done,
and the line that it led to is said when the phone is picked up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audio.pcm import FRAME_S
from simulator import events
from simulator.customer.mood import HeatChange
from simulator.events import Event
from simulator.standing import parts, standing


@dataclass(frozen=True, slots=True)
class Open:
    """The customer opens the call; or says the line once more at which a branch begins."""


@dataclass(frozen=True, slots=True)
class Said:
    """A turn that is a reply, and how it came.

    Attributes:
        line: the customer's line before it.
        at: the place of its beginning among the standing events.
        waited_s, interrupted: as in `Reply`.
    """

    heard: events.TurnHeard
    line: str
    at: int
    waited_s: float
    interrupted: bool


@dataclass(frozen=True, slots=True)
class Hear:
    """The customer answers all that was said."""

    turns: tuple[Said, ...]

    @property
    def text(self) -> str:
        """The words."""
        return " ".join(each.heard.text for each in self.turns)


@dataclass(frozen=True, slots=True)
class Wait:
    """The trainee was silent for too long."""

    silent_s: float


@dataclass(frozen=True, slots=True)
class BreakIn:
    """The customer breaks in: on a phrase, or (None) on a long turn."""

    trigger: int | None


@dataclass(frozen=True, slots=True)
class CutOff:
    """The customer's line was cut."""


Act = Open | Hear | Wait | BreakIn | CutOff


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and what came of it.

    Attributes:
        heat: how the heat moved.
        line: what the customer said; None for a cut, and if the call was over first.
        at: the place of `line` among the standing events; without one, of the event that made the step.
    """

    act: Act
    heat: tuple[HeatChange, ...]
    line: events.LineStarted | None
    at: int


def steps(happened: Iterable[Event]) -> list[Step]:
    """The steps of a call, from all its events; what was due as they break off is the last."""
    happened = list(happened)
    reader = _Reader(parts(happened))
    stood = standing(happened)
    for at, event in enumerate(stood):
        reader.read(at, event)
    if reader.due_now:
        reader.step(reader.due(), None, len(stood))
    return reader.steps


class _Reader:
    """Reads standing events, one after the other."""

    def __init__(self, made_of: dict[int, tuple[int, ...]]) -> None:
        self.steps: list[Step] = []
        self._made_of = made_of
        self._rang = self._opened = self._speaking = False
        self._line = ""
        self._quiet = 0  # the frame since which nobody speaks
        self._began: dict[int, tuple[int, float, str]] = {}  # by turn: where, after what silence, and line
        self._interrupting: set[int] = set()
        self._waiting: list[Said] = []
        self._answering: list[Said] = []
        self._waited: events.Waited | None = None
        self._heat: list[HeatChange] = []

    @property
    def due_now(self) -> bool:
        """Whether the customer is about to say something."""
        return bool(not self._opened or self._waiting or self._answering or self._waited)

    def due(self) -> Act:
        """What the customer is about to do."""
        if self._waited is not None:
            return Wait(round(self._waited.silent_s / FRAME_S) * FRAME_S)  # as exact as the call had it
        turns = self._answering or self._waiting
        return Hear(tuple(turns)) if self._opened and turns else Open()

    def read(self, at: int, event: Event) -> None:
        """One event."""
        match event:
            case events.PickedUp(frame=frame):
                self._quiet = frame
            case events.Rang() | events.LineStarted() | events.LineEnded():
                self._line_goes(at, event)
            case events.SpeechStarted(turn=turn, start=start):
                waited_s = 0.0 if self._speaking else max(0, start - self._quiet) * FRAME_S
                self._began[turn] = at, waited_s, self._line
            case events.TurnEnded(frame=frame, turn=turn, interrupts=interrupts):
                self._quiet = frame
                self._interrupting |= {turn} if interrupts else set()
            case events.TurnHeard(text=text, note=note) if text and note in {"", "farewell"}:
                self._waiting.append(self._said(at, event))
            case events.Waited():
                self._waited = event
            case events.HeatMoved(change=change):
                if not self._answering:
                    self._answering, self._waiting = self._waiting, []
                self._heat.append(change)
            case _:
                pass

    def _line_goes(self, at: int, event: events.Rang | events.LineStarted | events.LineEnded) -> None:
        match event:
            case events.Rang():
                if self._rang:
                    self.step(self.due(), None, at)
                    self._opened = False
                self._rang = True
            case events.LineStarted():
                self._say(at, event)
            case events.LineEnded(frame=frame, cut=cut):
                self._speaking, self._quiet = False, frame
                if cut:
                    self.steps.append(Step(CutOff(), (), None, at))

    def step(self, act: Act, line: events.LineStarted | None, at: int) -> None:
        """A step is made."""
        self.steps.append(Step(act, tuple(self._heat), line, at))
        self._heat.clear()
        if not isinstance(act, BreakIn):
            if not self._answering:
                self._waiting = []
            self._answering, self._waited = [], None

    def _say(self, at: int, line: events.LineStarted) -> None:
        name, _, number = line.line.partition("/")[0].partition(":")
        if line.over is not None:
            self.step(BreakIn(int(number) if name == "trigger" else None), line, at)
        else:
            self.step(self.due(), line, at)
            self._opened = True
        self._line, self._speaking = line.text, True

    def _said(self, at: int, heard: events.TurnHeard) -> Said:
        made_of = self._made_of[heard.turn]
        began, waited_s, line = self._began.get(made_of[0], (at, 0.0, self._line))
        return Said(heard, line, began, waited_s, not self._interrupting.isdisjoint(made_of))
