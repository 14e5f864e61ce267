"""Hand-worked: the process is on 15 September 2026 unless told."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from tests.bench import action, item
from tests.rows import attended, cases, exception, flat, judge, members, occasions, piles

CHECK = "risk_before_communication"


def found(*people: dict[str, str], on: str = "2026-09-15", **others: Any) -> Finding:
    usual = {"risk_assessed_on": "2026-09-01"}
    rows = [{**usual, **p} for p in people]
    return judge(CHECK, attended(*rows), occasions(first_communication_on=on), cases(), **others)


@pytest.mark.parametrize(("assessed", "outcome"), [("2026-09-15", "met"), ("2026-09-16", "not met"), ("", "not met")])
def test_on_the_day_is_in_time_and_the_day_after_is_late(assessed: str, outcome: str) -> None:
    """Process 15 September: assessed on the 15th is kept, on the 16th broken by one day, never is broken."""
    finding = found({"risk_assessed_on": assessed})
    assert str(finding.outcome) == outcome
    assert finding.subjects == (() if outcome == "met" else ("PR-1.PT-1",))


def test_every_attender_is_one_participation() -> None:
    """Four attenders, one a supporter, one without an assessment: 3 kept, 1 broken of 4; the case is incomplete."""
    people = members({}, {"part": "responsible"}, {"part": "supporter"}, {"part": "harmed"})
    rows = attended({}, {}, {"risk_assessed_on": ""}, {}, risk_assessed_on="2026-09-01")
    finding = judge(CHECK, rows, occasions(), cases(), people)
    assert piles(finding) == "kept 3, broken 1, cannot tell 0, explained 0 of 4"
    assert (finding.figures["cases"], finding.figures["cases_complete"]) == (1, 0)
    assert finding.message == "1 of 4 participations had no risk assessment by the first communication"
    assert finding.where and (finding.where.path, finding.where.row) == ("evidence/people/participation.csv", 4)
    assert finding.where.field == "risk_assessed_on"


def test_nobody_counted() -> None:
    finding = found({}, on="2026-11-21")
    assert finding.because is Because.NOBODY
    assert finding.figures["after_as_of"] == 1
    assert "1 dated after the as-of date" in finding.message


def test_no_exception_explains_it() -> None:
    """An exception for the case, the process and the participation: still 1 broken, 0 explained."""
    excused = [exception(CHECK, id) for id in ("C-1", "PR-1", "PR-1.PT-1")]
    finding = found({"risk_assessed_on": ""}, exceptions=excused)
    assert piles(finding) == "kept 0, broken 1, cannot tell 0, explained 0 of 1"


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        ("2025-11-20", "not met"),  # 12 months ago to the day
        ("2025-11-19", "partly met"),  # a day more, with recorded learning
    ],
)
def test_a_break_within_12_months_is_not_met_and_an_older_one_with_learning_partly(on: str, outcome: str) -> None:
    """As of 20 November 2026, 12 months back is 20 November 2025. Learning: an action for the criterion."""
    finding = found({"risk_assessed_on": ""}, on=on, actions=[action("A-01", "1.1", "2026-12-01")])
    assert str(finding.outcome) == outcome


def test_who_withdrew_before_counts_where_an_assessment_is_entered() -> None:
    """Both withdrew on 10 September: one was assessed (kept), of the other nobody can tell whether it was due."""
    people = members({}, {}, ended="withdrew", ended_on="2026-09-10")
    rows = attended({"risk_assessed_on": "2026-09-01"}, {"risk_assessed_on": ""}, attended="no")
    finding = judge(CHECK, rows, occasions(), cases(), people)
    assert piles(finding) == "kept 1, broken 0, cannot tell 1, explained 0 of 2"
    assert str(finding.outcome) == "partly met"


def test_a_joint_case_waits_for_the_partner() -> None:
    """Probation keeps the record: nobody can tell, whatever is entered. Its audit of 30 September, registered, confirms
    a process of the 15th; one of 14 September does not."""
    tables = (attended({"risk_assessed_on": ""}), occasions(), cases(record_held_by="probation"))
    assert piles(judge(CHECK, *tables)) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"
    for dated, pile in (("2026-09-30", "broken 1, cannot tell 0"), ("2026-09-14", "broken 0, cannot tell 1")):
        confirmed = [item("AUD-01", agency="probation", dated=dated)]
        assert pile in piles(judge(CHECK, *tables, items=confirmed))


def test_the_service_itself_is_no_partner() -> None:
    """The hub writes `Hub`, part of its own name: Fenland Restorative Hub."""
    finding = judge(CHECK, attended({"risk_assessed_on": ""}), occasions(), cases(record_held_by="Hub"))
    assert finding.figures["broken"] == 1


def test_records_begin() -> None:
    """Records since 1 September 2026: a process of 31 August counts for nothing, aloud."""
    processes = occasions({}, {"first_communication_on": "2026-08-31"})
    rows = attended({}, {"process_id": "PR-2"}, risk_assessed_on="2026-08-01")
    from dataclasses import replace
    from datetime import date

    finding = judge(CHECK, rows, replace(processes, records_begin=date(2026, 9, 1)), cases())
    assert finding.figures["denominator"] == 1
    assert "1 from before the table's records begin" in finding.message


def test_processes_of_which_too_little_is_entered() -> None:
    """PR-1 has nobody entered, PR-2 no day but an end, PR-3 has not begun; PR-9 is in no table of processes."""
    processes = occasions({}, {"first_communication_on": "", "ended_on": "2026-09-20"}, {"first_communication_on": ""})
    rows = attended(*({"process_id": p} for p in ("PR-2", "PR-3", "PR-9")), attended="", risk_assessed_on="")
    finding = judge(CHECK, rows, processes, cases())
    assert piles(finding) == "kept 0, broken 0, cannot tell 3, explained 0 of 3"
    assert finding.figures["out: not begun"] == 1
    assert finding.message.startswith("Nobody can tell")


def test_a_flat_export() -> None:
    """Two harmed and one responsible, assessed on the day of the process: 3 kept. A day later: 3 broken. One case is
    complete of two."""
    row = {"harmed_count": "2"}
    kept, late = {**row, "risk_assessed_on": "2026-09-15"}, {**row, "risk_assessed_on": "2026-09-16"}
    finding = judge(CHECK, flat(kept, late))
    assert piles(finding) == "kept 3, broken 3, cannot tell 0, explained 0 of 6"
    assert (finding.figures["cases"], finding.figures["cases_complete"]) == (2, 1)
    assert finding.subjects == ("C-2",)


def test_a_flat_row_without_a_process_or_a_day() -> None:
    """No process: not there. A direct one without a day: begun, if the case closed as accepted; else still to come."""
    finding = judge(
        CHECK,
        flat(
            {"process": "none", "process_kind": "", "process_on": ""},
            {"process_on": ""},
            {"process_on": "", "closed_on": "2026-10-01"},
        ),
    )
    assert piles(finding) == "kept 0, broken 0, cannot tell 2, explained 0 of 2"
    assert finding.figures["out: not begun"] == 2
