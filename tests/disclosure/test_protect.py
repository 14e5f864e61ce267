"""One figure, made fit to be shown."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from rsqm_tool.disclosure.protect import protect
from rsqm_tool.model.disclosure import (
    PERIODS,
    Group,
    Hidden,
    Merge,
    Policy,
    ProtectedCounts,
    ProtectedFunnel,
    ProtectedShares,
    ProtectedWaits,
    Step,
    Withheld,
)
from rsqm_tool.model.monitoring import Wait, Waits
from tests.disclosure.tables import QUARTERS, counts, equality, funnel, lines, mark, policy, shares, waits

REASON = "Not shown: its numbers are small, or would give away small ones."
TEN = policy(threshold=10)


def table(*cells: tuple[int | None, ...], by: Policy = TEN, **others: Any) -> ProtectedCounts:
    made = protect(counts(cells, **others), by)
    assert isinstance(made, ProtectedCounts), made
    return made


# Tables of counts.


def test_small_numbers_are_hidden_and_the_others_are_rounded() -> None:
    made = table((22, 3, 0), (21, 14, 9))
    assert lines(made) == ["2026-Q1: A 20, B *, C 0", "2026-Q2: A 20, B 15, C *"]


def test_totals_are_added_up_again_from_what_is_shown() -> None:
    """25 and 44 were counted; of what is shown it is 20 and 35."""
    made = table((22, 3, 0), (21, 14, 9))
    assert made.row_totals == (20, 35)
    assert made.column_totals == (40, 15, Hidden.UNTOLD)
    assert made.grand_total == 55


def test_the_rule_is_said() -> None:
    assert table((25, 3)).rule == (
        "Numbers under 10 are hidden (*), others are rounded to 5; totals are of the figures shown."
    )


def test_what_cannot_be_told_is_no_zero() -> None:
    assert lines(table((None, None), (30, 12))) == ["2026-Q1: A -, B -", "2026-Q2: A 30, B 10"]


def test_zeros_are_hidden_too_where_all_of_a_few_are_in_one_column() -> None:
    """Whoever knows that somebody was referred in the second quarter would know from whom."""
    made = table((30, 12, 11), (0, 8, 0))
    assert lines(made)[1] == "2026-Q2: A *, B *, C *"
    assert made.zeros_hidden
    assert made.rule.startswith("Numbers under 10, 0 included, are hidden (*)")


def test_all_of_many_in_one_column_are_shown_to_be() -> None:
    assert lines(table((30, 12, 11), (0, 40, 0)))[1] == "2026-Q2: B 40, A 0, C 0"


def test_sensitive_tables_hide_every_zero() -> None:
    assert lines(table((30, 0), (12, 11), sensitive=True)) == ["2026-Q1: A 30, B *", "2026-Q2: A 10, B 10"]


def test_a_table_of_too_few_is_not_shown() -> None:
    made = protect(counts([(12, 3), (5, 4)]), TEN)
    assert made == Withheld(
        "referrals",
        "Referrals",
        REASON,
        "Too few cases: the numbers that would not be hidden do not come to 20. It is shown once they do; nothing is "
        "wrong.",
    )


def test_whether_a_table_is_shown_depends_on_nothing_that_is_hidden() -> None:
    """Were it shown for 20 cases in all, 10 shown beside one hidden number would say that this is 8 or 9."""
    for hidden in range(1, 10):
        assert isinstance(protect(counts([(12, hidden)]), TEN), Withheld)


def test_columns_are_sorted_by_what_is_shown_and_not_by_what_was_counted() -> None:
    """The figure has its columns in the order of their numbers: 30, 12, 11, 4, 2. D before C would say: D is larger."""
    made = protect(counts([(30, 12, 11, 4, 2)], columns="EABDC"), TEN)
    assert isinstance(made, ProtectedCounts)
    assert [column.label for column in made.columns] == ["E", "A", "B", "C", "D"]


def test_some_tables_keep_the_order_of_their_columns() -> None:
    made = protect(counts([(11, 30)], id="agreements", columns=("Made", "None")), TEN)
    assert isinstance(made, ProtectedCounts)
    assert [column.label for column in made.columns] == ["Made", "None"]


# Putting categories together.


def test_quarters_become_half_years_where_that_hides_nothing() -> None:
    made = table((12, 11), (14, 9), (12, 12), (11, 30), by=policy(PERIODS, 10))
    assert lines(made) == ["2026, January to June: B 20, A 25", "2026, July to December: B 40, A 25"]
    assert made.row_name == "Period"
    assert made.together == ("Quarters are put together to half-years.",)


def test_the_example_of_the_page_on_small_numbers() -> None:
    """Three numbers of six would be hidden by quarter, and one of three by half-year."""
    counted = counts([(22, 9, 3), (21, 14, 4)], id="referrals-by-source", columns=("Police", "Victim care", "Prison"))
    made = protect(counted, Policy())
    assert isinstance(made, ProtectedCounts)
    assert lines(made) == ["2026, January to June: Police 45, Victim care 25, Prison *"]
    assert made.row_totals == (70,)


def test_quarters_become_years_where_half_years_hide_something() -> None:
    made = table((12, 5), (14, 4), (12, 12), (11, 30), by=policy(PERIODS, 10))
    assert lines(made) == ["2026: A 50, B 50"]


def test_what_is_no_whole_year_at_the_beginning_is_left_out() -> None:
    rows = ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
    made = table((30, 3), (30, 4), (30, 4), (30, 4), (30, 4), rows=rows, by=policy((Step.YEARS,), 10))
    assert lines(made) == ["2026-Q1 to 2026-Q3: A 90, B 10"]
    assert made.together == ("Quarters are put together to years; 2025-Q3 to 2025-Q4 is left out, as it is not whole.",)


def test_where_something_is_always_hidden_the_form_with_the_least_of_it_is_taken() -> None:
    """1 of 8 cells by quarter, 1 of 4 by half-year, 1 of 2 by year."""
    cells = (30, 0), (30, 0), (30, 2), (30, 0)
    assert len(table(*cells, by=policy((Step.HALF_YEARS, Step.YEARS), 10)).rows) == 4


def test_columns_in_which_something_would_be_hidden_become_other() -> None:
    made = table((40, 20, 7, 5), (40, 20, 8, 6), by=policy((Step.OTHER,), 10))
    assert lines(made) == ["2026-Q1: A 40, B 20, Other 10", "2026-Q2: A 40, B 20, Other 15"]
    assert made.together == ("Other: 2 with small numbers.",)


def test_other_is_not_made_of_one_column() -> None:
    assert lines(table((40, 20, 7), by=policy((Step.OTHER,), 10))) == ["2026-Q1: A 40, B 20, C *"]


def test_other_is_not_shown_where_its_sum_would_say_what_its_parts_are() -> None:
    """Two hidden numbers that are shown as 20 are 9 and 9, and those shown as 15 may be 4 and 9."""
    made = [table((40, 20, a, b), by=policy((Step.OTHER,), 10)) for a, b in ((9, 9), (8, 8), (8, 7))]
    assert [lines(each)[0].partition("A ")[2] for each in made] == [
        "40, B 20, C *, D *", "40, B 20, Other 15", "40, B 20, Other 15"
    ]  # fmt: skip


def test_a_blank_is_never_part_of_other() -> None:
    columns = ("Police", "School", "Self-referral", "Not entered")
    made = table((40, 7, 8, 2), columns=columns, by=policy((Step.OTHER,), 10))
    assert lines(made) == ["2026-Q1: Police 40, Other 15, Not entered *"]


def test_bands_are_joined_as_declared() -> None:
    merge = Merge("18 to 44", ("18 to 24", "25 to 44"))
    made = table((30,), (7,), (25,), rows=("Under 18", "18 to 24", "25 to 44"), by=policy((merge,), 10))
    assert lines(made) == ["Under 18: A 30", "18 to 44: A 30"]
    assert made.together == ("18 to 44: 18 to 24, 25 to 44.",)


def test_a_table_keeps_the_columns_of_its_last_publication() -> None:
    """D is no longer small. By itself it would be what last year's Other was, less C."""
    from rsqm_tool.disclosure.grids import grid

    by = policy((Step.OTHER,), 10)
    before = grid(table((40, 20, 7, 5), by=by))
    made = protect(counts([(40, 20, 7, 25)]), by, before)
    assert isinstance(made, ProtectedCounts)
    assert lines(made) == ["2026-Q1: A 40, B 20, Other 30"]


