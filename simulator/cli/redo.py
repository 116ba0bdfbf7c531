"""`redo`: a moment of a call once more, and the tries of it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audio.errors import DeviceError
from simulator.cli.conclude import conclude
from simulator.cli.output import json_option, print_json, print_table, tell
from simulator.cli.rate import rate_option
from simulator.cli.scores import finished
from simulator.cli.taking import engine_options, live_call, model_of, recorded_call

if TYPE_CHECKING:
    from simulator.record import Record
    from simulator.staging import Options


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@click.option("--turn", type=int, help="Which of your turns (see 'simmerdown turns').")
@click.option("--text", "says", multiple=True, help="Reply by text; once more for each reply after it.")
@click.option("--once", is_flag=True, help="Stop when the customer has answered one reply.")
@click.option("--list", "listed", is_flag=True, help="List the tries of CALL.")
@click.option("--mic-file", type=click.Path(path_type=Path), help="Take the trainee's side from a recording.")
@click.option("--mic", help="Microphone: name, part of a name, or number.")
@click.option("--speaker", help="Loudspeaker, likewise.")
@click.option(
    "--ears", type=click.Choice(["auto", "cancel", "open", "half"]), default="auto", show_default=True,
    help="As of 'simmerdown call'.",
)  # fmt: skip
@rate_option
@engine_options
@json_option
def redo(
    call_id: str,
    turn: int | None,
    says: tuple[str, ...],
    *,
    once: bool,
    listed: bool,
    mic_file: Path | None,
    mic: str | None,
    speaker: str | None,
    ears: str,
    rate: bool,
    model: str,
    voice: Any,
    phone: bool,
    as_json: bool,
) -> None:
    """Redo a moment of CALL: the same customer, in the same state, says the same line again.

    You answer anew, aloud, and the call goes on from there. The try is kept as a call of its own.
    """
    from simulator import aftercall, corrections
    from simulator.engines import Choice
    from simulator.store import Store

    record = finished(Store().find(call_id))
    if listed:
        _list(record, as_json=as_json)
        return
    if turn is None:
        raise click.UsageError("--turn says which moment; 'simmerdown turns' lists them")
    if says and (mic_file or mic or speaker):
        raise click.UsageError("with --text there is no sound")
    if any(not text.strip() for text in says):
        raise click.UsageError("--text is empty")
    if says:
        made = _typed(record, turn, [" ".join(text.split()) for text in (says[:1] if once else says)])
    else:
        choice = Choice(model_of(model), voice, phone)
        made = _aloud(record, choice, _options(record, turn, once=once), mic_file, (mic, speaker), ears)
    corrections.take_over(record, made)
    by = aftercall.own_rubric(record)
    if record.heading.total is None:
        aftercall.score(record, by)
    conclude(made.folder, by, as_json=as_json, rate=rate, try_of=record)
    if not as_json:
        tell(f"\n'simmerdown redo {record.heading.call_id} --list' lists all tries.")


def _typed(record: Record, turn: int, says: list[str]) -> Record:
    from simulator.redo import typed
    from simulator.store import Store

    tried = typed.redo(record, turn, says)
    for text in tried.unsaid:
        tell(f"The call had ended before “{text}”.")
    return typed.keep(record, tried, Store(), datetime.now().astimezone())


def _options(record: Record, turn: int, *, once: bool) -> Options:
    """The call's own, and the moment."""
    from simulator.redo.again import again, beginning
    from simulator.staging import Options

    about = record.heading
    return Options(
        seed=about.seed,
        patience=about.patience,
        push_to_talk=about.push_to_talk and sys.stdin.isatty(),
        once=once,
        policy=about.policy,
        begins=beginning(again(record, turn)),
    )


def _aloud(
    record: Record,
    choice: Any,
    options: Options,
    mic_file: Path | None,
    names: tuple[str | None, str | None],
    ears: str,
) -> Record:
    from simulator.record import Record
    from simulator.redo.again import shelf_of

    shelf = shelf_of(record)
    if mic_file is not None:
        writer = recorded_call(shelf, choice, mic_file, None, options)
    else:
        try:
            writer = live_call(shelf, choice, names, ears, options)
        except DeviceError as error:
            raise DeviceError(error.what, hint=f"{error.hint}; or reply by text with --text") from error
    return Record(writer.folder)


def _list(record: Record, *, as_json: bool) -> None:
    """The tries of a call."""
    from simulator.redo.branch import branch_of, tries
    from simulator.redo.tries import tried
    from simulator.store import Store

    records, failures = Store().records()
    for failure in failures:
        tell(f"left out: {failure.what}")
    rows = []
    for each in tries(record.heading.call_id, records):
        branch = branch_of(each)
        found = tried(each, branch.turn) if branch is not None else None
        rows.append(
            {
                "call_id": each.heading.call_id,
                "turn": branch and branch.turn,
                "ended": each.heading.ended,
                "total": each.heading.total,
                "heat": found and found.after,
                "said": found.said if found is not None else "",
            }
        )
    if as_json:
        print_json(rows)
    elif rows:
        print_table(tuple(rows[0]), [list(row.values()) for row in rows])
    else:
        name = record.heading.call_id
        tell(f"No tries yet: 'simmerdown redo {name} --turn N' makes the first.")
