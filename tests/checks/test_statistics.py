"""The formulae, by hand and by properties."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.checks._statistics import median, percentile, wilson
from rsqm_tool.checks._window import share

numbers = st.lists(st.integers(-1000, 1000), min_size=1, max_size=40)


def test_the_median_is_the_middle_or_half_of_the_two_middle_ones() -> None:
    """3, 5, 9: 5. 3, 5, 9, 11: (5 + 9) / 2 = 7. One value is its own."""
    assert (median([9, 3, 5]), median([11, 3, 9, 5]), median([4])) == (5, 7, 4)


def test_a_percentile_is_one_of_the_values() -> None:
    """20 values, 1 to 20: 90 % of 20 is 18, so the 18th. 19 values: 17.1, so the 18th. 10 values, 50 %: the 5th."""
    assert percentile(range(1, 21), 90) == 18
    assert percentile(range(1, 20), 90) == 18
    assert percentile(range(1, 11), 50) == 5
    assert (percentile([7], 0), percentile([1, 2], 100)) == (7, 2)


def test_an_interval_by_hand() -> None:
    """72 of 84: p = 0.8571, z²/n = 0.0457. (0.8800 ± 0.0782) / 1.0457 is 0.767 and 0.916."""
    assert [round(end, 3) for end in wilson(72, 84)] == [0.767, 0.916]


@pytest.mark.parametrize(
    ("number", "of", "expected"),
    [(0, 10, (0.0, 0.278)), (10, 10, (0.722, 1.0)), (5, 10, (0.237, 0.763)), (1, 1, (0.207, 1.0))],
)
def test_known_intervals(number: int, of: int, expected: tuple[float, float]) -> None:
    """0 of 10: z²/n / (1 + z²/n) = 0.38415 / 1.38415 = 0.278; the others mirror and halve it."""
    assert tuple(round(end, 3) for end in wilson(number, of)) == expected


def test_nothing_counted_has_no_figure() -> None:
    for call in (lambda: median([]), lambda: percentile([], 50), lambda: percentile([1], 101), lambda: wilson(0, 0)):
        with pytest.raises(ValueError):
            call()
    with pytest.raises(ValueError):
        wilson(3, 2)


def test_a_share_has_no_percentage_under_ten() -> None:
    """7 of 9 is told as such; 7 of 10 is 70 %, between 40 and 89 %."""
    assert share(7, 9) == "7 of 9"
    assert share(7, 10) == "7 of 10 (70 %, 95 % interval 40 to 89 %)"
    assert share(7, 10, interval=False) == "7 of 10 (70 %)"


@settings(deadline=None)
@given(numbers)
def test_order_changes_nothing_and_both_lie_within(values: list[int]) -> None:
    for find in (median, lambda v: percentile(v, 90)):
        assert min(values) <= find(values) <= max(values)
        assert find(values) == find(sorted(values))
    assert percentile(values, 90) in values
    assert sum(v <= percentile(values, 90) for v in values) * 100 >= 90 * len(values)


@settings(deadline=None)
@given(st.integers(1, 400), st.data())
def test_an_interval_holds_the_share_and_narrows_with_more(of: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, of))
    low, high = wilson(number, of)
    assert 0 <= low <= number / of <= high <= 1
    wider = wilson(number, of)
    narrower = wilson(number * 4, of * 4)
    assert narrower[1] - narrower[0] <= wider[1] - wider[0]
