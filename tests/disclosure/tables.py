"""Figures to protect, in a few words, and what is shown of them in a form that is read at a glance.

The period is the year 2026, and the threshold is 5 where nothing else is said: numbers stay small enough to try them
all, and hidden are 1 to 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from rsqm_tool.disclosure.publication import protect_all
from rsqm_tool.model.disclosure import (
    Grid,
    Group,
    Hidden,
    Policy,
    ProtectedCounts,
    Protection,
    Publication,
    Same,
    Steps,
)
from rsqm_tool.model.monitoring import Counts, Figure, Funnel, Share, Shares, Stage, Wait, Waits

AS_OF = date(2026, 12, 31)
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
MARKS = {Hidden.SMALL: "*", Hidden.NEARLY_ALL: "nearly all", Hidden.UNTOLD: "untold", None: "-"}


def policy(steps: Steps = (), threshold: int = 5, **others: Any) -> Policy:
    """A policy with the same steps for every figure; without any, categories stay as they are."""
    return Policy(threshold=threshold, steps={}, otherwise=steps, **others)


def counts(
    cells: Sequence[Sequence[int | None]],
    id: str = "referrals",
    rows: Sequence[str] | None = None,
    columns: Sequence[str] = "ABCDEFGHIJKL",
    **others: Any,
) -> Counts:
    """A table by quarter, from the first of 2026 on, with columns A, B, C."""
    held = tuple(tuple(line) for line in cells)
    labels = tuple(rows) if rows else QUARTERS[: len(held)]
    words = {"title": id.capitalize(), "definition": "Cases, counted.", "unit": "cases", "tables": ("cases",)} | others
    return Counts(
        id=id, row_name="Quarter", column_name="Source", rows=labels, columns=tuple(columns[: len(held[0])]),
        cells=held, **words,
    )  # fmt: skip


STAGES = ("People harmed, Referred", "People harmed, Took part", "People responsible, Referred")


def equality(*cells: Sequence[int | None]) -> Counts:
    """A table of equality: stages of two sides, by sex."""
    rows = ("Female", "Male", "Prefer not to say")[: len(cells)]
    return counts(cells, id="equality-sex", rows=rows, columns=STAGES, sensitive=True)


def shares(
    *numbers: tuple[int | None, int | None], id: str = "satisfied", labels: Sequence[str] = "ABCDEFGH", **others: Any
) -> Shares:
    """Shares, each from how many of how many."""
    held = tuple(Share(label, *pair) for label, pair in zip(labels, numbers, strict=False))
    return Shares(id, "Satisfied", "Replies, counted.", "replies", "Who", held, ("feedback",), **others)


def waits(*numbers: int, id: str = "waiting", days: int = 30) -> Waits:
    """Waits by quarter of 2026: so many each, all of so many days; and the whole period."""
    held = [Wait(q, (days,) * n, None, None) for q, n in zip(QUARTERS, numbers, strict=False)]
    whole = Wait("Whole period", (days,) * sum(numbers), None, None)
    return Waits(id, "Waiting", "Cases, counted.", "cases", (*held, whole), ("cases",))


def funnel(*numbers: int, id: str = "funnel") -> Funnel:
    """The stages of a funnel, called A, B, C."""
    stages = tuple(Stage(label, n) for label, n in zip("ABCDEF", numbers, strict=False))
    return Funnel(id, "From referral on", "Cases, counted.", "cases", stages, ("cases",))


def publish(
    *figures: Figure,
    by: Policy | None = None,
    former: Sequence[Publication] = (),
    as_of: date = AS_OF,
    quarters: Sequence[str] = QUARTERS,
) -> Protection:
    """Protect some figures together."""
    return protect_all(figures, by or policy(), as_of, quarters, former)


def lines(figure: ProtectedCounts) -> list[str]:
    """A protected table as it might be printed: "2026-Q1: A 10, B *"."""
    assert isinstance(figure, ProtectedCounts), figure
    return [
        f"{row.label}: {', '.join(f'{c.label} {mark(n)}' for c, n in zip(figure.columns, line, strict=True))}"
        for row, line in zip(figure.rows, figure.cells, strict=True)
    ]


def mark(cell: Any) -> str:
    """A cell as it might be printed."""
    return MARKS[cell] if cell in MARKS else str(cell)


def grid(cells: str, id: str = "referrals", rows: Sequence[str] | None = None, **others: Any) -> Grid:
    """A grid as it was published, from text: "10 * 0 | 15 10 *", with columns A, B, C."""
    marks = {shown: cell for cell, shown in MARKS.items()} | {"nearly": Hidden.NEARLY_ALL}
    held = tuple(tuple(marks[w] if w in marks else int(w) for w in line.split()) for line in cells.split("|"))
    labels = rows or QUARTERS[: len(held)]
    return Grid(
        **{
            "id": id, "rows": groups(*labels), "columns": groups(*"ABCDEFGH"[: len(held[0])]),
            "cells": held, "threshold": 5, **others,
        }
    )  # fmt: skip


def groups(*labels: str) -> tuple[Group, ...]:
    """Rows or columns; "2026 = 2026-Q1 2026-Q2" has been put together of two."""
    found = []
    for text in labels:
        label, _, of = text.partition(" = ")
        found.append(Group(label, tuple(of.split()) or (label,)))
    return tuple(found)


def published(*grids: Grid, same: Sequence[Same] = (), as_of: date = AS_OF, **others: Any) -> Publication:
    """A publication of some grids, for everybody and of all quarters of 2026, where nothing else is said."""
    words = {"audience": "public", "quarters": QUARTERS} | others
    return Publication(as_of=as_of, grids=grids, same=tuple(same), **words)
