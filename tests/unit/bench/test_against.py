"""The interval that the median of paired ratios is said to lie in."""

from __future__ import annotations

import random

import pytest

from bench.against import Comparison, interval, report


def test_of_fifteen_ratios_the_fourth_and_the_twelfth_hold_the_median() -> None:
    # Conover, table A3: n = 15, p = 0.5, 95 %: ranks 4 and 12.
    assert interval(range(1, 16)) == (4, 12)
    assert interval(reversed(range(1, 16))) == (4, 12)


@pytest.mark.parametrize(("count", "low", "high"), [(6, 1, 6), (8, 1, 8), (9, 2, 8), (20, 6, 15), (25, 8, 18)])
def test_the_ranks_are_those_of_the_table(count: int, low: int, high: int) -> None:
    assert interval(range(1, count + 1)) == (low, high)


def test_too_few_ratios_have_no_interval() -> None:
    with pytest.raises(ValueError, match="too few"):
        interval([1.0] * 5)


def test_it_holds_the_true_median_nineteen_times_of_twenty() -> None:
    source = random.Random(7)
    held = 0
    for _ in range(2000):
        low, high = interval([source.lognormvariate(0, 0.2) for _ in range(15)])
        held += low <= 1.0 <= high
    assert held / 2000 >= 0.95


def test_what_is_slower_for_certain_is_named() -> None:
    found = [Comparison("W1 png", 1.05, 1.031, 1.06, 7.0, 6.7), Comparison("W2 png", 1.01, 0.98, 1.04, 0.5, 0.5)]
    text = report("abc", 15, found)
    assert "| W1 png | 1.050 | 1.031 to 1.060 | 7.00 | 6.70 |" in text
    assert text.rstrip().endswith("for certain: W1 png.")
