"""Trials: a persona's planned calls, run by text and held against what its author expects."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.authored import Flaw
from simulator.customer.dialogue import Policy, Reaction
from simulator.customer.persona import Persona
from simulator.ear.cues import Ear
from simulator.workshop.plan import Plan, PlannedCall, Step
from simulator.workshop.rehearsal import Rehearsal


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of a trial: what was done and what came of it."""

    step: Step
    reaction: Reaction
    understood: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A planned call and how it went; `flaws` are what was not as planned, by place in the plan."""

    call: PlannedCall
    moments: tuple[Moment, ...]
    flaws: tuple[Flaw, ...]


def run(persona: Persona, plan: Plan, ear: Ear) -> list[Trial]:
    """Every call of the plan."""
    return [_run(persona, call, ear, number) for number, call in enumerate(plan.calls)]


def _run(persona: Persona, call: PlannedCall, ear: Ear, number: int) -> Trial:
    rehearsal = Rehearsal(persona, ear, call.seed, Policy(call.warnings, call.intensity))
    moments: list[Moment] = []
    flaws: list[Flaw] = []
    place = ("calls", number)
    ending = None
    for at, step in enumerate(call.steps):
        if ending is not None:
            flaws.append(
                Flaw(
                    (*place, "steps", at),
                    f"call {call.name!r}: the call had ended before this step, as {ending}",
                )
            )
            break
        moment = _take(rehearsal, step)
        moments.append(moment)
        ending = moment.reaction.ending
        flaws += [
            Flaw((*place, "steps", at, key), f"call {call.name!r}: {what}", _why(moment))
            for key, what in _missed(step, moment.reaction, rehearsal.dialogue.heat)
        ]
    if ending != call.ends and not (ending is not None and len(moments) < len(call.steps)):
        last = moments[-1]
        what = f"ended as {ending}" if ending else f"did not end; it is at the beat {last.reaction.beat!r}"
        flaws.append(
            Flaw((*place, "ends"), f"call {call.name!r} should end as {call.ends} but {what}", _why(last))
        )
    return Trial(call, tuple(moments), tuple(flaws))


def _take(rehearsal: Rehearsal, step: Step) -> Moment:
    if step.says is None:
        return Moment(step, rehearsal.wait(step.silence_s or 0.0), ())
    reaction = rehearsal.say(step.says, interrupted=step.interrupts)
    shown = sorted(rehearsal.reply.shown) if rehearsal.reply is not None else []
    return Moment(step, reaction, tuple(shown))


def _missed(step: Step, reaction: Reaction, heat: float) -> list[tuple[str, str]]:
    """What the step expected in vain: (field, what)."""
    missed: list[tuple[str, str]] = []
    if step.beat is not None and step.beat != reaction.beat:
        missed.append(("beat", f"expected the beat {step.beat!r}, but it is at {reaction.beat!r}"))
    if step.heat is not None and not step.heat[0] <= heat <= step.heat[1]:
        missed.append(
            ("heat", f"expected a heat of {step.heat[0]:g} to {step.heat[1]:g}, but it is {heat:g}")
        )
    if step.line is not None and step.line.lower() not in reaction.line.text.lower():
        missed.append(("line", f"expected {step.line!r} in the line, but it is {reaction.line.text!r}"))
    return missed


def _why(moment: Moment) -> str:
    if moment.step.says is None:
        return "it was a silence"
    understood = ", ".join(moment.understood) or "nothing that the caller listens for"
    return f"in {moment.step.says!r} the caller heard: {understood}"
