"""What the events say about the trainee's turns, as numbers with units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audio.ears import seconds
from simulator import events
from simulator.cues import Cue
from simulator.events import Event


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn on the line, by either side. Times in seconds from the ring."""

    speaker: str
    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class TraineeTurn:
    """One turn of the trainee's.

    Attributes:
        gap_s: silence between the customer's last word and this turn, from the audio; None when
            the trainee spoke first, or over the customer.
        overlap_s: speech over the customer's, in a turn that began while the customer spoke.
        after: what the customer had said before.
    """

    id: int
    text: str
    start_s: float
    end_s: float
    cues: tuple[Cue, ...]
    words: int
    gap_s: float | None
    overlap_s: float
    after: str

    @property
    def words_per_minute(self) -> float:
        """Words per minute of the turn, pauses included."""
        return 60 * self.words / max(0.1, self.end_s - self.start_s)


@dataclass(frozen=True, slots=True)
class Facts:
    """A call, as far as scoring is concerned.

    Attributes:
        opening: the customer's first line.
        waits_s: silences that outlasted the customer's patience.
        ended: how the call ended.
        overlap_measured: whether the trainee could be heard while the customer spoke.
        abused: whether the customer was abusive or threatening.
    """

    turns: tuple[TraineeTurn, ...]
    opening: str
    waits_s: tuple[float, ...]
    ended: str
    overlap_measured: bool
    abused: bool


def transcript(happened: Iterable[Event]) -> tuple[Spoken, ...]:
    """Both sides' turns in the order in which they began."""
    spoken: list[Spoken] = []
    line: events.LineStarted | None = None
    for event in happened:
        match event:
            case events.LineStarted():
                line = event
            case events.LineEnded() if line is not None:
                spoken.append(Spoken("customer", line.text, seconds(line.frame), seconds(event.frame)))
                line = None
            case events.TurnHeard() if event.text and event.note != "echo":
                spoken.append(Spoken("trainee", event.text, seconds(event.start), seconds(event.end)))
            case _:
                pass
    return tuple(sorted(spoken, key=lambda turn: (turn.start_s, turn.end_s)))


def gather(happened: Iterable[Event], *, overlap_measured: bool, abused: bool = False) -> Facts:
    """The facts of a call (see `Facts` for the arguments)."""
    turns: list[TraineeTurn] = []
    overlaps: dict[int, int] = {}
    lines: list[tuple[int, int | None, str]] = []  # started, ended, text
    waits: list[float] = []
    ended = "interrupted"
    for event in happened:
        match event:
            case events.LineStarted():
                lines.append((event.frame, None, event.text))
            case events.LineEnded():
                lines[-1] = (lines[-1][0], event.frame, lines[-1][2])
            case events.TurnEnded():
                overlaps[event.turn] = event.overlap
            case events.TurnHeard() if event.text and event.note not in {"backchannel", "echo"}:
                turns.append(_turn(event, lines, overlaps.get(event.turn, 0)))
            case events.Waited():
                waits.append(event.silent_s)
            case events.Ended():
                ended = event.reason
            case _:
                pass
    opening = lines[0][2] if lines else ""
    return Facts(tuple(turns), opening, tuple(waits), ended, overlap_measured, abused)


def _turn(heard: events.TurnHeard, lines: list[tuple[int, int | None, str]], overlap: int) -> TraineeTurn:
    before = [line for line in lines if line[0] <= heard.start]
    gap: float | None = None
    over = 0.0
    if before:
        _, line_end, _ = before[-1]
        if line_end is not None and line_end <= heard.start:
            gap = seconds(heard.start - line_end)
        else:
            over = seconds(overlap)
    return TraineeTurn(
        heard.turn, heard.text, seconds(heard.start), seconds(heard.end), heard.cues,
        len(heard.text.split()), gap, over, before[-1][2] if before else "",
    )  # fmt: skip
