"""The dialogue: what a reply does to the customer's heat, and what the customer says next.

Pure and seeded: the same persona, seed and replies give the same conversation. The rules, in the
order in which they are tried for a reply:

    1. heat    each behaviour found moves the heat as the persona's temper says, first what heats,
               then what cools; a cooling one is worth less each time, one reply cools by a limited
               amount, and a reply with nothing in it heats a little. Interrupting heats as well.
    2. end     the trainee says goodbye → trainee_ended; offers someone with more authority →
               escalated; too many replies in a row at the ceiling → hung_up.
    3. react   a behaviour that the persona reacts to: the customer throws it back and stays.
    4. move on the beat's awaited behaviour was there and the heat is low enough: next beat. Beats
               whose own awaited behaviour was in the same reply are passed over.
    5. stay    otherwise the customer asks again.

Silence longer than the patience brings a "hello?", a few times, then hung_up.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.cues import Cue
from simulator.persona import BANDS, ENDING, Band, Beat, EndingName, Persona, Said

INTERRUPTED = "interrupted"
UNHEARD = "unheard"
SILENCE = "silence"
_INTERRUPTION_HEATS = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """Something that the customer says. `id` names beat, band and wording; heat sets the voice."""

    id: str
    text: str
    heat: float


@dataclass(frozen=True, slots=True)
class HeatChange:
    """One reason for which the heat moved, with the words that moved it ("" for none)."""

    before: float
    after: float
    reason: str
    quote: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the trainee said, as the dialogue needs it.

    Attributes:
        farewell: the trainee ends the call with it.
        interrupted: it took the floor from the customer.
        continued: it goes on with a reply that the customer answered too early.
    """

    text: str
    cues: tuple[Cue, ...]
    farewell: bool = False
    interrupted: bool = False
    continued: bool = False

    def and_then(self, more: Reply) -> Reply:
        """This and what was said after it, as one reply; of each behaviour the first is kept."""
        known = {cue.label for cue in self.cues}
        return Reply(
            f"{self.text} {more.text}",
            self.cues + tuple(cue for cue in more.cues if cue.label not in known),
            self.farewell or more.farewell,
            self.interrupted or more.interrupted,
            self.continued,
        )


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a reply or a silence led to. `ending` is set when `line` is the last."""

    line: Line
    heat: tuple[HeatChange, ...]
    beat: str
    ending: EndingName | None = None


class Dialogue:
    """One conversation with one persona."""

    def __init__(self, persona: Persona, seed: int = 0) -> None:
        self._persona = persona
        self._seed = seed
        self.heat = persona.temper.start
        self.beat = persona.first
        self._times: Counter[str] = Counter()
        self._at_ceiling = 0
        self._hellos = 0
        self._spoken = 0
        self._last_line = ""

    @property
    def patience_s(self) -> float:
        """Silence in seconds after which the customer speaks up."""
        return self._persona.temper.patience_s

    def open(self) -> Line:
        """The customer's first line."""
        return self._line(f"{self.beat}/says", self._here.says)

    def hear(self, reply: Reply) -> Reaction:
        """What a reply leads to."""
        self._hellos = 0
        changes = self._heat_changes(reply)
        labels = {cue.label for cue in reply.cues}
        ending = self._ending(reply, labels)
        if ending is not None:
            return self._end(ending, changes)
        for reaction in self._persona.reactions:
            if reaction.to in labels:
                line = self._line(f"reaction:{reaction.to}", reaction.says)
                return Reaction(line, changes, self.beat)
        return self._proceed(labels, changes)

    def wait(self) -> Reaction:
        """What a silence of `patience_s` leads to."""
        temper = self._persona.temper
        change = self._move(temper.unheard, SILENCE, "")
        if self._hellos >= temper.hellos:
            return self._end("hung_up", (change,))
        self._hellos += 1
        return Reaction(self._line("hello", self._persona.hello), (change,), self.beat)

    @property
    def _here(self) -> Beat:
        return self._persona.beats[self.beat]

    def _heat_changes(self, reply: Reply) -> tuple[HeatChange, ...]:
        temper = self._persona.temper
        changes: list[HeatChange] = []
        if reply.interrupted:
            changes.append(self._move(_INTERRUPTION_HEATS, INTERRUPTED, ""))
        # what heats comes first: so more comfort in the same reply never leaves the customer hotter
        changes += [
            self._move(temper.heats[cue.label], cue.label, cue.quote)
            for cue in _once_a_phrase(reply.cues, temper.heats)
        ]
        cooled = 0.0
        for cue in reply.cues:
            if cue.label in temper.cools and cue.label not in temper.heats:
                worth = temper.cools[cue.label] * temper.fade ** self._times[cue.label]
                self._times[cue.label] += 1
                allowed = min(worth, temper.cools_at_most - cooled)
                if allowed >= 0.05:
                    changes.append(self._move(-allowed, cue.label, cue.quote))
                    cooled += allowed
        if not reply.continued and not any(
            cue.label in temper.cools or cue.label in temper.heats for cue in reply.cues
        ):
            changes.append(self._move(temper.unheard, UNHEARD, ""))
        self._at_ceiling = self._at_ceiling + 1 if self.heat >= temper.ceiling else 0
        return tuple(change for change in changes if change.before != change.after)

    def _move(self, degrees: float, reason: str, quote: str) -> HeatChange:
        temper = self._persona.temper
        before = self.heat
        self.heat = round(min(temper.ceiling, max(temper.floor, before + degrees)), 2)
        return HeatChange(before, self.heat, reason, quote)

    def _ending(self, reply: Reply, labels: set[str]) -> EndingName | None:
        if reply.farewell:
            return "trainee_ended"
        if "escalation" in labels:
            return "escalated"
        return "hung_up" if self._at_ceiling >= self._persona.temper.outbursts else None

    def _proceed(self, labels: set[str], changes: tuple[HeatChange, ...]) -> Reaction:
        passed: set[str] = set()
        while self.beat not in passed and self._moves_on(labels):
            passed.add(self.beat)
            target = self._here.then
            if target.startswith(ENDING):
                return self._end(_ending_name(target), changes)
            self.beat = target
        key, said = ("says", self._here.says) if passed else ("asks_again", self._here.asks_again)
        return Reaction(self._line(f"{self.beat}/{key}", said), changes, self.beat)

    def _moves_on(self, labels: set[str]) -> bool:
        return bool(labels & set(self._here.waits_for)) and self.heat <= self._here.below

    def _end(self, ending: EndingName, changes: tuple[HeatChange, ...]) -> Reaction:
        line = self._line(f"{ENDING}{ending}", self._persona.endings[ending])
        return Reaction(line, changes, self.beat, ending)

    def _line(self, where: str, said: Said) -> Line:
        """A wording for the present heat: drawn by the seed, never the one just said."""
        band, wordings = said.at(self.heat)
        self._spoken += 1
        draw = zlib.crc32(f"{self._seed}|{self._spoken}|{where}".encode()) % len(wordings)
        if len(wordings) > 1 and f"{where}/{band}/{draw}" == self._last_line:
            draw = (draw + 1) % len(wordings)
        self._last_line = f"{where}/{band}/{draw}"
        return Line(self._last_line, wordings[draw], voice_heat(band))


