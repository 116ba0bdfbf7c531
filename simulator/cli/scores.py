"""`score`, `rescore`, `compare`, `turns` and `rubrics`: what calls are worth, and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from audio.errors import SimmerdownError
from simulator.cli.output import (
    DEFAULT_RUBRIC,
    json_option,
    print_json,
    print_table,
    rubric_option,
    tell,
    tell_left_out,
)

if TYPE_CHECKING:
    from simulator.record import Record
    from simulator.scoring.compare import Comparison
    from simulator.scoring.scorecard import Scorecard

_SHOWN = {
    "articulation_rate": "syll/s",
    "longest_pause_s": "pause s",
    "loudness_db": "dBFS",
    "pitch_hz": "Hz",
}
"""The measures of delivery that fit a line, and their heads; --json has them with unit and confidence."""


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@rubric_option(None, "Left out: the call's own, and the score is kept.")
@json_option
def score(call_id: str, rubric_name: str | None, *, as_json: bool) -> None:
    """Score CALL (its id, the beginning of it, or "last"): every rule, with its words and its arithmetic."""
    from simulator import aftercall
    from simulator.scoring import scorecard
    from simulator.store import Store

    record = finished(Store().find(call_id))
    card = aftercall.looked_at(record, rubric_name)
    if as_json:
        click.echo(scorecard.to_json(card), nl=False)
        return
    print_card(card)
    _corrected(record)


@click.command()
@click.argument("call_ids", metavar="[CALL]...", nargs=-1)
@rubric_option(None, "Left out: each call's own.")
@json_option
def rescore(call_ids: tuple[str, ...], rubric_name: str | None, *, as_json: bool) -> None:
    """Score every CALL again, or all calls, and keep the new scores."""
    from simulator import aftercall
    from simulator.scoring import rubric
    from simulator.store import Store

    by = rubric.load(rubric_name) if rubric_name else None
    store = Store()
    records, failures = ([store.find(call_id) for call_id in call_ids], []) if call_ids else store.records()
    for failure in failures:
        tell(f"left out: {failure.what}")
    rows = []
    for record in records:
        name, before, was = record.heading.call_id, record.heading.total, record.heading.rubric
        try:
            card = aftercall.score(finished(record), by or aftercall.own_rubric(record))
        except SimmerdownError as error:
            tell_left_out(error)
            continue
        rows.append(
            {"call_id": name, "before": before, "was": was, "total": card.total, "rubric": card.rubric}
        )
    if as_json:
        print_json(rows)
    else:
        columns = ("call_id", "before", "was", "total", "rubric")
        print_table(columns, [[row[column] for column in columns] for row in rows])


@click.command()
@click.argument("before", metavar="CALL_A")
@click.argument("after", metavar="CALL_B")
@rubric_option(DEFAULT_RUBRIC)
@json_option
def compare(before: str, after: str, rubric_name: str, *, as_json: bool) -> None:
    """Show what moved from CALL_A to CALL_B, by skill and by rule; and tries of one moment side by side."""
    from simulator import aftercall
    from simulator.redo.tries import moment_of_both, tried
    from simulator.scoring import compare as comparing
    from simulator.scoring import rubric
    from simulator.store import Store

    by, store = rubric.load(rubric_name), Store()
    records = [finished(store.find(name)) for name in (before, after)]
    found = comparing.compare(*(aftercall.scored(record, by) for record in records))
    moment = moment_of_both(*records)
    tries = [made for each in records if moment is not None and (made := tried(each, moment)) is not None]
    if as_json:
        print_json(found if moment is None else {**asdict(found), "turn": moment, "tries": tries})
        return
    show_moved(found)
    if tries:
        from simulator.cli.tries import side_by_side

        click.echo("")
        side_by_side(tries)


def show_moved(found: Comparison) -> None:
    """Tables of what moved from one scorecard to another."""
    columns = ("", "before", "after", "change")
    rows = [(moved.title, moved.before, moved.after, moved.change) for moved in (found.total, *found.skills)]
    print_table(columns, rows)
    if found.rules:
        click.echo("")
        print_table(
            ("rule", *columns[1:]),
            [(moved.id, moved.before, moved.after, moved.change) for moved in found.rules],
        )


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@json_option
def turns(call_id: str, *, as_json: bool) -> None:
    """Show what was measured in CALL, turn by turn, and who spoke how much."""
    from simulator import aftercall
    from simulator.scoring.talk import talk, words_per_minute
    from simulator.store import Store

    record = finished(Store().find(call_id))
    known = aftercall.facts_of(record)
    whole = talk(known)
    rows = [
        {
            "turn": turn.id,
            "start_s": round(turn.start_s, 2),
            "end_s": round(turn.end_s, 2),
            "gap_s": None if turn.gap_s is None else round(turn.gap_s, 2),
            "interruption_s": round(turn.interruption_s, 2) if known.overlap_measured else None,
            "words_per_minute": words_per_minute(turn),
            **{name: measure for name, measure in turn.delivery or () if name in _SHOWN},
        }
        for turn in known.turns
    ]
    if as_json:
        print_json({"talk": whole, "turns": rows})
        return
    heads = {"turn": "turn", "start_s": "at s", "gap_s": "gap s", "words_per_minute": "words/min", **_SHOWN}
    print_table(tuple(heads.values()), [[_cell(row.get(column)) for column in heads] for row in rows])
    click.echo("")
    print_table(("", "whole call"), [(name, _cell(value)) for name, value in asdict(whole).items()])
    _corrected(record)


@click.command()
@json_option
def rubrics(*, as_json: bool) -> None:
    """List the rubrics that a call can be scored by."""
    from simulator.scoring import rubric

    found = [rubric.load(name) for name in rubric.names()]
    rows = [
        {
            "rubric": each.id,
            "version": each.version,
            "title": each.title,
            "rules": sum(1 for _ in each.rules()),
            "forms": ", ".join(each.forms),
        }
        for each in found
    ]
    if as_json:
        print_json(rows)
    else:
        columns = ("rubric", "version", "title", "rules", "forms")
        print_table(columns, [[row[column] for column in columns] for row in rows])


def _cell(value: object) -> str:
    """A value for a table; "-" for what was not measured."""
    from audio.delivery import Measure

    number = value.value if isinstance(value, Measure) else value
    return (
        "-"
        if number is None
        else f"{number:.2f}".rstrip("0").rstrip(".")
        if isinstance(number, float)
        else str(number)
    )


def _findings(card: Scorecard, skill: str) -> None:
    from simulator.aftercall import clock

    for finding in card.findings:
        if finding.skill == skill:
            points = f"{finding.points:+g}" if finding.points else "0"
            of = f"/{finding.possible:g}" if finding.possible else ""
            said = f"{finding.said_by} at {clock(finding.at_s)}: “{finding.quote}”"
            click.echo(f"  {points + of:>9} {finding.rule}: {finding.why}\n            {said}")
            if finding.better:
                click.echo(f"            try: “{finding.better}”")


def print_card(card: Scorecard) -> None:
    """The scorecard, rule by rule, with its arithmetic."""
    total = "not measured" if card.total is None else f"{card.total} of 100"
    click.echo(f"{total}   {card.arithmetic}   (rubric {card.rubric})\n")
    for skill in card.skills:
        percent = "not counted" if skill.percent is None else f"{skill.won:g} of {skill.possible:g}"
        if skill.weight < skill.full_weight and skill.percent is not None:
            percent += (
                f"; weight {skill.weight:g} of {skill.full_weight:g}, as not all of it could be measured"
            )
        click.echo(f"{skill.title}: {percent}")
        _findings(card, skill.id)
        for rule in skill.faultless:
            click.echo(f"        0 {rule}: no fault found")
        for left in skill.not_counted:
            click.echo(f"      -     {left.rule}: {left.why}")
    _findings(card, "call")
    for ask in card.asks:
        click.echo(f"  ask yourself: {ask.question}")


def _corrected(record: Record) -> None:
    """Tell which turns were corrected."""
    from simulator import corrections

    for turn, each in sorted(corrections.corrected(record).items()):
        click.echo(f"corrected: turn {turn}, heard “{each.heard}”, said “{each.said}”")


def finished(record: Record) -> Record:
    """A record whose call is over.

    Raises:
        SimmerdownError: it is not.
    """
    from simulator.record import locked

    if record.heading.ended is None:
        name = record.heading.call_id
        if locked(record.folder):
            raise under_way(record)
        raise SimmerdownError(
            f"the call {name} has no end yet", hint=f"'simmerdown show {name}' recovers an interrupted call"
        )
    return record


def under_way(record: Record) -> SimmerdownError:
    """A call that somebody is at."""
    return SimmerdownError(f"the call {record.heading.call_id} is under way", hint="wait until it is over")
