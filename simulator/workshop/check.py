"""Checks: everything wrong with a persona's files, with line and column, and what to do.

An error makes the persona unplayable, or breaks the conduct of the product (a slur). A warning is
something that an author would want to know: a beat that nobody can reach, a fact that nobody hears.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from audio.errors import SimmerdownError
from simulator import authored
from simulator.authored import Document, Flaw, Problem
from simulator.customer import library
from simulator.customer.lines import (
    INSULT,
    filled,
)  # fmt: skip
from simulator.customer.listener import Listener
from simulator.customer.persona import Persona
from simulator.ear.cues import Ear
from simulator.errors import AuthoredError
from simulator.workshop import sense, trial
from simulator.workshop.plan import Plan, path_beside

EarOf = Callable[[str], Ear]
"""The ear of a language."""


def problems(path: Path, ear_of: EarOf) -> list[Problem]:
    """Everything wrong with a persona's file and the plan beside it."""
    try:
        document = Document(authored.read_text(path), path)
    except AuthoredError as error:
        return [_of_file(error, path)]
    persona, found = library.examine(document)
    if persona is None or found:
        return found
    try:
        ear = ear_of(persona.language)
    except SimmerdownError as error:
        return document.problems([Flaw(("language",), error.what, error.hint)])
    found = document.problems([*sense.flaws(persona, path), *_better(persona, ear)])
    return found + _plan_problems(persona, path, ear)


def _better(persona: Persona, ear: Ear) -> Iterator[Flaw]:
    """A better line must itself be what it is an example of."""
    listener = Listener(ear, persona)
    told = " ".join(
        wording.script for beat in persona.beats.values() for _, _, wording in beat.says.everything()
    )
    for label, text in persona.better.items():
        spoken = filled(text, persona.known)
        heard = {cue.label for cue in listener.cues(spoken, filled(told, persona.known))}
        if label not in heard:
            yield sense.warning(
                ("better", label), f"the ear does not hear {label} in this line", _heard(heard), key=True
            )
        if listener.triggers(spoken):
            yield sense.warning(
                ("better", label), "the caller breaks in on this line", "say it without a trigger's phrase"
            )


def _heard(labels: Iterable[str]) -> str:
    return f"it hears: {', '.join(sorted(labels)) or 'nothing'}; say it more plainly"


# The plan ----------------------------------------------------------------------------------------


def _plan_problems(persona: Persona, path: Path, ear: Ear) -> list[Problem]:
    beside = path_beside(path)
    if not beside.exists():
        hint = f"write {beside.name}: what a trainee says, and how the call must go"
        return [Problem(path, 1, 1, "the persona has no plan", hint, "warning")]
    try:
        document = Document(authored.read_text(beside), beside)
    except AuthoredError as error:
        return [_of_file(error, beside)]
    plan, found = document.model(Plan)
    return found if plan is None else document.problems(_plan_flaws(persona, plan, ear))


def _plan_flaws(persona: Persona, plan: Plan, ear: Ear) -> Iterator[Flaw]:
    if plan.persona != persona.id:
        yield Flaw(
            ("persona",), f"the plan is for {plan.persona!r}, the persona is {persona.id!r}", "use one name"
        )
    endings = {call.ends for call in plan.calls}
    if "resolved" in persona.endings and "resolved" not in endings:
        yield sense.warning(("calls",), "no call ends as resolved", "add a good path")
    if not endings & {"hung_up", "grudge", "trainee_ended", "passed_on"}:
        yield sense.warning(("calls",), "no call goes badly", "add a poor path")
    if persona.most_intense >= INSULT and not endings & {"ended_after_warnings", "escalated", "disengaged"}:
        yield sense.warning(
            ("calls",), "no call deals with the abuse", "add a path with a boundary and what follows"
        )
    names = [call.name for call in plan.calls]
    for number, call in enumerate(plan.calls):
        if call.name in names[:number]:
            yield Flaw(
                ("calls", number, "name"), f"there are two calls named {call.name!r}", "give one another name"
            )
        for at, step in enumerate(call.steps):
            if step.beat is not None and step.beat not in persona.beats:
                yield Flaw(
                    ("calls", number, "steps", at, "beat"),
                    f"there is no beat {step.beat!r}",
                    authored.meant(step.beat, persona.beats),
                )
    for one in trial.run(persona, plan, ear):
        yield from one.flaws


def _of_file(error: AuthoredError, path: Path) -> Problem:
    """A problem of a file that could not be read at all; its message begins with the place."""
    where, _, what = error.what.partition(": ")
    numbers = [int(part) for part in where.removeprefix(str(path)).split(":") if part.isdigit()]
    line, column = (*numbers, 1, 1)[:2]
    return Problem(path, line, column, what, error.hint)
