"""As of 20 November 2026, the last 12 months begin on 20 November 2025."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.model import Because
from tests.rows import from_rows, judge, shuffled, table

COLUMNS = ("case_id", "referred_on", "source")


def test_referrals_are_told_by_source() -> None:
    """Police 2, Probation 1, self 1, blank 1: five in all. `police` is Police."""
    cases = table(
        "cases",
        """
        case_id | referred_on | source
        C-1     | 2026-01-05  | Police
        C-2     | 2026-02-05  | police
        C-3     | 2026-03-05  | Probation
        C-4     | 2026-04-05  | self
        C-5     | 2026-05-05  | -
        """,
    )
    finding = judge("referrals_by_source", cases)
    assert (str(finding.outcome), finding.message) == (
        "met",
        "5 referrals in the last 12 months: 2 Police, 1 Probation, 1 by people themselves, 1 without a source",
    )
    assert dict(finding.figures) == {
        "referrals": 5,
        "self": 1,
        "no_source": 1,
        "months": 12,
        "source: Police": 2,
        "source: Probation": 1,
    }


def test_the_first_day_and_today_count_and_those_beside_them_do_not() -> None:
    """20 November 2025 and 20 November 2026 are in; 19 November 2025 and 21 November 2026 are not. 2 of 4."""
    days = ("2025-11-19", "2025-11-20", "2026-11-20", "2026-11-21")
    cases = from_rows("cases", [{"case_id": f"C-{d}", "referred_on": d, "source": "Police"} for d in days])
    figures = judge("referrals_by_source", cases).figures
    assert (figures["referrals"], figures["after_as_of"]) == (2, 1)


def test_before_records_begin_nothing_counts() -> None:
    """Two referrals in the year, one of them before 1 March, when the records begin: 1 counts."""
    rows = [{"case_id": d, "referred_on": d, "source": "self"} for d in ("2026-02-28", "2026-03-01")]
    cases = from_rows("cases", rows, records_begin="2026-03-01")
    assert judge("referrals_by_source", cases).figures["referrals"] == 1


def test_that_nobody_came_by_themselves_is_no_failure() -> None:
    cases = from_rows("cases", [{"case_id": "C-1", "referred_on": "2026-01-05", "source": "Police"}])
    finding = judge("referrals_by_source", cases)
    assert str(finding.outcome) == "met"
    assert finding.message.endswith("1 Police, none by people themselves, which is no failure")


def test_many_sources_are_told_in_short() -> None:
    """Eight sources: the six with most, by name where they are even, and two more."""
    rows = [{"case_id": f"C-{s}", "referred_on": "2026-01-05", "source": f"Agency {s}"} for s in "HGFEDCBA"]
    finding = judge("referrals_by_source", from_rows("cases", rows))
    assert "1 Agency A, 1 Agency B" in finding.message
    assert "1 Agency F, the rest from 2 other sources, none by" in finding.message
    assert finding.figures["source: Agency H"] == 1


def test_no_referrals_are_nobody_to_count() -> None:
    finding = judge("referrals_by_source", from_rows("cases", [], COLUMNS))
    assert (finding.because, finding.message) == (
        Because.NOBODY,
        "Nobody to count: no referrals in the last 12 months",
    )


def test_without_the_column_it_is_not_read() -> None:
    finding = judge("referrals_by_source", from_rows("cases", [], ("case_id", "referred_on")))
    assert (finding.because, finding.message) == (Because.UNREAD, "Not judged: the table `cases` has no column source")


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Police", "police", "self", "", "Probation"]), min_size=1, max_size=8), st.data())
def test_the_order_of_rows_changes_nothing(sources: list[str], data: st.DataObject) -> None:
    rows = [{"case_id": f"C-{n}", "referred_on": "2026-05-05", "source": s} for n, s in enumerate(sources)]
    cases = from_rows("cases", rows, COLUMNS)
    other = shuffled(cases, data.draw(st.permutations(range(len(rows)))))
    one, two = judge("referrals_by_source", cases), judge("referrals_by_source", other)
    assert (one.message, one.figures) == (two.message, two.figures)
    parts = [v for k, v in one.figures.items() if k.startswith("source: ") or k in ("self", "no_source")]
    assert sum(map(int, parts)) == len(rows)
