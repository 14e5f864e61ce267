"""A service with little or nothing yet: its pages say so, and what to do, and show no empty table or heading."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rsqm_tool.assess import assess
from rsqm_tool.load import load_workspace
from rsqm_tool.model import Assessment, SelfAssessment, Sensitivity
from rsqm_tool.model.tables import Tables
from rsqm_tool.publish.render import render
from rsqm_tool.starter import starter
from tests.builders import AS_OF, assessment, criterion
from tests.publish.hand import document, record, service, site
from tests.publish.reading import Page


@cache
def begun() -> Assessment:
    """What `rsqm init` leaves, judged: 36 criteria, and nothing else."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in starter(workflow=False).items():
            target = root / path
            if content is None:
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(content, encoding="utf-8")
        loaded = load_workspace(root)
    assert loaded.workspace, [str(p) for p in loaded.problems]
    return assess(loaded.workspace, loaded.workspace.frameworks[0], AS_OF)


def one_item() -> Assessment:
    """A service with one document, which supports nothing."""
    return assessment({"One": [criterion("1.1", rating=None)]}, unused=[document("POL-01")])


def many_items() -> Assessment:
    """A service with 300 documents and records, all for one criterion."""
    held = [
        (document if n % 2 else record)(f"EV-{n:03d}", ("1.1", f"page {n}", ""), title=f"Evidence {n}")
        for n in range(300)
    ]
    return assessment({"One": [criterion("1.1", evidence=held)]})


LONG = ("What was agreed between the partners about who tells whom and when " * 5)[:300].strip()


def long_title() -> Assessment:
    """A service whose one document has a title of 300 characters."""
    return assessment({"One": [criterion("1.1", evidence=[document("POL-01", ("1.1", "", ""), title=LONG)])]})


def without(**fields: object) -> Assessment:
    """The service made by hand, less something."""
    made = service()
    return replace(made, workspace=replace(made.workspace, **fields))


LITTLE = {
    "begun": begun,
    "one item": one_item,
    "300 items": many_items,
    "a title of 300 characters": long_title,
    "nothing registered": lambda: assessment({"One": [criterion("1.1")]}),
    "no tables": lambda: without(tables=Tables()),
    "no assessment date": lambda: without(assessment_on=None),
    "no actions": lambda: without(actions=()),
    "no self-assessment": lambda: without(self_assessment=SelfAssessment()),
    "no criteria": lambda: assessment({"One": []}),
    "the assessment is over": lambda: without(assessment_on=date(2026, 11, 19)),
}


@cache
def read(name: str, audience: str = "assessor") -> dict[str, Page]:
    """The pages of one of them, by their names."""
    files = render(site(LITTLE[name](), audience))
    return {p.removesuffix(".md"): Page(c.decode()) for p, c in files.items() if p.endswith(".md")}


@pytest.mark.parametrize("audience", ["assessor", "public"])
@pytest.mark.parametrize("name", LITTLE)
def test_there_is_no_empty_table_and_no_heading_without_text(name: str, audience: str) -> None:
    for path, page in read(name, audience).items():
        assert all(len(rows) > 1 for rows in page.tables.values()), path
        for number, (level, words) in enumerate(page.headings):
            deeper = number + 1 < len(page.headings) and page.headings[number + 1][0] > level
            assert deeper or page.part(words), f"{path}: nothing below {words!r}"
        assert len(page.text) > len(page.headings[0][1]) + 20, path


@pytest.mark.parametrize("name", LITTLE)
def test_numbers_are_those_that_somebody_would_say(name: str) -> None:
    """No "0 of 0", no "1 of 1 criteria", no "1 items"; one is the subject of its verb."""
    wrong = re.compile(r"\b0 of 0\b|\bof 1 [a-z]+ia\b|\b1 (items|gaps|records|documents)\b|\b1 of \d+ [a-z]+ are\b")
    found = {path: wrong.findall(page.text) for path, page in read(name).items() if path != "definitions"}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("name", LITTLE)
def test_every_page_is_there(name: str) -> None:
    wanted = {"index", "evidence/index", "gaps", "actions", "calendar", "monitoring", "people", "visit", "pack"}
    assert wanted | {"about", "definitions"} <= set(read(name))


