"""`share` and `review`: a call goes to a coach as one file, and a review comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audio.errors import SimmerdownError
from simulator.cli.output import json_option, print_json, print_table, tell

if TYPE_CHECKING:
    from simulator.coach.desk import Desk, Shared
    from simulator.coach.review import Review
    from simulator.record import Record

_NEVER = (
    "your self-rating, the summary, the raw input of the call, other calls",
    "your name, the names of your devices, the folders of this machine (unless somebody spoke of them)",
)
"""What no bundle holds."""


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@click.option("-o", "out", type=click.Path(path_type=Path), help="The file. Left out: CALL.simmerdown, here.")
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
@click.option("-o", "out", type=click.Path(path_type=Path), help="With --return: its name.")
@click.option("--take", is_flag=True, help="As the trainee: take in the review file that came back.")
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
    opening: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Review shared calls: list them, show one, comment it, give points, give the review back.

    BUNDLE (a file from 'simmerdown share') is checked and put on your desk; from then on its NAME is
    enough. FOLDER lists the bundles in it. Without anything: the calls on your desk.
    """
    from simulator.cli import review_screen as screen
    from simulator.coach.desk import Desk

    desk = Desk()
    if what is None or Path(what).is_dir():
        screen.print_list(_listed(desk) if what is None else _in_folder(Path(what), desk), as_json=as_json)
        return
    shared = None if take else _find(what, desk)
    if shared is None:
        screen.print_own(_take(Path(what)) if take else _own(what), as_json=as_json)
        return
    reviewed = _begun(shared, coach)
    if blind:
        if desk.seen(shared):
            raise SimmerdownError(
                f"the machine's score of {shared.name!r} was shown already",
                hint="a call is scored blind when it is first looked at: 'simmerdown review BUNDLE --blind'",
            )
        reviewed = _blind(shared, reviewed, dict(rates))
    elif rates:
        raise SimmerdownError("--rate goes with --blind", hint="after the machine's score: --override")
    reviewed = _changed(shared, reviewed, comments, overrides, withdraw)
    if comments or overrides or withdraw or blind or coach or returning:
        _keep(shared, reviewed)
    if returning:
        _give_back(shared, reviewed, out, as_json=as_json)
        return
    shared.show(_now())
    screen.print_shared(shared, reviewed, as_json=as_json)
    if opening:
        _open_report(shared.folder)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _listed(desk: Desk) -> list[dict[str, Any]]:
    found, failures = desk.calls()
    for failure in failures:
        tell(f"left out: {failure.what}")
    return [
        {
            "name": shared.name,
            "persona": shared.manifest.persona,
            "started": shared.manifest.started,
            "audio": shared.manifest.audio,
            "state": _state(shared),
        }
        for shared in found
    ]


def _state(shared: Shared) -> str:
    kept = shared.review
    if kept is None:
        return "shown" if shared.shown else "new"
    return "reviewed blind" if kept.blind else "reviewed"


def _in_folder(folder: Path, desk: Desk) -> list[dict[str, Any]]:
    """The bundles in a folder. What the machine made of them is not told: they may be scored blind."""
    from simulator.coach.bundle import SUFFIX
    from simulator.coach.unpacking import manifest_of

    rows: list[dict[str, Any]] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            manifest = manifest_of(path)
        except SimmerdownError as error:
            tell(f"left out: {error.what}")
            continue
        here = desk.same(manifest)
        rows.append(
            {
                "name": str(path),
                "persona": manifest.persona,
                "started": manifest.started,
                "audio": manifest.audio,
                "state": f"on the desk as {here.name}: {_state(here)}" if here else "not on the desk",
            }
        )
    return rows


def _find(what: str, desk: Desk) -> Shared | None:
    """A call on the desk, put there now if a bundle is named; None: there is none of that name."""
    path = Path(what)
    if not path.is_file():
        return desk.find(what)
    shared = desk.take_in(path)
    if shared.name != path.stem:
        tell(f"This call is on your desk as {shared.name}.")
    return shared


def _own(name: str) -> Record:
    """One's own call that has a review.

    Raises:
        SimmerdownError: there is neither a shared call of that name, nor a reviewed one of one's own.
    """
    from simulator.coach import review as reviews
    from simulator.store import Store

    try:
        record = Store().find(name)
    except SimmerdownError:
        record = None
    if record is None or reviews.kept(record.folder) is None:
        raise SimmerdownError(
            f"there is no shared call {name!r}, nor a reviewed one of your own",
            hint="see 'simmerdown review', or name a bundle (a file from 'simmerdown share')",
        )
    return record


def _take(path: Path) -> Record:
    from simulator.coach import returning
    from simulator.store import Store

    return returning.take(path, Store())


def _begun(shared: Shared, coach: str | None) -> Review:
    """The review as it is so far."""
    from simulator.coach.review import Review

    kept = shared.review or Review(coach="coach", at=_now())
    return kept.model_copy(update={"coach": coach}) if coach else kept


def _blind(shared: Shared, reviewed: Review, rates: Mapping[str, int]) -> Review:
    from simulator.cli import review_screen as screen
    from simulator.coach import review as reviews
    from simulator.coach.both import rubric_of

    rubric = rubric_of(shared.record)
    if not rates:
        screen.print_transcript(shared.record, reviewed)
        rates = screen.ask_scores(rubric)
    return reviews.scored_blind(reviewed, rates, rubric)


def _changed(
    shared: Shared,
    reviewed: Review,
    comments: tuple[tuple[int, str], ...],
    overrides: tuple[tuple[str, float, str], ...],
    withdraw: tuple[str, ...],
) -> Review:
    """The review with what the coach says now; all of it, or an error and none."""
    from simulator.coach import review as reviews
    from simulator.coach.both import rubric_of
    from simulator.scoring.facts import transcript

    for each in withdraw:
        reviewed = reviews.withdrawn(reviewed, each)
    turns = {spoken.turn for spoken in transcript(shared.record.events()) if spoken.turn is not None}
    for turn, text in comments:
        reviewed = reviews.commented(reviewed, turn, text, turns)
    for rule, points, reason in overrides:
        reviewed = reviews.overridden(reviewed, rule, points, reason, rubric_of(shared.record))
    return reviewed


def _keep(shared: Shared, reviewed: Review) -> None:
    from simulator.coach import review as reviews

    if reviewed != shared.review:
        reviews.keep(shared.folder, reviewed.model_copy(update={"at": _now()}))


def _give_back(shared: Shared, reviewed: Review, out: Path | None, *, as_json: bool) -> None:
    from simulator.coach import returning

    path = out if out is not None else Path(f"{shared.name}.review.json")
    returning.give_back(shared, reviewed, path)
    if as_json:
        print_json(
            {"file": str(path), "comments": len(reviewed.comments), "overrides": len(reviewed.overrides)}
        )
    else:
        click.echo(f"{path}: {len(reviewed.comments)} comments, {len(reviewed.overrides)} overrides.")
        click.echo("Hand it to the trainee, who takes it in with 'simmerdown review FILE --take'.")


def _open_report(folder: Path) -> None:
    """Show the report of a shared call, by the command that makes reports."""
    from simulator.cli import simmerdown

    report = simmerdown.commands.get("report")
    if report is None:
        raise SimmerdownError("this version makes no reports", hint="the scorecard above has the same facts")
    report.main([str(folder), "-o", str(folder / "report.html"), "--open"], standalone_mode=False)
