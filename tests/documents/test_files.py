"""Files that cannot be opened, and files that should not be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rsqm_tool.load.cache import Cache
from rsqm_tool.load.documents import read_documents
from rsqm_tool.model.documents import DocumentText

NOT_ORDINARY = "It is not an ordinary file. Put the file itself there"
LEADS_OUT = "It is a link that leads out of the folder. Put the file itself there"


def cannot(reason: str) -> str:
    return f"It cannot be read ({reason}). Close it, or ask for access to it"


def trouble(root: Path, name: str = "a.txt") -> str:
    """The sentence for one file; beside it another is read all the same."""
    (root / "good.txt").write_text("Good", encoding="utf-8")
    texts = read_documents(root, [name, "good.txt"], Cache(root / "build/cache"))
    assert texts["good.txt"].passages[0].text == "Good"
    assert texts[name] == DocumentText(trouble=texts[name].trouble)
    return texts[name].trouble


def test_missing(tmp_path: Path) -> None:
    assert trouble(tmp_path) == "There is no such file. Put it there, or correct the register"


def test_empty(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    assert trouble(tmp_path) == "The file is empty. Save it again from the program it was written in"


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    assert trouble(tmp_path) == NOT_ORDINARY


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert trouble(tmp_path) == NOT_ORDINARY


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices in folders here")
def test_a_device(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("/dev/zero")
    assert trouble(tmp_path) == LEADS_OUT


def test_a_link_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "a.txt").symlink_to(tmp_path / "outside.txt")
    assert trouble(root) == LEADS_OUT


def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    assert trouble(tmp_path) == cannot("it is a link to itself")


def test_a_file_that_became_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Text", encoding="utf-8")
    answers = iter([True, False])
    monkeypatch.setattr("rsqm_tool.load.documents._open.stat.S_ISREG", lambda mode: next(answers))
    texts = read_documents(tmp_path, ["a.txt"], Cache(tmp_path / "build/cache"))
    assert texts["a.txt"].trouble == NOT_ORDINARY


def test_permission_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("secret", encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):  # whoever runs this may read everything
        really = os.open

        def refuse(name: Path, flags: int, *rest: int) -> int:
            if Path(name).name == "a.txt":
                raise PermissionError(13, "Permission denied", str(name))
            return really(name, flags, *rest)

        monkeypatch.setattr(os, "open", refuse)
    assert trouble(tmp_path) == cannot("permission denied")


def test_any_other_fault_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")

    def fail(path: Path) -> bytes:
        raise OSError(5, "Input/output error", "secret")

    monkeypatch.setattr("rsqm_tool.load.documents._open._read", fail)
    texts = read_documents(tmp_path, ["a.pdf"], Cache(tmp_path / "build/cache"))
    assert texts["a.pdf"].trouble == cannot("input/output error")


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    assert trouble(tmp_path, "a\0b.txt") == cannot("input/output error")


def test_too_large_to_be_opened(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as stream:
        stream.truncate(50_000_001)
    assert trouble(tmp_path, "a.pdf").startswith("It is larger than 50 MB. Save a smaller copy,")


def test_a_format_without_a_reader_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "a.mp4").open("wb") as stream:
        stream.truncate(50_000_001)
    assert trouble(tmp_path, "a.mp4").startswith("The tool does not read .mp4 files; an assessor can.")
