"""Everything that one audience is shown at one time: each figure protected, and all of them audited together.

Where the audit finds that a hidden number can be worked out from the tables together, or from these and former ones,
categories of that table are put together; where that does not help, it is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from rsqm_tool.disclosure.audit import audit
from rsqm_tool.disclosure.grids import WAITS, grid
from rsqm_tool.disclosure.numbers import enough
from rsqm_tool.disclosure.protect import protect
from rsqm_tool.disclosure.same import same_numbers
from rsqm_tool.disclosure.series import seen_by
from rsqm_tool.model.disclosure import (
    BASE,
    Audience,
    Breach,
    End,
    Grid,
    Policy,
    ProtectedFigure,
    Protection,
    Publication,
    Same,
    Withheld,
)
from rsqm_tool.model.monitoring import Counts, Figure, Funnel, Waits


def protect_all(
    figures: Iterable[Figure],
    policy: Policy,
    as_of: date,
    quarters: Sequence[str],
    former: Sequence[Publication] = (),
) -> Protection:
    """The figures of one publication, fit to be shown, and those that cannot be.

    `quarters` are those that were counted, best up to the last whole one: of one that is not over, readers would see
    what every day adds. `former` is every publication before this one, to any audience.
    """
    held = {figure.id: figure for figure in figures}
    same = same_numbers(held.values(), policy)
    views = _views(former, policy.audience, quarters)
    before = _last(views)
    made = {id: protect(figure, policy, before.get(id)) for id, figure in held.items()}
    coarser = dict.fromkeys(made, 0)
    only: set[str] | None = None  # what has to be looked at again; at the end, everything once more
    while True:
        publication = _publication(made, policy, as_of, quarters, same, held)
        found = [audit(publication, seen, only) for seen in views]
        breaches = tuple(dict.fromkeys(breach for each in found for breach in each.breaches))
        out = _out(views, {breach.id for breach in breaches})
        breaches = tuple(breach for breach in breaches if breach not in out)
        way = {id for breach in breaches for id in _gives_way(breach.id, made, same)}
        if not way and only is None:
            break
        only = way or None
        for id in way:
            coarser[id] += 1
            made[id] = protect(held[id], policy, before.get(id), coarser[id])
    return Protection(
        tuple(f for f in made.values() if not isinstance(f, Withheld)),
        tuple(f for f in made.values() if isinstance(f, Withheld)),
        publication,
        breaches,
        tuple(dict.fromkeys(sentence for each in found for sentence in each.changed)),
    )


def _views(
    former: Sequence[Publication], audience: Audience, quarters: Sequence[str]
) -> tuple[tuple[Publication, ...], ...]:
    """What those have seen who see the new publication: the public, and the assessor, who sees what is public too."""
    everything = seen_by(former, "assessor", quarters)
    if audience == "assessor":
        return (everything,)
    public = seen_by(former, "public", quarters)
    return (public,) if public == everything else (public, everything)


def _last(views: Sequence[Sequence[Publication]]) -> dict[str, Grid]:
    """Each figure as it was shown last with its small numbers hidden, to any audience: then it has one form for all."""
    shown = sorted(dict.fromkeys(p for seen in views for p in seen), key=lambda p: p.as_of)
    return {grid.id: grid for publication in shown for grid in publication.grids if not grid.exact}


def _gives_way(id: str, made: Mapping[str, ProtectedFigure | Withheld], same: Sequence[Same]) -> list[str]:
    """The figure that is changed when a number of one is in danger: that figure, where its numbers are hidden at all
    and it is shown; else the first that shares a sum with it; none where there is none."""
    beside = [end.id for ends in same if any(end.id == id for end in ends) for end in ends]
    for each in (id, *beside):
        figure = made.get(each)
        if figure and not isinstance(figure, Withheld) and not figure.exact:
            return [each]
    return []


def _publication(
    made: Mapping[str, ProtectedFigure | Withheld],
    policy: Policy,
    as_of: date,
    quarters: Sequence[str],
    same: Sequence[Same],
    figures: Mapping[str, Figure],
) -> Publication:
    grids = tuple(grid(figure) for figure in made.values() if not isinstance(figure, Withheld))
    there = {g.id for g in grids}
    kept: list[Same] = []
    limits: list[tuple[End, int]] = []
    for ends in same:
        shown = tuple(end for end in ends if end.id in there)
        kept += [shown] if len(shown) > 1 else []
        gone = [_most(figures[end.id], end, policy) for end in ends if end.id not in there]
        limits += [(shown[0], most) for most in gone if shown and most is not None]
    return Publication(as_of, policy.audience, tuple(quarters), grids, tuple(kept), tuple(limits))


def _most(figure: Figure, end: End, policy: Policy) -> int | None:
    """The most that the whole of a figure can come to, when the figure is withheld; None where that tells nothing.

    It would be shown with two numbers, or with one that surely is twice the threshold: so there is one at most, and
    the others are hidden.
    """
    if isinstance(figure, Counts):
        whole, number, cells = End(figure.id), sum(n or 0 for line in figure.cells for n in line), len(figure.columns)
    elif isinstance(figure, Funnel) and figure.stages:
        whole, number, cells = End(figure.id, None, figure.stages[0].label), figure.stages[0].count, 1
    elif isinstance(figure, Waits):
        whole, number, cells = End(figure.id, None, WAITS), len(figure.waits[-1].days or ()), 1
    else:
        return None
    most = enough(2 * policy.threshold) - BASE // 2 - 1 + (cells - 1) * (policy.threshold - 1)
    return most if end == whole and number <= most else None


def _out(views: Sequence[Sequence[Publication]], ids: Collection[str]) -> set[Breach]:
    """The numbers of some figures that could be worked out before: what is out, is out, and keeps nothing else from
    being shown."""
    found: set[Breach] = set()
    for seen in views if ids else ():
        if seen:
            *older, last = sorted(seen, key=lambda p: p.as_of)
            found.update(audit(last, older, ids).breaches)
    return found
