"""Quarters put together to longer periods, and how a series of tables goes on.

A period that was published is published again or grows at its end, where that can be: periods that are cut anew each
time tell more by their differences than by their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from rsqm_tool.model.disclosure import PERIODS, Group, Merge, Step
from rsqm_tool.model.monitoring import quarter_of

_QUARTER = re.compile(r"\d{4}-Q[1-4]")
_HALVES = ("January to June", "July to December")


class Grouping(NamedTuple):
    """Labels put together, and the sentence that says so; empty where each stands for itself."""

    groups: tuple[Group, ...]
    told: str = ""


def last_whole(as_of: date) -> str:
    """The last calendar quarter that is over when a day is: "2026-Q3" on 30 September and on 20 November 2026."""
    after = as_of + timedelta(days=1)
    return quarter_of(date(after.year, (after.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1))


def are_quarters(labels: Sequence[str]) -> bool:
    """Whether all labels are calendar quarters."""
    return bool(labels) and all(_QUARTER.fullmatch(label) for label in labels)


def single(labels: Iterable[str]) -> tuple[Group, ...]:
    """Each label by itself."""
    return tuple(Group(label, (label,)) for label in labels)


def joined(quarters: Sequence[str], step: Step) -> Grouping:
    """Quarters put together to half-years, years or one; what is not whole is called by its first and last quarter.

    What is not whole at the beginning is left out, where something follows: in a former table it was whole, perhaps,
    and the difference would be a quarter.
    """
    halves = step is Step.HALF_YEARS

    def key(quarter: str) -> tuple[str, int]:
        year = "" if step is Step.WHOLE else quarter[:4]
        return year, (int(quarter[-1]) + 1) // 2 if halves else 0

    found = [_group(tuple(members)) for _, members in groupby(quarters, key)]
    begins = found[0].of[0].endswith(("Q1", "Q3") if halves else "Q1") if found and step is not Step.WHOLE else True
    told = f"Quarters are put together to {step}"
    if begins or len(found) == 1:
        return Grouping(tuple(found), f"{told}.")
    return Grouping(tuple(found[1:]), f"{told}; {_named(found[0].of)} is left out, as it is not whole.")


def groupings(quarters: Sequence[str], steps: Iterable[Step | Merge]) -> Iterator[Grouping]:
    """Quarters put together by each step that is one of time."""
    for step in steps:
        if isinstance(step, Step) and step in PERIODS:
            yield joined(quarters, step)


def continued(quarters: Sequence[str], before: Sequence[Group]) -> Iterator[Grouping]:
    """The periods that were published before, first with what came since as one, then without it."""
    kept = tuple(group for group in before if are_quarters(group.of) and set(group.of) <= set(quarters))
    since = tuple(quarters[quarters.index(kept[-1].of[-1]) + 1 :]) if kept else ()
    if since:
        yield Grouping((*kept, _group(since)), "Periods are put together as they were published before.")
        yield Grouping(kept, f"{_named(since)} follows when more quarters can be put together with it.")
    elif kept:
        yield Grouping(kept, "Periods are put together as they were published before.")


def keeps(groups: Iterable[Group], before: Iterable[Group]) -> bool:
    """Whether each period is the same as one that was published before, or goes on where that ended, or has nothing to
    do with it."""
    return all(
        row.of[: len(each.of)] == each.of or set(each.of).isdisjoint(row.of) for row in groups for each in before
    )


def _group(of: tuple[str, ...]) -> Group:
    """Some quarters by the name that people have for them."""
    year = of[0][:4]
    if of == tuple(f"{year}-Q{n}" for n in (1, 2, 3, 4)):
        return Group(year, of)
    for half, members in zip(_HALVES, ((1, 2), (3, 4)), strict=True):
        if of == tuple(f"{year}-Q{n}" for n in members):
            return Group(f"{year}, {half}", of)
    return Group(_named(of), of)


def _named(of: Sequence[str]) -> str:
    return of[0] if len(of) == 1 else f"{of[0]} to {of[-1]}"
