"""While a workspace is loaded and judged, Python's collector of garbage rests; afterwards it is as it was."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

import pytest

from rsqm_tool import assess
from rsqm_tool.cli._common import Asked, judge
from tests.process import workspace


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_rests_while_a_workspace_is_judged(
    on: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(assess, "assess", lambda *_: seen.append(gc.isenabled()))
    was = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        judge(Asked(workspace(tmp_path), date(2026, 11, 20), None, False))
        assert (seen, gc.isenabled()) == ([False], on)
    finally:
        (gc.enable if was else gc.disable)()
        gc.unfreeze()
