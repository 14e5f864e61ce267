"""A sheet as it lies in a file, before anything in it is understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

Cell = str | int | float | bool | datetime | date | time | timedelta | None

MAX_CSV, MAX_EXCEL = 1_000_000_000, 50_000_000  # bytes
HEADER_WITHIN = 10  # rows: above the header a title, an address, a date of export may stand
CHUNK = 1_000  # rows that are understood at once: few enough for the processor's own memory


class Flaw(NamedTuple):
    """What is wrong with one cell whose value is missing."""

    sentence: str
    filled: bool  # there is something in the cell, so its row is not blank


@dataclass(slots=True)
class Grid:
    """The rows of a sheet, in chunks, from the first row on and without gaps: blank rows are empty sequences."""

    chunks: Iterator[list[Sequence[Cell]]]  # to be gone through once; may raise Unreadable
    sheet: str | None = None  # of an Excel file
    text: bool = True  # every cell is text, and a row has as many values as were written
    serial_from: date | None = None  # the day that a spreadsheet's day numbers count from
    notes: tuple[str, ...] = ()
    flaws: Mapping[tuple[int, int], Flaw] = field(default_factory=dict)  # by row, 1 is the first, and column from 0


class Unreadable(Exception):  # noqa: N818 - the fault is the file's
    """A table cannot be parsed. Holds what a Problem says, and the line where the file is text."""

    def __init__(
        self, found: str, todo: str, line: int | None = None, expected: str = "", of_sheet: bool = False
    ) -> None:
        super().__init__(found)
        self.found, self.todo, self.line, self.expected = found, todo, line, expected
        self.of_sheet = of_sheet  # rsqm.yaml names a sheet that is not there


def refuse_large(path: Path, excel: bool) -> None:
    """Unreadable where a file is larger than is read: told before a byte of it is. OSError as looking at it gives."""
    most = MAX_EXCEL if excel else MAX_CSV
    if path.stat().st_size > most:
        todo = "Save the table as CSV UTF-8" if excel else "Save the table in parts"
        raise Unreadable(f"The file is larger than {most // 1_000_000:,} MB", todo)
