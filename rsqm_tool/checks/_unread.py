"""Rows that a file holds and that could not be read: how many, where the first is, and what to do about them.

A row with a bad cell counts for nothing. What it would have said nobody knows, so it may never improve an outcome: see
`tell` in `_tally`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rsqm_tool.dates import count
from rsqm_tool.model import Location
from rsqm_tool.model.tables import Table

_Tables = Iterable[Table[Any] | None]


def lost(tables: _Tables) -> int:
    """How many rows of some tables could not be read; those that a flat export stands for share its rows."""
    return len({(t.path, t.sheet, row) for t in tables if t for row, _, _ in t.left_out})


def lost_from(table: Table[Any] | None) -> int:
    """How many rows of one table could not be read."""
    return lost([table])


def all_lost(table: Table[Any]) -> bool:
    """Whether a table has rows, and none of them could be read: it is as good as not there."""
    return bool(table.left_out) and not table.rows


def aside(tables: _Tables) -> str:
    """The clause on them, to follow a message; empty where every row could be read."""
    number = lost(tables)
    return f"; {count(number, 'row')} could not be read" if number else ""


def figures(tables: _Tables) -> dict[str, int]:
    """The same as a figure for a finding."""
    number = lost(tables)
    return {"rows_left_out": number} if number else {}


def first(tables: _Tables) -> Location | None:
    """Where the first of them is, in the first table that has any."""
    for table in tables:
        if table and table.left_out:
            row, header, _ = min(table.left_out)
            return Location(table.path, sheet=table.sheet, row=row, field=header or None)
    return None


def repair(tables: _Tables) -> str:
    """What to do: the same words whichever rule waits for these rows, so that reports can tell it once."""
    for table in tables:
        if table and table.left_out:
            number, row = lost_from(table), min(table.left_out)[0]
            if number == 1:
                return f"Correct row {row} of the table `{table.name}`: the notes say what is wrong with it."
            return f"Correct {number} rows of the table `{table.name}`, first row {row}: the notes say what is wrong."
    return ""
