"""What was read is kept as plain JSON, and read again only when the file or its mapping changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.load.cache import Cache
from rsqm_tool.load.tables import read_tables, reading, stored
from rsqm_tool.model.tables import Case, Cpd, Equality
from tests.tables.making import CSV, XLSX, put, read, table, workbook

CONTENT = "practitioner_id,started_on,level,Colour\nP-001,01/04/2026,none,red\nP-002,soon,none,red\n"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were really read."""
    opened: list[str] = []
    original = reading.Reading._grid

    def counted(self: Any, want: Any) -> Any:
        opened.append(want.file)
        return original(self, want)

    monkeypatch.setattr(reading.Reading, "_grid", counted)
    return opened


def _cache(root: Path) -> Cache:
    return Cache(root / "build" / "cache")


def test_a_second_run_reads_nothing_and_says_the_same(tmp_path: Path, asked: list[str]) -> None:
    put(tmp_path, CONTENT)
    first = read(tmp_path, "practitioners", cache=_cache(tmp_path))
    second = read(tmp_path, "practitioners", cache=_cache(tmp_path))
    assert asked == [CSV]
    assert second == first
    assert first.tables["practitioners"].left_out
    assert len(first.tables["practitioners"].notes) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"dates": "day-first"},
        {"columns": {"role": "Colour"}},
        {"values": {"level": {"none": "foundation"}}},
        {"records_begin": "2026-01-01"},
    ],
)
def test_another_mapping_is_another_reading(tmp_path: Path, asked: list[str], change: dict[str, Any]) -> None:
    put(tmp_path, CONTENT)
    read(tmp_path, "practitioners", cache=_cache(tmp_path))
    changed = read(tmp_path, "practitioners", cache=_cache(tmp_path), **change)
    assert len(asked) == (1 if "records_begin" in change else 2)
    assert changed == read(tmp_path, "practitioners", **change)


def test_a_changed_file_is_read_again(tmp_path: Path, asked: list[str]) -> None:
    put(tmp_path, CONTENT)
    read(tmp_path, "practitioners", cache=_cache(tmp_path))
    put(tmp_path, CONTENT.replace("P-001", "P-009"))
    found = read(tmp_path, "practitioners", cache=_cache(tmp_path))
    assert asked == [CSV, CSV]
    assert table(found, "practitioners").rows[0].practitioner_id == "P-009"


def test_problems_are_never_kept(tmp_path: Path, asked: list[str]) -> None:
    put(tmp_path, "practitioner_id,Name\nP-001,x\n")
    for _ in range(2):
        assert len(read(tmp_path, "practitioners", cache=_cache(tmp_path)).problems) == 1
    assert len(asked) == 2


@pytest.mark.parametrize("damage", ["cut", "edited", "other shape", "gone", "other rows"])
def test_what_is_damaged_counts_as_absent(tmp_path: Path, asked: list[str], damage: str) -> None:
    put(tmp_path, CONTENT)
    first = read(tmp_path, "practitioners", cache=_cache(tmp_path))
    cache = _cache(tmp_path)
    for path in cache.folder.glob("*.json"):
        entry = json.loads(path.read_text(encoding="utf-8"))
        if damage == "gone" and "columns" in entry.get("value", {}):
            path.unlink()
        elif damage == "cut":
            path.write_text(path.read_text(encoding="utf-8")[:-5], encoding="utf-8")
        elif damage == "edited":
            path.write_text(path.read_text(encoding="utf-8").replace("P-001", "P-002"), encoding="utf-8")
        elif damage == "other shape":
            cache._write(path.name, {"format": 2, "value": [1, 2]})  # with its hash: only the shape is wrong
        elif "columns" in entry.get("value", {}):
            cache._write(path.name, {"format": 2, "value": {**entry["value"], "count": 7}})
    assert read(tmp_path, "practitioners", cache=_cache(tmp_path)) == first
    assert len(asked) == 2


def test_large_tables_are_kept_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    monkeypatch.setattr(reading, "_PIECE", 100)
    put(tmp_path, "practitioner_id\n" + "".join(f"P-{n}\n" for n in range(250)))
    first = read(tmp_path, "practitioners", cache=_cache(tmp_path))
    assert read(tmp_path, "practitioners", cache=_cache(tmp_path)) == first
    assert len(asked) == 1
    assert len(list((tmp_path / "build" / "cache").glob("*.json"))) == 4


