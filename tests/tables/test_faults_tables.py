"""Every fault of a table as its manager meets it: mapped in rsqm.yaml, read with the others, and told once.

Each kind of fault has its input and its sentence in `test_csv.py`, `test_excel.py`, `test_headers.py` and
`test_values.py`; here are those of whole files, those made to take long or much memory, and what arrives in the report.
"""

from __future__ import annotations

import random
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from time import process_time

import pytest

from rsqm_tool.load import load_workspace
from rsqm_tool.load.tables import parts, read_tables
from rsqm_tool.model import Note, Workspace
from tests.process import AS_OF, WORKSPACE, rsqm, workspace
from tests.tables.making import CSV, XLSX, excel, patched, problems, put, read, rows, table, text
from tests.tables.making import workbook as book

HEAD = ["practitioner_id", "started_on", "level"]
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
SUPERVISION = "evidence/people/supervision.csv"
PLAIN = book([HEAD, ["P-001", None, None]])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(autouse=True)
def _soon() -> Iterator[None]:
    """Whatever the file, making it and reading it take less than five seconds of the processor's time."""
    begin = process_time()
    yield
    assert process_time() - begin < 5


def with_tables(folder: Path, tables: str, files: dict[str, bytes | str]) -> Workspace:
    """A workspace whose rsqm.yaml maps some tables, each a line, and that has these files below evidence/people.

    The register names each, and says that an assessor may see it: what it holds is not for a log all the same.
    """
    lines = "".join(f"  {line}\n" for line in tables.splitlines())
    config = f"service: {{name: A small hub}}\nframework: house\nassessment: {{date: 2027-03-15}}\ntables:\n{lines}"
    entries = "".join(
        f"  - {{id: DAT-{n:02}, title: Data, kind: policy, class: assessor, file: people/{name}, supports: [H.1]}}\n"
        for n, name in enumerate(files)
    )
    root = workspace(folder / "service", rsqm=config, register=WORKSPACE["evidence/register.yaml"] + entries)
    for name, content in files.items():
        put(root, content, f"evidence/people/{name}")
    loaded = load_workspace(root)
    assert [str(p) for p in loaded.problems] == []
    assert loaded.workspace
    return loaded.workspace


def said(notes: tuple[Note, ...]) -> list[str]:
    return [f"{note.where}: {note.message}" for note in notes]


# Files that are damaged, or not what their names say. One of them leaves the others read.


