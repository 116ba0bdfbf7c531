"""`personas`: who can ring, and the workshop for the people who write them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import rehearsal, workshop
from simulator.cli.output import json_option, print_json, print_table

if TYPE_CHECKING:
    from simulator.customer.persona import Persona


@click.group()
def personas() -> None:
    """The customers, and the workshop for writing them."""


@personas.command("list")
@json_option
def list_personas(*, as_json: bool) -> None:
    """List the customers."""
    from simulator.customer import library

    shelves = [library.load(name) for name in library.names()]
    rows = [
        {
            "id": shelf.persona.id,
            "title": shelf.persona.title,
            "difficulty": shelf.persona.difficulty,
            "manner": shelf.persona.manner,
            "escalation": shelf.persona.escalation,
            "most_intense": shelf.persona.most_intense,
            "domain": shelf.persona.caller.domain,
            "caller": shelf.persona.caller.name,
            "language": shelf.persona.language,
            "path": str(shelf.path),
        }
        for shelf in shelves
    ]
    rows.sort(key=lambda row: (row["difficulty"], row["id"]))
    if as_json:
        print_json(rows)
    else:
        columns = ("id", "difficulty", "domain", "manner")
        print_table(columns, [[row[column] for column in columns] for row in rows])


@personas.command()
@click.argument("persona")
@json_option
def show(persona: str, *, as_json: bool) -> None:
    """Show PERSONA: who rings, what happened, what the trainee may do, and how the call can end."""
    from simulator.customer import library

    shelf = library.load(persona)
    if as_json:
        print_json(shelf.persona.model_dump(by_alias=True, mode="json"))
    else:
        click.echo(_described(shelf.persona, shelf.path))


def _described(persona: Persona, path: Path) -> str:
    from simulator.customer.lines import INTENSITIES

    caller, briefing = persona.caller, persona.briefing
    lines = [
        f"{persona.title} ({persona.id}, difficulty {persona.difficulty} of 5)",
        f"{caller.name}, {caller.age} {caller.gender}, {caller.accent}; {caller.company}, {caller.domain}",
        f"Manner: {persona.manner}. Case for: {persona.escalation}. "
        f"Goes as far as: {INTENSITIES[persona.most_intense]}.",
        "",
        briefing.situation.strip(),
        *_listed("Goals", briefing.goals),
        *_listed("Can look up", briefing.can_look_up),
        *_listed("May offer", briefing.may_offer),
        *_listed("Needs a supervisor", briefing.needs_supervisor),
        *_listed("Facts", [f"{name}: {fact.is_}" for name, fact in persona.facts.items()]),
        *_listed("Remedies", [f"{name}: {remedy.is_}" for name, remedy in persona.remedies.items()]),
        *_listed("Beats", list(persona.beats)),
        *_listed("Endings", list(persona.endings)),
        "",
        str(path),
    ]
    return "\n".join(lines)


def _listed(title: str, items: Sequence[str]) -> list[str]:
    return ["", title, *(f"  - {item}" for item in items)] if items else []


for _command in (
    workshop.new, workshop.check, workshop.test, rehearsal.rehearse, rehearsal.listen, workshop.fuzz,
    workshop.graph,
):  # fmt: skip
    personas.add_command(_command)
