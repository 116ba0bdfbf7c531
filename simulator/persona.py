"""A persona: one irate customer, as its author wrote it down.

The models here are the file's form (`personas/NAME.yaml`). A persona is data: the rules that move
it are in `dialogue`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from audio.ports import Gender, Traits
from simulator.cues import LABELS

Band = Literal["cool", "warm", "hot"]
BANDS: tuple[Band, ...] = ("cool", "warm", "hot")
WARM_FROM, HOT_FROM = 4.0, 7.0

EndingName = Literal["resolved", "escalated", "hung_up", "trainee_ended"]
ENDING = "end:"

Text = Annotated[str, Field(min_length=1, max_length=600)]
Heat = Annotated[float, Field(ge=0, le=10)]


def band_of(heat: float) -> Band:
    """The band of wordings that a heat calls for: cool under 4, hot from 7."""
    if heat >= HOT_FROM:
        return "hot"
    return "warm" if heat >= WARM_FROM else "cool"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(_Part):
    """Wordings of one line, by heat. A band without wordings borrows from the nearest one."""

    cool: tuple[Text, ...] = ()
    warm: tuple[Text, ...] = ()
    hot: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.cool or self.warm or self.hot):
            raise ValueError("has no wordings: give at least one under cool, warm or hot")
        return self

    def at(self, heat: float) -> tuple[Band, tuple[str, ...]]:
        """The band used at a heat, and its wordings."""
        wanted = band_of(heat)
        order: dict[Band, tuple[Band, ...]] = {
            "cool": ("cool", "warm", "hot"),
            "warm": ("warm", "hot", "cool"),
            "hot": ("hot", "warm", "cool"),
        }
        band = next(b for b in order[wanted] if getattr(self, b))
        return band, getattr(self, band)


class Caller(_Part):
    """Who rings."""

    name: Text
    age: Literal["young", "adult", "old"] = "adult"
    gender: Gender
    accent: str = "en-US"
    company: Text
    domain: Text

    @property
    def traits(self) -> Traits:
        """What a voice should be like."""
        return Traits(self.gender, self.accent, self.age)


class Briefing(_Part):
    """What the trainee reads before the phone rings."""

    situation: Text
    goals: tuple[Text, ...]
    can_look_up: tuple[Text, ...] = ()
    may_offer: tuple[Text, ...] = ()
    needs_supervisor: tuple[Text, ...] = ()


class Temper(_Part):
    """How heat moves.

    Attributes:
        start: heat when the phone rings; floor and ceiling are never passed.
        cools: for each behaviour, how many degrees it cools the first time.
        heats: for each behaviour, how many degrees it heats, every time.
        fade: what a cooling behaviour is worth the next time, as a share of the time before.
        cools_at_most: degrees that one reply can cool, however much is in it.
        unheard: degrees added by a reply with nothing in it that cools.
        patience_s: silence in seconds until "hello?".
        hellos: how often the caller asks before hanging up.
        outbursts: replies in a row at the ceiling after which the caller hangs up.
    """

    start: Heat
    floor: Heat = 0.0
    ceiling: Heat = 10.0
    cools: dict[str, Annotated[float, Field(gt=0, le=10)]]
    heats: dict[str, Annotated[float, Field(gt=0, le=10)]]
    fade: Annotated[float, Field(ge=0, le=1)] = 0.5
    cools_at_most: Annotated[float, Field(gt=0, le=10)] = 2.5
    unheard: Annotated[float, Field(ge=0, le=5)] = 0.5
    patience_s: Annotated[float, Field(ge=2, le=60)] = 7.0
    hellos: Annotated[int, Field(ge=0, le=5)] = 2
    outbursts: Annotated[int, Field(ge=1, le=10)] = 2

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.floor <= self.start <= self.ceiling:
            raise ValueError(f"start must lie between floor and ceiling: {self.floor} … {self.ceiling}")
        return self


class Beat(_Part):
    """A state of the conversation: what the caller says in it, and what it waits for.

    Attributes:
        says: on arriving here.
        waits_for: behaviours, any of which moves the caller on.
        below: heat above which the caller does not move on, whatever is said.
        then: the next beat, or "end:resolved" and the like.
        asks_again: when the reply had nothing that was waited for.
    """

    says: Said
    waits_for: tuple[str, ...] = Field(min_length=1)
    below: Heat = 10.0
    then: str
    asks_again: Said


class Reaction(_Part):
    """What the caller throws back at a behaviour, in whatever beat."""

    to: str
    says: Said


class Persona(_Part):
    """One customer: the whole file.

    Attributes:
        abusive: whether the caller insults or threatens, so that a boundary is in place.
        first: the beat in which the call begins.
        better: for a behaviour, a line that shows it in this caller's situation.
    """

    schema_version: Literal[1] = Field(alias="schema")
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    title: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"
    difficulty: Annotated[int, Field(ge=1, le=5)]
    caller: Caller
    abusive: bool = False
    briefing: Briefing
    temper: Temper
    first: str
    beats: dict[str, Beat] = Field(min_length=1)
    reactions: tuple[Reaction, ...] = ()
    hello: Said
    endings: dict[EndingName, Said]
    better: dict[str, Text]
    debrief: Text

    @model_validator(mode="after")
    def _joined(self) -> Self:
        """Names that point somewhere must arrive."""
        if self.first not in self.beats:
            raise ValueError(f"first: there is no beat {self.first!r}")
        for name, beat in self.beats.items():
            target = beat.then.removeprefix(ENDING)
            known = self.endings if beat.then.startswith(ENDING) else self.beats
            if target not in known:
                raise ValueError(f"beats.{name}.then: there is no beat or ending {beat.then!r}")
        missing = {"resolved", "escalated", "hung_up", "trainee_ended"} - set(self.endings)
        if missing:
            raise ValueError(f"endings: missing {', '.join(sorted(missing))}")
        if "acknowledgement" not in self.better:
            raise ValueError("better: acknowledgement is needed, for whoever says nothing")
        used = {
            "temper.cools": self.temper.cools,
            "temper.heats": self.temper.heats,
            "reactions": [reaction.to for reaction in self.reactions],
            "better": self.better,
            **{f"beats.{name}.waits_for": beat.waits_for for name, beat in self.beats.items()},
        }
        for where, labels in used.items():
            for label in labels:
                if label not in LABELS:
                    raise ValueError(f"{where}: there is no behaviour {label!r}; known: {', '.join(LABELS)}")
        return self
