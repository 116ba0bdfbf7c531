"""`export`: calls and their scores for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audio.errors import SimmerdownError
from simulator.cli.output import number_of, out_option, tell, tell_left_out
from simulator.cli.scores import finished

if TYPE_CHECKING:
    from simulator.coach.exported import ExportedCall
    from simulator.record import Record


@click.command()
@click.argument("call_ids", metavar="[CALL]...", nargs=-1)
@click.option("--csv", is_flag=True, help="Two tables: FILE for calls, FILE.findings for findings.")
@click.option("--json", is_flag=True, help="All of it; --schema prints what stands where.")
@click.option("--xapi", is_flag=True, help="xAPI 1.0.3 statements, as a JSON array.")
@click.option("--schema", is_flag=True, help="The JSON Schema of --json; no calls.")
@out_option("out", text="The file.", required=True)
@click.option("--name", default="trainee", show_default=True, help="With --xapi: who practised, a pseudonym.")
@click.option("--home-page", help="With --xapi: the address of the system that knows that name.")
@click.option(
    "--desk", is_flag=True, help="The calls on a coach's desk whose score was shown, instead of your own."
)
def export(
    call_ids: tuple[str, ...], out: Path, name: str, home_page: str | None, *, desk: bool, **forms: bool
) -> None:
    """Write all calls, or every CALL, with the machine's score and the coach's, into a file.

    Nothing is sent anywhere.
    """
    from simulator.coach import exported
    from simulator.record import write_whole

    chosen = [form for form, given in forms.items() if given]
    if len(chosen) != 1:
        raise click.UsageError("say which form, one of --csv, --json, --xapi and --schema")
    (form,) = chosen
    if form == "schema":
        write_whole(out, exported.schema_text())
        return
    records = _records(call_ids, desk=desk)
    calls = _exported(_shown(records) if desk else records)
    if form == "xapi":
        calls = _own(calls)
    for path, text in _files(calls, form, out, name, home_page).items():
        write_whole(path, text)
    tell(f"{number_of(calls, 'call')} written")


def _own(calls: list[ExportedCall]) -> list[ExportedCall]:
    """The calls that somebody took; demos are told."""
    for call in calls:
        if call.demo:
            tell(f"left out: {call.call_id} is a demo")
    return [call for call in calls if not call.demo]


def _files(
    calls: list[ExportedCall], form: str, out: Path, name: str, home_page: str | None
) -> dict[Path, str]:
    """The files to write, and what goes into them."""
    import json

    from simulator import __version__
    from simulator.coach import exported, tables, xapi

    if form == "csv":
        beside = out.with_name(f"{out.stem}.findings{out.suffix}")
        return {out: tables.calls(calls), beside: tables.findings(calls)}
    if form == "json":
        return {out: exported.export(calls).to_text()}
    if home_page is not None and not home_page.startswith(("https://", "http://")):
        raise SimmerdownError(f"{home_page!r} is no address", hint="give one like https://training.example")
    account = xapi.Account(name, home_page or xapi.BASE)
    return {
        out: json.dumps(xapi.statements(calls, account, __version__), indent=1, ensure_ascii=False) + "\n"
    }


def _records(call_ids: tuple[str, ...], *, desk: bool) -> list[Record]:
    from simulator.coach.desk import Desk
    from simulator.store import Store

    store = Store(Desk().folder) if desk else Store()
    if call_ids:
        return [store.find(call_id) for call_id in call_ids]
    records, failures = store.records()
    for failure in failures:
        tell(f"left out: {failure.what}")
    return records


def _shown(records: list[Record]) -> list[Record]:
    """The calls on the desk whose score the coach has seen; the others are told."""
    from simulator.coach.desk import Desk

    desk, found = Desk(), []
    for record in records:
        shared = desk.holding(record)
        if shared is not None and not desk.seen(shared):
            name = shared.name
            tell(f"left out: {name}: its score was not shown yet ('simmerdown review {name}' shows it)")
            continue
        found.append(record)
    return found


def _exported(records: list[Record]) -> list[ExportedCall]:
    """The calls that have a score, scored now if need be; the others are told."""
    from simulator import aftercall
    from simulator.coach.exported import exported

    found: list[ExportedCall] = []
    for record in records:
        try:
            finished(record)
            if not (record.folder / "score.json").is_file():
                aftercall.score(record, aftercall.own_rubric(record))
            found.append(exported(record))
        except SimmerdownError as error:
            tell_left_out(error)
    return found
