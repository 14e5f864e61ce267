"""One spelling for each id: what differs in capitals alone is the same person, the same case.

Rules compare ids letter by letter, so `p-001` would escape what is asked of `P-001`. Before anything is judged, ids
take the spelling of the table that owns them; where that is not there, of the first one that has them. It is done
behind the cache, because it rests on several files. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import Any

from rsqm_tool.load.tables.definitions import definition
from rsqm_tool.load.tables.flat import Made
from rsqm_tool.model.tables import ROWS, Table, Tables

# The table that owns each kind of id, and the columns that hold it, its own first. A process may go by its case's id.
_COLUMNS = {
    "practitioners": ("practitioner_id", "lead_practitioner_id", "co_practitioner_id", "supervisor_id"),
    "participants": ("participant_id",),
    "cases": ("case_id",),
    "processes": ("process_id",),
}
_NAMED = {"incidents": "incident_id", **{owner: columns[0] for owner, columns in _COLUMNS.items()}}
_TOLD = 5  # ids, or pairs of them, in one note


def alike(tables: Mapping[str, Table[Any]]) -> dict[str, Table[Any]]:
    """The tables, as they were read, with one spelling for each id.

    Every table with an id that was written otherwise has a note of it. Two ids of an owning table that differ in
    capitals alone stay two, and are told; whatever could be either of them stays as it is. A row whose key is another's
    now that both are spelt alike is left out, as if it had been written so.
    """
    told = dict(tables)
    cases: _Known | None = None
    for owner, columns in _COLUMNS.items():
        known = _Known(told.get(owner), columns[0], cases if owner == "processes" else None)
        cases = known if owner == "cases" else cases
        if owner in told:
            told[owner] = _with_notes(told[owner], _of_twins(told[owner], columns[0]))
        for name in ROWS:
            for column in columns:
                if name in told and column in told[name].columns and (name, column) != (owner, columns[0]):
                    told[name] = known.applied(told[name], column)
    return told


def spellings(ids: Iterable[str], tables: Tables) -> dict[str, str]:
    """For ids that somebody typed beside the tables, the spelling that these have; none where it is the same.

    Somebody's part in a process goes by both ids with a full stop between. What could be two ids is neither.
    """
    held = {name: t for name in _NAMED if (t := tables.get(name)) and not isinstance(t.rows, Made)}
    lost = set(ids)
    for name, table in held.items():
        lost.difference_update(_ids(table, _NAMED[name]))
    if not lost:
        return {}
    wanted = {part.lower() for id in lost for parts in ((id,), *_halves(id)) for part in parts}
    found: dict[str, set[str]] = {}
    for name, table in held.items():
        for id in _ids(table, _NAMED[name]):
            if (bare := id.lower()) in wanted:
                found.setdefault(bare, set()).add(id)
    one = {bare: min(spelt) for bare, spelt in found.items() if len(spelt) == 1}
    return {id: spelt for id in lost if (spelt := _spelt(id, one)) and spelt != id}


def _spelt(id: str, one: Mapping[str, str]) -> str | None:
    halves = (f"{one[a.lower()]}.{one[b.lower()]}" for a, b in _halves(id) if a.lower() in one and b.lower() in one)
    return one.get(id.lower()) or next(halves, None)


def _halves(id: str) -> Iterator[tuple[str, str]]:
    """Both sides of each full stop in an id."""
    return ((id[:at], id[at + 1 :]) for at, letter in enumerate(id) if letter == ".")


class _Known:
    """The ids of one kind, each as it is spelt; at first those of the table that owns them."""

    def __init__(self, owner: Table[Any] | None, column: str, also: _Known | None) -> None:
        self._owner, self._column, self._also = owner, column, also
        self._exact: set[str] | None = None  # until something is looked for
        self._by_bare: dict[str, str | None] | None = None  # likewise; None for what is spelt in several ways

    def applied(self, table: Table[Any], column: str) -> Table[Any]:
        """A table whose column has these spellings. What is not known becomes known."""
        other: dict[str, str] = {}
        for id in sorted(self._lost(set(_ids(table, column)))):
            if spelt := self._like(id):
                other[id] = spelt
            else:
                self._add(id)
        return _once(_respelt(table, column, other), column) if other else table

    def _lost(self, ids: set[str]) -> set[str]:
        if self._exact is None:
            self._exact = set(_ids(self._owner, self._column)) if self._owner else set()
        lost = ids - self._exact
        return self._also._lost(lost) if lost and self._also else lost

    def _like(self, id: str) -> str | None:
        """The one id that differs from this in capitals alone; None where there is none, or more than one."""
        if self._by_bare is None:
            self._by_bare = {}
            for known in self._exact or ():
                bare = known.lower()
                self._by_bare[bare] = None if bare in self._by_bare else known
        if (bare := id.lower()) in self._by_bare:
            return self._by_bare[bare]
        return self._also._like(id) if self._also else None

    def _add(self, id: str) -> None:
        if self._exact is not None and self._by_bare is not None:
            self._exact.add(id)
            self._by_bare.setdefault(id.lower(), id)


def _ids(table: Table[Any], column: str) -> Iterator[str]:
    """The ids under a column, also of rows that are left out for something else."""
    return chain(filter(None, map(_getter(table, column), table.rows)), table.ids_left_out.get(column, ()))


def _getter(table: Table[Any], column: str) -> Callable[[Any], Any]:
    return attrgetter(definition(table.name).columns[column].field)


def _respelt(table: Table[Any], column: str, other: Mapping[str, str]) -> Table[Any]:
    field, get = definition(table.name).columns[column].field, _getter(table, column)
    rows = tuple(row._replace(**{field: other[get(row)]}) if get(row) in other else row for row in table.rows)
    left_out = {**table.ids_left_out}
    if column in left_out:
        left_out[column] = frozenset(other.get(id, id) for id in left_out[column])
    verb, header = "is" if len(other) == 1 else "are", table.headers.get(column, column)
    some = _some([f"{id} as {spelt}" for id, spelt in other.items()])
    told = f"{len(other)} of the ids under {header} {verb} written with other capitals elsewhere and read alike: {some}"
    return _with_notes(replace(table, rows=rows, ids_left_out=left_out), [told])


def _once(table: Table[Any], changed: str) -> Table[Any]:
    """A table without the rows whose key stood before, if the column that changed is part of the key."""
    key = definition(table.name).key
    if changed not in key or not table.columns.issuperset(key):
        return table
    first: dict[tuple[Any, ...], int] = {}
    get = [_getter(table, name) for name in key]
    before = [first.setdefault(tuple(g(row) for g in get), row.row) for row in table.rows]
    headers = [table.headers.get(name, name) for name in key]
    said = f"The same {' with the same '.join(headers)} stands in row"
    again = [(r.row, headers[0], f"{said} {b}") for r, b in zip(table.rows, before, strict=True) if r.row != b]
    rows = tuple(r for r, b in zip(table.rows, before, strict=True) if r.row == b)
    return replace(table, rows=rows, left_out=tuple(sorted((*table.left_out, *again))))


def _of_twins(table: Table[Any], column: str) -> Iterator[str]:
    """That ids of a table differ in capitals alone."""
    ids = list(_ids(table, column))
    written = " ".join(ids)
    if written == written.upper():  # of two such ids one has a small letter, at least
        return
    small = {id.lower(): id for id in ids if id != id.upper()}
    twins: dict[str, set[str]] = {}
    for id in ids:
        if (bare := id.lower()) in small and small[bare] != id:
            twins.setdefault(bare, {small[bare]}).add(id)
    if twins:
        header, some = table.headers.get(column, column), _some([" and ".join(sorted(t)) for t in twins.values()])
        todo = "Correct one where they are the same"
        yield f"Ids under {header} differ in capitals alone and count as different: {some}. {todo}"


def _some(told: Collection[str]) -> str:
    return ", ".join(list(told)[:_TOLD]) + (" and others" if len(told) > _TOLD else "")


def _with_notes(table: Table[Any], notes: Iterable[str]) -> Table[Any]:
    more = tuple(notes)
    return replace(table, notes=(*table.notes, *more)) if more else table
