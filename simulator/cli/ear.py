"""`cues` and `teach`: what the ear makes of words, and what it should have."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audio.errors import SimmerdownError
from simulator.cli.output import json_option, print_json, print_table, tell
from simulator.ear.labels import LABELS

if TYPE_CHECKING:
    from simulator.ear.cues import Cue, Ear

_COLUMNS = ("id", "customer_line", "reply")


@click.command()
@click.argument("reply", required=False)
@click.option("--line", default="", help="What the customer said before REPLY.")
@click.option(
    "--tsv",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A table of replies instead: tab-separated, with the columns id, customer_line and reply.",
)
@click.option("--language", default="en", show_default=True, help="Of the replies.")
@json_option
def cues(reply: str | None, line: str, tsv: Path | None, language: str, *, as_json: bool) -> None:
    """Show which behaviours REPLY shows, by which words, and what heard them."""
    from simulator.staging import ear_of

    if (reply is None) == (tsv is None):
        raise click.UsageError("give either REPLY or --tsv FILE")
    ear = ear_of(language)
    rows = [("", line, reply or "")] if tsv is None else list(_replies(tsv))
    for name, customer_line, text in rows:
        found = ear.cues(text, customer_line)
        if as_json:
            print_json({"id": name, "cues": found}, indent=None)
        else:
            if tsv is not None:
                click.echo(f"{name}: {text}")
            _tell(ear, found, text, customer_line)


def _tell(ear: Ear, found: tuple[Cue, ...], reply: str, line: str) -> None:
    if found:
        print_table(("behaviour", "words", "rule"), [(cue.label, cue.quote, cue.rule) for cue in found])
    else:
        click.echo("nothing was heard")
    shown = {cue.label for cue in found}
    near = [(label, p, needs) for label, p, needs in ear.nearly(reply, line) if label not in shown]
    if near:
        parts = (
            f"{label} (net {p:.2f}, " + (f"needs {needs:.2f})" if p < needs else "overruled by the lexicon)")
            for label, p, needs in near
        )
        tell("nearly: " + ", ".join(parts))


@click.command()
@click.argument("reply")
@click.option("--line", default="", help="What the customer said before REPLY.")
@click.option(
    "--shows",
    "marks",
    multiple=True,
    metavar="'BEHAVIOUR: WORDS'",
    help="A behaviour that the ear missed, and the words of REPLY that show it.",
)
@click.option("--not", "wrong", multiple=True, type=click.Choice(LABELS), help="A behaviour heard wrongly.")
@click.option("--language", default="en", show_default=True, help="Of the reply.")
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("corrections.txt"),
    show_default=True,
    help="Where examples are kept.",
)
def teach(
    reply: str, line: str, marks: tuple[str, ...], wrong: tuple[str, ...], language: str, path: Path
) -> None:
    """Keep REPLY as an example to train the ear with: what it heard, corrected."""
    from simulator.ear import examples
    from simulator.staging import ear_of

    reply, line = " ".join(reply.split()), " ".join(line.split())
    if "|" in reply:
        raise SimmerdownError("REPLY has a '|' in it, which parts marks", hint="write it without")
    try:
        added = [examples.span(" ".join(mark.split()), reply) for mark in marks]
    except ValueError as error:
        raise SimmerdownError(
            f"--shows: {error}", hint="write it as 'apology: the words', the words as they stand in REPLY"
        ) from error
    corrected = {*wrong, *(span.label for span in added)}
    heard = [
        examples.Span(cue.label, cue.start, cue.end)
        for cue in ear_of(language).cues(reply, line)
        if cue.label not in corrected
    ]
    example = examples.told(examples.Reply("correction", line, reply, (*heard, *added)))
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(example + "\n")
    click.echo(example, nl=False)
    tell(f"Kept in {path}; docs/scoring.md tells how to train with it.")


def _replies(path: Path) -> Iterator[tuple[str, str, str]]:
    """Id, customer's line and reply of each row.

    Raises:
        SimmerdownError: names the file, and the line that is no such row.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise SimmerdownError(
                    f"{path}:1: has no column {missing[0]!r}",
                    hint=f"the first line names the columns, separated by tabs: {', '.join(_COLUMNS)}",
                )
            for row in rows:
                values = [row[name] for name in _COLUMNS]
                if any(value is None for value in values):
                    raise SimmerdownError(
                        f"{path}:{rows.line_num}: has fewer columns than the first line",
                        hint="separate the columns by tabs, and keep each row on one line",
                    )
                yield values[0], values[1], values[2]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SimmerdownError(
            f"{path}: can't be read ({error})", hint="it must be a UTF-8 text file"
        ) from error
