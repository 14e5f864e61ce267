"""What the benchmarks measure is a service that the tool reads without a word of complaint, the same each time."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from rsqm_tool.load import load_workspace

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"
PEOPLE = "evidence/people/people.xlsx"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`benchmarks/service.py`, whose folder is one of scripts."""
    monkeypatch.syspath_prepend(str(FOLDER))
    return import_module("service")


def test_everything_in_the_measured_service_is_read(service: ModuleType, tmp_path: Path) -> None:
    """Of fifteen documents six are PDF, eight Word, one Markdown. Each person has 4 courses, 12 days of CPD, then
    supervision: 40 rows for each of 3 people are 12, 36 and 72.
    """
    service.write(tmp_path, service.Size(documents=15, practitioners=3, records=120, cases=200))
    loaded = load_workspace(tmp_path)
    assert loaded.problems == () and loaded.workspace is not None
    tables, items = loaded.workspace.tables, loaded.workspace.items
    read = {name: tables.get(name) for name in ("practitioners", "training", "cpd", "supervision", "cases")}
    assert {name: len(table.rows) for name, table in read.items() if table} == {
        "practitioners": 3, "training": 12, "cpd": 36, "supervision": 72, "cases": 200,
    }  # fmt: skip
    assert not any(table.left_out or table.notes for table in read.values() if table)
    assert [i.text.trouble for i in items if i.text] == [""] * 15
    assert [i.file for i in items if not i.text] == [PEOPLE, "evidence/monitoring/cases.csv"]
    assert len(loaded.workspace.self_assessment.ratings) == 36
    assert {c.lead_practitioner_id for c in tables.cases.rows} <= {p.practitioner_id for p in tables.practitioners.rows}


def test_the_measured_service_is_the_same_each_time(service: ModuleType, tmp_path: Path) -> None:
    """But for the workbook, in which openpyxl notes the time of saving."""
    for name in ("one", "other"):
        service.write(tmp_path / name, service.Size(documents=15, practitioners=3, records=12, cases=20))
    one, other = (
        {p.relative_to(tmp_path / name).as_posix(): p.read_bytes() for p in (tmp_path / name).rglob("*.*")}
        for name in ("one", "other")
    )
    assert one.pop(PEOPLE) and other.pop(PEOPLE)
    assert one == other
    assert len(one) == 15 + 4  # rsqm.yaml, register, self-assessment, cases


def test_ten_times_a_service_is_ten_times_of_everything(service: ModuleType) -> None:
    assert service.Size().times(10) == service.Size(1_500, 600, 25_000, 100_000)
