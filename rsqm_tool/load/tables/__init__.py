"""Reads the service's tables, as Excel or CSV holds them, into typed rows.

`rsqm.yaml` says under `tables:` where each table is and what its columns and values are called there; what the tool
calls them stands in `standards/tables/`. What was read is kept in the cache by the file's content and by how it was
mapped, so that an unchanged run opens no file and imports no reader.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from rsqm_tool.load.cache import Cache
from rsqm_tool.load.places import At
from rsqm_tool.load.tables import flat, ids
from rsqm_tool.load.tables.definitions import definition
from rsqm_tool.load.tables.mapping import Place
from rsqm_tool.load.tables.reading import Reading
from rsqm_tool.model import Location, Note, Problem
from rsqm_tool.model.tables import ROWS, Table

_TOLD = 5  # ids in one note


class TablesRead(NamedTuple):
    """The tables that could be read, what is wrong with others, and what is to be told besides."""

    tables: dict[str, Table[Any]]
    problems: list[Problem]
    notes: list[Note]


def read_tables(root: Path, config: Mapping[str, Any], cache: Cache | None = None,
                place: Place | None = None) -> TablesRead:  # fmt: skip
    """Read every table that `config`, the value of `tables:` in rsqm.yaml, names in the workspace `root`.

    `place` gives the place in rsqm.yaml of the value on a way such as ("tables", "cases", "file"). A table that cannot
    be parsed, or whose header is refused, is a problem and is not among the tables; one whose file is not there is told
    by a note; a row with a bad cell is left out and told in its table. A flat export also gives the single tables that
    it stands for. Raises nothing for bad input.
    """
    reading = Reading(root, cache or Cache(root / "build" / "cache", enabled=False), place or _in_config)
    with _uncollected():
        for name in ROWS:
            if isinstance(config.get(name), Mapping):
                reading.read(name, config[name])
    reading.close()
    tables = ids.alike(reading.tables)
    if "cases" in tables:
        tables |= flat.unfold(tables["cases"], config.keys())
    told = {name: replace(t, notes=(*t.notes, *_dangling(t, tables))) for name, t in tables.items()}
    problems = list(dict.fromkeys(reading.problems))
    return TablesRead({name: told[name] for name in ROWS if name in told}, problems, reading.notes)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of garbage: going through a hundred thousand new rows again and again, it finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _in_config(at: At) -> Location:
    return Location("rsqm.yaml", field=str(at[-1]))


def _dangling(table: Table[Any], tables: Mapping[str, Table[Any]]) -> Iterator[str]:
    """Ids of a table that stand in no row of the table where they belong."""
    if isinstance(table.rows, flat.Made):
        return  # what is made from one row fits together
    for reference in definition(table.name).references:
        target = tables.get(reference.table)
        if target is None or reference.column not in table.columns or reference.target not in target.columns:
            continue
        homes = [(target, reference.target)]
        if reference.table == "processes":  # checks take a process by its case's id, too
            homes += [(held, "case_id") for held in (target, tables.get("cases")) if held]
        known = {id for home, column in homes for id in map(_getter(home, column), home.rows)}
        for home, column in homes:  # a row that is left out is there, whatever is wrong with it
            known |= home.ids_left_out.get(column, frozenset())
        lost = set(map(_getter(table, reference.column), table.rows)) - known - {None}
        if lost:
            yield from _told(lost, known, f"of the ids under {table.headers[reference.column]}", reference.table)


def _told(lost: set[str], known: set[str | None], subject: str, target: str) -> Iterator[str]:
    """A sentence on ids that are not there, and one on those that only differ in capitals or spaces."""
    alike = {_squeezed(id): id for id in sorted(filter(None, known), reverse=True)}
    other = [f"{id!r} for {alike[_squeezed(id)]!r}" for id in sorted(lost) if _squeezed(id) in alike]
    gone = [id for id in sorted(lost) if _squeezed(id) not in alike]
    for some, what, stop in ((gone, "not in", ""), (other, "written differently in", ". Write them alike")):
        if some:
            verb, more = "is" if len(some) == 1 else "are", " and others" if len(some) > _TOLD else ""
            yield f"{len(some)} {subject} {verb} {what} the table {target}: {', '.join(some[:_TOLD])}{more}{stop}"


def _squeezed(id: str) -> str:
    return "".join(id.split()).casefold()


def _getter(table: Table[Any], column: str) -> Callable[[Any], Any]:
    return attrgetter(definition(table.name).columns[column].field)
