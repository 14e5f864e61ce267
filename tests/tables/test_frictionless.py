"""Files in canonical names get the same verdict from the `frictionless` package, which reads the published schemas.

It is for development only. Where it is not installed these tests are skipped, and say so.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from rsqm_tool.load.tables import read_tables
from rsqm_tool.load.tables.definitions import Column, definition
from rsqm_tool.model.tables import ROWS
from rsqm_tool.resources import shipped
from tests.tables.making import CSV, put, text

frictionless = pytest.importorskip(
    "frictionless", reason="the frictionless package, which only development needs, is not installed"
)
FOLDER = shipped("standards") / "tables"
GOOD: dict[str, Sequence[str]] = {
    "id": ("A-001", "RJ 0123", "7"),
    "text": ("police", "Café, bar", "x" * 200),
    "date": ("2026-04-01", "2024-02-29", "1950-01-01"),
    "yes or no": ("yes", "N", "true"),
    "number": ("1.5", "0", "3"),
    "count": ("1", "3", "2"),
    "period": ("2026-Q3", "2026-07", "2026-07-01/2026-09-30"),
}
BAD: dict[str, Sequence[str]] = {
    "id": ("Smith", "Jane Smith 2", "a@b.example"),
    "text": ("x" * 400,),
    "date": ("2026-02-30", "1/4/26", "soon", "45012", "1949-12-31", "2100-01-01"),
    "yes or no": ("perhaps",),
    "number": ("many", "-1", "5000"),
    "count": ("many", "-1", "2.5", "100"),
    "period": ("Q3", "2026-Q5"),
    "choice": ("something else",),
}


def _table(name: str, columns: Sequence[Column]) -> list[list[str]]:
    """A good table: three rows, with different ids."""
    rows = [[c.name for c in columns]]
    for n in range(3):
        rows.append([(c.choices or GOOD[c.kind])[n % len(c.choices or GOOD[c.kind])] for c in columns])
    return rows


def _written(rows: Sequence[Sequence[str]]) -> str:
    stream = StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _theirs(root: Path, name: str) -> bool:
    descriptor = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    descriptor.pop("foreignKeys", None)  # they need the other tables
    schema = frictionless.Schema.from_descriptor(descriptor)
    resource = frictionless.Resource(path=CSV, basepath=str(root), schema=schema, encoding="utf-8")
    report = resource.validate()
    assert not report.errors, report.errors
    return bool(report.valid)


def _ours(root: Path, name: str, content: str) -> bool:
    found = text(root, name, content)
    return not found.problems and not found.tables[name].left_out


def _agree(root: Path, name: str, rows: Sequence[Sequence[str]]) -> bool:
    """The verdict on which both agree."""
    content = _written(rows)
    ours = _ours(root, name, content)
    assert ours == _theirs(root, name), (ours, content)
    return ours


@pytest.mark.parametrize("name", ROWS)
def test_good_tables(tmp_path: Path, name: str) -> None:
    columns = list(definition(name).columns.values())
    assert _agree(tmp_path, name, _table(name, columns))
    # Any column but the id may be missing, in any order; others may be there, and cells may be blank.
    some = [c for c in reversed(columns) if c.required or c.name in definition(name).key or len(c.name) % 2]
    rows = _table(name, some)
    rows[2] = [
        cell if c.required or c.name in definition(name).key else "" for cell, c in zip(rows[2], some, strict=True)
    ]
    assert _agree(tmp_path, name, [[*row, f"x{n}"] for n, row in enumerate(rows)])
    assert _agree(tmp_path, name, rows[:1])


def _bad_cells() -> Iterator[tuple[str, str, str]]:
    for name in ROWS:
        for column in definition(name).columns.values():
            for bad in BAD[column.kind]:
                if not _harmless(column, bad):
                    yield name, column.name, bad


def _harmless(column: Column, bad: str) -> bool:
    try:
        return column.most is None and float(bad) >= (column.least or 0) and not (column.kind == "count" and "." in bad)
    except ValueError:
        return False


@pytest.mark.parametrize("name", ROWS)
def test_bad_cells(tmp_path: Path, name: str) -> None:
    columns = list(definition(name).columns.values())
    cases = [(column, bad) for table, column, bad in _bad_cells() if table == name]
    assert cases
    for column, bad in cases:
        rows = _table(name, columns)
        rows[2][[c.name for c in columns].index(column)] = bad
        assert not _agree(tmp_path, name, rows), (column, bad)


@pytest.mark.parametrize("name", ROWS)
def test_blank_and_repeated_ids(tmp_path: Path, name: str) -> None:
    columns = list(definition(name).columns.values())
    for column in definition(name).required:
        rows = _table(name, columns)
        rows[2][columns.index(column)] = ""
        assert not _agree(tmp_path, name, rows)
        assert not _agree(
            tmp_path, name, [[cell for cell, c in zip(row, columns, strict=True) if c is not column] for row in rows]
        )
    rows = _table(name, columns)
    assert _agree(tmp_path, name, [*rows, rows[1]]) == (not definition(name).key)


@pytest.mark.parametrize(
    "content",
    [
        "practitioner_id,role\nP-001\n",
        "practitioner_id,role\nP-001,x,y\n",
        "practitioner_id,role,role\nP-001,x,y\n",
    ],
)
def test_bad_shapes(tmp_path: Path, content: str) -> None:
    assert not _ours(tmp_path, "practitioners", content)
    assert not _theirs(tmp_path, "practitioners")


def test_ids_of_other_tables(tmp_path: Path) -> None:
    """What the package calls an error of a foreign key, the reader tells in a note: its row is judged all the same."""
    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [r for r in package["resources"] if r["name"] in ("practitioners", "training")]
    for resource in package["resources"]:
        resource["schema"] = json.loads((FOLDER / resource["schema"]).read_text(encoding="utf-8"))
        resource["path"] = f"evidence/{resource['path']}"
    entries = {name: {"file": f"evidence/{name}.csv"} for name in ("practitioners", "training")}
    put(tmp_path, "practitioner_id\nP-001\n", "evidence/practitioners.csv")
    for id, good in (("P-001", True), ("P-002", False)):
        put(tmp_path, f"practitioner_id,subject\n{id},facilitation\n", "evidence/training.csv")
        report = frictionless.Package.from_descriptor(package, basepath=str(tmp_path)).validate()
        assert not report.errors
        assert report.valid == good
        assert bool(read_tables(tmp_path, entries).tables["training"].notes) != good


def _stricter() -> list[tuple[str, str]]:
    return [
        ("case_id\nA1234BC\n", "a prison number is an id by the pattern"),
        ("case_id,referred_on,Notes\nC-1,2026-04-01,x\n", "a column that nothing reads may be there"),
        ("case_id,stage\nC-1,#REF!\n", "an error of Excel is a text"),
    ]


@pytest.mark.parametrize(("content", "why"), _stricter())
def test_where_the_reader_is_stricter(tmp_path: Path, content: str, why: str) -> None:
    assert not _ours(tmp_path, "cases", content), why
    assert _theirs(tmp_path, "cases"), why


@pytest.mark.parametrize(
    "content",
    ["case_id,referred_on\nC-1,01/04/2026\n", "CASE ID,outcome\nC-1,Accepted\n", "Our cases\ncase_id,x\nC-1,1\n"],
)
def test_where_the_reader_takes_more_than_canonical_files(tmp_path: Path, content: str) -> None:
    assert _ours(tmp_path, "cases", content)
    assert not _theirs(tmp_path, "cases")


def test_the_descriptors_are_valid() -> None:
    for name in ROWS:
        frictionless.Schema.from_descriptor(str(FOLDER / f"{name}.json"))
    found: Any = frictionless.Package.from_descriptor(str(FOLDER / "datapackage.json"))
    assert found.resource_names == list(ROWS)
