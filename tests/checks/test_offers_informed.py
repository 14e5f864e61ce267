"""As of 20 November 2026, the last 12 months begin on 20 November 2025."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import from_rows, judge, shuffled

COLUMNS = ("period", "duty_holder", "eligible", "informed", "definition", "received_on")


def offers(*rows: tuple[str, str, str, str]) -> Table[object]:
    """Period, agency, eligible, informed."""
    cells = [dict(zip(COLUMNS, (*row, "told by any means"), strict=False)) for row in rows]
    return from_rows("offers", cells, COLUMNS)


def test_the_share_is_that_of_all_agencies_together() -> None:
    """(300 + 120) of (1,000 + 200): 420 of 1,200 is 35 %. The mean of 30 % and 60 % would be 45 %."""
    finding = judge(
        "offers_informed", offers(("2026-Q3", "Police", "1000", "300"), ("2026-Q3", "Witness Care", "200", "120"))
    )
    assert (str(finding.outcome), finding.message) == (
        "met",
        "420 of 1,200 people harmed who were owed the offer were told of the service (35 %), by figures of 2 agencies "
        "up to 30 September 2026",
    )
    assert (finding.figures["informed"], finding.figures["eligible"]) == (420, 1200)


@pytest.mark.parametrize(("informed", "told"), [("1", "was told"), ("0", "were told")])
def test_of_one_is_one_person(informed: str, told: str) -> None:
    finding = judge("offers_informed", offers(("2026-Q3", "Police", "1", informed)))
    assert finding.message.startswith(f"{informed} of 1 person harmed who was owed the offer {told} of the service")


@pytest.mark.parametrize(
    ("period", "eligible"),
    [
        ("2025-11-01/2025-11-19", None),  # ended the day before the year begins
        ("2025-11-01/2025-11-20", 100),
        ("2026-11-01/2026-11-20", 100),  # ends today
        ("2026-11-01/2026-11-21", None),  # not over
        ("2025", 100),  # a year that ended within the last 12 months
    ],
)
def test_a_period_counts_that_ended_in_the_last_12_months(period: str, eligible: int | None) -> None:
    """One row of 100 people: it is all that counts, or there are no figures."""
    finding = judge("offers_informed", offers((period, "Police", "100", "40")))
    assert finding.figures["eligible"] == (eligible or 0)
    assert finding.because is (None if eligible else Because.UNREAD)


def test_no_figures_are_not_assessed() -> None:
    finding = judge("offers_informed", offers())
    assert (finding.because, finding.message) == (
        Because.UNREAD,
        "Not judged: no figures on the offer for the 12 months before 20 November 2026",
    )
    assert "register the request with its date" in finding.next_step
    assert judge("offers_informed").because is Because.UNREAD


def test_nobody_owed_the_offer_is_nobody_to_count() -> None:
    """0 of 0 is no share."""
    assert judge("offers_informed", offers(("2026-Q3", "Police", "0", "0"))).because is Because.NOBODY


def test_a_row_that_cannot_be_right_is_one_of_which_nobody_can_tell() -> None:
    """One row is whole (40 of 100), one lacks a number, one tells more people than it has: 1 kept, 2 cannot tell."""
    table = offers(
        ("2026-Q1", "Police", "100", "40"), ("2026-Q2", "Police", "100", "-"), ("2026-Q3", "Police", "100", "101")
    )
    finding = judge("offers_informed", table)
    assert (str(finding.outcome), finding.figures["kept"], finding.figures["cannot_tell"]) == ("partly met", 1, 2)
    assert "of 2 rows nobody can tell" in finding.message


def test_a_year_and_its_quarters_are_not_added_up() -> None:
    """2025/26 has 400 people, its last quarter's 100 among them; the next counts besides: 400 + 90 + 10 = 500.

    Told: 100 + 45 + 5 = 150. The other agency's quarter overlaps nothing of its own.
    """
    table = offers(
        ("2026-Q1", "Police", "100", "40"),
        ("2025-04-01/2026-03-31", "Police", "400", "100"),
        ("2026-Q2", "Police", "90", "45"),
        ("2026-Q1", "Witness Care", "10", "5"),
    )
    finding = judge("offers_informed", table)
    assert (finding.figures["eligible"], finding.figures["informed"]) == (500, 150)
    assert finding.figures["out: of a period that another row covers"] == 1


def test_figures_that_came_later_do_not_count_yet() -> None:
    rows = [{"period": "2026-Q3", "duty_holder": "Police", "eligible": "10", "informed": "5",
             "received_on": "2026-11-21"}]  # fmt: skip
    finding = judge("offers_informed", from_rows("offers", rows, COLUMNS))
    assert (finding.because, finding.figures["after_as_of"]) == (Because.UNREAD, 1)


def test_that_agencies_count_differently_is_told() -> None:
    rows = [
        {"period": "2026-Q3", "duty_holder": d, "eligible": "10", "informed": "5", "definition": d}
        for d in ("Police", "Witness Care")
    ]
    assert (
        "counted in 2 ways, which cannot be compared"
        in judge("offers_informed", from_rows("offers", rows, COLUMNS)).message
    )


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2026-Q1", "2026-Q2", "2026", "2025", "2026-01-01/2026-06-30"]),
            st.sampled_from(["Police", "Witness Care"]),
            st.sampled_from(["0", "50", "100", "-"]),
            st.sampled_from(["0", "50", "-"]),
        ),
        max_size=6,
    ),
    st.data(),
)
def test_the_order_of_rows_changes_nothing(rows: list[tuple[str, str, str, str]], data: st.DataObject) -> None:
    table = offers(*rows)
    other = shuffled(table, data.draw(st.permutations(range(len(rows)))))
    one, two = judge("offers_informed", table), judge("offers_informed", other)
    assert (one.outcome, one.message, one.figures) == (two.outcome, two.message, two.figures)
