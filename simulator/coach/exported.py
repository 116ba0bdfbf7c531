"""Calls as plain values for other programs: `simmerdown export --json`.

`export.schema.json`, beside this file, describes it; `python -m simulator.coach.exported` prints it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator import __version__
from simulator.aftercall import kept_card
from simulator.coach import review
from simulator.coach.both import both
from simulator.coach.files import moment
from simulator.coach.points import by_rule
from simulator.errors import RecordError
from simulator.record import Record
from simulator.redo.branch import branch_of
from simulator.scoring.findings import Finding
from simulator.scoring.scorecard import Scorecard

SCHEMA_FILE = Path(__file__).with_name("export.schema.json")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ExportedSkill(_Part):
    """A skill; percent is null where it did not count."""

    id: str
    title: str
    weight: float
    machine: int | None
    coach: int | None
    blind: int | None


class ExportedRule(_Part):
    """The points of a rule that counted, and why the coach gave others."""

    id: str
    machine: float | None
    coach: float
    reason: str


class ExportedFinding(_Part):
    """One thing that the machine's score rests on; times in seconds from the ring."""

    skill: str
    rule: str
    title: str
    kind: Literal["strength", "fix"]
    points: float
    possible: float
    quote: str
    said_by: Literal["trainee", "customer"]
    at_s: float
    until_s: float
    turn: int | None
    why: str
    better: str


class ExportedComment(_Part):
    """What the coach said of a turn of the trainee's."""

    turn: int
    text: str


class ExportedReview(_Part):
    """What the coach made of the call; `total` is null where the coach gave no points.

    `blind_rules` are what the coach gave for rules, 0 to 100, before the machine's score was shown.
    """

    coach: str
    at: str
    blind: bool
    total: int | None
    arithmetic: str | None
    comments: tuple[ExportedComment, ...]
    overrides: tuple[ExportedRule, ...]
    blind_rules: dict[str, int]


class ExportedCall(_Part):
    """A call that is over; `total` is the machine's, null where nothing could be measured.

    A demo is nobody's own call; a try is of a turn (`redo_turn`) of another call (`redo_of`).
    """

    call_id: str
    persona: str
    started: str
    length_s: float | None
    ended: str
    demo: bool
    redo_of: str | None
    redo_turn: int | None
    rubric: str
    total: int | None
    arithmetic: str
    skills: tuple[ExportedSkill, ...]
    findings: tuple[ExportedFinding, ...]
    review: ExportedReview | None


class Export(_Part):
    """Calls with the machine's score, and the coach's where there is one."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    program: str
    calls: tuple[ExportedCall, ...]

    def to_text(self) -> str:
        """The text of the file."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"


def export(calls: list[ExportedCall]) -> Export:
    """The file of some calls."""
    return Export(program=__version__, calls=tuple(calls))


def exported(record: Record) -> ExportedCall:
    """A call with its score or scores.

    Raises:
        SimmerdownError: the score or the review can't be read, or the call has no true time.
    """
    branch = branch_of(record)
    heading, card, reviewed = record.heading, kept_card(record), review.kept(record.folder)
    _check_time(record)
    coach = both(record, reviewed).coach if reviewed is not None else None
    percents = {skill.id: skill.percent for skill in coach.skills} if coach else {}
    blind = reviewed.blind_scores if reviewed is not None else {}
    return ExportedCall(
        call_id=heading.call_id,
        persona=heading.persona,
        started=heading.started,
        length_s=heading.length_s,
        ended=card.ended,
        demo=heading.demo,
        redo_of=None if branch is None else branch.of,
        redo_turn=None if branch is None else branch.turn,
        rubric=card.rubric,
        total=card.total,
        arithmetic=card.arithmetic,
        skills=tuple(
            ExportedSkill(
                id=skill.id,
                title=skill.title,
                weight=skill.weight,
                machine=skill.percent,
                coach=percents.get(skill.id),
                blind=blind.get(skill.id),
            )
            for skill in card.skills
        ),
        findings=tuple(_finding(finding) for finding in card.findings),
        review=_review(reviewed, card, coach) if reviewed is not None else None,
    )


def _check_time(record: Record) -> None:
    try:
        moment(record.heading.started)
    except ValueError as error:
        raise RecordError(f"{record.folder / 'record.json'}: started: is no time as ISO 8601") from error


def schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    found = Export.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def schema_text() -> str:
    """The text of `export.schema.json`."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> ExportedFinding:
    return ExportedFinding(**{name: getattr(finding, name) for name in ExportedFinding.model_fields})


def _review(reviewed: review.Review, machine: Scorecard, coach: Scorecard | None) -> ExportedReview:
    points = by_rule(machine)
    return ExportedReview(
        coach=reviewed.coach,
        at=reviewed.at,
        blind=reviewed.blind,
        total=coach.total if coach else None,
        arithmetic=coach.arithmetic if coach else None,
        comments=tuple(ExportedComment(turn=each.turn, text=each.text) for each in reviewed.comments),
        overrides=tuple(
            ExportedRule(id=each.rule, machine=points.get(each.rule), coach=each.points, reason=each.reason)
            for each in reviewed.overrides
        ),
        blind_rules=reviewed.blind_rules,
    )


if __name__ == "__main__":
    print(schema_text(), end="")  # noqa: T201 - what it is for