# Equality: columns are stages of two sides.


def of_equality(*cells: tuple[int, ...]) -> ProtectedCounts:
    made = protect(equality(*cells), TEN)
    assert isinstance(made, ProtectedCounts)
    return made


def test_who_did_not_go_on_is_a_small_number_as_well() -> None:
    made = of_equality((206, 200, 30), (245, 74, 31))
    assert [mark(cell) for cell in made.cells[0]] == ["205", "nearly all", "30"]
    assert made.chains == ((0, 1),)


def test_stages_are_not_added_up_across() -> None:
    made = of_equality((206, 63, 30), (245, 74, 31))
    assert made.row_totals == ()
    assert made.grand_total is None
    assert made.column_totals == (450, 140, 60)


# Shares.


def share(number: int, of: int, by: Policy = TEN) -> list[str]:
    """What is shown of a share beside a large one: how many, of how many, per cent."""
    made = protect(shares((200, 400), (number, of)), by)
    assert isinstance(made, ProtectedShares)
    found = made.shares[1]
    return [mark(found.numerator), mark(found.denominator), str(found.percent)]


def test_a_percentage_is_of_the_numbers_shown() -> None:
    """65 of 81 is 80 %, and 65 of 80 is 81 %. From an exact 37 % of about 97, readers would work out 36."""
    assert share(65, 81) == ["65", "80", "81"]


