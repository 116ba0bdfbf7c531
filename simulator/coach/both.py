"""Both scores of a call: the machine's, as it is kept, and the coach's.

The coach's is the same arithmetic on the same call, with the overridden rules' points in the place of
the machine's. Comments and blind scores change no points: without overrides there is no such score.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator import aftercall
from simulator.coach.points import bounds
from simulator.coach.review import Override, Review
from simulator.errors import RecordError
from simulator.record import Record
from simulator.scoring import scorecard
from simulator.scoring.facts import Facts
from simulator.scoring.findings import Finding, Outcome, Unmeasured
from simulator.scoring.rubric import Rubric, Rule
from simulator.scoring.scorecard import Revise, Scorecard
from simulator.staging import persona_of


@dataclass(frozen=True, slots=True)
class Both:
    """Both scores.

    Attributes:
        machine: as in `score.json`.
        coach: with the overrides; None: there are none.
        left_out: overrides of rules that the rubric does not have: the call was scored anew, by another.
        recounted: the machine's total as this version of the program has it, on which the coach's
            rests; it differs from the machine's only where another version wrote `score.json`.
    """

    machine: Scorecard
    coach: Scorecard | None
    left_out: tuple[Override, ...]
    recounted: int | None


def rubric_of(record: Record) -> Rubric:
    """The rubric that the machine scored by.

    Raises:
        RecordError: it is not one of this version's.
    """
    scored_by = aftercall.kept_card(record).rubric
    found = aftercall.own_rubric(record)
    if scored_by != f"{found.id}/{found.version}":
        raise RecordError(
            f"the call {record.heading.call_id} was scored by the rubric {scored_by!r}, which is not here",
            hint="it can be read and commented; for points, have it scored by a shipped rubric",
        )
    return found


def both(record: Record, review: Review, known: Facts | None = None) -> Both:
    """Both scores of a call.

    Args:
        record: the call.
        review: the coach's.
        known: the record's facts, where they were gathered already.

    Raises:
        RecordError: the score, or the rubric that it was made by, is not here.
    """
    machine, rubric = aftercall.kept_card(record), rubric_of(record)
    known, persona = known or aftercall.facts_of(record, keep=False), persona_of(record)
    recounted = scorecard.score(known, persona, rubric)
    rules = {rule.id for rule in rubric.rules()}
    left_out = tuple(each for each in review.overrides if each.rule not in rules)
    coach = None
    if len(left_out) < len(review.overrides):
        coach = scorecard.score(known, persona, rubric, _revise(review.overrides))
    return Both(machine, coach, left_out, recounted.total)


def _revise(overrides: tuple[Override, ...]) -> Revise:
    told = {override.rule: override for override in overrides}

    def revise(rule: Rule, found: Outcome) -> Outcome:
        return _judged(rule, found, told[rule.id]) if rule.id in told else found

    return revise


def _judged(rule: Rule, found: Outcome, override: Override) -> tuple[Finding, ...]:
    """The coach's finding: the machine's first quote, if there is one, and the reason; no fault is none."""
    least, most = bounds(rule)
    points = min(max(override.points, least), most)  # a review by another version may know other bounds
    if rule.avoid and points == 0:
        return ()
    blank = Finding(
        rule.skill, rule.id, rule.title, "fix", 0.0, 0.0, "", "trainee", 0.0, 0.0, None, "", "",
    )  # fmt: skip
    quoted = blank if isinstance(found, Unmeasured) or not found else found[0]
    judged = replace(
        quoted,
        kind="strength" if points > 0 else "fix",
        points=points,
        possible=most,
        why=f"the coach: {override.reason}",
    )
    return (judged,)
