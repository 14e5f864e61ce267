"""What a fault can say, and how what it says of the tables is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tools.fenland.records import Row

Where = Mapping[str, Any]  # column and value; a pair of days stands for all days between them, both inside


@dataclass(frozen=True)
class Change:
    """Other values in some rows of a table."""

    table: str
    where: Where
    to: Mapping[str, Any]
    rows: int = 1  # how many there are: a change that meets others than it means is a mistake here


@dataclass(frozen=True)
class Drop:
    """Rows of a table that are not there."""

    table: str
    where: Where
    rows: int = 1


@dataclass(frozen=True)
class Add:
    """A row more, behind the last one whose value in the column `after` is no greater: files are in that order."""

    table: str
    row: Mapping[str, Any]
    after: str


@dataclass(frozen=True)
class Explained:
    """A broken rule that somebody decided to accept."""

    rule: str
    id: str
    reason: str
    on: date
    until: date
    decided_by: str = "Head of Victim Services"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `criterion` is empty where no criterion is lowered by it."""

    criterion: str
    outcome: str
    reads_true: str
    register: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # None takes a field away
    registered: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # so in the register, not in the document
    claimed: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by item and criterion: what `where:` says
    stated: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # by item and figure: how much it is off
    supports_dropped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()  # items that only the sound service has
    without_file: tuple[str, ...] = ()  # registered, and the file is not in the folder
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # in the texts: with the fault, without it
    rating: Mapping[str, Any] = field(default_factory=dict)
    actions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # changed or added
    undischarged: tuple[str, ...] = ()  # criteria whose condition of the last assessment is still open
    tables: tuple[Change | Drop | Add, ...] = ()
    explained: tuple[Explained, ...] = ()


def action(criterion: str, text: str, owner: str, due: date, status: str = "open") -> dict[str, Any]:
    """An action for the plan."""
    return {"criterion": criterion, "action": text, "owner": owner, "due": due, "status": status}


def plant(tables: dict[str, list[Row]], faults: Iterable[Fault]) -> None:
    """Changes the tables as the faults say. AssertionError where a fault meets other rows than it means."""
    for fault in faults:
        for step in fault.tables:
            rows = tables[step.table]
            if isinstance(step, Add):
                place = sum(row[step.after] <= step.row[step.after] for row in rows)
                rows.insert(place, {column: step.row.get(column) for column in rows[0]})
                continue
            met = [row for row in rows if _is_meant(row, step.where)]
            assert len(met) == step.rows, f"{step}: {len(met)} rows"
            for row in met:
                if isinstance(step, Drop):
                    rows.remove(row)
                else:
                    assert set(step.to) <= set(row), f"{step}: no such column"
                    row.update(step.to)


def _is_meant(row: Row, where: Where) -> bool:
    return all(_fits(row[column], wanted) for column, wanted in where.items())


def _fits(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, tuple):
        return value is not None and bool(wanted[0] <= value <= wanted[1])
    return bool(value == wanted)
