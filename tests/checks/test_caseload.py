"""Told only, as of 20 November 2026."""

from __future__ import annotations

import pytest

from rsqm_tool.model import Because
from tests.rows import ask, from_rows, judge, people, table


def test_open_cases_for_each_practitioner() -> None:
    """Open: C-1, C-2, C-3. C-4 closed today; C-5 comes tomorrow. 3 for 2 people are 1.5; P-01 has 2, C-3 nobody."""
    cases = table(
        "cases",
        """
        case_id | referred_on | closed_on
        C-1     | 2026-01-01  | -
        C-2     | 2026-02-01  | 2026-11-21
        C-3     | 2026-11-20  | -
        C-4     | 2026-01-01  | 2026-11-20
        C-5     | 2026-11-21  | -
        """,
    )
    held = table(
        "facilitators",
        """
        case_id | practitioner_id | role     | allocated_on
        C-1     | P-01            | lead     | 2026-01-05
        C-2     | P-01            | co       | 2026-02-05
        C-3     | P-02            | observer | 2026-11-20
        C-4     | P-02            | lead     | 2026-01-05
        """,
    )
    finding = judge("caseload", people("P-01", "P-02"), cases, held)
    assert str(finding.outcome) == "met"
    assert finding.message == (
        "3 open cases for 2 active practitioners, 1.5 for each; the most for one is 2; 1 with no active practitioner"
    )
    assert dict(finding.figures) == {
        "open_cases": 3, "denominator": 2, "for_each": 1.5, "most_for_one": 2, "with_nobody": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("number", "staff", "each"), [(10, 4, 2.5), (1, 3, 0.3), (0, 2, 0.0)])
def test_without_facilitators_the_share_alone(number: int, staff: int, each: float) -> None:
    """10 / 4 = 2.5; 1 / 3 = 0.33, told as 0.3; none open is 0."""
    cases = from_rows("cases", [{"case_id": f"C-{n}", "referred_on": "2026-01-01"} for n in range(number)],
                      ["case_id", "referred_on", "closed_on"])  # fmt: skip
    finding = judge("caseload", people(*(f"P-{n}" for n in range(staff))), cases)
    assert finding.figures["for_each"] == each
    assert "most_for_one" not in finding.figures


def test_nobody_active_is_nobody_to_count() -> None:
    """1 open case, and the only practitioner has no casework role: 1 / 0 is no figure."""
    cases = from_rows("cases", [{"case_id": "C-1", "closed_on": ""}])
    finding = judge("caseload", people("P-01", casework="no"), cases)
    assert (finding.because, finding.message) == (
        Because.NOBODY,
        "Nobody to count: 1 open case, and no active practitioners",
    )
    assert finding.figures["out: without a casework role"] == 1


def test_without_the_table_that_is_told_and_lowers_nothing() -> None:
    (finding,) = ask("caseload", people("P-01"))
    assert (str(finding.outcome), finding.message) == (
        "met",
        "Open cases for each practitioner cannot be told: there is no table `cases`",
    )
