"""`progress`: how the skills have moved, what is mastered, and personal bests."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import (
    DEFAULT_RUBRIC,
    json_option,
    open_in_browser,
    out_option,
    print_json,
    print_table,
    rubric_option,
    tell,
)
from simulator.cli.practice import history_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.practice.progress import Line, Progress

_BARS = "▁▂▃▄▅▆▇█"
_WIDTH = 12
"""So many of the last calls fit into a line of the table."""


@click.command()
@out_option(text="Write the page here.")
@click.option("--open", "open_it", is_flag=True, help="Write the page, and open it in the browser.")
@rubric_option(DEFAULT_RUBRIC)
@json_option
def progress(output: Path | None, rubric_name: str, *, open_it: bool, as_json: bool) -> None:
    """Show how each skill has moved from call to call, what is mastered, and personal bests.

    As a table, as JSON, or as a page that needs no network (-o FILE, --open).
    """
    from simulator.practice import progress as adding_up
    from simulator.scoring import rubric
    from simulator.store import home

    by = rubric.load(rubric_name)
    found = adding_up.progress(history_of(by), by)
    if open_it and output is None:
        output = home() / "progress.html"
        output.parent.mkdir(parents=True, exist_ok=True)
    if output is not None:
        _write(found, output, open_it=open_it)
    if as_json:
        print_json(_facts(found))
    elif output is None:
        _show(found)


def _write(found: Progress, path: Path, *, open_it: bool) -> None:
    from simulator.practice.page import page
    from simulator.record import write_whole

    write_whole(path, page(found, _today()))
    tell(f"Written to {path}")
    if open_it:
        open_in_browser(path)


def _show(found: Progress) -> None:
    from simulator.practice.telling import span, tried

    for reason in found.left_out:
        tell(f"left out: {reason}")
    click.echo(span(found))
    if not found.calls:
        return
    click.echo("")
    rows = [_row(line) for line in (found.total, *found.lines)]
    rows[0] = (*rows[0][:-2], "", "")  # a total is no skill to be mastered
    print_table(("", f"last {_WIDTH}", "latest", "mean of 3", "best", "state", "due"), rows)
    for moment in found.moments:
        click.echo(f"Tried anew: {moment.of}, turn {moment.turn}: {tried(moment)}")
    if found.drills:
        last = found.drills[-1]
        click.echo(f"Drills: {len(found.drills)}; the last one, {last.rule}: {last.met} of {last.rounds} met")


def _row(line: Line) -> tuple[object, ...]:
    from simulator.practice.telling import STATES

    stands = line.standing
    latest = stands.latest.percent if stands.latest is not None else None
    best = line.best.percent if line.best is not None else None
    bars = spark([result.percent for result in stands.results[-_WIDTH:]])
    return line.title, bars, latest, stands.recent, best, STATES[stands.state], stands.due


def spark(percents: Sequence[int]) -> str:
    """Percentages as a line of little bars."""
    return "".join(_BARS[min(len(_BARS) - 1, percent * len(_BARS) // 100)] for percent in percents)


def _facts(found: Progress) -> dict[str, Any]:
    from simulator.practice import ladder, mastery

    return {
        "rubric": found.rubric,
        "calls": [
            {
                "call_id": call.call_id,
                "on": call.on,
                "persona": call.persona,
                "ended": call.ended,
                "length_s": call.length_s,
                "difficulty": call.scored.difficulty,
                "intensity": call.scored.dial,
                "total": call.scored.total,
                "skills": call.scored.skills,
            }
            for call in found.calls
        ],
        "skills": [
            {
                "skill": line.id,
                "title": line.title,
                "state": line.standing.state,
                "calls": len(line.standing.results),
                "latest": line.standing.latest.percent if line.standing.latest is not None else None,
                "recent": line.standing.recent,
                "best": line.best.percent if line.best is not None else None,
                "best_call": line.best.call.call_id if line.best is not None else None,
                "mastered_on": line.standing.mastered_on,
                "due": line.standing.due,
            }
            for line in found.lines
        ],
        "best": found.best.call_id if found.best is not None else None,
        "callers": found.known,
        "moments": [
            {
                "of": moment.of,
                "turn": moment.turn,
                "first": moment.first,
                "tries": [{"call_id": one.call_id, "total": one.scored.total} for one in moment.tries],
            }
            for moment in found.moments
        ],
        "drills": found.drills,
        "left_out": found.left_out,
        "rules": (*mastery.RULES, *ladder.RULES),
    }


def _today() -> date:
    return datetime.now().astimezone().date()
