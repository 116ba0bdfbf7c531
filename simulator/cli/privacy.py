"""`delete` and `keep`: what goes, and when; and what is asked before a recording."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audio.errors import SimmerdownError
from simulator.cli.output import json_option, print_json, somebody_is_there, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.privacy.deleting import Deleted, Doomed
    from simulator.privacy.traces import Trace

_OUT_OF_REACH = (
    "Out of reach: bundles, reports and exports that you saved elsewhere or gave away, "
    "and backups of this disk."
)


@click.command()
@click.argument("call_ids", metavar="[CALL]...", nargs=-1)
@click.option("--audio", is_flag=True, help="Only the sound: score and text stay.")
@click.option("--older-than", metavar="DAYS", help="Every call that began longer ago, such as 30d.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def delete(
    call_ids: tuple[str, ...], older_than: str | None, *, audio: bool, yes: bool, as_json: bool
) -> None:
    """Delete every CALL: all files of it, tries made from it, and copies in the home.

    Afterwards the home is searched for what may be left. A call under way can't be deleted.
    """
    from simulator.privacy import deleting

    if bool(call_ids) == (older_than is not None):
        raise click.UsageError("say which calls: by their ids, or by --older-than")
    folders = _old(older_than) if older_than is not None else [_folder(name) for name in call_ids]
    if not folders:
        _told(deleting.Deleted((), {}, []), (), as_json=as_json, audio=audio)
        return
    what = deleting.doomed(folders)
    if not yes:
        _ask(what, audio=audio)
    done = deleting.delete_sound(what) if audio else deleting.delete(what)
    _told(done, what.sounding if audio else what.copies, as_json=as_json, audio=audio)
    if done.kept or any(trace.certain for trace in done.left):
        raise SystemExit(1)


def _old(age: str) -> list[Path]:
    from simulator.privacy import keeping

    days = re.fullmatch(r"(\d{1,5})\s*d?", age.strip())
    if days is None:
        raise click.UsageError(f"--older-than {age!r}: say how many days, such as 30d")
    return keeping.older_than(int(days[1]), _now())


def _folder(name: str) -> Path:
    """The folder of a call; a damaged one goes by its whole name."""
    from simulator import store
    from simulator.errors import RecordError

    if not name:  # the beginning of every id
        raise RecordError("a call without a name can't be deleted", hint="see 'simmerdown calls'")
    try:
        return store.Store().find(name).folder
    except RecordError:
        calls = store.calls()
        damaged = [path for path in calls.glob("*") if path.name == name and path.is_dir()]
        if not damaged:
            raise
        return damaged[0]


def _ask(what: Doomed, *, audio: bool) -> None:
    """Let the user see what goes, and say yes.

    Raises:
        SimmerdownError: there is nobody to ask.
        click.Abort: the answer is no.
    """
    from simulator import store

    tell(f"{'The sound of this' if audio else 'This'} is going to be deleted, for good:")
    for folder in what.calls:
        tell(f"  {folder.name}")
    for folder in what.branches:
        tell(f"  {folder.name}, a try made from it: it holds words of that call")
    for copy in what.sounding if audio else what.copies:
        if not copy.path.is_relative_to(store.cache().resolve()):  # that can all be made again
            tell(f"  {copy.path}, which holds its {copy.told}")
    if not somebody_is_there():
        raise SimmerdownError(
            "nothing was deleted: nobody is here to agree", hint="--yes deletes without asking"
        )
    click.confirm("Delete?", abort=True, err=True)


def _told(done: Deleted, copies: Sequence[Trace], *, as_json: bool, audio: bool) -> None:
    """What was deleted, what is left of it, and what can't be reached."""
    gone = [folder.name for folder in done.gone]
    if as_json:
        print_json(
            {
                "deleted": gone,
                "only": "audio" if audio else None,
                "copies": [str(copy.path) for copy in copies],
                "kept": [{"call": folder.name, "why": error.what} for folder, error in done.kept.items()],
                "left": [
                    {"file": str(trace.path), "what": sorted(trace.what), "certain": trace.certain}
                    for trace in done.left
                ],
            }
        )
        return
    for name in gone:
        click.echo(f"deleted {'the sound of ' if audio else ''}{name}")
    for error in done.kept.values():
        click.echo(f"kept: {error.what}")
        if error.hint:
            tell(f"  {error.hint}")
    if not (gone or done.kept):
        tell("No call is that old.")
        return
    for trace in done.left:
        click.echo(_left(trace))
    if not done.left and not done.kept:
        tell("Searched the home for it: nothing is left.")
    tell(_OUT_OF_REACH)


def _left(trace: Trace) -> str:
    if "beginning" in trace.what:
        return f"left: {trace.path} may be a try of it: it begins with its words"
    if trace.certain:
        return f"left: {trace.path} still holds its {trace.told}"
    return f"perhaps: {trace.path} holds the same words, and was left alone"


@click.command()
@click.argument("what", type=click.Choice(["audio", "calls", "forever"]), required=False)
@click.argument("days", type=click.IntRange(1, 36500), required=False)
@click.option("--now", "at_once", is_flag=True, help="Delete at once what the rule lets go.")
@click.argument(
    "unit", type=click.Choice(["day", "days"]), metavar="[days]", required=False, expose_value=False
)
@json_option
def keep(what: str | None, days: int | None, *, at_once: bool, as_json: bool) -> None:
    """Say for how long calls are kept: audio DAYS, calls DAYS, or forever. Without words: show the rule.

    The rule is applied whenever 'call' or 'calls' begins, and by --now. Without one nothing is deleted.
    """
    from simulator import store
    from simulator.privacy import keeping

    if (what in {"audio", "calls"}) != (days is not None):
        raise click.UsageError("say 'audio DAYS', 'calls DAYS' or 'forever'")
    home = store.home()
    rule = keeping.Rule() if what == "forever" else keeping.rule(home)
    if what is not None:
        rule = rule.model_copy(update={f"{what}_days": days} if days is not None else {})
        keeping.set_rule(home, rule)
    told = keeping.apply(rule, _now()) if at_once else []
    if as_json:
        print_json({"audio_days": rule.audio_days, "calls_days": rule.calls_days, "done": told})
        return
    click.echo(str(rule))
    for sentence in told:
        click.echo(sentence)


def apply_rule() -> None:
    """Delete what the user's rule lets go; whatever goes wrong is told, and stops nothing."""
    from simulator import store

    if not (
        store.home() / "keep.json"
    ).is_file():  # no rule: nothing to load, for a list that is to be there at once
        return
    from simulator.privacy import keeping

    try:
        told = keeping.apply(keeping.rule(store.home()), _now())
    except (SimmerdownError, OSError) as error:
        told = [f"Not all that is due could be deleted: {error}."]
    for sentence in told:
        tell(sentence)


yes_option = click.option(
    "--yes", is_flag=True, help="Agree to being recorded; asked once, before the first call."
)


def before_recording(*, yes: bool) -> None:
    """Delete what is due, and get the user's yes to being recorded.

    Raises:
        click.Abort: the answer is no.
    """
    from simulator import store
    from simulator.privacy import consent

    apply_rule()
    agreed = yes or os.environ.get("SIMMERDOWN_CONSENT", "").lower() == "yes"
    ask = (
        (lambda: click.confirm("Is that all right?", default=True, err=True)) if somebody_is_there() else None
    )
    if not consent.given(store.home(), _now(), yes=agreed, tell=tell, ask=ask):
        tell("Nothing was recorded.")
        raise click.Abort


def _now() -> datetime:
    return datetime.now().astimezone()
