"""What a customer says: wordings, by heat, each marked with its intensity.

An author writes a wording under the name of its intensity:

    hot:
      - sharp: You people have charged me [pause] *twice*!
      - insult: Are you stupid, or do they train you for that?

The trainee's dial bans wordings above a level. Marks in brackets and stars are for the voice
(`audio.performance`); `{name}` stands for a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from audio import performance

Band = Literal["cool", "warm", "hot"]
BANDS: tuple[Band, ...] = ("cool", "warm", "hot")
WARM_FROM, HOT_FROM = 4.0, 7.0

INTENSITIES = ("discontent", "sharp", "insult", "threat")
"""The names of intensity 0 to 3."""

INSULT, THREAT = 2, 3
MOST_INTENSE = len(INTENSITIES) - 1

Text = Annotated[str, Field(min_length=1, max_length=600)]
Heat = Annotated[float, Field(ge=0, le=10)]

_FACT = re.compile(r"\{([^{}]*)\}")
_BEGINS = re.compile(r"(?:\A|[.!?])(?:\s|\[[^\]]*\]|\*)*\Z")
_BORROWS: dict[Band, tuple[Band, ...]] = {
    "cool": ("cool", "warm", "hot"),
    "warm": ("warm", "hot", "cool"),
    "hot": ("hot", "warm", "cool"),
}


class Part(BaseModel):
    """A part of an author's file: nothing unknown in it, nothing changes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(Part):
    """One wording; exactly one of the four intensities is given.

    Attributes:
        wav: a recording to play instead of the voice: a WAV beside the persona's file.
    """

    discontent: Text | None = None
    sharp: Text | None = None
    insult: Text | None = None
    threat: Text | None = None
    wav: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _marked(cls, data: object) -> object:
        if isinstance(data, str):
            raise ValueError(  # noqa: TRY004 - pydantic reports ValueErrors with their place
                "has no intensity mark: write 'discontent: …', 'sharp: …', 'insult: …' or 'threat: …'"
            )
        return data

    @model_validator(mode="after")
    def _sayable(self) -> Self:
        given = [name for name in INTENSITIES if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"needs exactly one of {', '.join(INTENSITIES)}")
        performance.parts(self.script)  # a mark that no voice knows is a ValueError
        if any(char in "{}" for char in _FACT.sub("", self.script)):
            raise ValueError("has a brace that is not closed or not opened")
        if self.wav is not None:
            path = PurePosixPath(self.wav.replace("\\", "/"))
            if path.is_absolute() or ":" in self.wav or ".." in path.parts or path.suffix.lower() != ".wav":
                raise ValueError(f"wav: {self.wav!r} must be a .wav file in the persona's own folder")
        return self

    @property
    def intensity(self) -> int:
        """0 (discontent) to 3 (threat)."""
        return next(level for level, name in enumerate(INTENSITIES) if getattr(self, name) is not None)

    @property
    def script(self) -> str:
        """The words with the voice's marks and the facts' names."""
        return str(getattr(self, INTENSITIES[self.intensity]))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it names."""
        return facts_in(self.script)


class Said(Part):
    """Wordings of one line, by heat. A band without wordings borrows from the nearest one."""

    cool: tuple[Wording, ...] = ()
    warm: tuple[Wording, ...] = ()
    hot: tuple[Wording, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.cool or self.warm or self.hot):
            raise ValueError("has no wordings: give at least one under cool, warm or hot")
        return self

    def band(self, name: Band) -> tuple[Wording, ...]:
        """The wordings of a band."""
        wordings: tuple[Wording, ...] = getattr(self, name)
        return wordings

    def everything(self) -> Iterator[tuple[Band, int, Wording]]:
        """Every wording with its band and its place there."""
        for band in BANDS:
            for place, wording in enumerate(self.band(band)):
                yield band, place, wording

    def near(self, heat: float) -> Iterator[Band]:
        """The bands that have wordings, the one that the heat calls for first."""
        return (band for band in _BORROWS[band_of(heat)] if self.band(band))


def band_of(heat: float) -> Band:
    """The band of wordings that a heat calls for: cool under 4, hot from 7."""
    if heat >= HOT_FROM:
        return "hot"
    return "warm" if heat >= WARM_FROM else "cool"


def facts_in(text: str) -> tuple[str, ...]:
    """The names in braces."""
    return tuple(_FACT.findall(text))


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with each `{name}` replaced by that fact, in capitals where a sentence begins."""

    def fact(found: re.Match[str]) -> str:
        value = facts[found[1]]
        return value[:1].upper() + value[1:] if _BEGINS.search(text[: found.start()]) else value

    return _FACT.sub(fact, text)
