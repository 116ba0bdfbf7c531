"""Names that point somewhere must arrive: beats, endings, facts, remedies, behaviours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.authored import Flaw, Place, meant
from simulator.customer.beats import ASKS, BACK, CIRCUMSTANCES, ENDING, OFFERS, EndingName
from simulator.customer.lines import facts_in
from simulator.customer.persona import NEEDED_ENDINGS, Persona
from simulator.customer.temper import COOLS, HEATS
from simulator.ear.labels import LABELS


def flaws(persona: Persona) -> Iterator[Flaw]:
    """Everything that makes a well-formed persona unplayable."""
    yield from _targets(persona)
    yield from _needs(persona)
    yield from _behaviours(persona)
    yield from _facts(persona)


def _targets(persona: Persona) -> Iterator[Flaw]:
    known = [*persona.beats, *(f"{ENDING}{name}" for name in persona.endings)]
    if persona.first not in persona.beats:
        yield _unknown(("first",), "beat", persona.first, persona.beats)
    for name, beat in persona.beats.items():
        for place, way in enumerate(beat.ways):
            if way.then not in {*known, BACK}:
                yield _unknown(
                    ("beats", name, "ways", place, "then"), "beat or ending", way.then, [*known, BACK]
                )
    for place, reaction in enumerate(persona.reactions):
        at: Place = ("reactions", place)
        if reaction.then is not None and reaction.then not in persona.beats:
            yield _unknown((*at, "then"), "beat", reaction.then, persona.beats)
        if reaction.says is None and reaction.then is None:
            yield Flaw(at, "the reaction does nothing", "give it 'says', or 'then' with a beat")
    needed: tuple[EndingName, ...] = NEEDED_ENDINGS
    for ending in needed:
        if ending not in persona.endings:
            yield Flaw(
                ("endings",),
                f"endings has no {ending!r}",
                "every call can end so: add its last words",
                key=True,
            )


def _needs(persona: Persona) -> Iterator[Flaw]:
    asks = {f"{ASKS}{name}": fact for name, fact in persona.facts.items()}
    known = _listened_for(persona)
    for name, beat in persona.beats.items():
        for place, way in enumerate(beat.ways):
            for number, want in enumerate(way.wants):
                at: Place = ("beats", name, "ways", place, "needs", number)
                for one in want:
                    if one not in known:
                        yield _unknown(at, "behaviour, fact or remedy", one, known)
                    elif one in asks and not asks[one].words:
                        yield Flaw(
                            at,
                            f"nobody can ask for {one.removeprefix(ASKS)!r}: the fact has no words",
                            "give the fact 'words': those by which a question asks for it",
                        )


def _listened_for(persona: Persona) -> list[str]:
    """All that a reply can show to this caller: behaviours, questions for facts, offers of remedies."""
    asks = (f"{ASKS}{name}" for name in persona.facts)
    offers = (f"{OFFERS}{name}" for name in persona.remedies)
    return [*LABELS, *asks, *offers]


def _behaviours(persona: Persona) -> Iterator[Flaw]:
    for side, known, other in (("cools", COOLS, "heats"), ("heats", HEATS, "cools")):
        degrees: dict[str, float] = getattr(persona.temper, side)
        for name, value in degrees.items():
            at: Place = ("temper", side, name)
            if name not in known and name in {**COOLS, **HEATS}:
                yield Flaw(at, f"{name!r} never {side} anybody", f"it belongs under {other}", key=True)
            elif name not in known:
                yield _unknown(at, "behaviour", name, known, key=True)
            elif side == "heats" and name in {"warning", "dismissive"} and value == 0:
                yield Flaw(at, f"{name!r} heats everybody", "give it more than 0", key=True)
    thrown_back = [*_listened_for(persona), *CIRCUMSTANCES]
    for place, reaction in enumerate(persona.reactions):
        if reaction.to not in thrown_back:
            yield _unknown(("reactions", place, "to"), "behaviour", reaction.to, thrown_back)
    for name in persona.better:
        if name not in LABELS:
            yield _unknown(("better", name), "behaviour", name, LABELS, key=True)
    if "acknowledgement" not in persona.better:
        yield Flaw(
            ("better",),
            "better has no 'acknowledgement'",
            "add it: it is shown to whoever says nothing",
            key=True,
        )


def _facts(persona: Persona) -> Iterator[Flaw]:
    texts: list[tuple[Place, str]] = [
        ((*place, band, number), wording.script)
        for place, said in persona.said()
        for band, number, wording in said.everything()
    ]
    texts += [(("better", name), text) for name, text in persona.better.items()]
    brief = persona.handover.brief if persona.handover is not None else ()
    texts += [(("handover", "brief", number), text) for number, text in enumerate(brief)]
    for place, text in texts:
        for name in facts_in(text):
            if name not in persona.facts:
                yield _unknown(place, "fact", name, persona.facts)


def _unknown(place: Place, what: str, name: str, known: Iterable[str], *, key: bool = False) -> Flaw:
    return Flaw(place, f"there is no {what} {name!r}", meant(name, known), key=key)
