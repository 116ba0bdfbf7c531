"""`rate`: the trainee's own rating, before the score is shown, and the difference after it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from audio.errors import SimmerdownError
from simulator.cli.output import json_option, print_json, somebody_is_there, tell
from simulator.cli.scores import finished

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.notes.rating import Rating
    from simulator.record import Record
    from simulator.scoring.rubric import Rubric
    from simulator.scoring.scorecard import Scorecard

rate_option = click.option(
    "--rate",
    is_flag=True,
    help="Ask for your own rating before the score is shown ('rate --always' keeps it so).",
)


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@click.option(
    "--skill", "skills", metavar="ID=N", multiple=True, help="Rate a skill from 0 to 10; repeatable."
)
@click.option("--total", type=click.IntRange(0, 100), help="Rate the whole call from 0 to 100.")
@click.option("--again", is_flag=True, help="Rate anew, though the call is rated.")
@click.option("--always/--not-always", default=None, help="Ask after every call, from now on.")
@json_option
def rate(
    call_id: str,
    skills: tuple[str, ...],
    total: int | None,
    *,
    again: bool,
    always: bool | None,
    as_json: bool,
) -> None:
    """Rate CALL yourself, before you look at its score; then see both side by side."""
    from simulator import aftercall, store
    from simulator.notes import asking, rating

    if always is not None:
        asking.keep(store.home(), asking.Asking(rate=always))
        tell(f"After a call you are {'now' if always else 'not'} asked for your own rating.")
        return
    record = finished(store.Store().find(call_id))
    before = _before(record.folder) if again else None
    known = None if again else rating.read(record.folder)
    if known is None:
        by = aftercall.own_rubric(record)
        if skills or total is not None:
            known = _given(skills, before.total if total is None and before else total, by)
        elif somebody_is_there():
            known = ask(by)
        else:
            raise SimmerdownError(
                "nobody is here to rate the call", hint="--skill ID=N and --total N rate it"
            )
        rating.write(record.folder, known)
    elif skills or total is not None:
        raise SimmerdownError("the call is rated", hint="--again rates it anew")
    card = aftercall.looked_at(record, None)
    if as_json:
        print_json({"call_id": record.heading.call_id, "differences": rating.differences(known, card)})
    else:
        show_beside(known, card)


def ask(by: Rubric) -> Rating:
    """Ask for every skill of a rubric, and the total."""
    from simulator.notes.rating import Rating

    tell("How did it go, do you think? 0 to 10 for each; Enter skips one.")
    rated: dict[str, int | None] = {}
    for skill in by.skills:
        if skill.weight is not None:
            number: int | None = click.prompt(
                f"  {skill.title}", value_proc=_ten_or_nothing, default="", show_default=False, err=True
            )
            rated[skill.id] = None if number is None else 10 * number
    return Rating(
        rated=rated, total=click.prompt("  The whole call, 0 to 100", type=click.IntRange(0, 100), err=True)
    )


def rate_first(record: Record, by: Rubric, *, wanted: bool, as_json: bool) -> Rating | None:
    """The trainee's own rating right after a call, where it is wanted and somebody is there."""
    from simulator.notes import rating

    if as_json or not somebody_is_there():
        return None
    try:
        if not (wanted or _always()):
            return None
        known = ask(by)
    except click.Abort:  # no rating, then; the score is still to come
        tell("")
        return None
    rating.write(record.folder, known)
    return known


def _always() -> bool:
    """Whether the user is to be asked after every call: as was answered once."""
    from simulator import store
    from simulator.notes import asking

    answer = asking.kept(store.home()).rate
    if answer is None:
        answer = click.confirm("Rate yourself before you see the score?", default=False, err=True)
        asking.keep(store.home(), asking.Asking(rate=answer))
        other = "--not-always" if answer else "--always"
        tell(f"So it is after every call, until 'simmerdown rate {other}'.")
    return answer


def show_beside(rated: Rating | None, card: Scorecard) -> None:
    """A rating beside the score, in sentences; nothing without one."""
    from simulator.notes import rating

    if rated is not None:
        for each in rating.differences(rated, card):
            click.echo(each.text)


def _before(folder: Path) -> Rating | None:
    """The rating that a new one replaces, if it can be read."""
    from simulator.notes import rating

    with suppress(SimmerdownError):
        return rating.read(folder)
    return None


def _given(skills: tuple[str, ...], total: int | None, by: Rubric) -> Rating:
    """The rating that options give."""
    from simulator.notes.rating import Rating

    names = [skill.id for skill in by.skills if skill.weight is not None]
    rated: dict[str, int | None] = dict.fromkeys(names)
    for text in skills:
        name, _, number = text.partition("=")
        if name not in rated or not number.isdecimal() or not 0 <= int(number) <= 10:
            raise click.UsageError(
                f"--skill {text!r}: write ID=N, N from 0 to 10, ID one of {', '.join(names)}"
            )
        rated[name] = 10 * int(number)
    return Rating(rated=rated, total=total)


def _ten_or_nothing(text: str) -> int | None:
    """0 to 10; Enter is nothing."""
    if not text.strip():
        return None
    if not text.strip().isdecimal() or int(text) > 10:
        raise click.BadParameter("say a number from 0 to 10, or press Enter")
    return int(text)
