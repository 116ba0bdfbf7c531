"""What commands print: JSON where a program reads, tables and progress where a person does."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from audio.errors import SimmerdownError

DEFAULT_RUBRIC = "four-skills"
"""`rubric.DEFAULT`, here so that `--help` need not load rubrics; a test holds them equal."""


def rubric_option(default: str | None, more: str = "") -> Callable[[Any], Any]:
    """The option for what to score by."""
    return click.option(
        "--rubric",
        "rubric_name",
        default=default,
        show_default=default is not None,
        help=f"What to score by: a name (see 'simmerdown rubrics'), NAME:FORM, or a file. {more}".rstrip(),
    )


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def print_json(value: object, *, indent: int | None = 2) -> None:
    """One JSON value on stdout."""
    click.echo(json.dumps(value, indent=indent, ensure_ascii=False, default=_plain))


LONG = 500
"""A table with more rows is printed plainly: fitted to the terminal, ten thousand take seconds."""

_LEAST = 4
"""So narrow a column can still be read."""


def _writable(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """The path of a file to write.

    Raises:
        SimmerdownError: no file can be written there.
    """
    if path is not None and path.is_dir():
        raise SimmerdownError(f"{str(path)!r} is a folder", hint="name a file to write")
    if path is not None and not path.parent.is_dir():
        raise SimmerdownError(f"{path}: there is no folder {path.parent}", hint="make the folder first")
    return path


def out_option(name: str = "output", *, text: str, required: bool = False) -> Callable[[Any], Any]:
    """The option for a file to write, in a folder that is there."""
    return click.option(
        "-o",
        *(() if name == "out" else ("--output",)),
        name,
        type=click.Path(path_type=Path),
        callback=_writable,
        metavar="FILE",
        required=required,
        help=text,
    )


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on stdout, as wide as the terminal."""
    if len(rows) > LONG:
        _print_plainly([columns, *rows])
        return
    console = Console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    names = max((len(str(row[0])) for row in rows), default=0)  # to be copied: in one piece, if there is room
    whole = names + _LEAST * len(columns) <= console.width
    for place, column in enumerate(columns):
        table.add_column(Text(column), overflow="fold", no_wrap=whole and place == 0)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))  # nobody's words are markup
    console.print(table)


def _print_plainly(rows: Sequence[Sequence[object]]) -> None:
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
    click.echo("\n".join(lines))


def number_of(things: Sequence[object], what: str) -> str:
    """So many things, in words."""
    return f"{len(things)} {what}{'' if len(things) == 1 else 's'}"


def tell(text: str) -> None:
    """A remark to the user, apart from the result."""
    click.echo(text, err=True)


def somebody_is_there() -> bool:
    """Whether somebody at a terminal can see a question, and answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def open_in_browser(page: Path) -> None:
    """Open a page; where there is no browser, say so."""
    import webbrowser

    if not webbrowser.open(page.resolve().as_uri()):
        tell("No browser was found: open that file yourself.")


def tell_left_out(error: SimmerdownError) -> None:
    """What is left out of a result, why, and what to do."""
    tell(f"left out: {error.what}" + (f" ({error.hint})" if error.hint else ""))


@contextmanager
def progress(what: str, total: int) -> Iterator[Any]:
    """A progress bar on a terminal, nothing elsewhere; yields a function that counts one."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return str(value)
