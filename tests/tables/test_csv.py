"""Every fault of a CSV file, with its input and its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tables.making import CSV, problems, put, read, rows, table, text

HEAD = "practitioner_id,role,level\n"
SAVE = "Save the table again as CSV UTF-8."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"practitioner_id,role\nP-001,x\nP-0\x0002,x\n",
            f"{CSV}:3: Line 3 contains a NUL character. {SAVE}",
        ),
        (
            b"practitioner_id,role\nP-001,Co\x81ordinator\n",
            f"{CSV}:2: A character on line 2 is stored neither as UTF-8 nor as Windows-1252. {SAVE}",
        ),
        (
            b"\xef\xbb\xbfpractitioner_id,role\nP-001,Co\x96ordinator\n",
            f"{CSV}:2: A character on line 2 is not stored as UTF-8. {SAVE}",
        ),
        (
            "practitioner_id,role\nP-001,x\n".encode("utf-16") + b"\xd8",
            f"{CSV}:3: A character on line 3 is not stored as UTF-16. {SAVE}",
        ),
        (
            "practitioner_id,role\n".encode("utf-16-le"),
            f"{CSV}:1: Line 1 contains a NUL character. {SAVE}",
        ),
        (
            HEAD + 'P-001,"x,none\nP-002,x,none\n',
            f"{CSV}:2: The quotation mark opened on line 2 is never closed. Close it, or delete it.",
        ),
        (
            HEAD + 'P-001,"x\ny",none\nP-002,x,none\nP-003,x,"none\n',
            f"{CSV}:5: The quotation mark opened on line 5 is never closed. Close it, or delete it.",
        ),
        (
            HEAD + 'P-001,"x,none\nP-002,x,none\nP-003,y",none\n',
            f"{CSV}:2: The quotation mark opened on line 2 is closed only 2 lines further down. "
            "Close it on its line, or delete it.",
        ),
        (
            HEAD + 'P-001,"x,none\nP-002,x,none\nP-003,"y",none\n',
            f"{CSV}:4: On line 4 a quotation mark stands inside a text, or text stands behind a closing one; "
            "the text begins on line 2. Double every quotation mark inside a text, or delete it.",
        ),
        (
            HEAD + 'P-001,"x"y,none\n',
            f"{CSV}:2: On line 2 a quotation mark stands inside a text, or text stands behind a closing one. "
            "Double every quotation mark inside a text, or delete it.",
        ),
        (
            HEAD + 'P-001,"' + "x" * 140_000 + '",none\n',
            f"{CSV}:2: The cell that begins on line 2 has more than 131,072 characters. "
            "Look for a quotation mark there that is never closed.",
        ),
        (
            HEAD + 'P-001,x,none\nP-002,"' + "word\n" * 140_000,
            f"{CSV}:3: The cell that begins on line 3 has more than 131,072 characters. "
            "Look for a quotation mark there that is never closed.",
        ),
        ("\n \n", f"{CSV}: The file holds no table. Export the table again."),
        ("", f"{CSV}: The file is empty. Save it again from the program it was written in."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_parsed_is_a_problem_with_its_line(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    found = text(tmp_path, "practitioners", content)
    assert problems(found) == [said]
    assert not found.tables


def test_line_numbers_count_on_after_many_chunks(tmp_path: Path) -> None:
    body = "".join(f'P-{n},"a\nb",none\n' for n in range(3_000))
    assert problems(text(tmp_path, "practitioners", HEAD + body + 'P-9999,"x,none\n')) == [
        f"{CSV}:6002: The quotation mark opened on line 6002 is never closed. Close it, or delete it."
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends(tmp_path: Path, encoding: str, separator: str, end: str) -> None:
    lines = [("practitioner_id", "role", "level"), ("P-001", "Co–ordinator, café", "none"), ("P-002", "", "")]
    content = end.join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    found = text(tmp_path, "practitioners", content.encode(encoding))
    assert rows(found, "practitioners") == [
        {"row": 2, "practitioner_id": "P-001", "role": "Co–ordinator, café", "level": "none"},
        {"row": 3, "practitioner_id": "P-002"},
    ]
    note = "Read as Windows-1252, because line 2 is not UTF-8. Look at accents and dashes there"
    assert table(found, "practitioners").notes == ((note,) if encoding == "cp1252" else ())


def test_the_first_line_that_is_not_utf_8_is_named_whatever_its_place(tmp_path: Path) -> None:
    # The fault lies in the second megabyte that is read.
    body = "".join(f"P-{n},{'x' * 90},none\n" for n in range(12_000))
    (note,) = table(
        text(tmp_path, "practitioners", (HEAD + body).encode() + b"P-99999,caf\xe9,none\n"), "practitioners"
    ).notes
    assert "line 12002 is not UTF-8" in note


def test_the_separator_is_the_one_that_yields_headers(tmp_path: Path) -> None:
    """Commas are more frequent here; only semicolons yield known headers. Excel's own `sep=` line is a title."""
    content = "sep=;\npractitioner_id;role\nP-001;a, b, c\nP-002;d, e\n"
    assert [row["role"] for row in rows(text(tmp_path, "practitioners", content), "practitioners")] == [
        "a, b, c",
        "d, e",
    ]


def test_ragged_rows_are_left_out_and_told(tmp_path: Path) -> None:
    content = (
        "practitioner_id,role,level,agency,casework,started_on,ended_on\n"
        "P-001,x,none,,yes,,\n"
        "P-002,x,none,y\n"
        "P-003,x,none,y,yes,2026-01-01,,,z\n"
        "P-004,x,none,y,yes,2026-01-01,,,,\n"
    )
    found = text(tmp_path, "practitioners", content)
    assert [row["row"] for row in rows(found, "practitioners")] == [2, 5]
    assert table(found, "practitioners").left_out == (
        (3, "", "The row has 4 values; expected 7"),
        (4, "", "The row has 9 values; expected 7"),
    )


def test_rows_have_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    """A cell of two lines is one row there, and a blank line is a row."""
    content = 'A title\n\npractitioner_id,role\nP-001,"two\nlines"\n\n,\nP-002,x\n'
    found = rows(text(tmp_path, "practitioners", content), "practitioners")
    assert [(row["row"], row["practitioner_id"]) for row in found] == [(4, "P-001"), (7, "P-002")]
    assert found[0]["role"] == "two lines"


def test_a_file_that_grows_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rsqm_tool.load.tables.grid.MAX_CSV", 20)
    assert problems(text(tmp_path, "practitioners", HEAD + "P-001,x,none\n")) == [
        f"{CSV}: The file is larger than 0 MB. Save the table in parts."
    ]


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, HEAD)

    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("rsqm_tool.load.tables.csv.open_csv", locked)
    assert problems(read(tmp_path, "practitioners")) == [
        f"{CSV}: The file cannot be read (permission denied). Close it, or ask for access to it."
    ]
