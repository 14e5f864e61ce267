"""Headers: found below titles, matched however they are written, refused where they promise what may not be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsqm_tool.load.places import At
from rsqm_tool.load.tables import read_tables
from rsqm_tool.load.tables.definitions import definition
from rsqm_tool.load.tables.refused import refused
from rsqm_tool.model import Location
from rsqm_tool.model.tables import ROWS
from tests.tables.making import CSV, XLSX, excel, problems, put, rows, table, text, workbook

LEAVE = (
    "Expected ids, dates and words from a list. "
    "Leave the column out of the export, or delete it from a copy and name the copy here."
)
PROPOSE = f"`rsqm tables suggest {CSV}` proposes"


@pytest.mark.parametrize("header", ["practitioner_id", "Practitioner ID", "PRACTITIONER-ID", " practitioner\nid "])
def test_canonical_names_are_matched_without_case_and_spacing(tmp_path: Path, header: str) -> None:
    found = text(tmp_path, "practitioners", f'"{header}",Started On\nP-001,2026-01-02\n')
    assert table(found, "practitioners").columns == {"practitioner_id", "started_on"}
    assert table(found, "practitioners").headers["practitioner_id"] == " ".join(header.split())


@pytest.mark.parametrize("titles", range(10))
def test_the_header_may_stand_below_titles(tmp_path: Path, titles: int) -> None:
    content = "A title of the sheet, and level\n" * titles + "practitioner_id,level\nP-001,none\n"
    assert rows(text(tmp_path, "practitioners", content), "practitioners") == [
        {"row": titles + 2, "practitioner_id": "P-001", "level": "none"}
    ]


def test_a_header_in_the_eleventh_row_is_not_found(tmp_path: Path) -> None:
    assert problems(text(tmp_path, "practitioners", "Title\n" * 10 + "practitioner_id,level\n")) == [
        f"{CSV}: None of the first 10 rows holds a header of the table practitioners. Expected at least "
        f"practitioner_id. Name its columns under `columns:`; {PROPOSE} them."
    ]


def test_the_header_that_is_asked_for_is_named_as_the_service_calls_it(tmp_path: Path) -> None:
    found = text(tmp_path, "practitioners", "colour,size\nred,1\n", columns={"practitioner_id": "Ref"})
    assert "Expected at least Ref." in problems(found)[0]


def test_without_the_id_no_table(tmp_path: Path) -> None:
    assert problems(text(tmp_path, "practitioners", "level,role,Practitoner id\nnone,x,P-001\n")) == [
        f"{CSV}, row 1: There is no column practitioner_id, which every row needs. Is it 'Practitoner id'? "
        f"Name it under `columns:`; {PROPOSE} it."
    ]


def test_a_header_that_stands_twice(tmp_path: Path) -> None:
    assert problems(
        text(tmp_path, "practitioners", "practitioner_id,Level,Colour,level,colour\nP-001,none,,none,\n")
    ) == [f"{CSV}, row 1: The header 'Level' stands twice, in columns B and D. Rename one of them."]


def test_unknown_headers_are_told_and_never_read(tmp_path: Path) -> None:
    found = text(tmp_path, "practitioners", "practitioner_id,Colour,start_on\nP-001,red,2026-01-01\n")
    assert rows(found, "practitioners") == [{"row": 2, "practitioner_id": "P-001"}]
    assert table(found, "practitioners").notes == (
        "Not read, because nothing says what they hold: 'Colour', 'start_on' (did you mean started_on?)",
    )
    many = ",".join(f"z{n}" for n in range(40))
    (note,) = table(text(tmp_path, "practitioners", f"practitioner_id,{many}\n"), "practitioners").notes
    assert note.endswith("'z11', and 28 more")


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("Name", "a name"), ("Full name", "a name"), ("first_name", "a name"), ("LastName", "a name"),
        ("Surname", "a name"), ("Initials", "a name"), ("Victim name", "a name"), ("Known as", "a name"),
        ("DOB", "a date of birth"), ("Date of birth", "a date of birth"), ("D.O.B.", "a date of birth"),
        ("BirthDate", "a date of birth"),
        ("Address", "an address"), ("Home address 1", "an address"), ("Post Code", "an address"),
        ("postcode", "an address"), ("Street", "an address"),
        ("Phone", "a telephone number or an e-mail address"), ("Mobile no.", "a telephone number or an e-mail address"),
        ("e-mail", "a telephone number or an e-mail address"), ("Email", "a telephone number or an e-mail address"),
        ("Contact details", "a telephone number or an e-mail address"),
        ("Notes", "free text"), ("Case notes", "free text"), ("Comments", "free text"), ("Free text", "free text"),
        ("Offence description", "free text"), ("Circumstances", "free text"),
    ],
)  # fmt: skip
def test_headers_that_promise_personal_data_are_refused(tmp_path: Path, header: str, what: str) -> None:
    found = excel(tmp_path, "cases", workbook([["Cases"], ["case_id", header], ["C-1", "x"]], "Log"))
    assert problems(found) == [f"{XLSX}, sheet Log, row 2: The header {header!r} looks like {what}. {LEAVE}"]
    assert found.problems[0].where == Location(XLSX, sheet="Log", row=2, field=header)
    assert not found.tables


@pytest.mark.parametrize(
    ("name", "header", "what"),
    [
        ("away", "Reason", "a reason for being away"), ("away", "Why", "a reason for being away"),
        ("away", "Type of absence", "a reason for being away"), ("away", "Sickness", "a reason for being away"),
        ("vetting", "Certificate number", "the number or result of a check"),
        ("vetting", "Result", "the number or result of a check"),
    ],
)  # fmt: skip
def test_single_tables_refuse_more(tmp_path: Path, name: str, header: str, what: str) -> None:
    assert problems(text(tmp_path, name, f"practitioner_id,{header}\n")) == [
        f"{CSV}, row 1: The header {header!r} looks like {what}. {LEAVE}"
    ]


@pytest.mark.parametrize(
    "header",
    ["Course name", "Provider name", "Agency", "Date of first phone call", "Email sent", "Outcome reason", "Ref",
     "Consent by phone call", "Addressed on", "Denoted", "Prison name", "Reason"],
)  # fmt: skip
def test_headers_of_things_and_acts_are_not(header: str) -> None:
    assert refused(header, "cases") == ""


def test_no_canonical_name_is_refused() -> None:
    for name in ROWS:
        for column in definition(name).columns.values():
            for header in (column.name, column.title, *column.also):
                assert not refused(header, name, mapped=True), (name, header)


def test_a_mapped_column_may_be_called_a_summary_but_never_a_name(tmp_path: Path) -> None:
    summary = text(
        tmp_path, "incidents", "incident_id,Learning summary\nI-1,x\n", columns={"learning_action": "Learning summary"}
    )
    assert rows(summary, "incidents") == [{"row": 2, "incident_id": "I-1", "learning_action": "x"}]
    named = text(tmp_path, "incidents", "incident_id,Owner name\nI-1,x\n", columns={"owner": "Owner name"})
    assert problems(named) == [f"{CSV}, row 1: The header 'Owner name' looks like a name. {LEAVE}"]


def test_all_header_problems_come_in_one_run(tmp_path: Path) -> None:
    assert len(problems(text(tmp_path, "practitioners", "practitioner_id,Name,level,level,DOB\n"))) == 3


def test_what_rsqm_yaml_says_of_columns_and_words_is_held_against_the_table(tmp_path: Path) -> None:
    put(tmp_path, "practitioner_id,Grade\nP-001,x\n")

    def place(at: At) -> Location:
        return Location("rsqm.yaml", field="/".join(map(str, at)))

    entry = {
        "file": CSV,
        "columns": {"level": "RJC grade", "levl": "Grade"},
        "values": {
            "level": {"x": "expert"},
            "employmnt": {},
            "casework": {"perhaps": "maybe"},
            "started_on": {"a": "b"},
        },
    }
    found = read_tables(tmp_path, {"practitioners": entry}, None, place)
    assert [(p.where.field, p.found, p.todo) for p in found.problems] == [
        ("tables/practitioners/columns/levl", "The table practitioners has no column 'levl'", "Did you mean 'level'?"),
        (
            "tables/practitioners/values/level/x",
            "'expert' is none of foundation, intermediate, advanced, none",
            "Correct the value",
        ),
        (
            "tables/practitioners/values/employmnt",
            "The table practitioners has no column 'employmnt'",
            "Did you mean 'employment'?",
        ),
        ("tables/practitioners/values/casework/perhaps", "'maybe' is neither yes nor no", "Correct the value"),
        (
            "tables/practitioners/values/started_on/a",
            "no words can be named for a column of this kind",
            "Correct the value",
        ),
    ]


def test_a_header_that_rsqm_yaml_names_must_be_there(tmp_path: Path) -> None:
    found = text(tmp_path, "practitioners", "practitioner_id,Grade\nP-001,x\n", columns={"level": "RJC grade"})
    assert problems(found) == [f"rsqm.yaml: There is no header 'RJC grade' in {CSV}. Did you mean 'Grade'?"]
    found = text(tmp_path, "practitioners", "practitioner_id,Grade\nP-001,x\n", columns={"level": "Zzz"})
    assert problems(found) == [f"rsqm.yaml: There is no header 'Zzz' in {CSV}. The headers are practitioner_id, Grade."]


def test_the_service_s_words_are_understood(tmp_path: Path) -> None:
    content = "Ref,Paid/Vol,Does casework,Left\nP-001,p,Ja,tbc\nP-002,V ,nein,2026-01-02\n"
    found = text(
        tmp_path, "practitioners", content,
        columns={"practitioner_id": "Ref", "employment": "paid/vol", "casework": "Does casework", "ended_on": "Left"},
        values={
            "employment": {"P": "paid", "v": "volunteer"},
            "casework": {"ja": True, "nein": "no"},
            "ended_on": {"TBC": ""},
        },
    )  # fmt: skip
    assert [tuple(v for k, v in row.items() if k != "ended_on") for row in rows(found, "practitioners")] == [
        (2, "P-001", "paid", True),
        (3, "P-002", "volunteer", False),
    ]
