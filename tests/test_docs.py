"""The README and the command line tell of the same things."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsqm_tool.cli import _COMMANDS
from rsqm_tool.cli.list import _LISTS

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", _COMMANDS)
def test_the_readme_has_every_command(command: str) -> None:
    assert f"`rsqm {command}" in README


def test_the_readme_has_every_list() -> None:
    line = next(line for line in README.splitlines() if line.startswith("| `rsqm list"))
    assert [word for word in _LISTS if word not in line] == []


@pytest.mark.parametrize("code", range(4))
def test_the_readme_has_every_exit_code(code: int) -> None:
    assert f"\n| {code} |" in README