@pytest.mark.parametrize(
    ("number", "of", "expected"),
    [
        (3, 97, ["*", "95", "None"]),
        (94, 97, ["nearly all", "95", "None"]),
        (42, 42, ["40", "40", "100"]),
        (14, 14, ["untold", "15", "None"]),
        (3, 4, ["untold", "*", "None"]),
        (0, 0, ["0", "0", "None"]),
    ],
)
def test_the_number_the_whole_and_what_is_left_over_are_hidden_by_the_same_rule(
    number: int, of: int, expected: list[str]
) -> None:
    assert share(number, of) == expected


def test_an_interval_is_worked_out_again() -> None:
    """The interval of 65 of 81 goes from 0.703 to 0.875: whoever solves it for both ends has 65 and 81."""
    from dataclasses import replace

    figure = shares((65, 81))
    figure = replace(figure, shares=(replace(figure.shares[0], low=0.703, high=0.875),))
    made = protect(figure, TEN)
    assert isinstance(made, ProtectedShares)
    assert (round(made.shares[0].low or 0, 3), round(made.shares[0].high or 0, 3)) == (0.713, 0.883)


def test_shares_by_quarter_are_put_together_as_well() -> None:
    made = protect(shares((10, 21), (11, 22), (40, 80), (40, 81), labels=QUARTERS), policy(PERIODS, 10))
    assert isinstance(made, ProtectedShares)
    assert [(s.group.label, s.numerator, s.denominator) for s in made.shares] == [
        ("2026, January to June", 20, 45),
        ("2026, July to December", 80, 160),
    ]


# Waiting times.


def test_a_median_needs_the_threshold_of_waits_on_either_side_of_it() -> None:
    made = protect(waits(9, 22, 23, 120), policy((), 10))
    assert isinstance(made, ProtectedWaits)
    assert [(mark(w.number), w.median, w.ninetieth) for w in made.waits] == [
        ("*", None, None), ("20", None, None), ("25", 30.0, None), ("120", 30.0, 30.0)
    ]  # fmt: skip


def test_the_whole_period_is_the_total_of_the_figures_shown() -> None:
    made = protect(waits(9, 22, 23, 120), policy((), 10))
    assert isinstance(made, ProtectedWaits)
    assert made.whole is not None
    assert (made.whole.number, made.whole.median) == (165, 30.0)


def test_medians_are_in_whole_days() -> None:
    figure = Waits("w", "W", "W.", "cases", (Wait("2026-Q1", (3,) * 15 + (4,) * 15, 3.5, None),), ("cases",))
    made = protect(figure, TEN)
    assert isinstance(made, ProtectedWaits)
    assert made.waits[0].median == 4.0


