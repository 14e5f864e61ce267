"""The workbook of people, as a co-ordinator keeps it: six sheets, a title above the first one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import UTC, date, datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tools.fenland import EXPORTED, NAME, NOTICE, long_date
from tools.fenland.learning import Check, Course, Hours
from tools.fenland.office import same_bytes
from tools.fenland.people import AWAY, PEOPLE, Session
from tools.fenland.records import Row
from tools.fenland.tables import PEOPLE as SHEETS
from tools.fenland.tables import as_rows

_HEAD = PatternFill("solid", fgColor="1F3A5F")


def people_rows(
    checks: list[Check], courses: list[Course], hours: list[Hours], sessions: list[Session]
) -> dict[str, list[Row]]:
    """The rows of the six sheets."""
    people = (
        (
            p.id,
            p.paid,
            p.agency,
            p.role,
            p.level,
            "Y" if p.casework else "N",
            p.started,
            p.induction,
            p.cleared,
            p.probation_until,
            p.ended,
            p.registered,
        )
        for p in PEOPLE
    )
    away = ((id, first_day, last_day) for id, spans in AWAY.items() for first_day, last_day in spans)
    tables: dict[str, Iterable[Iterable[object]]] = {
        "practitioners": people,
        "vetting": map(astuple, sorted(checks, key=lambda c: (c.id, c.issued, c.kind))),
        "away": sorted(away),
        "training": map(astuple, courses),
        "cpd": map(astuple, hours),
        "supervision": ((s.id, s.held, s.kind, s.mode, s.by, s.case) for s in sessions),
    }
    return {name: as_rows(name, rows) for name, rows in tables.items()}


def book(tables: Mapping[str, Iterable[Row]]) -> bytes:
    """people.xlsx."""
    workbook = Workbook()
    first = workbook.active
    assert isinstance(first, Worksheet)
    first.title = "Staff and volunteers"
    first["A1"], first["A1"].font = f"{NAME}: people, {long_date(EXPORTED)}", Font(bold=True, size=14)
    first["A2"], first["A2"].font = NOTICE, Font(italic=True, color="595959")
    for name, table in SHEETS.items():
        sheet = first if name == "practitioners" else workbook.create_sheet(table.sheet)
        rows = [[row[column] for column in table.columns] for row in tables[name]]
        _write(sheet, list(table.columns.values()), rows, top=4 if sheet is first else 1)
    return _fixed(workbook)


def _write(sheet: Worksheet, columns: list[str], rows: Iterable[Iterable[object]], top: int) -> None:
    widths = [len(column) for column in columns]
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(top, number, column)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
    for line, row in enumerate(rows, top + 1):
        for number, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            assert isinstance(value, str | int | float | date)
            cell = sheet.cell(line, number, value)
            cell.alignment = Alignment(horizontal="left")
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
            length = 10 if isinstance(value, date) else len(str(value))
            widths[number - 1] = max(widths[number - 1], length)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width + 3
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.freeze_panes = sheet.cell(top + 1, 2)


def _fixed(workbook: Workbook) -> bytes:
    """The file without its time of saving, which openpyxl writes whatever one asks for."""
    when = datetime.combine(EXPORTED, datetime.min.time(), UTC).replace(hour=9)
    workbook.properties.title = f"{NAME}: people"
    workbook.properties.creator = workbook.properties.lastModifiedBy = f"{NAME} (fictional)"
    workbook.properties.created = when.replace(tzinfo=None)
    out = io.BytesIO()
    workbook.save(out)
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return same_bytes(
        out.getvalue(), edit=lambda name, data: _restamp(data, stamp) if name == "docProps/core.xml" else data
    )


def _restamp(core: bytes, stamp: bytes) -> bytes:
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, core)
