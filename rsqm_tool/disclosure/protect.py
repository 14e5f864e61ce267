"""Makes a figure fit to be shown: puts categories together, hides small numbers, rounds the others.

Each figure by itself. What several of them tell together is for `publication` and the audit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rsqm_tool.checks._statistics import median, percentile, wilson
from rsqm_tool.disclosure import words
from rsqm_tool.disclosure.counts import protected_counts
from rsqm_tool.disclosure.numbers import chain, least, shown
from rsqm_tool.disclosure.periods import Grouping, are_quarters, continued, groupings, keeps, single
from rsqm_tool.disclosure.rules import TOGETHER, about, chosen, is_exact, steps_of, too_few, withheld
from rsqm_tool.model.disclosure import (
    Cell,
    Grid,
    Group,
    Hidden,
    Policy,
    ProtectedFigure,
    ProtectedFunnel,
    ProtectedShare,
    ProtectedShares,
    ProtectedStage,
    ProtectedWait,
    ProtectedWaits,
    Steps,
    Withheld,
    total,
)
from rsqm_tool.model.monitoring import Counts, Figure, Funnel, Share, Shares, Waits

Days = tuple[int, ...] | None  # None where nothing is known of a quarter


def protect(figure: Figure, policy: Policy, before: Grid | None = None, coarser: int = 0) -> ProtectedFigure | Withheld:
    """The figure as its audience may see it, or why it is not shown.

    `before` is the figure as it was published last: it keeps its columns and its times, where it can, as the difference
    of two tables tells more than one. `coarser` leaves out so many of its first forms, those with the finest
    categories.
    """
    if isinstance(figure, Counts):
        return protected_counts(figure, policy, before, coarser)
    if isinstance(figure, Shares):
        return _shares(figure, policy, before, coarser)
    if isinstance(figure, Waits):
        return _waits(figure, policy, before, coarser)
    return withheld(figure, TOGETHER) if coarser else _funnel(figure, policy)


def _spans(
    held: Mapping[str, object], steps: Steps, before: Grid | None
) -> tuple[Sequence[Grouping], Sequence[Grouping]]:
    """The ways to put the labels of a figure together, and those that only go on from the last publication.

    What is held of a label is None where nothing is known of that quarter; such a one is put together with nothing.
    """
    known = [label for label, what in held.items() if what is not None]
    if not known or not are_quarters(tuple(held)):
        return [Grouping(single(held))], ()
    tried = [Grouping(single(held)), *groupings(known, steps)]
    if not before:
        return tried, ()
    return [each for each in tried if keeps(each.groups, before.rows)] or tried, list(continued(known, before.rows))


# Shares.


def _shares(figure: Shares, policy: Policy, before: Grid | None, coarser: int) -> ProtectedShares | Withheld:
    if is_exact(figure, policy):
        groups = single(s.label for s in figure.shares)
        exact = tuple(
            ProtectedShare(group, s.numerator, s.denominator, s.low, s.high)
            for group, s in zip(groups, figure.shares, strict=True)
        )
        return ProtectedShares(**about(figure, policy, ""), row_name=figure.row_name, shares=exact)

    def made(groupings: Sequence[Grouping]) -> list[tuple[Grouping, tuple[ProtectedShare, ...]]]:
        return [(each, tuple(_share(figure, group, policy) for group in each.groups)) for each in groupings]

    regular, extra = _spans({s.label: s.denominator for s in figure.shares}, steps_of(figure, policy), before)
    found = chosen(
        made(regular),
        made(extra),
        coarser,
        lambda form: (sum(isinstance(s.numerator, Hidden) for s in form[1]), len(form[1])),
        lambda form: any(s.denominator and s.numerator is not Hidden.UNTOLD for s in form[1]),
    )
    if found is None:
        return withheld(figure, TOGETHER)
    grouping, shares = found
    if not any(s.denominator and s.numerator is not Hidden.UNTOLD for s in shares):
        return too_few(figure, policy)
    return ProtectedShares(
        **about(figure, policy, words.for_shares(policy.threshold), [grouping.told]),
        row_name="Period" if grouping.told else figure.row_name,
        shares=shares,
    )


def _share(figure: Shares, group: Group, policy: Policy) -> ProtectedShare:
    held: list[Share] = [s for s in figure.shares if s.label in group.of]
    numbers = [(s.denominator, s.numerator) for s in held if s.denominator is not None and s.numerator is not None]
    if not numbers:
        return ProtectedShare(group, None, None)
    of, number = chain([sum(n) for n in zip(*numbers, strict=True)], policy.threshold)
    if isinstance(of, int) and isinstance(number, int) and of and any(s.low is not None for s in held):
        return ProtectedShare(group, number, of, *wilson(number, of))
    return ProtectedShare(group, number, of)


# Waiting times.


def _waits(figure: Waits, policy: Policy, before: Grid | None, coarser: int) -> ProtectedWaits | Withheld:
    *quarters, last = figure.waits
    if are_quarters([last.label]):
        quarters.append(last)
    if is_exact(figure, policy):
        return _exact_waits(figure, policy, len(quarters))
    days: dict[str, Days] = {wait.label: wait.days for wait in quarters}

    def made(groupings: Sequence[Grouping]) -> list[tuple[Grouping, tuple[ProtectedWait, ...]]]:
        return [(each, tuple(_wait(g, days, policy.threshold) for g in each.groups)) for each in groupings]

    regular, extra = _spans(days, steps_of(figure, policy), before)
    found = chosen(
        made(regular),
        made(extra),
        coarser,
        lambda form: (sum(w.median is None for w in form[1]), len(form[1])),
        lambda form: any(w.median is not None for w in form[1]),
    )
    if found is None:
        return withheld(figure, TOGETHER)
    grouping, waits = found
    whole = _whole(last.label, waits, days, policy.threshold) if len(quarters) < len(figure.waits) else None
    if all(w.median is None for w in (*waits, whole) if w):
        return too_few(figure, policy)
    rule = words.for_waits(policy.threshold, bool(whole))
    return ProtectedWaits(
        **about(figure, policy, rule, [grouping.told]), waits=waits, whole=whole, standard_days=figure.standard_days
    )


def _exact_waits(figure: Waits, policy: Policy, quarters: int) -> ProtectedWaits:
    exact = [
        ProtectedWait(group, None if w.days is None else len(w.days), w.median, w.ninetieth)
        for group, w in zip(single(w.label for w in figure.waits), figure.waits, strict=True)
    ]
    whole = exact.pop() if quarters < len(exact) else None
    return ProtectedWaits(
        **about(figure, policy, ""), waits=tuple(exact), whole=whole, standard_days=figure.standard_days
    )


def _whole(label: str, waits: Sequence[ProtectedWait], days: Mapping[str, Days], threshold: int) -> ProtectedWait:
    """The whole period. Its number is added up again: rounded by itself, it would tell more than its parts."""
    surely = sum(least(w.number, threshold) for w in waits)
    counted = tuple(quarter for wait in waits for quarter in wait.group.of)
    held = sorted(d for quarter in counted for d in days[quarter] or ())
    return ProtectedWait(Group(label, counted), total(w.number for w in waits), *_middle(held, surely, threshold))


def _wait(group: Group, days: Mapping[str, Days], threshold: int) -> ProtectedWait:
    held = sorted(d for label in group.of for d in days[label] or ())
    number = None if all(days[label] is None for label in group.of) else shown(len(held), threshold)
    return ProtectedWait(group, number, *_middle(held, least(number, threshold), threshold))


def _middle(days: Sequence[int], surely: int, threshold: int) -> tuple[float | None, float | None]:
    """Median and nine in ten, in whole days, where surely so many waits are counted that as many as the threshold lie
    on either side of them."""
    middle = float(int(median(days) + 0.5)) if surely >= 2 * threshold else None
    return middle, float(percentile(days, 90)) if surely >= 10 * threshold else None


def _funnel(figure: Funnel, policy: Policy) -> ProtectedFunnel | Withheld:
    numbers = [stage.count for stage in figure.stages]
    if is_exact(figure, policy):
        cells: tuple[Cell, ...] = tuple(numbers)
    else:
        cells = chain(numbers, policy.threshold) if numbers else ()
        if not cells or least(cells[0], policy.threshold) < 2 * policy.threshold:
            return too_few(figure, policy)
    stages = tuple(ProtectedStage(stage.label, cell) for stage, cell in zip(figure.stages, cells, strict=True))
    return ProtectedFunnel(**about(figure, policy, words.for_funnel(policy.threshold)), stages=stages)
