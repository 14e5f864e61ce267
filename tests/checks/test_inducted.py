"""The window runs from 20 November 2025 to 20 November 2026."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import ask, exception, from_rows, judge, people, piles, table, verdict


def starters(**inducted: str) -> Table[Any]:
    """People who started on 1 June 2026, and the days of their induction: `P_01="2026-06-10"`."""
    rows = [
        {"practitioner_id": id.replace("_", "-"), "started_on": "2026-06-01", "induction_on": day}
        for id, day in inducted.items()
    ]
    return from_rows("practitioners", rows)


def had(**days: str) -> Table[Any]:
    """The day of each one's first allocation, as observer."""
    rows = [
        {"case_id": "C-1", "practitioner_id": id.replace("_", "-"), "allocated_on": day, "role": "observer"}
        for id, day in days.items()
    ]
    return from_rows("facilitators", rows, ["case_id", "practitioner_id", "allocated_on", "role"])


@pytest.mark.parametrize(("case", "expected"), [("2026-06-10", ()), ("2026-06-09", ("P-01",))])
def test_induction_on_the_day_is_in_time_and_a_day_late_is_not(case: str, expected: tuple[str, ...]) -> None:
    """Induction complete on 10 June. A case on the 10th: kept. On the 9th, even as observer: broken."""
    assert judge("inducted", starters(P_01="2026-06-10"), had(P_01=case)).subjects == expected


def test_two_of_three_are_not_met() -> None:
    """P-01 and P-02 had cases before their induction, P-03 after: 2 of 3."""
    who = starters(P_01="2026-06-10", P_02="2026-07-10", P_03="2026-06-05")
    finding = judge("inducted", who, had(P_01="2026-06-02", P_02="2026-06-02", P_03="2026-06-06"))
    assert verdict(finding) == ("not met", ("P-01", "P-02"))
    assert finding.message == (
        "2 of 3 active practitioners who started in the last 12 months had a case allocated before their induction "
        "was complete"
    )
    assert str(finding.where) == "evidence/people/facilitators.csv, row 2"


@pytest.mark.parametrize(("started", "counted"), [("2025-11-20", True), ("2025-11-19", False)])
def test_who_started_before_the_window_does_not_count(started: str, counted: bool) -> None:
    """A year ago to the day is inside; a day earlier is not, and then there is nobody to count."""
    who = people("P-01", started_on=started, induction_on="2026-05-01")
    finding = judge("inducted", who, had(P_01="2026-02-01"))
    assert finding.subjects == (("P-01",) if counted else ())
    assert (finding.because is Because.NOBODY) is not counted


def test_blanks_and_who_has_no_case_yet() -> None:
    """P-01: a case and no induction, cannot tell. P-02: neither, out. P-03: induction and no case, kept."""
    finding = judge("inducted", starters(P_01="", P_02="", P_03="2026-06-05"), had(P_01="2026-06-20"))
    assert piles(finding) == "kept 1, broken 0, cannot tell 1, explained 0 of 2"
    assert finding.figures["out: without a case, induction comes before the first"] == 1
    assert str(finding.outcome) == "partly met"


def test_an_induction_to_come_is_none_and_a_blank_start_cannot_be_told() -> None:
    assert judge("inducted", starters(P_01="2026-11-21"), had(P_01="2026-11-01")).subjects == ("P-01",)
    blank = from_rows("practitioners", [{"practitioner_id": "P-01", "started_on": "", "induction_on": "2026-01-01"}])
    assert piles(judge("inducted", blank, had())) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"


def test_explained() -> None:
    finding = judge("inducted", starters(P_01="2026-06-10"), had(P_01="2026-06-09"),
                    exceptions=[exception("inducted", "P-01")])  # fmt: skip
    assert (str(finding.outcome), finding.figures["explained"]) == ("met", 1)


def test_without_the_column_it_is_unread() -> None:
    (finding,) = ask("inducted", table("practitioners", "practitioner_id | started_on \n P-01 | 2026-06-01"), had())
    assert (finding.because, finding.message) == (
        Because.UNREAD,
        "Not judged: the table `practitioners` has no column induction_on",
    )


def test_today_is_in_time_and_the_first_of_two_breaks_is_shown() -> None:
    """Done today and a case today: kept. Two cases of yesterday: broken, and the upper row is shown."""
    who = people("P-01", started_on="2026-06-01", induction_on="2026-11-20")
    line = "C-{} | P-01 | co | {}".format
    header = "case_id | practitioner_id | role | allocated_on"
    today = table("facilitators", "\n".join([header, line(1, "2026-11-20")]))
    assert piles(judge("inducted", who, today)).startswith("kept 1")
    assert piles(judge("inducted", who, table("facilitators", header))).startswith("kept 1")
    before = table("facilitators", "\n".join([header, line(1, "2026-11-19"), line(2, "2026-11-18")]))
    finding = judge("inducted", who, before)
    assert finding.where and finding.where.row == 2
