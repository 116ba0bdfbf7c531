"""`agreement`: how far coach and machine agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audio.errors import SimmerdownError
from simulator.cli.output import json_option, print_json, print_table, tell

if TYPE_CHECKING:
    from simulator.coach.agreement import Agreement, Reviewed
    from simulator.record import Record


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
@json_option
def agreement(folder: Path | None, *, as_json: bool) -> None:
    """Show how far coach and machine agree over all reviewed calls: Cohen's kappa, skill by skill.

    The calls are those on your desk, and your own that have a review; or those in FOLDER. What was
    scored blind and what was not are never mixed.
    """
    from simulator.coach import agreement as measuring

    calls = _reviewed(folder)
    found = measuring.agreement(calls)
    if as_json:
        print_json({"calls": len(calls), "categories": measuring.CATEGORIES, "agreement": found})
        return
    if not found:
        tell("No reviewed calls: 'simmerdown review' is where they come from.")
        return
    for way in measuring.WAYS:
        rows = [_row(each) for each in found if each.way == way]
        if rows:
            click.echo(f"{way[0].upper()}{way[1:]}\n")
            print_table(("skill", "pairs", "calls", "alike", "kappa", "95 %", ""), rows)
            click.echo("")


def _row(each: Agreement) -> tuple[object, ...]:
    alike = "-" if each.alike is None else f"{100 * each.alike:.0f} %"
    if each.kappa is None:
        return (each.skill, each.pairs, each.calls, alike, "-", "", f"not measured: {each.why}")
    between = "" if each.low is None or each.high is None else f"{each.low:.2f} to {each.high:.2f}"
    return (each.skill, each.pairs, each.calls, alike, f"{each.kappa:.2f}", between, each.band)


def _reviewed(folder: Path | None) -> list[Reviewed]:
    """Every reviewed call with both judgements, once."""
    from simulator.aftercall import kept_card
    from simulator.coach import review
    from simulator.coach.agreement import Reviewed
    from simulator.coach.both import rubric_of

    found: dict[tuple[str, str], Reviewed] = {}
    for record in _records(folder):
        try:
            kept = review.kept(record.folder)
            if kept is not None:
                key = (record.heading.call_id, kept.to_text())
                found[key] = Reviewed(kept_card(record), rubric_of(record), kept)
        except SimmerdownError as error:
            tell(f"left out: {error.what}")
    return list(found.values())


def _records(folder: Path | None) -> list[Record]:
    from simulator.coach.desk import Desk
    from simulator.store import Store

    if folder is not None:
        return Store(folder).records()[0]
    return [*(shared.record for shared in Desk().calls()[0]), *Store().records()[0]]
