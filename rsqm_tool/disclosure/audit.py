"""Proves of what is to be shown that nobody can work out a hidden number from it.

It looks at what readers see, and at nothing else: the numbers and marks of every table of a publication, of every
publication before it, and which of their sums are the same number. It takes nothing from what hides the numbers.

A hidden number is worked out when a single value fits all that is shown. That is too late: of a hidden number half as
many values as the threshold must be possible, five for a threshold of 10. Of a number that no table shows and that is
the difference of some that are shown, such as the last quarter of a year, three must be, unless it is none or cannot
be small; and two small ones, where categories were put together, as that says that one of them was.
For each such number the audit finds an example of all numbers that fit, one for each of its possible values; where it
finds too few, that is a breach.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from rsqm_tool.disclosure.atoms import Atoms, Cell, Place
from rsqm_tool.disclosure.examples import Examples
from rsqm_tool.disclosure.knowledge import Known, of_row
from rsqm_tool.disclosure.system import System, Term
from rsqm_tool.model.disclosure import Breach, End, Grid, Hidden, Publication, Same

UNPROVED = "it could not be proved that it cannot be worked out"
UNSHOWN = 3  # how many values must be possible of a number that no table shows
UNSHOWN_SMALL = 2  # and how many of them below the threshold, where that quarters were put together says that one was


def wide(threshold: int) -> int:
    """How many values of a hidden number must be possible: half the threshold, rounded up."""
    return -(-threshold // 2)


class Audited(NamedTuple):
    """What the audit found."""

    breaches: tuple[Breach, ...]  # empty: proved
    changed: tuple[str, ...]  # sentences: former numbers that contradict the new ones, and are no longer held to them


def audit(new: Publication, former: Iterable[Publication] = (), only: Collection[str] | None = None) -> Audited:
    """Whether a hidden number of `new`, or of a publication before it, can be worked out from all of them.

    `only`: the ids of some figures; nothing but them, and what shares a sum with them, is looked at.
    """
    shown = [new, *sorted(former, key=lambda p: p.as_of)[::-1]]
    breaches: list[Breach] = []
    changed: dict[str, None] = {}
    for ids, same in families(shown):
        if only is None or not ids.isdisjoint(only):
            kept = [p for p in shown if any(grid.id in ids for grid in p.grids)]
            family, found = _audited(ids, same, kept)
            if len(kept) > 1 and any(breach.why == UNPROVED for breach in found):
                family, found, left_out = _fitting(ids, same, kept)
                changed |= dict.fromkeys(
                    _changed(id, p) for p in left_out for id in sorted(ids & {g.id for g in p.grids})
                )
            breaches += found
            changed |= dict.fromkeys(family.changed)
    return Audited(tuple(breaches), tuple(changed))


def _audited(ids: frozenset[str], same: Sequence[Same], shown: Sequence[Publication]) -> tuple[_Family, list[Breach]]:
    family = _Family(ids, same, shown)
    return family, list(family.breaches()) if family.has_secrets else []


def _fitting(
    ids: frozenset[str], same: Sequence[Same], shown: Sequence[Publication]
) -> tuple[_Family, list[Breach], list[Publication]]:
    """The tables of the newest publication with those of former ones, newest first, that some numbers fit; and the
    publications that none was found for. Entries were corrected since: readers find no numbers for them either."""
    kept, left_out = [shown[0]], []
    best = _audited(ids, same, kept)
    for each in shown[1:]:
        tried = _audited(ids, same, [*kept, each])
        if any(breach.why == UNPROVED for breach in tried[1]):
            left_out.append(each)
        else:
            kept, best = [*kept, each], tried
    return (*best, left_out)


def _changed(id: str, publication: Publication) -> str:
    return f"{id}: not what was published as on {publication.as_of}."


def families(shown: Sequence[Publication]) -> Iterator[tuple[frozenset[str], tuple[Same, ...]]]:
    """The tables that some sum is common to, directly or by others; with these sums."""
    same = always_same(shown)
    groups = {grid.id: frozenset([grid.id]) for publication in shown for grid in publication.grids}
    for ends in same:
        joined = frozenset().union(*(groups.get(end.id, frozenset()) for end in ends))
        groups |= dict.fromkeys(joined, joined)
    for ids in dict.fromkeys(groups.values()):
        yield ids, tuple(ends for ends in same if any(end.id in ids for end in ends))


def always_same(shown: Sequence[Publication]) -> tuple[Same, ...]:
    """The sums that are the same number in every publication that shows both: those that agreed once, by chance, are
    not, and nobody knows of that."""
    held = [({end: n for n, ends in enumerate(p.same) for end in ends}, {g.id: g for g in p.grids}) for p in shown]

    def differ(pair: tuple[End, End]) -> bool:
        for group, grids in held:
            both = all(end.id in grids and _is_some(end, grids[end.id]) for end in pair)
            if both and (pair[0] not in group or group[pair[0]] != group.get(pair[1])):
                return True
        return False

    groups: dict[End, tuple[End, ...]] = {}
    pairs = dict.fromkeys(pair for p in shown for ends in p.same for pair in combinations(ends, 2))
    for one, other in pairs:
        joined = tuple(dict.fromkeys((*groups.get(one, (one,)), *groups.get(other, (other,)))))
        if not differ((one, other)):
            groups |= dict.fromkeys(joined, joined)
    return tuple(dict.fromkeys(groups.values()))


def _is_some(end: End, grid: Grid) -> bool:
    """Whether a sum is of anything but zeros, as far as readers know."""
    return any(
        cell not in (0, None)
        for row, line in zip(grid.rows, grid.cells, strict=True)
        for column, cell in zip(grid.columns, line, strict=True)
        if end.row in (None, *row.of) and end.column in (None, *column.of)
    )


class _Family:
    """Tables that are to be looked at together."""

    def __init__(self, ids: frozenset[str], same: Sequence[Same], shown: Sequence[Publication]) -> None:
        self._shown = [(p, tuple(g for g in p.grids if g.id in ids)) for p in shown]
        self._exact = {g.id for _, grids in self._shown for g in grids if g.exact}  # these readers may know them
        self._rounded = {g.id for _, grids in self._shown for g in grids} - self._exact
        self._same = same
        self.changed: list[str] = []
        self._system = System()
        self._examples: dict[int, tuple[Examples, int]] = {}  # for a number, those of its part, and what it is there
        self._numbers: dict[frozenset[Place], int] = {}
        self._parts: dict[tuple[int, int], int] = {}  # what a number leaves over of another
        self._guarded: dict[int, Cell] = {}  # that nobody may work out
        self._told: set[int] = set()  # shown in some publication
        self._left: dict[int, Cell] = {}  # what is left of a cell, less others
        self._atoms = Atoms(self._shown, [*same, *((end,) for p in shown for end, _ in p.limits)])

    @property
    def has_secrets(self) -> bool:
        """Whether anything is hidden, or is a difference of what is shown."""
        if not self._rounded:
            return False
        lines = (line for _, grids in self._shown for grid in grids for line in grid.cells)
        hidden = any(isinstance(cell, Hidden) for line in lines for cell in line)
        return hidden or any(len(cover) > 1 for cover in self._atoms.covers)

    def breaches(self) -> Iterator[Breach]:
        """Hidden numbers that can be worked out, or of which it could not be shown that they cannot."""
        fits = self._take_in()
        targets = {n: cell for n, cell in self._guarded.items() if n not in self._told}
        targets |= {n: cell for n, cell in self._left.items() if n not in self._told and n not in targets}
        unproved = self._look_for_examples(targets) if fits else set(targets)
        for number, cell in targets.items():
            if number in unproved:
                yield _breach(cell, UNPROVED)
            elif number in self._left and number not in self._guarded:
                if not self._is_vague(number, cell):
                    yield _breach(cell, "what it leaves over of other numbers is small, and can be worked out")
            elif not self._is_open(number, wide(cell.grid.threshold)):
                yield _breach(cell, "it can be worked out, or nearly, from what is shown beside it or was before")

    def _look_for_examples(self, targets: Iterable[int]) -> set[int]:
        """Find an example for each part of the system; the targets of which none was found."""
        unproved: set[int] = set()
        held = list(targets)
        for part, names in self._system.parts(held):
            examples = Examples(part)
            found = examples.begin()
            for number in held:
                if number in names and found:
                    self._examples[number] = examples, names[number]
                elif number in names:
                    unproved.add(number)
        return unproved

    def _is_open(self, number: int, wanted: int) -> bool:
        """Whether so many values of a number are possible."""
        if number in self._examples:
            examples, name = self._examples[number]
            return examples.values(name, wanted) >= wanted
        return self._system.high[number] - self._system.low[number] + 1 >= wanted

    def _is_vague(self, number: int, cell: Cell) -> bool:
        """Whether several values of a number that is not shown are possible, and several small ones, if any."""
        threshold, system = cell.grid.threshold, self._system
        if system.low[number] >= threshold or not system.high[number]:
            return True
        if not self._is_open(number, UNSHOWN):
            return False
        if not cell.is_merged or number not in self._examples:
            return True
        examples, name = self._examples[number]
        small = examples.values_within(name, 1, threshold - 1, UNSHOWN_SMALL)
        return small is None or small >= UNSHOWN_SMALL

    # What is known.

    def _take_in(self) -> bool:
        """Everything that readers know. False when the new tables contradict each other."""
        rows: list[tuple[int, Publication, Grid, int, list[tuple[int, Known]]]] = []
        for age, (publication, grids) in enumerate(self._shown):
            for grid in grids:
                for row in range(len(grid.rows)):
                    held = [(self._number(publication, grid, row, k), k) for k in of_row(grid, row)]
                    rows.append((age, publication, grid, row, held))
        self._sum_up()
        self._leave_over()
        limits = [self._limit(publication) for publication, _ in self._shown]
        now = [(number, k.low, k.high) for age, *_, held in rows if not age for number, k in held]
        fits = self._system.narrow([*now, *limits[0]]) and self._system.tighten()
        for age, publication, grid, row, held in rows:
            if age and not self._system.narrow((number, k.low, k.high) for number, k in held):
                self.changed.append(_changed(grid.id, publication))
                continue
            for number, known in held:
                self._note(number, publication, grid, row, known)
        for bounds in limits[1:]:
            self._system.narrow(bounds)
        return fits

    def _note(self, number: int, publication: Publication, grid: Grid, row: int, known: Known) -> None:
        if known.guarded and grid.id not in self._exact:
            self._guarded.setdefault(number, Cell(publication, grid, row, known.place))
        elif known.over is None and not isinstance(grid.cells[row][known.place], Hidden):
            self._told.add(number)

    def _number(self, publication: Publication, grid: Grid, row: int, known: Known) -> int:
        """The number that is known of: that of a cell, or what a cell leaves over of another."""
        number = self._cell(publication, grid, row, known.place)
        if known.over is None:
            return number
        whole = self._cell(publication, grid, row, known.over)
        if (whole, number) not in self._parts:
            start = self._system.start
            over = self._system.number(start=max(0, start[whole] - start[number]))
            self._system.is_zero([Term(1, number), Term(1, over), Term(-1, whole)])
            self._parts[whole, number] = over
        return self._parts[whole, number]

    def _cell(self, publication: Publication, grid: Grid, row: int, column: int) -> int:
        """The number of a cell, which is the sum of those that it covers."""
        cover = self._atoms.cover(publication, grid, row, column)
        shown = grid.cells[row][column]
        start = grid.threshold // 2 if shown is None or isinstance(shown, Hidden) else shown
        return self._covering(cover, start)

    def _covering(self, cover: frozenset[Place], start: int = 0) -> int:
        if cover not in self._numbers:
            self._numbers[cover] = number = self._system.number(start=start)
            if len(cover) > 1:
                each, rest = divmod(start, len(cover))
                parts = [self._covering(frozenset([place]), each + (n < rest)) for n, place in enumerate(sorted(cover))]
                self._system.is_zero([*(Term(1, part) for part in parts), Term(-1, number)])
        return self._numbers[cover]

    def _sum_up(self) -> None:
        """The sums that are the same number, for each part of the time."""
        for ends in self._same:
            for sums in self._atoms.sums(ends):
                terms = [[Term(1, self._covering(frozenset([place]))) for place in sorted(places)] for places in sums]
                whole = self._system.number(start=sum(self._system.start[n] for _, n in terms[0]))
                for each in terms:
                    self._system.is_zero([*each, Term(-1, whole)])

    def _leave_over(self) -> None:
        """What cells leave over of others."""
        for each in self._atoms.left_over():
            if each.cell.grid.id not in self._exact:
                number = self._covering(each.left)
                terms = [Term(1, self._covering(part)) for part in each.parts]
                self._system.is_zero([*terms, Term(1, number), Term(-1, self._covering(each.whole))])
                self._left.setdefault(number, each.cell)

    def _limit(self, publication: Publication) -> list[tuple[int, int, int]]:
        """The bounds of sums that cannot be larger than something, as a figure of them was withheld."""
        found = []
        for end, most in publication.limits:
            parts = [Term(1, self._covering(frozenset([place]))) for place in self._atoms.places(end, publication)]
            if parts:
                found.append((self._system.number(start=most), 0, most))
                self._system.is_zero([*parts, Term(-1, found[-1][0])])
        return found


def _breach(cell: Cell, why: str) -> Breach:
    row, column = cell.grid.rows[cell.row].label, cell.grid.columns[cell.column].label
    return Breach(cell.grid.id, row, column, cell.publication.as_of, why)
