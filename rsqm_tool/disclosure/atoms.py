"""Cuts what several tables show into the smallest pieces that any of them tells apart.

A piece is some labels of rows, some of columns, and some of the time, of one table. A year that was published after its
first quarter has two: that quarter, and the rest.

A table whose rows are no times counts a whole period. Two such periods of which neither holds the other, as two years
that begin a quarter apart, are not cut: who came and who went is not known, and so neither says anything of the other.
Each has pieces of its own, a layer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from rsqm_tool.disclosure.periods import are_quarters
from rsqm_tool.model.disclosure import End, Grid, Group, Publication, Same
from rsqm_tool.model.tables import days_of

Shown = Sequence[tuple[Publication, Sequence[Grid]]]
Run = tuple[int, int]  # from a day to the day before another, as ordinals
Layer = tuple[str, int]  # a table, and which of its layers
_TIME = ("",)  # the label of a row that is a time


class Place(NamedTuple):
    """A piece, by the numbers of its labels and its time."""

    id: str
    layer: int
    row: int
    column: int
    when: int  # which piece of the layer's time


class Cell(NamedTuple):
    """A cell of a table that was shown."""

    publication: Publication
    grid: Grid
    row: int
    column: int

    @property
    def is_merged(self) -> bool:
        """Whether categories were put together in it."""
        return len(self.grid.rows[self.row].of) > 1 or len(self.grid.columns[self.column].of) > 1


class LeftOver(NamedTuple):
    """What a cell is, less others."""

    cell: Cell
    whole: frozenset[Place]
    parts: tuple[frozenset[Place], ...]
    left: frozenset[Place]


class Atoms:
    """The pieces of some tables, as they were shown in some publications."""

    def __init__(self, shown: Shown, same: Sequence[Same]) -> None:
        named = [end for ends in same for end in ends]
        self._shown = shown
        self._rows = _labels(shown, False, [(end.id, end.row) for end in named])
        self._columns = _labels(shown, True, [(end.id, end.column) for end in named])
        self._layer, runs = _layers(shown)
        self._times = {layer: list(pairwise(sorted({day for run in held for day in run}))) for layer, held in runs}
        self._cover: dict[tuple[int, str, int, int], frozenset[Place]] = {}
        self._cells: dict[frozenset[Place], Cell] = {}  # the first that is the sum of some pieces
        for publication, grids in shown:
            for grid in grids:
                self._take(publication, grid)
        self.covers = frozenset(self._cells)  # that are numbers or marks of some table
        self._held = defaultdict[Layer, set[Place]](set)
        for place in frozenset().union(*self.covers):
            self._held[place.id, place.layer].add(place)

    def cover(self, publication: Publication, grid: Grid, row: int, column: int) -> frozenset[Place]:
        """The pieces that a cell is the sum of."""
        return self._cover[id(publication), grid.id, row, column]

    def sums(self, ends: Same) -> Iterator[list[frozenset[Place]]]:
        """For each piece of the time the sums that are the same number, each as its pieces; two of them at least."""
        found: dict[tuple[frozenset[Place], ...], None] = {}
        for publication, _ in self._shown:
            held = [self._by_run(end, publication) for end in ends]
            days = [{day for run in by_run for day in run} for by_run in held if by_run]
            for run in pairwise(sorted(set.intersection(*days)) if len(days) > 1 else ()):
                sums = (_between(by_run, run) for by_run in held)
                found[tuple(places for places in sums if places)] = None
        yield from (list(sums) for sums in found if len(sums) > 1)

    def places(self, end: End, publication: Publication) -> Iterator[Place]:
        """The pieces that a sum of a publication is of."""
        for run, places in self._by_run(end, publication).items():
            if any(begin <= run[0] < after for begin, after in _runs(Group("", _TIME), publication)):
                yield from places

    def left_over(self) -> Iterator[LeftOver]:
        """What each cell leaves over of others that it holds, where it does: the rest of a year after its quarters."""
        by_layer = defaultdict[Layer, list[frozenset[Place]]](list)
        for cover in sorted(self.covers, key=len, reverse=True):
            place = next(iter(cover))
            by_layer[place.id, place.layer].append(cover)
        for covers in by_layer.values():
            for n, whole in enumerate(covers):
                left, parts = whole, []
                for part in covers[n + 1 :] if len(whole) > 1 else ():
                    if part <= left and part != left:
                        left -= part
                        parts.append(part)
                if parts and left not in self.covers:
                    yield LeftOver(self._cells[whole], whole, tuple(parts), left)

    def _by_run(self, end: End, publication: Publication) -> dict[Run, set[Place]]:
        """The pieces that a sum is of, by their time, in the layer that a publication shows."""
        layer = self._layer.get((id(publication), end.id), (end.id, 0))
        row, column = self._rows.get((end.id, end.row)), self._columns.get((end.id, end.column))
        found = defaultdict[Run, set[Place]](set)
        for place in self._held.get(layer, ()):
            if (end.row is None or place.row == row) and (end.column is None or place.column == column):
                found[self._times[layer][place.when]].add(place)
        return found

    def _take(self, publication: Publication, grid: Grid) -> None:
        layer = self._layer[id(publication), grid.id]
        columns = [sorted({self._columns[grid.id, label] for label in column.of}) for column in grid.columns]
        for n, row in enumerate(grid.rows):
            runs = _runs(row, publication)
            times = [k for k, (day, _) in enumerate(self._times[layer]) if any(b <= day < e for b, e in runs)]
            rows = sorted({self._rows[grid.id, label] for label in _of(row)})
            for m, held in enumerate(columns):
                places = frozenset(Place(*layer, r, c, t) for r in rows for c in held for t in times)
                self._cover[id(publication), grid.id, n, m] = places
                if places:
                    self._cells.setdefault(places, Cell(publication, grid, n, m))


def _layers(shown: Shown) -> tuple[dict[tuple[int, str], Layer], Iterable[tuple[Layer, set[Run]]]]:
    """The layer of each table of each publication, and the periods in each."""
    layers: dict[tuple[int, str], Layer] = {}
    held = defaultdict[Layer, set[Run]](set)
    for publication, grids in shown:
        for grid in grids:
            runs, number = {run for row in grid.rows for run in _runs(row, publication)}, 0
            if not any(are_quarters(row.of) for row in grid.rows):
                while any(_cross(one, other) for one in held[grid.id, number] for other in runs):
                    number += 1
            layers[id(publication), grid.id] = grid.id, number
            held[grid.id, number] |= runs
    return layers, held.items()


def _cross(one: Run, other: Run) -> bool:
    """Whether two periods have some days in common, and each has some of its own."""
    first, second = sorted([one, other])
    return first[0] < second[0] < first[1] < second[1]


def _between(by_run: Mapping[Run, set[Place]], run: Run) -> frozenset[Place]:
    """The pieces of a sum within a period; none where they do not fill it."""
    held = sorted(each for each in by_run if run[0] <= each[0] < run[1])
    filled = bool(held) and held[0][0] == run[0] and all(a[1] == b[0] for a, b in pairwise([*held, (run[1], 0)]))
    return frozenset().union(*(by_run[each] for each in held)) if filled else frozenset()


def _of(row: Group) -> tuple[str, ...]:
    return _TIME if are_quarters(row.of) else row.of


def _labels(
    shown: Shown, across: bool, named: Iterable[tuple[str, str | None]]
) -> Mapping[tuple[str, str | None], int]:
    """A number for each label of each table; the same for those that are always together and never named alone."""
    seen = defaultdict[tuple[str, str | None], list[object]](list)
    for n, (_, grids) in enumerate(shown):
        for grid in grids:
            for m, group in enumerate(grid.columns if across else grid.rows):
                for label in group.of if across else _of(group):
                    if across or not are_quarters(group.of):
                        seen[grid.id, label].append((n, m))
                    else:
                        seen[grid.id, label]
    for key in dict.fromkeys(named):
        if key in seen:
            seen[key].append(key[1])
    numbers: dict[tuple[object, ...], int] = {}
    return {key: numbers.setdefault((key[0], *marks), len(numbers)) for key, marks in seen.items()}


def _runs(row: Group, publication: Publication) -> list[Run]:
    """The time that a row counts, up to the as-of date, as stretches without a gap."""
    found: list[Run] = []
    after = publication.as_of.toordinal() + 1
    for quarter in row.of if are_quarters(row.of) else publication.quarters:
        first, last = _days(quarter)
        begin, end = min(first, after), min(last + 1, after)
        if found and found[-1][1] == begin:
            found[-1] = found[-1][0], end
        else:
            found.append((begin, end))
    return [run for run in found if run[0] < run[1]]


@cache
def _days(quarter: str) -> Run:
    first, last = days_of(quarter)
    return first.toordinal(), last.toordinal()
