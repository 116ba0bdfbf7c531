"""What the events say about a call, as values with units: the customer's lines, the trainee's turns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from audio.delivery.values import Delivery
from audio.ears import seconds
from audio.ports import Word
from simulator import events
from simulator.customer.lines import INSULT
from simulator.ear.cues import Cue
from simulator.events import EndReason, Event
from simulator.standing import parts, standing

HOLD_S = 30.0
"""A silence that was asked for is agreed for so long; what is longer is a wait. A guess."""

SURE = 0.4
"""Words whose mean probability is lower than this cost no points, and win none."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn on the line, by either side. Times in seconds from the ring.

    `turn` is the number of a turn of the trainee's.
    """

    speaker: str
    text: str
    start_s: float
    end_s: float
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the customer's. Times in seconds from the ring.

    Attributes:
        end_s: None if the call was over first.
        intensity: 0 (discontent) to 3 (threat).
        heat: the customer's, as the line began.
    """

    text: str
    start_s: float
    end_s: float | None
    intensity: int
    heat: float


@dataclass(frozen=True, slots=True)
class TraineeTurn:
    """One turn of the trainee's, after the customer has first spoken.

    Attributes:
        line: the place of the customer's line before it, in `Facts.lines`.
        gap_s: silence between the customer's last word and this turn, from the audio; None when
            the trainee had spoken since, spoke over the customer, or had asked for the wait.
        interruption_s: speech over the customer's, if it took the floor; else 0.
        timed: the transcriber's words, with times in seconds from the ring.
        apology_parts: parts of an apology, beside regret and repair.
        doubtful: the behaviours that rest on words which the transcriber was not sure of.
        delivery: how it was spoken, where the recording is at hand.
    """

    id: int
    text: str
    start_s: float
    end_s: float
    cues: tuple[Cue, ...]
    line: int
    gap_s: float | None
    interruption_s: float
    timed: tuple[Word, ...]
    apology_parts: frozenset[str]
    doubtful: frozenset[str]
    delivery: Delivery | None

    @property
    def shown(self) -> frozenset[str]:
        """The behaviours that it shows, doubtful ones too."""
        return frozenset(cue.label for cue in self.cues)

    @property
    def surely(self) -> frozenset[str]:
        """The behaviours that it shows in words that the transcriber was sure of."""
        return self.shown - self.doubtful

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    def times(self, span: tuple[int, int]) -> tuple[float, float]:
        """When the characters of a span were spoken; the whole turn's times, where that is not known."""
        told = _within(span, self.text, self.timed)
        if not told:
            return self.start_s, self.end_s
        # The transcriber's times are near; the turn's own come from the sound.
        start_s = min(max(told[0].start_s, self.start_s), self.end_s)
        return start_s, max(start_s, min(told[-1].end_s, self.end_s))


@dataclass(frozen=True, slots=True)
class Facts:
    """A call, as far as scoring is concerned.

    Attributes:
        lines: the customer's, in order.
        waits: silences that outlasted the customer's patience: (length, end), in seconds.
        ended: how the call ended.
        overlap_measured: whether the trainee could be heard while the customer spoke.
        backchannels: how often the trainee only said "mm-hm" or the like.
        abused_s: when the customer was first abusive or threatening; None: never.
    """

    lines: tuple[Line, ...]
    turns: tuple[TraineeTurn, ...]
    waits: tuple[tuple[float, float], ...]
    ended: EndReason
    overlap_measured: bool
    backchannels: int
    abused_s: float | None

    def abused_before(self, turn: TraineeTurn) -> bool:
        """Whether the customer had been abusive before a turn, or broke in on it so."""
        return self.abused_s is not None and self.abused_s <= turn.end_s


def transcript(happened: Iterable[Event]) -> tuple[Spoken, ...]:
    """Both sides' turns in the order in which they began."""
    spoken: list[Spoken] = []
    line: events.LineStarted | None = None
    for event in standing(happened):
        match event:
            case events.LineStarted():
                line = event
            case events.LineEnded() if line is not None:
                spoken.append(Spoken("customer", line.text, seconds(line.frame), seconds(event.frame)))
                line = None
            case events.TurnHeard() if event.text and event.note != "echo":
                start_s, end_s = seconds(event.start), seconds(event.end)
                spoken.append(Spoken("trainee", event.text, start_s, end_s, event.turn))
            case _:
                pass
    return tuple(sorted(spoken, key=lambda turn: (turn.start_s, turn.end_s)))