def voice_heat(band: Band) -> float:
    """The heat at which a band's wordings are spoken: its middle. So every line is rendered once."""
    return {"cool": 2.0, "warm": 5.5, "hot": 8.5}[band]


def every_line(persona: Persona) -> list[Line]:
    """All that the persona can ever say, so that it can be rendered before the phone rings."""
    groups: list[tuple[str, Said]] = [("hello", persona.hello)]
    for name, beat in persona.beats.items():
        groups += [(f"{name}/says", beat.says), (f"{name}/asks_again", beat.asks_again)]
    groups += [(f"reaction:{reaction.to}", reaction.says) for reaction in persona.reactions]
    groups += [(f"{ENDING}{name}", said) for name, said in persona.endings.items()]
    return [
        Line(f"{where}/{band}/{i}", text, voice_heat(band))
        for where, said in groups
        for band in BANDS
        for i, text in enumerate(getattr(said, band))
    ]


def _once_a_phrase(cues: tuple[Cue, ...], heats: Mapping[str, float]) -> list[Cue]:
    """The cues that heat; of several names for one phrase (a warning is a boundary, too) the hottest."""
    hottest: dict[tuple[int, int], Cue] = {}
    for cue in cues:
        if cue.label in heats:
            known = hottest.setdefault((cue.start, cue.end), cue)
            if heats[cue.label] > heats[known.label]:
                hottest[cue.start, cue.end] = cue
    return list(hottest.values())


def _ending_name(target: str) -> EndingName:
    name = target.removeprefix(ENDING)
    known: tuple[EndingName, ...] = ("resolved", "escalated", "hung_up", "trainee_ended")
    return next(ending for ending in known if ending == name)
