"""What the repository itself must keep: its sources, and locks that lead nowhere."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_lock_files_hold_hashes_and_no_address() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*-(?!-hash=sha256:)", text, re.MULTILINE)
        assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", text.strip()))


def test_git_keeps_the_source_of_the_site() -> None:
    lines = {line.strip() for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()}
    assert not lines & {"site", "site/", "/site", "/site/", "evidence", "evidence/", "/evidence/"}
    assert "/build/" in lines
