"""Which sums of several figures are the same number, as they count the same things: cases by source, and by route.

Whoever knows what is counted knows it, too, and may subtract one table from another. It is read off the true numbers,
so that no list has to be kept of it: sums with the same labels that agree everywhere. A chance agreement makes the
audit stricter and harms nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from rsqm_tool.disclosure.grids import EVERY, PART, WAITS
from rsqm_tool.disclosure.periods import are_quarters
from rsqm_tool.model.disclosure import End, Policy, Same, named
from rsqm_tool.model.monitoring import Counts, Figure, Funnel, Shares


class _Line(NamedTuple):
    """Numbers with labels: the totals of the rows, one column, the replies of each quarter."""

    unit: str
    numbers: tuple[tuple[str, int], ...]  # by label; what cannot be told is left out
    ends: tuple[End, ...]  # one for each number; a single one, where the labels are quarters
    whole: bool  # of everything that the figure counts, and not of one row or column

    @property
    def by_quarter(self) -> bool:
        return are_quarters([label for label, _ in self.numbers])


def same_numbers(figures: Iterable[Figure], policy: Policy) -> tuple[Same, ...]:
    """The sums that are the same, in groups of two and more."""
    held = list(figures)
    lines = [line for figure in held for line in _lines(figure, policy) if any(n for _, n in line.numbers)]
    quarters = {line.ends[0]: dict(line.numbers) for line in lines if line.by_quarter}
    said = {figure.id: figure.definition for figure in held}
    # Where two totals agree by chance with a third, that goes with the one that is defined in the same words.
    pairs = sorted(_pairs(lines), key=lambda pair: (-_alike(pair, quarters), -_common(*(said[e.id] for e in pair))))
    groups: dict[End, set[End]] = {}
    for one, other in pairs:
        joined = groups.get(one, {one}) | groups.get(other, {other})
        if _agree([quarters[end] for end in joined if end in quarters]):
            groups |= dict.fromkeys(joined, joined)
    found = {tuple(sorted(group, key=_place)) for group in groups.values()}
    return tuple(sorted(found, key=lambda ends: [_place(end) for end in ends]))


def _place(end: End) -> tuple[str, str, str]:
    return end.id, end.row or "", end.column or ""


def _alike(pair: tuple[End, End], quarters: Mapping[End, Mapping[str, int]]) -> bool:
    """Whether two sums agree in more than one number, quarter by quarter."""
    return all(end in quarters for end in pair)


def _common(one: str, other: str) -> int:
    """How many letters two definitions begin with in common."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _agree(lines: Sequence[Mapping[str, int]]) -> bool:
    """Whether sums by quarter are the same wherever two of them are told."""
    return all(
        one[quarter] == other[quarter] for one, other in combinations(lines, 2) for quarter in one.keys() & other.keys()
    )


def _pairs(lines: Sequence[_Line]) -> Iterator[tuple[End, End]]:
    alike = defaultdict[tuple[tuple[str, int], ...], list[_Line]](list)
    for line in lines:
        if len(line.numbers) > 1 or line.whole or line.by_quarter:
            alike[line.numbers].append(line)
    for held in alike.values():
        for one, other in combinations(held, 2):
            if _may_be(one, other):
                yield from zip(one.ends, other.ends, strict=True)
    for one, other in combinations([line for line in lines if line.whole], 2):
        yield from _wholes(one, other)


def _may_be(one: _Line, other: _Line) -> bool:
    """Whether two lines with the same labels and numbers count the same; two parts do when they are called alike."""
    apart = {e.id for e in one.ends}.isdisjoint(e.id for e in other.ends)
    return apart and (one.whole or other.whole or (len(one.ends) == 1 and one.ends[0].column == other.ends[0].column))


def _wholes(one: _Line, other: _Line) -> Iterator[tuple[End, End]]:
    """Of everything that two figures count, what agrees: in all common quarters, or label by label of the same unit."""
    if one.unit != other.unit or one.ends[0].id == other.ends[0].id:
        return
    mine, theirs = dict(one.numbers), dict(other.numbers)
    common = mine.keys() & theirs.keys()
    if one.by_quarter and other.by_quarter:
        if common and any(mine[q] for q in common) and all(mine[q] == theirs[q] for q in common):
            yield one.ends[0], other.ends[0]
    elif not one.by_quarter and not other.by_quarter:
        ends = dict(zip(theirs, other.ends, strict=True))
        yield from (
            (end, ends[label])
            for label, end in zip(mine, one.ends, strict=True)
            if label in common and mine[label] == theirs[label] != 0
        )


def _lines(figure: Figure, policy: Policy) -> Iterator[_Line]:
    if isinstance(figure, Counts):
        yield from _of_counts(figure, named(figure.id, policy.stages))
    elif isinstance(figure, Funnel):
        for stage in figure.stages:
            yield _Line(figure.unit, (("", stage.count),), (End(figure.id, None, stage.label),), True)
    elif isinstance(figure, Shares):
        labels = [s.label for s in figure.shares]
        for column, numbers in (
            (EVERY, [s.denominator for s in figure.shares]),
            (PART, [s.numerator for s in figure.shares]),
        ):
            yield from _down(figure, labels, numbers, column, column == EVERY)
    else:
        quarters = [w for w in figure.waits if are_quarters([w.label])]
        yield from _down(
            figure,
            [w.label for w in quarters],
            [None if w.days is None else len(w.days) for w in quarters],
            WAITS,
            True,
        )


def _of_counts(figure: Counts, staged: bool) -> Iterator[_Line]:
    """Totals of rows and columns, the total of all, each column, and each row."""
    columns = list(zip(*figure.cells, strict=True))
    for label, column in zip(figure.columns, columns, strict=True):
        yield from _down(figure, figure.rows, column, label, False)
    sums = [_sum(column) for column in columns]
    ends = tuple(End(figure.id, None, label) for label in figure.columns)
    yield _line(figure, figure.columns, sums, ends, True)
    if not staged:
        rows = [None if all(n is None for n in line) else _sum(line) for line in figure.cells]
        yield from _down(figure, figure.rows, rows, None, True)
        yield _line(figure, [""], [_sum(sums)], (End(figure.id),), True)
    if not are_quarters(figure.rows):
        for label, line in zip(figure.rows, figure.cells, strict=True):
            yield _line(
                figure, figure.columns, line, tuple(End(figure.id, label, column) for column in figure.columns), False
            )


def _down(
    figure: Figure, labels: Sequence[str], numbers: Sequence[int | None], column: str | None, whole: bool
) -> Iterator[_Line]:
    """A line of one number for each row; of quarters, their total as well."""
    if are_quarters(labels):
        yield _Line(
            figure.unit,
            tuple((label, n) for label, n in zip(labels, numbers, strict=True) if n is not None),
            (End(figure.id, None, column),),
            whole,
        )
        if whole:
            yield _line(figure, [""], [_sum(numbers)], (End(figure.id, None, column),), True)
    else:
        yield _line(figure, labels, numbers, tuple(End(figure.id, label, column) for label in labels), whole)


def _line(
    figure: Figure, labels: Sequence[str], numbers: Sequence[int | None], ends: Sequence[End], whole: bool
) -> _Line:
    told = [(label, n, end) for label, n, end in zip(labels, numbers, ends, strict=True) if n is not None]
    return _Line(figure.unit, tuple((label, n) for label, n, _ in told), tuple(end for *_, end in told), whole)


def _sum(numbers: Iterable[int | None]) -> int:
    return sum(n or 0 for n in numbers)
