"""Sense: what is wrong with a persona that could be played, but should not be as it stands.

Beats that nobody can reach or leave, endings that never come, wordings that will be missed, facts that
nobody hears.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from simulator.authored import Flaw, Place
from simulator.customer.beats import ASKS, BACK, ENDING, OFFERS, EndingName
from simulator.customer.lines import (
    BANDS,
    HOT_FROM,
    INSULT,
    INTENSITIES,
    THREAT,
    WARM_FROM,
    Band,
)
from simulator.customer.persona import Persona, is_ending

LONGEST_WORDS = 60
"""A line with more words is a speech: some 25 seconds in which nobody else can say anything."""


def flaws(persona: Persona, path: Path) -> Iterator[Flaw]:
    """What is wrong with a playable persona."""
    yield from _beats(persona)
    yield from _endings(persona)
    yield from _bands(persona)
    yield from _intensity(persona)
    yield from _breaking_in(persona)
    yield from _unused(persona)
    yield from _lines(persona, path)
    if path.stem != persona.id:
        yield warning(
            ("id",), f"the file is called {path.stem!r}, but the id is {persona.id!r}", "use one name"
        )


# The conversation --------------------------------------------------------------------------------


def _beats(persona: Persona) -> Iterator[Flaw]:
    talk = _closure({persona.first}, lambda beat: _targets(persona, beat))
    digressions = _closure(
        {reaction.then for reaction in persona.reactions if reaction.then is not None},
        lambda beat: _targets(persona, beat),
    )
    reached = talk | digressions
    leaving = {
        name
        for name, beat in persona.beats.items()
        if any(is_ending(way.then) or (way.then == BACK and name in digressions) for way in beat.ways)
    }
    before: dict[str, set[str]] = {name: set() for name in persona.beats}
    for name in persona.beats:
        for target in _targets(persona, name):
            before[target].add(name)
    out = _closure(leaving, lambda beat: before[beat])
    for name, beat in persona.beats.items():
        place: Place = ("beats", name)
        if name not in reached:
            hint = "lead a way or a reaction here, or take it out"
            yield Flaw(place, f"nothing leads to the beat {name!r}", hint, key=True)
        elif name not in out:
            hint = "give it, or a beat that it leads to, a way to an ending"
            yield Flaw(place, f"from the beat {name!r} no ending can be reached", hint, key=True)
        for number, way in enumerate(beat.ways):
            if way.then == BACK and name not in digressions:
                yield Flaw(
                    (*place, "ways", number, "then"),
                    "'back' leads nowhere: this beat is not part of a digression",
                    "a digression begins with a reaction's 'then'",
                )
            if name in talk and way.then in persona.beats and _only_back(persona, way.then):
                yield Flaw(
                    (*place, "ways", number, "then"),
                    f"the beat {way.then!r} leads only 'back', so no way may lead to it",
                    f"give it a way on, or lead there by a reaction: 'then: {way.then}'",
                )
            if way.then == name:
                yield Flaw(
                    (*place, "ways", number, "then"), "this way leads to its own beat", "lead it elsewhere"
                )
            if way.below < persona.temper.floor:
                yield Flaw(
                    (*place, "ways", number, "below"),
                    f"the heat is never as low as {way.below:g}: the floor is {persona.temper.floor:g}",
                    "raise 'below', or lower the floor",
                )


def _targets(persona: Persona, beat: str) -> set[str]:
    return {way.then for way in persona.beats[beat].ways if way.then in persona.beats}


def _only_back(persona: Persona, beat: str) -> bool:
    return all(way.then == BACK for way in persona.beats[beat].ways)


def _closure(start: Iterable[str], following: Callable[[str], set[str]]) -> set[str]:
    """All that can be reached from a start."""
    reached: set[str] = set()
    waiting = set(start)
    while waiting:
        reached |= waiting
        waiting = {after for one in waiting for after in following(one)} - reached
    return reached


def _endings(persona: Persona) -> Iterator[Flaw]:
    named = {way.then.removeprefix(ENDING) for beat in persona.beats.values() for way in beat.ways}
    helped = bool(named & {"resolved", "grudge"})
    worst = persona.most_intense
    able: dict[EndingName, tuple[bool, str]] = {
        "resolved": ("resolved" in named, "no way leads to end:resolved"),
        "grudge": (helped, "no way leads to end:resolved"),
        "passed_on": (persona.handover is not None, "without a 'handover' nobody is passed on without one"),
        "ended_after_warnings": (worst >= INSULT, "the caller never insults"),
        "disengaged": (worst >= THREAT, "the caller never threatens"),
    }
    for ending, (possible, why) in able.items():
        if ending in persona.endings and not possible and ending not in named:
            yield Flaw(
                ("endings", ending), f"the ending {ending!r} is never reached: {why}", "take it out", key=True
            )
        wanted = ending != "passed_on" and (ending != "resolved" or helped)
        if ending not in persona.endings and possible and wanted:
            yield warning(
                ("endings",), f"there are no last words for {ending!r}", "another ending lends its own"
            )


def _bands(persona: Persona) -> Iterator[Flaw]:
    """Wordings missing for a heat at which they will be wanted."""
    temper = persona.temper
    edges: dict[Band, bool] = {
        "cool": temper.floor < WARM_FROM,
        "warm": temper.floor < HOT_FROM and temper.ceiling >= WARM_FROM,
        "hot": temper.ceiling >= HOT_FROM,
    }
    for name, beat in persona.beats.items():
        for part, said in (("says", beat.says), ("asks_again", beat.asks_again)):
            if name == persona.first and part == "says":
                continue
            for band in BANDS:
                if edges[band] and not said.band(band):
                    what = f"beats.{name}.{part} has no wordings for a caller who is {band}"
                    yield warning(("beats", name, part), what, "a nearby band lends its own, which may jar")


def _intensity(persona: Persona) -> Iterator[Flaw]:
    worst = persona.most_intense
    needed = {"employee": 0, "supervisor": INSULT, "security": THREAT}[persona.escalation]
    if worst < needed:
        yield Flaw(
            ("escalation",),
            f"a case for {persona.escalation!r} needs lines under {INTENSITIES[needed]!r}; there are none",
            "add them, or let it be a case for the employee",
        )
    if persona.escalation == "employee" and worst >= INSULT:
        yield warning(
            ("escalation",),
            "the caller insults, so this is no case for the employee alone",
            "set 'escalation: supervisor'",
        )


def _breaking_in(persona: Persona) -> Iterator[Flaw]:
    """Interruptions for which the caller never gets hot enough, and phrases that are there twice."""
    interrupts, block = persona.temper.interrupts, ("temper", "interrupts")
    if interrupts is None:
        return
    bounds: dict[Place, float] = {}
    if interrupts.says is not None:
        bounds[*block, "heat"] = interrupts.heat
    phrases: set[str] = set()
    for number, trigger in enumerate(interrupts.triggers):
        place: Place = (*block, "triggers", number)
        own = trigger.heat is not None
        bounds[(*place, "heat") if own else (*block, "heat")] = interrupts.bound(trigger)
        for at, phrase in enumerate(trigger.hears):
            if phrase.lower() in phrases:
                yield warning((*place, "hears", at), f"{phrase!r} is among the triggers twice", "keep one")
            phrases.add(phrase.lower())
    for where, heat in bounds.items():
        if heat > persona.temper.ceiling:
            yield Flaw(
                where,
                f"the heat is never as high as {heat:g}: the ceiling is {persona.temper.ceiling:g}",
                "lower 'heat', or raise the ceiling",
            )


# Words -------------------------------------------------------------------------------------------


def _unused(persona: Persona) -> Iterator[Flaw]:
    named = {
        fact for _, said in persona.said() for _, _, wording in said.everything() for fact in wording.facts
    }
    wanted = {
        one for beat in persona.beats.values() for way in beat.ways for want in way.wants for one in want
    }
    for name, fact in persona.facts.items():
        if name not in named and f"{ASKS}{name}" not in wanted and fact.told is None:
            yield Flaw(
                ("facts", name),
                f"the fact {name!r} is never used",
                f"name it in a line as {{{name}}}, wait for '{ASKS}{name}', or give it 'told'",
                key=True,
            )
    wanted |= {reaction.to for reaction in persona.reactions}
    for name in persona.remedies:
        if f"{OFFERS}{name}" not in wanted:
            hint = f"wait for '{OFFERS}{name}' in a beat, or react to it"
            yield warning(("remedies", name), f"nobody waits for the remedy {name!r}", hint)


def _lines(persona: Persona, path: Path) -> Iterator[Flaw]:
    for place, said in persona.said():
        for band, number, wording in said.everything():
            at: Place = (*place, band, number)
            words = wording.script.split()
            if len(words) > LONGEST_WORDS:
                yield warning(
                    at, f"this line has {len(words)} words", f"people take turns: stay under {LONGEST_WORDS}"
                )
            if wording.wav is not None and not (path.parent / wording.wav).is_file():
                yield Flaw(
                    (*at, "wav"),
                    f"there is no recording {wording.wav!r} beside the persona",
                    "check its name",
                )


def warning(place: Place, what: str, hint: str, *, key: bool = True) -> Flaw:
    """A flaw that leaves the persona playable."""
    return Flaw(place, what, hint, key, "warning")
