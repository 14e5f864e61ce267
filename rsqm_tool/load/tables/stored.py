"""Typed rows as plain JSON and back, column by column.

A column is kept as its different values and, for each row, which of them: dates become the number of their day once,
and equal values are one object again when they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import repeat
from typing import Any

from rsqm_tool.load.tables.definitions import definition
from rsqm_tool.model.tables import ROWS, Record


def pack(table: str, rows: Sequence[Record]) -> dict[str, Any]:
    """Some rows of a table, as JSON can hold them."""
    numbers, *columns = zip(*rows, strict=True) if rows else [()]
    names = ROWS[table]._fields[1:]
    dates = _dates(table)
    gapless = not numbers or numbers == tuple(range(numbers[0], numbers[0] + len(numbers)))
    return {
        "count": len(rows),
        "rows": numbers[:1] if gapless else numbers,
        "columns": {
            name: _pack(values, name in dates)
            for name, values in zip(names, columns, strict=False)
            if any(value is not None for value in values)
        },
    }


def unpack(table: str, packed: Any) -> list[Record] | None:
    """The rows that `pack` was given; None for anything that is not of its making."""
    try:
        count, numbers = packed["count"], packed["rows"]
        dates = _dates(table)
        columns = {name: _unpack(values, name in dates) for name, values in packed["columns"].items()}
        fields = [columns.pop(name, repeat(None)) for name in ROWS[table]._fields[1:]]
        if len(numbers) != count:
            numbers = range(numbers[0], numbers[0] + count)
        rows = list(map(partial(tuple.__new__, ROWS[table]), zip(numbers, *fields, strict=False)))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
        return None
    return rows if len(rows) == count and not columns else None


def _dates(table: str) -> frozenset[str]:
    """The fields of a table's rows that hold days."""
    return frozenset(c.field for c in definition(table).columns.values() if c.kind == "date")


def _pack(values: Sequence[Any], dates: bool) -> dict[str, Any]:
    different = dict.fromkeys(values)
    plainly: Callable[[Any], Any] = (lambda day: day and day.toordinal()) if dates else (lambda value: value)
    if len(different) * 2 > len(values):
        return {"plain": [plainly(value) for value in values]}
    places = {value: place for place, value in enumerate(different)}
    return {"of": [plainly(value) for value in different], "at": [places[value] for value in values]}


def _unpack(packed: Any, dates: bool) -> Sequence[Any]:
    plain = packed["plain"] if "plain" in packed else packed["of"]
    values = [None if number is None else date.fromordinal(number) for number in plain] if dates else plain
    return values if "plain" in packed else list(map(values.__getitem__, packed["at"]))