def test_no_wait_of_one_person_is_kept() -> None:
    made = protect(waits(30, 30, days=77), TEN)
    assert is_dataclass(made)
    assert "days" not in {f.name for w in made.waits for f in fields(w)}  # type: ignore[union-attr]


# The funnel.


def test_a_funnel_hides_steps_that_leave_few_behind() -> None:
    made = protect(funnel(479, 472, 358, 4), TEN)
    assert isinstance(made, ProtectedFunnel)
    assert [mark(stage.count) for stage in made.stages] == ["480", "nearly all", "360", "*"]


def test_a_funnel_of_few_is_not_shown() -> None:
    assert isinstance(protect(funnel(22, 10), TEN), Withheld)


# What stands with a figure.


def test_what_was_left_out_is_told_by_the_same_rule() -> None:
    """A sentence about 1 case has another verb than one about 2: below the threshold nothing of it is left."""
    left_out = (
        "Not counted: 44 cases not closed yet.",
        "Not counted: 1 case still without a first attempt.",
        "Not counted: 3 cases referred before 1 April 2024, when the records begin.",
        "Not counted: 12 rows of 2026-Q1 without both numbers.",
        "People harmed, Took part: counted for 2026-Q1 only.",
        "There are 3 more.",
    )
    made = protect(counts([(30, 12)], left_out=left_out), TEN)
    assert isinstance(made, ProtectedCounts)
    assert made.left_out == (
        "Not counted: about 45 cases not closed yet.",
        "Not counted: about 10 rows of 2026-Q1 without both numbers.",
        "People harmed, Took part: counted for 2026-Q1 only.",
        "Not counted, too: fewer than 10 for each of some reasons, which are not told here.",
        "Something else was left out, which is not told here.",
    )


def test_the_assessor_sees_exact_numbers_in_what_is_not_sensitive() -> None:
    assessor = Policy(audience="assessor")
    plain = protect(counts([(22, 3)], left_out=("Not counted: 1 case not closed yet.",)), assessor)
    assert isinstance(plain, ProtectedCounts)
    assert (plain.cells, plain.row_totals, plain.exact, plain.rule) == (((22, 3),), (25,), True, "")
    assert plain.left_out == ("Not counted: 1 case not closed yet.",)
    sensitive = protect(counts([(32, 3)], id="offences", sensitive=True), assessor)
    assert isinstance(sensitive, ProtectedCounts)
    assert sensitive.cells == ((30, Hidden.SMALL),)


def test_equality_is_hidden_from_the_assessor_though_the_figure_does_not_say_so() -> None:
    made = protect(counts([(30,), (40,)], id="equality-age", rows=("A", "B")), Policy(audience="assessor"))
    assert isinstance(made, ProtectedCounts)
    assert not made.exact


def everything(held: Any) -> list[Any]:
    """All values in a protected figure, wherever they are."""
    if is_dataclass(held):
        return [v for f in fields(held) for v in everything(getattr(held, f.name))]
    if isinstance(held, (tuple, list)):
        return [v for each in held for v in everything(each)]
    return [held]


def test_no_hidden_number_is_anywhere_in_what_is_shown() -> None:
    """The only whole numbers are the threshold, places of columns, 0, and multiples of 5 from 10 on."""
    figures = [
        counts([(22, 3, 7), (21, 14, 9)]),
        equality((206, 200, 7), (245, 6, 31)),
        shares((3, 97), (94, 97), (3, 4), (44, 88)),
        waits(9, 22, 23, 120, days=30),
        funnel(479, 472, 358, 4),
    ]
    for figure in figures:
        made = protect(figure, TEN)
        assert not isinstance(made, Withheld), figure
        numbers = [v for v in everything(made) if isinstance(v, int) and not isinstance(v, bool)]
        chains = getattr(made, "chains", ())
        assert all(n % 5 == 0 and (n == 0 or n >= 10) for n in numbers if n not in everything(chains)), numbers


def test_a_group_knows_what_it_was_made_of() -> None:
    made = table((12, 5), (14, 4), (12, 12), (11, 30), by=policy(PERIODS, 10))
    assert made.rows == (Group("2026", QUARTERS),)
