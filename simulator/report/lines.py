"""The transcript: who said what when, with its cues, unsure words, and what moved the heat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from audio.ears import seconds
from audio.ports import Word
from simulator import events
from simulator.customer.persona import Persona
from simulator.ear.cues import Cue
from simulator.ear.labels import WELCOME
from simulator.events import Event
from simulator.report.story import Correction, Entry, Heard, HeatMove, Piece
from simulator.report.waiting import Waiting
from simulator.report.wording import MEANINGS, because, named
from simulator.scoring.facts import SURE, Facts, TraineeTurn, placed
from simulator.standing import parts, standing


@dataclass(frozen=True, slots=True)
class Marginalia:
    """What was written to single turns afterwards: corrections, a coach's comments."""

    corrected: Mapping[int, Correction] = field(default_factory=dict)
    comments: Mapping[int, Sequence[str]] = field(default_factory=dict)


def entries(
    happened: Sequence[Event], facts: Facts, persona: Persona, beside: Marginalia
) -> tuple[Entry, ...]:
    """Everything said, and the silences that the customer did not bear, in order."""
    found = _Transcript(happened, facts, persona, beside)
    for event in standing(happened):
        found.take(event)
    return found.done()


class _Transcript:
    """Makes the entries of a call, event by event."""

    def __init__(self, happened: Sequence[Event], facts: Facts, persona: Persona, beside: Marginalia) -> None:
        self._facts = {turn.id: turn for turn in facts.turns}
        self._beside = beside
        self._waiting = Waiting(persona)
        self._parts = parts(happened)
        self._interrupting = {
            event.turn for event in happened if isinstance(event, events.TurnEnded) and event.interrupts
        }
        self._heat, self._silent_heat = _heat(happened, self._parts)
        self._entries: list[Entry] = []
        self._line: int | None = None  # place of the customer's last line
        self._held: int | None = None  # the frame in which the customer yielded
        self._answered = False

    def take(self, event: Event) -> None:
        """One more event."""
        match event:
            case events.LineStarted():
                self._wait_over()
                self._waiting.line(event.beat, event.text)
                self._line, self._answered = len(self._entries), False
                self._entries.append(_line(event))
                self._held = None
            case events.Yielded():
                self._held = event.frame
            case events.WentOn():
                self._held = None
            case events.LineEnded() if self._line is not None:
                last = event.frame if self._held is None else self._held  # a line that was held is silent
                line = self._entries[self._line]
                self._entries[self._line] = replace(line, until_s=seconds(last), cut=event.cut)
            case events.TurnHeard() if event.text and event.note != "echo":
                if event.note in {"", "farewell"}:
                    self._waiting.reply(event.text, event.cues)
                    self._answered = True
                self._entries.append(self._turn(event))
            case events.Waited():
                self._entries.append(self._silence(event))
            case events.Ended():
                self._wait_over()
            case _:
                pass

    def done(self) -> tuple[Entry, ...]:
        """All of them, in the order in which they began."""
        told = sorted(self._entries, key=lambda entry: (entry.at_s, entry.until_s))
        lines = [entry for entry in told if entry.speaker == "customer"]
        return tuple(
            replace(entry, over_s=_overlap(entry, lines)) if entry.speaker == "trainee" else entry
            for entry in told
        )

    def _wait_over(self) -> None:
        """What the last line waited for is known when the next begins."""
        if self._line is not None and self._answered:
            line = self._entries[self._line]
            self._entries[self._line] = replace(line, waiting=self._waiting.ways())

    def _turn(self, heard: events.TurnHeard) -> Entry:
        known = self._facts.get(heard.turn)
        start_s = seconds(heard.start)
        pauses = known.delivery.pauses if known is not None and known.delivery else ()
        return Entry(
            "trainee",
            heard.text,
            start_s,
            seconds(heard.end),
            turn=heard.turn,
            note=heard.note,
            gap_s=round(known.gap_s, 2) if known is not None and known.gap_s is not None else None,
            takes_floor=bool(self._interrupting & {*self._parts[heard.turn]}),
            pauses=tuple((round(start_s + p.start_s, 2), round(start_s + p.end_s, 2)) for p in pauses),
            pieces=_pieces(heard),
            cues=tuple(_heard(cue, heard, known) for cue in heard.cues),
            heat=tuple(_move(moved, heard, known) for moved in self._heat[heard.turn]),
            corrected=self._beside.corrected.get(heard.turn),
            comments=tuple(self._beside.comments.get(heard.turn, ())),
        )

    def _silence(self, waited: events.Waited) -> Entry:
        until_s = seconds(waited.frame)
        moves = self._silent_heat[waited.frame]
        return Entry(
            "silence",
            f"{waited.silent_s:.1f} s of silence",
            round(until_s - waited.silent_s, 2),
            until_s,
            heat=tuple(_move(moved, None, None) for moved in moves),
        )


