"""The pages for those who work on the project: the examples run, and every decision is listed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._stated import FIGURES
from rsqm_tool.model import Expectation, Half, Location, Outcome
from rsqm_tool.reports import Options
from tests.builders import assessment, criterion, item

PAGES = Path(__file__).resolve().parent.parent / "site" / "docs" / "project"
DECISIONS = sorted((PAGES / "decisions").glob("0*.md"))


def example(heading: str) -> dict[str, Any]:
    """The Python example under a heading of extending.md, run."""
    text = (PAGES / "extending.md").read_text(encoding="utf-8")
    part = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.search(r"```python\n(.*?)```", part, re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(compile(found[1], heading, "exec", dont_inherit=True), names)
    return names


def test_the_example_of_a_check_finds() -> None:
    judged = criterion("3.1")
    rule = Expectation("signed", {}, Half.SAYS, Outcome.PARTLY_MET, "expected practice", Location("x.yaml"))
    agreement = item("AGR-01", signed_by=("Constabulary",))
    workspace = assessment({"One": [judged]}).workspace
    inquiry = Inquiry(judged.criterion, rule, workspace, (agreement,), None, date(2026, 11, 20))
    (finding,) = example("A check")["check"](inquiry, kinds=["procedure"])
    assert (finding.criterion, finding.check, finding.outcome) == ("3.1", "signed", "partly met")
    assert "1 of at least 2" in finding.message


def test_the_example_of_a_report_tells() -> None:
    told = example("A report")["render"](assessment({"One": [criterion("1.1")]}), (), Options())
    assert told == "1 met, 0 partly met, 0 not met, 0 not applicable, 0 not assessed\n"


def test_every_figure_that_a_register_may_state_is_told_with_what_it_counts() -> None:
    text = (PAGES / "reading.md").read_text(encoding="utf-8")
    part = text.split("\n## Figures that a document states\n")[1].split("\n## ")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", part, re.MULTILINE))
    assert told == {name: figure.about for name, figure in FIGURES.items()}


@pytest.mark.parametrize("page", DECISIONS, ids=lambda p: p.stem)
def test_a_decision_is_short_dated_and_listed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    title, stamp, *_ = [line for line in text.splitlines() if line]
    assert title.startswith(f"# {page.name[:4]} ")
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", stamp)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Decided", "Why", "Considered", "Reopen when"]
    assert len(text.replace("|", " ").split()) < 250
    assert f"({page.name})" in (PAGES / "decisions" / "index.md").read_text(encoding="utf-8")
