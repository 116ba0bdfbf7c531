"""What every persona owes to whoever practises with it: no slurs, and a dial that works.

Whatever the trainee forbids, the caller must still have something to say, and not the same twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from audio import performance
from simulator.authored import Flaw, Place
from simulator.customer import slurs
from simulator.customer.lines import Said, filled
from simulator.customer.persona import Persona


def flaws(persona: Persona) -> Iterator[Flaw]:
    """Everything in a persona that no call may begin with; names in it must arrive already."""
    yield from _slurs(persona)
    yield from _mild(persona)


def _slurs(persona: Persona) -> Iterator[Flaw]:
    for place, text in _texts(persona):
        spoken = performance.plain(text)  # marks can hide a word
        for word in dict.fromkeys([*slurs.found(text), *slurs.found(spoken)]):
            yield Flaw(
                place, f"{word!r} is a slur or a sexual threat: no persona says that", "find other words"
            )


def _texts(persona: Persona) -> Iterator[tuple[Place, str]]:
    """Every text of the file."""
    stack: list[tuple[Place, object]] = [((), persona.model_dump(by_alias=True, exclude_none=True))]
    while stack:
        place, value = stack.pop()
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, dict):
            stack += [((*place, key), part) for key, part in value.items()]
        elif isinstance(value, list | tuple):
            stack += [((*place, number), part) for number, part in enumerate(value)]


def _mild(persona: Persona) -> Iterator[Flaw]:
    for place, said in persona.said():
        again = place[-1] == "asks_again" or place == ("hello",)
        needed, what = (2, "two wordings") if again else (1, "one wording")
        if place[0] in {"beats", "hello", "handover", "endings"} and _different(said, persona) < needed:
            yield Flaw(
                place,
                f"{'.'.join(map(str, place))} needs at least {what} of intensity 'discontent'",
                "the trainee can forbid everything sharper"
                + (", and this is said more than once" if again else ""),
                key=True,
            )


def _different(said: Said, persona: Persona) -> int:
    """How many different wordings are left at the dial's lowest."""
    mild = (wording for _, _, wording in said.everything() if wording.intensity == 0)
    return len({performance.plain(filled(wording.script, persona.known)) for wording in mild})
