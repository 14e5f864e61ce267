"""Reads sheets of Excel workbooks: openpyxl in its read-only mode, behind a guard on the archive.

What openpyxl does not tell in that mode is looked for in the sheet's own markup: formulas that were never calculated,
and merged cells, of which only the first has a value.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from rsqm_tool.load.documents._archive import Archive
from rsqm_tool.load.documents._magic import PROTECTED, sentence
from rsqm_tool.load.documents._markup import ENTITIES
from rsqm_tool.load.documents._unreadable import Unreadable as UnreadableDocument
from rsqm_tool.load.documents._unreadable import again
from rsqm_tool.load.schema import shown
from rsqm_tool.load.tables.grid import CHUNK, Cell, Flaw, Grid, Unreadable, refuse_large
from rsqm_tool.load.tables.mapping import letter
from rsqm_tool.load.tables.parts import Parts

MAX_ROWS, MAX_COLUMNS = 200_000, 200
_OVERLAP = 20_000  # bytes of markup in which one cell surely ends: a formula has at most 8,192 characters
_MAX_MERGED = 100_000  # cells
_AGAIN = "Open it in Excel and save it again"
# Attributes are taken one by one and never given back (`++`): no markup makes the search long.
_OTHERS = rb'(?:\s++(?!%b=)[\w:]++="[^"<]*+")*+\s*+'
_UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c" + _OTHERS % b"r" + rb'\br="([A-Z]{1,3})([0-9]{1,7})"' + _OTHERS % b"r" + rb">\s*+"
    rb"<(?:\w+:)?f\b(?:[^<>]*+(?<=/)>|[^<>]*+>[^<]*+</(?:\w+:)?f>)\s*+"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?\s*+</(?:\w+:)?c>"
)  # fmt: skip
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell" + _OTHERS % b"ref" + rb'\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"'
)


class Workbook:
    """One workbook, opened once for all of its tables. Unreadable where it cannot be; OSError as opening it gives."""

    def __init__(self, path: Path) -> None:
        refuse_large(path, excel=True)
        content = path.read_bytes()
        if not content.startswith(b"PK"):
            raise Unreadable(*_no_workbook(content))
        with _told():
            self._archive = Archive(content, "Excel")
            names = self._archive.names
            if not any(name.startswith("xl/") for name in names):
                raise UnreadableDocument(sentence("an Excel workbook", content))
            if any(_declares(next(self._archive.chunks(name), b"")) for name in names if _markup(name)):
                raise UnreadableDocument(ENTITIES + again("Excel"))
        self._book = _guarded(lambda: _open(content))
        self._flawed: dict[str, Mapping[tuple[int, int], Flaw]] = {}  # by sheet

    @property
    def sheets(self) -> list[str]:
        """The names of its sheets of cells, in its order."""
        return [sheet.title for sheet in self._book.worksheets]

    def hidden(self, name: str) -> bool:
        """Whether people do not see that sheet."""
        return bool(self._book[name].sheet_state != "visible")

    def grid(self, wanted: str | None) -> Grid:
        """One sheet: that of the name, or the first that is not hidden. Unreadable where there is none."""
        sheet = self._book[self._name(wanted)]
        notes = self._notes(sheet.title, wanted)
        if (sheet.max_column or 0) > MAX_COLUMNS:
            notes.append(f"Columns after {letter(MAX_COLUMNS - 1)} are not read")
        if sheet.title not in self._flawed:  # a sheet may stand for several tables
            with _told():
                self._flawed[sheet.title] = self._flaws(sheet)
        flaws = self._flawed[sheet.title]
        return Grid(_chunks(sheet, sheet.title), sheet.title, False, self._book.epoch.date(), tuple(notes), flaws)

    def _name(self, wanted: str | None) -> str:
        names = self.sheets
        if not names:
            raise Unreadable("The workbook has no sheet of cells", _AGAIN)
        if wanted is None:
            return next((name for name in names if not self.hidden(name)), names[0])
        for name in names:
            if name == wanted or name.strip().casefold() == wanted.strip().casefold():
                return name
        there = ", ".join(shown(name) for name in names)
        raise Unreadable(f"There is no sheet {shown(wanted)}", f"The sheets are {there}", of_sheet=True)

    def _notes(self, title: str, wanted: str | None) -> list[str]:
        visible = [name for name in self.sheets if not self.hidden(name)]
        notes = []
        if wanted is None and len(visible) > 1:
            notes.append(f"The first of {len(visible)} sheets was read, {shown(title)}; `sheet:` names another")
        hidden = [shown(name) for name in self.sheets if self.hidden(name) and name != title]
        if self.hidden(title):
            notes.append(f"The sheet {shown(title)} is hidden, and was read")
        if hidden:
            notes.append(f"Hidden in the workbook, and not read: {', '.join(hidden)}")
        return notes

    def _flaws(self, sheet: Any) -> Mapping[tuple[int, int], Flaw]:
        """What is wrong with single cells, from the sheet's markup."""
        flaws: dict[tuple[int, int], Flaw] = {}
        rest = b""
        # A pattern may lie across two pieces, so the end of each is looked at again with the next.
        for piece in self._archive.chunks(sheet._worksheet_path):
            markup = rest + piece
            if b"<f" in markup or b":f" in markup:
                for match in _UNCALCULATED.finditer(markup):
                    name = (match[1] + match[2]).decode()
                    said = f"Cell {name} holds a formula that was never calculated. Open the file in Excel and save it"
                    flaws[int(match[2]), _index(match[1])] = Flaw(said, True)
            for match in _MERGED.finditer(markup):
                _spread(match, flaws)
            rest = markup[-_OVERLAP:]
        return flaws

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()


