"""P-01 was cleared on 1 March 2024, unless told."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.bench import findings
from tests.rows import ask, exception, from_rows, judge, people, piles, service, table, verdict


def had(*cases: tuple[str, str, str], **others: Any) -> Table[Any]:
    """Allocations: who, when, in which role."""
    rows = [
        {"case_id": f"C-{n}", "practitioner_id": id, "allocated_on": on, "role": role}
        for n, (id, on, role) in enumerate(cases)
    ]
    return from_rows("facilitators", rows, ["case_id", "practitioner_id", "allocated_on", "role"], **others)


@pytest.mark.parametrize(("on", "expected"), [("2024-03-01", ()), ("2024-02-29", ("P-01",))])
def test_cleared_on_the_day_is_in_time_and_a_day_late_is_not(on: str, expected: tuple[str, ...]) -> None:
    """Cleared on 1 March 2024. Allocated that day: kept. On 29 February, a leap day: one day before, broken."""
    finding = judge("cleared_before_cases", people("P-01"), had(("P-01", on, "lead")))
    assert finding.subjects == expected


def test_observing_counts_and_so_does_each_case() -> None:
    """P-01 observed in February and led in April; P-02 led in March only. 1 of 2, partly met; its row is shown."""
    cases = had(("P-01", "2024-04-01", "lead"), ("P-02", "2024-03-02", "lead"), ("P-01", "2024-02-01", "observer"))
    finding = judge("cleared_before_cases", people("P-01", "P-02"), cases)
    assert verdict(finding) == ("partly met", ("P-01",))
    assert finding.message == "1 of 2 active practitioners had a case allocated before they were cleared for cases"
    assert str(finding.where) == "evidence/people/facilitators.csv, row 4"
    assert finding.where and finding.where.field == "allocated_on"


def test_two_are_not_met_unless_they_are_one_in_ten() -> None:
    """2 of 19 is 10.5 %, not met; 2 of 20 is 10 %, partly met."""
    early = had(("P-00", "2024-02-01", "co"), ("P-01", "2024-02-01", "co"))
    for number, outcome in ((19, "not met"), (20, "partly met")):
        ids = [f"P-{n:02}" for n in range(number)]
        assert verdict(judge("cleared_before_cases", people(*ids), early)) == (outcome, ("P-00", "P-01"))


def test_blanks_do_not_make_a_share_smaller() -> None:
    """2 of 3 with a date break it; 17 blanks beside them leave it at 2 of 3, not 2 of 20."""
    who = from_rows("practitioners", [
        {"practitioner_id": f"P-{n:02}", "cleared_for_cases_on": "2024-03-01" if n < 3 else ""} for n in range(20)
    ])  # fmt: skip
    cases = had(*((f"P-{n:02}", "2024-02-01" if n < 2 else "2024-04-01", "co") for n in range(20)))
    finding = judge("cleared_before_cases", who, cases)
    assert str(finding.outcome) == "not met"
    assert piles(finding) == "kept 1, broken 2, cannot tell 17, explained 0 of 20"


def test_without_clearance_and_without_a_case_nobody_counts() -> None:
    finding = judge("cleared_before_cases", people("P-01", cleared_for_cases_on=""), had())
    assert (finding.because, finding.figures["out: not yet cleared, without a case"]) == (Because.NOBODY, 1)
    assert piles(judge("cleared_before_cases", people("P-01"), had())).startswith("kept 1")


def test_a_case_without_clearance_cannot_be_told_and_a_clearance_to_come_is_broken() -> None:
    blank = judge("cleared_before_cases", people("P-01", cleared_for_cases_on=""), had(("P-01", "2026-01-01", "co")))
    assert piles(blank) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"
    later = people("P-01", cleared_for_cases_on="2026-11-21")
    assert judge("cleared_before_cases", later, had(("P-01", "2026-11-20", "co"))).subjects == ("P-01",)


@pytest.mark.parametrize(
    ("accepted", "process", "pile"),
    [
        ("2024-03-01", "2024-06-01", "kept 1"),
        ("2024-02-01", "2024-06-01", "kept 0, broken 0, cannot tell 1"),
        ("2024-01-01", "2024-02-29", "kept 0, broken 1"),
    ],
)
def test_a_flat_export_without_days_of_allocation(accepted: str, process: str, pile: str) -> None:
    """Cleared on 1 March 2024. Accepted since: kept. Process before: broken. Between the two: nobody can tell."""
    case = from_rows("cases", [{"case_id": "C-1", "accepted_on": accepted, "process_on": process}])
    held = table("facilitators", "case_id | practitioner_id | role \n C-1 | P-01 | lead")
    assert piles(judge("cleared_before_cases", people("P-01"), held, case)).startswith(pile)


def test_explained_after_the_day_and_before_records_begin() -> None:
    early = had(("P-01", "2024-02-01", "co"), ("P-01", "2026-11-21", "co"))
    told = judge("cleared_before_cases", people("P-01"), early, exceptions=[exception("cleared_before_cases", "P-01")])
    assert piles(told) == "kept 0, broken 0, cannot tell 0, explained 1 of 1"
    assert told.figures["after_as_of"] == 1
    begun = had(("P-01", "2024-02-01", "co"), records_begin="2024-02-02")
    finding = judge("cleared_before_cases", people("P-01"), begun)
    assert (str(finding.outcome), finding.figures["ignored: from before the table's records begin"]) == ("met", 1)


def test_without_the_column_it_is_unread() -> None:
    (finding,) = ask("cleared_before_cases", table("practitioners", "practitioner_id \n P-01"), had())
    assert finding.message == "Not judged: the table `practitioners` has no column cleared_for_cases_on"


def test_today_is_in_time_and_the_first_of_two_breaks_is_shown() -> None:
    """Done today and a case today: kept. Two cases of yesterday: broken, and the upper row is shown."""
    who = people("P-01", started_on="2026-06-01", cleared_for_cases_on="2026-11-20")
    line = "C-{} | P-01 | co | {}".format
    header = "case_id | practitioner_id | role | allocated_on"
    today = table("facilitators", "\n".join([header, line(1, "2026-11-20")]))
    assert piles(judge("cleared_before_cases", who, today)).startswith("kept 1")
    assert piles(judge("cleared_before_cases", who, table("facilitators", header))).startswith("kept 1")
    before = table("facilitators", "\n".join([header, line(1, "2026-11-19"), line(2, "2026-11-18")]))
    finding = judge("cleared_before_cases", who, before)
    assert finding.where and finding.where.row == 2


def test_the_same_tables_on_another_day_are_judged_anew() -> None:
    """The case of 1 March 2026 came a day before clearance. As of 28 February there was none yet."""
    held = people("P-01", cleared_for_cases_on="2026-03-02"), had(("P-01", "2026-03-01", "co"))
    within = service(*held)
    for as_of, subjects in (("2026-11-20", ("P-01",)), ("2026-02-28", ()), ("2026-11-20", ("P-01",))):
        (finding,) = findings("cleared_before_cases", within=within, as_of=as_of)
        assert finding.subjects == subjects


def test_an_allocation_on_the_first_day_of_the_records_counts() -> None:
    begun = had(("P-01", "2024-02-01", "co"), records_begin="2024-02-01")
    assert judge("cleared_before_cases", people("P-01"), begun).subjects == ("P-01",)


def test_a_clearance_that_is_still_to_come_is_after_every_case() -> None:
    """P-01 is cleared on 21 November, tomorrow. The day of allocation is not entered: some day up to today, and on each
    of them not cleared. Cleared on the 20th, today: it may have been today, so nobody can tell."""
    case = from_rows("cases", [{"case_id": "C-0", "accepted_on": "2026-06-01"}])
    for cleared, pile in (("2026-11-21", "broken"), ("2026-11-20", "cannot_tell")):
        who = people("P-01", cleared_for_cases_on=cleared)
        assert judge("cleared_before_cases", who, had(("P-01", "", "lead")), case).figures[pile] == 1
