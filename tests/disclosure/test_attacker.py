"""No small number can be worked out: tried by an attacker who tries everything.

The threshold is 5, so that there is little to try: hidden are 1 to 4, or 0 to 4.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rsqm_tool.disclosure.audit import audit, wide
from rsqm_tool.model.disclosure import (
    PERIODS,
    End,
    Grid,
    Hidden,
    ProtectedCounts,
    Publication,
    Step,
    Steps,
)
from tests.disclosure.attacker import Told, World, all_worlds, bounds, possible, seen, worked_out
from tests.disclosure.tables import QUARTERS, counts, equality, funnel, grid, policy, publish, published, shares

T = 5
OTHER: Steps = (*PERIODS, Step.OTHER)
tried = settings(
    derandomize=True, database=None, deadline=None, max_examples=150, suppress_health_check=list(HealthCheck)
)


def rows_of(world: World, columns: int) -> list[World]:
    return [world[n : n + columns] for n in range(0, len(world), columns)]


# An attacker who has the program, and runs it on every table there is.


@pytest.mark.parametrize("sensitive", [False, True], ids=["plain", "sensitive"])
@pytest.mark.parametrize("steps", [(), PERIODS, OTHER], ids=["as it is", "periods", "and other"])
@pytest.mark.parametrize(("rows", "columns", "most"), [(1, 2, 15), (1, 3, 12), (2, 2, 7), (2, 1, 15), (4, 1, 7)])
def test_of_one_table(rows: int, columns: int, most: int, steps: Steps, sensitive: bool) -> None:
    by = policy(steps)

    def view(world: World) -> object:
        return seen(publish(counts(rows_of(world, columns), sensitive=sensitive), by=by, quarters=QUARTERS[:rows]))

    found, views = worked_out(all_worlds(rows * columns, most), view, T)
    assert found == []
    assert views > 4


def test_of_a_table_and_its_total_elsewhere() -> None:
    """Three sources, and a waiting time or a funnel that counts the same cases."""

    def view(world: World) -> object:
        return seen(publish(counts([world[:3]]), counts([world[3:]], id="all", columns="P"), quarters=QUARTERS[:1]))

    every = ((*world, sum(world)) for world in all_worlds(3, 13))
    found, views = worked_out(every, view, T)
    assert found == []
    assert views > 50


def test_of_two_tables_of_the_same_cases() -> None:
    """By source and by route: a + b = c + d."""

    def view(world: World) -> object:
        return seen(publish(counts([world[:2]]), counts([world[2:]], id="routes", columns="PQ"), quarters=QUARTERS[:1]))

    every = (world for world in all_worlds(4, 12) if world[0] + world[1] == world[2] + world[3])
    found, views = worked_out(every, view, T)
    assert found == []
    assert views > 10


def parts(most: int, stages: int) -> Iterator[World]:
    """Every way to count stages, each some of the one before it; with what each leaves over."""
    for numbers in product(range(most + 1), repeat=stages):
        left = tuple(a - b for a, b in pairwise(numbers))
        if min(left) >= 0:
            yield (*numbers, *left)


def test_of_a_share() -> None:
    """How many, of how many, and how many not."""
    found, views = worked_out(parts(25, 2), lambda world: seen(publish(shares((world[1], world[0])))), T)
    assert found == []
    assert views > 15


def test_of_two_shares_of_the_same_replies() -> None:
    def view(world: World) -> object:
        satisfied, safe = shares((world[1], world[0])), shares((world[2], world[0]), id="felt-safe")
        return seen(publish(satisfied, safe))

    every = ((of, a, b, of - a, of - b) for of in range(18) for a, b in product(range(of + 1), repeat=2))
    found, views = worked_out(every, view, T)
    assert found == []
    assert views > 20


def test_of_a_funnel() -> None:
    found, views = worked_out(parts(18, 3), lambda world: seen(publish(funnel(*world[:3]))), T)
    assert found == []
    assert views > 20


def test_of_equality() -> None:
    """Two groups, of which some took part."""

    def view(world: World) -> object:
        return seen(publish(equality((world[0], world[1], 30), (world[3], world[4], 30))))

    found, views = worked_out((a + b for a, b in product(parts(13, 2), repeat=2)), view, T)
    assert found == []
    assert views > 20


@pytest.mark.parametrize(
    ("first", "second", "steps", "most"),
    [
        ((0, 2), (0, 3), PERIODS, 12),
        ((0, 3), (0, 3), PERIODS, 15),
        ((0, 1), (0, 4), PERIODS, 6),
        ((0, 2), (0, 3), (Step.WHOLE,), 15),
        ((0, 3), (0, 4), (Step.YEARS,), 6),
        ((0, 3), (1, 4), (Step.WHOLE,), 6),  # a period that moves on
        ((0, 3), (1, 4), PERIODS, 6),
    ],
)
def test_of_a_table_and_a_later_one(first: tuple[int, int], second: tuple[int, int], steps: Steps, most: int) -> None:
    """The same figure, published twice: of some quarters, then of others as well."""
    by = policy(steps)

    def view(world: World) -> object:
        held, shown = [], []
        for begin, end in (first, second):
            quarters = QUARTERS[begin:end]
            as_of = date(2026, 3 * end, 30 if end in (2, 3) else 31)
            figure = counts([(n,) for n in world[begin:end]], rows=quarters)
            made = publish(figure, by=by, former=held, as_of=as_of, quarters=quarters)
            held.append(made.publication)
            shown.append(seen(made))
            assert made.breaches == ()
            assert made.changed == ()
        return tuple(shown)

    found, views = worked_out(all_worlds(max(first[1], second[1]), most), view, T)
    assert found == []
    assert views > 10


@pytest.mark.parametrize("days", [(date(2026, 5, 20), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 9, 1))])
@pytest.mark.parametrize("sensitive", [False, True], ids=["plain", "sensitive"])
def test_of_a_table_and_the_same_one_with_new_cases(days: tuple[date, date], sensitive: bool) -> None:
    """The second quarter by two sources, while it runs and when it is over; or after it, and after late entries."""

    def view(world: World) -> object:
        held, shown = [], []
        for cells, day in ((world[:2], days[0]), (world[2:], days[1])):
            figure = counts([cells], rows=("2026-Q2",), sensitive=sensitive)
            made = publish(figure, former=held, as_of=day, quarters=("2026-Q2",))
            held.append(made.publication)
            shown.append(seen(made))
            assert made.breaches == ()
        return tuple(shown)

    every = ((a, b, a + more, b + yet) for a, b in all_worlds(2, 13) for more, yet in all_worlds(2, 3))
    found, views = worked_out(every, view, T)
    assert found == []
    assert views > 10


# What is hidden decides about nothing, in tables of up to 4 by 4.

NUMBERS = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 18])
TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.tuples(*[NUMBERS] * columns), min_size=1, max_size=4).map(tuple)
)


@tried
@given(TABLES, st.booleans(), st.randoms(use_true_random=False))
def test_nothing_shown_depends_on_a_hidden_number(
    cells: tuple[World, ...], sensitive: bool, chance: random.Random
) -> None:
    """Put any other small numbers behind the marks, and all that is shown stays the same: also to somebody who knows
    every number but one, that one may be any of 1 to 4. (Without putting categories together, which adds them up.)"""
    others = tuple(tuple(chance.randint(1, T - 1) if 0 < n < T else n for n in line) for line in cells)
    made = [publish(counts(each, sensitive=sensitive), quarters=QUARTERS[: len(cells)]) for each in (cells, others)]
    assert seen(made[0]) == seen(made[1])
    assert made[0].publication == made[1].publication


# An attacker who knows the rule, and tries every world that fits what is shown.


def told_of(made: ProtectedCounts, place: dict[tuple[str, str], int]) -> Iterator[Told]:
    """What a protected table by quarter tells, about a world with a place for each quarter and column."""
    for row, line in zip(made.rows, made.cells, strict=True):
        for column, cell in zip(made.columns, line, strict=True):
            of = tuple(place[quarter, label] for quarter in row.of for label in column.of)
            yield Told(of, *bounds(cell, T, made.zeros_hidden))


@tried
@given(st.data())
def test_of_two_random_tables_of_the_same_cases(data: st.DataObject) -> None:
    """Up to 4 by 4 each, with the same number of cases in each quarter. Within a quarter everything is tried."""
    first = data.draw(TABLES)
    width = data.draw(st.integers(1, 4))
    second = tuple(split(sum(line), width, data.draw(st.randoms(use_true_random=False))) for line in first)
    made = publish(counts(first), counts(second, id="routes", columns="PQRS"), quarters=QUARTERS[: len(first)])
    assert made.breaches == ()
    tables = [f for f in made.figures if isinstance(f, ProtectedCounts)]
    for n in range(len(first) if len(tables) == 2 else 0):
        assert_open(tables[0], tables[1], n)


def split(number: int, parts: int, chance: random.Random) -> World:
    """A number as a sum."""
    cuts = sorted(chance.randint(0, number) for _ in range(parts - 1))
    return tuple(b - a for a, b in zip([0, *cuts], [*cuts, number], strict=True))


def assert_open(first: ProtectedCounts, second: ProtectedCounts, row: int) -> None:
    """Of two tables that have the same sum in a row, each hidden cell may have half as many values as the threshold."""
    tables = (first, second)
    ranges = [[range(low, high + 1) for low, high in (bounds(c, T, t.zeros_hidden) for c in t.cells[row])]
              for t in tables]  # fmt: skip
    sums = [{sum(world) for world in product(*held)} for held in ranges]
    for table, held, others in zip(tables, ranges, reversed(sums), strict=True):
        fitting = [world for world in product(*held) if sum(world) in others]
        for place, cell in enumerate(table.cells[row]):
            if isinstance(cell, Hidden):
                assert len({world[place] for world in fitting}) >= wide(T), [t.cells[row] for t in tables]


@settings(tried, max_examples=60)
@given(st.data())
def test_of_two_random_tables_one_after_the_other(data: st.DataObject) -> None:
    """Up to 4 by 4, the same figure: as quarters or put together, of some quarters and then of others as well. Columns
    have nothing to do with each other; within one, everything is tried."""
    cells = data.draw(TABLES.filter(lambda table: len(table) > 1))
    ends = sorted(data.draw(st.lists(st.integers(1, len(cells)), min_size=2, max_size=2)))
    held: list[Publication] = []
    shown: list[ProtectedCounts] = []
    for end in ends:
        steps = data.draw(st.sampled_from([(), PERIODS, (Step.HALF_YEARS,), (Step.YEARS,)]))
        as_of = date(2026, 3 * end, 30 if end in (2, 3) else 31)
        made = publish(counts(cells[:end]), by=policy(steps), former=held, as_of=as_of, quarters=QUARTERS[:end])
        assert made.breaches == ()
        assert made.changed == ()  # all former tables were taken for what they are
        held.append(made.publication)
        shown += [f for f in made.figures if isinstance(f, ProtectedCounts)]
    for column in {c.label for each in shown for c in each.columns}:
        place = {(quarter, column): n for n, quarter in enumerate(QUARTERS[: len(cells)])}
        one = [replace(each, columns=tuple(c for c in each.columns if c.label == column),
                       cells=tuple((line[[c.label for c in each.columns].index(column)],) for line in each.cells))
               for each in shown]  # fmt: skip
        told = [t for each in one for t in told_of(each, place)]
        values = possible(len(place), told)
        hidden = {t.of[0] for t in told if len(t.of) == 1 and t.high == T - 1}
        numbers = {t.of[0] for t in told if len(t.of) == 1 and t.high != T - 1}
        assert all(len(values[n]) >= wide(T) for n in hidden - numbers), (cells, told)


# Leaks, made on purpose: the attacker finds them, and so does the audit.


@pytest.mark.parametrize(("cells", "naive"), [(2, 2), (3, 18)])
def test_the_attacker_finds_the_hole_in_hiding_rounding_and_a_total_rounded_by_itself(cells: int, naive: int) -> None:
    """The common method: hide 1 to 7, round the rest to 5, and the total, too. 1, 8 and 8 are 17: shown as *, 10, 10
    and 15. As 10 is 8 at least and 15 is 17 at most, the hidden number is 1. Not so where the total is 10 + 10."""

    def shown(n: int) -> int | str:
        return "*" if 0 < n < 8 else (n + 2) // 5 * 5

    def by_itself(world: World) -> object:
        return *map(shown, world), (sum(world) + 2) // 5 * 5

    def added_up(world: World) -> object:
        marks = list(map(shown, world))
        return *marks, sum(n for n in marks if isinstance(n, int))

    found, _ = worked_out(all_worlds(cells, 15), by_itself, 8)
    assert len(found) == naive
    assert cells == 2 or ((1, 8, 8), 0) in found
    assert worked_out(all_worlds(cells, 15), added_up, 8)[0] == []


def with_totals(cells: tuple[World, ...]) -> tuple[Grid, Grid]:
    """A table and its totals of rows, each rounded by itself instead of added up again."""
    by = policy(sensitive=(), fixed=("referrals",))
    (made,) = publish(counts(cells), by=by, quarters=QUARTERS[: len(cells)]).publication.grids
    totals = " | ".join(str((sum(line) + 2) // 5 * 5) for line in cells)
    return made, grid(totals, id="totals")


def test_the_attacker_and_the_audit_find_totals_that_are_rounded_by_themselves() -> None:
    """1, 8 and 8 are shown as *, 10 and 10, and 17, rounded by itself, as 15. 15 is 17 at most, and 10 is 8 at least,
    twice: the hidden number is 1. The audit calls it a breach before that, when only one or two values are left."""
    same = ((End("referrals"), End("totals")),)
    found = audited = 0
    for cells in product(range(1, 5), (8, 9, 10, 11, 12), (8, 9, 10, 11, 12)):
        made, totals = with_totals((cells,))
        told = [Told((n,), *bounds(cell, T)) for n, cell in enumerate(made.cells[0])]
        low, high = bounds(totals.cells[0][0], T)
        values = possible(3, [*told, Told((0, 1, 2), low, high)])
        place = made.cells[0].index(Hidden.SMALL)
        found += len(values[place]) == 1
        breaches = audit(published(made, totals, same=same)).breaches
        audited += bool(breaches)
        assert bool(breaches) == (len(values[place]) < wide(T)), cells
    assert found > 0
    assert audited >= found
