"""Tables with fewer categories and larger numbers: quarters put together, the smallest columns called "Other", bands
joined.

Tried in the declared order, one upon the other, until nothing is hidden. Where something always is, the form with the
smallest part of its cells hidden is taken, and of these the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from rsqm_tool.disclosure.numbers import least, shown
from rsqm_tool.disclosure.periods import Grouping, are_quarters, continued, joined, single
from rsqm_tool.model.disclosure import Grid, Group, Merge, Step, Steps
from rsqm_tool.model.monitoring import Counts

Row = tuple[int | None, ...]
APART = ("Not entered", "Prefer not to say")  # no category: never part of "Other"
OTHER = "Other"


class Form(NamedTuple):
    """A table with its categories as they are, or put together."""

    rows: tuple[Group, ...]
    columns: tuple[Group, ...]
    cells: tuple[Row, ...]
    times: str = ""  # the sentence that says how quarters were put together
    others: tuple[str, ...] = ()  # and those about other categories

    @property
    def together(self) -> tuple[str, ...]:
        """All sentences."""
        return tuple(filter(None, (self.times, *self.others)))


class Judge(NamedTuple):
    """What is known of a form before it is chosen."""

    threshold: int
    unsafe: Callable[[Form], Sequence[bool]]  # whether something in each column would be hidden


def forms(figure: Counts, steps: Steps, judge: Judge) -> Iterator[Form]:
    """The table as it is, then after each of the steps that changes it."""
    form = Form(single(figure.rows), single(figure.columns), figure.cells)
    yield form
    for step in steps:
        changed = _apply(form, figure, step, judge)
        if changed.cells != form.cells or changed.rows != form.rows:
            form = changed
            yield form


def as_before(figure: Counts, steps: Steps, before: Grid | None) -> Iterator[Form]:
    """The table with the categories and the periods of its last publication, with and without what came since."""
    known = _known(figure)
    if before and known:
        form = Form(single(figure.rows), single(figure.columns), figure.cells)
        for step in steps:
            form = _merged(form, step) if isinstance(step, Merge) else form
        for grouping in continued(known, before.rows):
            yield _in_periods(form, figure, grouping)


def like(steps: Steps, columns: Iterable[Group]) -> Steps:
    """Steps that put the columns together as they were published before, and no others."""
    merged = tuple(Merge(column.label, column.of) for column in columns if len(column.of) > 1)
    return (*merged, *(step for step in steps if step is not Step.OTHER and step not in merged))


def _apply(form: Form, figure: Counts, step: Step | Merge, judge: Judge) -> Form:
    if isinstance(step, Merge):
        return _merged(form, step)
    if step is Step.OTHER:
        return _with_other(form, judge)
    # From the quarters anew: half-years are no step on the way to years.
    known = _known(figure)
    return _in_periods(form, figure, joined(known, step)) if known else form


def _known(figure: Counts) -> list[str]:
    """The quarters of which something is known; none where the rows are something else."""
    held = zip(figure.rows, figure.cells, strict=True) if are_quarters(figure.rows) else ()
    return [label for label, line in held if any(n is not None for n in line)]


def _in_periods(form: Form, figure: Counts, grouping: Grouping) -> Form:
    place = {label: n for n, label in enumerate(figure.rows)}
    columns = [[n for n, label in enumerate(figure.columns) if label in column.of] for column in form.columns]
    cells = tuple(
        tuple(_sum(figure.cells[place[quarter]][n] for quarter in group.of for n in members) for members in columns)
        for group in grouping.groups
    )
    return Form(grouping.groups, form.columns, cells, grouping.told, form.others)


def _merged(form: Form, merge: Merge) -> Form:
    """With the rows or columns of those names as one, in the place of the first; as it is without two of them."""
    turned = sum(r.label in merge.of for r in form.rows) < 2
    groups = form.columns if turned else form.rows
    places = [n for n, group in enumerate(groups) if group.label in merge.of]
    if len(places) < 2:
        return form
    lines = tuple(zip(*form.cells, strict=True)) if turned else form.cells
    one = Group(merge.label, tuple(label for n in places for label in groups[n].of))
    added = tuple(_sum(column) for column in zip(*(lines[n] for n in places), strict=True))
    kept = [n for n in range(len(groups)) if n == places[0] or n not in places]
    new_groups = tuple(one if n == places[0] else groups[n] for n in kept)
    new_lines = tuple(added if n == places[0] else lines[n] for n in kept)
    # Which ones are small is not told: that there was one of a kind may be what nobody should know.
    what = f"{len(one.of)} with small numbers" if merge.label == OTHER else ", ".join(sorted(one.of))
    others = (*form.others, f"{merge.label}: {what}.")
    if turned:
        return Form(form.rows, new_groups, tuple(zip(*new_lines, strict=True)), form.times, others)
    return Form(new_groups, form.columns, new_lines, form.times, others)


def _with_other(form: Form, judge: Judge) -> Form:
    """With the columns in which something would be hidden as one, where that one then has nothing to hide.

    The columns are chosen by what is hidden, and not by their numbers: the smallest of them would give away which of
    two hidden ones is the larger. A single one stays as it is, as does one whose sum would tell too much of its parts.
    """
    named = {column.label for column in form.columns} - {*APART}
    taken = [c.label for c, hides in zip(form.columns, judge.unsafe(form), strict=True) if hides and c.label in named]
    if len(taken) < 2 or len(taken) == len(named):
        return form
    tried = _merged(form, Merge(OTHER, tuple(dict.fromkeys([*taken, *({OTHER} & named)]))))
    place = [column.label for column in tried.columns].index(OTHER)
    full = any(_full(line[place], len(taken), judge.threshold) for line in tried.cells)
    return form if full or judge.unsafe(tried)[place] else tried


def _full(number: int | None, members: int, threshold: int) -> bool:
    """Whether a sum is close to the most that so many hidden numbers can come to: two hidden ones that make 18 are 9
    and 9. At least half the threshold of values are to be possible for each of them."""
    most, fewest = members * (threshold - 1), least(shown(number, threshold), threshold)
    return most - threshold // 2 < fewest <= most


def _sum(numbers: Iterable[int | None]) -> int | None:
    """The sum of the known; None where there is none."""
    held = [n for n in numbers if n is not None]
    return sum(held) if held else None
