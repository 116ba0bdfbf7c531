"""What `review` does: with the desk, with a review, and with one that came back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audio.errors import SimmerdownError
from simulator.cli.output import number_of, open_in_browser, print_json, tell

if TYPE_CHECKING:
    from simulator.coach.desk import Desk, Shared
    from simulator.coach.review import Review
    from simulator.record import Record


def now() -> str:
    """The time to keep with what is done now."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def listed(desk: Desk) -> list[dict[str, Any]]:
    """The calls on the desk; what the machine made of them is not told: they may be scored blind."""
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


def in_folder(folder: Path, desk: Desk) -> list[dict[str, Any]]:
    """The bundles in a folder, likewise."""
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


def find(what: str, desk: Desk) -> Shared | None:
    """A call on the desk, put there now if a bundle is named; None: there is none of that name."""
    path = Path(what)
    if not path.is_file():
        return desk.find(what)
    shared = desk.take_in(path)
    if shared.name != path.stem:
        tell(f"This call is on your desk as {shared.name}.")
    return shared


def own(name: str) -> Record:
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


def take(path: Path, *, replace: bool) -> Record:
    """One's own call, with the review of it that came back."""
    from simulator.coach import returning
    from simulator.store import Store

    return returning.take(path, Store(), replace=replace)


def begun(shared: Shared, coach: str | None) -> Review:
    """The review as it is so far."""
    from simulator.coach import review as reviews

    kept = shared.review or reviews.begin("coach", now())
    return kept.model_copy(update={"coach": coach}) if coach else kept


def blind(desk: Desk, shared: Shared, reviewed: Review, rates: Mapping[str, int]) -> Review:
    """The review with the coach's scores, given before the machine's is shown.

    Raises:
        SimmerdownError: it was shown already, or the scores can't be kept.
    """
    from simulator.cli import review_screen as screen
    from simulator.coach import review as reviews
    from simulator.coach.both import rubric_of

    if desk.seen(shared):
        raise SimmerdownError(
            f"the machine's score of {shared.name!r} was shown already",
            hint="a call is scored blind when it is first looked at: 'simmerdown review BUNDLE --blind'",
        )
    rubric = rubric_of(shared.record)
    if not rates:
        screen.print_transcript(shared.record, reviewed)
        rates = screen.ask_scores(rubric)
    return reviews.scored_blind(reviewed, rates, rubric)


def changed(
    shared: Shared,
    reviewed: Review,
    comments: tuple[tuple[int, str], ...],
    overrides: tuple[tuple[str, float, str], ...],
    withdraw: tuple[str, ...],
) -> Review:
    """The review with what the coach says now; all of it, or an error and none."""
    from simulator import corrections
    from simulator.coach import review as reviews
    from simulator.coach.both import rubric_of
    from simulator.scoring.facts import transcript

    for each in withdraw:
        reviewed = reviews.withdrawn(reviewed, each)
    turns = {
        spoken.turn for spoken in transcript(corrections.applied(shared.record)) if spoken.turn is not None
    }
    for turn, text in comments:
        reviewed = reviews.commented(reviewed, turn, text, turns)
    for rule, points, reason in overrides:
        reviewed = reviews.overridden(reviewed, rule, points, reason, rubric_of(shared.record))
    return reviewed


def keep(shared: Shared, reviewed: Review) -> Review:
    """Keep the review, as it is from now on."""
    from simulator.coach import review as reviews

    if reviewed == shared.review:
        return reviewed
    reviewed = reviewed.model_copy(update={"at": now()})
    reviews.keep(shared.folder, reviewed)
    return reviewed


def give_back(shared: Shared, reviewed: Review, out: Path | None, *, as_json: bool) -> None:
    """Write the file for the trainee."""
    from simulator.coach import returning

    path = out if out is not None else Path(f"{shared.name}.review.json")
    returning.give_back(shared, reviewed, path)
    if as_json:
        print_json(
            {"file": str(path), "comments": len(reviewed.comments), "overrides": len(reviewed.overrides)}
        )
    else:
        comments, overrides = (
            number_of(reviewed.comments, "comment"),
            number_of(reviewed.overrides, "override"),
        )
        click.echo(f"{path}: {comments}, {overrides}.")
        click.echo("Hand it to the trainee, who takes it in with 'simmerdown review FILE --take'.")


def open_report(shared: Shared) -> None:
    """Show the report of a call on the desk; the page lies beside its record."""
    from simulator.cli.report import made
    from simulator.record import write_whole
    from simulator.report import page, sound

    path = shared.folder / "report.html"
    write_whole(path, page.page(made(shared.record), sound.of(shared.record)))
    open_in_browser(path)
    tell(f"Kept in {path}")
