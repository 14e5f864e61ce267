"""An entry goes into rsqm.yaml and nothing else there changes: not a comment, not a line end, not who may read it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from rsqm_tool.load.places import read
from rsqm_tool.load.tables.saving import Entry, NotSaved, save
from tests.links import link

SERVICE = "service: {name: A small hub}\nframework: rsqm-working-set\n"
CASES = "tables:\n  cases:\n    file: evidence/c.csv\n"
ENTRY = Entry("practitioners", "evidence/p.csv", columns={"practitioner_id": "Ref"})
LINES = "  practitioners:\n    file: evidence/p.csv\n    columns:\n      practitioner_id: Ref\n"


def saved(root: Path, content: str) -> str:
    (root / "rsqm.yaml").write_bytes(content.encode())
    save(root, ENTRY)
    assert [p.name for p in root.iterdir()] == ["rsqm.yaml"]
    return (root / "rsqm.yaml").read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SERVICE, f"{SERVICE}\ntables:\n{LINES}"),
        (SERVICE + CASES, SERVICE + CASES + LINES),
        (f"{SERVICE}{CASES}notice: x\n", f"{SERVICE}{CASES}{LINES}notice: x\n"),
        (f"{SERVICE}{CASES}# behind\n\n\n", f"{SERVICE}{CASES}{LINES}# behind\n"),
        ((SERVICE + CASES).rstrip(), SERVICE + CASES + LINES),  # the last line has no end
        (SERVICE.rstrip(), f"{SERVICE}\ntables:\n{LINES}"),
    ],
)
def test_where_the_entry_goes(tmp_path: Path, before: str, after: str) -> None:
    assert saved(tmp_path, before) == after


@pytest.mark.parametrize("tables", ["", CASES])
def test_new_lines_end_as_most_lines_do(tmp_path: Path, tables: str) -> None:
    written = saved(tmp_path, (SERVICE + tables).replace("\n", "\r\n"))
    assert written.count("\r\n") == written.count("\n")
    assert written.replace("\r\n", "\n") == (SERVICE + tables + LINES if tables else f"{SERVICE}\ntables:\n{LINES}")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_each_line_keeps_its_own_end(tmp_path: Path, end: str, at: int) -> None:
    """As where one editor pastes what another wrote. YAML takes both for ends of lines; others are refused."""
    lines = (SERVICE + CASES).splitlines(keepends=True)
    lines[at - 1] = lines[at - 1].rstrip("\n") + end
    assert saved(tmp_path, "".join(lines)) == "".join(lines) + LINES


@pytest.mark.skipif(os.name != "posix", reason="no modes here")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664])
def test_who_may_read_it_stays(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "rsqm.yaml"
    path.write_text(SERVICE, encoding="utf-8")
    path.chmod(mode)
    save(tmp_path, ENTRY)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_what_would_change_something_else_is_not_saved(tmp_path: Path) -> None:
    """`|+` keeps the blank lines behind a text: with the entry below it, the notice would be another one.

    The file would fit its schema all the same: only that its content is compared finds this.
    """
    content = f"{SERVICE}notice: |+\n  Fictional.\n\n\n\n"
    (tmp_path / "rsqm.yaml").write_text(content, encoding="utf-8")
    assert read(tmp_path, "rsqm.yaml").data["notice"] == "Fictional.\n\n\n\n"
    with pytest.raises(NotSaved) as told:
        save(tmp_path, ENTRY)
    assert str(told.value) == ("The entry does not fit into rsqm.yaml as that is written. Copy it there by hand")
    assert (tmp_path / "rsqm.yaml").read_text(encoding="utf-8") == content
    assert [p.name for p in tmp_path.iterdir()] == ["rsqm.yaml"]


def test_nothing_is_written_through_a_link_of_the_same_name(tmp_path: Path) -> None:
    """The new content is written beside rsqm.yaml first, under a name that somebody might guess."""
    precious = tmp_path / "precious.txt"
    precious.write_text("precious", encoding="utf-8")
    beside = tmp_path / f".rsqm.yaml.{os.getpid()}.tmp"
    link(beside, precious)
    (tmp_path / "rsqm.yaml").write_text(SERVICE, encoding="utf-8")
    save(tmp_path, ENTRY)
    assert precious.read_text(encoding="utf-8") == "precious"
    assert not beside.is_symlink()
    assert (tmp_path / "rsqm.yaml").read_text(encoding="utf-8") == f"{SERVICE}\ntables:\n{LINES}"
