"""The rule for one number, and for a part of a number."""

from __future__ import annotations

import pytest

from rsqm_tool.disclosure.knowledge import of_row
from rsqm_tool.disclosure.numbers import chain, enough, least, shown
from rsqm_tool.model.disclosure import Grid, Hidden, Policy, total
from tests.disclosure.tables import groups, mark


def test_what_is_shown_of_numbers_with_a_threshold_of_10() -> None:
    numbers = (0, 1, 9, 10, 12, 13, 17, 18, 97)
    assert [mark(shown(n, 10)) for n in numbers] == ["0", "*", "*", "10", "10", "15", "15", "20", "95"]


def test_a_zero_is_hidden_where_zeros_are() -> None:
    assert shown(0, 10, zeros_hidden=True) is Hidden.SMALL
    assert shown(10, 10, zeros_hidden=True) == 10


def test_what_cannot_be_told_stays_so() -> None:
    assert shown(None, 10) is None


def test_no_number_is_rounded_to_below_the_threshold() -> None:
    """With a threshold of 7, the nearest multiple of 5 to 7 is 5, and a reader would know that 5 means 7."""
    assert [shown(n, 7) for n in (7, 8, 12, 13)] == [10, 10, 10, 15]
    assert [least(cell, 7) for cell in (10, 15, 0, Hidden.SMALL)] == [7, 13, 0, 0]


@pytest.mark.parametrize("threshold", range(5, 21))
def test_readers_know_as_much_as_is_shown_and_no_more(threshold: int) -> None:
    """The bounds that the audit starts from hold every number that is shown as it is, and no other."""
    for n in range(1, 200):
        cell = shown(n, threshold)
        one = Grid("x", groups("r"), groups("A"), ((cell,),), threshold)
        (known,) = of_row(one, 0)
        assert [m for m in range(1, 250) if shown(m, threshold) == cell] == list(range(known.low, known.high + 1))
        assert isinstance(cell, Hidden) or least(cell, threshold) == known.low


def test_what_surely_comes_to_twenty_is_shown_as_25() -> None:
    """18 is shown as 20 as well; 25 is shown for 23 at least."""
    assert enough(20) == 25
    assert least(20, 10) == 18
    assert least(25, 10) == 23


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((80, 65), ["80", "65"]),
        ((81, 80), ["80", "nearly all"]),  # one is left over
        ((42, 42), ["40", "40"]),  # nobody is left over, of enough
        ((50, 0), ["50", "0"]),
        ((50, 3), ["50", "*"]),
        ((100, 91), ["100", "nearly all"]),
        ((100, 90), ["100", "90"]),
        ((22, 11), ["20", "untold"]),  # shown as 20, which 18 is as well: then 11 leaves 7 over
        ((14, 14), ["15", "untold"]),  # all of a few: it would say so of each
        ((4, 3), ["*", "untold"]),
        ((0, 0), ["0", "0"]),
        # A funnel: what is left over is taken of the last number that is shown.
        ((480, 475, 350), ["480", "nearly all", "350"]),
        ((480, 474, 468), ["480", "nearly all", "470"]),  # 6 and 6, but 12 together
        ((480, 475, 473), ["480", "nearly all", "nearly all"]),
        ((480, 8, 2), ["480", "*", "untold"]),
        ((480, 15, 10), ["480", "15", "untold"]),
    ],
)
def test_a_part_is_hidden_when_it_or_what_it_leaves_over_is_small(
    numbers: tuple[int, ...], expected: list[str]
) -> None:
    assert [mark(cell) for cell in chain(numbers, 10)] == expected


def test_a_total_is_of_the_figures_shown() -> None:
    assert total((10, 15, Hidden.SMALL)) == 25
    assert total((0, 0)) == 0
    assert total((None, 5)) == 5
    assert total((None,)) is None


def test_a_total_of_nothing_but_hidden_numbers_is_not_0() -> None:
    assert total((Hidden.SMALL, Hidden.SMALL)) is Hidden.UNTOLD
    assert total((0, Hidden.SMALL)) is Hidden.UNTOLD


def test_no_threshold_lies_below_5() -> None:
    assert Policy(threshold=5).threshold == 5
    with pytest.raises(ValueError, match="numbers below 5 are never shown: the threshold cannot be 4"):
        Policy(threshold=4)
