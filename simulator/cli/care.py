"""After an abusive call: a moment to breathe, if wanted, and where to turn."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from simulator.cli.output import somebody_is_there, tell

if TYPE_CHECKING:
    from simulator.record import Record

_LOOK_S = 0.1


def breather(record: Record, *, as_json: bool) -> bool:
    """Offer a moment to breathe after an abusive call, and tell whether it was one."""
    from simulator.notes import care
    from simulator.notes.heard import said_in

    if not care.abusive(said_in(record)):
        return False
    if not as_json and somebody_is_there():
        tell("\nThat was an abusive caller. A moment to breathe: fifty seconds; any key goes on at once.")
        with suppress(KeyboardInterrupt):  # that is a key, too: the score is still to come
            _breathe()
        tell("")
    return True


def _breathe() -> None:
    from simulator.cli.keys import Keys
    from simulator.notes import care

    with Keys() as keys:

        def waited(length_s: float) -> bool:
            until = time.monotonic() + length_s
            while time.monotonic() < until:
                if keys.pressed():
                    return False
                time.sleep(_LOOK_S)
            return True

        care.breathe(lambda line: click.echo(f"\r  {line}", nl=False, err=True), waited)
