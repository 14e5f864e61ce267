"""Proposes what a sheet is and what its columns and words mean, from its headers and what stands below them.

Pure: rows in, proposals out. A column is *sure* when its header is one that the published schema lists for it, what
stands below fits, and no other column claims the header as well. Everything else is for a person to confirm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import cache

from rsqm_tool.load.tables.definitions import Column, Definition, definition, plain
from rsqm_tool.load.tables.flat import FLAT
from rsqm_tool.load.tables.grid import HEADER_WITHIN, Cell
from rsqm_tool.load.tables.refused import refused
from rsqm_tool.load.tables.values import Bad, Dates, reader
from rsqm_tool.model.tables import ROWS

SAMPLE = 300  # values of a column that decide how well they fit
_WORDS = 40  # different words that a column of words can have
_LIKE = 0.72  # least likeness of a header to a name for it
_FITS = 0.9  # least share of values that fit, to be sure
_BARELY = 0.5  # least share of values that fit at all
_NUMBERED = re.compile(r"^(q|question)?\s*[0-9]{1,2}[\s.:)-]+", re.IGNORECASE)
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
        return self.likeness * (0.6 if self.fits is None else self.fits)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sheet may be."""

    table: Definition
    sheet: str | None
    matches: tuple[Match, ...]  # in the sheet's order
    words: Mapping[str, Mapping[str, str]]  # canonical column: what the file writes, and the tool's word for it
    unknown_words: Mapping[str, tuple[str, ...]]  # what the file writes, and nothing is known of
    slashed: bool  # there are dates such as 01/04/2026
    day_first: bool  # and some of them can be read with the day in front only
    refused: Mapping[str, str]  # headers that may not be there, and what they look like
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
    """A header without case, numbering of questions and punctuation."""
    text = " ".join(header.replace("&", " and ").split())
    return _NOT_WORD.sub("", (_NUMBERED.sub("", text) or text).casefold())


def _proposal(table: Definition, rows: Sequence[Sequence[Cell]], sheet: str | None, file: str) -> Proposal | None:
    ours = frozenset(name for column in table.columns.values() for name in _names(column))
    known = [len({_bare(c) for c in row if isinstance(c, str)} & ours) for row in rows[:HEADER_WITHIN]]
    if not any(known):
        return None
    at = known.index(max(known))
    headers = {i: " ".join(str(c).split()) for i, c in enumerate(rows[at]) if c is not None and str(c).strip()}
    below = {i: [r[i] for r in rows[at + 1 :] if i < len(r) and r[i] not in (None, "")] for i in headers}
    bad = {h: what for h in headers.values() if (what := refused(h, table.name, _bare(h) in ours))}
    free = {i: header for i, header in headers.items() if header not in bad}
    dates = Dates()
    matches = _assign(table, free, below, dates)
    words, unknown = _words(table, matches, {free[i]: below[i] for i in free})
    taken = {match.header for match in matches}
    return Proposal(
        table, sheet, matches, words, unknown,
        bool(dates.telling or dates.either), bool(dates.telling), bad,
        tuple(h for h in free.values() if h not in taken),
        _score(table, matches, len(headers), (sheet or "", file)),
    )  # fmt: skip


def _assign(
    table: Definition, headers: Mapping[int, str], below: Mapping[int, Sequence[Cell]], dates: Dates
) -> tuple[Match, ...]:
    """The best column for each header: the likeliest pair first, each header and each column once."""
    pairs = []
    for order, column in enumerate(table.columns.values()):
        for i, header in headers.items():
            likeness = _likeness(header, column)
            if likeness >= _LIKE:
                fits = _fit(table, column, below[i], Dates())
                if fits is None or fits >= _BARELY:
                    pairs.append((likeness * (0.6 if fits is None else fits), -order, i, likeness, fits, column))
    pairs.sort(key=lambda pair: pair[:3], reverse=True)
    chosen: dict[int, Match] = {}
    columns: set[str] = set()
    for weight, _, i, likeness, fits, column in pairs:
        if i in chosen or column.name in columns:
            continue
        rivals = [p for p in pairs if p[2] == i and p[5] is not column and p[0] >= weight and p[5].name not in columns]
        sure = likeness == 1 and (fits is None or fits >= _FITS) and not rivals
        chosen[i] = Match(column, headers[i], likeness, fits, sure)
        columns.add(column.name)
        _fit(table, column, below[i], dates)
    return tuple(chosen[i] for i in sorted(chosen))


