"""Drawing: which of its wordings a customer says.

A wording is drawn by the seed from the band that the heat calls for, out of those that the trainee's
dial allows, that were said least often in this call, and that are not what was just said. Of wordings
of differing sharpness, those within a step of the sharpest allowed one are drawn from: the milder
ones are there for a lower dial. When a band has nothing left, the nearest one lends.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from audio import performance
from simulator.customer.lines import INSULT, THREAT, Band, Said, Wording, filled
from simulator.customer.persona import Persona


@dataclass(frozen=True, slots=True)
class Line:
    """Something that the customer says.

    Attributes:
        id: names where it stands: beat, band and wording.
        text: the words alone.
        heat: sets the voice.
        intensity: 0 (discontent) to 3 (threat).
        script: the words with marks for the voice.
        wav: a recording to play instead.
    """

    id: str
    text: str
    heat: float
    intensity: int = 0
    script: str = ""
    wav: str | None = None


class Drawing:
    """Draws a persona's lines in one call.

    Args:
        persona: whose lines.
        seed: gives the order.
        most: the sharpest intensity that may be said.

    Attributes:
        last: the line drawn last.
    """

    def __init__(self, persona: Persona, seed: int, most: int) -> None:
        self._persona = persona
        self._seed = seed
        self._used: Counter[str] = Counter()
        self._drawn = 0
        self.last: Line | None = None
        self.most = most
        self.told: set[str] = set()
        self._newly_told: set[str] = set()
        self.sharpest = 0

    @property
    def abused(self) -> bool:
        """Whether the customer has insulted or threatened."""
        return self.sharpest >= INSULT

    @property
    def threatened(self) -> bool:
        """Whether the customer has threatened."""
        return self.sharpest >= THREAT

    def calm_down(self) -> None:
        """The customer heeds a boundary: no more insults."""
        self.most = min(self.most, INSULT - 1)

    def tell(self, fact: str) -> None:
        """The line drawn last tells a fact, whether it names it or not."""
        self._newly_told |= {fact} - self.told
        self.told.add(fact)

    def untell(self) -> None:
        """The line drawn last was not heard to its end."""
        self.told -= self._newly_told

    def draw(self, where: str, said: Said, heat: float) -> Line | None:
        """A line for the heat; None: there is nothing that may be said and was not just said."""
        for band in said.near(heat):
            able = [
                (f"{where}/{band}/{place}", wording)
                for place, wording in enumerate(said.band(band))
                if wording.intensity <= self.most
            ]
            sharpest = max((wording.intensity for _, wording in able), default=0)
            last = self.last.text if self.last is not None else None
            fresh = [each for each in able if self._text(each[1]) != last]
            if fresh:
                near = [each for each in fresh if each[1].intensity >= sharpest - 1]
                return self._say(band, *self._pick(where, near or fresh))
        return None

    def _pick(self, where: str, able: list[tuple[str, Wording]]) -> tuple[str, Wording]:
        least = min(self._used[name] for name, _ in able)
        able = [each for each in able if self._used[each[0]] == least]
        self._drawn += 1
        return able[zlib.crc32(f"{self._seed}|{self._drawn}|{where}".encode()) % len(able)]

    def _say(self, band: Band, name: str, wording: Wording) -> Line:
        self._used[name] += 1
        self._newly_told = set(wording.facts) - self.told
        self.told |= self._newly_told
        self.sharpest = max(self.sharpest, wording.intensity)
        self.last = line_of(self._persona, name, band, wording)
        return self.last

    def _text(self, wording: Wording) -> str:
        return performance.plain(filled(wording.script, self._persona.known))


def line_of(persona: Persona, name: str, band: Band, wording: Wording) -> Line:
    """A wording as it is said."""
    script = filled(wording.script, persona.known)
    text = performance.plain(script)
    return Line(name, text, voice_heat(band), wording.intensity, script, wording.wav)


def voice_heat(band: Band) -> float:
    """The heat at which a band's wordings are spoken: its middle. So every line is rendered once."""
    return {"cool": 2.0, "warm": 5.5, "hot": 8.5}[band]


def every_line(persona: Persona, most: int = THREAT) -> Iterator[Line]:
    """All that the persona can ever say, up to an intensity: to be rendered before the phone rings."""
    for place, said in persona.said():
        for band, number, wording in said.everything():
            if wording.intensity <= most:
                yield line_of(persona, f"{name_of(place, persona)}/{band}/{number}", band, wording)


def name_of(place: tuple[str | int, ...], persona: Persona) -> str:
    """What a group of wordings is called in lines' ids."""
    match place:
        case ("beats", str(beat), str(part)):
            return f"{beat}/{part}"
        case ("reactions", int(number), _):
            return f"reaction:{persona.reactions[number].to}:{number}"
        case ("facts", str(fact), _):
            return f"told:{fact}"
        case ("temper", "interrupts", "triggers", int(number), _):
            return trigger_name(number)
        case ("endings", str(ending)):
            return f"end:{ending}"
        case _:
            return str(place[-2] if place[-1] == "says" else place[0])


def trigger_name(number: int) -> str:
    """What the wordings of a trigger are called in lines' ids."""
    return f"trigger:{number}"
