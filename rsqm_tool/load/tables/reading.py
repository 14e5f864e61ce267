"""Reads one table after the other: from the cache where it was read before, else from its file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rsqm_tool.load.cache import Cache
from rsqm_tool.load.files import Folder, misplaced
from rsqm_tool.load.schema import shown
from rsqm_tool.load.tables import stored
from rsqm_tool.load.tables.definitions import definition
from rsqm_tool.load.tables.grid import Grid, Unreadable, refuse_large
from rsqm_tool.load.tables.mapping import Mapper, Place, Wanted, wanted
from rsqm_tool.model import FileState, Location, Note, Problem
from rsqm_tool.model.tables import Table

if TYPE_CHECKING:
    from rsqm_tool.load.tables.excel import Workbook

_EDITION = 2  # one more whenever the same file would be understood otherwise
_PIECE = 50_000  # rows in one entry of the cache
EXCEL = (".xlsx", ".xlsm")
TEXT = (".csv", ".tsv", ".txt")
_BELOW = "evidence/"


@dataclass(slots=True)
class Reading:
    """All tables of one run."""

    root: Path
    cache: Cache
    place: Place
    tables: dict[str, Table[Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    books: dict[str, Workbook | Unreadable] = field(default_factory=dict)  # by path: each is opened once

    def read(self, name: str, entry: Mapping[str, Any]) -> None:
        """Read one table, or say what is in the way."""
        want, problems = wanted(name, definition(name), entry, self.place)
        self.problems += problems
        if not self._usable(want) or problems:
            return
        table = None
        try:
            refuse_large(self.root / want.file, Path(want.file).suffix.lower() in EXCEL)
            digest = self.cache.digest(self.root / want.file)
            table = self._kept(want, digest) or self._fresh(want, digest)
        except Unreadable as error:
            where = Location(want.file, error.line, sheet=None if error.line else want.sheet)
            if error.of_sheet:
                where = self.place(("tables", name, "sheet"))
            self.problems.append(Problem(where, error.found, error.expected, error.todo))
        except OSError as error:
            found = f"The file cannot be read ({(error.strerror or 'no reason given').lower()})"
            self.problems.append(Problem(Location(want.file), found, "", "Close it, or ask for access to it"))
        if table is not None:
            begin = entry.get("records_begin")
            self.tables[name] = replace(table, records_begin=date.fromisoformat(begin) if begin else None)

    def _usable(self, want: Wanted) -> bool:
        """Whether there is a file that may be opened. What is wrong otherwise is told."""
        where = self.place(("tables", want.table.name, "file"))
        trouble = misplaced(want.file) or ("" if want.file.startswith(_BELOW) else f"is not below {_BELOW}")
        if trouble:
            found = f"The path {shown(want.file)} {trouble}"
            self.problems.append(Problem(where, found, "a path such as evidence/people/people.xlsx", "Correct it"))
            return False
        suffix = Path(want.file).suffix
        if suffix.lower() not in (*EXCEL, *TEXT):
            found = f"The tool reads no tables from {suffix or 'such'} files"
            self.problems.append(Problem(where, found, "", "Save the table as .xlsx or .csv"))
            return False
        file = Folder(self.root / _BELOW).find(want.file.removeprefix(_BELOW))
        what, _, todo = file.trouble.partition(". ")
        if file.state is FileState.MISSING:
            message = f"The table {want.table.name} is not read, because its file is not there. {what}"
            self.notes.append(Note(message, todo.replace("the register", "`file:` in rsqm.yaml"), where))
        elif not file.ordinary:
            self.problems.append(Problem(Location(want.file), what, "", todo))
        else:
            return True
        return False

    def _kept(self, want: Wanted, digest: str) -> Table[Any] | None:
        """The table as it was read before, if all of it is still kept."""
        tag = _tag(want)
        head = self.cache.get(digest, tag)
        if head is None:
            return None
        try:
            rows: list[Any] = []
            for number in range(head["pieces"]):
                rows += stored.unpack(want.table.name, self.cache.get(digest, f"{tag} {number}")) or ()
            left_out = tuple((row, header, said) for row, header, said in head["left_out"])
            ids = {name: frozenset(held) for name, held in head["ids_left_out"].items()}
            table = _table(want, rows, head["sheet"], head["headers"], left_out, tuple(head["notes"]))
            return replace(table, ids_left_out=ids) if len(rows) == head["rows"] else None
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    def _fresh(self, want: Wanted, digest: str) -> Table[Any] | None:
        """The table as its file holds it; None where its headers are wrong, which is told."""
        from rsqm_tool.load.tables.rows import understand

        typed, problems = understand(want, self._grid(want), self.place)
        self.problems += problems
        if typed is None:
            return None
        left_out, notes = tuple(typed.left_out), tuple(typed.notes)
        if self.cache.enabled:
            pieces = range(0, len(typed.rows), _PIECE)
            for number, begin in enumerate(pieces):
                piece = stored.pack(want.table.name, typed.rows[begin : begin + _PIECE])
                self.cache.put(digest, f"{_tag(want)} {number}", piece)
            head = {"pieces": len(pieces), "rows": len(typed.rows), "sheet": typed.sheet, "headers": typed.headers,
                    "left_out": left_out, "notes": notes,
                    "ids_left_out": {name: sorted(ids) for name, ids in typed.ids_left_out.items()}}  # fmt: skip
            self.cache.put(digest, _tag(want), head)
        table = _table(want, typed.rows, typed.sheet, typed.headers, left_out, notes)
        return replace(table, ids_left_out={name: frozenset(ids) for name, ids in typed.ids_left_out.items()})

    def _grid(self, want: Wanted) -> Grid:
        """The cells of the table's sheet."""
        path = self.root / want.file
        if path.suffix.lower() not in EXCEL:
            from rsqm_tool.load.tables.csv import open_csv

            return open_csv(path, Mapper(want).knows)
        if want.file not in self.books:
            from rsqm_tool.load.tables.excel import Workbook

            try:
                self.books[want.file] = Workbook(path)
            except Unreadable as error:
                self.books[want.file] = error
        book = self.books[want.file]
        if isinstance(book, Unreadable):
            raise book
        return book.grid(want.sheet)

    def close(self) -> None:
        """Let go of the workbooks."""
        for book in self.books.values():
            if not isinstance(book, Unreadable):
                book.close()


def _tag(want: Wanted) -> str:
    """How a table is read: whatever changes its rows."""
    mapping = [want.sheet, want.columns, want.words, want.dates, want.dates_said]
    return f"table {_EDITION} {want.table.name} {want.table.digest} {json.dumps(mapping, sort_keys=True)}"


def _table(want: Wanted, rows: list[Any], sheet: str | None, headers: Mapping[str, str],
           left_out: tuple[tuple[int, str, str], ...], notes: tuple[str, ...]) -> Table[Any]:  # fmt: skip
    return Table(
        want.table.name, want.file, sheet, frozenset(headers), tuple(rows), left_out, notes, None, dict(headers)
    )
