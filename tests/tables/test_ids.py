"""Ids that differ in capitals alone are one id, wherever they are written: no outcome hangs on the Shift key."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rsqm_tool.assess import assess
from rsqm_tool.load import load_workspace
from rsqm_tool.load.cache import Cache
from rsqm_tool.load.references import as_in_tables
from rsqm_tool.load.tables import read_tables
from rsqm_tool.load.tables.ids import spellings
from rsqm_tool.model import Assessment, ExplainedException, Location
from rsqm_tool.model.tables import Table, Tables
from tests.tables.making import put

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 11, 20)
PRACTITIONERS = "practitioner_id\nP-001\nP-002\n"
READ_ALIKE = "written with other capitals elsewhere and read alike"


def read(root: Path, cache: Cache | None = None, **content: str) -> Mapping[str, Table[Any]]:
    """The tables of these names, each from the content of a CSV file."""
    entries = {name: {"file": put(root, text, f"evidence/people/{name}.csv")} for name, text in content.items()}
    found = read_tables(root, entries, cache)
    assert not found.problems
    return found.tables


def column(table: Table[Any], name: str) -> list[str | None]:
    return [getattr(row, name) for row in table.rows]


def test_an_id_takes_the_spelling_of_the_table_that_owns_it(tmp_path: Path) -> None:
    tables = read(tmp_path, practitioners=PRACTITIONERS, cpd="practitioner_id,hours\np-001,2\nP-002,3\np-001 ,1\n")
    assert column(tables["cpd"], "practitioner_id") == ["P-001", "P-002", "P-001"]
    assert [row.row for row in tables["cpd"].rows] == [2, 3, 4]
    assert tables["cpd"].notes == (f"1 of the ids under practitioner_id is {READ_ALIKE}: p-001 as P-001",)
    assert tables["practitioners"].notes == ()


def test_the_owners_small_letters_count_too(tmp_path: Path) -> None:
    tables = read(tmp_path, practitioners="practitioner_id\nstaff-1\n", away="practitioner_id\nSTAFF-1\nStaff-1\n")
    assert column(tables["away"], "practitioner_id") == ["staff-1", "staff-1"]
    assert tables["away"].notes == (
        f"2 of the ids under practitioner_id are {READ_ALIKE}: STAFF-1 as staff-1, Staff-1 as staff-1",
    )


def test_every_column_of_practitioners_cases_participants_and_processes(tmp_path: Path) -> None:
    """A supervisor, a lead and a co-facilitator are practitioners; a session may name a case in place of a process."""
    tables = read(
        tmp_path,
        practitioners=PRACTITIONERS,
        supervision="practitioner_id,supervisor_id,process_id\nP-001,p-002,d-1\nP-001,p-002,c-1\nP-001,X-9,D-9\n",
        cases="case_id,lead_practitioner_id,co_practitioner_id\nC-1,p-001,p-002\n",
        participants="case_id,participant_id\nc-1,V-1\n",
        processes="process_id,case_id\nD-1,c-1\n",
        participation="process_id,participant_id\nd-1,v-1\n",
        facilitators="case_id,process_id,practitioner_id\nc-1,d-1,p-001\n",
        feedback="case_id,participant_id\nc-1,v-1\n",
    )
    assert column(tables["supervision"], "supervisor_id") == ["P-002", "P-002", "X-9"]
    assert column(tables["supervision"], "process_id") == ["D-1", "C-1", "D-9"]
    told = {
        (name, field): column(tables[name], field)
        for name, fields in {
            "cases": ("lead_practitioner_id", "co_practitioner_id"),
            "participants": ("case_id",),
            "processes": ("case_id",),
            "participation": ("process_id", "participant_id"),
            "facilitators": ("case_id", "process_id", "practitioner_id"),
            "feedback": ("case_id", "participant_id"),
        }.items()
        for field in fields
    }
    wanted = {"lead_practitioner_id": "P-001", "co_practitioner_id": "P-002", "practitioner_id": "P-001",
              "case_id": "C-1", "process_id": "D-1", "participant_id": "V-1"}  # fmt: skip
    assert told == {(name, field): [wanted[field]] for name, field in told}


def test_a_flat_export_is_unfolded_with_one_spelling(tmp_path: Path) -> None:
    tables = read(
        tmp_path,
        practitioners=PRACTITIONERS,
        supervision="practitioner_id,process_id\nP-001,c-1\n",
        cases="case_id,process,process_on,lead_practitioner_id\nC-1,direct,2026-01-02,p-001\n",
    )
    assert column(tables["facilitators"], "practitioner_id") == ["P-001"]
    assert column(tables["supervision"], "process_id") == ["C-1"]


def test_two_ids_of_the_owner_stay_two_and_are_told(tmp_path: Path) -> None:
    tables = read(
        tmp_path,
        practitioners="practitioner_id\nPa-1\npa-1\nP-2\n",
        cpd="practitioner_id,hours\npa-1,1\nPA-1,1\np-2,1\n",
    )
    assert column(tables["practitioners"], "practitioner_id") == ["Pa-1", "pa-1", "P-2"]
    assert tables["practitioners"].notes == (
        "Ids under practitioner_id differ in capitals alone and count as different: Pa-1 and pa-1. "
        "Correct one where they are the same",
    )
    assert column(tables["cpd"], "practitioner_id") == ["pa-1", "PA-1", "P-2"]


def test_where_the_owner_is_not_there_the_first_table_decides(tmp_path: Path) -> None:
    """Within it, capitals come first: nobody knows better."""
    tables = read(
        tmp_path,
        vetting="practitioner_id\np-001\nP-001\nP-002\n",
        facilitators="case_id,practitioner_id\nc-1,p-002\nC-1,P-001\n",
    )
    assert column(tables["vetting"], "practitioner_id") == ["P-001", "P-001", "P-002"]
    assert column(tables["facilitators"], "practitioner_id") == ["P-002", "P-001"]
    assert column(tables["facilitators"], "case_id") == ["C-1", "C-1"]


def test_an_id_that_nothing_has_is_spelt_in_one_way_everywhere(tmp_path: Path) -> None:
    tables = read(
        tmp_path, practitioners=PRACTITIONERS, away="practitioner_id\nP-009\n", cpd="practitioner_id,hours\np-009,1\n"
    )
    assert column(tables["cpd"], "practitioner_id") == ["P-009"]


def test_the_id_of_a_row_that_is_left_out_is_known(tmp_path: Path) -> None:
    tables = read(
        tmp_path,
        practitioners="practitioner_id,started_on\nP-001,soon\nP-002,2026-01-01\n",
        cpd="practitioner_id,hours\np-001,1\n",
    )
    assert column(tables["practitioners"], "practitioner_id") == ["P-002"]
    assert column(tables["cpd"], "practitioner_id") == ["P-001"]


def test_the_ids_of_rows_left_out_are_spelt_alike_too(tmp_path: Path) -> None:
    """So that a rule that lacks a row of P-001 knows that there is one, only not a good one."""
    tables = read(tmp_path, practitioners=PRACTITIONERS, cpd="practitioner_id,hours\np-001,many\n")
    assert tables["cpd"].ids_left_out == {"practitioner_id": {"P-001"}}


def test_a_row_whose_key_stood_before_in_other_capitals_is_left_out(tmp_path: Path) -> None:
    """Else somebody's consent could be entered beside the row that says there is none."""
    tables = read(
        tmp_path,
        participants="case_id,participant_id\nC-1,V-1\nC-1,V-2\n",
        processes="process_id,case_id\nD-1,C-1\n",
        participation="process_id,participant_id,written_consent_on\nD-1,V-1,\nD-1,V-2,x\nd-1,v-1,2026-01-02\n",
    )
    assert [(row.row, row.written_consent_on) for row in tables["participation"].rows] == [(2, None)]
    assert tables["participation"].left_out == (
        (3, "written_consent_on", "'x' is no date. Write it as 2026-04-01"),
        (4, "process_id", "The same process_id with the same participant_id stands in row 2"),
    )


