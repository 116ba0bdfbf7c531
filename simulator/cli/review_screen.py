"""What `review` shows: the calls on the desk, a call with its transcript, both scores, the questions."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import print_json, print_table, tell
from simulator.errors import RecordError

if TYPE_CHECKING:
    from simulator.coach.both import Both
    from simulator.coach.desk import Shared
    from simulator.coach.review import Review
    from simulator.record import Record
    from simulator.scoring.rubric import Rubric
    from simulator.scoring.scorecard import Scorecard


def print_list(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    """Shared calls; nothing is said of their scores."""
    if as_json:
        print_json(rows)
    elif rows:
        columns = ("name", "persona", "started", "state")
        print_table(columns, [[row[column] for column in columns] for row in rows])
        tell(f"To look at one: simmerdown review {shlex.quote(rows[0]['name'])}")
    else:
        tell("No shared calls here: 'simmerdown review BUNDLE' puts one on your desk.")


def print_shared(shared: Shared, reviewed: Review, *, as_json: bool) -> None:
    """A call on the desk, with both scores."""
    _print(shared.name, shared.record, reviewed, as_json=as_json)


def print_own(record: Record, *, as_json: bool) -> None:
    """One's own call, with the review that came back."""
    from simulator.coach import review

    reviewed = review.kept(record.folder)
    if reviewed is not None:
        _print(record.heading.call_id, record, reviewed, as_json=as_json)


def print_transcript(record: Record, reviewed: Review) -> None:
    """What was said, with the numbers of the trainee's turns and the comments on them."""
    from simulator import corrections
    from simulator.aftercall import clock
    from simulator.scoring.facts import transcript
    from simulator.staging import persona_of

    caller = persona_of(record).caller.name
    for spoken in transcript(corrections.applied(record)):
        number = "" if spoken.turn is None else str(spoken.turn)
        who = caller if spoken.speaker == "customer" else "Trainee"
        click.echo(f"{number:>4}  {clock(spoken.start_s)} {who}: {spoken.text}")
        for comment in reviewed.comments:
            if comment.turn == spoken.turn:
                click.echo(f"            {reviewed.coach}: {comment.text}")


def ask_scores(rubric: Rubric) -> dict[str, int]:
    """The coach's own score for each skill, 0 to 100; none for what can't be judged."""
    rates: dict[str, int] = {}
    click.echo("\nYour own score for each skill, 0 to 100; Enter leaves out what can't be judged.")
    for skill in rubric.skills:
        if skill.rules:
            click.echo(f"\n{skill.title}")
            for rule in skill.rules:
                click.echo(f"  {'not: ' if rule.avoid else ''}{rule.title}")
            given = click.prompt(skill.id, default=-1, show_default=False, type=click.IntRange(-1, 100))
            if given >= 0:
                rates[skill.id] = given
    return rates


def _print(name: str, record: Record, reviewed: Review, *, as_json: bool) -> None:
    from simulator.aftercall import kept_card
    from simulator.scoring import scorecard

    found = _both(record, reviewed)
    card = kept_card(record)
    if as_json:
        print_json(
            {
                "name": name,
                "call_id": record.heading.call_id,
                "persona": record.heading.persona,
                "started": record.heading.started,
                "review": reviewed.model_dump(mode="json", by_alias=True),
                "machine": scorecard.to_plain(card),
                "coach": scorecard.to_plain(found.coach) if found and found.coach else None,
                "transcript": _transcript(record),
            }
        )
        return
    _print_text(name, record, reviewed, found)


def _print_text(name: str, record: Record, reviewed: Review, found: Both | None) -> None:
    from simulator.aftercall import ENDINGS, clock, kept_card
    from simulator.cli.scores import print_card

    heading, card = record.heading, kept_card(record)
    click.echo(f"{name}: {heading.persona}, {clock(heading.length_s or 0)} long. {ENDINGS[card.ended]}\n")
    print_transcript(record, reviewed)
    click.echo("\nThe machine's score: ", nl=False)
    print_card(card)
    coach = found.coach if found else None
    if found is not None:
        _print_coach(found, reviewed)
    _print_skills(card, coach, reviewed)
    for rule, percent in reviewed.blind_rules.items():
        click.echo(f"  blind {percent} %: {rule}")


def _print_coach(found: Both, reviewed: Review) -> None:
    """The score with the coach's points; nothing where the coach gave none."""
    for override in found.left_out:
        rubric = found.machine.rubric
        tell(f"left out: {override.rule} is no rule of {rubric}, by which the call is scored now")
    if found.coach is None:
        return
    total = "not measured" if found.coach.total is None else f"{found.coach.total} of 100"
    click.echo(f"\nThe coach's score ({reviewed.coach}): {total}   {found.coach.arithmetic}\n")
    for override in reviewed.overrides:
        click.echo(f"  {override.points:+g} {override.rule}: {override.reason}")
    if found.recounted != found.machine.total:
        tell(f"This version of the program gives {found.recounted} of 100; the coach's score rests on that.")


def _print_skills(card: Scorecard, coach: Scorecard | None, reviewed: Review) -> None:
    """Whatever the coach has for the skills, beside the machine's percents."""
    columns = {"machine %": {skill.id: skill.percent for skill in card.skills}}
    if coach is not None:
        columns["coach %"] = {skill.id: skill.percent for skill in coach.skills}
    if reviewed.blind_scores:
        columns["blind %"] = dict(reviewed.blind_scores)
    if len(columns) > 1:
        click.echo("")
        rows = [(s.title, *(percents.get(s.id) for percents in columns.values())) for s in card.skills]
        print_table(("", *columns), rows)


def _both(record: Record, reviewed: Review) -> Both | None:
    """Both scores; None, with a remark, where the rubric is not here."""
    from simulator.coach.both import both

    try:
        return both(record, reviewed)
    except RecordError as error:
        tell(f"Only the machine's score can be shown: {error.what}.")
        return None


def _transcript(record: Record) -> list[dict[str, Any]]:
    from simulator import corrections
    from simulator.scoring.facts import transcript

    return [asdict(spoken) for spoken in transcript(corrections.applied(record))]