def test_nothing_is_kept_where_nothing_may_be(tmp_path: Path, asked: list[str]) -> None:
    put(tmp_path, CONTENT)
    for _ in range(2):
        read(tmp_path, "practitioners", cache=Cache(tmp_path / "build" / "cache", enabled=False))
    assert len(asked) == 2
    assert not (tmp_path / "build").exists()


def test_an_unchanged_run_imports_no_reader(tmp_path: Path) -> None:
    put(tmp_path, workbook([["practitioner_id", "started_on"], ["P-001", date(2026, 1, 2)]]), XLSX)
    program = f"""
import sys
from pathlib import Path
from rsqm_tool.load.cache import Cache
from rsqm_tool.load.tables import read_tables
root = Path({str(tmp_path)!r})
found = read_tables(root, {{"practitioners": {{"file": {XLSX!r}}}}}, Cache(root / "cache"))
assert len(found.tables["practitioners"].rows) == 1
print(*sorted({{"openpyxl", "csv", "zipfile", "pandas", "pypdf", "defusedxml"}} & sys.modules.keys()))
"""
    root = Path(__file__).parents[2]
    said = [
        subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
        ).stdout.split()
        for _ in range(2)
    ]  # fmt: skip
    assert "openpyxl" in said[0]
    assert "pandas" not in said[0]
    assert said[1] == []


DAYS = st.none() | st.dates(date(1950, 1, 1), date(2099, 12, 31))
CASES = st.builds(
    Case, st.integers(1, 10**6), st.text(), DAYS, DAYS, source=st.none() | st.sampled_from(("self", "police")),
    sensitive=st.none() | st.booleans(), harmed_count=st.none() | st.integers(0, 99), process_on=DAYS,
)  # fmt: skip
HOURS = st.builds(
    Cpd, st.integers(1, 99), st.text(), DAYS, st.none() | st.floats(0, 500), st.text(), st.none() | st.booleans()
)
COUNTS = st.builds(Equality, st.integers(1, 99), count_=st.none() | st.integers(0, 10**9), group=st.none() | st.text())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_rows_survive_as_json(data: st.DataObject) -> None:
    for name, rows in (("cases", CASES), ("cpd", HOURS), ("equality", COUNTS)):
        held = data.draw(st.lists(rows, max_size=12))
        again = stored.unpack(name, json.loads(json.dumps(stored.pack(name, held))))
        assert again == held
        assert [[type(v) for v in row] for row in again or ()] == [[type(v) for v in row] for row in held]


@pytest.mark.parametrize(
    "packed",
    [
        None, [], 3, {},
        {"count": 1, "rows": [], "columns": {}},
        {"count": 1, "rows": [1], "columns": {"hue": {"plain": [1]}}},
        {"count": 1, "rows": [1], "columns": {"case_id": {"of": [], "at": [0]}}},
        {"count": 1, "rows": [1], "columns": {"referred_on": {"plain": [-5]}}},
        {"count": 2, "rows": [1], "columns": {"case_id": {"plain": ["x"]}}},
        {"count": 1, "rows": ["1"], "columns": {}},
        {"count": 1, "rows": [True], "columns": {}},
        {"count": 1, "rows": [1], "columns": {"case_id": {"plain": [7]}}},
        {"count": 1, "rows": [1], "columns": {"case_id": {"plain": "x"}}},
        {"count": 1, "rows": [1], "columns": {"case_id": {"of": ["x"], "at": [-1]}}},
        {"count": 1, "rows": [1], "columns": {"referred_on": {"plain": ["2026-01-01"]}}},
        {"count": 1, "rows": [1], "columns": {"referred_on": {"plain": [True]}}},
        {"count": 1, "rows": [1], "columns": {"sensitive": {"of": ["no"], "at": [0]}}},
        {"count": 1, "rows": [1], "columns": {"sensitive": {"plain": [1]}}},
        {"count": 1, "rows": [1], "columns": {"harmed_count": {"plain": [1.5]}}},
        {"count": 1, "rows": [1], "columns": {"outcome": {"plain": ["wonderful"]}}},
    ],
)  # fmt: skip
def test_what_was_not_packed_is_not_unpacked(packed: Any) -> None:
    assert stored.unpack("cases", packed) is None


def test_a_table_of_nobody_is_kept_too(tmp_path: Path, asked: list[str]) -> None:
    put(tmp_path, "practitioner_id,level\n")
    for _ in range(2):
        found = read_tables(tmp_path, {"practitioners": {"file": CSV}}, _cache(tmp_path))
        assert list(found.tables["practitioners"].rows) == []
        assert found.tables["practitioners"].columns == {"practitioner_id", "level"}
    assert len(asked) == 1
