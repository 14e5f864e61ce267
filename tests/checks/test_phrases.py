"""What counts as the same words, and what a quotation is."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.checks._phrases import LONGEST, best, has_words, is_in
from rsqm_tool.model.documents import DocumentText, Passage, PassageKind
from tests.texts import hidden, text_of


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("no-contact condition*", "A No Contact condition"),
        ("no contact condition*", "two no-contact conditions"),
        ("no contact", "a no\u2011contact rule"),  # a hyphen that does not break
        ("non-molestation", "a nonmolestation order"),
        ("nonmolestation", "a non-molestation order"),
        ("safeguarding", "safe-\nguarding"),  # broken at a line's end
        ("withdraw*", "Withdrawal"),
        ("withdraw*", "they withdrew or were withdrawn"),
        ("out of hours", "Out-of-hours cover"),
        ("children's social care", "children’s social care"),
        ("victims", "the victims' code"),
        ("free to say no", "free to say\nno"),  # a line's end is a space
        ("safeguarding", "safe\u00adguarding"),  # a soft hyphen
        ("lead", "Lead: somebody"),
        ("5 days", "within 5 days"),
    ],
)
def test_the_same_words(phrase: str, words: str) -> None:
    assert is_in(phrase, words)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("consent", "consented"),  # no family without an asterisk
        ("right", "copyright"),
        ("safeguarding lead", "safeguarding. Lead by example"),  # not across sentences
        ("safeguarding lead", "lead on safeguarding"),
        ("safeguarding lead", "safeguarding deputy lead"),
        ("", "anything"),
        ("*", "anything"),
        ("consent", ""),
    ],
)
def test_other_words(phrase: str, words: str) -> None:
    assert not is_in(phrase, words)


def test_a_phrase_does_not_reach_from_one_place_into_the_next() -> None:
    text = DocumentText((Passage("the safeguarding", page=1), Passage("lead", page=2)))
    assert best(text, ["safeguarding lead"]) is None


def test_a_heading_comes_before_an_earlier_sentence() -> None:
    text = text_of("# 1 Scope\nWithdrawal is in section 2.\n# 2 Withdrawal\nAnyone may stop.")
    hit = best(text, ["withdraw*"])
    assert hit is not None and (hit.passage.heading, hit.in_heading) == ("2 Withdrawal", True)


def test_of_several_phrases_the_first_that_stands_anywhere() -> None:
    text = text_of("# 1 Scope\nStop at any time. Consent may be withdrawn.")
    hit = best(text, ["withdraw*", "stop at any*"])
    assert hit is not None and hit.phrase == "withdraw*"


@pytest.mark.parametrize("kind", [PassageKind.COMMENT, PassageKind.DELETED, PassageKind.HIDDEN, PassageKind.HEADER])
def test_what_nobody_reads_is_not_looked_at(kind: PassageKind) -> None:
    assert best(hidden("Withdrawal", kind), ["withdraw*"]) is None


def test_footnotes_are_looked_at() -> None:
    assert best(hidden("Withdrawal", PassageKind.NOTE), ["withdraw*"])


def test_a_change_note_is_no_section() -> None:
    """Version 2 took in withdrawal; whether the document has it still is for its sections to show."""
    assert best(text_of("# Version history\n2.0\tSection on withdrawal added"), ["withdraw*"]) is None


def test_nothing_to_read() -> None:
    assert not has_words(None)
    assert not has_words(DocumentText())
    assert not has_words(DocumentText((Passage("  \n"),), pages=3))


@settings(deadline=None)
@given(st.text("ab .'-\n\tßİﬁ…é", max_size=600), st.text("ab ß", max_size=300))
def test_a_quotation_is_short_and_on_one_line(before: str, after: str) -> None:
    text = DocumentText((Passage(f"{before} withdrawal {after}", heading="Scope"),))
    hit = best(text, ["withdraw*"])
    assert hit is not None
    assert len(hit.quotation) <= LONGEST
    assert hit.quotation == " ".join(hit.quotation.split())
    if not set(before) & set("ßİﬁ"):
        assert "withdrawal" in hit.quotation


def test_a_quotation_begins_and_ends_with_words() -> None:
    """Of some 900 characters at most 160 are quoted."""
    text = text_of(f"# 1 Scope\n{'before ' * 60}consent may be withdrawn {'after ' * 60}")
    hit = best(text, ["withdraw*"])
    assert hit is not None
    assert hit.quotation.startswith("…before ") and hit.quotation.endswith(" after…")
    assert 120 <= len(hit.quotation) <= LONGEST


def test_time_grows_with_the_text_and_no_faster() -> None:
    """Four times the text costs less than twelve times as much; texts made to be slow are not slow."""
    seconds = []
    for size in (20_000, 80_000):
        text = DocumentText((Passage("no contact no-contact safe-guarding. " * size),))
        begin = process_time()
        best(text, ["no contact wanted", "n*", "guarding no contact"])
        seconds.append(process_time() - begin)
    assert seconds[1] < 12 * seconds[0] + 0.5
