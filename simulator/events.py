"""Everything that happens in a call, as values stamped with the frame in which it happened.

Events are what a record, a score and a screen are made of. A frame is 32 ms from the ring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from audio.ports import Word
from simulator.customer.beats import EndingName
from simulator.customer.listener import TurnNote
from simulator.customer.mood import HeatChange
from simulator.ear.cues import Cue

EndReason = EndingName | Literal["stopped", "interrupted"]


@dataclass(frozen=True, slots=True)
class Rang:
    """The phone begins to ring."""

    frame: int
    heat: float
    kind: Literal["rang"] = "rang"


@dataclass(frozen=True, slots=True)
class PickedUp:
    """The trainee is on the line."""

    frame: int
    kind: Literal["picked_up"] = "picked_up"


@dataclass(frozen=True, slots=True)
class LineStarted:
    """The customer begins to speak: this frame is the first audible one.

    `over` is the trainee's turn that it breaks in on, if it does.
    """

    frame: int
    line: str
    text: str
    beat: str
    frames: int
    intensity: int
    over: int | None = None
    kind: Literal["line_started"] = "line_started"


@dataclass(frozen=True, slots=True)
class LineEnded:
    """The customer has finished, or was cut off."""

    frame: int
    line: str
    cut: bool
    kind: Literal["line_ended"] = "line_ended"


@dataclass(frozen=True, slots=True)
class Yielded:
    """The customer fell silent in mid-line, because the trainee took the floor with this turn."""

    frame: int
    turn: int
    kind: Literal["yielded"] = "yielded"


@dataclass(frozen=True, slots=True)
class WentOn:
    """The customer went on with the line: the turn was only a "mm-hm", or no speech."""

    frame: int
    kind: Literal["went_on"] = "went_on"


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The trainee began to speak at `start`; it was noticed in `frame`."""

    frame: int
    turn: int
    start: int
    kind: Literal["speech_started"] = "speech_started"


@dataclass(frozen=True, slots=True)
class SpeechDropped:
    """What seemed to be speech was a click or a cough."""

    frame: int
    turn: int
    kind: Literal["speech_dropped"] = "speech_dropped"


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The trainee's turn, frames `start` to before `end`, was decided to be over in `frame`.

    `overlap` counts the frames of it in which the customer spoke too; `interrupts` tells whether it
    took the floor from the customer.
    """

    frame: int
    turn: int
    start: int
    end: int
    overlap: int
    interrupts: bool
    kind: Literal["turn_ended"] = "turn_ended"


@dataclass(frozen=True, slots=True)
class TurnHeard:
    """What the trainee said in a turn. Times of words are seconds from frame 0.

    `hold` tells whether it asked the customer to wait; `apology_parts` see `Ear.apology_parts`.
    `replaces` is an earlier turn that proved to be the beginning of this one: all of it is in here.
    """

    frame: int
    turn: int
    start: int
    end: int
    text: str
    words: tuple[Word, ...]
    cues: tuple[Cue, ...]
    note: TurnNote = ""
    hold: bool = False
    apology_parts: tuple[str, ...] = ()
    replaces: int | None = None
    kind: Literal["turn_heard"] = "turn_heard"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The customer had answered a turn too early: the trainee went on.

    What the answer did to the heat is undone, and so is the line, if one had begun (in frame `line`).
    Without a turn it was the opening of the call, which met the trainee's greeting.
    """

    frame: int
    turn: int | None
    line: int | None
    kind: Literal["taken_back"] = "taken_back"


@dataclass(frozen=True, slots=True)
class HeatMoved:
    """The customer's heat changed, and why. `turn` is the trainee's turn that did it, if one did."""

    frame: int
    turn: int | None
    change: HeatChange
    kind: Literal["heat_moved"] = "heat_moved"


@dataclass(frozen=True, slots=True)
class Waited:
    """The trainee was silent for longer than the customer's patience."""

    frame: int
    silent_s: float
    kind: Literal["waited"] = "waited"


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something about the sound: a lost device, dropped samples, a mute microphone."""

    frame: int
    what: str
    text: str
    kind: Literal["noticed"] = "noticed"


@dataclass(frozen=True, slots=True)
class Ended:
    """The call is over."""

    frame: int
    reason: EndReason
    detail: str = ""
    kind: Literal["ended"] = "ended"


Event = (
    Rang | PickedUp | LineStarted | LineEnded | Yielded | WentOn | SpeechStarted | SpeechDropped
    | TurnEnded | TurnHeard | TakenBack | HeatMoved | Waited | Noticed | Ended
)  # fmt: skip

_adapter: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])


def to_json(event: Event) -> str:
    """One line of JSON."""
    return _adapter.dump_json(event).decode()


def from_json(line: str) -> Event:
    """The event of a line.

    Raises:
        pydantic.ValidationError: it is not one.
    """
    return _adapter.validate_json(line)
