"""Typed rows as plain JSON and back, column by column.

A column is kept as its different values and, for each row, which of them: dates become the number of their day once,
and equal values are one object again when they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import repeat
from typing import Any

from rsqm_tool.load.tables.definitions import Column, definition
from rsqm_tool.model.tables import ROWS, Record

# What a value may be in JSON, by the kind of its column; all others are texts.
_HELD: Mapping[str, set[type]] = {"date": {int}, "yes or no": {bool}, "count": {int}, "number": {int, float}}


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
    """The rows that `pack` was given; None for anything that is not of its making, or holds what no cell may."""
    try:
        count, numbers = packed["count"], packed["rows"]
        held = {column.field: column for column in definition(table).columns.values()}
        columns = {name: _unpack(values, held[name]) for name, values in packed["columns"].items()}
        fields = [columns.pop(name, repeat(None)) for name in ROWS[table]._fields[1:]]
        if len(numbers) != count:
            numbers = range(numbers[0], numbers[0] + count)
        rows = list(map(partial(tuple.__new__, ROWS[table]), zip(numbers, *fields, strict=False)))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
        return None
    return rows if len(rows) == count and not columns and set(map(type, packed["rows"])) <= {int} else None


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


def _unpack(packed: Any, column: Column) -> Sequence[Any]:
    plain = packed["plain"] if "plain" in packed else packed["of"]
    if not isinstance(plain, list) or not set(map(type, plain)) <= _HELD.get(column.kind, {str}) | {type(None)}:
        raise TypeError(f"{column.name} holds another kind")
    if column.choices and not set(plain) <= {None, *column.choices}:
        raise ValueError(f"{column.name} holds a word that is none of its list")
    values = [None if n is None else date.fromordinal(n) for n in plain] if column.kind == "date" else plain
    if "plain" in packed:
        return values
    places = dict(enumerate(values))  # a list would take -1 for its last place
    return list(map(places.__getitem__, packed["at"]))
