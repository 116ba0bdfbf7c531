"""Tries of one moment, side by side on the screen."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from simulator.cli.output import print_table

if TYPE_CHECKING:
    from simulator.record import Record
    from simulator.redo.tries import Try


def of_both(first: Record, made: Record) -> tuple[int, list[Try]]:
    """The turn that a call is a try of, and both tries of it."""
    from simulator.redo.tries import moment_of_both, tried

    turn = moment_of_both(first, made)
    assert turn is not None  # noqa: S101 - the one was made of the other
    return turn, [found for each in (first, made) if (found := tried(each, turn)) is not None]


def facts(first: Record, made: Record) -> dict[str, Any]:
    """Both, for a program."""
    turn, tries = of_both(first, made)
    return {"of": first.heading.call_id, "turn": turn, "tries": [asdict(each) for each in tries]}


def side_by_side(tries: list[Try]) -> None:
    """A table of tries, one a column."""
    rows = [
        ("said", *(each.said for each in tries)),
        ("cues", *(", ".join(each.cues) or "none" for each in tries)),
        ("heat", *(_heat(each) for each in tries)),
        ("answer", *(each.answer for each in tries)),
        ("score", *("-" if each.total is None else each.total for each in tries)),
        ("audio", *(_audio(each) for each in tries)),
    ]
    print_table(("", *(each.call_id for each in tries)), rows)


def _heat(one: Try) -> str:
    why = ", ".join(f"{change.reason} {change.after - change.before:+.2g}" for change in one.heat)
    return f"{one.before:g} to {one.after:g}" + (f" ({why})" if why else "")


def _audio(one: Try) -> str:
    audio = one.audio
    return "-" if audio is None else f"{audio.file} from {audio.at_s:.1f} to {audio.until_s:.1f} s"
