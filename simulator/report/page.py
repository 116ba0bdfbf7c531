"""The report as one HTML file: style, script and sound inside, and nothing from anywhere else.

Every word of the story is escaped by the templates. The page's own policy lets it run one script, known
by its hash, and load nothing.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from simulator.aftercall import clock
from simulator.dates import day
from simulator.report import timeline
from simulator.report.story import Report

_FOLDER = Path(__file__).parent / "templates"
_SPARK = (240.0, 64.0)
_MINUS = "\u2212"


def page(report: Report, sound: bytes | None) -> str:
    """The page of a report.

    Args:
        report: what it says.
        sound: the call as MP3; None: a page without players.
    """
    style, script = (_text(name) for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "media-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            report=report,
            call=report.call,
            score=report.score,
            policy=policy,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - likewise
            sound=b64encode(sound).decode() if sound else "",
            rows=timeline.rows(report),
            drawing=timeline,
            spark=timeline.spark(report, *_SPARK),
            spark_size=_SPARK,
        )
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(clock=clock, date=date, signed=signed, points=points)
    return made


def date(started: str) -> str:
    """A moment as a person writes it; as it stands if it is none."""
    try:
        then = datetime.fromisoformat(started)
    except ValueError:
        return started
    return f"{day(then)}, {then:%H:%M}"


def signed(number: int) -> str:
    """A change with its sign."""
    return f"{number:+d}".replace("-", _MINUS) if number else "\u00b10"


def points(number: float) -> str:
    """Points without needless zeros."""
    return f"{number:g}".replace("-", _MINUS)


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
