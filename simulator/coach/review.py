"""A coach's review of a call: `review.json`, beside the record.

A review only ever adds to what the machine made of the call: comments on turns, points for rules with
a reason, and, where the coach scored first and looked afterwards, the blind scores.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Literal
from uuid import uuid4

from pydantic import Field

from simulator.coach import files
from simulator.coach.files import Name, SharedError, Strict, Time, Words
from simulator.coach.points import bounds
from simulator.record import write_whole
from simulator.scoring.rubric import Rubric

FILE = "review.json"
MOST_BYTES = 1_000_000

Percent = Annotated[int, Field(ge=0, le=100)]
Id = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)*$", max_length=100)]


class Comment(Strict):
    """What the coach says of a turn of the trainee's."""

    turn: Annotated[int, Field(ge=0)]
    text: Words


class Override(Strict):
    """The points that the coach gives for a rule, in the place of the machine's, and why."""

    rule: Id
    points: Annotated[float, Field(ge=-100, le=100)]
    reason: Words


class Review(Strict):
    """`review.json`.

    Attributes:
        id: made when the review is begun, since coaches may have the same name; None: an older version
            of the program wrote it.
        coach: who reviewed, by whatever name the coach gave.
        at: when it was last changed, as ISO 8601.
        blind: whether the coach scored before the machine's score was shown.
        blind_scores: then: skills, 0 to 100.
        blind_rules: then: rules, 0 to 100.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None = None
    coach: Name
    at: Time
    blind: bool = False
    comments: tuple[Comment, ...] = ()
    overrides: tuple[Override, ...] = ()
    blind_scores: dict[Id, Percent] = Field(default_factory=dict)
    blind_rules: dict[Id, Percent] = Field(default_factory=dict)


def begin(coach: str, at: str) -> Review:
    """A new review, with nothing in it yet."""
    return Review(id=uuid4().hex, coach=coach, at=at)


def kept(folder: Path) -> Review | None:
    """The review beside a record; None: there is none.

    Raises:
        SharedError: it can't be read.
    """
    path = folder / FILE
    return files.read(path, Review, MOST_BYTES) if path.is_file() else None


def keep(folder: Path, review: Review) -> None:
    """Put a review beside a record."""
    write_whole(folder / FILE, review.to_text())


def commented(review: Review, turn: int, text: str, turns: Collection[int]) -> Review:
    """The review with one more comment.

    Raises:
        SharedError: the call has no such turn, or the text can't be kept.
    """
    if turn not in turns:
        raise SharedError(
            f"the trainee has no turn {turn}", hint=f"the turns: {', '.join(map(str, sorted(turns)))}"
        )
    comment = _made(Comment, {"turn": turn, "text": text.strip()})
    return review.model_copy(update={"comments": (*review.comments, comment)})


def overridden(review: Review, rule_id: str, points: float, reason: str, rubric: Rubric) -> Review:
    """The review with the coach's points for a rule; a second time, they replace the first.

    Raises:
        SharedError: there is no such rule, the points are out of its bounds, or no reason is given.
    """
    rule = next((rule for rule in rubric.rules() if rule.id == rule_id), None)
    if rule is None:
        raise SharedError(
            f"the rubric {rubric.id!r} has no rule {rule_id!r}",
            hint=f"its rules: {', '.join(rule.id for rule in rubric.rules())}",
        )
    least, most = bounds(rule)
    if not least <= points <= most:
        raise SharedError(
            f"{rule_id} can't have {points:g} points", hint=f"give {least:g} to {most:g}: {rule.title}"
        )
    if not reason.strip():
        raise SharedError(
            f"{rule_id}: no reason is given", hint="say in a few words why: the trainee reads it"
        )
    override = _made(Override, {"rule": rule_id, "points": points, "reason": reason.strip()})
    others = _without(review, rule_id)
    return others.model_copy(update={"overrides": (*others.overrides, override)})


def withdrawn(review: Review, what: str) -> Review:
    """The review without the points for a rule, or without the comments on a turn.

    Raises:
        SharedError: it has neither.
    """
    known = [each.rule for each in review.overrides] + [str(each.turn) for each in review.comments]
    if what not in known:
        raise SharedError(
            f"the review has no points for a rule {what!r}, and no comment on such a turn",
            hint=f"there are: {', '.join(dict.fromkeys(known)) or 'none'}",
        )
    return _without(review, what)


def _without(review: Review, what: str) -> Review:
    return review.model_copy(
        update={
            "overrides": tuple(each for each in review.overrides if each.rule != what),
            "comments": tuple(each for each in review.comments if str(each.turn) != what),
        }
    )


def scored_blind(review: Review, rated: Mapping[str, int], rubric: Rubric) -> Review:
    """The review with blind scores for skills and rules, 0 to 100.

    Raises:
        SharedError: nothing is rated, there is no such skill or rule, or the number is out of bounds.
    """
    skills = {skill.id for skill in rubric.skills if skill.rules}
    rules = {rule.id for rule in rubric.rules()}
    for name, percent in rated.items():
        if name not in skills | rules:
            raise SharedError(
                f"the rubric {rubric.id!r} has no skill or rule {name!r}",
                hint=f"its skills: {', '.join(sorted(skills))}",
            )
        if not 0 <= percent <= 100:
            raise SharedError(
                f"{name}: {percent} is not within 0 and 100", hint="0: not at all; 100: all of it"
            )
    if not rated:
        raise SharedError("nothing is scored yet", hint="score at least one skill: --rate empathy 60")
    return review.model_copy(
        update={
            "blind": True,
            "blind_scores": {name: percent for name, percent in rated.items() if name in skills},
            "blind_rules": {name: percent for name, percent in rated.items() if name in rules},
        }
    )


def _made(model: type[files.M], values: Mapping[str, object]) -> files.M:
    """A part of a review from what the coach typed."""
    try:
        return model(**values)
    except ValueError as error:
        raise SharedError(
            f"that can't be kept: {model.__name__.lower()} is empty, too long, or not plain text",
            hint="up to 2000 characters, no control characters",
        ) from error
