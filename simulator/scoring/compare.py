"""Two calls side by side: what moved, skill by skill and rule by rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.scoring.findings import Finding
from simulator.scoring.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Moved:
    """A skill, or a rule, in both calls; None where it did not count."""

    id: str
    title: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """How far it moved, where it counted in both."""
        if self.before is None or self.after is None:
            return None
        return round(self.after - self.before, 2)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two scorecards of the same rubric.

    Attributes:
        total: of 100.
        skills: in percent.
        rules: in points; only those that differ.
    """

    rubric: str
    total: Moved
    skills: tuple[Moved, ...]
    rules: tuple[Moved, ...]


def compare(before: Scorecard, after: Scorecard) -> Comparison:
    """What moved from one call to another.

    Raises:
        ValueError: they were scored by different rubrics.
    """
    if before.rubric != after.rubric:
        raise ValueError(f"scored by different rubrics: {before.rubric} and {after.rubric}")
    first = {skill.id: skill.percent for skill in before.skills}
    then = {finding.rule: finding.title for card in (before, after) for finding in card.findings}
    points_before, points_after = _points(before.findings), _points(after.findings)
    rules = (
        Moved(rule, title, points_before.get(rule), points_after.get(rule)) for rule, title in then.items()
    )
    return Comparison(
        before.rubric,
        Moved("total", "Total", before.total, after.total),
        tuple(Moved(skill.id, skill.title, first.get(skill.id), skill.percent) for skill in after.skills),
        tuple(moved for moved in rules if moved.before != moved.after),
    )


def _points(findings: Iterable[Finding]) -> dict[str, float]:
    points: dict[str, float] = {}
    for finding in findings:
        points[finding.rule] = round(points.get(finding.rule, 0.0) + finding.points, 2)
    return points
