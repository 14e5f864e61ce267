"""Headers: found below titles, matched however they are written, refused where they promise what may not be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsqm_tool.load.places import At
from rsqm_tool.load.places import read as read_yaml
from rsqm_tool.load.tables import read_tables
from rsqm_tool.load.tables.definitions import definition
from rsqm_tool.load.tables.refused import refused
from rsqm_tool.model import Location
from rsqm_tool.model.tables import ROWS
from tests.tables.making import CSV, XLSX, excel, problems, put, rows, table, text, workbook

ROOT = Path(__file__).parents[2]
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


# What headers look like, by how services and their systems write them.
LIKE = {
    "a name": (
        "Name1", "Surname1", "PersonName1", "Fname", "LName", "lname", "Forname", "Given", "given 1", "Given name",
        "clientname", "NAME OF VICTIM", "Name(s)", "Na\u00adme", "N\u200bame", "ＮＡＭＥ", "Prénom", "Vorname",
        "Nachname", "Nombre", "Enw", "Cyfenw", "Enw cyntaf", "Next of kin", "NOK", "a.k.a.", "Username", "User name",
        "Case name",
        "Service user name", "Name of service user", "Group facilitator name", "Team member name", "Team lead name",
        "Partner name", "School child name", "Child's school name", "Victim or school name", "Name of prison officer",
        "Process owner name", "Agency contact name", "Name (school)", "Name of", "Course name and tutor",
    ),
    "a date of birth": (
        "DoB", "D O B", "d.o.b.", "dateofbirth", "DateOfBirth", "Birthday", "YOB", "Dyddiad geni", "Geburtsdatum",
    ),
    "an address": (
        "Address1", "Addr1", "Addressline", "AddressLine2", "address_line_1", "HomeAddress", "homeaddress", "Postcode1",
        "PostCode", "PCode", "P code", "Zip", "Cyfeiriad", "Cod post", "Email address",
    ),
    "a telephone number or an e-mail address": (
        "PhoneNumber", "phoneno", "Telephone1", "MobileNo", "Mob", "Tel no", "eMail", "E-bost", "Ffôn symudol",
    ),
    "a number that leads to a person": (
        "NHS number", "NHSNumber", "nhsno", "NI number", "NINO", "National insurance", "PNC ID", "PNC-ID", "CRN",
        "Nomis", "Prison number", "Passport no", "Driving licence",
    ),
    "the number or result of a check": (
        "DBS number", "DBS no", "DBS certificate number", "PVG ref", "Disclosure number",
    ),
    "free text": ("CaseNotes", "casenotes", "Nodiadau", "Sylwadau"),
}  # fmt: skip


@pytest.mark.parametrize(("what", "header"), [(what, header) for what, group in LIKE.items() for header in group])
def test_headers_are_understood_however_they_are_written(what: str, header: str) -> None:
    assert [refused(header, table) for table in ("cases", "practitioners", "feedback")] == [what] * 3
    assert refused(header, "cases", mapped=True) == ("" if what == "free text" else what)


def test_no_mapping_makes_a_name_of_people_a_source(tmp_path: Path) -> None:
    """Else `rsqm measures show` would print who they are, as if they were sources of referrals."""
    content = "case_id,Service user name\nC-1,Jane Doe\n"
    found = text(tmp_path, "cases", content, columns={"source": "Service user name"})
    assert problems(found) == [f"{CSV}, row 1: The header 'Service user name' looks like a name. {LEAVE}"]
    assert not found.tables


@pytest.mark.parametrize(
    ("name", "header", "what"),
    [
        *(("away", header, "a reason for being away") for header in (
            "Reasons", "Absence", "Absences", "Leave", "Leave category", "LeaveType", "Illness", "Maternity",
            "Maternity leave from", "Diagnoses", "Rheswm",
        )),
        *(("vetting", header, "the number or result of a check") for header in (
            "Certificate no", "CertificateNo", "Cert", "Check number", "Outcome", "Convictions",
        )),
        ("practitioners", "Certificate no", "the number or result of a check"),
        ("practitioners", "Vetting outcome", "the number or result of a check"),
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
     "Consent by phone call", "Addressed on", "Denoted", "Prison name", "Reason", "School name", "Agency name",
     "Agency (name)", "Partner agency name", "Lead agency name", "Name of the prison", "Names of courses", "CourseName",
     "Filename", "FileName", "File name", "Process name", "Service name", "Team names", "Named supervisor", "Given by",
     "Leaflet given", "PNC check date", "Service user ref"],
)  # fmt: skip
def test_headers_of_things_and_acts_are_not(header: str) -> None:
    """A named supervisor may be there: a cell of that column must hold an id, or its row is left out."""
    assert refused(header, "cases") == ""


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("away", "Absence from"), ("away", "First day of absence"), ("away", "Leave start"),
        ("away", "Last day of leave"),
        ("vetting", "DBS date"), ("vetting", "Outcome date"), ("vetting", "Staff number"), ("vetting", "Check"),
        ("practitioners", "DBS date"), ("practitioners", "Certificate"), ("training", "Certificate no"),
    ],
)  # fmt: skip
def test_days_of_absence_and_of_checks_are_asked_for(name: str, header: str) -> None:
    assert refused(header, name) == ""


def test_no_canonical_name_is_refused() -> None:
    """Nor what services call the columns; "note on counting" alone is a note unless it is mapped."""
    for name in ROWS:
        for column in definition(name).columns.values():
            for header in (column.name, column.title, *column.also):
                assert not refused(header, name, mapped=True), (name, header)
                assert refused(header, name) in ("", "free text"), (name, header)


def test_no_header_of_the_fictional_service_is_refused() -> None:
    config = read_yaml(ROOT, "rsqm.yaml").data["tables"]
    headers = [(name, header) for name, entry in config.items() for header in entry["columns"].values()]
    assert len(headers) > 100
    assert [(name, header) for name, header in headers if refused(header, name)] == []


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
