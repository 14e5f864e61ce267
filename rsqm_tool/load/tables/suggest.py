"""Proposes what a sheet is and what its columns mean, from its headers and what stands below them.

Pure: rows in, proposals out. A column is *sure* when its header is one that the published schema lists for it, what
stands below fits, and no other column claims the header as well. Everything else is for a person to confirm. What the
words of a column mean is in `meanings`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from rsqm_tool.load.tables.definitions import Column, Definition, definition
from rsqm_tool.load.tables.flat import FLAT
from rsqm_tool.load.tables.grid import HEADER_WITHIN, Cell
from rsqm_tool.load.tables.guarded import (
    adds_up,
    answers,
    decides_safety,
    is_short,
    may_be,
)
from rsqm_tool.load.tables.meanings import Meanings, few, meanings, means, spelt_out
from rsqm_tool.load.tables.refused import refused
from rsqm_tool.load.tables.values import Bad, Dates, month_first, reader
from rsqm_tool.model.tables import ROWS

SAMPLE = 300  # values of a column that decide how well they fit
_LIKE = 0.72  # least likeness of a header to a name for it
_FITS = 0.9  # least share of values that fit, to be sure
_BARELY = 0.5  # least share of values that fit at all
_HALF_LIKE = 0.8  # likeness of a header that ends with a name, or that names the words below it
_FILE = 0.3  # how much the name of a file tells where its sheets have names of their own
_NUMBERED = re.compile(r"^(q|question)?\s*[0-9]{1,2}[\s.:)-]+", re.IGNORECASE)
_ANSWERS = re.compile(r"[\s(\[]+(y ?/ ?n|yes ?/ ?no)[)\]?\s]*$", re.IGNORECASE)
_FIRST = re.compile(r"\b1st\b", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Match:
    """A column of the table, and the header that stands for it."""

    column: Column
    header: str
    likeness: float  # of the header, 0 to 1
    fits: float | None  # share of the values that the column can hold; None where there are none
    sure: bool

    @property
    def weight(self) -> float:
        """How much the match speaks for the table."""
        return _weight(self.likeness, self.fits)


def _weight(likeness: float, fits: float | None) -> float:
    """How much a header and what stands below it speak for a column. Unknown words below a known header speak too."""
    return likeness * (0.6 if fits is None else max(fits, 0.3))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sheet may be."""

    table: Definition
    sheet: str | None
    matches: tuple[Match, ...]  # in the sheet's order
    meanings: Mapping[str, Meanings]  # canonical column: what its words mean
    slashed: bool  # there are dates such as 01/04/2026
    day_first: bool  # and some of them can be read with the day in front only
    month_first: tuple[str, ...]  # headers below which some can be read with the month in front only
    refused: Mapping[str, str]  # headers that may not be there, and what they look like
    answered: Mapping[str, str]  # headers below which yes and no stand, and the column that wants the day instead
    totals: tuple[int, ...]  # rows that add others up, 1 is the first; nothing below is taken from them
    unread: tuple[str, ...]  # headers that nothing is known of
    score: float  # how much speaks for it


def propose(rows: Sequence[Sequence[Cell]], sheet: str | None = None, file: str = "",
            tables: Iterable[str] = tuple(ROWS)) -> list[Proposal]:  # fmt: skip
    """What a sheet may be, the likeliest first; none where no table has any of its headers.

    `rows` are the sheet's first rows, the header among them; `file` is the file's name, which may tell as well.
    """
    found = [proposal for name in tables if (proposal := _proposal(definition(name), rows, sheet, file))]
    return sorted(found, key=lambda proposal: -proposal.score)


def known_headers(row: Sequence[Cell]) -> int:
    """How many cells of a row are headers that some table knows, so that a header can be told from a title."""
    return len({_bare(cell) for cell in row if isinstance(cell, str)} & _every_name())


@cache
def _every_name() -> frozenset[str]:
    return frozenset(name for table in ROWS for column in definition(table).columns.values() for name in _names(column))


def _names(column: Column) -> list[str]:
    return [_bare(name) for name in (column.name, column.title, *column.also)]


def _bare(header: str) -> str:
    """A header without case, numbering of questions, offered answers and punctuation."""
    text = _ANSWERS.sub("", " ".join(header.replace("&", " and ").split()))
    text = _FIRST.sub("first", text)
    return _NOT_WORD.sub("", (_NUMBERED.sub("", text) or text).casefold())


