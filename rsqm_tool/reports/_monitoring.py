"""Monitoring figures as text to read, as one long table for a spreadsheet, and as JSON.

All three take one period, or two that are read beside each other: a quarter, and the same one a year before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from textwrap import wrap
from typing import Any, NamedTuple

from rsqm_tool.dates import count, in_words
from rsqm_tool.escape import csv_cell
from rsqm_tool.model.monitoring import Counts, Figure, Monitoring, Shares, Waits
from rsqm_tool.model.tables import days_of
from rsqm_tool.reports._layout import Row
from rsqm_tool.reports._layout import render as lay_out
from rsqm_tool.reports._words import value

_FORMAT = 1  # of the JSON
_HEADER = (
    "period", "figure", "title", "unit", "row", "column", "count", "of", "low", "high", "median_days",
    "ninetieth_days", "definition", "left_out",
)  # fmt: skip
_BLANK = Row()
_NARROW = 14  # letters of a header in a table that would be too wide
_FEW = 10  # a percentage of fewer would say too much
_TOTAL = "Total"
_MEDIAN, _NINE = "Median, days", "Nine in ten within, days"
_NONE = "-"  # for what nobody can tell
_UNKNOWN = (
    "A - stands where nobody can tell: the quarter ends before the first row of the table, or before the day that "
    "`records_begin:` names."
)
Grid = Sequence[Sequence[str]]  # lines of cells, the header first


class Line(NamedTuple):
    """One number of a figure, with whatever belongs to it."""

    row: str
    column: str
    number: int | None
    of: int | None = None
    low: float | None = None
    high: float | None = None
    median_days: float | None = None
    ninetieth_days: float | None = None


def lines(figure: Figure) -> Iterator[Line]:
    """Every number of a figure, in reading order."""
    if isinstance(figure, Counts):
        for row, cells in zip(figure.rows, figure.cells, strict=True):
            yield from (Line(row, column, cell) for column, cell in zip(figure.columns, cells, strict=True))
    elif isinstance(figure, Shares):
        yield from (Line(s.label, "", s.numerator, s.denominator, s.low, s.high) for s in figure.shares)
    elif isinstance(figure, Waits):
        for w in figure.waits:
            number = None if w.days is None else len(w.days)
            yield Line(w.label, "", number, median_days=w.median, ninetieth_days=w.ninetieth)
    else:
        yield from (Line(stage.label, "", stage.count) for stage in figure.stages)


def called(monitoring: Monitoring) -> str:
    """What a period is called: its quarter, or its first and last one."""
    first, last = monitoring.quarters[0], monitoring.quarters[-1]
    return first if first == last else f"{first} to {last}"


# For a spreadsheet, and for programs.


def table(periods: Sequence[Monitoring]) -> str:
    """One long table as CSV, a line for each number. It begins with a byte-order mark, or Excel misreads letters."""
    rows: list[Sequence[object]] = [_HEADER]
    for period in periods:
        for f in period.figures:
            told = (f.definition, " ".join(f.left_out))
            rows += [(called(period), f.id, f.title, f.unit, *line, *told) for line in lines(f)]
    return "\ufeff" + "".join(",".join("" if c is None else csv_cell(c) for c in row) + "\r\n" for row in rows)


def data(service: str, as_of: date, periods: Sequence[Monitoring]) -> str:
    """Everything as JSON, in ASCII: the nouns of `rsqm_tool/model/monitoring.py`, each figure with its kind."""
    found = {"format": _FORMAT, "service": service, "as_of": as_of, "periods": [_period(p) for p in periods]}
    return json.dumps(found, indent=1, default=date.isoformat, allow_nan=False) + "\n"


def _period(monitoring: Monitoring) -> dict[str, Any]:
    figures = [{"kind": type(f).__name__.lower(), **asdict(f)} for f in monitoring.figures]
    return {**{k: getattr(monitoring, k) for k in ("first", "last", "quarters")}, "figures": figures,
            "missing": monitoring.missing}  # fmt: skip


# To read.


def text(service: str, as_of: date, periods: Sequence[Monitoring], *, width: int = 100, styled: bool = False) -> str:
    """The figures to read; of two periods, oldest first, the numbers beside each other."""
    return lay_out(_rows(service, as_of, periods, width), width, styled)


def _rows(service: str, as_of: date, periods: Sequence[Monitoring], width: int) -> Iterator[Row]:
    newest, beside = periods[-1], len(periods) > 1
    yield Row(((value(service), "strong"),))
    names = " beside ".join(called(p) for p in reversed(periods))
    yield Row(((f"Monitoring figures of {names}, as of {in_words(as_of)}.", ""),))
    yield Row((("These are exact numbers, small ones too. Do not publish them.", "bad"),))
    if beside and newest.last < days_of(newest.quarters[-1])[1]:
        yield Row(((f"{called(newest)} is not over; what it stands beside is a whole quarter.", "unknown"),))
    if any(n.number is None and n.row in p.quarters for p in periods for f in p.figures for n in lines(f)):
        yield Row(((_UNKNOWN, "unknown"),))
    for id in dict.fromkeys(f.id for p in reversed(periods) for f in p.figures):
        held = {called(p): figure for p in periods if (figure := p.figure(id))}
        figure = list(held.values())[-1]
        yield _BLANK
        yield Row(((value(figure.title), "strong"),))
        grid = _beside([(p, p.figure(id)) for p in periods]) if beside else _grid(figure)
        yield from (Row(((line, ""),), (("  ", ""),), 2, wrapped=False) for line in _aligned(grid, width - 2))
        yield from (Row(((value(note), "quiet"),), (("  ", ""),), 2) for note in (figure.definition, *_notes(held)))
    told = dict.fromkeys(sentence for p in periods for sentence in p.missing)
    yield from [_BLANK] * bool(told)
    yield from (Row(((value(sentence), "unknown"),)) for sentence in told)


def _notes(held: Mapping[str, Figure]) -> Iterator[str]:
    """The service's own standard, and what was left out: by period, where it is not the same in all."""
    standard = next((f.standard_days for f in held.values() if isinstance(f, Waits)), None)
    if standard is not None:
        yield f"The service's own standard: {count(standard, 'day')} at most."
    for note in dict.fromkeys(note for f in held.values() for note in f.left_out):
        where = [name for name, f in held.items() if note in f.left_out]
        yield note if len(where) == len(held) else f"{', '.join(where)}: {note}"


