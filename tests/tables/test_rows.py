"""Whole tables: what was written is read, in any form; and one table of each kind, held against what it should give."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rsqm_tool.load.cache import Cache
from rsqm_tool.load.places import read as read_yaml
from rsqm_tool.load.tables import read_tables
from rsqm_tool.model.tables import Practitioner
from tests.tables.making import CSV, excel, put, rows, table, text

ROOT = Path(__file__).parents[2]

WORD = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x17F, exclude_categories=("Cc", "Cf", "Zs")), min_size=1, max_size=12
)
TEXTS = st.none() | st.lists(WORD, min_size=1, max_size=3).map(" ".join).filter(
    lambda t: t.casefold() not in ("-", "n/a") and not t.startswith("#")
)
DAYS = st.none() | st.dates(date(1950, 1, 1), date(2099, 12, 31))


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(("paid", "volunteer", "seconded", "sessional", None)), TEXTS, st.none() | st.booleans(), DAYS
    ),
    max_size=8,
)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


@settings(max_examples=80, deadline=None)
@given(
    PEOPLE,
    st.sampled_from(",;\t|"),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
    st.sampled_from(("\n", "\r\n")),
    st.permutations(range(5)),
)
def test_what_is_written_as_csv_is_read(
    people: list[Any], separator: str, encoding: str, end: str, order: Sequence[int]
) -> None:
    header = ("practitioner_id", "employment", "role", "casework", "started_on")
    lines = [header, *((f"P-{n}", *map(_cell, person)) for n, person in enumerate(people))]
    stream = StringIO()
    csv.writer(stream, delimiter=separator, lineterminator=end).writerows([[line[i] for i in order] for line in lines])
    with TemporaryDirectory() as name:
        found = text(Path(name), "practitioners", stream.getvalue().encode(encoding))
    wanted = [
        Practitioner(n + 2, f"P-{n}", employment=p[0], role=p[1], casework=p[2], started_on=p[3])
        for n, p in enumerate(people)
    ]
    assert list(table(found, "practitioners").rows) == wanted
    assert table(found, "practitioners").left_out == ()


@settings(max_examples=25, deadline=None)
@given(PEOPLE)
def test_a_workbook_and_a_csv_file_give_the_same_rows(people: list[Any]) -> None:
    assume(not any(str(value).startswith("=") for person in people for value in person))  # Excel calculates these
    header = ["practitioner_id", "employment", "role", "casework", "started_on"]
    sheet = [header, *([f"P-{n}", *person] for n, person in enumerate(people))]
    stream = StringIO()
    csv.writer(stream).writerows([header, *([row[0], *map(_cell, row[1:])] for row in sheet[1:])])
    with TemporaryDirectory() as name:
        of_excel = table(excel(Path(name), "practitioners", sheet), "practitioners")
        of_text = table(text(Path(name), "practitioners", stream.getvalue()), "practitioners")
    assert list(of_excel.rows) == list(of_text.rows)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=',;"\n\r\t|P-12 01/26ab=#\u00e9\u0000', max_size=120), st.booleans())
def test_any_text_ends_in_rows_or_in_sentences(body: str, head: bool) -> None:
    with TemporaryDirectory() as name:
        found = text(Path(name), "practitioners", ("practitioner_id,started_on\n" if head else "") + body)
    assert bool(found.problems) != bool(found.tables)
    for problem in found.problems:
        assert problem.found
        assert problem.todo
    for held in found.tables.values():
        numbers = [row.row for row in held.rows] + [row for row, _, _ in held.left_out]
        assert len(set(numbers)) == len(numbers)
        assert [row.row for row in held.rows] == sorted(row.row for row in held.rows)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from((CSV, "evidence/people/table.xlsx")))
def test_any_bytes_end_in_rows_or_in_sentences(content: bytes, path: str) -> None:
    with TemporaryDirectory() as name:
        put(Path(name), content, path)
        found = read_tables(Path(name), {"practitioners": {"file": path}})
    assert bool(found.problems) != bool(found.tables)


GOLDEN = {
    "practitioners": (
        "practitioner_id,employment,agency,level,casework,started_on\nP-001,seconded,yjs,Advanced,y,2024-04-02\n",
        [{"row": 2, "practitioner_id": "P-001", "employment": "seconded", "agency": "yjs", "level": "advanced",
          "casework": True, "started_on": date(2024, 4, 2)}],
    ),
    "vetting": (
        "practitioner_id,kind,issued_on,recheck_by\nP-001,DBS Enhanced,2024-03-01,2027-03-01\n",
        [{"row": 2, "practitioner_id": "P-001", "kind": "dbs enhanced", "issued_on": date(2024, 3, 1),
          "recheck_by": date(2027, 3, 1)}],
    ),
    "away": (
        "practitioner_id,from,to\nP-001,2026-04-20,\n",
        [{"row": 2, "practitioner_id": "P-001", "from_": date(2026, 4, 20)}],
    ),
    "training": (
        "practitioner_id,subject,provider,provider_registered,completed_on,days\n"
        "P-001,Sexual harm,X,no,2025-01-31,0.5\n",
        [{"row": 2, "practitioner_id": "P-001", "subject": "sexual harm", "provider": "X",
          "provider_registered": False, "completed_on": date(2025, 1, 31), "days": 0.5}],
    ),
    "cpd": (
        "practitioner_id,done_on,hours,rjc_approved\nP-001,2025-01-31,2,yes\n",
        [{"row": 2, "practitioner_id": "P-001", "done_on": date(2025, 1, 31), "hours": 2.0, "rjc_approved": True}],
    ),
    "supervision": (
        "practitioner_id,held_on,kind,mode,supervisor_id,process_id\nP-001,2026-01-05,debrief,Group,P-002,X-9\n",
        [{"row": 2, "practitioner_id": "P-001", "held_on": date(2026, 1, 5), "kind": "debrief", "mode": "group",
          "supervisor_id": "P-002", "process_id": "X-9"}],
    ),
    "cases": (
        "case_id,referred_on,source,sensitive,outcome\nC-1,2026-01-05,SELF,no,withdrawn\n",
        [{"row": 2, "case_id": "C-1", "referred_on": date(2026, 1, 5), "source": "self", "sensitive": False,
          "outcome": "withdrawn"}],
    ),
    "participants": (
        "case_id,participant_id,part,under_18,ended,ended_on\nC-1,C-1-a,harmed,no,took part,2026-02-01\n",
        [{"row": 2, "case_id": "C-1", "participant_id": "C-1-a", "part": "harmed", "under_18": False,
          "ended": "took part", "ended_on": date(2026, 2, 1)}],
    ),
    "processes": (
        "process_id,case_id,process,kind,agreement,agreement_result\nX-1,C-1,direct,live-video,not wanted,not due\n",
        [{"row": 2, "process_id": "X-1", "case_id": "C-1", "process": "direct", "kind": "live video",
          "agreement": "not wanted", "agreement_result": "not due"}],
    ),
    "participation": (
        "process_id,participant_id,written_consent_on,attended\nX-1,C-1-a,2026-01-20,yes\n",
        [{"row": 2, "process_id": "X-1", "participant_id": "C-1-a", "written_consent_on": date(2026, 1, 20),
          "attended": True}],
    ),
    "facilitators": (
        "case_id,practitioner_id,role,allocated_on\nC-1,P-001,Lead,2026-01-06\n",
        [{"row": 2, "case_id": "C-1", "practitioner_id": "P-001", "role": "lead", "allocated_on": date(2026, 1, 6)}],
    ),
    "feedback": (
        "case_id,part,stage,due_on,satisfied,felt_safe\nC-1,responsible,after process,2026-03-01,4,no\n",
        [{"row": 2, "case_id": "C-1", "part": "responsible", "stage": "after process", "due_on": date(2026, 3, 1),
          "satisfied": 4, "felt_safe": False}],
    ),
    "incidents": (
        "incident_id,kind,raised_on,owner,status\nI-1,Near Miss,2026-03-01,Co-ordinator,In progress\n",
        [{"row": 2, "incident_id": "I-1", "kind": "near miss", "raised_on": date(2026, 3, 1), "owner": "Co-ordinator",
          "status": "in progress"}],
    ),
    "offers": (
        "period,duty_holder,eligible,informed\n2026-Q3,Police,\"2,150\",640\n",
        [{"row": 2, "period": "2026-Q3", "duty_holder": "Police", "eligible": 2150, "informed": 640}],
    ),
    "equality": (
        "period,part,stage,characteristic,group,count\n2026-01-01/2026-12-31,harmed,referred,age,Prefer not to say,0\n",
        [{"row": 2, "period": "2026-01-01/2026-12-31", "part": "harmed", "stage": "referred",
          "characteristic": "age", "group": "Prefer not to say", "count_": 0}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOLDEN)
def test_one_row_of_each_table(tmp_path: Path, name: str) -> None:
    content, wanted = GOLDEN[name]
    found = text(tmp_path, name, content)
    assert rows(found, name) == wanted
    assert table(found, name).columns == frozenset(content.partition("\n")[0].split(","))


def test_tables_come_in_the_contracts_order_whatever_rsqm_yaml_has(tmp_path: Path) -> None:
    entries = {}
    for name in reversed(GOLDEN):
        entries[name] = {"file": put(tmp_path, GOLDEN[name][0], f"evidence/people/{name}.csv")}
    found = read_tables(tmp_path, entries)
    assert list(found.tables) == list(GOLDEN)
    assert not found.problems


def test_ids_that_another_table_does_not_have_are_told(tmp_path: Path) -> None:
    entries = {
        "practitioners": {"file": put(tmp_path, "practitioner_id\nP-001\n", "evidence/people/p.csv")},
        "cpd": {
            "file": put(tmp_path, "Ref\n" + "".join(f"P-00{n}\n" for n in range(1, 9)), "evidence/people/c.csv"),
            "columns": {"practitioner_id": "Ref"},
        },
    }
    assert read_tables(tmp_path, entries).tables["cpd"].notes == (
        "7 of the ids under Ref are not in the table practitioners: P-002, P-003, P-004, P-005, P-006 and others",
    )


def test_ids_of_rows_that_are_left_out_are_there(tmp_path: Path) -> None:
    """P-002 has a bad day and P-003 too few cells; P-004 is nowhere."""
    staff = "practitioner_id,started_on,level\nP-001,2026-01-01,none\nP-002,14/9/23,none\nP-003,none\n"
    log = "practitioner_id\nP-001\nP-002\nP-003\nP-004\n"
    entries = {
        "practitioners": {"file": put(tmp_path, staff, "evidence/people/p.csv")},
        "cpd": {"file": put(tmp_path, log, "evidence/people/c.csv")},
    }
    found = read_tables(tmp_path, entries).tables
    assert found["practitioners"].ids_left_out == {"practitioner_id": {"P-002", "P-003"}}
    assert found["cpd"].notes == ("1 of the ids under practitioner_id is not in the table practitioners: P-004",)


def test_ids_of_rows_that_are_left_out_are_kept_by_the_cache(tmp_path: Path) -> None:
    staff = "practitioner_id,started_on\nP-001,14/9/23\n"
    entries = {"practitioners": {"file": put(tmp_path, staff, "evidence/people/p.csv")}}
    held = []
    for _ in range(2):
        cache = Cache(tmp_path / "build" / "cache")
        held.append(read_tables(tmp_path, entries, cache).tables["practitioners"])
        cache.save()
    assert held[0] == held[1]
    assert held[1].ids_left_out == {"practitioner_id": frozenset({"P-001"})}


def test_ids_that_differ_in_spaces_are_said_to(tmp_path: Path) -> None:
    """Spaces at the ends are no matter."""
    entries = {
        "practitioners": {"file": put(tmp_path, "practitioner_id\nNR 4\nNR5\n", "evidence/people/p.csv")},
        "cpd": {"file": put(tmp_path, "practitioner_id\nNR4\n NR5 \nNR6\n", "evidence/people/c.csv")},
    }
    assert read_tables(tmp_path, entries).tables["cpd"].notes == (
        "1 of the ids under practitioner_id is not in the table practitioners: NR6",
        "1 of the ids under practitioner_id is written differently in the table practitioners: 'NR4' for 'NR 4'. "
        "Write them alike",
    )


def test_the_day_from_which_records_are_complete_is_kept(tmp_path: Path) -> None:
    found = text(tmp_path, "cpd", "practitioner_id\nP-001\n", records_begin="2024-04-01")
    assert table(found, "cpd").records_begin == date(2024, 4, 1)


def test_the_fictional_service_is_read_whole() -> None:
    """Every row of its files, counted here with nothing but `csv` and openpyxl, is read; nothing is left out."""
    import openpyxl

    config = read_yaml(ROOT, "rsqm.yaml")
    found = read_tables(ROOT, config.data["tables"], None, config.where)
    assert not found.problems
    assert not found.notes
    for name, entry in config.data["tables"].items():
        if "sheet" in entry:
            sheet = openpyxl.load_workbook(ROOT / entry["file"])[entry["sheet"]]
            lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
        else:
            with (ROOT / entry["file"]).open(newline="", encoding="utf-8-sig") as stream:
                lines = list(csv.reader(stream))
        id = entry["columns"][next(iter(entry["columns"]))]
        begin = next(n for n, line in enumerate(lines) if id in line)
        at = lines[begin].index(id)
        written = [(n, line[at]) for n, line in enumerate(lines[begin + 1 :], begin + 2) if line[at]]
        held = found.tables[name]
        assert not held.left_out, name
        field = {"from": "from_", "count": "count_"}.get(next(iter(entry["columns"])), next(iter(entry["columns"])))
        assert [(row.row, getattr(row, field)) for row in held.rows] == written, name
