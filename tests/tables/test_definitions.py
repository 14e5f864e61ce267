"""The published schemas, the classes of the rows and rsqm.yaml's schema say the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from rsqm_tool.load.schema import tables
from rsqm_tool.load.tables.definitions import definition
from rsqm_tool.load.tables.flat import FLAT
from rsqm_tool.load.tables.values import parse_id
from rsqm_tool.model.tables import ROWS, days_of
from rsqm_tool.resources import shipped

FOLDER = shipped("standards") / "tables"
TYPES = {"string": str, "date": date, "boolean": bool, "number": float, "integer": int}


def schema(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def _choices(hint: Any) -> set[str]:
    """The words of every `Literal` in a type."""
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    return {word for part in get_args(hint) for word in _choices(part)}


def _fields() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((name, field) for name in ROWS for field in schema(name)["fields"])


def test_there_is_a_schema_for_each_table_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {*ROWS, "datapackage"}
    assert list(tables()) == list(ROWS)
    package = schema("datapackage")
    assert [(r["name"], r["path"], r["schema"]) for r in package["resources"]] == [
        (name, f"{name}.csv", f"{name}.json") for name in ROWS
    ]


@pytest.mark.parametrize("name", ROWS)
def test_schema_and_class_have_the_same_columns_types_and_words(name: str) -> None:
    fields = schema(name)["fields"]
    hints = get_type_hints(ROWS[name])
    assert hints.pop("row") is int
    assert {f["name"] for f in fields} == {hint.removesuffix("_") for hint in hints}
    for field in fields:
        hint = hints.get(field["name"], hints.get(f"{field['name']}_"))
        words = set(field.get("constraints", {}).get("enum", ()))
        assert type(None) in get_args(hint), field["name"]
        assert _choices(hint) == words, field["name"]
        if not words:
            assert set(get_args(hint)) == {TYPES[field["type"]], type(None)}, field["name"]


@pytest.mark.parametrize("name", ROWS)
def test_schemas_are_table_schemas_of_the_second_edition(name: str) -> None:
    found = schema(name)
    assert found["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
    assert found["fieldsMatch"] == "partial"  # any column but the id may be missing, and others may be there
    assert found["name"] == name
    columns = [f["name"] for f in found["fields"]]
    assert len(set(columns)) == len(columns)
    assert set(found.get("primaryKey", ())) <= set(columns)
    for key in found.get("foreignKeys", ()):
        target = {f["name"] for f in schema(key["reference"]["resource"])["fields"]}
        assert set(key["fields"]) <= set(columns)
        assert set(key["reference"]["fields"]) <= target


def test_every_column_and_table_has_a_definition_as_a_sentence() -> None:
    for name in ROWS:
        assert len(schema(name)["description"]) > 40, name
    for name, field in _fields():
        assert field["title"][0].isupper(), (name, field["name"])
        assert re.fullmatch(r"[A-Z].*[.]", field["description"]), (name, field["name"])


def test_every_id_has_the_pattern_of_ids_and_a_table_has_one_unless_it_can_do_without() -> None:
    for name, field in _fields():
        is_id = field["name"].endswith("_id")
        assert ("pattern" in field.get("constraints", {})) == (is_id or field["name"] == "period"), (
            name,
            field["name"],
        )
    without = [name for name in ROWS if not definition(name).required]
    assert without == ["feedback"]  # a case or a participant


@pytest.mark.parametrize("text", ["P-004", "RJ 0123", "12", "Smith", "Jane Smith 2", "J.S.", "a@b1", "", "1 2 3"])
def test_the_published_pattern_of_ids_is_the_readers(text: str) -> None:
    pattern = schema("cases")["fields"][0]["constraints"]["pattern"]
    assert bool(re.match(pattern, text)) == isinstance(parse_id(text), str)


def test_no_two_words_of_a_column_are_called_alike() -> None:
    from rsqm_tool.load.tables.definitions import plain

    for name, field in _fields():
        others = [plain(o) for group in field.get("valuesAlsoCalled", {}).values() for o in group]
        words = [plain(word) for word in field.get("constraints", {}).get("enum", ())]
        assert len({*others, *words}) == len(others) + len(words), (name, field["name"])
        assert set(field.get("valuesAlsoCalled", {})) <= set(field.get("constraints", {}).get("enum", ()))


def test_the_flat_columns_are_those_from_harmed_count_on() -> None:
    columns = [f["name"] for f in schema("cases")["fields"]]
    assert tuple(columns[columns.index("harmed_count") :]) == FLAT


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-07-01/2026-09-30", "2026-07-01", "2026-09-30"),
        ("2026-07-01/2026-07-01", "2026-07-01", "2026-07-01"),
    ],
)
def test_the_days_of_a_period(period: str, first: str, last: str) -> None:
    assert days_of(period) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("period", ["2026-13", "2026-09-30/2026-07-01", "2026-02-30/2026-03-01", "Q3", ""])
def test_what_is_no_period(period: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        days_of(period)