def gather(
    happened: Sequence[Event],
    *,
    overlap_measured: bool,
    delivered: Mapping[int, Delivery] | None = None,
) -> Facts:
    """The facts of a call. A greeting before the customer's first line is no reply.

    Args:
        happened: its events.
        overlap_measured: see `Facts`.
        delivered: how each turn was spoken, by its id; None: the recording is not at hand.
    """
    turns: list[TraineeTurn] = []
    over: dict[int, int] = {}
    lines: list[Line] = []
    waits: list[tuple[float | None, float]] = []
    ended: EndReason = "interrupted"
    heat, spoke_until, abused_s = 0.0, 0.0, None
    made_of = parts(happened)
    happened = standing(happened)
    held = False  # the trainee asked the customer to wait: so much silence is agreed
    for event in happened:
        match event:
            case events.Rang():
                heat = event.heat
            case events.HeatMoved():
                heat = event.change.after
            case events.LineStarted():
                lines.append(Line(event.text, seconds(event.frame), None, event.intensity, heat))
                if abused_s is None and event.intensity >= INSULT:
                    abused_s = seconds(event.frame)
            case events.LineEnded():
                lines[-1] = replace(lines[-1], end_s=seconds(event.frame))
            case events.TurnEnded():
                over[event.turn] = event.overlap if event.interrupts else 0
            case events.TurnHeard() if event.text and event.note in {"", "farewell"}:
                before = sum(line.start_s <= seconds(event.start) for line in lines)
                if before:
                    since = lines[before - 1].end_s
                    spoken = event.end > event.start  # how soon a typed reply came is not known
                    fresh = spoken and since is not None and spoke_until <= since <= seconds(event.start)
                    turns.append(
                        _turn(
                            event,
                            line=before - 1,
                            gap_s=_due(seconds(event.start) - (since or 0), held=held) if fresh else None,
                            interruption_s=seconds(sum(over.get(part, 0) for part in made_of[event.turn])),
                            delivery=(delivered or {}).get(event.turn),
                        )
                    )
                spoke_until, held = seconds(event.end), event.hold
            case events.Waited():
                waits.append((_due(event.silent_s, held=held), seconds(event.frame)))
            case events.Ended():
                ended = event.reason
            case _:
                pass
    backchannels = sum(
        isinstance(event, events.TurnHeard) and event.note == "backchannel" for event in happened
    )
    due = tuple((wait_s, end_s) for wait_s, end_s in waits if wait_s is not None)
    return Facts(tuple(lines), tuple(turns), due, ended, overlap_measured, backchannels, abused_s)


def _turn(
    heard: events.TurnHeard,
    *,
    line: int,
    gap_s: float | None,
    interruption_s: float,
    delivery: Delivery | None,
) -> TraineeTurn:
    return TraineeTurn(
        id=heard.turn,
        text=heard.text,
        start_s=seconds(heard.start),
        end_s=seconds(heard.end),
        cues=heard.cues,
        line=line,
        gap_s=gap_s,
        interruption_s=interruption_s,
        timed=heard.words,
        apology_parts=frozenset(heard.apology_parts),
        doubtful=frozenset(cue.label for cue in heard.cues if _certainty(cue, heard) < SURE),
        delivery=delivery,
    )


def _due(silence_s: float, *, held: bool) -> float | None:
    """How much of a silence was a wait; None: all of it was agreed."""
    if not held:
        return silence_s
    return silence_s - HOLD_S if silence_s > HOLD_S else None


def _certainty(cue: Cue, heard: events.TurnHeard) -> float:
    """The mean probability of the words that a cue quotes; 1 if words and text do not match."""
    ps = [word.p for word in _within((cue.start, cue.end), heard.text, heard.words)]
    return sum(ps) / len(ps) if ps else 1.0


def placed(text: str, words: Iterable[Word]) -> list[tuple[Word, int, int]]:
    """The words with their characters in the text, as [start, end); none if words and text do not match."""
    at, found = 0, []
    for word in words:
        start = text.find(word.text, at)
        if start < 0:
            return []
        at = start + len(word.text)
        found.append((word, start, at))
    return found


def _within(span: tuple[int, int], text: str, words: Iterable[Word]) -> list[Word]:
    """The words that touch a span of the text; none if words and text do not match."""
    return [word for word, start, end in placed(text, words) if start < span[1] and end > span[0]]
