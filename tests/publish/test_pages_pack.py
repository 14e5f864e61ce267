"""The assessor's pack: every other page on one, to print. That its links and ids hold is looked at with all pages'."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from rsqm_tool.publish import html
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.pages import pack
from rsqm_tool.publish.standing import steps
from tests.publish.reading import Page
from tests.publish.services import files, read, site

NAMES = ("by-hand", "fictional", "hostile")
each = pytest.mark.parametrize("name", NAMES)


def the_pack(name: str) -> Page:
    return read(name, "assessor")["pack.md"]


def others(name: str) -> dict[str, Page]:
    """The pages that the pack holds: all but itself and those of items, which the register in it lists."""
    site_of = site(name, "assessor")
    left_out = {"pack.md", *(f"{page}.md" for page in site_of.items.values())}
    return {path: page for path, page in read(name, "assessor").items() if path not in left_out}


SAID_ELSEWHERE = (
    # of criteria: each step stands beside its finding; the rest is no evidence
    "What would close the gap", "What would make it met", "How to meet this", "What this rests on",
    "By owner",  # each action stands in the plan by its day
    "Monitoring figures",  # each definition stands at its figure
    "Do next",  # what it lists stands in the gap analysis, the calendar and the plan
)  # fmt: skip


@each
def test_it_holds_every_page_but_those_of_items(name: str) -> None:
    """Every heading of every page is in it, but those of what it says elsewhere; the dashboard's title is its own."""
    text = the_pack(name).text
    for path, page in others(name).items():
        kept = [words for level, words in page.headings[1:] if words not in SAID_ELSEWHERE and path != "gaps.md"]
        kept = [words for words in kept if path != "index.md" or not words.endswith(")")]  # below "Do next"
        for words in kept:
            assert words in text, (path, words)
        assert page.headings[0][1] in text or path == "index.md"
    assert len(others(name)) == len(re.findall(r"rsqm-pack__page", files(name, "assessor")["pack.md"].decode()))


@each
def test_the_contents_are_in_order_with_room_for_a_number_each(name: str) -> None:
    page, made = the_pack(name), site(name, "assessor")
    anchors = [held["data-for"] for tag, held in page.tags if held.get("class") == "rsqm-pack__page"]
    assert [link.removeprefix("#") for link in page.links[: len(anchors)]] == anchors
    assert anchors == [i for i in page.ids if i in set(anchors)]  # the order of the parts
    assert anchors[:3] == ["p-index", "p-gaps", f"p-{made.standards[next(iter(made.standards))].replace('/', '-')}"]
    behind = ("evidence-index", "actions", "calendar", "monitoring", "people", "visit", "definitions", "about")
    assert anchors[-8:] == [f"p-{name}" for name in behind]


def test_what_is_left_out_is_said_once_elsewhere() -> None:
    """The page of criterion 1.1 ends with the steps, the guidance and the sources; the pack goes on to the actions."""
    pack_, own = the_pack("fictional"), read("fictional", "assessor")
    assert {"How to meet this", "What this rests on"} <= {words for _, words in own["criteria/1-1.md"].headings}
    headings = {words.partition(",")[0] for _, words in pack_.headings}
    assert not headings & set(SAID_ELSEWHERE)
    assert "Only on the site: the page of each item of evidence, guidance on how to meet each criterion" in pack_.text


@each
def test_each_step_of_a_criterion_is_in_it_beside_its_finding(name: str) -> None:
    """What the pack leaves out of a criterion's page, the list of steps, loses no step."""
    text = the_pack(name).text
    for r in site(name, "assessor").assessment.results:
        for step in steps(r):
            shown = Page(f"---\ntitle: x\n---\n\n<p>{html.step(step)}</p>\n").text
            assert shown in text, (r.criterion.id, step)


def test_the_gap_analysis_is_a_list_that_leads_to_the_criteria() -> None:
    """What is wanting stands there; each criterion that is not met, not assessed or partly met has a row."""
    page = the_pack("by-hand")
    assert [row[:3] for row in page.tables["p-gaps--gaps-table"]] == [
        ["Criterion", "Outcome", "Findings"],
        ["1.2 Safeguarding procedure", "½ Partly met ! Gap", "1"],
        ["2.2 Work in prison", "? Not assessed ! Gap", "0"],
        ["1.1 Case supervision", "½ Partly met", "2"],
        ["2.3 Partners", "½ Partly met", "1"],
    ]


def test_what_each_criterion_has_alike_is_told_apart_when_heard() -> None:
    """36 links "Says" lead to 36 places, and 36 headings are the same: each bears its number, which is not seen."""
    content = files("fictional", "assessor")["pack.md"].decode()
    heard = '<span class="rsqm-heard">, 6&#46;2</span>'
    assert f'<a href="#p-criteria-6-2--does">Does{heard}</a>' in content
    assert f"#### Does: what records show is done{heard} {{ #p-criteria-6-2--does }}" in content
    words = Counter(re.findall(r'<a href="#p-criteria-[\d-]+--\w+">(.*?)</a>', content))
    assert max(words.values()) == 1


