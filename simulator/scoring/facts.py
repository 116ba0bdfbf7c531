"""What the events say about the trainee's turns, as numbers with units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from audio.ears import seconds
from simulator import events
from simulator.cues import Cue
from simulator.customer.lines import INSULT
from simulator.events import Event

SURE = 0.4
"""Words whose mean probability is lower than this cost no points."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn on the line, by either side. Times in seconds from the ring."""

    speaker: str
    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class TraineeTurn:
    """One turn of the trainee's, after the customer has first spoken.

    Attributes:
        gap_s: silence between the customer's last word and this turn, from the audio; None when
            the trainee had spoken since, spoke over the customer, or had asked for the wait.
        interruption_s: speech over the customer's, if it took the floor; else 0.
        after: what the customer had said before; `after_s` is when that began.
        doubtful: the behaviours that rest on words which the transcriber was not sure of.
    """

    id: int
    text: str
    start_s: float
    end_s: float
    cues: tuple[Cue, ...]
    words: int
    gap_s: float | None
    interruption_s: float
    after: str
    after_s: float
    doubtful: frozenset[str]

    @property
    def words_per_minute(self) -> float:
        """Words per minute of the turn, pauses included."""
        return 60 * self.words / max(0.1, self.end_s - self.start_s)


@dataclass(frozen=True, slots=True)
class Facts:
    """A call, as far as scoring is concerned.

    Attributes:
        opening: the customer's first line, and when it began.
        waits: silences that outlasted the customer's patience: (length, end), in seconds.
        ended: how the call ended.
        overlap_measured: whether the trainee could be heard while the customer spoke.
        abused_s: when the customer was first abusive or threatening; None: never.
    """

    turns: tuple[TraineeTurn, ...]
    opening: str
    opening_s: float
    waits: tuple[tuple[float, float], ...]
    ended: str
    overlap_measured: bool
    abused_s: float | None

    def abused_before(self, turn: TraineeTurn) -> bool:
        """Whether the customer had been abusive before a turn, or broke in on it so."""
        return self.abused_s is not None and self.abused_s <= turn.end_s


@dataclass(slots=True)
class _Line:
    text: str
    start: int
    end: int | None = None


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


def gather(happened: Iterable[Event], *, overlap_measured: bool) -> Facts:
    """The facts of a call (see `Facts` for the arguments). A greeting before the first line is no reply."""
    turns: list[TraineeTurn] = []
    over: dict[int, int] = {}
    lines: list[_Line] = []
    waits: list[tuple[float, float]] = []
    ended, spoke_until, abused_s = "interrupted", 0, None
    held = False  # the trainee asked the customer to wait: that silence is agreed
    for event in happened:
        match event:
            case events.LineStarted():
                lines.append(_Line(event.text, event.frame))
                if abused_s is None and event.intensity >= INSULT:
                    abused_s = seconds(event.frame)
            case events.LineEnded():
                lines[-1].end = event.frame
            case events.TurnEnded():
                over[event.turn] = event.overlap if event.interrupts else 0
            case events.TurnHeard() if event.text and event.note in {"", "farewell"}:
                before = [line for line in lines if line.start <= event.start]
                if before:
                    turn = _turn(event, before[-1], over.get(event.turn, 0), spoke_until)
                    turns.append(replace(turn, gap_s=None) if held else turn)
                spoke_until, held = event.end, event.hold
            case events.Waited() if not held:
                waits.append((event.silent_s, seconds(event.frame)))
            case events.Ended():
                ended = event.reason
            case _:
                pass
    first = lines[0] if lines else _Line("", 0)
    return Facts(
        tuple(turns), first.text, seconds(first.start), tuple(waits), ended, overlap_measured, abused_s
    )


def _turn(heard: events.TurnHeard, line: _Line, over: int, spoke_until: int) -> TraineeTurn:
    finished = line.end is not None and line.end <= heard.start
    fresh = finished and spoke_until <= (line.end or 0)
    return TraineeTurn(
        id=heard.turn,
        text=heard.text,
        start_s=seconds(heard.start),
        end_s=seconds(heard.end),
        cues=heard.cues,
        words=len(heard.text.split()),
        gap_s=seconds(heard.start - (line.end or 0)) if fresh else None,
        interruption_s=seconds(over),
        after=line.text,
        after_s=seconds(line.start),
        doubtful=frozenset(cue.label for cue in heard.cues if _certainty(cue, heard) < SURE),
    )


def _certainty(cue: Cue, heard: events.TurnHeard) -> float:
    """The mean probability of the words that a cue quotes; 1 if words and text do not match."""
    at, ps = 0, []
    for word in heard.words:
        start = heard.text.find(word.text, at)
        if start < 0:
            return 1.0
        at = start + len(word.text)
        if start < cue.end and at > cue.start:
            ps.append(word.p)
    return sum(ps) / len(ps) if ps else 1.0
