"""Registered files: what is said about each thing that can be wrong with one, and that nothing outside is looked at."""

from __future__ import annotations

import errno
import os
import unicodedata
from pathlib import Path

import pytest

from rsqm_tool.load import load_workspace
from rsqm_tool.load.files import Folder, Found, misplaced
from rsqm_tool.model import FileState

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """The folder evidence/ of a workspace, with one file of each usual kind."""
    folder = tmp_path / "evidence"
    (folder / "documents").mkdir(parents=True)
    for name, content in {
        "policy.docx": ZIP + bytes(60),
        "minutes.pdf": b"%PDF-1.7\n",
        "people.xlsx": ZIP + bytes(60),
        "leaflet.md": b"# Leaflet\n",
        "old.doc": OLE + bytes(60),
        "old-too.doc": b"{\\rtf1 text}",
        "scan.PDF": b"\n\n%PDF-1.4\n",  # readers look for the mark in the first kilobyte
    }.items():
        (folder / "documents" / name).write_bytes(content)
    return folder


def find(evidence: Path, name: str) -> Found:
    return Folder(evidence).find(f"documents/{name}")


def write(evidence: Path, name: str, content: bytes) -> None:
    (evidence / "documents" / name).write_bytes(content)


def test_a_folder_that_is_closed_to_us_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "evidence" / "register").mkdir(parents=True)
    (tmp_path / "rsqm.yaml").write_text("service: {name: A}\nframework: rsqm-working-set\n", encoding="utf-8")
    monkeypatch.setattr("os.access", lambda path, mode: Path(path).name != "register")
    loaded = load_workspace(tmp_path)
    assert [str(p) for p in loaded.problems] == [
        "evidence/register: The folder cannot be read (permission denied). Ask for access to it."
    ]


@pytest.mark.parametrize(
    "name", ["policy.docx", "minutes.pdf", "people.xlsx", "leaflet.md", "old.doc", "old-too.doc", "scan.PDF"]
)
def test_a_file_that_is_as_it_should_be(name: str, evidence: Path) -> None:
    size = (evidence / "documents" / name).stat().st_size
    assert find(evidence, name) == Found(FileState.READABLE, f"documents/{name}", "", size)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (
            "documents/complaints.docx",
            "There is no file 'complaints.docx' in evidence/documents. Put the file there, or correct the register",
        ),
        ("documents/polcy.docx", "There is no file 'polcy.docx' in evidence/documents. Perhaps 'policy.docx' is meant"),
        ("documents/policy.doc", "There is no file 'policy.doc' in evidence/documents. Perhaps 'policy.docx' is meant"),
        (
            "documents/Policy.docx",
            "The file is called 'policy.docx' in evidence/documents: capital letters matter. Write it alike",
        ),
        (
            "Documents/policy.docx",
            "The folder is called 'documents' in evidence: capital letters matter. Write it alike",
        ),
        ("docs/policy.docx", "There is no folder 'docs' in evidence. Put the file there, or correct the register"),
        (
            "evidence/documents/policy.docx",
            "Paths begin below evidence/. Take 'evidence/' away from the beginning",
        ),
        (
            "documents/policy.docx/page-1",
            "There is no file 'page-1' in evidence/documents/policy.docx. Put the file there, or correct the register",
        ),
        ("%2e%2e/secret", "There is no folder '%2e%2e' in evidence. Put the file there, or correct the register"),
    ],
)
def test_a_file_that_is_not_there(path: str, told: str, evidence: Path) -> None:
    assert Folder(evidence).find(path) == Found(FileState.MISSING, path, told)


def test_without_a_folder_every_file_is_missing(tmp_path: Path) -> None:
    assert Folder(tmp_path / "evidence").find("documents/policy.docx").state is FileState.MISSING
    assert Folder(tmp_path / "evidence").everything() == []


