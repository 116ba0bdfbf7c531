"""The timeline: the story's times as shapes, row by row, as a score is written in systems.

Time runs to the right. A row holds at most `MOST_ROW_S`; a longer call has several. All numbers are
in the drawing's own units; the template only puts them down.

    who speaks    the customer's lines, by their sharpness, and the trainee's turns, with their pauses
    what happened apologies, boundaries, interruptions, break-ins, long silences
    heat          a stepped line with a mark for every rise and fall
    voice         pace, loudness and pitch of each turn as a bar from the own baseline
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Literal

from simulator.aftercall import clock
from simulator.customer.lines import INTENSITIES
from simulator.report.story import Entry, HeatMove, Manner, Report
from simulator.scoring.measures import DEAD_AIR_S, FASTER, HIGHER_ST, LOUDER_DB

MOST_ROW_S = 240.0
LEAST_ROW_S = 30.0
WIDTH, GUTTER, EDGE = 1000.0, 92.0, 10.0
AXIS_Y = 14.0
CUSTOMER_Y, TRAINEE_Y, TALL = 24.0, 52.0, 20.0
MOMENTS_Y = 90.0
HEAT_Y, HEAT_TALL, MOST_HEAT = 110.0, 84.0, 10.0
VOICE_Y, VOICE_TALL, VOICE_STEP = 214.0, 34.0, 44.0
LEAST_WIDE = 3.0  # of a shape, so that it can be seen and hit

Lane = Literal["customer", "trainee", "moments", "heat", "pace", "loudness", "pitch"]

LANES: dict[Lane, str] = {
    "customer": "What the customer said",
    "trainee": "What you said",
    "moments": "Apologies, boundaries, interruptions and long silences",
    "heat": "The customer's heat: every rise and fall",
    "pace": "Your pace against your own",
    "loudness": "Your loudness against your own",
    "pitch": "Your pitch against your own",
}

_TICKS_S = (5, 10, 15, 30, 60)
_MOMENTS = {
    "apology": "Apology",
    "boundary": "Boundary",
    "warning": "Warning",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that can be pointed at and played.

    Attributes:
        kind: what it looks like.
        name: what it is, in a few words; tells: the rest, a line each.
    """

    kind: str
    x: float
    y: float
    wide: float
    tall: float
    at_s: float
    name: str
    tells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """One measure of the voice: its baseline and limit as heights, and in words."""

    lane: Lane
    title: str
    own: str
    y: float
    middle: float
    limit: float


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the timeline.

    Attributes:
        ticks: (x, label).
        steps: the heat, as the path of a stepped line; area: closed below.
        pauses: silences inside turns, as (x, width).
    """

    from_s: float
    until_s: float
    ticks: tuple[tuple[float, str], ...]
    steps: str
    area: str
    pauses: tuple[tuple[float, float], ...]
    lanes: tuple[tuple[Lane, str, tuple[Mark, ...]], ...]
    strips: tuple[Strip, ...]

    @property
    def height(self) -> float:
        """Of the drawing; a strip that was not measured takes no room."""
        return VOICE_Y + len(self.strips) * VOICE_STEP


def rows(report: Report) -> tuple[Row, ...]:
    """The rows of a call."""
    length_s = _length_s(report)
    count = max(1, ceil(length_s / MOST_ROW_S))
    each_s = max(LEAST_ROW_S, length_s / count)
    return tuple(_Drawing(report, place * each_s, (place + 1) * each_s).row() for place in range(count))


def _length_s(report: Report) -> float:
    """How long the drawing is: a little longer than the call, so that its very end is in it."""
    return max([report.call.length_s, *(entry.until_s for entry in report.entries)]) + 0.1


def spark(report: Report, wide: float, tall: float) -> str:
    """The heat of the whole call as a small stepped line."""
    length_s = _length_s(report)
    points = [(0.0, report.call.heat_first or 0.0)]
    points += [(at_s, move.after) for at_s, move in _moves(report.entries)]
    return _stepped([(at_s / length_s * wide, tall * (1 - heat / MOST_HEAT)) for at_s, heat in points], wide)


class _Drawing:
    """Draws one row."""

    def __init__(self, report: Report, from_s: float, until_s: float) -> None:
        self._report = report
        self._from_s, self._until_s = from_s, until_s
        self._scale = (WIDTH - GUTTER - EDGE) / (until_s - from_s)

    def row(self) -> Row:
        marks: dict[Lane, tuple[Mark, ...]] = {
            "customer": tuple(self._spoken("customer", CUSTOMER_Y)),
            "trainee": tuple(self._spoken("trainee", TRAINEE_Y)),
            "moments": tuple(self._moments()),
            "heat": tuple(self._heat()),
        }
        strips = tuple(self._strips())
        for strip in strips:
            marks[strip.lane] = tuple(self._manners(strip))
        steps, area = self._curve()
        return Row(
            self._from_s,
            self._until_s,
            tuple(self._ticks()),
            steps,
            area,
            tuple(
                (self._x(start), (end - start) * self._scale)
                for entry in self._report.entries
                for start, end in entry.pauses
                if self._here(start)
            ),
            tuple((lane, LANES[lane], found) for lane, found in marks.items() if found),
            strips,
        )

    def _x(self, at_s: float) -> float:
        return round(GUTTER + (at_s - self._from_s) * self._scale, 1)

    def _here(self, at_s: float) -> bool:
        return self._from_s <= at_s < self._until_s

    def _ticks(self) -> Iterator[tuple[float, str]]:
        apart_s = next((each for each in _TICKS_S if each * self._scale >= 64), _TICKS_S[-1])
        at_s = ceil(self._from_s / apart_s) * apart_s
        while at_s < self._until_s:
            yield self._x(at_s), clock(at_s)
            at_s += apart_s

    def _spoken(self, speaker: str, y: float) -> Iterator[Mark]:
        for entry in self._report.entries:
            if entry.speaker != speaker or not entry.at_s < self._until_s or entry.until_s <= self._from_s:
                continue
            start, end = max(entry.at_s, self._from_s), min(entry.until_s, self._until_s)
            kind = f"line i{entry.intensity}" if speaker == "customer" else "turn"
            wide = max(LEAST_WIDE, round((end - start) * self._scale, 1))
            who = self._report.call.caller if speaker == "customer" else "You"
            told = (entry.text, *_manner_of(entry))
            yield Mark(kind, self._x(start), y, wide, TALL, entry.at_s, f"{who} at {clock(entry.at_s)}", told)

    def _moments(self) -> Iterator[Mark]:
        for entry in self._report.entries:
            for at_s, kind, name, tells in _happened(entry):
                if self._here(at_s):
                    yield Mark(kind, self._x(at_s), MOMENTS_Y, 0, 0, at_s, f"{name} at {clock(at_s)}", tells)

    def _heat(self) -> Iterator[Mark]:
        for at_s, move in _moves(self._report.entries):
            if self._here(at_s):
                rise = move.after > move.before
                name = f"Heat {'rises' if rise else 'falls'} from {move.before:g} to {move.after:g}"
                words = (f"“{move.quote}”",) if move.quote else ()
                yield Mark(
                    "rise" if rise else "fall", self._x(at_s), self._heat_y(move.after), 0, 0, move.at_s,
                    f"{name} at {clock(move.at_s)}", (move.because, *words),
                )  # fmt: skip

    def _heat_y(self, heat: float) -> float:
        return round(HEAT_Y + HEAT_TALL * (1 - heat / MOST_HEAT), 1)

    def _curve(self) -> tuple[str, str]:
        heat = self._report.call.heat_first or 0.0
        points: list[tuple[float, float]] = []
        last_s = self._from_s
        for at_s, move in _moves(self._report.entries):
            if at_s < self._from_s:
                heat = move.after
            elif self._here(at_s):
                points.append((self._x(at_s), self._heat_y(move.after)))
                last_s = at_s
        points.insert(0, (self._x(self._from_s), self._heat_y(heat)))
        until = self._x(min(self._until_s, max(last_s, self._report.call.length_s)))
        steps = _stepped(points, until)
        floor = HEAT_Y + HEAT_TALL
        return steps, f"{steps}V{floor:g}H{points[0][0]:g}Z"

    def _strips(self) -> Iterator[Strip]:
        voice = self._report.voice
        own: tuple[tuple[Lane, str, float | None, str], ...] = (
            ("pace", "Pace", voice.own_rate, "{:.1f} syll/s"),
            ("loudness", "Loudness", voice.own_loudness_db, "{:.0f} dBFS"),
            ("pitch", "Pitch", voice.own_pitch_hz, "{:.0f} Hz"),
        )
        measured = [
            (lane, title, told.format(value)) for lane, title, value, told in own if value is not None
        ]
        for place, (lane, title, value) in enumerate(measured):
            y = VOICE_Y + place * VOICE_STEP
            limit = y + VOICE_TALL / 2 * (1 - _LIMIT[lane] / _MOST[lane])
            yield Strip(lane, title, f"own: {value}", y, y + VOICE_TALL / 2, round(limit, 1))

    def _manners(self, strip: Strip) -> Iterator[Mark]:
        for turn in self._report.voice.turns:
            moved = _moved(strip.lane, turn)
            if moved is None or not self._here(turn.at_s):
                continue
            amount, told = moved
            share = max(-1.0, min(1.0, amount / _MOST[strip.lane]))
            tall = max(2.5, abs(share) * VOICE_TALL / 2)
            wide = max(LEAST_WIDE, (min(turn.until_s, self._until_s) - turn.at_s) * self._scale)
            kind = "over" if amount > _LIMIT[strip.lane] else "manner"
            y = round(strip.middle - (tall if share > 0 else 0), 1)
            name = f"{strip.title} at {clock(turn.at_s)}"
            yield Mark(kind, self._x(turn.at_s), y, round(wide, 1), round(tall, 1), turn.at_s, name, (told,))


_LIMIT: dict[str, float] = {"pace": FASTER - 1, "loudness": LOUDER_DB, "pitch": HIGHER_ST}
"""The most that the replies to outbursts may rise, in the middle, and still win the points."""

_MOST: dict[str, float] = {"pace": 0.5, "loudness": 9.0, "pitch": 7.0}
"""What fills half of a strip; more is drawn no taller."""


def _moved(lane: Lane, turn: Manner) -> tuple[float, str] | None:
    """How far a turn was from the baseline, and in words."""
    match lane:
        case "pace" if turn.rate is not None:
            return turn.rate - 1, f"{100 * (turn.rate - 1):+.0f} % against your own pace"
        case "loudness" if turn.loudness_db is not None:
            return turn.loudness_db, f"{turn.loudness_db:+.1f} dB against your own level"
        case "pitch" if turn.pitch_st is not None:
            return turn.pitch_st, f"{turn.pitch_st:+.1f} semitones against your own pitch"
        case _:
            return None


def _moves(entries: tuple[Entry, ...]) -> Iterator[tuple[float, HeatMove]]:
    """Every change of the heat, and where it is drawn: those of one reply side by side within it."""
    for entry in entries:
        for place, move in enumerate(entry.heat, 1):
            yield entry.at_s + (entry.until_s - entry.at_s) * place / len(entry.heat), move


def _happened(entry: Entry) -> Iterator[tuple[float, str, str, tuple[str, ...]]]:
    """The moments of an entry: when, what it looks like, its name, and what to tell."""
    for cue in entry.cues:
        if cue.label in _MOMENTS:
            yield cue.at_s, cue.label, _MOMENTS[cue.label], (f"“{cue.quote}”",)
    if entry.takes_floor:
        told = f"You took the floor, {entry.over_s:.1f} s over the customer's words."
        yield entry.at_s, "interruption", "Interruption", (told,)
    if entry.breaks_in:
        yield entry.at_s, "break-in", "The customer breaks in", (f"“{entry.text}”",)
    if entry.gap_s is not None and entry.gap_s > DEAD_AIR_S:
        told = f"{entry.gap_s:.1f} s before the reply."
        yield max(0.0, entry.at_s - entry.gap_s), "silence", "Long silence", (told,)
    if entry.speaker == "silence":
        yield entry.at_s, "silence", "Silence", (f"{entry.text}, until the customer spoke up.",)


def _manner_of(entry: Entry) -> Iterator[str]:
    """What else there is to tell of a turn or a line."""
    if entry.speaker == "customer":
        yield f"{INTENSITIES[entry.intensity]}{', cut off' if entry.cut else ''}"
    elif entry.gap_s is not None:
        yield f"{entry.gap_s:.1f} s after the customer"
    if entry.over_s:
        yield f"{entry.over_s:.1f} s of it over the customer's words"
    if entry.cues:
        yield "heard: " + ", ".join(cue.name for cue in entry.cues)
    if entry.pauses:
        yield f"{len(entry.pauses)} pauses in it"


def _stepped(points: list[tuple[float, float]], until: float) -> str:
    """The path of a stepped line."""
    (x, y), *others = points
    return f"M{x:.1f} {y:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in others) + f"H{until:.1f}"
