"""Attackers who try everything. They know the rule and share no code with what hides or audits.

One knows what is shown and tries every world that fits it. The other knows the program as well: it runs it on every
world there is, and looks at those that end in the same view.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from rsqm_tool.model.disclosure import Hidden, Protection

World = tuple[int, ...]


class Told(NamedTuple):
    """What a reader is told of the sum of some numbers: it lies between two others."""

    of: tuple[int, ...]  # places in the world
    low: int
    high: int


def bounds(cell: object, threshold: int, zeros_hidden: bool = False) -> tuple[int, int]:
    """What a reader knows of a cell that is a number or hidden: 10 is 8 to 12, or less than that by the threshold."""
    if cell is Hidden.SMALL:
        return (0 if zeros_hidden else 1), threshold - 1
    assert isinstance(cell, int)
    return (max(threshold, cell - 2), cell + 2) if cell else (0, 0)


def worlds(size: int, told: Sequence[Told], most: int) -> Iterator[World]:
    """Every world of so many numbers up to `most` that fits what is told. A number that is told by itself is tried only
    where it can be, and a sum is checked as soon as the last of its numbers is there."""
    alone = {t.of[0]: t for t in told if len(t.of) == 1}
    ranges = [range(alone[n].low, alone[n].high + 1) if n in alone else range(most + 1) for n in range(size)]
    due = defaultdict[int, list[Told]](list)
    for t in told:
        due[max(t.of)].append(t)

    def more(held: list[int]) -> Iterator[World]:
        if len(held) == size:
            yield tuple(held)
            return
        for n in ranges[len(held)]:
            held.append(n)
            if all(t.low <= sum(held[k] for k in t.of) <= t.high for t in due[len(held) - 1]):
                yield from more(held)
            held.pop()

    yield from more([])


def possible(size: int, told: Sequence[Told], most: int = 30) -> list[set[int]]:
    """The values that each number may have."""
    found: list[set[int]] = [set() for _ in range(size)]
    for world in worlds(size, told, most):
        for held, n in zip(found, world, strict=True):
            held.add(n)
    return found


def worked_out(
    every: Iterable[World], view: Callable[[World], object], threshold: int
) -> tuple[list[tuple[World, int]], int]:
    """The small numbers that somebody who has the program can work out: each a world, and the place of its number.

    Also how many views there are: that the worlds differ at all is to be seen.
    """
    views = defaultdict[object, list[World]](list)
    for world in every:
        views[view(world)].append(world)
    found = []
    for held in views.values():
        for place in range(len(held[0])):
            values = {world[place] for world in held}
            if len(values) == 1 and 0 < held[0][place] < threshold:
                found.append((held[0], place))
    return found, len(views)


def all_worlds(size: int, most: int) -> Iterator[World]:
    """Every world of so many numbers from 0 to `most`."""
    return product(range(most + 1), repeat=size)


def seen(protection: Protection) -> object:
    """Everything that a reader sees of a publication; what the service is told to do is not for readers."""
    return protection.figures, tuple((w.id, w.reason) for w in protection.withheld)