@pytest.mark.parametrize(
    ("name", "content", "state", "told"),
    [
        ("a.docx", b"", FileState.EMPTY, "The file is empty. Save it again from the program it was written in"),
        (
            "a.docx",
            OLE,
            FileState.UNREADABLE,
            "It needs a password, or is older than a Word document can be. "
            "Save an unprotected copy in the present format",
        ),
        (
            "a.xlsx",
            OLE,
            FileState.UNREADABLE,
            "It needs a password, or is older than an Excel workbook can be. "
            "Save an unprotected copy in the present format",
        ),
        (
            "a.pdf",
            b"\xef\xbb\xbf\r\n <!DOCTYPE html><title>Sign in</title>",
            FileState.UNREADABLE,
            "It is a web page, not a PDF (a sign-in page?). Save the document itself",
        ),
        (
            "a.docx",
            b"<html>",
            FileState.UNREADABLE,
            "It is a web page, not a Word document (a sign-in page?). Save the document itself",
        ),
        (
            "a.pdf",
            OLE,
            FileState.UNREADABLE,
            "It is an older Office file, not a PDF. Open it and save it as a PDF",
        ),
        (
            "a.xlsx",
            b"Ref,Start\nP-001,01/04/2026\n",
            FileState.UNREADABLE,
            "It is text, not an Excel workbook. Change its name to end in .csv, or save it as an Excel workbook",
        ),
        ("a.pdf", bytes(2000), FileState.UNREADABLE, "It is damaged, or not a PDF at all. Open it and save it again"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(
    name: str, content: bytes, state: FileState, told: str, evidence: Path
) -> None:
    write(evidence, name, content)
    assert find(evidence, name) == Found(state, f"documents/{name}", told)


def test_a_web_page_may_be_one(evidence: Path) -> None:
    write(evidence, "page.html", b"<!DOCTYPE html>")
    assert find(evidence, "page.html").state is FileState.READABLE


def test_a_folder_is_no_file(evidence: Path) -> None:
    (evidence / "documents" / "minutes").mkdir()
    told = "It is a folder. Put the file itself there"
    assert find(evidence, "minutes") == Found(FileState.UNREADABLE, "documents/minutes", told)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_wait_for_anybody(evidence: Path) -> None:
    os.mkfifo(evidence / "documents" / "pipe.txt")
    told = "It is not an ordinary file. Put the file itself there"
    assert find(evidence, "pipe.txt") == Found(FileState.UNREADABLE, "documents/pipe.txt", told)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "permission denied"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (OSError("no number"), "no reason given"),
    ],
)
def test_a_file_that_may_not_be_opened(
    error: OSError, told: str, evidence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made to fail rather than closed: whoever runs these tests may be allowed everything."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", fail)
    sentence = f"It cannot be read ({told}). Close it, or ask for access to it"
    assert find(evidence, "policy.docx") == Found(FileState.UNREADABLE, "documents/policy.docx", sentence)


def test_a_folder_that_may_not_be_listed(evidence: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", fail)
    sentence = "It cannot be read (permission denied). Close it, or ask for access to it"
    assert find(evidence, "policy.docx") == Found(FileState.UNREADABLE, "documents/policy.docx", sentence)


# Names.


@pytest.mark.parametrize("name", ["Grundsätze für alle.md", "Policy (draft 2) & more.md", "Plan: 'new'.md", "计划.md"])
def test_names_may_hold_what_people_write(name: str, evidence: Path) -> None:
    write(evidence, name, b"text")
    assert misplaced(f"documents/{name}") == ""
    assert find(evidence, name).state is FileState.READABLE


@pytest.mark.parametrize(("written", "stored"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_an_accent_fits_however_it_is_stored(written: str, stored: str, evidence: Path) -> None:
    """A Mac stores it in two characters, most other systems in one; both look the same. The disk's name is used."""
    on_disk = unicodedata.normalize(stored, "Grundsätze.md")
    write(evidence, on_disk, b"text")
    found = find(evidence, unicodedata.normalize(written, "Grundsätze.md"))
    assert (found.state, found.path) == (FileState.READABLE, f"documents/{on_disk}")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("../outside.txt", "leads out of evidence/ or stands still"),
        ("documents/../../rsqm.yaml", "leads out of evidence/ or stands still"),
        ("documents/..", "leads out of evidence/ or stands still"),
        ("./policy.docx", "leads out of evidence/ or stands still"),
        ("documents//policy.docx", "leads out of evidence/ or stands still"),
        ("documents/", "leads out of evidence/ or stands still"),
        (".", "leads out of evidence/ or stands still"),
        ("", "leads out of evidence/ or stands still"),
        ("/etc/passwd", "is not relative to evidence/"),
        ("//server/share/policy.docx", "is not relative to evidence/"),
        ("C:/Users/hub/policy.docx", "is not relative to evidence/"),
        ("C:policy.docx", "is not relative to evidence/"),
        ("file:///etc/passwd", "is not relative to evidence/"),
        ("file:policy.docx", "is not relative to evidence/"),
        ("https://hub.example/policy.docx", "is not relative to evidence/"),
        ("documents\\policy.docx", "uses \\ between folders"),
        ("..\\..\\outside.txt", "uses \\ between folders"),
        ("\\\\server\\share\\policy.docx", "uses \\ between folders"),
        ("C:\\Users\\hub\\policy.docx", "uses \\ between folders"),
        ("policy\x00.docx", "holds an unseen character; inside double quotation marks \\ makes one"),
        ("policy\n.docx", "holds an unseen character; inside double quotation marks \\ makes one"),
        ("policy\x1b[31m.docx", "holds an unseen character; inside double quotation marks \\ makes one"),
        ("policy\x7f.docx", "holds an unseen character, or a space or full stop at the edge of a name"),
        ("policy\x9b.docx", "holds an unseen character, or a space or full stop at the edge of a name"),
        ("policy\u202efdp.exe", "holds an unseen character, or a space or full stop at the edge of a name"),
        ("policy\u200b.docx", "holds an unseen character, or a space or full stop at the edge of a name"),
        ("policy\ud800.docx", "holds an unseen character, or a space or full stop at the edge of a name"),
        ("policy.docx ", "holds an unseen character, or a space or full stop at the edge of a name"),
        ("documents /policy.docx", "holds an unseen character, or a space or full stop at the edge of a name"),
        ("documents./policy.docx", "holds an unseen character, or a space or full stop at the edge of a name"),
        ("documents/.../policy.docx", "holds an unseen character, or a space or full stop at the edge of a name"),
        ("documents/CON", "uses a name that Windows keeps for itself"),
        ("aux.txt", "uses a name that Windows keeps for itself"),
        ("documents/com1.log", "uses a name that Windows keeps for itself"),
        ("nul .pdf", "uses a name that Windows keeps for itself"),
        ("é" * 128, "is too long"),
        ("a/" * 300 + "b", "is too long"),
    ],
)
def test_a_path_that_may_not_be_used(path: str, why: str) -> None:
    assert misplaced(path) == why


@pytest.mark.parametrize(
    "path",
    ["policy.docx", "documents/policy.docx", "documents/..policy.md", "a.b/c..d", "~policy.md", "console/com10.txt"],
)
def test_a_path_that_may(path: str) -> None:
    assert misplaced(path) == ""


# Links. Nothing outside the folder is opened, and none of its names is told.


@pytest.fixture
def outside(evidence: Path) -> Path:
    """A folder beside evidence/ with something in it that is nobody's business."""
    folder = evidence.parent / "private"
    folder.mkdir()
    (folder / "secret-accounts.md").write_text("secret", encoding="utf-8")
    return folder


LEADS_OUT = "It is a link that leads out of the folder. Put the file itself there"


def test_a_link_to_a_file_outside(evidence: Path, outside: Path) -> None:
    (evidence / "documents" / "accounts.md").symlink_to(outside / "secret-accounts.md")
    assert find(evidence, "accounts.md") == Found(FileState.UNREADABLE, "documents/accounts.md", LEADS_OUT)


@pytest.mark.parametrize("name", ["secret-accounts.md", "secret-account.md", "nothing.md"])
def test_a_link_to_a_folder_outside(name: str, evidence: Path, outside: Path) -> None:
    (evidence / "linked").symlink_to(outside)
    found = Folder(evidence).find(f"linked/{name}")
    assert "secret-accounts" not in found.trouble
    assert found.state in (FileState.UNREADABLE, FileState.MISSING)
    assert Folder(evidence).find("linked/secret-accounts.md").trouble == LEADS_OUT


def test_a_sibling_whose_name_begins_alike_is_outside(evidence: Path) -> None:
    (evidence.parent / "evidence-2").mkdir()
    (evidence.parent / "evidence-2" / "policy.md").write_text("text", encoding="utf-8")
    (evidence / "documents" / "policy.md").symlink_to("../../evidence-2/policy.md")
    assert find(evidence, "policy.md").trouble == LEADS_OUT


def test_a_link_inside_is_as_good_as_the_file(evidence: Path) -> None:
    (evidence / "documents" / "latest.docx").symlink_to("policy.docx")
    (evidence / "again").symlink_to("documents")
    assert find(evidence, "latest.docx").state is FileState.READABLE
    assert Folder(evidence).find("again/policy.docx").state is FileState.READABLE


def test_a_link_to_itself(evidence: Path) -> None:
    (evidence / "documents" / "loop.txt").symlink_to("loop.txt")
    (evidence / "round").symlink_to("about")
    (evidence / "about").symlink_to("round")
    sentence = "It cannot be read (it is a link to itself). Close it, or ask for access to it"
    assert find(evidence, "loop.txt").trouble == sentence
    assert Folder(evidence).find("round/x.txt").trouble == sentence


def test_a_link_to_nothing(evidence: Path) -> None:
    (evidence / "documents" / "gone.txt").symlink_to("went.txt")
    sentence = "It cannot be read (it is a link to nothing). Close it, or ask for access to it"
    assert find(evidence, "gone.txt") == Found(FileState.UNREADABLE, "documents/gone.txt", sentence)


def test_the_evidence_may_be_a_link_itself(evidence: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").symlink_to(evidence)
    assert Folder(tmp_path / "shared").find("documents/policy.docx").state is FileState.READABLE


# What lies in the folder.


def test_only_what_people_put_there_is_listed(evidence: Path, outside: Path) -> None:
    for name in (".DS_Store", "~$policy.docx", "Thumbs.db", "desktop.ini", ".~lock.policy.odt#"):
        write(evidence, name, b"x")
    (evidence / ".git").mkdir()
    (evidence / ".git" / "config").write_bytes(b"x")
    (evidence / "linked").symlink_to(outside)
    assert [p for p in Folder(evidence).everything() if "documents/" not in p] == []
    assert Folder(evidence).everything()[:2] == ["documents/leaflet.md", "documents/minutes.pdf"]
    assert len(Folder(evidence).everything()) == 7
