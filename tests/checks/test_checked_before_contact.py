"""Who is counted, and the days: hand-worked. The first attempt is on 10 September 2026 unless told."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from rsqm_tool.model.tables import Table
from tests.rows import cases, flat, judge, members, piles


def harmed(*people: dict[str, str], **shared: str) -> Table[Any]:
    usual = {"risk_info_on": "2026-09-09", "conditions_checked_on": "2026-09-09", "first_attempt_on": "2026-09-10"}
    return members(*people, **{**usual, **shared})


def found(*people: dict[str, str], by: str = "responsible", **others: Any) -> Finding:
    return judge("checked_before_contact", harmed(*people), cases(initiated_by=by), **others)


@pytest.mark.parametrize(
    ("info", "conditions", "outcome"),
    [
        ("2026-09-10", "2026-09-10", "met"),  # both on the day of the attempt
        ("2026-09-11", "2026-09-10", "not met"),  # information a day late
        ("2026-09-10", "2026-09-11", "not met"),  # conditions a day late
        ("2026-09-10", "", "not met"),  # conditions never
    ],
)
def test_both_are_there_on_the_day_of_the_attempt_or_before(info: str, conditions: str, outcome: str) -> None:
    """Attempt 10 September: a check on the 10th is in time, on the 11th one day late."""
    finding = found({"risk_info_on": info, "conditions_checked_on": conditions})
    assert str(finding.outcome) == outcome
    assert finding.subjects == (() if outcome == "met" else ("C-1.PT-1",))


def test_each_person_harmed_is_one() -> None:
    """Three people harmed: one in time, one late, one not contacted. Of 2 who count, 1 breaks the rule."""
    finding = found({}, {"risk_info_on": "2026-10-01"}, {"first_attempt_on": ""})
    assert piles(finding) == "kept 1, broken 1, cannot tell 0, explained 0 of 2"
    assert finding.figures["out: not contacted"] == 1
    assert finding.message.startswith(
        "1 of 2 people harmed in cases that the person responsible asked for had no check of risk information and "
        "conditions by the first attempt to reach them"
    )
    assert (finding.where and finding.where.row, finding.where and finding.where.field) == (3, "first_attempt_on")


def test_only_cases_that_the_person_responsible_asked_for() -> None:
    """Asked for by the person harmed or an agency: nobody to count. Not entered by whom: nobody can tell."""
    late = {"risk_info_on": "2026-10-01"}
    for by in ("harmed", "agency"):
        assert found(late, by=by).because is Because.NOBODY
    assert piles(found(late, by="")) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"


def test_people_responsible_and_supporters_are_not_counted_and_a_blank_side_is_unclear() -> None:
    finding = found({"part": "responsible"}, {"part": "supporter"}, {"part": ""}, {"risk_info_on": "2026-09-01"})
    assert piles(finding) == "kept 1, broken 0, cannot tell 1, explained 0 of 2"
    assert str(finding.outcome) == "partly met"


def test_a_contact_without_an_attempt_counts_as_one() -> None:
    """No attempt entered, first contact on 8 September, checks on the 9th: one day late."""
    people = harmed({"first_attempt_on": "", "first_contact_on": "2026-09-08"})
    finding = judge("checked_before_contact", people, cases(initiated_by="responsible"))
    assert str(finding.outcome) == "not met"


def test_who_withdrew_later_counts() -> None:
    people = harmed({"ended": "withdrew", "ended_on": "2026-09-20"})
    finding = judge("checked_before_contact", people, cases(initiated_by="responsible"))
    assert piles(finding) == "kept 1, broken 0, cannot tell 0, explained 0 of 1"


def test_it_looks_back_to_the_last_assessment_and_36_months_at_most() -> None:
    """As of 20 November 2026: 20 November 2023 counts, the 19th does not; after an assessment on 10 March 2024, the 9th
    of March does not. A break of more than 12 months ago without recorded learning is not met all the same."""
    late = {"risk_info_on": "", "first_attempt_on": "2023-11-20"}
    assert found(late).figures["broken"] == 1
    assert found({**late, "first_attempt_on": "2023-11-19"}).because is Because.NOBODY
    assert found({**late, "first_attempt_on": "2024-03-09"}, last="2024-03-10").because is Because.NOBODY
    assert found({**late, "first_attempt_on": "2024-03-10"}, last="2024-03-10").figures["broken"] == 1


def test_a_flat_export_has_one_day_for_both_and_for_everyone() -> None:
    """Two people harmed and one day of information, in time: 2 kept. A day late: 2 broken, one subject."""
    row = {"initiated_by": "responsible", "harmed_count": "2", "first_attempt_on": "2026-09-10"}
    kept = judge("checked_before_contact", flat({**row, "risk_info_on": "2026-09-10"}))
    assert piles(kept) == "kept 2, broken 0, cannot tell 0, explained 0 of 2"
    late = judge("checked_before_contact", flat({**row, "risk_info_on": "2026-09-11"}))
    assert piles(late) == "kept 0, broken 2, cannot tell 0, explained 0 of 2"
    assert late.subjects == ("C-1",)


def test_what_is_not_there_is_said() -> None:
    finding = judge("checked_before_contact", flat())
    assert finding.because is Because.UNREAD
    assert "no column initiated_by" not in finding.message
    assert "risk_info_on, first_attempt_on" in finding.message
    assert judge("checked_before_contact").message.startswith("Not judged: there is no table `cases`")


@pytest.mark.parametrize(
    ("person", "pile"),
    [
        ({}, "out: not contacted"),
        ({"informed_on": "2026-09-20"}, "cannot_tell"),
        ({"ended": "took part"}, "cannot_tell"),
        ({"ended": "declined"}, "cannot_tell"),
        ({"ended": "withdrew", "ended_on": "2026-09-20"}, "cannot_tell"),
        ({"ended": "unreachable"}, "cannot_tell"),  # somebody tried
        ({"ended": "unsuitable"}, "out: not contacted"),
        ({"ended": "declined", "ended_on": "2023-11-19"}, "out: from before the period judged"),
        ({"first_contact_on": "2026-09-10"}, "cannot_tell"),  # there may have been an attempt before the check
        ({"first_contact_on": "2026-09-08"}, "broken"),  # checked on the 9th, a day after the contact
    ],
)
def test_a_blank_attempt_hides_nobody(person: dict[str, str], pile: str) -> None:
    """Both checks on 9 September, and no first attempt: whoever was reached, or could not be, had one on some day."""
    assert found({"first_attempt_on": "", **person}).figures[pile] == 1


@pytest.mark.parametrize(
    ("row", "pile"),
    [
        ({}, "cannot_tell"),  # signed, and was at a process
        ({"consent_harmed_on": ""}, "cannot_tell"),
        ({"consent_harmed_on": "", "process_on": ""}, "out: not contacted"),
        ({"consent_harmed_on": "", "process_on": "", "outcome": "unreachable"}, "cannot_tell"),
    ],
)
def test_a_blank_attempt_in_a_flat_export(row: dict[str, str], pile: str) -> None:
    usual = {"initiated_by": "responsible", "first_attempt_on": "", "risk_info_on": "2026-08-01"}
    assert judge("checked_before_contact", flat({**usual, **row})).figures[pile] == 1
