"""Services whose sites are looked at: the fictional one, and some that have hardly begun."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml

from tests.process import AS_OF, ROOT, rsqm


def publish(root: Path, make: Callable[[Path], None]) -> None:
    """Makes a workspace anew and publishes it."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    make(root)
    done = rsqm("publish", "-C", root, "--as-of", AS_OF)
    assert done.code == 0, done.err


def fenland(root: Path) -> None:
    """The fictional service as it is."""
    shutil.copytree(ROOT / "evidence", root / "evidence")
    shutil.copyfile(ROOT / "rsqm.yaml", root / "rsqm.yaml")


def with_items(root: Path, number: int) -> None:
    """What `rsqm init` writes, and then so many items of evidence."""
    root.rmdir()
    assert rsqm("init", root).code == 0
    if number:
        register = root / "evidence" / "register.yaml"
        entries = [_item(root, n) for n in range(1, number + 1)]
        register.write_text(yaml.safe_dump({"evidence": entries}, allow_unicode=True), encoding="utf-8")


def _item(root: Path, number: int) -> dict[str, object]:
    """One entry; every tenth has a title that no column is wide enough for."""
    path = f"documents/minutes-{number}.md"
    file = root / "evidence" / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"# Minutes {number}\n\nWho was there, and what was decided.\n", encoding="utf-8")
    long = "Minutes-of-the-governing-board-with-an-extraordinarily-long-and-unbroken-title-" * 3
    return {
        "id": f"MIN-{number:03}",
        "title": f"{long}{number}" if number % 10 == 1 else f"Minutes of meeting {number}",
        "kind": "minutes",
        "file": path,
        "dated": date(2026, 10, 1),
        "class": "assessor",
        "supports": [{"criterion": "1.1", "where": f"section {number}", "how": "The board decided"}, "6.1"],
    }
