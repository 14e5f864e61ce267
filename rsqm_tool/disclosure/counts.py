"""Makes a table of counts fit to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from rsqm_tool.disclosure import words
from rsqm_tool.disclosure.collapse import APART, OTHER, Form, Judge, as_before, forms, like
from rsqm_tool.disclosure.numbers import chain, least, shown
from rsqm_tool.disclosure.periods import are_quarters, keeps, single
from rsqm_tool.disclosure.rules import TOGETHER, about, chosen, is_exact, is_sensitive, steps_of, too_few, withheld
from rsqm_tool.model.disclosure import Cell, Grid, Hidden, Policy, ProtectedCounts, Withheld, named, total
from rsqm_tool.model.monitoring import Counts

Chains = tuple[tuple[int, ...], ...]


class _Marked(NamedTuple):
    """A form with its cells as they would be shown."""

    form: Form
    cells: tuple[tuple[Cell, ...], ...]
    zeros_hidden: bool
    chains: Chains

    @property
    def hidden(self) -> tuple[int, int]:
        """How many cells are hidden, and of how many."""
        held = [cell for line in self.cells for cell in line if cell is not None]
        return sum(isinstance(cell, Hidden) for cell in held), len(held)

    @property
    def unsafe(self) -> list[bool]:
        """Whether something is hidden in each column."""
        return [any(isinstance(line[n], Hidden) for line in self.cells) for n in range(len(self.form.columns))]


def protected_counts(figure: Counts, policy: Policy, before: Grid | None, coarser: int) -> ProtectedCounts | Withheld:
    """The table as its audience may see it, or why it is not shown; `before` and `coarser` as for `protect`."""
    staged = named(figure.id, policy.stages)
    if is_exact(figure, policy):
        form = Form(single(figure.rows), single(figure.columns), figure.cells)
        return _table(figure, policy, _Marked(form, figure.cells, False, ()), staged)
    mark = partial(_marked, threshold=policy.threshold, sensitive=is_sensitive(figure, policy), staged=staged)
    steps = like(steps_of(figure, policy), before.columns) if before else steps_of(figure, policy)
    tried = list(forms(figure, steps, Judge(policy.threshold, lambda form: mark(form).unsafe)))
    regular = [form for form in tried if before and keeps(form.rows, before.rows)] or tried
    found = chosen(
        [mark(form) for form in regular],
        [mark(form) for form in as_before(figure, steps, before)],
        coarser,
        lambda held: held.hidden,
        lambda held: is_enough(held.cells, policy.threshold, not staged),
    )
    if found is None:
        return withheld(figure, TOGETHER)
    if not is_enough(found.cells, policy.threshold, not staged):
        return too_few(figure, policy)
    return _table(figure, policy, found, staged)


def is_enough(cells: Sequence[Sequence[Cell]], threshold: int, adds_across: bool) -> bool:
    """Whether the numbers that are shown surely come to twice the threshold; of stages, those of one of them."""
    sums = [sum(least(cell, threshold) for cell in column) for column in zip(*cells, strict=True)]
    return (sum(sums) if adds_across else max(sums, default=0)) >= 2 * threshold


def _marked(form: Form, *, threshold: int, sensitive: bool, staged: bool) -> _Marked:
    chains = _chains(form) if staged else ()
    zeros_hidden = sensitive or (not staged and any(_all_in_one(line, threshold) for line in form.cells))
    cells = []
    for line in form.cells:
        marks = [shown(n, threshold, zeros_hidden) for n in line]
        for places in chains:
            held = [n for n in places if line[n] is not None]
            parts = chain([line[n] or 0 for n in held], threshold, zeros_hidden) if held else ()
            for place, cell in zip(held, parts, strict=True):
                marks[place] = cell
        if sensitive and any(n is not None for n in line):
            # A blank beside numbers would say that nobody is there, which a hidden 0 does not.
            marks = [Hidden.UNTOLD if cell is None else cell for cell in marks]
        cells.append(tuple(marks))
    return _Marked(form, tuple(cells), zeros_hidden, chains)


def _all_in_one(line: Sequence[int | None], threshold: int) -> bool:
    """Whether all of a few are in one column of several: zeros beside them would say so of each."""
    held = [n for n in line if n is not None]
    few = least(shown(sum(held), threshold), threshold) < 2 * threshold
    return len(held) > 1 and sum(n > 0 for n in held) == 1 and few


def _chains(form: Form) -> Chains:
    """Columns of one side whose numbers never grow from one to the next: "People harmed, Referred", then those who
    took part. The side is what stands before the comma."""
    found: list[list[int]] = []
    for place, column in enumerate(form.columns):
        side = column.label.partition(", ")[0]
        before = found[-1][-1] if found else -1
        if found and form.columns[before].label.partition(", ")[0] == side and _never_grows(form, before, place):
            found[-1].append(place)
        else:
            found.append([place])
    return tuple(tuple(places) for places in found if len(places) > 1)


def _never_grows(form: Form, before: int, after: int) -> bool:
    return all((line[after] or 0) <= (line[before] or 0) for line in form.cells if line[after] is not None)


def _table(figure: Counts, policy: Policy, found: _Marked, staged: bool) -> ProtectedCounts:
    form, exact = found.form, is_exact(figure, policy)
    order = _order(found, named(figure.id, policy.fixed) or exact)
    in_periods = any(len(row.of) > 1 for row in form.rows) and are_quarters(figure.rows)
    places = {old: new for new, old in enumerate(order)}
    rule = words.for_counts(policy.threshold, found.zeros_hidden, bool(found.chains), not staged)
    return ProtectedCounts(
        **about(figure, policy, rule, form.together),
        row_name="Period" if in_periods else figure.row_name,
        column_name=figure.column_name,
        rows=form.rows,
        columns=tuple(form.columns[n] for n in order),
        cells=tuple(tuple(line[n] for n in order) for line in found.cells),
        sensitive=is_sensitive(figure, policy),
        zeros_hidden=found.zeros_hidden,
        chains=tuple(tuple(places[n] for n in columns) for columns in found.chains),
        adds_across=not staged,
    )


def _order(found: _Marked, fixed: bool) -> list[int]:
    """The order of columns: as they are, or by what is shown; "Other" comes after the named ones, blanks come last."""

    def key(place: int) -> tuple[bool, bool, int, str]:
        column = found.form.columns[place]
        size = total(line[place] for line in found.cells)
        last, other = column.label in APART, column.label == OTHER
        return last, other, 0 if fixed or not isinstance(size, int) else -size, "" if fixed else column.label

    return sorted(range(len(found.form.columns)), key=key)
