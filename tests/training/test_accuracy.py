from __future__ import annotations

import numpy as np
import pytest

from training import bounds
from training.accuracy import Judged, accuracies, macro


def judged(truth: str, heard: str, unsure: str = "") -> Judged:
    return Judged(frozenset(truth.split()), frozenset(unsure.split()), frozenset(heard.split()))


def test_precision_recall_and_f1() -> None:
    found = {
        each.label: each
        for each in accuracies(
            [judged("apology", "apology"), judged("apology", ""), judged("", "apology"), judged("", "")]
        )
    }
    apology = found["apology"]
    assert (apology.replies, apology.right, apology.wrong, apology.missed) == (2, 1, 1, 1)
    assert apology.precision == apology.recall == apology.f1 == pytest.approx(0.5)
    assert found["thanks"].precision == 1
    assert macro(list(found.values())) == pytest.approx(0.5)


def test_what_raters_did_not_agree_on_is_not_counted() -> None:
    apology = next(a for a in accuracies([judged("", "apology", "apology")]) if a.label == "apology")
    assert (apology.right, apology.wrong, apology.missed) == (0, 0, 0)


ACKNOWLEDGEMENT, EMPATHY = 0, 1


def test_a_net_that_is_often_wrong_must_be_surer() -> None:
    scores = np.repeat(np.linspace(0, 1, 200)[:, None], 2, axis=1)
    no_rules, everything = np.zeros((200, 2), bool), np.ones((200, 2), bool)
    good = bounds.chosen(scores, no_rules, scores > 0.3, everything)[0]
    poor = bounds.chosen(scores, no_rules, scores > 0.9, everything)[0]
    assert bounds.ALONE[0] == good[EMPATHY] < poor[EMPATHY]
    assert good[ACKNOWLEDGEMENT] == bounds.LEAST["acknowledgement"]


def test_what_raters_did_not_agree_on_moves_no_bound() -> None:
    scores, rules = np.full((50, 2), 0.8), np.ones((50, 2), bool)
    nothing = np.zeros((50, 2), bool)
    alone, agreed = bounds.chosen(scores, rules, nothing, nothing)
    assert (alone[EMPATHY], agreed[EMPATHY]) == (bounds.ALONE[0], bounds.AGREED[0])
    assert bounds.chosen(scores, rules, nothing, ~nothing)[0][EMPATHY] > bounds.ALONE[0]
