"""`share` and `review`: a call goes to a coach as one file, and a review comes back."""

from __future__ import annotations

from pathlib import Path

import click

from audio.errors import SimmerdownError
from simulator.cli.output import json_option, out_option, print_json, print_table

_NEVER = (
    "your self-rating, the summary, the raw input of the call, other calls",
    "your name, the names of your devices, the folders of this machine (unless somebody spoke of them)",
)
"""What no bundle holds."""


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@out_option("out", text="The file. Left out: CALL.simmerdown, here.")
@click.option("--no-audio", is_flag=True, help="Leave both voices out; what was said stays in, as text.")
@json_option
def share(call_id: str, out: Path | None, *, no_audio: bool, as_json: bool) -> None:
    """Put CALL (its id, the beginning of it, or "last") into one file for a coach.

    Nothing is sent: you hand the file on, or you don't.
    """
    from simulator.cli.scores import finished
    from simulator.coach import packing
    from simulator.coach.bundle import AUDIO, MEANS, SUFFIX
    from simulator.store import Store

    record = finished(Store().find(call_id))
    record.events()  # a damaged call is told here, not to the coach
    path = out if out is not None else Path(f"{record.heading.call_id}{SUFFIX}")
    packed = packing.pack(record, path, audio=not no_audio)
    inside = {item.name: item.bytes for item in packed.manifest.files}
    outside = [*(MEANS[name] for name in AUDIO if name not in inside), *_NEVER]
    if as_json:
        print_json({"file": str(path), "bytes": packed.bytes, "inside": inside, "not_inside": outside})
        return
    click.echo(f"{path}, {packed.bytes} bytes. Inside:\n")
    print_table(("file", "bytes", ""), [(name, size, MEANS[name]) for name, size in inside.items()])
    click.echo("\nNot inside:\n" + "\n".join(f"- {each}" for each in outside))
    click.echo("\nNothing was sent. Whoever has the file can read and hear what is in it.")


@click.command()
@click.argument("what", metavar="[BUNDLE|FOLDER|NAME]", required=False)
@click.option(
    "--comment",
    "comments",
    type=(int, str),
    multiple=True,
    metavar="TURN TEXT",
    help="Say something on a turn.",
)
@click.option(
    "--override",
    "overrides",
    type=(str, float, str),
    multiple=True,
    metavar="RULE POINTS REASON",
    help="Give your own points for a rule, and say why.",
)
@click.option("--withdraw", multiple=True, metavar="RULE|TURN", help="Take an override or comments back.")
@click.option("--blind", is_flag=True, help="Score it yourself before the machine's score is shown.")
@click.option(
    "--rate",
    "rates",
    type=(str, int),
    multiple=True,
    metavar="SKILL|RULE 0-100",
    help="With --blind: your score; without any you are asked for each skill.",
)
@click.option("--coach", help="The name that the review bears.")
@click.option("--return", "returning", is_flag=True, help="Write the file that goes back to the trainee.")
@out_option("out", text="With --return: its name.")
@click.option("--take", is_flag=True, help="As the trainee: take in the review file that came back.")
@click.option("--replace", is_flag=True, help="With --take: in the place of the review that is there.")
@click.option("--open", "opening", is_flag=True, help="Open the report in the browser.")
@json_option
def review(
    what: str | None,
    comments: tuple[tuple[int, str], ...],
    overrides: tuple[tuple[str, float, str], ...],
    withdraw: tuple[str, ...],
    rates: tuple[tuple[str, int], ...],
    coach: str | None,
    out: Path | None,
    *,
    blind: bool,
    returning: bool,
    take: bool,
    replace: bool,
    opening: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Review shared calls: list them, show one, comment it, give points, give the review back.

    BUNDLE (a file from 'simmerdown share') is checked and put on your desk; from then on its NAME is
    enough. FOLDER lists the bundles in it. Without anything: the calls on your desk.
    """
    from simulator.cli import review_screen as screen
    from simulator.cli import reviewing
    from simulator.coach.desk import Desk

    desk, path = Desk(), Path(what or "")
    acts = bool(comments or overrides or withdraw or rates or coach or blind or returning)
    shared = None if take or what is None or path.is_dir() else reviewing.find(what, desk)
    if shared is None and (acts or opening):
        raise SimmerdownError(
            f"there is no shared call {what!r}" if what else "no call is named",
            hint="a review is of one call: 'simmerdown review' lists those on your desk",
        )
    if (out is not None and not returning) or (rates and not blind) or (replace and not take):
        raise SimmerdownError(
            "-o goes with --return, --rate with --blind, and --replace with --take",
            hint="points after the machine's score are given with --override",
        )
    if shared is None:
        if what is None or (path.is_dir() and not take):
            rows = reviewing.listed(desk) if what is None else reviewing.in_folder(path, desk)
            screen.print_list(rows, as_json=as_json)
        else:
            screen.print_own(
                reviewing.take(path, replace=replace) if take else reviewing.own(what), as_json=as_json
            )
        return
    reviewed = reviewing.begun(shared, coach)
    if blind:
        reviewed = reviewing.blind(desk, shared, reviewed, dict(rates))
    reviewed = reviewing.changed(shared, reviewed, comments, overrides, withdraw)
    if acts:
        reviewed = reviewing.keep(shared, reviewed)
    if returning:
        reviewing.give_back(shared, reviewed, out, as_json=as_json)
        return
    shared.show(reviewing.now())
    screen.print_shared(shared, reviewed, as_json=as_json)
    if opening:
        reviewing.open_report(shared)