def _aligned(grid: Grid, width: int) -> Iterator[str]:
    """The lines of a grid: labels to the left, numbers to the right. A header that makes it too wide is wrapped."""
    widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
    if sum(widths) + 2 * len(widths) > width:
        heads = [wrap(cell, _NARROW, break_long_words=False) for cell in grid[0]]
        tall = max(map(len, heads))
        above = zip(*([""] * (tall - len(head)) + head for head in heads), strict=True)
        grid = [*map(list, above), *grid[1:]]
        widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
    for label, *rest in grid:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield "  ".join((label.ljust(widths[0]), *cells)).rstrip()


def _grid(figure: Figure) -> Grid:
    """One figure of one period."""
    if isinstance(figure, Counts):
        return _counts(figure)
    unit, held = figure.unit.capitalize(), list(lines(figure))
    if isinstance(figure, Shares):
        head = [figure.row_name, "Number", "Of", "Share", "95 % interval"]
        every = [[value(n.row), _number(n.number), _number(n.of), _share(n), _interval(n)] for n in held]
        # Full counts have no interval, and need no column for it.
        return [line[: 5 if any(n.low is not None for n in held) else 4] for line in (head, *every)]
    if isinstance(figure, Waits):
        head = ["Quarter", unit, _MEDIAN, _NINE]
        return [head, *([n.row, _number(n.number), _days(n.median_days), _days(n.ninetieth_days)] for n in held)]
    return [["Step", unit], *([n.row, _number(n.number)] for n in held)]


def _counts(figure: Counts) -> Grid:
    """A table of counts with its totals. Quarters stand side by side: there are few, and their names are short."""
    name, rows, columns, cells = figure.row_name, figure.rows, figure.columns, figure.cells
    if name == "Quarter":
        name, rows, columns, cells = figure.column_name, columns, rows, tuple(zip(*cells, strict=True))
    every = [[value(row), *map(_number, line)] for row, line in zip(rows, cells, strict=True)]
    total = [_TOTAL, *(_number(_sum(column)) for column in zip(*cells, strict=True))]
    return [[value(name), *map(value, columns)], *every, *([total] if len(rows) > 1 else [])]


def _beside(held: Sequence[tuple[Monitoring, Figure | None]]) -> Grid:
    """One figure of several periods: a line for each number, a column for each period."""
    said = [dict(_said(period, figure)) if figure else {} for period, figure in held]
    labels = dict.fromkeys(label for numbers in reversed(said) for label in numbers)
    totals = [_sum(f.cells[0]) if isinstance(f, Counts) and f.row_name == "Quarter" else None for _, f in held]
    # A source from which nobody came in one of the periods has no line there: that is none.
    none = [_NONE if total is None else "0" for total in totals]
    every = [[value(label), *(n.get(label, b) for n, b in zip(said, none, strict=True))] for label in labels]
    if len(labels) > 1 and any(total is not None for total in totals):
        every.append([_TOTAL, *map(_number, totals)])
    return [["", *(called(period) for period, _ in held)], *every]


def _said(period: Monitoring, figure: Figure) -> Iterator[tuple[str, str]]:
    """The numbers of a figure of one quarter, each with its label; the quarter itself needs none."""
    unit = figure.unit.capitalize()
    if isinstance(figure, Waits):
        n = next(lines(figure))  # what follows is the whole period, and the same
        yield from ((unit, _number(n.number)), (_MEDIAN, _days(n.median_days)), (_NINE, _days(n.ninetieth_days)))
        return
    for n in lines(figure):
        own = n.row in period.quarters
        yield (n.column or unit) if own else f"{n.row}: {n.column}" if n.column else n.row, _in_words(n)


def _in_words(n: Line) -> str:
    """One number with what belongs to it: "7 of 8", "72 of 84 (86 %, 77 to 92 %)"."""
    if n.of is None:
        return _number(n.number)
    more = ", ".join(words for words in (_share(n), _interval(n)) if words != _NONE)
    return f"{_number(n.number)} of {_number(n.of)}{f' ({more})' if more else ''}"


def _sum(numbers: Iterable[int | None]) -> int | None:
    """The sum of what can be told; None where nothing can."""
    known = [n for n in numbers if n is not None]
    return sum(known) if known else None


def _number(number: int | None) -> str:
    return _NONE if number is None else f"{number:,}"


def _days(days: float | None) -> str:
    return _NONE if days is None else f"{days:g}"


def _share(n: Line) -> str:
    """A share in per cent, from ten on."""
    return f"{_rounded((n.number or 0) / n.of)} %" if n.of and n.of >= _FEW else _NONE


def _interval(n: Line) -> str:
    return _NONE if n.low is None or n.high is None else f"{_rounded(n.low)} to {_rounded(n.high)} %"


def _rounded(share: float) -> int:
    """A share in whole per cent, halves upwards."""
    return int(100 * share + 0.5)
