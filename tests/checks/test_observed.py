"""As of 20 November 2026. P-01 was cleared on 1 March 2024, unless told."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import ask, exception, from_rows, judge, people, piles, table, verdict

COLUMNS = ["practitioner_id", "held_on", "kind", "supervisor_id"]


def seen(*days: str, by: str = "P-09", **others: Any) -> Table[Any]:
    """Days on which P-01's practice was observed."""
    rows = [{"practitioner_id": "P-01", "held_on": d, "kind": "observed practice", "supervisor_id": by} for d in days]
    return from_rows("supervision", rows, COLUMNS, **others)


def done(*days: str, role: str = "lead") -> tuple[Table[Any], Table[Any]]:
    """Processes that P-01 took part in."""
    columns = ["process_id", "case_id", "first_communication_on"]
    processes = [{"process_id": f"PR-{n}", "first_communication_on": d} for n, d in enumerate(days)]
    held = [{"process_id": f"PR-{n}", "practitioner_id": "P-01", "role": role} for n in range(len(days))]
    return (
        from_rows("processes", processes, columns),
        from_rows("facilitators", held, ["process_id", "practitioner_id", "role"]),
    )


@pytest.mark.parametrize(("on", "expected"), [("2025-11-20", "met"), ("2025-11-19", "partly met")])
def test_twelve_months_to_the_day_are_in_time(on: str, expected: str) -> None:
    """Led on 20 November 2026. Observed on 20 November 2025 still holds that day; on the 19th it is a day too old."""
    finding = judge("observed", people("P-01"), seen(on), *done("2026-11-20"))
    assert str(finding.outcome) == ("met" if expected == "met" else "partly met")
    assert finding.subjects == (() if expected == "met" else ("P-01",))
    assert finding.figures["limit_months"] == 12


def test_two_of_three_is_not_met() -> None:
    """Three people led in June; P-03 was observed in May. 2 of 3 is more than one and more than 10 %."""
    who = people("P-01", "P-02", "P-03")
    held = table(
        "facilitators",
        "process_id | practitioner_id | role \n PR-1 | P-01 | lead \n PR-1 | P-02 | co \n PR-1 | P-03 | co",
    )
    process = table("processes", "process_id | first_communication_on \n PR-1 | 2026-06-01")
    log = table(
        "supervision",
        "practitioner_id | held_on | kind | supervisor_id \n P-03 | 2026-05-02 | observed practice | P-09",
    )
    finding = judge("observed", who, held, process, log)
    assert verdict(finding) == ("not met", ("P-01", "P-02"))
    assert piles(finding) == "kept 1, broken 2, cannot tell 0, explained 0 of 3"
    assert finding.message == (
        "2 of 3 active practitioners who facilitate facilitated a process more than 12 months after their practice "
        "was last observed"
    )
    assert str(finding.where) == "evidence/people/practitioners.csv, row 2"


def test_who_facilitated_nothing_is_due_at_the_next_process() -> None:
    """Never observed, and the last process was on 19 November 2025, a year and a day ago: nobody to count."""
    finding = judge("observed", people("P-01"), seen(), *done("2025-11-19"))
    assert finding.because is Because.NOBODY
    assert finding.figures["out: facilitated nothing in 12 months, due at the next process"] == 1


def test_watching_and_mentoring_are_not_facilitating() -> None:
    for role in ("observer", "mentor"):
        assert judge("observed", people("P-01"), seen(), *done("2026-06-01", role=role)).because is Because.NOBODY


@pytest.mark.parametrize(
    ("cleared", "process", "expected"),
    [
        ("2025-11-21", "2026-06-01", "out: in their first 12 months, none owed"),
        ("2025-11-20", "2026-11-19", "out: facilitated nothing since it was owed, due at the next process"),
        ("2025-11-19", "2026-11-20", "broken"),  # owed from 19 November 2026
    ],
)
def test_in_the_first_year_none_is_owed(cleared: str, process: str, expected: str) -> None:
    """Cleared a year ago less a day: none owed. A year ago: owed, and the process came before. A day more: broken."""
    finding = judge("observed", people("P-01", cleared_for_cases_on=cleared), seen(), *done(process))
    assert finding.figures[expected] == 1


def test_an_old_observation_holds_for_what_was_facilitated_within_its_year() -> None:
    """Observed on 10 October 2025, led a year later to the day, nothing since: due at the next. On the 11th: broken."""
    held = people("P-01"), seen("2025-10-10")
    finding = judge("observed", *held, *done("2026-10-10"))
    assert finding.figures["out: facilitated nothing since it was owed, due at the next process"] == 1
    assert judge("observed", *held, *done("2026-10-10", "2026-10-11")).subjects == ("P-01",)


def test_observed_by_oneself_or_tomorrow_does_not_count() -> None:
    assert judge("observed", people("P-01"), seen("2026-10-01", by="P-01"), *done("2026-10-01")).subjects == ("P-01",)
    finding = judge("observed", people("P-01"), seen("2026-11-21"), *done("2026-10-01"))
    assert (finding.subjects, finding.figures["after_as_of"]) == (("P-01",), 1)