def _likeness(header: str, column: Column) -> float:
    """How much a header is like a name for the column: 1 is one of its names."""
    bare = _bare(header)
    names = _names(column)
    if bare in names:
        return 1.0
    best = 0.0
    for name in names:
        if len(bare) >= 4 and len(name) >= 4:
            whole = SequenceMatcher(None, bare, name).ratio()
            part = 0.85 if name in bare or bare in name else 0.0
            best = max(best, whole, part)
    return min(best, 0.95)


def _fit(table: Definition, column: Column, cells: Sequence[Cell], dates: Dates) -> float | None:
    """The share of the cells that the column can hold."""
    sample = [cell for cell in cells if str(cell).strip()][:SAMPLE]
    if not sample:
        return None
    meaning = reader(table, column, _also(column), dates)
    good = sum(not isinstance(meaning.cell(cell, date(1899, 12, 30)), Bad) for cell in sample)
    if column.kind == "text" and any(isinstance(cell, datetime | date) for cell in sample):
        return 0.0
    # Words fit anything; where numbers or dates stand, they are hardly meant.
    if column.kind == "text" and _others(sample) > _BARELY:
        return 0.3
    return good / len(sample)


def _others(sample: Sequence[Cell]) -> float:
    """The share of cells that begin with a digit."""
    return sum(str(cell).strip()[:1].isdigit() for cell in sample) / len(sample)


def _also(column: Column) -> Mapping[str, str]:
    return {plain(other): word for word, others in column.choices_also.items() for other in others}


def _words(
    table: Definition, matches: Sequence[Match], below: Mapping[str, Sequence[Cell]]
) -> tuple[dict[str, dict[str, str]], dict[str, tuple[str, ...]]]:
    """What the words of each column of words mean: proposed, and unknown."""
    proposed: dict[str, dict[str, str]] = {}
    unknown: dict[str, tuple[str, ...]] = {}
    for match in matches:
        there = sorted({" ".join(str(cell).split()) for cell in below[match.header]} - {""})
        if match.column.kind == "choice" and len(there) <= _WORDS:
            means = {word: _meaning(match.column, word) for word in there if word.casefold() not in table.blanks}
            proposed[match.column.name] = {w: m for w, m in means.items() if m and plain(m) != plain(w)}
            unknown[match.column.name] = tuple(w for w, m in means.items() if not m)
        elif match.column.name == "source":
            proposed["source"] = {w: "self" for w in there if plain(w).startswith("selfref")}
    return {k: v for k, v in proposed.items() if v}, {k: v for k, v in unknown.items() if v}


def _meaning(column: Column, word: str) -> str:
    """The tool's word for a service's word; nothing where none is near."""
    bare = plain(word)
    also = _also(column)
    for choice in column.choices:
        if plain(choice) == bare:
            return choice
    if bare in also:
        return also[bare]
    begins = [choice for choice in column.choices if plain(choice).startswith(bare) or bare.startswith(plain(choice))]
    return begins[0] if len(begins) == 1 else ""


def _score(table: Definition, matches: Sequence[Match], headers: int, titles: Sequence[str]) -> float:
    """How much speaks for the table: what its columns explain, and what the sheet or the file is called."""
    explained = sum(match.weight for match in matches)
    there = {match.column.name for match in matches}
    missing = sum(column.required and column.name not in there for column in table.columns.values())
    own = [column for column in table.columns if column not in FLAT]
    named = max((_titled(table, title) for title in titles if title), default=0.0)
    return explained - 0.4 * (headers - len(matches)) - 2 * missing + 3 * named + len(there & set(own)) / len(own)


def _titled(table: Definition, title: str) -> float:
    """How much the name of a sheet or a file is like the table's."""
    bare = _bare(title.rpartition("/")[2].rpartition(".")[0] or title)
    names = [_bare(name) for name in (table.name, table.title, *table.also)]
    if bare in names:
        return 1.0
    return 0.7 if any(len(name) > 3 and name in bare for name in names) else 0.0
