"""Finds the header of a sheet, and what each of its columns is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from rsqm_tool.load.places import At
from rsqm_tool.load.schema import nearest, shown
from rsqm_tool.load.tables.definitions import Column, Definition, plain
from rsqm_tool.load.tables.grid import HEADER_WITHIN, Cell, Unreadable
from rsqm_tool.load.tables.guarded import may_be
from rsqm_tool.load.tables.refused import refused
from rsqm_tool.load.tables.values import DAY_FIRST, Bad, word_for
from rsqm_tool.model import Location, Problem

_TOLD = 12  # headers in one note
Place = Callable[[At], Location]  # where a value of rsqm.yaml stands


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry of `tables:` in rsqm.yaml, understood."""

    table: Definition
    file: str
    sheet: str | None
    columns: Mapping[str, str]  # canonical column to the file's header
    words: Mapping[str, Mapping[str, Any]]  # canonical column: what the file writes, made plain, and its value
    dates: str  # day-first or year-first
    dates_said: bool  # the service itself says which


def wanted(name: str, table: Definition, entry: Mapping[str, Any], place: Place) -> tuple[Wanted, list[Problem]]:
    """One entry of `tables:`, and what is wrong with it. Its shape was held against the schema before."""
    at: At = ("tables", name)
    columns: dict[str, str] = entry.get("columns", {})
    words: dict[str, dict[str, Any]] = {}
    problems = [_unknown(table, key, place((*at, "columns", key))) for key in columns if key not in table.columns]
    for key, given in entry.get("values", {}).items():
        if key not in table.columns:
            problems.append(_unknown(table, key, place((*at, "values", key))))
            continue
        words[key] = {plain(text): word_for(table.columns[key], value) for text, value in given.items()}
        for text, value in words[key].items():
            if isinstance(value, Bad):
                original = next(word for word in given if plain(word) == text)
                where = place((*at, "values", key, original))
                problems.append(Problem(where, value.sentence.partition(". ")[0], "", "Correct the value"))
    said = entry.get("dates")
    known = {key: header for key, header in columns.items() if key in table.columns}
    return Wanted(table, entry["file"], entry.get("sheet"), known, words, said or DAY_FIRST, bool(said)), problems


def _unknown(table: Definition, key: str, where: Location) -> Problem:
    hint = nearest(key, table.columns) or f"The columns are {', '.join(table.columns)}"
    return Problem(where, f"The table {table.name} has no column {shown(key)}", "", hint)


@dataclass(slots=True)
class Plan:
    """What the columns of a sheet are."""

    row: int  # of the header, 1 is the first
    width: int  # of the header
    columns: dict[str, int] = field(default_factory=dict)  # canonical column to its place, 0 is the first
    headers: dict[str, str] = field(default_factory=dict)  # canonical column to the file's header
    unread: list[str] = field(default_factory=list)  # headers that nothing is known of