def test_a_service_that_has_just_begun_hears_what_comes_first() -> None:
    pages = read("begun")
    index = pages["index"]
    assert "Not ready yet 36 of 36 criteria are gaps: 36 not met." in index.text
    assert "Assessment no date set" in index.text
    assert index.part("Safeguarding gaps (4)").startswith(
        "1.2 Leaders answer for the safety of people harmed ✗ Not met"
    )
    assert index.part("Other gaps (32)").endswith("26 more in the gap analysis.")
    assert "No assessment date is set" in index.part("What limits this")
    assert "The service has no action plan." in pages["actions"].text
    assert "Gaps without an action (36)" in [words for _, words in pages["actions"].headings]


def test_each_empty_page_says_so() -> None:
    pages = read("begun")
    assert pages["evidence/index"].text == ("Evidence register Nothing is registered yet.")
    assert pages["monitoring"].text == (
        "Monitoring There are no figures yet: none of the service's tables is here to count in."
    )
    assert pages["people"].text == "People There is no table of the people who work here yet."
    calendar = pages["calendar"]
    assert (
        "nothing lapses or falls due, as far as this can be told, in the next 12 months; no assessment is ahead."
        in calendar.text
    )
    assert "Vetting: there is no table “vetting”." in calendar.part("What could not be foretold")
    assert calendar.part("Documents and agreements against the assessment") == (
        "No item on this site has a date of review or a period that it covers."
    )
    assert pages["visit"].part("What to have ready") == "No item on this site supports any of the criteria yet."


def test_a_criterion_without_anything_names_all_its_steps() -> None:
    page = read("begun")["criteria/4-4"]
    assert "Says Nothing says it. Does Nothing shows it." in page.text
    assert page.part("The claim") == "The service has not written how it meets this."
    steps = page.part("What would close the gap")
    assert "Rate 4.4 in the self-assessment" in steps and "rsqm tables suggest FILE" in steps
    assert "`" not in page.text


def test_one_item_that_supports_nothing() -> None:
    pages = read("one item")
    assert pages["evidence/index"].column("register", "Supports") == [""]
    assert "1 item of evidence" in pages["evidence/index"].text
    page = pages["evidence/pol-01"]
    assert page.part("What it supports") == "It supports no criterion."
    assert page.part("What was found about it") == (
        "Nothing was found against it. What it supports is judged as a whole, at each criterion."
    )


def test_300_items_are_all_there_once_each() -> None:
    """150 procedures say it, 150 minutes show it; each has a row in the register, and a page."""
    pages = read("300 items")
    assert len(pages["evidence/index"].tables["register"]) == 301
    assert "300 items of evidence" in pages["evidence/index"].text
    assert "Says: ✓" not in pages["criteria/1-1"].text
    assert len(pages["criteria/1-1"].tables["says-table"]) == len(pages["criteria/1-1"].tables["does-table"]) == 151
    assert len([path for path in pages if path.startswith("evidence/ev-")]) == 300


def test_a_very_long_title_is_whole_on_its_own_page_and_in_no_address() -> None:
    pages = read("a title of 300 characters")
    assert len(LONG) == 300
    assert pages["evidence/pol-01"].headings[0] == (1, f"POL-01 {LONG}")
    assert LONG in pages["evidence/index"].text
    assert max(len(link) for page in pages.values() for link in page.links if not link.startswith("http")) < 80


def test_everything_private_is_not_nothing_registered() -> None:
    held = document("PRV-01", ("1.1", "", ""), sensitivity=Sensitivity.PRIVATE)
    made = assessment({"One": [criterion("1.1", evidence=[held])]})
    page = Page(render(site(made))["evidence/index.md"].decode())
    assert page.text == "Evidence register No item of the register may be shown here."
    page = Page(render(site(made, "public"))["evidence/index.md"].decode())
    assert page.text == "Evidence register Only what the service has classed as public is listed. No item is public."


def test_without_an_assessment_date_no_page_names_one() -> None:
    pages = read("no assessment date")
    assert "Assessment no date set" in pages["index"].text
    assert "For the assessment: no date set." in pages["visit"].text
    ours = re.compile("None (recorded|planned|is drawn)")
    assert [name for name, page in pages.items() if "None" in ours.sub("", page.text)] == []


def test_without_a_self_assessment_nothing_is_said_of_who_rated() -> None:
    assert "Self-assessed" not in read("no self-assessment")["about"].text
    assert "Rated by" not in read("no self-assessment")["criteria/1-1"].text


def test_an_assessment_that_is_over_is_not_ahead() -> None:
    text = read("the assessment is over")["calendar"].text
    assert "in the next 12 months; no assessment is ahead" in text
