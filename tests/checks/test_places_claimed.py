"""What the register names under `where:`, held against the documents."""

from __future__ import annotations

import pytest

from rsqm_tool.model.documents import DocumentText
from tests.bench import findings, gone
from tests.texts import document, text_of

NUMBERED = """
    (page 1)
    # 1 Whom this covers
    Everyone.
    # 2 Lead, deputy and how to reach them
    2.1 The lead is the head of service.
    (page 2)
    # 4 Version history
    One.
"""
PLAIN = "# What is it?\nA way.\n# Ways to take part\nA meeting.\n# How to reach us\nRing."


def told(written: str | DocumentText, where: str) -> list[tuple[str, str]]:
    return [(str(f.outcome), f.message) for f in findings("places_claimed", [document("POL-01", written, where=where)])]


@pytest.mark.parametrize(
    "where",
    [
        "section 1",
        "Section 2, page 1",
        "sections 1 and 2, pages 1 and 2",
        "sections 1 to 2, p. 2",
        "pp. 1-2",
        "clause 2.1",
        "§ 4",
        "section 2, Lead, deputy and how to reach them",
        "the paragraph about the head of service",
        "throughout",
    ],
)
def test_places_that_are_there(where: str) -> None:
    assert told(NUMBERED, where) == [("met", "1 of 1 place that the register names can be found")]


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("page 3", "has no page 3, which the register names: it has 2 pages"),
        ("page 0", "has no page 0, which the register names: it has 2 pages"),
        ("pages 1 to 4", "has no page 3 and no page 4, which the register names: it has 2 pages"),
        ("section 3", "has no section 3, which the register names: its sections are 1, 2, 4"),
        ("sections 1 to 4", "has no section 3, which the register names: its sections are 1, 2, 4"),
        ("clause 2.7", "has no section 2.7, which the register names: its sections are 1, 2, 4"),
        (
            "pages 3 to 9",
            "has no page 3 and no page 4 and no page 5 and 4 more, which the register names: it has 2 pages",
        ),
    ],
)
def test_places_that_are_not_there(where: str, message: str) -> None:
    """Pages 1 and 2, sections 1, 2 and 4."""
    assert told(NUMBERED, where) == [("partly met", f"POL-01 (Policy) {message}")]


@pytest.mark.parametrize(
    ("where", "outcome"),
    [("section 3", "met"), ("section 4", "partly met"), ("page 12", "met"), ("sections 1 to 3", "met")],
)
def test_headings_without_numbers_are_counted_and_word_files_have_no_pages(where: str, outcome: str) -> None:
    """Three headings; nobody knows how many pages whoever prints it gets."""
    assert told(PLAIN, where)[0][0] == outcome


def test_what_is_printed_on_a_page_is_its_number_too() -> None:
    text = text_of("(page 1)\nOne\n(page 2)\nTwo", page_labels=("17", "18"))
    assert told(text, "page 18")[0][0] == "met"
    assert told(text, "page 19")[0][0] == "partly met"


def test_a_year_is_no_section() -> None:
    """The heading begins with 2026, and no other has a number: they are counted, and there is one."""
    assert told("# 2026 in figures\nNumbers.", "section 1")[0][0] == "met"


def test_words_that_stand_nowhere_are_a_question() -> None:
    question, *rest = told(NUMBERED, "section 2, retention schedule")
    assert question == (
        "met",
        "POL-01 (Policy): the register names the words 'retention'; they are not in it. Is it the right place?",
    )
    assert rest == [("met", "1 of 1 place that the register names can be found")]


def test_without_headings_and_numbers_nobody_can_tell() -> None:
    assert told("Only words.", "section 4")[0][0] == "met"


def test_a_scan_still_has_pages() -> None:
    assert told(DocumentText(pages=2), "section 9, page 3")[0][0] == "partly met"
    assert told(DocumentText(pages=2), "section 9, page 2")[0][0] == "met"


def test_what_says_nothing() -> None:
    """No claim, no text, another criterion, no file."""
    assert told(NUMBERED, "") == []
    silent = [
        document("POL-01", None, where="page 9"),
        document("POL-02", NUMBERED, where="page 9", criterion="2.5"),
        gone(document("POL-03", NUMBERED, where="page 9")),
    ]
    assert findings("places_claimed", silent) == []


def test_the_place_and_the_figures() -> None:
    """Two claims, one of them wrong."""
    items = [document("POL-01", NUMBERED, where="page 9"), document("POL-02", NUMBERED, where="page 1")]
    wrong, summary = findings("places_claimed", items)
    assert str(wrong.where) == "evidence/register.yaml:9:9"
    assert dict(wrong.figures) == dict(summary.figures) == {"kept": 1, "broken": 1, "denominator": 2}
