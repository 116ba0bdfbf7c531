"""The end of a call at the command line: a moment to breathe, the own rating, and then the score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.output import print_json, tell

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.scoring.rubric import Rubric


def conclude(folder: Path, by: Rubric, *, as_json: bool, rate: bool = False, watched: bool = False) -> None:
    """Score the call, and show what came of it.

    Args:
        folder: of its record.
        by: what to score by.
        as_json: for a program.
        rate: ask for the trainee's own rating first.
        watched: it was only watched: there is nobody to ask, or to look after.
    """
    from simulator import aftercall
    from simulator.cli.care import breather
    from simulator.cli.rate import rate_first, show_beside
    from simulator.notes import care
    from simulator.record import Record

    record = Record(folder)
    abusive = not watched and breather(record, as_json=as_json)
    rated = None if watched else rate_first(record, by, wanted=rate, as_json=as_json)
    card = aftercall.score(record, by)
    if as_json:
        print_json(aftercall.outcome(record, card), indent=None)
        return
    click.echo("")
    click.echo(aftercall.summary(record, card))
    show_beside(rated, card)
    tell(f"Kept in {record.folder}")
    if abusive:
        tell(f"\n{care.SUPPORT}")
