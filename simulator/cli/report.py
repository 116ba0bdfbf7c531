"""`report`: a call as a page to look at and to hear, as Markdown, or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.output import json_option, open_in_browser, out_option, rubric_option, tell
from simulator.cli.scores import finished

if TYPE_CHECKING:
    from simulator.record import Record
    from simulator.report.story import Report


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@out_option(text="File to write.")
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown, to read as plain text.")
@json_option
@click.option("--no-audio", "silent", is_flag=True, help="Leave the recording out of the page.")
@rubric_option(None, "Left out: the call's own, and the score is kept.")
def report(
    call_id: str,
    output: Path | None,
    rubric_name: str | None,
    *,
    show: bool,
    as_markdown: bool,
    as_json: bool,
    silent: bool,
) -> None:
    """Write the report of CALL (its id, the beginning of it, or "last"): one page, with the sound inside.

    Left without -o, the page lies beside the record as report.html.
    """
    from simulator.record import write_whole
    from simulator.report import markdown, page, sound, story
    from simulator.store import Store

    if as_markdown and as_json:
        raise click.UsageError("choose one of --markdown and --json")
    if show and (as_markdown or as_json):
        raise click.UsageError("--open shows the page: leave out --markdown and --json")
    record = finished(Store().find(call_id))
    told = made(record, rubric_name)
    if as_markdown or as_json:
        text = markdown.markdown(told) if as_markdown else story.to_json(told)
        if output is None:
            click.echo(text, nl=False)
            return
        path = output
    else:
        text = page.page(told, None if silent else sound.of(record))
        path = output or record.folder / "report.html"
    write_whole(path, text)
    if show:
        open_in_browser(path)
    tell(f"Kept in {path}")


def made(record: Record, rubric_name: str | None = None) -> Report:
    """The report of a call; of one on the desk, the machine's score counts as shown from now on."""
    from simulator.cli.reviewing import now
    from simulator.coach.desk import Desk
    from simulator.report import making

    shared = Desk().holding(record)
    if shared is None:
        return making.own(record, rubric_name)
    told = making.shared(record, rubric_name)
    shared.show(now())
    return told