def test_facilitators_of_a_whole_case_facilitated_its_processes() -> None:
    """P-01 had the case until 31 May and P-02 from 1 June; the process was on 1 June. Neither was ever observed."""
    held = table(
        "facilitators",
        """
        case_id | practitioner_id | role | allocated_on | ended_on
        C-1     | P-01            | lead | 2026-01-01   | 2026-05-31
        C-1     | P-02            | lead | 2026-06-01   | -
        """,
    )
    process = table("processes", "process_id | case_id | first_communication_on \n PR-1 | C-1 | 2026-06-01")
    assert judge("observed", people("P-01", "P-02"), seen(), held, process).subjects == ("P-02",)


def test_explained_left_and_records_that_begin_late() -> None:
    """Records begin on 1 January: an observation in December would still cover a process in October."""
    told = judge("observed", people("P-01"), seen(), *done("2026-10-01"), exceptions=[exception("observed", "P-01")])
    assert piles(told) == "kept 0, broken 0, cannot tell 0, explained 1 of 1"
    assert str(told.outcome) == "met"
    gone = judge("observed", people("P-01", ended_on="2026-11-01"), seen(), *done("2026-10-01"))
    assert gone.because is Because.NOBODY
    late = judge("observed", people("P-01"), seen(records_begin="2026-01-01"), *done("2026-10-01"))
    assert piles(late) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"


def test_without_the_tables_it_is_unread() -> None:
    told = ask("observed", people("P-01"), seen())
    assert {finding.because for finding in told} == {Because.UNREAD}
    assert [finding.message for finding in told] == [
        "Not judged: there is no table `facilitators`", "Not judged: there is no table `processes`"
    ]  # fmt: skip


def test_the_first_day_of_the_window_counts_and_the_newest_observation_does() -> None:
    """Unobserved on 20 November 2025, 12 months ago to the day: broken. Of two observations the newer counts."""
    assert judge("observed", people("P-01"), seen(), *done("2025-11-20")).subjects == ("P-01",)
    assert judge("observed", people("P-01"), seen("2024-05-01", "2026-05-01"), *done("2026-06-01")).subjects == ()


def test_what_an_observation_before_records_began_could_cover() -> None:
    """Records begin on 1 October 2025: one of before might cover a process on 1 October 2026, not one on the 2nd."""
    for day, pile in (("2026-10-01", "cannot tell 1"), ("2026-10-02", "cannot tell 0")):
        finding = judge("observed", people("P-01"), seen(records_begin="2025-10-01"), *done(day))
        assert pile in piles(finding)


def test_a_process_to_come_is_not_facilitated_yet() -> None:
    """Observed on 19 November 2025; the only process is tomorrow, so the observation is due at it."""
    finding = judge("observed", people("P-01"), seen("2025-11-19"), *done("2026-11-21"))
    assert finding.figures["out: facilitated nothing in 12 months, due at the next process"] == 1


@pytest.mark.parametrize(
    ("by", "pile"),
    [("P-09", "kept"), ("", "cannot_tell"), ("P-01", "broken"), ("p-01", "broken")],
)
def test_by_whom_it_was_observed(by: str, pile: str) -> None:
    """Led on 1 June, observed on 2 May: by somebody else, by nobody knows whom, by oneself."""
    assert judge("observed", people("P-01"), seen("2026-05-02", by=by), *done("2026-06-01")).figures[pile] == 1


def test_a_log_that_never_says_who_observed_is_partly_met_at_best() -> None:
    log = table("supervision", "practitioner_id | held_on | kind \n P-01 | 2026-05-02 | observed practice")
    finding = judge("observed", people("P-01"), log, *done("2026-06-01"))
    assert (str(finding.outcome), finding.figures["kept"]) == ("partly met", 1)
    assert finding.message.endswith("; the log does not say who supervised")


@pytest.mark.parametrize(
    ("process", "allocation", "pile"),
    [
        ({"ended_on": "2026-06-02"}, {"case_id": "C-1"}, "cannot_tell"),  # held on no known day
        ({}, {"case_id": "C-1"}, "out: facilitated nothing in 12 months, due at the next process"),  # still to come
        (
            {"ended_on": "2026-06-02"},
            {"case_id": "C-2"},
            "out: facilitated nothing in 12 months, due at the next process",
        ),
        ({"case_id": "", "first_communication_on": "2026-06-01"}, {"case_id": "C-1"}, "cannot_tell"),
        ({"first_communication_on": "2026-06-01"}, {"case_id": ""}, "cannot_tell"),  # with which process?
        ({"first_communication_on": "2026-06-01"}, {"case_id": "C-1"}, "broken"),
    ],
)
def test_a_process_of_which_the_day_or_the_case_is_blank(
    process: dict[str, str], allocation: dict[str, str], pile: str
) -> None:
    """P-01 had the case C-1, and was never observed."""
    row = {"process_id": "PR-1", "case_id": "C-1", "first_communication_on": "", "ended_on": "", **process}
    held = {"process_id": "", "practitioner_id": "P-01", "role": "lead", "allocated_on": "2026-01-10", **allocation}
    tables = (seen(), from_rows("processes", [row]), from_rows("facilitators", [held]))
    assert judge("observed", people("P-01"), *tables).figures[pile] == 1