class Mapper:
    """Knows the headers of one table."""

    def __init__(self, want: Wanted) -> None:
        self.want = want
        self.asked = {plain(header) for header in want.columns.values()}
        self.canonical = {plain(name): name for name in want.table.columns if name not in want.columns}

    def knows(self, row: Sequence[Cell]) -> int:
        """How many different headers of this table a row holds."""
        words = {plain(cell) for cell in row if isinstance(cell, str)}
        return len(words & self.asked) + len(words & self.canonical.keys())

    def header(self, rows: Sequence[Sequence[Cell]]) -> int:
        """The place of the header among the first rows (0 is the first). Unreadable where there is none."""
        known = [self.knows(row) for row in rows[:HEADER_WITHIN]]
        if not any(known):
            wants = ", ".join(self.want.columns.get(c.name, c.name) for c in self.want.table.required)
            raise Unreadable(
                f"None of the first {HEADER_WITHIN} rows holds a header of the table {self.want.table.name}",
                f"Name its columns under `columns:`; `rsqm tables suggest {self.want.file}` proposes them",
                expected=f"at least {wants}" if wants else "",
            )
        return known.index(max(known))

    def plan(self, rows: Sequence[Sequence[Cell]], sheet: str | None, place: Place) -> tuple[Plan, list[Problem]]:
        """What each column is, and every header that is wrong."""
        at = self.header(rows)
        headers = [" ".join(str(cell).split()) if cell is not None else "" for cell in rows[at]]
        while headers and not headers[-1]:
            headers.pop()
        plan = Plan(at + 1, len(headers))
        where = Location(self.want.file, sheet=sheet, row=at + 1)
        problems = [*self._refused(headers, where), *self._place(headers, plan, where, place)]
        return plan, problems

    def _refused(self, headers: Sequence[str], where: Location) -> Iterator[Problem]:
        for header in dict.fromkeys(filter(None, headers)):
            mapped = plain(header) in self.asked
            if plain(header) in self.canonical:
                continue
            if what := refused(header, self.want.table.name, mapped):
                here = Location(where.path, sheet=where.sheet, row=where.row, field=header)
                found = f"The header {shown(header)} looks like {what}"
                todo = "Leave the column out of the export, or delete it from a copy and name the copy here"
                yield Problem(here, found, "ids, dates and words from a list", todo)

    def _place(self, headers: Sequence[str], plan: Plan, where: Location, place: Place) -> Iterator[Problem]:
        at: dict[str, list[int]] = {}
        for index, header in enumerate(headers):
            if header:
                at.setdefault(plain(header), []).append(index)
        for name, column in self.want.table.columns.items():
            header = self.want.columns.get(name, name)
            found = at.get(plain(header), [])
            if name in self.want.columns and not found:
                near = _near(header, headers)
                hint = f"Did you mean {near!r}?" if near else f"The headers are {', '.join(filter(None, headers))}"
                yield Problem(
                    place(("tables", self.want.table.name, "columns", name)),
                    f"There is no header {shown(header)} in {_named(where)}", "", hint,
                )  # fmt: skip
            elif len(found) > 1:
                yield self._twice(headers[found[0]], found, where)
            elif found:
                plan.columns[name], plan.headers[name] = found[0], headers[found[0]]
            elif column.required:
                yield self._absent(column, headers, where)
        read = set(plan.columns.values())
        plan.unread = [header for index, header in enumerate(headers) if header and index not in read]

    def _twice(self, header: str, found: Sequence[int], where: Location) -> Problem:
        here = Location(where.path, sheet=where.sheet, row=where.row, field=header)
        letters = [letter(index) for index in found]
        if len(letters) == 2:
            said = f"stands twice, in columns {letters[0]} and {letters[1]}"
            return Problem(here, f"The header {shown(header)} {said}", "", "Rename one of them")
        listed = ", ".join(letters[:_TOLD]) + (" and others" if len(letters) > _TOLD else "")
        found_it = f"The header {shown(header)} stands {len(letters)} times, in columns {listed}"
        return Problem(here, found_it, "", "Rename all but one of them")

    def _absent(self, column: Column, headers: Sequence[str], where: Location) -> Problem:
        near = _near(column.name, headers)
        todo = f"Name it under `columns:`; `rsqm tables suggest {self.want.file}` proposes it"
        if near:
            todo = f"Is it {near!r}? {todo}"
        return Problem(where, f"There is no column {column.name}, which every row needs", "", todo)


def _near(word: str, words: Iterable[str]) -> str:
    """The word most like this one, however they are written; nothing when none is like it."""
    by_plain = {plain(other): other for other in words if other}
    close = get_close_matches(plain(word), by_plain, n=1, cutoff=0.7)
    return by_plain[close[0]] if close else ""


def _named(where: Location) -> str:
    return f"sheet {where.sheet} of {where.path}" if where.sheet else where.path


def letter(index: int) -> str:
    """The letters by which a spreadsheet calls a column (0 is A)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def unread_note(plan: Plan, table: Definition) -> str:
    """Which columns are not read, with the nearest canonical name where there is one; nothing where all are."""
    if not plan.unread:
        return ""
    free = [column for name, column in table.columns.items() if name not in plan.columns]
    said = []
    for header in plan.unread[:_TOLD]:
        near = _near(header, [column.name for column in free if may_be(header, column)])
        said.append(shown(header) + (f" (did you mean {near}?)" if near else ""))
    if len(plan.unread) > _TOLD:
        said.append(f"and {len(plan.unread) - _TOLD} more")
    return f"Not read, because nothing says what they hold: {', '.join(said)}"
