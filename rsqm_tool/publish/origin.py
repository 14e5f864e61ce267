"""What the site is made from and with: the commit, the programs' versions, and a hash of each file that it shows."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rsqm_tool import __version__
from rsqm_tool.model import Assessment, FileState
from rsqm_tool.publish.context import Origin

_PROGRAMS = ("mkdocs", "mkdocs-material", "pypdf", "openpyxl", "pandas")
_INPUT = ("rsqm.yaml", "standards", "evidence", "site", "mkdocs.yml")  # what a site is made from
_SECONDS = 10  # for git, which answers at once or hangs


def origin_of(assessment: Assessment, root: Path) -> Origin:
    """The origin of a site of `assessment`, which holds only what may be shown. Reads files below `root`."""
    commit = _git(root, "rev-parse", "HEAD")
    changed = bool(commit) and bool(_git(root, "status", "--porcelain", "--", *_INPUT))
    return Origin(commit, changed, _versions(), _digests(assessment, root))


def _digests(assessment: Assessment, root: Path) -> dict[str, str]:
    found = {}
    for item in assessment.workspace.items:
        if item.file and item.file_state is FileState.READABLE:
            with (root / item.file).open("rb") as file:
                found[item.file] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _versions() -> tuple[tuple[str, str], ...]:
    found = [("RSQM toolkit", __version__), ("Python", platform.python_version())]
    for name in _PROGRAMS:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:  # run from a folder that nothing was installed for
            continue
    return tuple(found)


def _git(root: Path, *words: str) -> str:
    """What git says; empty where there is no git, no repository, or no answer."""
    git = shutil.which("git")
    if git is None:
        return ""
    try:
        # Asking must neither write to the repository nor run what its settings name.
        run = subprocess.run(
            [git, "--no-optional-locks", "-c", "core.fsmonitor=false", "-C", str(root), *words],
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""
