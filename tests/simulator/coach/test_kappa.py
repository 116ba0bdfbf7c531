"""Cohen's kappa against values worked out by hand, and what must hold for any table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.coach.kappa import Counts, band, interval, kappa


def table(*rows: tuple[int, ...]) -> Counts:
    return np.array(rows, dtype=np.int64)


TABLES = st.lists(st.integers(0, 30), min_size=9, max_size=9).map(
    lambda flat: np.array(flat, dtype=np.int64).reshape(3, 3)
)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (table((20, 5), (10, 15)), 0.4),  # agreed 35/50; chance (25*30 + 25*20)/2500 = 0.5
        (table((10, 2, 0), (3, 8, 1), (0, 2, 14)), (0.8 - 0.3375) / 0.6625),  # 32/40; 540/1600
        (table((45, 15), (25, 15)), 0.06 / 0.46),  # 0.6; chance 0.6*0.7 + 0.4*0.3 = 0.54
        (table((25, 35), (5, 35)), 0.14 / 0.54),  # 0.6; chance 0.6*0.3 + 0.4*0.7 = 0.46
        (table((4, 0, 0), (0, 5, 0), (0, 0, 6)), 1.0),
        (table((0, 5), (5, 0)), -1.0),
        (table((4, 4), (4, 4)), 0.0),
        (table((8, 0), (2, 0)), 0.0),  # one judge says the same of everything
        (table((9, 1), (0, 0)), 0.0),
    ],
)
def test_known_values(counts: Counts, expected: float) -> None:
    assert kappa(counts) == pytest.approx(expected)


@pytest.mark.parametrize("counts", [table((0, 0), (0, 0)), table((7, 0), (0, 0)), table((0, 0), (0, 7))])
def test_one_category_for_everything_tells_nothing(counts: Counts) -> None:
    assert kappa(counts) is None
    assert interval(np.array([counts, counts])) is None


@given(TABLES)
def test_it_is_the_same_for_both_judges_and_whatever_the_categories_are_called(counts: Counts) -> None:
    found = kappa(counts)
    turned, shuffled = kappa(counts.T), kappa(counts[::-1, ::-1])
    if found is None:
        assert turned is shuffled is None
    else:
        assert turned == pytest.approx(found)
        assert shuffled == pytest.approx(found)
        assert kappa(3 * counts) == pytest.approx(found)
        assert -1 <= found <= 1
        assert (found == 1) == (counts.sum() == np.trace(counts))


@given(st.lists(TABLES, min_size=2, max_size=8))
def test_the_interval_is_in_order_in_bounds_and_always_the_same(by_call: list[Counts]) -> None:
    found = interval(np.array(by_call))
    assert found == interval(np.array(by_call))
    if found is not None:
        assert -1 <= found[0] <= found[1] <= 1


def test_the_interval_is_about_what_the_formula_gives_for_single_pairs() -> None:
    single = [table((1, 0), (0, 0)), table((0, 1), (0, 0)), table((0, 0), (1, 0)), table((0, 0), (0, 1))]
    pairs = [one for one, times in zip(single, (20, 5, 10, 15), strict=True) for _ in range(times)]
    found = interval(np.array(pairs))
    assert found is not None
    margin = 1.96 * (0.7 * 0.3 / (50 * 0.5**2)) ** 0.5  # Cohen 1960: sqrt(po (1 - po) / (n (1 - pe)^2))
    assert found == pytest.approx((0.4 - margin, 0.4 + margin), abs=0.05)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1.0, "almost perfect"), (0.81, "almost perfect"), (0.8, "substantial"), (0.6, "moderate"),
        (0.4, "fair"), (0.2, "slight"), (0.0, "slight"), (-0.1, "poor"),
    ],
)  # fmt: skip
def test_the_names_of_the_bands(value: float, name: str) -> None:
    assert band(value) == name
