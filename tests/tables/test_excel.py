"""Every fault of a workbook, with its input and its sentence; none takes long, and none ends the process."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from rsqm_tool.load.tables import excel as reader
from rsqm_tool.model import Location
from tests.tables.making import XLSX, excel, patched, problems, rows, table, workbook

HEAD = ["practitioner_id", "started_on", "level"]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(autouse=True)
def _soon() -> Iterator[None]:
    """Whatever the file, reading it takes less than five seconds."""
    begin = process_time()
    yield
    assert process_time() - begin < 5


def test_rows_below_titles_have_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    sheet = [
        ["Our staff"],
        [],
        HEAD,
        ["P-001", date(2026, 1, 2), "None"],
        [],
        ["P-002", datetime(2026, 1, 2, 9, 30), None],  # noqa: DTZ001
    ]
    assert rows(excel(tmp_path, "practitioners", sheet), "practitioners") == [
        {"row": 4, "practitioner_id": "P-001", "started_on": date(2026, 1, 2), "level": "none"},
        {"row": 6, "practitioner_id": "P-002", "started_on": date(2026, 1, 2)},
    ]


def test_numbers_booleans_and_times_are_what_they_are(tmp_path: Path) -> None:
    sheet = [
        ["practitioner_id", "hours", "rjc_approved", "topic"],
        [7, 0.1 + 0.2, True, 2026],
        [8.0, timedelta(hours=1.5), 0, 1.5],
    ]
    assert rows(excel(tmp_path, "cpd", sheet), "cpd") == [
        {"row": 2, "practitioner_id": "7", "hours": 0.3, "rjc_approved": True, "topic": "2026"},
        {"row": 3, "practitioner_id": "8", "hours": 1.5, "rjc_approved": False, "topic": "1.5"},
    ]
    sheet[1:] = [["P-001", time(1, 15), None, None]]
    assert rows(excel(tmp_path, "cpd", sheet), "cpd")[0]["hours"] == 1.25


def test_cells_of_the_wrong_kind_are_told(tmp_path: Path) -> None:
    turned = "Excel has turned it into a date. Format the column as text and enter it again"
    sheet = [
        HEAD,
        [date(2026, 1, 2), None, None],
        ["P-002", True, None],
        ["P-003", time(3, 4), None],
        ["P-004", -5, None],
        ["P-005", 2_000_000_000, None],
        ["P-006", "45292", None],
        ["P-007", "#N/A", None],
    ]
    assert table(excel(tmp_path, "practitioners", sheet), "practitioners").left_out == (
        (2, "practitioner_id", turned),
        (3, "started_on", "'True' is no date. Write it as 2026-04-01"),
        (4, "started_on", "The cell holds a time of day"),
        (5, "started_on", "-5 is no date. Write it as 2026-04-01"),
        (6, "started_on", "2000000000 is no date. Write it as 2026-04-01"),
        (
            7,
            "started_on",
            "'45292' looks like a spreadsheet's day number. Format the column as dates and save it again",
        ),
        (8, "started_on", "The cell shows the error #N/A"),
    )


def test_day_numbers_without_a_format_are_read_by_the_workbooks_own_calendar(tmp_path: Path) -> None:
    found = table(
        excel(tmp_path, "practitioners", [HEAD, ["P-001", 45292, None], ["P-002", 45351.75, None]]), "practitioners"
    )
    assert [row.started_on for row in found.rows] == [date(2024, 1, 1), date(2024, 2, 29)]
    assert found.notes == ("Plain numbers were read as Excel's days in started_on",)


def test_the_calendar_of_1904(tmp_path: Path) -> None:
    def since_1904(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    content = workbook([HEAD, ["P-001", date(2024, 2, 29), None], ["P-002", 43889, None]], change=since_1904)
    found = table(excel(tmp_path, "practitioners", content), "practitioners")
    assert [row.started_on for row in found.rows] == [date(2024, 2, 29), date(2024, 2, 29)]


def test_a_date_beyond_all_calendars(tmp_path: Path) -> None:
    content = patched(workbook([HEAD, ["P-001", date(2026, 1, 2), None]]), SHEET, "<v>46024</v>", "<v>99999999</v>")
    assert table(excel(tmp_path, "practitioners", content), "practitioners").left_out == (
        (2, "started_on", "The cell shows the error #VALUE!"),
    )


def test_formulas_that_were_never_calculated(tmp_path: Path) -> None:
    sheet = [
        HEAD,
        ["P-001", "=TODAY()", "none"],
        ['="P-"&2', None, None],
        ["P-003", None, "none"],
        ["P-004", None, None],
    ]
    found = table(excel(tmp_path, "practitioners", sheet), "practitioners")
    said = "holds a formula that was never calculated. Open the file in Excel and save it"
    assert found.left_out == ((2, "started_on", f"Cell B2 {said}"), (3, "practitioner_id", f"Cell A3 {said}"))
    assert [row.row for row in found.rows] == [4, 5]


@pytest.mark.parametrize(
    "cell",
    [
        "<f>TODAY()</f><v></v>",
        "<f>TODAY()</f><v/>",
        "<f>TODAY()</f>",
        '<f t="shared" si="0"/>',
        "<f>1&gt;2</f>\n <v />\n",
    ],
)
def test_ways_in_which_a_formula_has_no_value(tmp_path: Path, cell: str) -> None:
    content = patched(
        workbook([HEAD, ["P-001", 46024, None]]), SHEET, '<c r="B2" t="n"><v>46024</v></c>', f'<c r="B2">{cell}</c>'
    )
    ((_, _, said),) = table(excel(tmp_path, "practitioners", content), "practitioners").left_out
    assert said.startswith("Cell B2 holds a formula that was never calculated.")


def test_a_formula_with_its_value_is_read(tmp_path: Path) -> None:
    old, new = '<c r="B2" t="n"><v>46024</v></c>', '<c r="B2"><f>DATE(2026,1,2)</f><v>46024</v></c>'
    content = patched(workbook([HEAD, ["P-001", 46024, None]]), SHEET, old, new)
    assert rows(excel(tmp_path, "practitioners", content), "practitioners")[0]["started_on"] == date(2026, 1, 2)


def test_merged_cells(tmp_path: Path) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        for area in ("A1:D1", "C2:D2", "A3:A5", "B6:C6", "A8:C9"):
            book.active.merge_cells(area)

    day = date(2026, 1, 2)
    sheet = [
        ["Our staff"],
        [*HEAD, None],
        ["P-001", day, "none"],
        [None, day, "none"],
        [None, day, None],
        ["P-002", day],
        ["P-003"],
    ]
    found = table(excel(tmp_path, "practitioners", workbook(sheet, change=merge)), "practitioners")
    said = "are merged, so only the first has a value. Unmerge them and fill in each row"
    assert found.left_out == (
        (4, "practitioner_id", f"Cells A3:A5 {said}"),
        (5, "practitioner_id", f"Cells A3:A5 {said}"),
        (6, "level", f"Cells B6:C6 {said}"),
    )
    assert [row.row for row in found.rows] == [3, 7]
    assert found.notes == ("Not read, because merged cells leave them without a header: columns D",)


def test_a_sheet_merged_all_over_is_refused(tmp_path: Path) -> None:
    merged = '</sheetData><mergeCells><mergeCell ref="A2:Z9000"/></mergeCells>'
    content = patched(workbook([HEAD]), SHEET, "</sheetData>", merged)
    assert problems(excel(tmp_path, "practitioners", content)) == [
        f"{XLSX}: The sheet has more than 100,000 merged cells. Unmerge them and fill in each row."
    ]


def _more_sheets(book: openpyxl.Workbook) -> None:
    book.create_sheet("Old").sheet_state = "veryHidden"
    book.create_sheet("Lists").sheet_state = "hidden"
    book.create_sheet("Vetting").append(["practitioner_id"])


def test_which_sheet_is_read(tmp_path: Path) -> None:
    content = workbook([HEAD, ["P-001"]], "Staff", _more_sheets)
    found = table(excel(tmp_path, "practitioners", content), "practitioners")
    hidden = "Hidden in the workbook, and not read: 'Old', 'Lists'"
    assert found.sheet == "Staff"
    assert found.notes == ("The first of 2 sheets was read, 'Staff'; `sheet:` names another", hidden)
    found = table(excel(tmp_path, "practitioners", content, sheet="vetting "), "practitioners")
    assert (found.sheet, found.notes) == ("Vetting", (hidden,))


def test_a_hidden_sheet_is_passed_over_or_told(tmp_path: Path) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.create_sheet("Staff").append(["practitioner_id"])
        book["Old"].sheet_state = "hidden"
        book.active = 1

    content = workbook([HEAD], "Old", hide)
    assert table(excel(tmp_path, "practitioners", content), "practitioners").sheet == "Staff"
    found = table(excel(tmp_path, "practitioners", content, sheet="Old"), "practitioners")
    assert found.notes == ("The sheet 'Old' is hidden, and was read",)


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    content = workbook([HEAD], "Staff", _more_sheets)
    assert problems(excel(tmp_path, "practitioners", content, sheet="Stuff")) == [
        "rsqm.yaml: There is no sheet 'Stuff'. The sheets are 'Staff', 'Old', 'Lists', 'Vetting'."
    ]


def test_a_fault_names_the_sheet(tmp_path: Path) -> None:
    found = excel(tmp_path, "practitioners", workbook([["colour"]], "Staff"), sheet="Staff")
    assert found.problems[0].where == Location(XLSX, sheet="Staff")


def test_the_sheets_own_word_for_its_size_is_not_believed(tmp_path: Path) -> None:
    content = patched(workbook([HEAD, ["P-001", None, None]]), SHEET, 'ref="A1:C2"', 'ref="A1:A1"')
    assert len(table(excel(tmp_path, "practitioners", content), "practitioners").rows) == 1


def _zip(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


ENTITIES = "It contains XML entities, as harmful files do. Save it again from Excel."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            _zip(xl__worksheets__sheet1=b"0" * 300_000_000),
            "It unpacks to 300 MB; the limit is 200 MB. Save a smaller copy, with smaller pictures or in parts.",
        ),
        (
            _zip(**{f"p{n}": b"" for n in range(3_000)}),
            "It holds more than 2,000 parts, as harmful files do. Save it again from Excel.",
        ),
        (
            _zip(**{"..__x": b""}),
            "It holds a part whose name leads out of it, as harmful files do. Save it again from Excel.",
        ),
        (
            patched(workbook([HEAD]), SHEET, "<worksheet ", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet '),
            ENTITIES,
        ),
        (
            patched(workbook([HEAD]), "xl/workbook.xml", "<workbook ", '<!DOCTYPE x SYSTEM "http://x"><workbook '),
            ENTITIES,
        ),
        (
            patched(workbook([HEAD]), SHEET, "</sheetData>", ""),
            "The file is damaged, or written in a way that the tool does not know. Open it in Excel and save it again.",
        ),
        (
            workbook([HEAD])[:-400],
            "It is damaged, or was not copied to its end. Copy it again, or open it and save it again.",
        ),
        (
            _zip(word__document=b"x"),
            "It is a zip archive, not an Excel workbook. Open it and save it as an Excel workbook.",
        ),
    ],
    ids=["bomb", "parts", "slip", "entity", "outside", "cut markup", "cut off", "no workbook"],
)  # fmt: skip
def test_hostile_and_damaged_workbooks(tmp_path: Path, content: bytes, said: str) -> None:
    assert problems(excel(tmp_path, "practitioners", content)) == [f"{XLSX}: {said}"]


def test_a_damaged_workbook_is_told_once_for_all_its_tables(tmp_path: Path) -> None:
    from rsqm_tool.load.tables import read_tables
    from tests.tables.making import put

    put(tmp_path, workbook([HEAD])[:-400], XLSX)
    assert len(read_tables(tmp_path, {name: {"file": XLSX} for name in ("practitioners", "vetting")}).problems) == 1


def test_one_cell_in_the_last_corner(tmp_path: Path) -> None:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = patched(workbook([HEAD, ["P-001", None, None]]), SHEET, "</sheetData>", corner)
    assert len(table(excel(tmp_path, "practitioners", content), "practitioners").rows) == 1


def test_more_rows_than_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_ROWS", 2_000)
    sheet = [["practitioner_id"], *([f"P-{n}"] for n in range(1_999))]
    assert len(table(excel(tmp_path, "practitioners", sheet), "practitioners").rows) == 1_999
    assert problems(excel(tmp_path, "practitioners", [*sheet, ["P-1999"]])) == [
        f"{XLSX}: The sheet 'Sheet' has more than 2,000 rows. Save it as CSV UTF-8, which may have more."
    ]


def test_a_sheet_formatted_down_to_its_end(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(3, 220_000))
    content = patched(workbook([HEAD, ["P-001", None, None]]), SHEET, "</sheetData>", f"{empty}</sheetData>")
    assert len(table(excel(tmp_path, "practitioners", content), "practitioners").rows) == 1


def test_more_columns_than_are_read(tmp_path: Path) -> None:
    found = table(
        excel(tmp_path, "practitioners", [["practitioner_id", *(f"c{n}" for n in range(300))], ["P-001"]]),
        "practitioners",
    )
    assert found.notes[0] == "Columns after GR are not read"


def test_a_workbook_is_opened_once_for_all_its_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rsqm_tool.load.tables import read_tables
    from tests.tables.making import put

    opened: list[Path] = []
    original = reader.Workbook.__init__

    def counted(self: Any, path: Path) -> None:
        opened.append(path)
        original(self, path)

    monkeypatch.setattr(reader.Workbook, "__init__", counted)
    put(tmp_path, workbook([["practitioner_id"], ["P-001"]], "Staff", _more_sheets), XLSX)
    entries = {"practitioners": {"file": XLSX, "sheet": "Staff"}, "vetting": {"file": XLSX, "sheet": "Vetting"}}
    found = read_tables(tmp_path, entries)
    assert (list(found.tables), len(opened)) == (["practitioners", "vetting"], 1)
