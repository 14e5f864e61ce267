"""`rsqm explain` in the log of a CI run: no id of a person or a case, and nothing of what is private."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rsqm_tool.load import load_workspace
from tests.process import ROOT, rsqm

AS_OF = "2026-11-20"
HIDDEN = re.compile(r"\b(?:P-[0-9]{3}|C-[0-9]{4}|DAT-[0-9]+)\b")


def explained(criterion: str, *options: str, **environment: str) -> str:
    done = rsqm("explain", criterion, "-C", ROOT, "--as-of", AS_OF, *options, **environment)
    assert (done.code, done.err) == (0, "")
    return " ".join(done.out.split())


def test_a_log_names_nobody_unless_asked() -> None:
    plain, log = explained("4.4"), explained("4.4", CI="true")
    assert "Who or what: P-010, P-013." in plain
    assert "P-012: Case supervision, by 14 December 2026" in plain
    assert "In the action plan: A-24, due 4 December 2026: Hold case supervision with P-010 and observe P-007" in plain
    assert "In the service's words:" in plain
    assert HIDDEN.findall(log) == []
    assert "Who or what: 2 not named here; use --ids." in log
    assert "Case supervision for 1 practitioner, by 14 December 2026" in log
    assert "Case supervision for 2 practitioners, by 28 January 2027" in log
    assert log.endswith("In the action plan: A-24, due 4 December 2026")
    assert "In the service's words:" not in log
    assert explained("4.4", "--ids", CI="true") == plain


@pytest.mark.parametrize("criterion", ["1.4", "4.2", "5.1", "5.2", "6.5"])
def test_a_log_shows_no_title_of_what_is_private(criterion: str) -> None:
    workspace = load_workspace(ROOT).workspace
    assert workspace
    private = [item.title for item in workspace.items if item.sensitivity == "private"]
    log = explained(criterion, CI="true")
    assert private
    assert [title for title in private if title in log] == []
    assert HIDDEN.findall(log) == []


def test_a_criterion_without_a_workspace_has_nothing_to_hide(tmp_path: Path) -> None:
    assert rsqm("explain", "4.4", cwd=tmp_path, CI="true").out == rsqm("explain", "4.4", cwd=tmp_path).out
