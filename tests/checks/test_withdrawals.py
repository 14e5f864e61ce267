"""Hand-worked: withdrew on 10 September 2026 unless told."""

from __future__ import annotations

from typing import Any

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import cases, flat, judge, members, occasions

CHECK = "withdrawals"


def gone(*people: dict[str, str]) -> Table[Any]:
    return members(*people, ended="withdrew", ended_on="2026-09-10", first_contact_on="2026-08-20")


def test_by_stage_and_side() -> None:
    """Four people: not contacted, contacted on the day, process on the day, process a day later. 1, 2 and 1."""
    people = gone(
        {"case_id": "C-9", "first_contact_on": ""},
        {"case_id": "C-9", "first_contact_on": "2026-09-10", "part": "responsible"},
        {"case_id": "C-1"},
        {"case_id": "C-2"},
    )
    days = occasions({"first_communication_on": "2026-09-10"}, {"first_communication_on": "2026-09-11"})
    finding = judge(CHECK, people, days, cases())
    assert finding.message == (
        "4 people withdrew in the last 12 months: 1 before first contact, 2 before a process, 1 once a process had "
        "begun; withdrawing is a right, and lowers nothing"
    )
    assert (str(finding.outcome), finding.subjects) == ("met", ())
    assert (finding.figures["side: harmed"], finding.figures["side: responsible"]) == (3, 1)


def test_12_months() -> None:
    """20 November 2025 counts, the 19th does not."""
    early = {"first_contact_on": "2025-10-01"}
    people = gone({**early, "ended_on": "2025-11-20"}, {**early, "ended_on": "2025-11-19"})
    finding = judge(CHECK, people, cases())
    assert finding.figures["withdrawals"] == 1
    assert finding.message.startswith("1 person withdrew in the last 12 months: 1 before a process")


def test_nobody_counted() -> None:
    """Declined; withdrew without a day, 1; withdraws tomorrow, on 21 November, 1: 0 count."""
    finding = judge(CHECK, gone({"ended": "declined"}, {"ended_on": ""}, {"ended_on": "2026-11-21"}), cases())
    assert (finding.because, finding.message) == (
        Because.NOBODY, "Nobody to count: no people who withdrew in the last 12 months; 1 without a day",
    )  # fmt: skip
    assert finding.figures["after_as_of"] == 1


def test_a_flat_export_counts_cases() -> None:
    """Three cases closed on 10 September: 2 withdrawn, one of them before anybody was contacted; 1 declined."""
    rows = flat({}, {"first_contact_on": ""}, {"outcome": "declined"}, outcome="withdrawn", closed_on="2026-09-10",
                process="none", process_kind="", process_on="", first_contact_on="2026-08-20")  # fmt: skip
    finding = judge(CHECK, rows)
    assert finding.message.startswith(
        "2 cases were withdrawn in the last 12 months: 1 before first contact, 1 before a process"
    )
