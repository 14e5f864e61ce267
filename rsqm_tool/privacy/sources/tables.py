"""Tables: the headers first, then every cell of every sheet, also hidden ones and columns that nothing reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from rsqm_tool.load.documents._unreadable import Unreadable as UnreadableDocument
from rsqm_tool.load.files import unfit, why
from rsqm_tool.load.tables.definitions import definition, plain
from rsqm_tool.load.tables.grid import HEADER_WITHIN, Cell, Unreadable
from rsqm_tool.load.tables.mapping import letter
from rsqm_tool.load.tables.refused import refused
from rsqm_tool.model import Location
from rsqm_tool.model.privacy import APART, COLUMN, Hit, Part, Piece, Thing
from rsqm_tool.privacy.mask import digest
from rsqm_tool.privacy.rules import normal

EXCEL = (".xlsx", ".xlsm")
TEXT = (".csv", ".tsv")
# Headers of columns that hold references of people, besides those that no table may have.
_NUMBERS = re.compile(
    r"\b(nhs|nino|national insurance|pnc|cro|crn|nomis|noms|prison(er)? (no|number|id)|passport|driving licence|"
    r"sort code|account (no|number)|crime (ref|reference|no|number)|custody (ref|record|no|number))\b"
)
# Words that say what the cells below them are: they go before each of these.
_TELLING = re.compile(
    r"\b(nhs|chi|ni|nino|insurance|pnc|cro|crn|delius|nomis|noms|prison|urn|sort|account|acc|acct|birth|dob|born|tel|phone|"
    r"telephone|mobile|mob|crime|custody|cad|police|court|case|isbn)\b"
)
_FIGURE = re.compile("[0-9]")


@dataclass(frozen=True, slots=True)
class Mapped:
    """One table that rsqm.yaml says to be in a file."""

    table: str
    sheet: str | None
    headers: Collection[str]  # that it names, made plain


def excel(path: str, file: Path, mapped: Sequence[Mapped]) -> Iterator[Thing]:
    """A workbook. Unreadable with what to tell; where only its end is not read, when all else is given."""
    from rsqm_tool.load.tables.excel import Workbook

    with _told():
        book = Workbook(file)
        try:
            shown = next((name for name in book.sheets if not book.hidden(name)), None)
            left = ""
            for name in book.sheets:
                part = Part.HIDDEN if book.hidden(name) else Part.CELL
                grid = book.grid(name)
                left = left or next((note for note in grid.notes if "not read" in note and "Columns" in note), "")
                of_sheet = [m for m in mapped if m.sheet == name or (m.sheet is None and name == shown)]
                rows = chain.from_iterable(grid.chunks)
                yield Piece(name, Location(path, sheet=name), Part.HEADER)
                yield from _rows(path, name, rows, part, of_sheet)
            if left:
                raise Unreadable(left, "Take them away, or put them into a sheet of their own")
        finally:
            book.close()


def csv(path: str, root: Path, mapped: Sequence[Mapped]) -> Iterator[Thing]:
    """A file of comma-separated values. Unreadable where it is no such file: then it is looked through as text."""
    from rsqm_tool.load.tables.csv import open_csv

    with _told():
        if trouble := unfit(root, path):
            raise Unreadable(f"It {trouble}", "Put the file itself there")
        grid = open_csv(root / path, len)
        yield from _rows(path, None, chain.from_iterable(grid.chunks), Part.CELL, mapped)


@contextmanager
def _told() -> Iterator[None]:
    """Tell what is wrong with a table like what is wrong with a document."""
    try:
        yield
    except Unreadable as error:
        raise UnreadableDocument(f"{error.found}. {error.todo}") from error
    except OSError as error:
        raise UnreadableDocument(f"It cannot be read ({why(error)}). Close it, or ask for access to it") from error


def _rows(
    path: str, sheet: str | None, rows: Iterator[Sequence[Cell]], part: Part, mapped: Sequence[Mapped]
) -> Iterator[Thing]:
    first: list[Sequence[Cell]] = []
    with suppress(StopIteration):
        while len(first) < HEADER_WITHIN:
            first.append(next(rows))
    at = _header(first, mapped)
    headers = [" ".join(str(cell).split()) if cell is not None else "" for cell in first[at]] if first else []
    yield from _refused(Location(path, sheet=sheet, row=at + 1), headers, mapped)
    lead = [f"{header}: " if _TELLING.search(_words(header)) else "" for header in headers]
    for number, row in enumerate(chain(first, rows), 1):
        texts = [_text(cell) for cell in row]
        if number > at + 1:
            texts = [_led(lead, index, text) for index, text in enumerate(texts)]
        if any(texts):
            fields = _fields(headers if number > at else (), len(texts))
            yield Piece(APART.join(texts), Location(path, sheet=sheet, row=number), part, fields)


def _fields(headers: Sequence[str], cells: int) -> tuple[str, ...]:
    """What the cells of a row are called: by their headers, or by the letters of columns that have none."""
    named = (headers[index] if index < len(headers) else "" for index in range(cells))
    return tuple(name or f"column {letter(index)}" for index, name in enumerate(named))


def _led(lead: Sequence[str], index: int, text: str) -> str:
    """A cell behind the words of its header, where they tell what a number is. Names in two cells stay side by side."""
    return lead[index] + text if index < len(lead) and lead[index] and _FIGURE.search(text) else text


def _header(rows: Sequence[Sequence[Cell]], mapped: Sequence[Mapped]) -> int:
    """Which of the first rows is the header (0 is the first)."""
    known = set().union(*(m.headers for m in mapped), *(map(plain, definition(m.table).columns) for m in mapped))
    counts = [sum(isinstance(cell, str) and plain(cell) in known for cell in row) for row in rows]
    if any(counts):
        return counts.index(max(counts))
    for at, row in enumerate(rows):
        filled = [cell for cell in row if cell not in (None, "")]
        if len(filled) > 1 and all(isinstance(cell, str) for cell in filled):
            return at
    return 0


def _refused(where: Location, headers: Sequence[str], mapped: Sequence[Mapped]) -> Iterator[Hit]:
    """The headers that no table may have. In tables that nothing maps, words such as "notes" are no matter."""
    for header in dict.fromkeys(filter(None, headers)):
        said = [
            refused(header, m.table, plain(header) in m.headers)
            for m in mapped
            if plain(header) not in map(plain, definition(m.table).columns)
        ]
        what = next(filter(None, said), "") if mapped else refused(header, "", mapped=True)
        if what or _NUMBERS.search(_words(header)):
            here = Location(where.path, sheet=where.sheet, row=where.row, field=header)
            yield Hit(COLUMN, "", digest(COLUMN, normal(COLUMN, header)), here, Part.COLUMN)


def _words(header: str) -> str:
    return re.sub(r"[\W_]+", " ", header).lower()


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell.replace(APART, " ")
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return ""  # days and times tell nobody's name; a column of birthdays is told by its header
    number = f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e18 else str(cell)
    # A spreadsheet takes the nought from the beginning of a telephone number.
    return f"{number} 0{number}" if len(number) == 10 and number.isdecimal() else number
