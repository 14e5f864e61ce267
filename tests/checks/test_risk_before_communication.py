"""Hand-worked: the process is on 15 September 2026 unless told."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from tests.bench import action, item
from tests.rows import attended, cases, exception, flat, from_rows, judge, members, occasions, piles

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
    """No process: not there. A direct one without a day, or an agreement: nobody can tell whether it was held, whatever
    else is entered. Where the case was withdrawn it never came to it."""
    nothing = {"risk_assessed_on": "", "consent_harmed_on": "", "consent_responsible_on": "", "process_on": ""}
    finding = judge(
        CHECK,
        flat(
            {"process": "none", "process_kind": "", "process_on": ""},
            nothing,
            {**nothing, "risk_assessed_on": "2026-09-01"},
            {**nothing, "consent_harmed_on": "2026-09-01"},
            {**nothing, "closed_on": "2026-10-01"},
            {"process_on": "", "outcome": "withdrawn"},
            {**nothing, "process": "", "process_kind": "", "agreement": "made"},
        ),
    )
    assert piles(finding) == "kept 0, broken 0, cannot tell 10, explained 0 of 10"
    assert finding.figures["out: not begun"] == 2


@pytest.mark.parametrize(
    ("row", "person", "case", "pile"),
    [
        ({}, {}, {}, "out: not begun"),
        ({"attended": "yes"}, {}, {}, "cannot_tell"),
        ({"risk_assessed_on": "2026-09-01"}, {}, {}, "cannot_tell"),
        ({"written_consent_on": "2026-09-01"}, {}, {}, "cannot_tell"),
        ({"written_consent_on": "2026-09-01", "attended": "no"}, {}, {}, "out: not begun"),
        ({"written_consent_on": "2026-09-01"}, {}, {"outcome": "withdrawn"}, "out: not begun"),  # never came to it
        ({"attended": "yes"}, {}, {"outcome": "withdrawn"}, "cannot_tell"),
        ({}, {"ended": "took part"}, {}, "cannot_tell"),
        ({}, {"ended": "declined"}, {}, "out: not begun"),
        ({}, {}, {"closed_on": "2026-10-01"}, "cannot_tell"),  # with the outcome accepted
        ({}, {}, {"closed_on": "2026-10-01", "outcome": "declined"}, "out: not begun"),
    ],
)
def test_a_blank_day_hides_no_process(
    row: dict[str, str], person: dict[str, str], case: dict[str, str], pile: str
) -> None:
    """PR-1 has no day. It is still to come, unless anything shows that it was held, or may have been."""
    usual = {"risk_assessed_on": "", "written_consent_on": "", "attended": ""}
    blank = occasions(first_communication_on="")
    finding = judge(CHECK, attended({**usual, **row}), blank, cases(case), members({"ended": "", **person}))
    assert finding.figures[pile] == 1
    assert str(finding.outcome) == ("partly met" if pile == "cannot_tell" else "not assessed")


def test_who_took_part_in_the_process_that_was_held_may_wait_for_the_next() -> None:
    """PR-1 was held on 15 September, and PT-1 took part. PR-2, of the same case, has no day: still to come."""
    processes = occasions({}, {"case_id": "C-1", "first_communication_on": ""})
    rows = attended({"risk_assessed_on": "2026-09-01"}, {"process_id": "PR-2", "participant_id": "PT-1"}, attended="")
    finding = judge(CHECK, rows, processes, cases(), members({"ended": "took part"}))
    assert piles(finding) == "kept 1, broken 0, cannot tell 0, explained 0 of 1"
    assert finding.figures["out: not begun"] == 1


def test_an_answer_about_a_process_shows_it() -> None:
    """Asked `after process` in case C-1: PR-1 was held. The question why it did not proceed shows nothing."""
    for stage, pile in (("after process", "cannot_tell"), ("did not proceed", "out: not begun")):
        asked = from_rows("feedback", [{"case_id": "C-1", "stage": stage, "asked_on": "2026-10-01"}])
        rows = attended({"risk_assessed_on": "", "attended": ""})
        finding = judge(CHECK, rows, occasions(first_communication_on=""), cases(), asked)
        assert finding.figures[pile] == 1


def test_who_took_part_and_has_no_row() -> None:
    """Three took part in C-1: one has a row, of two nobody can tell. PT-4 declined, PT-5 took part in a case without
    any process: nobody can tell, either. With nobody's row at all it is all four, and not one more for the process."""
    people = members({}, {}, {}, {"ended": "declined"}, {"case_id": "C-9"}, ended="took part", ended_on="2026-09-15")
    finding = judge(CHECK, attended({"risk_assessed_on": "2026-09-01"}), occasions(), cases(), people)
    assert piles(finding) == "kept 1, broken 0, cannot tell 3, explained 0 of 4"
    nobody = from_rows("participation", [], ["process_id", "participant_id", "risk_assessed_on"])
    assert judge(CHECK, nobody, occasions(), cases(), people).figures["cannot_tell"] == 4


def test_of_several_processes_a_row_in_one_is_enough() -> None:
    """PR-1 of 2022 and PR-2 are of C-1. PT-1 has a row in PR-2, PT-2 in none: 1 kept, 1 cannot tell, in the
    last of them by the end of their part. Where that was in 2022, it was PR-1: from before the 36 months."""
    processes = occasions({"first_communication_on": "2022-05-01"}, {"case_id": "C-1"})
    rows = attended({"process_id": "PR-2", "risk_assessed_on": "2026-09-01"})
    late = members({}, {}, ended="took part", ended_on="2026-09-30")
    finding = judge(CHECK, rows, processes, cases(), late)
    assert piles(finding) == "kept 1, broken 0, cannot tell 1, explained 0 of 2"
    early = members({}, {"ended_on": "2022-05-30"}, ended="took part", ended_on="2026-09-30")
    finding = judge(CHECK, rows, processes, cases(), early)
    assert piles(finding) == "kept 1, broken 0, cannot tell 0, explained 0 of 1"
