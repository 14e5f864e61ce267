"""Dates that can be misread, that do not exist, or that lie at an edge: in tables, in rsqm.yaml and on the day itself.

What each way of writing a date means is shown in `test_values.py`, and the day in London in `test_dates.py`. Here are
the rules: day first, no guess, no year of two digits, both calendars of Excel, leap days, month ends, the year 9999.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from rsqm_tool.assess import assess
from rsqm_tool.dates import add_months
from rsqm_tool.load import load_workspace
from tests.process import AS_OF, WORKSPACE, register, workspace
from tests.tables.making import excel, rows, table, text
from tests.tables.making import workbook as book


def started(root: Path, *written: str, **entry: str) -> tuple[list[date | None], tuple[tuple[int, str, str], ...]]:
    """What some cells under `started_on` mean, and which of them mean nothing."""
    content = "practitioner_id;started_on\n" + "".join(f"P-{n:03};{cell}\n" for n, cell in enumerate(written, 1))
    found = text(root, "practitioners", content, **entry)
    return [row.get("started_on") for row in rows(found, "practitioners")], table(found, "practitioners").left_out


def test_the_day_is_first_whatever_the_next_row_says(tmp_path: Path) -> None:
    """Row by row nothing is guessed: 04/03 is 4 March though 04/13 in the next row can only be American."""
    days, left_out = started(tmp_path, "04/03/2025", "04/13/2025", "3 April 2025", "2025-04-03")
    assert days == [date(2025, 3, 4), date(2025, 4, 3), date(2025, 4, 3)]
    assert left_out == ((3, "started_on", "'04/13/2025': month 13? Dates here are day/month/year"),)


NOTE = (
    "Dates were read as day/month. No day in them is after the 12th, so they could also be month/day: "
    "`dates: day-first` in rsqm.yaml says that they are not"
)


@pytest.mark.parametrize(
    ("written", "notes"),
    [
        (["01/02/2025", "11/12/2025"], (NOTE,)),
        (["01/02/2025", "13/12/2025"], ()),  # one of them tells
        (["01/02/2025", "12/13/2025"], (NOTE,)),  # one that is left out tells nothing
        (["01/01/2025", "12/12/2025"], ()),  # the same either way
    ],
)
def test_dates_that_fit_both_orders_are_told(tmp_path: Path, written: list[str], notes: tuple[str, ...]) -> None:
    content = "practitioner_id,started_on\n" + "".join(f"P-{n},{cell}\n" for n, cell in enumerate(written))
    assert table(text(tmp_path, "practitioners", content), "practitioners").notes == notes


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("1/4/26", "'1/4/26' has a year of two digits. Write the year with four"),
        ("31-12-99", "'31-12-99' has a year of two digits. Write the year with four"),
        ("31/04/2026", "'31/04/2026' is a day that does not exist"),
        ("29/02/2027", "'29/02/2027' is a day that does not exist"),
        ("29 February 2100", "'29 February 2100' is a day that does not exist"),
        ("31/12/9999", "'9999-12-31' is not between 1950 and 2099. Leave the cell blank where there is no date"),
        ("01/01/1900", "'1900-01-01' is not between 1950 and 2099. Leave the cell blank where there is no date"),
        (
            "46113",
            "'46113' looks like a spreadsheet's day number. Format the column as dates and save it again",
        ),
        (
            "2026-06-30T23:30:00Z",
            "'2026-06-30T23:30:00Z' has a time zone, so its day depends on the place. Write it as 2026-04-01",
        ),
    ],
)  # fmt: skip
def test_a_date_that_is_none_leaves_its_row_out_and_no_other(tmp_path: Path, cell: str, sentence: str) -> None:
    days, left_out = started(tmp_path, "28/02/2027", cell, "29/02/2028")
    assert days == [date(2027, 2, 28), date(2028, 2, 29)]
    assert left_out == ((3, "started_on", sentence),)


def test_the_same_number_is_another_day_in_each_calendar_of_excel(tmp_path: Path) -> None:
    """45350 is 28 February 2024 where days count from 30 December 1899, and 29 February 2028 from 1 January 1904."""

    def since_1904(workbook: openpyxl.Workbook) -> None:
        workbook.epoch = CALENDAR_MAC_1904

    sheet = [["practitioner_id", "started_on"], ["P-001", 45350], ["P-002", 45351], ["P-003", 45352]]
    for change, first in ((None, date(2024, 2, 28)), (since_1904, date(2028, 2, 29))):
        found = excel(tmp_path, "practitioners", book(sheet, change=change))
        assert [row["started_on"].toordinal() - first.toordinal() for row in rows(found, "practitioners")] == [0, 1, 2]
        assert table(found, "practitioners").notes == ("Plain numbers were read as Excel's days in started_on",)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("2024-02-29", "2025-02-28"),  # the year after has no such day
        ("2024-02-28", "2025-02-28"),
        ("2027-02-28", "2028-02-28"),  # it does not become the 29th
        ("2023-12-31", "2024-12-31"),
    ],
)
def test_a_year_after_a_leap_day(day: str, later: str) -> None:
    assert add_months(date.fromisoformat(day), 12) == date.fromisoformat(later)


OWN_DATE = "    review_by: 2028-04-01\n"


@pytest.mark.parametrize(
    ("approved", "as_of", "outcome"),
    [
        ("2024-02-29", "2026-02-28", "met"),  # 24 months on, on the day itself: due today is not overdue
        ("2024-02-29", "2026-03-01", "partly met"),
        ("2024-08-31", "2026-08-31", "met"),
        ("2024-08-31", "2026-09-01", "partly met"),
    ],
)
def test_a_review_that_is_due_today_is_not_overdue(tmp_path: Path, approved: str, as_of: str, outcome: str) -> None:
    """A policy without a date of review is due 24 months after its approval; a leap day comes to 28 February."""
    changed = register(
        **{OWN_DATE: "", "approved_on: 2026-04-01": f"approved_on: {approved}", "2026-10-01": "2025-10-01"}
    )
    held = load_workspace(workspace(tmp_path, register=changed)).workspace
    assert held
    first, _ = assess(held, held.frameworks[0], date.fromisoformat(as_of)).results
    assert first.outcome == outcome


CANNOT_BE = "a year that cannot be meant. Expected a date, year-month-day, such as 2026-04-01. Correct the date."


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "register", "approved_on: 2026-04-01", "approved_on: 9999-12-31",
            f"evidence/register.yaml:7:18: `approved_on:` is '9999-12-31', {CANNOT_BE}",
        ),
        (
            "register", "review_by: 2028-04-01", "review_by: 0001-01-01",
            f"evidence/register.yaml:8:16: `review_by:` is '0001-01-01', {CANNOT_BE}",
        ),
        ("rsqm", "date: 2027-03-15", "date: 9999-12-31", f"rsqm.yaml:3:20: `date:` is '9999-12-31', {CANNOT_BE}"),
        (
            "rsqm", "date: 2027-03-15", "date: 2027-02-29",
            "rsqm.yaml:3:20: `date:` is '2027-02-29', a day that does not exist. "
            "Expected a date, year-month-day, such as 2026-04-01. Correct the date.",
        ),
        (
            "rsqm", "date: 2027-03-15", "date: 15/03/2027",
            "rsqm.yaml:3:20: `date:` is '15/03/2027'. "
            "Expected a date, year-month-day, such as 2026-04-01. Correct the date.",
        ),
    ],
)  # fmt: skip
def test_a_date_in_the_service_s_own_files(tmp_path: Path, file: str, old: str, new: str, sentence: str) -> None:
    """Told with its line, and nothing is reckoned with it: 24 months after the year 9999 there is no calendar."""
    path = {"rsqm": "rsqm.yaml", "register": "evidence/register.yaml"}[file]
    assert old in WORKSPACE[path]
    root = workspace(tmp_path, **{file: WORKSPACE[path].replace(old, new)})
    loaded = load_workspace(root)
    assert (loaded.workspace, [str(p) for p in loaded.problems]) == (None, [sentence])


@pytest.mark.parametrize("day", ["31/12/9999", "30 February 2027", "29/02/2027", "0/0/0000", "12/" + "1" * 5_000])
def test_dates_in_the_text_of_a_document_end_no_run(tmp_path: Path, day: str) -> None:
    """Nobody has to mend a sentence about a date before the check runs; one that is none says nothing."""
    house = WORKSPACE["standards/house.yaml"].replace(
        "  - {check: reviewed,",
        "  - {check: dates_agree, at_worst: partly met, source: expected practice}\n  - {check: reviewed,",
    )
    root = workspace(tmp_path, house=house, policy=f"# Policy\n\nReview date: {day}\n\nApproved on {day}\n")
    held = load_workspace(root).workspace
    assert held
    judged = assess(held, held.frameworks[0], date.fromisoformat(AS_OF))
    assert judged.faults == ()
    said = [f.message for r in judged.results for f in r.findings if f.check == "dates_agree"]
    assert len(said) == (2 if "9999" in day else 0)
    assert all("on 31 December 9999" in message for message in said)