def _stored(archive: bytes) -> bytearray:
    """The same archive, nothing in it packed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as after:
        for info in before.infolist():
            after.writestr(info.filename, before.read(info))
    return bytearray(out.getvalue())


def _wrong_sum(part: str) -> bytes:
    whole = _stored(PLAIN)
    whole[whole.index(part.encode())] ^= 1
    return bytes(whole)


def _wrong_sum_far_down() -> bytes:
    whole = _stored(patched(PLAIN, SHEET, "</sheetData>", f"</sheetData>{_noise(200_000)}"))
    whole[whole.index(b"-->") - 1] ^= 1
    return bytes(whole)


def _lying_size() -> bytes:
    size = struct.pack("<I", zipfile.ZipFile(BytesIO(PLAIN)).getinfo(SHEET).file_size)
    return PLAIN.replace(size, struct.pack("<I", 100))


MISMATCH = "It is damaged: a part of it is not what it was when it was saved. Open it and save it again."
DAMAGED = "The file is damaged, or written in a way that the tool does not know. Open it in Excel and save it again."
WORKBOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a cell with a wrong sum": (lambda: _wrong_sum("P-001"), MISMATCH),
    "styles with a wrong sum": (lambda: _wrong_sum("Calibri"), MISMATCH),
    "a wrong sum far down": (_wrong_sum_far_down, DAMAGED),
    "a size that lies": (_lying_size, MISMATCH),
    "half of it": (
        lambda: PLAIN[: len(PLAIN) // 2],
        "It is damaged, or was not copied to its end. Copy it again, or open it and save it again.",
    ),
    "nothing": (lambda: b"", "The file is empty. Save it again from the program it was written in."),
    "a Word document": (
        lambda: _zip({"word/document.xml": b"<w/>"}),
        "It is a Word document, not an Excel workbook. Change its name to end in .docx, "
        "or save it as an Excel workbook.",
    ),
    "an OpenDocument sheet": (
        lambda: _zip({"META-INF/manifest.xml": b"<m/>", "content.xml": b"<o/>"}),
        "It is an OpenDocument file, not an Excel workbook. Open it and save it as an Excel workbook.",
    ),
    "a PDF": (
        lambda: b"%PDF-1.7\n" + bytes(100),
        "The file is damaged, or not an Excel workbook at all. Open it in Excel and save it again.",
    ),
    "a password": (
        lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "The file needs a password. Save an unprotected copy as .xlsx or as CSV.",
    ),
    "an older workbook": (
        lambda: OLE + bytes(600),
        "The file is in Excel's older format. Open it in Excel and save it as .xlsx or as CSV.",
    ),
    "a sheet that is not there": (
        lambda: patched(PLAIN, "xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet9.xml"),
        "The workbook has no sheet of cells. Open it in Excel and save it again.",
    ),
    "no types of parts": (lambda: _zip({"xl/workbook.xml": b"<w/>"}), DAMAGED),
}


def _zip(named: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in named.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("case", WORKBOOKS)
def test_a_workbook_that_cannot_be_read_leaves_the_others(case: str, tmp_path: Path) -> None:
    make, sentence = WORKBOOKS[case]
    put(tmp_path, make(), XLSX)
    put(tmp_path, "case_id\nC-1\n")
    found = read_tables(tmp_path, {"practitioners": {"file": XLSX}, "cases": {"file": CSV}})
    assert problems(found) == [f"{XLSX}: {sentence}"]
    assert [row.case_id for row in found.tables["cases"].rows] == ["C-1"]


NO_CSV = "Open it and save the table as CSV UTF-8, or as .xlsx."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (PLAIN, f"The file is an Excel workbook or another archive, not CSV. {NO_CSV}"),
        (OLE + bytes(600), f"The file is an older Excel workbook, not CSV. {NO_CSV}"),
        (b"%PDF-1.7\n", f"The file is a PDF, not CSV. {NO_CSV}"),
        (
            b"\xef\xbb\xbf\r\n<!DOCTYPE html><title>Sign in</title>",
            "The file is a web page, not CSV (a sign-in page?). Export the table again.",
        ),
        (b"<HTML><body>", "The file is a web page, not CSV (a sign-in page?). Export the table again."),
    ],
    ids=["workbook", "older workbook", "PDF", "page", "another page"],
)  # fmt: skip
def test_what_is_no_csv_is_named(tmp_path: Path, content: bytes, sentence: str) -> None:
    assert problems(text(tmp_path, "practitioners", content)) == [f"{CSV}: {sentence}"]


@pytest.mark.skipif(sys.platform == "win32", reason="a file full of nothing takes its room there")
@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (CSV, f"{CSV}: The file is larger than 1,000 MB. Save the table in parts."),
        (XLSX, f"{XLSX}: The file is larger than 50 MB. Save the table as CSV UTF-8."),
    ],
)
def test_a_file_larger_than_the_memory_is_not_even_hashed(tmp_path: Path, path: str, sentence: str) -> None:
    put(tmp_path, b"PK\x03\x04", path)
    with (tmp_path / path).open("r+b") as stream:
        stream.truncate(10**10)  # it takes no room: all of it but the beginning is a hole
    assert problems(read(tmp_path, "practitioners", path)) == [sentence]


# Workbooks that are made to take long or much memory. Each packs to a megabyte or two, and so passes other limits.


def _noise(size: int) -> str:
    """A comment that does not pack, so that a part does not swell to many times its size."""
    return f"<!--{random.Random(20261120).randbytes(size // 2).hex()}-->"


def _cells(markup: str) -> bytes:
    return patched(PLAIN, SHEET, "</sheetData>", f"{markup}</sheetData>{_noise(500_000)}")


def _styles(count: int) -> bytes:
    formats = '<numFmt numFmtId="200" formatCode="0.000"/>' * count
    return patched(PLAIN, STYLES, '<numFmts count="0"/>', f"<numFmts>{formats}</numFmts>{_noise(200_000)}")


def _names(count: int) -> str:
    names = '<definedName name="a">1</definedName>' * count
    return f"<definedNames>{names}</definedNames>{_noise(200_000)}"


MANY = "The workbook holds more cells than can be read in good time. Save the table as CSV UTF-8, which may have more."
FAR = f'xmlns:y="{"n" * 60_000}"'
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "seventeen million cells": (lambda: _cells(f"<row>{'<c/>' * 1_000}</row>" * 17_000), MANY),
    "a row of two million cells": (
        lambda: _cells(f"<row>{'<c/>' * 2_000_000}</row>"),
        "A row of the sheet takes more than 5 MB, as harmful files do. "
        "Save the table as CSV UTF-8, which may have more.",
    ),
    "18 MB of styles": (
        lambda: _styles(400_000),
        "Its styles and settings take more than 15 MB. Copy the table into a new workbook, or save it as CSV UTF-8.",
    ),
    "18 MB of names for cells": (
        lambda: patched(PLAIN, "xl/workbook.xml", "<definedNames/>", _names(500_000)),
        "Its styles and settings take more than 15 MB. Copy the table into a new workbook, or save it as CSV UTF-8.",
    ),
    "long names in a sheet": (
        lambda: _cells(f"{_noise(80_000)}<row {FAR}>{'<y:c/>' * 200_000}</row>"),
        "Its markup is made to take long, as harmful files do. Save it again from Excel.",
    ),
    "long names in the styles": (
        lambda: patched(PLAIN, STYLES, "<numFmts ", f"{_noise(80_000)}<numFmts {FAR} "),
        "Its markup is made to take long, as harmful files do. Save it again from Excel.",
    ),
    "a document type behind a long comment": (
        lambda: patched(
            PLAIN, SHEET, "<worksheet ", f'{_noise(100_000)}<!DOCTYPE x [<!ENTITY a "b">]><worksheet '
        ),
        DAMAGED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BOMBS)
def test_a_workbook_made_to_take_long_is_refused_at_once(case: str, tmp_path: Path) -> None:
    """A row of seven million cells took half a minute and four gigabytes; styles of 150 MB, three."""
    make, sentence = BOMBS[case]
    content = make()
    assert len(content) < 2_000_000
    assert problems(excel(tmp_path, "practitioners", content)) == [f"{XLSX}: {sentence}"]


def test_ordinary_workbooks_are_far_from_these_limits(tmp_path: Path) -> None:
    """1,000 rows of 20 columns come to 122,000 marks: a hundred times as many rows are still read."""
    sheet = [[*HEAD, *(f"c{n}" for n in range(17))], *([f"P-{n}", *["text"] * 19] for n in range(1_000))]
    content = book(sheet)
    archive = parts.Parts(BytesIO(content))
    archive.open(SHEET).close()
    archive.read(STYLES)
    assert 120_000 < archive._marks < parts.MARKS / 100
    assert 0 < archive._whole < parts.SETTINGS / 100


@pytest.mark.parametrize("cell", ["1" * 130_000, "1:" * 65_000, "1 " * 65_000, "9" * 65_000 + "+01:00"])
def test_a_long_cell_where_a_date_should_be_is_no_date_at_once(tmp_path: Path, cell: str) -> None:
    """A time zone was looked for at each of its digits: 20,000 took a second, 130,000 would have taken a minute."""
    found = text(tmp_path, "practitioners", f"practitioner_id,started_on\nP-001,{cell}\nP-002,2026-04-01\n")
    assert table(found, "practitioners").left_out == (
        (2, "started_on", "This text is no date. Write it as 2026-04-01"),
    )
    assert len(rows(found, "practitioners")) == 1


def test_a_header_that_stands_many_times_is_told_in_one_line(tmp_path: Path) -> None:
    found = text(tmp_path, "practitioners", f"practitioner_id{',level' * 50_000}\nP-001\n")
    assert problems(found) == [
        f"{CSV}, row 1: The header 'level' stands 50000 times, "
        "in columns B, C, D, E, F, G, H, I, J, K, L, M and others. Rename all but one of them."
    ]


# What arrives: in the workspace's notes, and in the report.


def test_what_to_know_of_a_table_is_a_note_at_its_file(tmp_path: Path) -> None:
    """Nine notes on three files. None of the rows that are left out is anybody's fault but told."""
    people = (
        "Our staff in November,,,,\nPractitioner ID,Role,Level,Started on,Colour\n"
        "P-001,Co–ordinator,none,01/04/2025,red\nP-002,x,none,04/13/2025,\nP-003,x,none\n"
    )
    log = [["Log"], ["practitioner_id", "held_on", "kind"], ["P-001", "=TODAY()", "review"], ["P-001", 45292, "review"],
           ["P-009", "2026-05-01", "review"]]  # fmt: skip
    held = with_tables(
        tmp_path,
        "practitioners: {file: evidence/people/people.csv}\nsupervision: {file: evidence/people/log.xlsx}\n"
        "cpd: {file: evidence/people/cpd.csv, dates: day-first}\n",
        {
            "people.csv": people.encode("cp1252"),
            "log.xlsx": book(log, "Log", lambda b: setattr(b.create_sheet("Old"), "sheet_state", "hidden")),
            "cpd.csv": "practitioner_id;done_on\nP-001;01/04/2026\nP-001;1/4/26\n",
        },
    )
    file, sheet = "evidence/people/people.csv", "evidence/people/log.xlsx, sheet Log"
    assert said(held.notes) == [
        f"{file}: Table practitioners: Read as Windows-1252, because line 3 is not UTF-8. "
        "Look at accents and dashes there",
        f"{file}: Table practitioners: Not read, because nothing says what they hold: 'Colour'",
        f"{file}: Table practitioners: Dates were read as day/month. No day in them is after the 12th, so they could "
        "also be month/day: `dates: day-first` in rsqm.yaml says that they are not",
        f"{file}, row 4: A row of the table practitioners is left out under Started on: '04/13/2025': month 13? "
        "Dates here are day/month/year",
        f"{file}, row 5: A row of the table practitioners is left out: The row has 3 values; expected 5",
        "evidence/people/cpd.csv, row 3: A row of the table cpd is left out under done_on: '1/4/26' has a year of two "
        "digits. Write the year with four",
        f"{sheet}: Table supervision: Hidden in the workbook, and not read: 'Old'",
        f"{sheet}: Table supervision: Plain numbers were read as Excel's days in held_on",
        f"{sheet}: Table supervision: 1 of the ids under practitioner_id is not in the table practitioners: P-009",
        f"{sheet}, row 3: A row of the table supervision is left out under held_on: Cell B3 holds a formula that was "
        "never calculated. Open the file in Excel and save it",
    ]
    done = rsqm("check", "--as-of", AS_OF, cwd=tmp_path / "service")
    report = " ".join(done.out.split())
    assert [n for n in held.notes if f"{n.message}." not in report] == []
    # Ids and what cells hold are not for a log.
    done = rsqm("check", "--as-of", AS_OF, "--format", "github", cwd=tmp_path / "service")
    assert "Table" not in done.out and "P-009" not in done.out


