"""`note`: the note of a call, held against what was said; and the handover brief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from audio.errors import SimmerdownError
from simulator.cli.output import json_option, print_json, somebody_is_there, tell
from simulator.cli.scores import finished

if TYPE_CHECKING:
    from simulator.customer.persona import Persona
    from simulator.notes.checking import Remark
    from simulator.notes.handover import Brief
    from simulator.notes.note import Note
    from simulator.scoring.facts import Facts

_QUESTIONS = (
    ("issue", "What was the call about"),
    ("cause", "What was the cause"),
    ("abuse", "Was the customer abusive? What was said (Enter: no)"),
)


@click.command()
@click.argument("call_id", metavar="CALL", default="last")
@click.option("--issue", help="What the customer rang about.")
@click.option("--cause", help="Why it came to that.")
@click.option(
    "--promise", "promises", metavar='"WHAT;WHO;WHEN"', multiple=True, help="What was promised; adds one."
)
@click.option("--abuse", help="What abuse there was.")
@click.option("--handover", help='The brief for whoever takes the case over; "draft": as it is drafted.')
@click.option("--new", is_flag=True, help="Begin a new note; the old one is forgotten.")
@json_option
def note(
    call_id: str,
    issue: str | None,
    cause: str | None,
    promises: tuple[str, ...],
    abuse: str | None,
    handover: str | None,
    *,
    new: bool,
    as_json: bool,
) -> None:
    """Write the note of CALL, and hold it against what was said.

    With options they are written; without any the note is shown, or asked for where there is none. An
    escalated call has a handover brief, too: at most 75 words, half a minute.
    """
    from simulator import store
    from simulator.notes import note as notes
    from simulator.notes.heard import said_in
    from simulator.staging import persona_of

    record = finished(store.Store().find(call_id))
    call = (said_in(record), persona_of(record))
    known = None if new else notes.read(record.folder)
    given = {"issue": issue, "cause": cause, "abuse": abuse, "handover": handover}
    changes: dict[str, Any] = {name: text for name, text in given.items() if text is not None}
    if promises:
        changes["promises"] = (*(known.promises if known else ()), *_promises(promises))
    if changes:
        written = (known or notes.Note()).model_copy(update=changes)
    elif known is not None:
        written = known
    elif somebody_is_there():
        written = _asked(*call)
    else:
        raise SimmerdownError(
            "nothing is said for the new note" if new else f"the call {record.heading.call_id} has no note",
            hint="--issue, --cause, --promise write one",
        )
    written = _briefed(written, *call)
    if written != known:
        notes.write(record.folder, _checked(written))
    _tell(written, *call, as_json=as_json)


def _checked(written: Note) -> Note:
    """A note that can be kept.

    Raises:
        SimmerdownError: a text is too long.
    """
    from pydantic import ValidationError

    try:
        return type(written).model_validate(written.model_dump(by_alias=True))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise SimmerdownError(
            f"the note's {where}: {first['msg']}", hint="a note is a few sentences"
        ) from error


def _promises(texts: Sequence[str]) -> list[Any]:
    from simulator.notes import note as notes

    try:
        return [notes.promise(text) for text in texts]
    except ValueError as error:
        raise click.UsageError(f"--promise {error}") from error


def _asked(facts: Facts, persona: Persona) -> Note:
    """The note, question by question; for an escalation the brief as well."""
    from simulator.notes import handover
    from simulator.notes import note as notes

    answers: dict[str, Any] = {name: _line(question) for name, question in _QUESTIONS}
    found = []
    while what := _line("What did you promise (Enter: nothing more)"):
        found.append(notes.Promise(what=what, who=_line("  Who does it"), by_when=_line("  By when")))
    made = notes.Note(**answers, promises=tuple(found))
    if facts.ended in handover.ENDINGS:
        drafted = handover.draft(made, facts, persona)
        tell(f"\nThe handover brief, drafted:\n  {drafted}")
        made = made.model_copy(update={"handover": _line("Your own words (Enter: keep it)") or drafted})
    return made


def _line(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer.strip()


def _briefed(written: Note, facts: Facts, persona: Persona) -> Note:
    """The note with the brief as it is drafted, where that is asked for."""
    from simulator.notes import handover

    if written.handover.strip().lower() != "draft":
        return written
    return written.model_copy(update={"handover": handover.draft(written, facts, persona)})


def _tell(written: Note, facts: Facts, persona: Persona, *, as_json: bool) -> None:
    """The note, and everything that is to be said about it."""
    from simulator.notes import checking, handover, words

    in_words = persona.language == words.LANGUAGE
    remarks = checking.check(written, facts) if in_words else ()
    escalated = facts.ended in handover.ENDINGS
    brief = handover.check(written.handover, written, facts, persona) if written.handover else None
    drafted = handover.draft(written, facts, persona) if escalated and brief is None else ""
    if as_json:
        print_json(
            {
                "note": written.model_dump(mode="json", by_alias=True),
                "checked": in_words,
                "remarks": remarks,
                "brief": brief,
                "draft": drafted,
            }
        )
        return
    for line in written.lines:
        click.echo(line)
    click.echo("")
    if not in_words:
        click.echo(f"Not checked: notes are read in English only, and this call is in {persona.language!r}.")
    elif not remarks:
        click.echo("Checked against the call: nothing is missing.")
    for remark in remarks:
        click.echo(_remark(remark))
    if brief is not None:
        click.echo(_brief(brief))
    elif drafted:
        click.echo(
            f"The case was handed over. A draft of the brief (--handover draft keeps it):\n  {drafted}"
        )


def _remark(remark: Remark) -> str:
    from simulator.aftercall import clock

    quoted = f" “{remark.quote}” at {clock(remark.at_s)}." if remark.at_s is not None else ""
    return f"{'- ' if remark.sure else '? '}{remark.text}{quoted}"


def _brief(brief: Brief) -> str:
    told = f"The brief has {brief.words} words, {brief.seconds:g} s at an even pace"
    if brief.too_long:
        told += f": {brief.too_long} words too many"
    if brief.missing:
        told += f". Not found in it, by its words: {', '.join(brief.missing)}"
    return f"{told}."
