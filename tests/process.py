"""The command line as a process, and a small workspace for it to judge."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AS_OF = "2026-11-20"
# What the machine that runs the tests sets must not decide their outcome.
_UNWANTED = ("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM")


@dataclass(frozen=True, slots=True)
class Done:
    """What a process left."""

    code: int
    out: str
    err: str


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without what would change a result."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "RSQM_", "GITHUB_"))}
    return {**{k: v for k, v in kept.items() if k not in _UNWANTED}, "PYTHONPATH": str(ROOT), **changes}


def python(*arguments: str | Path, cwd: Path | None = None, **changes: str) -> Done:
    """Run Python; whatever it is asked to do, no traceback may reach the screen."""
    command = [sys.executable, *map(str, arguments)]
    encoding = changes.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
    changes.setdefault("PYTHONIOENCODING", "utf-8")
    run = subprocess.run(command, cwd=cwd, env=environment(**changes), capture_output=True, timeout=60, check=False)
    done = Done(run.returncode, *(text.decode(encoding).replace("\r\n", "\n") for text in (run.stdout, run.stderr)))
    assert "Traceback" not in done.out + done.err, done.err
    return done


def rsqm(*arguments: str | Path, cwd: Path | None = None, **changes: str) -> Done:
    """Run `rsqm` with some arguments, and some changes of the environment."""
    return python("-W", "error", "-m", "rsqm_tool", *arguments, cwd=cwd, **changes)


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with a hash of what it holds; a folder without files has none.

    What was read of documents and tables is kept in build/cache by any command that judges: that is left out.
    """
    found = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")))
    paths = [name for name in found if name != "build" and not name.startswith("build/cache")]
    return {p: hashlib.sha256((folder / p).read_bytes()).hexdigest() if (folder / p).is_file() else "" for p in paths}


# What `rsqm publish` says first where it has no list of names.
NO_NAMES = "No name was looked for, because no list of names was given: --names FILE, or RSQM_NAMES.\n"
HOUSE = """\
id: house
title: Two questions of our own
edition: "1"
labels: {standard: Part, standards: Parts, criterion: Point, criteria: Points}
source: Ourselves
copyright: Ourselves
provenance: We wrote them.
every_criterion:
  - {check: file_there, at_worst: partly met, source: expected practice}
  - {check: approved, with: {kinds: [policy]}, at_worst: partly met, source: expected practice}
  - {check: reviewed, at_worst: partly met, source: expected practice}
standards:
  - id: H
    title: House
    about: What we ask of ourselves.
    criteria:
      - id: H.1
        title: Policy
        asks: There is a policy.
        safeguarding: false
        may_be_not_applicable: true
        guidance: {good: [A policy.], weaknesses: [No policy.], small: One page.}
        basis: [{text: Everyone knows., sure: expected practice}]
        expectations:
          - {check: kinds, with: {wanted: [policy]}, half: says, at_worst: partly met, source: expected practice}
      - id: H.2
        title: Minutes
        asks: There are minutes.
        safeguarding: true
        may_be_not_applicable: false
        guidance: {good: [Minutes.], weaknesses: [No minutes.], small: One page.}
        basis: [{text: Everyone knows., sure: expected practice}]
        expectations:
          - {check: kinds, with: {wanted: [minutes]}, half: does, at_worst: partly met, source: expected practice}
"""
WORKSPACE = {
    "rsqm.yaml": "service: {name: A small hub}\nframework: house\nassessment: {date: 2027-03-15}\n",
    "standards/house.yaml": HOUSE,
    "evidence/register.yaml": """\
evidence:
  - id: POL-01
    title: Policy
    kind: policy
    file: documents/policy.md
    approved_by: Board
    approved_on: 2026-04-01
    review_by: 2028-04-01
    supports: [H.1]
  - {id: MIN-01, title: Minutes, kind: minutes, file: documents/minutes.md, dated: 2026-10-01, supports: [H.2]}
""",
    "evidence/self-assessment.yaml": "criteria: {H.1: {rating: met}, H.2: {rating: met}}\n",
    "evidence/documents/policy.md": "# Policy\n",
    "evidence/documents/minutes.md": "# Minutes\n",
}


def workspace(folder: Path, **changes: str | None) -> Path:
    """Write a small service that meets both of its criteria, with some files changed, or left out by None.

    A file is named by its stem: `register="evidence: []"`.
    """
    for path, text in WORKSPACE.items():
        changed = changes.pop(Path(path).stem.replace("-", "_"), text)
        if changed is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(changed, encoding="utf-8", newline="\n")
    assert not changes, f"no such file: {changes}"
    return folder


def register(**changes: str) -> str:
    """The small service's register with some words changed: `register(policy="polcy")`."""
    text = WORKSPACE["evidence/register.yaml"]
    for old, new in changes.items():
        text = text.replace(old, new)
    return text
