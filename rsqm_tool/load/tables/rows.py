"""From the cells of a sheet to typed rows, column by column: a row with a bad cell is left out and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import compress, repeat
from typing import Any, cast

from rsqm_tool.load.tables.definitions import Definition
from rsqm_tool.load.tables.grid import Cell, Grid
from rsqm_tool.load.tables.guarded import adds_up
from rsqm_tool.load.tables.mapping import Mapper, Place, Plan, Wanted, letter, unread_note
from rsqm_tool.load.tables.values import Bad, Dates, Reader, reader
from rsqm_tool.model import Problem
from rsqm_tool.model.tables import ROWS, Record

_Values = Mapping[str, Sequence[Any]]  # by canonical column
_TOLD = 5  # rows in a note
_BLANK = "The cell is blank, and every row needs it"


@dataclass(slots=True)
class Typed:
    """What a sheet holds, understood."""

    sheet: str | None
    headers: dict[str, str]  # canonical column to the file's header
    rows: list[Record] = field(default_factory=list)
    left_out: list[tuple[int, str, str]] = field(default_factory=list)
    ids_left_out: dict[str, set[str]] = field(default_factory=dict)  # of these rows, by canonical column
    notes: list[str] = field(default_factory=list)


def understand(want: Wanted, grid: Grid, place: Place) -> tuple[Typed | None, list[Problem]]:
    """The typed rows of a sheet, or what is wrong with its headers. Unreadable for a fault further down."""
    chunks = iter(grid.chunks)
    first: list[Sequence[Cell]] = next(chunks, [])
    plan, problems = Mapper(want).plan(first, grid.sheet, place)
    if problems:
        return None, problems
    reading = _Reading(want, grid, plan)
    reading.take(first[plan.row :], plan.row + 1)
    row = len(first) + 1
    for chunk in chunks:
        reading.take(chunk, row)
        row += len(chunk)
    reading.typed.left_out.sort()
    reading.typed.notes += reading.notes()
    return reading.typed, []


class _Reading:
    """One sheet being read."""

    def __init__(self, want: Wanted, grid: Grid, plan: Plan) -> None:
        self.table, self.want, self.grid, self.plan = want.table, want, grid, plan
        self.typed = Typed(grid.sheet, plan.headers)
        self.dates = Dates(want.dates)
        self.readers = {name: self._reader(name) for name in plan.columns}
        self.ids = {name for name in plan.columns if self.table.columns[name].kind == "id"}
        self.required = [c.name for c in self.table.required]
        self.key = self.table.key if all(name in plan.columns for name in self.table.key) else ()
        self.seen: dict[Any, int] = {}
        self.totals: list[int] = []
        self.columns = _fields(self.table)
        self.new = partial(tuple.__new__, ROWS[self.table.name])

    def _reader(self, name: str) -> Reader:
        words = self.want.words.get(name, {})
        return reader(self.table, self.table.columns[name], words, self.dates)

    def take(self, rows: Sequence[Sequence[Cell]], first: int) -> None:
        """Understand some rows, of which the first has that number."""
        numbers: Sequence[int] = range(first, first + len(rows))
        if self.grid.text:
            rows, numbers = self._even(rows, numbers)
        if not rows:
            return
        raw = list(zip(*rows, strict=False))
        values: _Values = {name: self._values(name, raw[at]) for name, at in self.plan.columns.items()}
        wrong = self._wrong(values, numbers, rows)
        if wrong:
            keep = [number not in wrong for number in numbers]
            values = {name: list(compress(column, keep)) for name, column in values.items()}
            numbers = list(compress(numbers, keep))
        if self.key:
            values, numbers = self._once(values, numbers)
        self._add(values, numbers)

    def _even(
        self, rows: Sequence[Sequence[Cell]], numbers: Sequence[int]
    ) -> tuple[Sequence[Sequence[Cell]], Sequence[int]]:
        """The rows that have as many values as there are headers; others are left out, unless they are blank."""
        width = self.plan.width
        if set(map(len, rows)) == {width}:
            return rows, numbers
        even: list[tuple[Sequence[Cell], int]] = []
        for row, number in zip(rows, numbers, strict=True):
            if len(row) == width or (len(row) > width and not any(row[width:])):
                even.append((row[:width], number))
            elif adds_up(row, ()):
                self.totals.append(number)
            elif any(row):
                values = "1 value" if len(row) == 1 else f"{len(row)} values"
                self.typed.left_out.append((number, "", f"The row has {values}; expected {width}"))
                held = {name: str(row[at]) for name, at in self.plan.columns.items() if at < len(row)}
                self._keep_ids({name: self.readers[name][text] for name, text in held.items() if name in self.ids})
        return [row for row, _ in even], [number for _, number in even]

    def _values(self, name: str, cells: Sequence[Cell]) -> Sequence[Any]:
        meaning = self.readers[name]
        if self.grid.text:
            return meaning.many(cast("Sequence[str]", cells))
        return [meaning.cell(cell, self.grid.serial_from) for cell in cells]

    def _wrong(self, values: _Values, numbers: Sequence[int], rows: Sequence[Sequence[Cell]]) -> set[int]:
        """The rows that are not to be kept: blank ones, totals, and bad ones, which are told."""
        bad: dict[int, list[tuple[str, str]]] = {}
        blank: set[int] = set()
        for name, column in values.items():
            if self.readers[name].bad:
                for at, value in enumerate(column):
                    if value.__class__ is Bad:
                        bad.setdefault(at, []).append((name, value.sentence))
        if self.grid.flaws:
            self._add_flaws(values, numbers, bad)
        for at, missing in self._without_id(values):
            # A row is blank when none of the columns that are read has anything in it.
            if at not in bad and all(column[at] is None for column in values.values()):
                blank.add(numbers[at])
            elif missing:
                bad.setdefault(at, []).extend((name, _BLANK) for name in missing)
        for at, cells in sorted(bad.items()):
            self._leave_out(values, at, numbers[at], rows[at], cells)
        return blank | {numbers[at] for at in bad}

    def _leave_out(
        self, values: _Values, at: int, number: int, row: Sequence[Cell], cells: Sequence[tuple[str, str]]
    ) -> None:
        """Note a row that is left out, with its ids; of a total only that it is there."""
        if self._is_total(values, at, row):
            self.totals.append(number)
            return
        self.typed.left_out.append(self._told(number, cells))
        self._keep_ids({name: column[at] for name, column in values.items() if name in self.ids})

    def _is_total(self, values: _Values, at: int, row: Sequence[Cell]) -> bool:
        """Whether a row adds others up, and so is about nobody: what is wrong with it is no matter."""
        named = any(isinstance(values[name][at], str) for name in self.required)
        return not named and adds_up(row, [self.plan.columns[name] for name in self.required])

    def _keep_ids(self, cells: Mapping[str, Any]) -> None:
        """Note the ids of a row that is left out."""
        for name, value in cells.items():
            if isinstance(value, str):
                self.typed.ids_left_out.setdefault(name, set()).add(value)

    def _without_id(self, values: _Values) -> Iterator[tuple[int, list[str]]]:
        """The rows that may be blank, each with the columns that it needs and that are."""
        needed = {name: values[name] for name in self.required}
        if needed and not any(None in column for column in needed.values()):
            return
        for at in range(len(next(iter(values.values())))):
            missing = [name for name, column in needed.items() if column[at] is None]
            if missing or not needed:
                yield at, missing

    def _add_flaws(self, values: _Values, numbers: Sequence[int], bad: dict[int, list[tuple[str, str]]]) -> None:
        places = {at: name for name, at in self.plan.columns.items()}
        at_row = {number: at for at, number in enumerate(numbers)}
        for (row, column), flaw in self.grid.flaws.items():
            at, name = at_row.get(row), places.get(column)
            if at is None or name is None or values[name][at] is not None:
                continue
            if flaw.filled or any(cells[at] is not None for cells in values.values()):
                bad.setdefault(at, []).append((name, flaw.sentence))

    def _told(self, number: int, cells: Sequence[tuple[str, str]]) -> tuple[int, str, str]:
        """One entry for a row, whatever is wrong with it. Further cells are told behind the first."""
        once = list(dict(reversed(cells)).items())[::-1]
        order = sorted(once, key=lambda cell: self.plan.columns[cell[0]])
        (name, sentence), *more = order
        told = [sentence, *(f"{self.plan.headers[other]}: {said}" for other, said in more)]
        return number, self.plan.headers[name], ". ".join(told)

    def _once(self, values: _Values, numbers: Sequence[int]) -> tuple[_Values, Sequence[int]]:
        """The rows whose key has not stood before; others are left out, and the first keeps its place."""
        columns = [values[name] for name in self.key]
        keys = columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))
        if len(set(keys)) == len(keys) and self.seen.keys().isdisjoint(keys):
            self.seen.update(zip(keys, numbers, strict=True))
            return values, numbers
        keep = []
        for key, number in zip(keys, numbers, strict=True):
            before = self.seen.setdefault(key, number)
            keep.append(before == number)
            if before != number:
                header = self.plan.headers[self.key[0]]
                self.typed.left_out.append((number, header, f"The same {self._key_named()} stands in row {before}"))
        return {n: list(compress(column, keep)) for n, column in values.items()}, list(compress(numbers, keep))

    def _key_named(self) -> str:
        return " with the same ".join(self.plan.headers[name] for name in self.key)

    def _add(self, values: _Values, numbers: Sequence[int]) -> None:
        empty = repeat(None)
        columns = [values.get(name, empty) for name in self.columns]
        self.typed.rows.extend(map(self.new, zip(numbers, *columns, strict=False)))

    def notes(self) -> list[str]:
        """What is to be told about the sheet as a whole."""
        notes = list(self.grid.notes)
        if unread := unread_note(self.plan, self.table):
            notes.append(unread)
        if self.totals:
            listed = ", ".join(map(str, sorted(self.totals)[:_TOLD])) + (
                " and others" if len(self.totals) > _TOLD else ""
            )
            why = "they add others up: rows" if len(self.totals) > 1 else "it adds others up: row"
            notes.append(f"Not read, because {why} {listed}")
        nameless = sorted(
            letter(c) for (r, c), flaw in self.grid.flaws.items() if r == self.plan.row and not flaw.filled
        )
        if nameless:
            notes.append(f"Not read, because merged cells leave them without a header: columns {', '.join(nameless)}")
        if self.dates.either and not self.dates.telling and not self.want.dates_said:
            notes.append(
                "Dates were read as day/month. No day in them is after the 12th, so they could also be month/day: "
                "`dates: day-first` in rsqm.yaml says that they are not"
            )
        serial = [self.plan.headers[name] for name, meaning in self.readers.items() if meaning.serials]
        if serial:
            notes.append(f"Plain numbers were read as Excel's days in {', '.join(serial)}")
        return notes


def _fields(table: Definition) -> list[str]:
    """The canonical columns in the order of the row's class, whose first field is the row's number."""
    by_field = {column.field: name for name, column in table.columns.items()}
    return [by_field[name] for name in ROWS[table.name]._fields[1:]]
