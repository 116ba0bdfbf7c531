"""How often an ear is right: precision, recall and F1 by behaviour, and their means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.ear.labels import LABELS


@dataclass(frozen=True, slots=True)
class Judged:
    """A reply: what it shows, what may be (not counted), and what an ear heard."""

    truth: frozenset[str]
    unsure: frozenset[str]
    heard: frozenset[str]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of one behaviour.

    Attributes:
        replies: that show it.
        right: heard and there; wrong: heard and not there; missed: there and not heard.
    """

    label: str
    replies: int
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was heard, the share that was there; 1 if nothing was heard."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what was there, the share that was heard."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def accuracies(judged: Sequence[Judged]) -> list[Accuracy]:
    """One for each behaviour."""
    return [_accuracy(label, judged) for label in LABELS]


def macro(found: Sequence[Accuracy]) -> float:
    """The mean F1 of the behaviours that occur."""
    scores = [each.f1 for each in found if each.replies]
    return sum(scores) / len(scores) if scores else 0.0


def _accuracy(label: str, judged: Sequence[Judged]) -> Accuracy:
    counted = [each for each in judged if label not in each.unsure]
    right = sum(label in each.truth and label in each.heard for each in counted)
    wrong = sum(label not in each.truth and label in each.heard for each in counted)
    missed = sum(label in each.truth and label not in each.heard for each in counted)
    return Accuracy(label, right + missed, right, wrong, missed)
