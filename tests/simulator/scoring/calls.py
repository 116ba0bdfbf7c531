"""Calls as lists of events, for the tests of everything that scoring makes of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, get_args

from audio.delivery.methods import METHODS
from audio.delivery.values import Delivery, Measure
from audio.ears import frame_at
from audio.ports import Word
from simulator import events
from simulator.customer import library
from simulator.customer.beats import EndingName
from simulator.ear import lexicon
from simulator.ear.cues import Cue, Ear
from simulator.events import EndReason, Event
from simulator.scoring import rubric, scorecard
from simulator.scoring.facts import Facts, gather
from simulator.scoring.findings import Finding
from simulator.scoring.rubric import Rubric
from simulator.scoring.scorecard import Scorecard, SkillScore

PERSONA = library.load("billing-dispute").persona
RUBRIC = rubric.load()
EAR = Ear(lexicon.load())
OPENING = "You charged me twice, and my rent bounced!"
ASKING = "What are you going to do?"
GOOD = (
    "I'm so sorry that we charged you twice. That must be really frustrating. What happened after that?",
    "I can refund the second payment right now, and your bank's fee as well.",
    "The money will be in your account within two working days, and I'll email you in ten minutes.",
    "I'm going to take care of this for you myself. Thank you for your patience, Dana.",
)
SHARP, INSULT, THREAT = 1, 2, 3
ENDINGS: tuple[EndReason, ...] = (*get_args(EndingName), "stopped", "interrupted")
UNSURE = 0.2
"""A word's probability that is too low to count."""


@cache
def heard(text: str, to: str) -> tuple[tuple[Cue, ...], tuple[str, ...]]:
    """The cues and the parts of an apology in a reply; hypothesis says the same often."""
    return EAR.cues(text, to), tuple(sorted(EAR.apology_parts(text)))


def line(start_s: float, end_s: float, intensity: int = 0, text: str = ASKING) -> list[Event]:
    """The customer speaks."""
    name = f"line/{start_s}"
    return [
        events.LineStarted(frame_at(start_s), name, text, "complaint", 90, intensity),
        events.LineEnded(frame_at(end_s), name, False),
    ]


def turn(
    number: int,
    start_s: float,
    end_s: float,
    text: str,
    *,
    to: str = ASKING,
    hold: bool = False,
    p: float | None = None,
) -> list[Event]:
    """The trainee answers a line; with `p`, the transcriber told its words, and was that sure of them."""
    start, end = frame_at(start_s), frame_at(end_s)
    words = () if p is None else timed(text, start_s, end_s, p)
    cues, parts = heard(text, to)
    return [
        events.SpeechStarted(start + 3, number, start),
        events.TurnEnded(end + 20, number, start, end, 0, False),
        events.TurnHeard(end + 20, number, start, end, text, words, cues, "", hold, parts),
    ]


def timed(text: str, start_s: float, end_s: float, p: float) -> tuple[Word, ...]:
    """The words of a text, evenly spoken."""
    words = text.split()
    each = (end_s - start_s) / len(words)
    return tuple(
        Word(word, round(start_s + place * each, 2), round(start_s + (place + 1) * each, 2), p)
        for place, word in enumerate(words)
    )


def flat(*happened: list[Event] | Event) -> list[Event]:
    """One list of events."""
    return [event for each in happened for event in (each if isinstance(each, list) else [each])]


def conversation(
    *replies: str,
    gap_s: float = 0.8,
    ended: EndReason | None = "resolved",
    intensities: tuple[int, ...] = (),
    unsure: Collection[int] = (),
    told: bool = False,
) -> list[Event]:
    """A call in which every line of the customer's takes 3 s and every reply 6 s.

    Args:
        replies: what the trainee says.
        gap_s: the silence before each reply.
        ended: how it ends; None: it doesn't.
        intensities: of the customer's lines, 0 after the last.
        unsure: the turns, from 1, of which the transcriber was not sure.
        told: whether the transcriber tells the words' times.
    """
    happened: list[Event] = [events.Rang(0, 7.0), events.PickedUp(30)]
    now = 2.0
    for number, text in enumerate(replies, 1):
        asks = OPENING if number == 1 else "And what are you going to do?"
        intensity = intensities[number - 1] if number <= len(intensities) else 0
        p = UNSURE if number in unsure else 0.9 if told else None
        happened += line(now, now + 3, intensity, asks)
        happened += turn(number, now + 3 + gap_s, now + 9 + gap_s, text, to=asks, p=p)
        now += 10 + gap_s
    if ended is not None:
        happened.append(events.Ended(frame_at(now), ended))
    return happened


def facts(
    *happened: list[Event] | Event,
    overlap_measured: bool = True,
    delivered: Mapping[int, Delivery] | None = None,
) -> Facts:
    """The facts of a call."""
    return gather(flat(*happened), overlap_measured=overlap_measured, delivered=delivered)


def card(
    happened: list[Event],
    by: Rubric = RUBRIC,
    *,
    overlap_measured: bool = True,
    delivered: Mapping[int, Delivery] | None = None,
) -> Scorecard:
    """The scorecard of a call."""
    return scorecard.score(
        facts(happened, overlap_measured=overlap_measured, delivered=delivered), PERSONA, by
    )


def total(*replies: str, intensities: tuple[int, ...] = (), ended: EndReason = "resolved") -> int:
    """What a call is worth by the standard rubric."""
    found = card(conversation(*replies, intensities=intensities, ended=ended)).total
    assert found is not None
    return found


def ruled(*rules: dict[str, Any], **changes: Any) -> Rubric:
    """A rubric of one skill, `a`; its rules are `a.a`, `a.b` and so on, for 6 points unless they say more."""
    named = [
        {"id": f"a.{chr(ord('a') + place)}", "title": "t", "points": 6, **rule}
        for place, rule in enumerate(rules)
    ]
    skill = {"id": "a", "title": "A", "weight": 100, "rules": named}
    plain = {"schema": 2, "id": "mine", "version": 1, "title": "Mine", "skills": [skill], **changes}
    return Rubric.model_validate(plain)


def found(scored: Scorecard, rule: str = "a.a") -> list[Finding]:
    """What the score says of a rule."""
    return [each for each in scored.findings if each.rule == rule]


def points(scored: Scorecard, rule: str = "a.a") -> list[float]:
    """What a rule won and lost, finding by finding."""
    return [each.points for each in found(scored, rule)]


def not_counted(scored: Scorecard) -> dict[str, str]:
    """The rules that did not count, and why."""
    return {left.rule: left.why for skill in scored.skills for left in skill.not_counted}


def skill(scored: Scorecard, name: str) -> SkillScore:
    """One skill of a scorecard."""
    return next(each for each in scored.skills if each.id == name)


def delivery(
    rate: float = 4.0, loudness_db: float = -26.0, pitch_hz: float = 200.0, *, confidence: float = 1.0
) -> Delivery:
    """How a turn was spoken, where only these three matter."""
    values = {"articulation_rate": rate, "loudness_db": loudness_db, "pitch_hz": pitch_hz}
    measures = {name: Measure(values.get(name, 1.0), METHODS[name].unit, confidence, "") for name in METHODS}
    return Delivery(**measures, pauses=())