def test_a_row_of_a_flat_export_is_told_once(tmp_path: Path) -> None:
    """Not again for each of the tables that it stands for."""
    held = with_tables(
        tmp_path,
        "cases: {file: evidence/people/cases.csv, dates: day-first}",
        {"cases.csv": "case_id,process,process_on,lead_practitioner_id\nC-1,direct,31/02/2026,P-1\nC-2,,,P-1\n"},
    )
    assert held.tables.participants and held.tables.facilitators
    assert said(held.notes) == [
        "evidence/people/cases.csv, row 2: A row of the table cases is left out under process_on: "
        "'31/02/2026' is a day that does not exist"
    ]


def test_a_case_s_id_stands_for_its_process(tmp_path: Path) -> None:
    """As the checks take it: where the log names the case, nothing is lost. Only C-9 is nowhere."""
    found = read_tables(
        tmp_path,
        {
            "cases": {"file": put(tmp_path, "case_id\nC-1\nC-2\n", "evidence/c.csv")},
            "processes": {"file": put(tmp_path, "process_id,case_id\nX-1,C-1\n", "evidence/p.csv")},
            "supervision": {
                "file": put(tmp_path, "practitioner_id,process_id\nP-1,X-1\nP-1,C-1\nP-1,C-2\nP-1,C-9\n", SUPERVISION)
            },
        },
    )  # fmt: skip
    assert found.tables["supervision"].notes == ("1 of the ids under process_id is not in the table processes: C-9",)


