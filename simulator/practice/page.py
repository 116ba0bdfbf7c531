"""The progress page: one HTML file that needs nothing else. No script, no network, light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from simulator.dates import day
from simulator.practice import ladder, mastery
from simulator.practice.chart import chart, described, over
from simulator.practice.history import Played
from simulator.practice.progress import Line, Progress
from simulator.practice.telling import STATES, span, tried

SHOWN = 50
"""The table has the last so many calls; `progress --json` has all."""

_STYLE = """
:root { color-scheme: light dark; --page: #fff; --ink: #1c2024; --soft: #5a6169; --rule: #d5d9de;
  --line: #0b57a4; --dot: #6f9bc8; --mark: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --page: #15181b; --ink: #e8eaed; --soft: #a4acb5;
  --rule: #3a4047; --line: #7db8f5; --dot: #4a7199; --mark: #e0b050; } }
body { background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; max-width: 46rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.2rem; margin-top: 2.2rem; } h3 { font-size: 1rem; margin: 1.4rem 0 0; }
p.state { color: var(--soft); margin: 0; }
svg { width: 100%; height: auto; display: block; }
svg path, svg polyline { fill: none; }
svg .grid { stroke: var(--rule); } svg .mark { stroke: var(--mark); stroke-dasharray: 5 4; }
svg text { fill: var(--soft); font-size: 11px; text-anchor: end; }
svg .dots { stroke: var(--dot); stroke-width: 4; stroke-linecap: round; }
svg polyline { stroke: var(--line); stroke-width: 2; stroke-linejoin: round; }
svg circle { fill: transparent; } svg circle:hover { fill: var(--line); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 0 0 1.2rem; } caption { text-align: left; color: var(--soft); }
th, td { text-align: left; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--rule); }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; }
summary:focus-visible, .wide:focus-visible { outline: 2px solid var(--line); outline-offset: 2px; }
@media print { body { margin: 0; max-width: none; } section { break-inside: avoid; } }
"""


def page(found: Progress, today: date) -> str:
    """The page's text."""
    body = [
        f"<h1>Progress</h1><p>{escape(span(found))}</p>",
        _skills(found),
        _bests(found),
        _moments(found),
        _drills(found),
        _calls(found),
        _rules(found),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Progress, {day(today)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _skills(found: Progress) -> str:
    if not found.calls:
        return ""
    parts = [_skill(line, found) for line in (found.total, *found.lines)]
    note = (
        f"A dot is a call; the line is the mean of {over(found.calls)} calls; the dashed line is the mark of "
        f"{mastery.MET_PERCENT} %."
    )
    return f"<h2>Skills</h2><p>{escape(note)}</p>{''.join(parts)}"


def _skill(line: Line, found: Progress) -> str:
    stands = line.standing
    told = described(line).removeprefix(f"{line.title}: ")
    if line is not found.total and stands.due is not None:
        told += f". State: {STATES[stands.state]}, due {'again ' if stands.run else ''}on {day(stands.due)}"
    drawn = chart(line, found.calls) if stands.results else ""
    return (
        f"<section><h3>{escape(line.title)}</h3>"
        f'<p class="state">{escape(told[:1].upper() + told[1:])}.</p>{drawn}</section>'
    )


def _bests(found: Progress) -> str:
    if found.best is None:
        return ""
    rows = [("Total", found.best.scored.total, day(found.best.on), found.best.persona)]
    rows += [
        (line.title, best.percent, day(best.call.on), best.call.persona)
        for line in found.lines
        if (best := line.best) is not None
    ]
    bests = _table("The best of each, and the first time it was reached", ("", "%", "on", "with"), rows)
    known = [(one.persona, one.calls, one.best, day(one.best_on), day(one.last)) for one in found.known]
    callers = _table("Caller by caller", ("caller", "calls", "best total", "on", "last call"), known)
    return f"<h2>Personal bests</h2>{bests}{callers}"


def _moments(found: Progress) -> str:
    rows = [(one.of, one.turn, len(one.tries), tried(one)) for one in found.moments]
    columns = ("call", "turn", "tries", "total, then of each try")
    return f"<h2>Moments tried anew</h2>{_table('Oldest first', columns, rows)}" if rows else ""


def _drills(found: Progress) -> str:
    rows = [(day(one.on), one.rule, f"{one.met} of {one.rounds}") for one in reversed(found.drills)][:SHOWN]
    return f"<h2>Drills</h2>{_table('Latest first', ('on', 'rule', 'met'), rows)}" if rows else ""


def _calls(found: Progress) -> str:
    if not found.calls:
        return ""
    columns = ("on", "caller", "difficulty", "dial", "total", *(line.title for line in found.lines))
    rows = [_call(call, found.lines) for call in reversed(found.calls[-SHOWN:])]
    caption = f"The last {len(rows)} of {len(found.calls)} calls, latest first; skills in percent"
    table = _table(caption, columns, rows)
    return f"<h2>Call by call</h2><details><summary>The figures</summary>{table}</details>"


def _call(call: Played, lines: Iterable[Line]) -> tuple[object, ...]:
    scored = call.scored
    skills = (scored.skills.get(line.id) for line in lines)
    return day(call.on), call.persona, scored.difficulty, scored.dial, scored.total, *skills


def _rules(found: Progress) -> str:
    left_out = _list(found.left_out)
    return f"<h2>How this is judged</h2>{_list((*mastery.RULES, *ladder.RULES))}" + (
        f"<h2>Left out</h2>{left_out}" if left_out else ""
    )


def _list(items: Iterable[str]) -> str:
    told = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<ul>{told}</ul>" if told else ""


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table; what is no word stands to the right."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(value: object) -> str:
    if isinstance(value, int):
        return f'<td class="n">{value}</td>'
    return f"<td>{'' if value is None else escape(str(value))}</td>"