def _proposal(table: Definition, rows: Sequence[Sequence[Cell]], sheet: str | None, file: str) -> Proposal | None:
    ours = frozenset(name for column in table.columns.values() for name in _names(column))
    known = [len({_bare(c) for c in row if isinstance(c, str)} & ours) for row in rows[:HEADER_WITHIN]]
    if not any(known):
        return None
    at = known.index(max(known))
    headers = {i: " ".join(str(c).split()) for i, c in enumerate(rows[at]) if c is not None and str(c).strip()}
    ids = _of_ids(table, headers)
    numbered = [(number, row, adds_up(row, ids)) for number, row in enumerate(rows[at + 1 :], at + 2)]
    body = [row for _, row, summed in numbered if not summed]
    below = {i: [r[i] for r in body if i < len(r) and r[i] not in (None, "")] for i in headers}
    bad = {h: what for h in headers.values() if (what := refused(h, table.name, _bare(h) in ours))}
    free = {i: header for i, header in headers.items() if header not in bad}
    dates = Dates()
    matches, answered = _assign(table, free, below, dates)
    cells = {free[i]: below[i] for i in free}
    titles = [str(cell) for row in rows[:at] for cell in row if isinstance(cell, str)]
    told = {*(match.header for match in matches), *answered}
    return Proposal(
        table, sheet, matches,
        {m.column.name: found for m in matches if (found := meanings(table, m.column, cells[m.header]))},
        bool(dates.telling or dates.either), bool(dates.telling),
        tuple(h for h, held in cells.items() if any(isinstance(c, str) and month_first(c) for c in held[:SAMPLE])),
        bad, answered, tuple(number for number, _, summed in numbered if summed),
        tuple(h for h in free.values() if h not in told),
        _score(table, matches, len(headers), _named(table, sheet, titles, file)),
    )  # fmt: skip


def _of_ids(table: Definition, headers: Mapping[int, str]) -> list[int]:
    """The places of the columns that are known to hold ids."""
    names = {name for column in table.columns.values() if column.kind == "id" for name in _names(column)}
    return [i for i, header in headers.items() if _bare(header) in names]


class _Pair(NamedTuple):
    """A column of the table, and a header that may stand for it."""

    column: Column
    order: int  # of the column in the table
    at: int  # place of the header
    likeness: float
    fits: float | None

    @property
    def weight(self) -> float:
        return _weight(self.likeness, self.fits)

    @property
    def rank(self) -> tuple[bool, float, int, int]:
        """The most likely first. A column's own name comes before one that is merely like it."""
        return self.likeness < 1, -self.weight, self.order, self.at


def _assign(
    table: Definition, headers: Mapping[int, str], below: Mapping[int, Sequence[Cell]], dates: Dates
) -> tuple[tuple[Match, ...], dict[str, str]]:
    """The best column for each header, the likeliest pair first, each header and each column once; and the headers
    that were left, because they hold yes and no where the column wants the day, each with its column's title.
    """
    pairs, answered = list[_Pair](), dict[str, str]()
    for order, column in enumerate(table.columns.values()):
        for i, header in headers.items():
            likeness = _likeness(header, column)
            if likeness < _LIKE:
                continue
            fits = _fit(table, column, below[i], Dates())
            if column.kind == "date" and fits is not None and fits < _FITS and answers(below[i][:SAMPLE]) >= 0.1:
                answered.setdefault(header, column.title)
            elif fits is None or fits >= _BARELY or (likeness == 1 and column.choices and few(below[i])):
                pairs.append(_Pair(column, order, i, likeness, fits))
    pairs.sort(key=lambda pair: pair.rank)
    chosen: dict[int, Match] = {}
    columns: set[str] = set()
    for pair in pairs:
        column, i = pair.column, pair.at
        if i in chosen or column.name in columns:
            continue
        chosen[i] = Match(column, headers[i], pair.likeness, pair.fits, _is_sure(pair, headers[i], pairs, columns))
        columns.add(column.name)
        _fit(table, column, below[i], dates)
    taken = {match.header for match in chosen.values()}
    return tuple(chosen[i] for i in sorted(chosen)), {h: title for h, title in answered.items() if h not in taken}


