"""After an abusive call: a moment to breathe, if wanted, and where to turn."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from simulator.cli.output import tell

if TYPE_CHECKING:
    from simulator.record import Record

_LOOK_S = 0.1


def look_after(record: Record, *, as_json: bool) -> None:
    """Offer a moment to breathe after an abusive call, and say where to turn; nothing after others."""
    from simulator.cli.note import facts_of
    from simulator.notes import care

    if as_json or not care.abusive(facts_of(record)):
        return
    tell("")
    if sys.stdin.isatty() and sys.stderr.isatty():
        _breathe()
    tell(care.SUPPORT)


def _breathe() -> None:
    from simulator.cli.keys import Keys
    from simulator.notes import care

    tell("That was an abusive caller. A moment to breathe: fifty seconds; any key goes on at once.")
    with Keys() as keys:

        def waited(length_s: float) -> bool:
            until = time.monotonic() + length_s
            while time.monotonic() < until:
                if keys.pressed():
                    return False
                time.sleep(_LOOK_S)
            return True

        care.breathe(lambda line: click.echo(f"\r  {line}", nl=False, err=True), waited)
    tell("")
