"""The fictional service as the README promises it: its totals, its faultless twin, and what a missing file does."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from rsqm_tool.assess import assess
from rsqm_tool.load import load_workspace
from rsqm_tool.load.cache import Cache
from rsqm_tool.model import Assessment, Outcome, is_worse
from rsqm_tool.reports._words import totals

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 20)


def judged(root: Path) -> Assessment:
    loaded = load_workspace(root, cache=Cache(root / "build" / "cache"))
    assert loaded.workspace, [str(p) for p in loaded.problems]
    return assess(loaded.workspace, loaded.workspace.frameworks[0], AS_OF)


def test_its_totals_are_those_of_the_readme() -> None:
    assert totals(judged(ROOT)) in (ROOT / "README.md").read_text(encoding="utf-8")


def test_without_its_faults_it_has_no_gap(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.fenland", "--out", str(tmp_path), "--planted", "none"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    result = judged(tmp_path)
    assert [r.criterion.id for r in result.gaps] == []
    assert result.ready
    assert [r.criterion.id for r in result.results if r.outcome is Outcome.NOT_APPLICABLE] == ["1.5"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("service")
    shutil.copytree(ROOT / "evidence", root / "evidence")
    shutil.copy(ROOT / "rsqm.yaml", root)
    return root


def test_any_file_that_goes_is_told_where_it_counts_and_nowhere_else(copy: Path) -> None:
    before = {r.criterion.id: r for r in judged(copy).results}
    items = [i for i in judged(copy).workspace.items if i.file and (copy / i.file).exists()]
    assert len(items) > 40
    for item in items:
        file = copy / (item.file or "")
        aside = file.with_name("~$aside")
        file.rename(aside)
        after = {r.criterion.id: r for r in judged(copy).results}
        aside.rename(file)
        supported = {s.criterion for s in item.supports}
        for id, result in after.items():
            assert not is_worse(before[id].outcome, result.outcome), f"{item.id}: {id} got better"
            if id not in supported:
                assert result.findings == before[id].findings, f"{item.id}: {id} changed"
            elif result.outcome is not Outcome.NOT_APPLICABLE:
                new = [f for f in result.findings if f not in before[id].findings]
                assert any(str(item.file) in f.message and f.where == item.where for f in new), f"{item.id}: {id}"
