"""Real links, for what must not go through one."""

from __future__ import annotations

from pathlib import Path

import pytest


def link(path: Path, to: Path) -> None:
    """Makes a link at `path`; where the system lets nobody make one, there is nothing to test."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.symlink_to(to, target_is_directory=to.is_dir())
    except OSError:
        pytest.skip("no links here")
