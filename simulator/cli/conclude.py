"""The end of a call at the command line: a moment to breathe, the own rating, the score, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.output import print_json, tell

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.record import Record
    from simulator.scoring.rubric import Rubric
    from simulator.scoring.scorecard import Scorecard


def conclude(
    folder: Path,
    by: Rubric,
    *,
    as_json: bool,
    rate: bool = False,
    watched: bool = False,
    try_of: Record | None = None,
) -> None:
    """Score the call, and show what came of it.

    Args:
        folder: of its record.
        by: what to score by.
        as_json: for a program.
        rate: ask for the trainee's own rating first.
        watched: it was only watched: there is nobody to ask, or to look after.
        try_of: the call of which it is a try, to be shown beside it.
    """
    from simulator import aftercall
    from simulator.cli import tries
    from simulator.cli.care import breather
    from simulator.cli.rate import rate_first, show_beside
    from simulator.notes import care
    from simulator.record import Record

    record = Record(folder)
    abusive = not watched and breather(record, as_json=as_json)
    rated = None if watched else rate_first(record, by, wanted=rate, as_json=as_json)
    card = aftercall.score(record, by)
    if as_json:
        beside = {} if try_of is None else tries.facts(try_of, record)
        print_json({**aftercall.outcome(record, card), **beside}, indent=None)
        return
    click.echo("")
    click.echo(aftercall.summary(record, card))
    show_beside(rated, card)
    if try_of is not None:
        tries.side_by_side(tries.of_both(try_of, record)[1])
    tell(f"Kept in {record.folder}")
    if abusive:
        tell(f"\n{care.SUPPORT}")
    tell(_next(record, card, watched=watched))


def _next(record: Record, card: Scorecard, *, watched: bool) -> str:
    """What can be done now, a command a line."""
    from simulator.notes import handover

    brief = " and the handover brief" if card.ended in handover.ENDINGS else ""
    turn = _to_redo(record, card)
    commands = {"report last": "see and hear the call on one page"}
    if not watched:
        commands["note last"] = f"write its note{brief}, checked against what was said"
        if turn is not None:
            commands[f"redo last --turn {turn}"] = "answer that moment anew"
    commands["practice"] = "what to practise next, and why"
    width = max(map(len, commands))
    lines = (f"  simmerdown {command:<{width}}  {what}" for command, what in commands.items())
    return "\n".join(("\nNext:", *lines))


def _to_redo(record: Record, card: Scorecard) -> int | None:
    """The turn of the first thing to try, where the customer answered it."""
    from simulator.redo.retrace import able
    from simulator.redo.steps import steps

    answered = able(steps(record.events()))
    return next((fix.turn for fix in card.fixes if fix.turn in answered), None)
