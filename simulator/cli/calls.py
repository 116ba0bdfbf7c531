"""`calls`, `show` and `replay`: what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from audio.errors import SimmerdownError
from simulator.cli.output import json_option, print_json, print_table, rubric_option, tell
from simulator.cli.scores import under_way

if TYPE_CHECKING:
    from simulator.record import Record


@click.command()
@json_option
def calls(*, as_json: bool) -> None:
    """List the calls, oldest first."""
    from simulator.cli.privacy import apply_rule
    from simulator.practice.index import Index
    from simulator.store import home

    apply_rule()
    index = Index(home(), tell)
    listed = index.listed()
    cut_off = {call.call_id for call in index.interrupted(listed)}
    rows = [
        {
            "call_id": call.call_id,
            "persona": call.persona,
            "started": call.started,
            "ended": "interrupted" if call.call_id in cut_off else call.ended,
            "length_s": call.length_s,
            "total": call.total,
            "rubric": call.rubric,
            "redo": call.redo,
            "demo": call.demo,
        }
        for call in listed
        if call.started
    ]
    for call in listed:
        if not call.started:
            tell(f"left out: {call.problem}")
    if as_json:
        print_json(rows, indent=None)  # indented, ten thousand take a second longer
    elif rows:
        columns = ["call_id", "ended", "length_s", "total", "rubric"]
        columns += [name for name in ("redo", "demo") if any(row[name] for row in rows)]
        print_table(columns, [[_cell(row[column]) for column in columns] for row in rows])
    else:
        tell("No calls yet: 'simmerdown call' takes the first one.")


def _cell(value: object) -> object:
    """In a table; what is not so is left blank."""
    return {True: "yes", False: None}[value] if isinstance(value, bool) else value


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@rubric_option(None, "Left out: the call's own, and the score is kept.")
@click.option("--model", help="Transcriber for recovering a call; the one that it was taken with is used.")
@json_option
def show(call_id: str, rubric_name: str | None, model: str | None, *, as_json: bool) -> None:
    """Show the summary of CALL (its id, the beginning of it, or "last").

    An interrupted call is recovered first.
    """
    from simulator import aftercall
    from simulator.notes import note as notes
    from simulator.store import Store

    record = Store().find(call_id)
    if record.interrupted:
        _recover(record, model)
    elif record.heading.ended is None:
        raise under_way(record)
    card = aftercall.looked_at(record, rubric_name)
    note = notes.read(record.folder)
    if as_json:
        more = {} if note is None else {"note": note.model_dump(mode="json", by_alias=True)}
        print_json(aftercall.outcome(record, card) | more)
    else:
        click.echo(aftercall.summary(record, card))
        if note is not None:
            click.echo("\n".join(("## Note", "", *(f"- {line}" for line in note.lines), "")))
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
    if record.interrupted:
        name = record.heading.call_id
        raise SimmerdownError(
            f"the call {name} was interrupted", hint=f"'simmerdown show {name}' recovers it"
        )
    if record.heading.ended is None:
        raise under_way(record)
    if not (record.folder / "trainee.wav").is_file():
        raise _silent(record)
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


def _silent(record: Record) -> SimmerdownError:
    """Why there is nothing to run again."""
    from simulator.redo.typed import TRANSCRIBER

    name = record.heading.call_id
    if record.heading.transcriber == TRANSCRIBER:
        what = f"the call {name} was typed: it never had a sound"
    else:
        what = f"the sound of the call {name} was deleted"
    return SimmerdownError(what, hint=f"'simmerdown show {name}' has its text and score")


def _recover(record: Record, model: str | None) -> None:
    """Give an interrupted call its end."""
    from audio import weights
    from audio.detect import SileroDetector
    from audio.whisper import WhisperTranscriber
    from simulator import replay, store
    from simulator.staging import persona_of

    tell("This call was interrupted; recovering it.")
    found = weights.find(model or record.heading.transcriber, cache=store.cache())
    transcriber = WhisperTranscriber(found, language=persona_of(record).language)
    replay.recover(record, SileroDetector(), transcriber)
