"""The form dates from 9 December 2025 unless a test says otherwise. The day is 20 November 2026."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, EvidenceItem, Finding
from rsqm_tool.model.documents import DocumentText, Passage
from rsqm_tool.model.tables import Table
from tests.bench import gone, item
from tests.rows import exception, from_rows, judge, piles, table


def form(id: str = "FRM-01", title: str = "Consent form", on: str = "2025-12-09", **others: Any) -> EvidenceItem:
    return item(id, title, approved_on=on, line=40, **others)


def signed(*days: str) -> tuple[Table[Any], Table[Any]]:
    """One process, and a participation for each day of consent."""
    rows = [{"process_id": "R-1", "participant_id": f"X-{n}", "written_consent_on": d} for n, d in enumerate(days)]
    process = {"process_id": "R-1", "case_id": "C-1", "process": "direct", "first_communication_on": "2026-07-14"}
    columns = ("process_id", "participant_id", "written_consent_on")
    return from_rows("processes", [process]), from_rows("participation", rows, columns)


def check(*days: str, items: list[EvidenceItem] | None = None, **others: Any) -> Finding:
    return judge("consent_after_form", *signed(*days), items=[form()] if items is None else items, **others)


def test_on_the_day_of_the_form_and_the_day_before() -> None:
    """Signed on 8, 9 and 10 December 2025: the first is before the form, 1 of 3."""
    finding = check("2025-12-08", "2025-12-09", "2025-12-10")
    assert (str(finding.outcome), piles(finding)) == ("partly met", "kept 2, broken 1, cannot tell 0, explained 0 of 3")
    assert finding.message == (
        "1 of 3 written consents is dated before the consent form that is registered; FRM-01 (Consent form) dates "
        "from 9 December 2025 (evidence/register.yaml:40:5)"
    )
    assert finding.subjects == ("R-1.X-0",)
    assert finding.where is not None and finding.where.row == 2


def test_all_after_the_form() -> None:
    """Two of two."""
    assert str(check("2026-01-05", "2026-06-01").outcome) == "met"


def test_it_is_never_worse_than_partly_met() -> None:
    """Three of three are before the form."""
    assert str(check("2025-01-05", "2025-01-06", "2025-01-07").outcome) == "partly met"


def test_of_two_forms_the_older_counts() -> None:
    """An earlier version, registered with 26 March 2024: a consent of 2025 was given on it."""
    older = form("FRM-00", "Consent form, version 1", on="2024-03-26")
    assert str(check("2025-01-05", items=[form(), older]).outcome) == "met"
    assert check("2024-03-25", items=[form(), older]).figures["broken"] == 1


def test_the_history_of_versions_in_its_text_counts_too() -> None:
    history = (
        "Version history\nVersion\tDate\tWhat changed\n1.0\t26 March 2024\tOne form\n2.0\t9 December 2025\tLetters"
    )
    text = DocumentText((Passage(history, heading="Version history"),))
    assert str(check("2025-01-05", items=[form(text=text)]).outcome) == "met"
    assert check("2024-03-25", items=[form(text=text)]).figures["form_since"] == "2024-03-26"


@pytest.mark.parametrize(
    "items",
    [
        [],
        [item("FRM-02", "Feedback form", approved_on="2025-12-09")],
        [item("PRO-03", "Consent procedure", approved_on="2025-12-09")],
        [item("FRM-01", "Consent form")],
        [form(on="2026-11-21")],
    ],
)
def test_without_a_dated_consent_form_there_is_nothing_to_compare(items: list[EvidenceItem]) -> None:
    assert check("2026-01-05", items=items).because is Because.NOBODY


def test_the_form_is_known_by_its_topics_and_by_dated() -> None:
    known = item("FRM-07", "Form A", about=("consent and withdrawal",), dated="2025-12-09")
    assert check("2025-12-08", items=[known]).figures["broken"] == 1


def test_the_register_is_judged_whether_the_file_is_there_or_not() -> None:
    assert check("2025-12-08", items=[gone(form())]).figures["broken"] == 1


@pytest.mark.parametrize(("day", "denominator"), [("2023-11-20", 1), ("2023-11-19", 0), ("2026-11-21", 0), ("-", 0)])
def test_consents_count_back_36_months(day: str, denominator: int) -> None:
    """36 months before 20 November 2026 are 20 November 2023. Whether a blank one is there is another check."""
    assert check(day).figures["denominator"] == denominator


def test_a_flat_export_counts_each_person() -> None:
    """C-1: two people harmed signed on 8 December, before the form, and one responsible on the 10th: 2 of 3."""
    flat = table(
        "cases",
        """
        case_id | process | process_on | harmed_count | responsible_count | consent_harmed_on | consent_responsible_on
        C-1     | direct  | 2026-07-14 | 2            | 1                 | 2025-12-08        | 2025-12-10
        """,
    )
    finding = judge("consent_after_form", flat, items=[form()])
    assert (piles(finding), finding.subjects) == ("kept 1, broken 2, cannot tell 0, explained 0 of 3", ("C-1",))
    assert finding.where is not None and finding.where.field == "consent_harmed_on"


def test_an_explained_one_is_not_broken() -> None:
    held = [exception("consent_after_form", "R-1.X-0")]
    assert str(check("2025-12-08", exceptions=held).outcome) == "met"


def test_no_table_is_not_read() -> None:
    assert judge("consent_after_form", items=[form()]).because is Because.UNREAD
