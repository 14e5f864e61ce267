"""Topics in documents: found with their place, claimed by the register, asked for, or not read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rsqm_tool.model import Because, EvidenceItem, FileState, Finding, Sensitivity
from rsqm_tool.model.documents import DocumentText
from tests.bench import findings, gone
from tests.texts import document

TOPICS = {"withdrawal": ["withdraw*", "stop at any time"], "young people": ["under 18*", "parental responsib*"]}
KINDS = ["procedure", "form"]
BOTH = """
    # 1 Scope
    For everyone, also those under 18.
    # 2 Silence and withdrawal
    Consent can be withdrawn at any moment.
"""
ONE = "# 1 Scope\nFor everyone, also those under 18."


def ask(*items: EvidenceItem, **others: Any) -> list[Finding]:
    return findings("topics", items, **{"topics": TOPICS, "kinds": KINDS, **others})


def told(*items: EvidenceItem) -> list[tuple[str, str]]:
    return [(str(f.outcome), f.message) for f in ask(*items)]


def test_each_topic_is_found_with_its_place() -> None:
    """Two of two topics."""
    withdrawal, young, summary = ask(document("PRO-03", BOTH))
    assert (str(withdrawal.outcome), withdrawal.message) == ("met", "Withdrawal: PRO-03, '2 Silence and withdrawal'")
    assert str(withdrawal.where) == "evidence/documents/PRO-03.pdf, '2 Silence and withdrawal'"
    assert withdrawal.figures["quotation"] == "2 Silence and withdrawal Consent can be withdrawn at any moment."
    assert young.message == "Young people: PRO-03, '1 Scope'"
    assert dict(summary.figures) == {"kept": 2, "broken": 0, "cannot_tell": 0, "denominator": 2}


def test_a_pdf_has_pages() -> None:
    (withdrawal, *_) = ask(document("PRO-03", "(page 1)\n# 1 Scope\nUnder 18.\n(page 2)\nWithdrawal is free."))
    assert withdrawal.message == "Withdrawal: PRO-03, page 2, '1 Scope'"
    assert withdrawal.where is not None and withdrawal.where.page == 2


def test_what_is_not_found_is_a_question() -> None:
    """One of two topics: partly met, never proof of absence."""
    question, _, summary = ask(document("PRO-03", ONE))
    assert (str(question.outcome), question.message) == (
        "partly met",
        "No section on withdrawal found in PRO-03: is it there in other words?",
    )
    assert question.next_step == (
        "If it is there, name its place for 1.1 in the register: `where: section …, withdrawal`. Otherwise write it."
    )
    assert str(question.where) == "evidence/register.yaml:9:9"
    assert (summary.figures["kept"], summary.figures["broken"]) == (1, 1)


def test_any_of_the_documents_will_do_and_a_heading_comes_first() -> None:
    other = document("FRM-01", "# Part A\nI know that I can stop at any time.")
    assert [m for _, m in told(document("PRO-03", ONE), other)][:2] == [
        "Withdrawal: FRM-01, 'Part A'",
        "Young people: PRO-03, '1 Scope'",
    ]
    headed = document("FRM-02", "# Under 18\nSign here.")
    assert told(document("PRO-03", BOTH), headed)[1] == ("met", "Young people: FRM-02, 'Under 18'")


def test_the_register_s_word_counts_and_is_told_as_such() -> None:
    (by_word, *_) = ask(document("PRO-03", ONE, where="section 5, Withdrawals"))
    assert (str(by_word.outcome), by_word.message) == (
        "met",
        "Withdrawal: PRO-03, section 5, Withdrawals, by the register's word; the tool did not find it in the text",
    )
    assert str(by_word.where) == "evidence/register.yaml:9:9"


def test_a_place_that_does_not_name_the_topic_counts_for_nothing() -> None:
    """Neither does a place that is named for another criterion."""
    assert told(document("PRO-03", ONE, where="section 5, page 6"))[0][0] == "partly met"
    elsewhere = document("PRO-03", ONE, where="section 5, withdrawal", criterion="2.5")
    assert told(elsewhere)[0][0] == "partly met"


def test_documents_without_text_are_not_read() -> None:
    scan = document("PRO-03", DocumentText(pages=3, notes=("All 3 pages are pictures",)))
    unread, summary = ask(scan)
    assert (unread.because, unread.message) == (
        Because.UNREAD,
        "Not judged: no text of PRO-03 to look for withdrawal, young people",
    )
    assert unread.next_step.startswith("All 3 pages are pictures. Register it as a document that has text. Or name")
    assert (summary.message, summary.figures["cannot_tell"]) == ("0 of 2 topics are found; not read: PRO-03", 2)


def test_the_register_s_word_helps_a_scan_too() -> None:
    scan = document("PRO-03", DocumentText(pages=3), where="page 2, withdrawal and under 18")
    assert told(scan)[0] == (
        "met",
        "Withdrawal: PRO-03, page 2, withdrawal and under 18, by the register's word; the tool cannot read it",
    )
    assert [outcome for outcome, _ in told(scan)] == ["met"] * 3


def test_a_missing_file_never_makes_it_better() -> None:
    """With its file: one topic found, one question. Without: nothing can be read, which is lower."""
    there, away = document("PRO-03", ONE), gone(replace(document("PRO-03", ONE), text=None))
    assert told(there)[0][0] == "partly met"
    assert told(away)[0] == ("not assessed", "Not judged: no text of PRO-03 to look for withdrawal, young people")
    assert ask(away)[0].next_step.startswith("There is no 'PRO-03.pdf' in evidence/documents.")


def test_one_that_is_read_and_one_that_is_not() -> None:
    """What is not found may be in the other; that is said, and it is partly met."""
    scan = document("FRM-01", DocumentText(pages=3))
    assert told(document("PRO-03", ONE), scan)[0] == (
        "partly met",
        "No section on withdrawal found in PRO-03 (FRM-01 is not read): is it there in other words?",
    )


def test_a_page_of_the_web_is_not_read() -> None:
    page = document("FRM-01", None, file=None, url="https://fenland.example", file_state=FileState.NO_FILE)
    assert ask(page)[0].next_step.startswith("Register a copy of it as a file")


def test_other_kinds_are_not_looked_at_and_none_is_nothing_to_say() -> None:
    assert ask(document("MIN-01", BOTH)) == []


def test_nothing_of_a_private_document_is_quoted() -> None:
    (withdrawal, *_) = ask(document("PRO-03", BOTH, sensitivity=Sensitivity.PRIVATE))
    assert withdrawal.figures["quotation"] == ""
