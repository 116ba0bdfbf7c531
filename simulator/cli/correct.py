"""`correct`: what was really said, where it was misheard."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from simulator.cli.output import json_option, print_json, tell
from simulator.cli.scores import finished, show_moved

if TYPE_CHECKING:
    from simulator.corrections import Correction


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@click.option("--turn", type=int, required=True, help="Which turn (see 'simmerdown turns').")
@click.option("--said", help="What was really said.")
@click.option("--undo", is_flag=True, help="Take the latest correction of the turn back.")
@json_option
def correct(call_id: str, turn: int, said: str | None, *, undo: bool, as_json: bool) -> None:
    """Put a misheard turn of CALL right, and score the call again.

    What was heard is kept too. The customer's heat stays as it was: the customer answered what was heard.
    """
    from simulator import aftercall, corrections
    from simulator.scoring import compare
    from simulator.store import Store

    if undo == (said is not None) or (said is not None and not said.strip()):
        raise click.UsageError("say either --said with the words, or --undo")
    record = finished(Store().find(call_id))
    by = aftercall.own_rubric(record)
    before = aftercall.scored(record, by)
    made: Correction | None
    if said is None:
        made = corrections.undo(record, turn)
    else:
        made = corrections.correct(record, turn, " ".join(said.split()), datetime.now().astimezone())
    moved = compare.compare(before, aftercall.score(record, by))
    if as_json:
        print_json(
            {
                "call_id": record.heading.call_id,
                "correction": made and made.model_dump(mode="json"),
                "undone": undo,
                "moved": moved,
            }
        )
    elif made is None:
        tell(f"Turn {turn} stands so already: nothing was changed.")
    else:
        click.echo(f"turn {turn}: {_change(made, corrections.corrected(record).get(turn))}\n")
        show_moved(moved)


def _change(made: Correction, stands: Correction | None) -> str:
    """What a correction changed, or its undoing; `stands` is what counts now."""
    if stands == made:
        return f"heard “{made.heard}”, now said “{made.said}”"
    now = f"said “{stands.said}”" if stands is not None else f"heard “{made.heard}”"
    return f"said “{made.said}”, now {now}"
