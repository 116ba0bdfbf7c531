"""A skill over time as a small SVG: a dot a call, a line through their mean, the mark.

Dots are one path of strokes without length, so that a thousand of them take ten kilobytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil

from simulator.dates import day
from simulator.practice.history import Played
from simulator.practice.mastery import MET_PERCENT, RECENT, Result
from simulator.practice.progress import Line, smoothed

WIDTH, HEIGHT = 640, 120
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 8, 8
POINTS = 400
"""A line has no more corners than this: a screen could not show them."""

TOLD = 30
"""So many of the last calls tell their figures when they are pointed at."""

SMOOTH = 25
"""A long line has the mean of so many parts of it, so that its course is seen."""


def over(calls: Sequence[Played]) -> int:
    """Of how many calls the line is the mean."""
    return max(RECENT, len(calls) // SMOOTH)


def chart(line: Line, calls: Sequence[Played]) -> str:
    """The chart of a skill; all skills share the axis of the calls."""
    place = {call.call_id: at for at, call in enumerate(calls)}
    last = max(1, len(calls) - 1)
    results = line.standing.results

    def x(result: Result) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * place[result.call.call_id] / last, 1)

    means = smoothed(results, over(calls))
    every = max(1, ceil(len(results) / POINTS))
    kept = {*range(0, len(results), every), len(results) - 1} if results else set()
    corners = " ".join(f"{x(results[at]):g},{_y(means[at]):g}" for at in sorted(kept))
    dots = "".join(f"M{x(result):g} {_y(result.percent):g}h0" for result in results)
    told = "".join(
        f'<circle cx="{x(result):g}" cy="{_y(result.percent):g}" r="6"><title>{escape(_told(result))}</title>'
        "</circle>"
        for result in results[-TOLD:]
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(described(line))}">'
        f"{''.join(map(_grid, (0, 50, 100)))}{_grid(MET_PERCENT, 'mark')}"
        f'<path class="dots" d="{dots}"/><polyline points="{corners}"/>{told}</svg>'
    )


def described(line: Line) -> str:
    """The chart in words."""
    stands = line.standing
    if stands.latest is None or line.best is None:
        return f"{line.title}: not measured yet"
    first = stands.results[0]
    return (
        f"{line.title}: from {first.percent} % on {day(first.call.on)} to {stands.latest.percent} % on "
        f"{day(stands.latest.call.on)}; mean of the last {min(RECENT, len(stands.results))}: "
        f"{stands.recent} %; best {line.best.percent} %"
    )


def _told(result: Result) -> str:
    return f"{result.percent} %, {day(result.call.on)}, {result.call.persona}"


def _y(percent: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - percent / 100), 1)


def _grid(percent: int, kind: str = "grid") -> str:
    y = _y(percent)
    return (
        f'<path class="{kind}" d="M{LEFT} {y:g}H{WIDTH - RIGHT}"/>'
        f'<text x="{LEFT - 6}" y="{y + 4:g}">{percent}</text>'
    )