def test_what_was_kept_is_not_what_was_respelt(tmp_path: Path) -> None:
    """The spelling rests on another file: when that changes, the kept rows are still those of their own file."""
    content = {"practitioners": PRACTITIONERS, "cpd": "practitioner_id,hours\np-001,2\n"}
    for _ in range(2):
        tables = read(tmp_path, Cache(tmp_path / "build" / "cache"), **content)
        assert column(tables["cpd"], "practitioner_id") == ["P-001"]
    content["practitioners"] = "practitioner_id\np-001\n"
    tables = read(tmp_path, Cache(tmp_path / "build" / "cache"), **content)
    assert column(tables["cpd"], "practitioner_id") == ["p-001"]
    assert tables["cpd"].notes == ()


def _exception(id: str) -> ExplainedException:
    day = date(2026, 1, 1)
    return ExplainedException("first_attempt", id, "", "", day, day, Location("evidence/exceptions.yaml"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("P-001", "P-001"), ("p-001", "P-001"), ("c-1", "C-1"), ("d-1", "D-1"), ("inc-1", "INC-1"),
        ("d-1.v-1", "D-1.V-1"), ("D-1.V-1", "D-1.V-1"), ("d.2.v-1", "D.2.V-1"),
        ("x-1", "x-1"), ("d-1.x-1", "d-1.x-1"), ("PA-3", "PA-3"),
    ],
)  # fmt: skip
def test_exceptions_are_spelt_as_the_tables_are(tmp_path: Path, written: str, meant: str) -> None:
    """A part in a process goes by both ids. Pa-3 and pa-3 are two: PA-3 could be either."""
    tables = Tables(**read(
        tmp_path,
        practitioners="practitioner_id\nP-001\nPa-3\npa-3\n",
        cases="case_id\nC-1\n",
        participants="case_id,participant_id\nC-1,V-1\n",
        processes="process_id,case_id\nD-1,C-1\nD.2,C-1\n",
        incidents="incident_id\nINC-1\n",
    ))  # fmt: skip
    assert as_in_tables([_exception(written)], tables) == (_exception(meant),)


