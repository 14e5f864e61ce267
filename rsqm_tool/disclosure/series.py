"""What was published, and when: the contents of evidence/published-tables.json, to be held against the next tables.

It holds what readers were shown, and nothing that was hidden from them. Its shape is
standards/schema/published-tables.schema.json; whoever reads and writes the file does so elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rsqm_tool.model.disclosure import Audience, Breach, Cell, End, Grid, Group, Hidden, Publication
from rsqm_tool.model.tables import days_of

FORMAT = 1  # one more whenever a key is renamed, removed or given another meaning


FILE = "evidence/published-tables.json"
COPY = "build/published-tables.json"  # as it was written last: tells when the file is lost


def added(former: Sequence[Publication], new: Publication) -> str:
    """The text of the file with one more publication; empty where it shows nothing that was not shown before.

    Exact tables, which the assessor sees, are not kept: small numbers would stand in the service's history. What is
    hidden from the assessor is held against the exact numbers of the same site, each time.
    """
    new = _without_exact(new)
    if not new.grids:
        return ""
    if any(_shows(new) == _shows(each) for each in former):
        return ""
    held = data([*former, new])
    return "".join(
        [f'{{"format": {FORMAT}, "publications": [\n', ",\n".join(map(_text, held["publications"])), "\n]}\n"]
    )


def _without_exact(publication: Publication) -> Publication:
    exact = {grid.id for grid in publication.grids if grid.exact}
    same = (tuple(end for end in ends if end.id not in exact) for ends in publication.same)
    return replace(
        publication,
        grids=tuple(grid for grid in publication.grids if not grid.exact),
        same=tuple(ends for ends in same if len(ends) > 1),
        limits=tuple((end, most) for end, most in publication.limits if end.id not in exact),
    )


def data(publications: Iterable[Publication]) -> dict[str, Any]:
    """What the file holds, oldest publication first."""
    held = sorted(publications, key=lambda p: (p.as_of, p.audience))
    return {"format": FORMAT, "publications": [_data_of(publication) for publication in held]}


def publications(held: Mapping[str, Any]) -> tuple[Publication, ...]:
    """The publications that a file holds, which fits its schema; ValueError, with what is wrong, where its parts do not
    fit each other."""
    if held["format"] != FORMAT:
        raise ValueError(f"the format is {held['format']}; this version reads {FORMAT}")
    return tuple(_publication(each) for each in held["publications"])


def seen_by(former: Iterable[Publication], audience: Audience, quarters: Iterable[str]) -> tuple[Publication, ...]:
    """What an audience may have seen that has to do with some quarters: the public what is public, the assessor
    everything. A former table that joins one of the quarters to earlier ones brings in what was shown of these."""
    held = {_shows(p): p for p in former if audience == "assessor" or p.audience == "public"}
    wanted, found = set(quarters), dict[Publication, None]()
    while more := [p for p in held.values() if p not in found and not wanted.isdisjoint(p.quarters)]:
        found |= dict.fromkeys(more)
        rows = (row.of for p in more for grid in p.grids for row in grid.rows)
        wanted.update(label for of in rows if not wanted.isdisjoint(of) for label in of)
    return tuple(p for p in held.values() if p in found)


def told(breach: Breach) -> str:
    """A breach in words, with what to do; it holds no number."""
    where = ", ".join(repr(label) for label in (breach.row, breach.column) if label)
    return (
        f"{breach.id}{f' ({where})' if where else ''}, as on {breach.as_of}: {breach.why}. Publish again when the next "
        "quarter is counted. If nobody was ever shown the figures of that day, as in a trial, take them out of "
        "evidence/published-tables.json first."
    )


def _shows(publication: Publication) -> tuple[object, ...]:
    """What readers see of a publication. The day is none of it, but where its last quarter was not over."""
    last = days_of(publication.quarters[-1])[1]
    return publication.audience, publication.quarters, publication.grids, min(publication.as_of, last)


def _data_of(publication: Publication) -> dict[str, Any]:
    return {
        "as_of": publication.as_of.isoformat(),
        "audience": publication.audience,
        "quarters": list(publication.quarters),
        "tables": [_table(grid) for grid in publication.grids],
        "same": [[_end(end) for end in ends] for ends in publication.same],
        "limits": [{**_end(end), "most": most} for end, most in publication.limits],
    }


def _text(held: Mapping[str, Any]) -> str:
    """A publication as JSON, with one table, sum or limit a line: so that two versions can be compared."""
    fields = []
    for key, value in held.items():
        lines = [json.dumps(each, ensure_ascii=False) for each in value] if key in ("tables", "same", "limits") else []
        text = "[\n  " + ",\n  ".join(lines) + "\n ]" if lines else json.dumps(value)
        fields.append(f"{json.dumps(key)}: {text}")
    return "{" + ",\n ".join(fields) + "}"


def _table(grid: Grid) -> dict[str, Any]:
    return {
        "id": grid.id,
        "threshold": grid.threshold,
        "exact": grid.exact,
        "zeros_hidden": grid.zeros_hidden,
        "rows": [_group(row) for row in grid.rows],
        "columns": [_group(column) for column in grid.columns],
        "chains": [list(places) for places in grid.chains],
        "cells": [[str(cell) if isinstance(cell, Hidden) else cell for cell in line] for line in grid.cells],
    }


def _group(group: Group) -> str | dict[str, Any]:
    """Its label alone, where nothing was put together in it."""
    return group.label if group.of == (group.label,) else {"label": group.label, "of": list(group.of)}


def _end(end: End) -> dict[str, Any]:
    told = {"table": end.id, "row": end.row, "column": end.column}
    return {key: value for key, value in told.items() if value is not None}


def _publication(held: Mapping[str, Any]) -> Publication:
    return Publication(
        date.fromisoformat(held["as_of"]),
        held["audience"],
        tuple(held["quarters"]),
        tuple(_grid(table) for table in held["tables"]),
        tuple(tuple(_read(end) for end in ends) for ends in held["same"]),
        tuple((_read(limit), limit["most"]) for limit in held["limits"]),
    )


def _grid(held: Mapping[str, Any]) -> Grid:
    rows, columns = (tuple(map(_read_group, held[key])) for key in ("rows", "columns"))
    cells = tuple(tuple(map(_cell, line)) for line in held["cells"])
    chains = tuple(map(tuple, held["chains"]))
    if len(cells) != len(rows) or any(len(line) != len(columns) for line in cells):
        raise ValueError(f"{held['id']} has other numbers of cells than of rows and columns")
    if any(place >= len(columns) for places in chains for place in places):
        raise ValueError(f"{held['id']} has fewer columns than its chains name")
    return Grid(held["id"], rows, columns, cells, held["threshold"], held["exact"], held["zeros_hidden"], chains)


def _read_group(held: str | Mapping[str, Any]) -> Group:
    return Group(held, (held,)) if isinstance(held, str) else Group(held["label"], tuple(held["of"]))


def _cell(held: object) -> Cell:
    """A number, a mark by its word, or nothing."""
    if held is None or (isinstance(held, int) and not isinstance(held, bool)):
        return held
    return Hidden(str(held))


def _read(held: Mapping[str, Any]) -> End:
    return End(held["table"], held.get("row"), held.get("column"))
