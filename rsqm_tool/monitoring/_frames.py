"""Counting with pandas, and nowhere else: what has a day is kept to the period, put into quarters and cross-tabulated.

pandas is imported when something is counted, never when this module is, so that the other commands start without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rsqm_tool.dates import in_words
from rsqm_tool.model.tables import days_of
from rsqm_tool.monitoring._scope import Noun, Scope, not_counted

Cells = tuple[tuple[int | None, ...], ...]


class Frame:
    """Things that have a day each: those of the period, by what they are counted by, and by `quarter`."""

    def __init__(
        self, scope: Scope, noun: Noun, table: str, on: Iterable[date | None], **columns: Iterable[object]
    ) -> None:
        """`on` and each of `columns` have one entry for each thing; `table` is the one that holds its day."""
        import pandas

        self.scope, self.begin = scope, scope.begin(table)
        self._from = scope.known_from(table)
        days = pandas.to_datetime(_objects(on))
        late = days > pandas.Timestamp(scope.as_of)
        within = (days >= pandas.Timestamp(scope.first)) & (days <= pandas.Timestamp(scope.last))
        early = within & (days < pandas.Timestamp(self.begin)) if self.begin else within & False
        kept = within & ~early
        frame = pandas.DataFrame({name: _objects(values) for name, values in columns.items()}, index=days.index)
        # A quarter's number is its name: what writes a name for each row takes longer than all the rest.
        names = {4 * int(name[:4]) + int(name[-1]): name for name in scope.quarters}
        self._rows = frame[kept].assign(quarter=(4 * days[kept].dt.year + days[kept].dt.quarter).map(names))
        self.asides = tuple(_asides(scope, noun, self.begin, *(int(w.sum()) for w in (days.isna(), late, early))))

    def __len__(self) -> int:
        return len(self._rows)

    def cross(self, down: str, across: str, rows: Sequence[str], columns: Sequence[str]) -> Cells:
        """How many there are of each, by two of the columns. None in quarters of which nothing is known."""
        cells = cross(self._rows[down], self._rows[across], [1] * len(self), rows, columns, blank=0)
        known = [down != "quarter" or self.knows(row) for row in rows]
        return tuple(line if k else (None,) * len(columns) for k, line in zip(known, cells, strict=True))

    def knows(self, quarter: str) -> bool:
        """Whether anything is known of a quarter: it does not end before the records, or before the table's first row.

        An export that begins in April says nothing of January; a 0 there would say that nobody came.
        """
        return days_of(quarter)[1] >= self._from

    def numbers(self, column: str) -> Mapping[str, int]:
        """How many there are of each value of a column, as text, most first, then by name."""
        found = self._rows[column].astype(str).value_counts()
        return dict(sorted(((str(k), int(n)) for k, n in found.items()), key=lambda pair: (-pair[1], pair[0])))

    def grouped(self, by: str, column: str) -> Mapping[str, list[Any]]:
        """The values of one column for each value of another."""
        return {str(key): list(values) for key, values in self._rows.groupby(by)[column]}


def cross(
    down: Iterable[object],
    across: Iterable[object],
    numbers: Iterable[int | None],
    rows: Sequence[str],
    columns: Sequence[str],
    blank: int | None = None,
) -> Cells:
    """Numbers added up by two things; `blank` where there is none to add."""
    import pandas

    frame = pandas.DataFrame({"down": _objects(down), "across": _objects(across), "number": _objects(numbers)})
    frame = frame.dropna().astype({"number": "int64"})
    table = frame.groupby(["down", "across"])["number"].sum().unstack()
    table = table.reindex(index=list(rows), columns=list(columns))
    return tuple(tuple(blank if pandas.isna(n) else int(n) for n in line) for line in table.to_numpy())


def _objects(values: Iterable[object]) -> Any:
    """A series of values as they are, with rows numbered from 0."""
    import pandas

    return pandas.Series(list(values), dtype=object)


def _asides(scope: Scope, noun: Noun, begin: date | None, undated: int, late: int, early: int) -> Iterator[str]:
    """What does not count for the sake of its day, in sentences."""
    yield from not_counted(undated, noun, f"without a {noun.day}")
    yield from not_counted(late, noun, f"{noun.done} after {in_words(scope.as_of)}")
    if begin:
        yield from not_counted(early, noun, f"{noun.done} before {in_words(begin)}, when the records begin")