@contextmanager
def _told() -> Iterator[None]:
    """Tell what is wrong with an archive, which is told alike of documents, as a fault of a table."""
    try:
        yield
    except UnreadableDocument as error:
        found, _, todo = str(error).partition(". ")
        raise Unreadable(found, todo) from error


def _no_workbook(content: bytes) -> tuple[str, str]:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if PROTECTED in content:
            return "The file needs a password", "Save an unprotected copy as .xlsx or as CSV"
        return "The file is in Excel's older format", "Open it in Excel and save it as .xlsx or as CSV"
    start = content[:1000].lstrip()[:1]
    if start == b"<":
        return "The file is a web page, not an Excel workbook (a sign-in page?)", "Export the table again"
    if b"\0" not in content[:1000]:
        return "The file is text, not an Excel workbook", "Name it .csv, or save it as .xlsx"
    return "The file is damaged, or not an Excel workbook at all", _AGAIN


def _open(content: bytes) -> Any:
    from io import BytesIO

    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.archive = Parts(BytesIO(content))
    reader.read()
    return reader.wb


def _markup(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _declares(start: bytes) -> bool:
    """Whether a part of markup begins with declarations of its own."""
    return b"<!DOCTYPE" in start.replace(b"\0", b"") or b"<!ENTITY" in start.replace(b"\0", b"")


def _guarded(action: Any) -> Any:
    """What `action` gives. Whatever openpyxl stumbles over is the file's fault, and there is no end to its kinds."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which nothing here uses
            return action()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("The file is damaged, or written in a way that the tool does not know", _AGAIN) from error


def _chunks(sheet: Any, title: str) -> Iterator[list[Sequence[Cell]]]:
    sheet.reset_dimensions()  # the sheet's own word for its size may be wrong
    rows = sheet.iter_rows(min_row=1, max_col=MAX_COLUMNS, values_only=True)
    for _ in range(0, MAX_ROWS, CHUNK):
        chunk = _guarded(lambda: list(islice(rows, CHUNK)))
        if not chunk:
            return
        yield chunk
    # A sheet that is formatted down to its last row holds blank ones; not all of them need to be looked at.
    if _guarded(lambda: any(row.count(None) < len(row) for row in islice(rows, MAX_ROWS // 2))):
        todo = "Save it as CSV UTF-8, which may have more"
        raise Unreadable(f"The sheet {shown(title)} has more than {MAX_ROWS:,} rows", todo)


def _index(letters: bytes) -> int:
    number = 0
    for character in letters:
        number = number * 26 + character - 64
    return number - 1


def _spread(match: re.Match[bytes], flaws: dict[tuple[int, int], Flaw]) -> None:
    """Every cell of a merged range but the first has no value of its own."""
    left, right = _index(match[1]), min(_index(match[3]), MAX_COLUMNS - 1)
    top, bottom = int(match[2]), min(int(match[4]), MAX_ROWS)
    if len(flaws) + (right - left + 1) * (bottom - top + 1) > _MAX_MERGED:
        raise Unreadable("The sheet has more than 100,000 merged cells", "Unmerge them and fill in each row")
    name = f"{match[1].decode()}{top}:{match[3].decode()}{match[4].decode()}"
    said = f"Cells {name} are merged, so only the first has a value. Unmerge them and fill in each row"
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                flaws[row, column] = Flaw(said, False)
