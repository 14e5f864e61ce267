"""Which files may be read as tables at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from rsqm_tool.load import load_workspace
from rsqm_tool.load.places import YamlFile
from rsqm_tool.load.tables import read_tables
from rsqm_tool.model import Location
from tests.tables.making import problems, put, read

A_PATH = "Expected a path such as evidence/people/people.xlsx. Correct it."


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("../x.csv", f"rsqm.yaml: The path '../x.csv' leads out of evidence/ or stands still. {A_PATH}"),
        ("evidence//x.csv", f"rsqm.yaml: The path 'evidence//x.csv' leads out of evidence/ or stands still. {A_PATH}"),
        ("/etc/x.csv", f"rsqm.yaml: The path '/etc/x.csv' is not relative to evidence/. {A_PATH}"),
        ("people/x.csv", f"rsqm.yaml: The path 'people/x.csv' is not below evidence/. {A_PATH}"),
        ("evidence/x.ods", "rsqm.yaml: The tool reads no tables from .ods files. Save the table as .xlsx or .csv."),
        ("evidence/x", "rsqm.yaml: The tool reads no tables from such files. Save the table as .xlsx or .csv."),
    ],
)  # fmt: skip
def test_a_path_that_may_not_be_used(tmp_path: Path, path: str, said: str) -> None:
    assert problems(read(tmp_path, "cases", path)) == [said]


def test_an_absent_file_is_a_note_and_the_others_are_read(tmp_path: Path) -> None:
    put(tmp_path, "practitioner_id\nP-001\n")
    place = YamlFile("rsqm.yaml", places={("tables", "cases", "file"): (7, 11)}).where
    entries = {"practitioners": {"file": "evidence/people/table.csv"}, "cases": {"file": "evidence/people/tabel.csv"}}
    found = read_tables(tmp_path, entries, None, place)
    assert list(found.tables) == ["practitioners"]
    assert not found.problems
    (note,) = found.notes
    assert note.message.startswith("The table cases is not read, because its file is not there. There is no ")
    assert "'table.csv'" in note.next_step
    assert note.where == Location("rsqm.yaml", 7, 11)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("case_id\nC-1\n", "The file is text, not an Excel workbook. Name it .csv, or save it as .xlsx."),
        (
            " <html>sign in</html>",
            "The file is a web page, not an Excel workbook (a sign-in page?). Export the table again.",
        ),
        (
            b"\xd0\xcf\x11\xe0" + b"\0" * 600,
            "The file is in Excel's older format. Open it in Excel and save it as .xlsx or as CSV.",
        ),
        (
            b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "The file needs a password. Save an unprotected copy as .xlsx or as CSV.",
        ),
        (b"\0\1\2" * 300, "The file is damaged, or not an Excel workbook at all. Open it in Excel and save it again."),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_named(tmp_path: Path, content: str | bytes, said: str) -> None:
    path = put(tmp_path, content, "evidence/cases.xlsx")
    assert problems(read(tmp_path, "cases", path)) == [f"{path}: {said}"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither pipes in folders nor links for everyone")
def test_links_pipes_and_folders_are_not_opened(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("case_id\nC-1\n", encoding="utf-8")
    folder = tmp_path / "service" / "evidence"
    folder.mkdir(parents=True)
    (folder / "link.csv").symlink_to(outside)
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    (folder / "folder.csv").mkdir()
    os.mkfifo(folder / "pipe.csv")
    for name in ("link", "loop", "folder", "pipe"):
        found = read(tmp_path / "service", "cases", f"evidence/{name}.csv")
        assert len(found.problems) == 1, name
        assert not found.tables, name


def test_a_row_that_is_left_out_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "evidence" / "people").mkdir(parents=True)
    (tmp_path / "evidence" / "people" / "log.csv").write_text(
        "practitioner_id,held_on,kind\nP-1,2026-05-01,review\nP-1,31/02/2026,review\n", encoding="utf-8"
    )
    (tmp_path / "rsqm.yaml").write_text(
        "service: {name: A}\nframework: rsqm-working-set\ntables:\n  supervision: {file: evidence/people/log.csv}\n",
        encoding="utf-8",
    )
    workspace = load_workspace(tmp_path).workspace
    assert workspace
    (note,) = (n for n in workspace.notes if n.where.row)
    assert (note.where.path, note.where.row, note.where.field) == ("evidence/people/log.csv", 3, "held_on")
    assert note.message.startswith("A row of the table supervision is left out under held_on: ")


def test_rows_left_out_for_one_cause_are_told_once(tmp_path: Path) -> None:
    """Seven rows have a word that no list has, in rows 2 to 8; of one the day does not exist."""
    rows = ["P-1,2026-05-01,Group"] * 7 + ["P-1,31/02/2026,review"]
    put(tmp_path, "\n".join(["practitioner_id,held_on,kind", *rows, ""]), "evidence/people/log.csv")
    (tmp_path / "rsqm.yaml").write_text(
        "service: {name: A}\nframework: rsqm-working-set\ntables:\n  supervision: {file: evidence/people/log.csv}\n",
        encoding="utf-8",
    )
    workspace = load_workspace(tmp_path).workspace
    assert workspace
    words, day = (note for note in workspace.notes if note.where.row)
    assert words.message == (
        "7 rows of the table supervision (rows 2, 3, 4, 5, 6 and 2 more) are left out under kind: 'Group' is none of "
        "case supervision, observed practice, review, debrief. Correct it, or name it under `values:`"
    )
    assert (words.where.row, words.next_step) == (2, "")
    assert day.message.startswith("A row of the table supervision is left out under held_on: '31/02/2026' is a day ")
    assert (day.where.row, day.next_step) == (9, "Correct it in the file.")


@pytest.mark.parametrize(
    ("others", "told"),
    [
        (1, "1 more row of the table supervision is left out"),
        (2, "2 more rows of the table supervision are left out"),
    ],
)
def test_of_many_causes_the_first_are_told(others: int, told: str, tmp_path: Path) -> None:
    """Five causes are told one by one; of the others only how many rows there are."""
    rows = [f"P-1,{n:02}/02/2026,review" for n in range(30, 35 + others)]
    put(tmp_path, "\n".join(["practitioner_id,held_on,kind", *rows, ""]), "evidence/people/log.csv")
    (tmp_path / "rsqm.yaml").write_text(
        "service: {name: A}\nframework: rsqm-working-set\ntables:\n  supervision: {file: evidence/people/log.csv}\n",
        encoding="utf-8",
    )
    workspace = load_workspace(tmp_path).workspace
    assert workspace
    assert [n.message for n in workspace.notes if "more row" in n.message] == [told]
