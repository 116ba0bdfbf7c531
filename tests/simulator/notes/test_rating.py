"""The trainee's own rating beside the score, in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.errors import RecordError
from simulator.notes import asking, rating
from simulator.notes.rating import Rating, differences
from simulator.scoring.scorecard import Scorecard
from tests.simulator.scoring.calls import GOOD, card, conversation, skill

POOR = card(conversation("You need to calm down.", "That's our policy.", ended="hung_up"))
FINE = card(conversation(*GOOD))


def texts(rated: dict[str, int | None], total: int, of: Scorecard) -> list[str]:
    found = differences(Rating(rated=rated, total=total), of)
    return [each.text for each in found]


def test_who_thinks_too_well_of_it_hears_what_was_missed() -> None:
    (total, empathy) = texts({"empathy": 80}, 90, POOR)
    above = 90 - (POOR.total or 0)
    assert total == f"You rated the call 90 of 100; the score is {POOR.total}: you are {above} above it."
    assert empathy.startswith(
        f"You rated empathy 8 of 10; the score found {skill(POOR, 'empathy').percent} %: it missed "
    )
    assert "“" in empathy


def test_who_thinks_too_little_of_it_hears_what_was_good() -> None:
    (total, empathy) = texts({"empathy": 10}, 10, FINE)
    assert "below it" in total
    assert "better than you thought: “" in empathy


def test_what_is_near_is_the_same() -> None:
    assert FINE.total is not None
    (total,) = texts({}, FINE.total - rating.NEAR, FINE)
    assert total.endswith("about the same.")


def test_what_was_skipped_or_is_no_skill_is_not_compared() -> None:
    assert len(texts({"empathy": None, "charm": 50}, 50, FINE)) == 1


def test_what_was_not_counted_has_nothing_to_compare() -> None:
    left = next(each for each in FINE.skills if each.percent is None)
    found = differences(Rating(rated={left.id: 50}, total=50), FINE)[1]
    assert found.found is None
    assert "nothing to compare" in found.text


def test_a_call_without_a_score_can_be_rated() -> None:
    (total,) = (each.text for each in differences(Rating(rated={}, total=50), card([])))
    assert "nothing to measure" in total


def test_a_rating_is_kept_for_anybody_to_read(tmp_path: Path) -> None:
    known = Rating(rated={"empathy": 80, "apology": None}, total=70)
    rating.write(tmp_path, known)
    assert json.loads((tmp_path / "rating.json").read_bytes()) == {
        "schema": 1, "rated": {"empathy": 80, "apology": None}, "total": 70,
    }  # fmt: skip
    assert rating.read(tmp_path) == known


@pytest.mark.parametrize("content", ["", '{"schema": 1, "rated": {"a": 101}, "total": 1}', '{"schema": 2}'])
def test_a_damaged_rating_is_told(tmp_path: Path, content: str) -> None:
    assert rating.read(tmp_path) is None
    (tmp_path / "rating.json").write_text(content)
    with pytest.raises(RecordError, match=r"rating\.json: can't be read"):
        rating.read(tmp_path)


def test_asking_after_every_call_is_a_setting(tmp_path: Path) -> None:
    assert asking.kept(tmp_path / "home").rate is None
    asking.keep(tmp_path / "home", asking.Asking(rate=True))
    assert asking.kept(tmp_path / "home").rate is True
    (tmp_path / "home" / "after-call.json").write_text("{")
    assert asking.kept(tmp_path / "home").rate is None
