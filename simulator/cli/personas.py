"""`personas`: who can ring."""

from __future__ import annotations

import click

from simulator.cli.output import json_option, print_json, print_table


@click.group()
def personas() -> None:
    """The customers."""


@personas.command("list")
@json_option
def list_personas(*, as_json: bool) -> None:
    """List the customers."""
    from simulator import library

    shelves = [library.load(name) for name in library.names()]
    rows = [
        {
            "id": shelf.persona.id,
            "title": shelf.persona.title,
            "difficulty": shelf.persona.difficulty,
            "domain": shelf.persona.caller.domain,
            "caller": shelf.persona.caller.name,
            "language": shelf.persona.language,
            "path": str(shelf.path),
        }
        for shelf in shelves
    ]
    if as_json:
        print_json(rows)
    else:
        columns = ("id", "difficulty", "domain", "title")
        print_table(columns, [[row[column] for column in columns] for row in rows])