def _line(event: events.LineStarted) -> Entry:
    return Entry(
        "customer",
        event.text,
        seconds(event.frame),
        seconds(event.frame + event.frames),
        intensity=event.intensity,
        breaks_in=event.over is not None,
        pieces=(Piece(event.text, (), (), unsure=False),),
    )


def _overlap(turn: Entry, lines: Sequence[Entry]) -> float:
    """For how long both spoke."""
    both = (min(turn.until_s, line.until_s) - max(turn.at_s, line.at_s) for line in lines)
    return round(sum(max(0.0, each) for each in both), 2)


def _heat(
    happened: Sequence[Event], made_of: Mapping[int, tuple[int, ...]]
) -> tuple[dict[int, list[events.HeatMoved]], dict[int, list[events.HeatMoved]]]:
    """The changes of heat, by the turn that made them, or by the frame of the silence."""
    whole = {part: turn for turn, found in made_of.items() for part in found}
    by_turn: dict[int, list[events.HeatMoved]] = defaultdict(list)
    by_frame: dict[int, list[events.HeatMoved]] = defaultdict(list)
    for event in standing(happened):
        if isinstance(event, events.HeatMoved):
            if event.turn is None:
                by_frame[event.frame].append(event)
            else:
                by_turn[whole.get(event.turn, event.turn)].append(event)
    return by_turn, by_frame


def _move(moved: events.HeatMoved, heard: events.TurnHeard | None, turn: TraineeTurn | None) -> HeatMove:
    change = moved.change
    cues = heard.cues if heard is not None else ()
    cue = next((each for each in cues if change.quote and each.quote == change.quote), None)
    at_s = turn.times((cue.start, cue.end))[0] if cue is not None and turn is not None else None
    if at_s is None:
        at_s = seconds(heard.start if heard is not None else moved.frame)
    return HeatMove(
        round(at_s, 3), change.before, change.after, change.reason, because(change.reason), change.quote
    )


def _heard(cue: Cue, heard: events.TurnHeard, turn: TraineeTurn | None) -> Heard:
    at_s = turn.times((cue.start, cue.end))[0] if turn is not None else seconds(heard.start)
    means = MEANINGS.get(cue.label, "")
    welcome = cue.label in WELCOME
    return Heard(cue.label, named(cue.label), means, welcome, cue.quote, round(at_s, 3), cue.rule)


def _pieces(heard: events.TurnHeard) -> tuple[Piece, ...]:
    """The text, cut wherever a cue or an unsure word begins or ends."""
    text, cues = heard.text, heard.cues
    unsure = _unsure(text, heard.words)
    spans = [*((cue.start, cue.end) for cue in cues), *unsure]
    edges = sorted({0, len(text), *(min(edge, len(text)) for span in spans for edge in span)})
    return tuple(
        Piece(
            text[start:end],
            tuple(number for number, cue in enumerate(cues) if cue.start <= start and end <= cue.end),
            tuple(number for number, cue in enumerate(cues) if cue.end == end),
            unsure=any(first <= start and end <= last for first, last in unsure),
        )
        for start, end in pairwise(edges)
    )


def _unsure(text: str, words: Iterable[Word]) -> list[tuple[int, int]]:
    """The stretches of words that the transcriber was not sure of."""
    spans: list[tuple[int, int]] = []
    for word, start, end in placed(text, words):
        if word.p >= SURE:
            continue
        goes_on = spans and not text[spans[-1][1] : start].strip()
        spans.append((spans.pop()[0] if goes_on else start, end))
    return spans