def _is_sure(pair: _Pair, header: str, pairs: Iterable[_Pair], taken: Collection[str]) -> bool:
    """Whether nobody need confirm a pair: the header is a name of the column, what stands below fits, and no column
    that is still free (none of `taken`) claims the header as well.
    """
    # Below a header of a closed list, words that nothing is known of are asked one by one.
    enough = _BARELY if pair.column.choices else _FITS
    if pair.likeness < 1 or (pair.fits is not None and pair.fits < enough):
        return False
    if decides_safety(pair.column) and is_short(header):
        return False
    others = (p for p in pairs if p.at == pair.at and p.column is not pair.column and p.column.name not in taken)
    if pair.column.choices:  # nor is a column that is only like the header's words asked about then
        others = (p for p in others if p.likeness == 1)
    return all(p.weight < pair.weight for p in others)


def _likeness(header: str, column: Column) -> float:
    """How much a header is like a name for the column: 1 is one of its names, 0 one that may not be proposed."""
    bare = _bare(header)
    names = _names(column)
    if bare in names:
        return 1.0
    if not may_be(header, column):
        return 0.0
    if decides_safety(column):
        return _HALF_LIKE
    best = max((_alike(bare, name) for name in names), default=0.0)
    if best < _HALF_LIKE and (_ends_with_a_name(header, column) or spelt_out(header, column)):
        best = _HALF_LIKE
    return min(best, 0.95)


def _alike(bare: str, name: str) -> float:
    """How much two texts are like each other."""
    if len(bare) < 4 or len(name) < 4:
        return 0.0
    part = 0.85 if name in bare or bare in name else 0.0
    return max(SequenceMatcher(None, bare, name).ratio(), part)


def _ends_with_a_name(header: str, column: Column) -> bool:
    """Whether the last words of a header are a name for a column that would show if it were not: "Sup. date"."""
    if column.required or column.kind not in ("date", "id", "choice"):
        return False
    words = _NOT_WORD.sub(" ", header.casefold()).split()
    names = (_NOT_WORD.sub(" ", name.casefold()).split() for name in (column.title, *column.also))
    return any(0 < len(name) < len(words) and words[-len(name) :] == name for name in names)


def _fit(table: Definition, column: Column, cells: Sequence[Cell], dates: Dates) -> float | None:
    """The share of the cells that the column can hold."""
    sample = [cell for cell in cells if str(cell).strip()][:SAMPLE]
    if not sample:
        return None
    meaning = reader(table, column, {}, dates)
    good = sum(
        not isinstance(meaning.cell(cell, date(1899, 12, 30)), Bad) or bool(means(column, str(cell))[0])
        for cell in sample
    )
    if column.kind == "text" and any(isinstance(cell, datetime | date) for cell in sample):
        return 0.0
    # Words fit anything; where numbers or dates stand, they are hardly meant.
    if column.kind == "text" and _others(sample) > _BARELY:
        return 0.3
    return good / len(sample)


def _others(sample: Sequence[Cell]) -> float:
    """The share of cells that begin with a digit."""
    return sum(str(cell).strip()[:1].isdigit() for cell in sample) / len(sample)


def _score(table: Definition, matches: Sequence[Match], headers: int, named: float) -> float:
    """How much speaks for the table: what its columns explain, and what the sheet or the file is called."""
    explained = sum(match.weight for match in matches)
    there = {match.column.name for match in matches}
    missing = sum(column.required and column.name not in there for column in table.columns.values())
    own = [column for column in table.columns if column not in FLAT]
    return explained - 0.4 * (headers - len(matches)) - 2 * missing + 3 * named + len(there & set(own)) / len(own)


def _named(table: Definition, sheet: str | None, titles: Iterable[str], file: str) -> float:
    """How much the names of sheet and file, and the titles above the header, are like the table's: 0 to 1."""
    of_file = _titled(table, file) * (1 if sheet is None else _FILE)
    return max(of_file, *(_titled(table, title) for title in (sheet or "", *titles)))


def _titled(table: Definition, title: str) -> float:
    """How much one name of a sheet or a file is like the table's."""
    bare = _bare(title.rpartition("/")[2].rpartition(".")[0] or title)
    names = [_bare(name) for name in (table.name, table.title, *table.also)]
    if bare in names:
        return 1.0
    return 0.7 if any(len(name) > 3 and name in bare for name in names) else 0.0