def test_headers_and_cells_give_no_orders_to_a_terminal_or_a_log(tmp_path: Path) -> None:
    content = (
        'practitioner_id,"\x1b[31mColour\n::error::owned",level,role\n'
        'P-001,x,"\x1b]0;owned\x07",\u202ex\nP-002,x,none,"=cmd|\' /C calc\'!A0"\n'
    )
    held = with_tables(tmp_path, "practitioners: {file: evidence/people/p.csv}", {"p.csv": content})
    assert held.tables.practitioners
    assert [row.role for row in held.tables.practitioners.rows] == ["=cmd|' /C calc'!A0"]  # text, as it was written
    for form in ("text", "github", "json"):
        done = rsqm("check", "--as-of", AS_OF, "--ids", "--format", form, cwd=tmp_path / "service")
        assert not [c for c in done.out + done.err if c != "\n" and not c.isprintable()], form
        assert not [line for line in done.out.splitlines() if line.startswith("::error::owned")], form
        assert "Colour" in done.out or form == "github"


def test_a_table_that_is_locked_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Excel locks a workbook that somebody has open on a shared drive."""
    put(tmp_path, PLAIN, XLSX)
    put(tmp_path, PLAIN, "evidence/people/~$table.xlsx")
    put(tmp_path, "case_id\nC-1\n")
    really = Path.open

    def locked(path: Path, *rest: object, **more: object) -> object:
        if path.name == "table.xlsx":
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", locked)
    found = read_tables(tmp_path, {"practitioners": {"file": XLSX}, "cases": {"file": CSV}})
    assert problems(found) == [f"{XLSX}: It cannot be read (permission denied). Close it, or ask for access to it."]
    assert list(found.tables) == ["cases"]
