"""Which sums of several figures are the same number: read off the numbers, as long as they agree everywhere."""

from __future__ import annotations

from rsqm_tool.disclosure.same import same_numbers
from rsqm_tool.model.disclosure import End, Policy, Same
from rsqm_tool.model.monitoring import Figure
from tests.disclosure.tables import counts, funnel, shares, waits


def same(*figures: Figure) -> list[Same]:
    return list(same_numbers(figures, Policy()))


def test_two_tables_of_the_same_cases_by_quarter() -> None:
    """30 and 12 in the first quarter, 20 and 25 in the second: 42 and 45 either way."""
    one, other = counts([(30, 12), (20, 25)]), counts([(40, 2), (40, 5)], id="routes", columns="PQ")
    assert same(one, other) == [(End("referrals"), End("routes"))]


def test_one_quarter_that_differs_is_enough() -> None:
    one, other = counts([(30, 12), (20, 25)]), counts([(40, 2), (40, 6)], id="routes", columns="PQ")
    assert same(one, other) == []


def test_quarters_of_which_nothing_is_known_are_no_matter() -> None:
    one, other = counts([(None, None), (20, 25)]), counts([(40, 2), (40, 5)], id="routes", columns="PQ")
    assert same(one, other) == [(End("referrals"), End("routes"))]


def test_waiting_times_of_the_same_cases() -> None:
    assert same(counts([(30, 12), (20, 25)]), waits(42, 45)) == [(End("referrals"), End("waiting", None, "waits"))]


def test_a_column_of_one_table_is_a_row_of_another() -> None:
    """39 direct and 95 indirect processes, and what was agreed in each."""
    processes = counts([(20, 50), (19, 45)], id="processes", columns=("Direct", "Indirect"))
    agreements = counts([(27, 12), (90, 5)], id="agreements", rows=("Direct", "Indirect"), columns=("Made", "None"))
    assert same(processes, agreements) == [
        (End("agreements"), End("processes")),
        (End("agreements", "Direct"), End("processes", None, "Direct")),
        (End("agreements", "Indirect"), End("processes", None, "Indirect")),
    ]


def test_shares_of_the_same_replies() -> None:
    assert same(shares((65, 81), (36, 42)), shares((80, 81), (42, 42), id="felt-safe")) == [
        (End("felt-safe", "A", "all"), End("satisfied", "A", "all")),
        (End("felt-safe", "B", "all"), End("satisfied", "B", "all")),
    ]


def test_the_first_step_of_a_funnel_is_the_total_of_a_table() -> None:
    assert same(counts([(30, 12)]), funnel(42, 30)) == [(End("funnel", None, "A"), End("referrals"))]


def test_zeros_are_not_the_same() -> None:
    assert same(counts([(0, 0)]), counts([(0,)], id="routes")) == []
