"""The end of a call at the command line: a moment to breathe, the own rating, and then the score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.output import print_json, tell

if TYPE_CHECKING:
    from simulator.record import RecordWriter
    from simulator.scoring.rubric import Rubric


def conclude(writer: RecordWriter, by: Rubric, *, as_json: bool, rate: bool = False) -> None:
    """Score the call, and show what came of it."""
    from simulator import aftercall
    from simulator.cli.care import look_after
    from simulator.cli.rate import rate_first, show_beside
    from simulator.record import Record

    record = Record(writer.folder)
    look_after(record, as_json=as_json)
    rated = rate_first(record, by, wanted=rate, as_json=as_json)
    card = aftercall.score(record, by)
    if as_json:
        print_json(aftercall.outcome(record, card), indent=None)
    else:
        click.echo("")
        click.echo(aftercall.summary(record, card))
        show_beside(rated, card)
        tell(f"Kept in {record.folder}")
