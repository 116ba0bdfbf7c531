"""A rule's points: between which bounds they lie, and what share of the best was had."""

from __future__ import annotations

from simulator.scoring import scorecard
from simulator.scoring.rubric import Rule
from simulator.scoring.scorecard import Scorecard


def bounds(rule: Rule) -> tuple[float, float]:
    """The least and the most points that a rule gives in a call; faults only cost."""
    return (-(rule.most or rule.points), 0.0) if rule.avoid else (0.0, rule.points)


def share(rule: Rule, points: float) -> float:
    """Where points lie between the bounds: 0 the least, 1 the most."""
    least, most = bounds(rule)
    return (points - least) / (most - least)


def by_rule(card: Scorecard) -> dict[str, float]:
    """The points of each rule that counted."""
    return {rule: won for rule, (won, _) in scorecard.points(card).items()}