def test_a_standard_is_followed_by_its_criteria() -> None:
    page = the_pack("by-hand")
    contents = page.part("Contents")
    assert contents.startswith(
        "Summary Gap analysis Standard 1: Leadership 1.1 Case supervision 1.2 Safeguarding procedure 1.3 Learning "
        "Standard 2: Partners 2.1 Awareness"
    )


@each
def test_headings_go_down_by_as_much_as_their_page_lies_below(name: str) -> None:
    """The title is 1; pages are 2, those of criteria 3, and what is on them lower."""
    page = the_pack(name)
    levels = dict.fromkeys(words for level, words in page.headings if level == 1)
    assert len(levels) == 1
    titles = {words: level for level, words in page.headings}
    assert titles["Gap analysis"] == titles["Evidence register"] == 2
    own = read(name, "assessor")
    for path, criterion in own.items():
        if path.startswith("criteria/"):
            assert (3, criterion.headings[0][1]) in page.headings, path


@each
def test_nothing_is_in_it_that_only_works_on_a_screen(name: str) -> None:
    content = files(name, "assessor")["pack.md"].decode()
    for part in ("rsqm-filter", "<input", "rsqm-around", "← Previous", "Next criterion"):
        assert part not in content, part


@each
def test_links_stay_inside_where_they_can(name: str) -> None:
    """To a page's part, to an item's row in the register; else to a document's copy, a table, or the web."""
    page, made = the_pack(name), site(name, "assessor")
    elsewhere = {link for link in page.links if not link.startswith("#")}
    copies = {link for link in elsewhere if link.startswith(("evidence/files/", "data/"))}
    web = {link for link in elsewhere if link.startswith(("https://", "http://"))}
    assert elsewhere == copies | web
    rows = {f"#p-evidence-index--e-{path.rpartition('/')[2]}" for path in made.items.values()}
    assert rows & set(page.links)


def test_addresses_of_the_web_are_as_they_were() -> None:
    """They stand in the text with entities, and are no paths below docs."""
    assert "https://example.org/practitioner-code" in the_pack("by-hand").links


def test_it_tells_what_the_pages_tell() -> None:
    page, own = the_pack("by-hand"), read("by-hand", "assessor")
    for path in ("people.md", "visit.md"):
        for name, rows in own[path].tables.items():
            assert page.tables[f"p-{path.removesuffix('.md')}--{name}"] == rows


@each
def test_each_picture_has_its_numbers_as_a_table(name: str) -> None:
    """Who cannot see a picture has them: in a table of its own, or in that of the standards, which stands above it."""
    page = the_pack(name)
    pictures = [held["id"] for tag, held in page.tags if tag == "figure"]
    assert [f for f in pictures if f"{f}-numbers" not in page.tables] == ["p-index--criteria-by-standard"]
    assert len(pictures) > 1 and "p-index--standards-table" in page.tables


def test_the_two_large_pictures_have_their_numbers_in_short() -> None:
    """By kind only what there is; of each document its last day only."""
    page = the_pack("by-hand")
    assert page.tables["p-gaps--coverage-numbers"] == [
        ["Criterion", "Items by kind"],
        ["1.1 Case supervision", "procedure 1, minutes 1"],
        ["1.2 Safeguarding procedure", "policy 1"],
        ["1.3 Learning", "nothing"],  # its only item is not published
        ["2.1 Awareness", "nothing"],
        ["2.2 Work in prison", "nothing"],
        ["2.3 Partners", "agreement 1"],
    ]
    rows = dict(page.tables["p-calendar--validity-numbers"])
    assert rows["Item"] == "Review or end"
    assert {label.split()[0]: end for label, end in list(rows.items())[1:]} == {
        "AGR-01": "31 December 2026", "POL-02": "17 March 2027", "PRO-01": "17 March 2027",
    }  # fmt: skip


@each
def test_nothing_is_offered_to_download(name: str) -> None:
    content = files(name, "assessor")["pack.md"].decode()
    assert "Download as CSV" not in content and "data/" not in content
    assert "Download as CSV" in files(name, "assessor")["gaps.md"].decode()


def test_the_search_leaves_it_out() -> None:
    """Everything in it is on another page, too."""
    page = the_pack("by-hand")
    assert page.front["search"] == {"exclude": True}
    assert page.front["hide"] == ["navigation", "toc"]


def test_everybody_has_none() -> None:
    assert "pack.md" not in files("fictional", "public")


def test_it_begins_with_whose_it_is_and_when() -> None:
    assert the_pack("fictional").text.startswith(
        "Assessor's pack Fenland Restorative Hub. What this site tells an assessor, on one page, to print. "
        "As on 20 November 2026; assessment: 15 March 2027. Only on the site: "
    )


def test_pages_that_are_not_there_are_not_in_it() -> None:
    made: Site = site("by-hand", "assessor")
    own = {path.removesuffix(".md"): content.decode() for path, content in files("by-hand", "assessor").items()
           if path.endswith(".md") and path not in ("pack.md", "people.md", "calendar.md")}  # fmt: skip
    page = Page(pack.pack(made, own))
    assert "People" not in page.part("Contents") and "Calendar" not in page.part("Contents")
