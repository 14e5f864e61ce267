"""The window runs from 20 November 2025 to 20 November 2026."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import ask, exception, from_rows, judge, people, piles, table, verdict

COLUMNS = ["case_id", "practitioner_id", "role", "allocated_on", "ended_on"]


def had(*lines: str) -> Table[Any]:
    """`"P-01 lead 2026-01-01 2026-02-01"`, a `-` for what is blank."""
    rows = [dict(zip(COLUMNS, [f"C-{n}", *line.split()], strict=True)) for n, line in enumerate(lines)]
    return from_rows("facilitators", rows, COLUMNS)


@pytest.mark.parametrize(("ended", "expected"), [("2025-11-20", ("P-01",)), ("2025-11-19", ()), ("-", ("P-01",))])
def test_leading_in_the_last_twelve_months(ended: str, expected: tuple[str, ...]) -> None:
    """Led until 20 November 2025, the window's first day: broken. Until the 19th: kept. Still leading: broken."""
    who = people("P-01", level="foundation")
    assert judge("foundation_does_not_lead", who, had(f"P-01 lead 2025-01-01 {ended}")).subjects == expected


def test_two_of_three_below_intermediate() -> None:
    """P-01 (Foundation) and P-02 (at no level) led, P-03 (Foundation) did not, P-04 (Advanced) led: 2 of 3."""
    who = table(
        "practitioners",
        "practitioner_id | level \n P-01 | foundation \n P-02 | none \n P-03 | foundation \n P-04 | advanced",
    )
    led = had("P-04 lead 2026-01-01 -", "P-01 lead 2026-01-01 -", "P-02 lead 2026-01-01 -", "P-03 co 2026-01-01 -")
    finding = judge("foundation_does_not_lead", who, led)
    assert verdict(finding) == ("not met", ("P-01", "P-02"))
    assert finding.message == (
        "2 of 3 active practitioners below Intermediate level led a case in the last 12 months; not counted: "
        "1 at Intermediate or Advanced level"
    )
    assert finding.where and (finding.where.row, finding.where.field) == (3, "role")


def test_nobody_below_intermediate_is_nobody_to_count() -> None:
    """1 practitioner, at Advanced level: 0 count."""
    finding = judge("foundation_does_not_lead", people("P-01", level="advanced"), had("P-01 lead 2026-01-01 -"))
    assert finding.because is Because.NOBODY


def test_without_a_level_or_a_day_it_cannot_be_told() -> None:
    """P-01 leads without a level; P-02 leads on no day known; P-03 has no level, leads nothing, and does not count."""
    who = table("practitioners", "practitioner_id | level \n P-01 | - \n P-02 | foundation \n P-03 | -")
    finding = judge("foundation_does_not_lead", who, had("P-01 lead 2026-01-01 -", "P-02 lead - -"))
    assert piles(finding) == "kept 0, broken 0, cannot tell 2, explained 0 of 2"
    assert finding.figures["out: without a level, leading nothing"] == 1


def test_explained_and_after_the_day() -> None:
    who = people("P-01", level="foundation")
    led = had("P-01 lead 2026-01-01 -", "P-01 lead 2026-11-21 -")
    finding = judge("foundation_does_not_lead", who, led, exceptions=[exception("foundation_does_not_lead", "P-01")])
    assert (piles(finding), finding.figures["after_as_of"]) == ("kept 0, broken 0, cannot tell 0, explained 1 of 1", 1)


def test_a_flat_export_dates_it_by_the_case() -> None:
    """Accepted in 2024 and closed on 19 November 2025: not in the window. Closed a day later: in it."""
    held = table("facilitators", "case_id | practitioner_id | role \n C-1 | P-01 | lead")
    for closed, expected in (("2025-11-19", ()), ("2025-11-20", ("P-01",))):
        case = from_rows("cases", [{"case_id": "C-1", "accepted_on": "2024-06-01", "closed_on": closed}])
        assert judge("foundation_does_not_lead", people("P-01", level="foundation"), held, case).subjects == expected


def test_without_the_table_it_is_unread() -> None:
    (finding,) = ask("foundation_does_not_lead", people("P-01", level="foundation"))
    assert finding.because is Because.UNREAD


def test_a_blank_role_may_be_that_of_a_lead() -> None:
    """P-01 (Foundation) and P-02 (no level) had a case in a blank role: nobody can tell. P-03's ended on 19 November
    2025, before the window: kept. P-04 led another case as well: broken."""
    who = table(
        "practitioners",
        "practitioner_id | level \n P-01 | foundation \n P-02 | - \n P-03 | foundation \n P-04 | foundation",
    )
    rows = had("P-01 - 2026-01-01 -", "P-02 - 2026-01-01 -", "P-03 - 2025-01-01 2025-11-19", "P-04 - 2026-01-01 -",
               "P-04 lead 2026-02-01 -")  # fmt: skip
    finding = judge("foundation_does_not_lead", who, rows)
    assert piles(finding) == "kept 1, broken 1, cannot tell 2, explained 0 of 4"
    assert (finding.subjects, finding.where and finding.where.row) == (("P-04",), 6)