def test_ids_as_the_tables_have_them_need_no_look(tmp_path: Path) -> None:
    assert spellings(["P-001"], Tables(**read(tmp_path, practitioners=PRACTITIONERS))) == {}
    assert spellings(["p-001"], Tables()) == {}


@pytest.fixture
def fenland(tmp_path: Path) -> Path:
    for name in ("evidence", "standards"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "rsqm.yaml", tmp_path)
    return tmp_path


def _assessed(root: Path) -> Assessment:
    loaded = load_workspace(root, cache=Cache(root / "build" / "cache"))
    assert loaded.workspace, [str(problem) for problem in loaded.problems]
    return assess(loaded.workspace, loaded.workspace.frameworks[0], AS_OF)


def test_capitals_change_nothing_in_the_fictional_service(fenland: Path) -> None:
    """Every id outside the tables that own them in small letters: sheets, exports and exceptions."""
    before = _assessed(fenland)
    small = re.compile(r"\b(?:(?:P|C)-[0-9][0-9-]*|[HRS][0-9])\b")
    for name in ("facilitators", "feedback", "participation"):
        path = fenland / f"evidence/monitoring/{name}.csv"
        path.write_bytes(small.sub(lambda m: m[0].lower(), path.read_text(encoding="utf-8")).encode())
    path = fenland / "evidence/exceptions.yaml"
    path.write_text(small.sub(lambda m: m[0].lower(), path.read_text(encoding="utf-8")), encoding="utf-8")
    book = openpyxl.load_workbook(fenland / "evidence/people/people.xlsx")
    for sheet in book.worksheets:
        if sheet.title != "Staff and volunteers":
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and small.fullmatch(cell.value):
                        cell.value = cell.value.lower()
    book.save(fenland / "evidence/people/people.xlsx")
    after = _assessed(fenland)
    assert [r.findings for r in after.results] == [r.findings for r in before.results]
    told = {n.message for n in after.notes} - {n.message for n in before.notes}
    respelt = [message for message in told if READ_ALIKE in message]
    assert len(respelt) == len(told) == 12
