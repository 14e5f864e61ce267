"""Items to measure with: the same number of them, once as a workspace of ours and once as a tree of doorstop's."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

CRITERIA = tuple(f"{standard}.{number}" for standard in range(1, 7) for number in range(1, 7))
KINDS = ("policy", "procedure", "strategy", "agreement", "minutes", "report", "log", "case study")

SERVICE = """\
service: {name: Measured service}
framework: rsqm-working-set
assessment: {date: 2027-03-15}
"""

ITEM = """\
  - id: EV-{number:04}
    title: Evidence number {number}
    kind: {kind}
    {source}
    owner: Head of service
    approved_by: Chief Officer
    approved_on: 2026-04-01
    review_by: 2027-04-01
    class: assessor
    supports:
      - {{criterion: "{criterion}", where: "section {section}", how: "Who decides, and within what time"}}
      - "{other}"
"""

WEB_PAGE = "url: https://service.example/evidence/{number}\n    seen_on: 2026-10-01"

DOORSTOP_ITEM = """\
active: true
derived: false
header: ''
level: {level}
links: []
normative: true
ref: ''
reviewed: null
text: |
  Evidence number {number}: who decides, and within what time.
"""


def workspace(folder: Path, items: int, files: Sequence[str] = (), tables: str = "") -> None:
    """Write a workspace: `items` of evidence, spread over all criteria and rated.

    `files` are their documents below evidence/; without any, each is a web page. `tables` is the part of rsqm.yaml of
    that name.
    """
    evidence = folder / "evidence"
    evidence.mkdir(parents=True, exist_ok=True)
    (folder / "rsqm.yaml").write_text(SERVICE + tables, encoding="utf-8")
    entries = (
        ITEM.format(
            number=n,
            kind=KINDS[n % len(KINDS)],
            source=f"file: {files[n - 1]}" if files else WEB_PAGE.format(number=n),
            section=n % 20 + 1 if files else n,
            criterion=CRITERIA[n % len(CRITERIA)],
            other=CRITERIA[(n * 7 + 1) % len(CRITERIA)],
        )
        for n in range(1, items + 1)
    )
    start = "evidence:\n" if items else "evidence: []\n"
    (evidence / "register.yaml").write_text(start + "".join(entries), encoding="utf-8")
    ratings = "".join(f'  "{c}": {{rating: met, owner: Head of service, how: "As the items say."}}\n' for c in CRITERIA)
    head = "assessed_on: 2026-10-01\nassessed_by: Service manager\ncriteria:\n"
    (evidence / "self-assessment.yaml").write_text(head + ratings, encoding="utf-8")


def doorstop_tree(folder: Path, items: int, doorstop: str) -> None:
    """Write a doorstop tree of `items` items. The first check, which stamps every file, is done here, unmeasured."""
    folder.mkdir(parents=True)
    for command in (["git", "init", "--quiet"], [doorstop, "create", "EV", "evidence"]):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    for n in range(1, items + 1):
        text = DOORSTOP_ITEM.format(number=n, level=f"{n // 9 + 1}.{n % 9 + 1}")
        (folder / "evidence" / f"EV{n:03}.yml").write_text(text, encoding="utf-8")
    subprocess.run([doorstop, "review", "all"], cwd=folder, check=True, capture_output=True)
    subprocess.run([doorstop], cwd=folder, check=True, capture_output=True)
