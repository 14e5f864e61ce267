"""Protected figures as grids of numbers and marks: what the audit looks at, and what is kept of a publication."""

from __future__ import annotations

from rsqm_tool.model.disclosure import (
    Grid,
    Group,
    ProtectedCounts,
    ProtectedFigure,
    ProtectedFunnel,
    ProtectedShares,
)

EVERY, PART, WAITS = "all", "of them", "waits"  # the columns of shares, and of waiting times


def grid(figure: ProtectedFigure) -> Grid:
    """The numbers and marks of a figure, and by which rule they are hidden."""
    if isinstance(figure, ProtectedCounts):
        return Grid(
            figure.id, figure.rows, figure.columns, figure.cells, figure.threshold, figure.exact,
            figure.zeros_hidden, figure.chains,
        )  # fmt: skip
    if isinstance(figure, ProtectedFunnel):
        columns = tuple(Group(s.label, (s.label,)) for s in figure.stages)
        cells = (tuple(s.count for s in figure.stages),)
        steps = (tuple(range(len(columns))),)
        return Grid(figure.id, (Group("", ("",)),), columns, cells, figure.threshold, figure.exact, chains=steps)
    if isinstance(figure, ProtectedShares):
        rows = tuple(s.group for s in figure.shares)
        pairs = tuple((s.denominator, s.numerator) for s in figure.shares)
        columns = (Group(EVERY, (EVERY,)), Group(PART, (PART,)))
        return Grid(figure.id, rows, columns, pairs, figure.threshold, figure.exact, chains=((0, 1),))
    numbers = tuple((w.number,) for w in figure.waits)
    rows, columns = tuple(w.group for w in figure.waits), (Group(WAITS, (WAITS,)),)
    return Grid(figure.id, rows, columns, numbers, figure.threshold, figure.exact)
