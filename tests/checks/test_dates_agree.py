"""Dates in documents against the register. The day is 20 November 2026."""

from __future__ import annotations

from datetime import date
from time import process_time
from typing import Any

import pytest

from rsqm_tool.checks._written_dates import APPROVAL, REVIEW, first_version, said
from rsqm_tool.model.documents import DocumentText, Passage, PassageKind
from tests.bench import findings, gone
from tests.texts import document, hidden, text_of


def dates(written: str) -> list[tuple[str, str]]:
    return [(s.about, f"{s.day:%Y-%m}" if s.whole_month else s.day.isoformat()) for s in said(text_of(written))]


@pytest.mark.parametrize(
    "line",
    [
        "Review date: 1 April 2027",
        "Review Date\t01/04/2027",
        "Next review: 1st April 2027",
        "Next review due on 1 Apr. 2027",
        "Review by\t1 April 2027",
        "Review due: April 1, 2027",
        "Date of next review 2027-04-01",
        "| Date for review | 01.04.27 |",
        "POL-05 v3 · Approved 17 March 2026 · Review due 1 April 2027",
        "This policy will be reviewed by 1 April 2027.",
        "- To be reviewed before 1 April 2027",
        "**Due for review by:** 1 April 2027",
        "Approved on\tReview by\n17 March 2026\t1 April 2027",
        "Review date\n1 April 2027",
        "Last reviewed: 1 April 2025. Next review date: 1 April 2027",
    ],
)
def test_dates_of_review(line: str) -> None:
    assert [d for about, d in dates(line) if about == REVIEW] == ["2027-04-01"]


@pytest.mark.parametrize(
    "line",
    [
        "Approved on 17 March 2026",
        "Approved by the governing board on 17 March 2026",
        "Approved: 17/03/2026",
        "Date of approval\t2026-03-17",
        "This procedure was approved by the chief officer on 17 March 2026.",
        "Date approved\n17 March 2026",
    ],
)
def test_dates_of_approval(line: str) -> None:
    assert dates(line) == [(APPROVAL, "2026-03-17")]


@pytest.mark.parametrize(
    "line",
    [
        "Last review: 1 April 2026",
        "Date of last review 1 April 2026",
        "Reviewed on 1 April 2026",
        "The assessment was reviewed by the lead on 1 April 2026",
        "The budget for the year was approved by the board on 1 April 2026",
        "Review each case. Training took place on 1 April 2026",
        "Review date: to be set",
        "Review date: 31 February 2027",
        "Approved provider",
        "Reviewers met in April 2026",
    ],
)
def test_dates_of_something_else(line: str) -> None:
    assert dates(line) == []


def test_a_month_alone() -> None:
    assert dates("Next review: April 2027") == [(REVIEW, "2027-04")]


@pytest.mark.parametrize("kind", [PassageKind.COMMENT, PassageKind.DELETED, PassageKind.HIDDEN])
def test_what_nobody_reads_is_not_looked_at(kind: PassageKind) -> None:
    assert said(hidden("Review date: 1 April 2027", kind)) == ()


def test_footers_are_looked_at() -> None:
    assert said(hidden("Review date: 1 April 2027", PassageKind.HEADER))


def policy(written: str, **dates: Any) -> Any:
    return document("POL-05", written, title="Safeguarding policy", line=31, **dates)


def told(written: str, **dates: Any) -> list[tuple[str, str]]:
    return [(str(f.outcome), f.message) for f in findings("dates_agree", [policy(written, **dates)])]


def test_dates_that_agree() -> None:
    """Two of two: the review to the day, the approval among those of older versions."""
    written = "Approved on 18 March 2025\nApproved on 17 March 2026\nReview by 17 March 2027"
    assert told(written, approved_on="2026-03-17", review_by="2027-03-17") == [
        ("met", "2 of 2 dates of review or approval in documents agree with the register")
    ]


def test_a_difference_is_told_with_both_dates_and_both_places() -> None:
    written = "(page 1)\n# 1 Scope\nReview date: 1 April 2027"
    assert told(written, review_by="2027-06-01") == [
        (
            "met",
            "POL-05 (Safeguarding policy) says that its review is due on 1 April 2027 (evidence/documents/POL-05.pdf, "
            "page 1); the register says 1 June 2027 (evidence/register.yaml:31:5)",
        )
    ]


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("Review date: 19 November 2026", "partly met"),
        ("Review date: 20 November 2026", "met"),  # due today is not overdue
        ("Review date: October 2026", "partly met"),
        ("Review date: November 2026", "met"),
        ("Review date: 1 April 2025\nReview date: 1 April 2027", "met"),  # an older version is listed, too
    ],
)
def test_a_document_past_its_own_review_is_partly_met(line: str, outcome: str) -> None:
    """The register says 1 June 2027. Only where every date in the document has passed does it lower anything."""
    assert told(line, review_by="2027-06-01")[0][0] == outcome


def test_where_both_have_passed_another_check_tells_it() -> None:
    assert told("Review date: 1 April 2026", review_by="2026-06-01")[0][0] == "met"


def test_the_service_s_own_interval_is_a_date_of_the_register_too() -> None:
    """Approved on 17 March 2026 and, about safeguarding, due twelve months later."""
    agreed = told("Next review: March 2027", approved_on="2026-03-17", approved_by="Board", review_by="2028-03-17")
    assert agreed == [("met", "1 of 1 date of review or approval in documents agrees with the register")]


def test_a_date_that_the_register_lacks_is_told() -> None:
    ((outcome, message),) = told("Review date: 1 April 2027")
    assert outcome == "met" and message.endswith("; the register gives no such date")


def test_an_approval_that_differs_is_told() -> None:
    ((outcome, message),) = told("Approved on 17 March 2025", approved_on="2026-03-17")
    assert outcome == "met"
    assert "says that it was approved on 17 March 2025" in message and "the register says 17 March 2026" in message


def test_who_is_not_judged() -> None:
    """Minutes tell of other documents; a file that is gone and one without text tell nothing."""
    minutes = document("MIN-01", "Review date: 1 April 2026", review_by="2027-06-01")
    silent = [minutes, gone(policy("Review date: 1 April 2026")), document("POL-06", None)]
    assert findings("dates_agree", silent) == []


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("# Version history\n1.0\t26 March 2024\tFirst\n2.0\t9 December 2025\tSecond", date(2024, 3, 26)),
        ("# Version history\nv2 9 December 2025 Second\nv1 26 March 2024 First", date(2024, 3, 26)),
        ("Version 2.0, 9 December 2025", date(2025, 12, 9)),
        ("# Scope\n3 tries since 26 March 2024", None),  # no history
        ("", None),
    ],
)
def test_the_first_version(written: str, first: date | None) -> None:
    assert first_version(text_of(written)) == first


@pytest.mark.parametrize(
    "words",
    ["review date " * 50_000, "approved\t" * 50_000, "approved" + " " * 100_000, "version\n" + " " * 100_000 + "x",
     "version " + "1." * 100_000, "review by 1 " * 50_000, "1 april " * 50_000 + "approved"],
)  # fmt: skip
def test_texts_made_to_be_slow_are_not(words: str) -> None:
    text = DocumentText((Passage(words),))
    begin = process_time()
    said(text), first_version(text)
    assert process_time() - begin < 2
