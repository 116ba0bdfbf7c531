"""`calls`, `show` and `replay`: what was recorded."""

from __future__ import annotations

import click

from audio.errors import SimmerdownError
from simulator.cli.output import json_option, print_json, print_table, tell


@click.command()
@json_option
def calls(*, as_json: bool) -> None:
    """List the calls, oldest first."""
    from simulator.store import Store

    records, failures = Store().records()
    rows = [
        {
            "call_id": record.heading.call_id,
            "persona": record.heading.persona,
            "started": record.heading.started,
            "ended": "interrupted" if record.interrupted else record.heading.ended,
            "length_s": record.heading.length_s,
            "total": record.heading.total,
        }
        for record in records
    ]
    for failure in failures:
        tell(f"left out: {failure.what}")
    if as_json:
        print_json(rows)
    elif rows:
        columns = ("call_id", "persona", "started", "ended", "length_s", "total")
        print_table(columns, [[row[column] for column in columns] for row in rows])
    else:
        tell("No calls yet: 'simmerdown call' takes the first one.")


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@click.option(
    "--rubric", default="four-skills", show_default=True, help="What to score by: a name or a file."
)
@json_option
def show(call_id: str, rubric: str, *, as_json: bool) -> None:
    """Show the summary of CALL (its id, the beginning of it, or "last").

    An interrupted call is recovered first.
    """
    from simulator import aftercall
    from simulator.store import Store

    record = Store().find(call_id)
    if record.interrupted:
        _recover(record.heading.call_id)
        record = Store().find(record.heading.call_id)
    elif record.heading.ended is None:
        raise SimmerdownError(f"the call {record.heading.call_id} is under way", hint="wait until it is over")
    card = aftercall.score(record, rubric)
    if as_json:
        print_json(aftercall.outcome(record, card))
    else:
        click.echo(aftercall.summary(record, card))
        tell(f"Kept in {record.folder}")


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@json_option
def replay(call_id: str, *, as_json: bool) -> None:
    """Run CALL again from its take, and compare what happens with what happened."""
    from audio.detect import SileroDetector
    from simulator import replay as driver
    from simulator.store import Store

    record = Store().find(call_id)
    found = driver.compare(record, SileroDetector())
    same = found.differs_at is None
    if as_json:
        print_json(
            {
                "call_id": record.heading.call_id,
                "same": same,
                "events": found.recorded,
                "replayed": len(found.events),
                "differs_at": found.differs_at,
            }
        )
    elif same:
        click.echo(f"{record.heading.call_id}: {found.recorded} events, all the same")
    if not same:
        raise SimmerdownError(
            f"{record.heading.call_id}: event {found.differs_at} differs from the recorded one",
            hint="the call was recorded with another version of the program or of its speech detector",
        )


def _recover(call_id: str) -> None:
    """Give an interrupted call its end."""
    from simulator import engines, replay, store
    from simulator.staging import persona_of

    record = store.Store().find(call_id)
    tell("This call was interrupted; recovering it.")
    loaded = engines.load(
        engines.Choice(model=record.heading.transcriber),
        persona_of(record).caller.traits,
        cache=store.cache(),
    )
    replay.recover(record, loaded.new_detector(), loaded.perform)
