"""PDFs: pages, the headings of the outline, and what stands beside the text."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import NameObject, TextStringObject

from rsqm_tool.load.documents import read_one
from rsqm_tool.model.documents import PassageKind
from tests.documents import hostile


def rewritten(content: bytes, change: object) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    change(writer)  # type: ignore[operator]
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


def test_an_ordinary_pdf() -> None:
    made = hostile.pdf(
        "First page.", "Who decides.", "More of it.", "Anybody may stop.", headings={2: "1 Scope", 4: "2 Withdrawal"}
    )
    text = read_one("procedure.pdf", made)
    assert [(p.page, p.heading, p.text) for p in text.passages] == [
        (1, None, "First page."),
        (2, "1 Scope", "1 Scope\nWho decides."),
        (3, "1 Scope", "More of it."),
        (4, "2 Withdrawal", "2 Withdrawal\nAnybody may stop."),
    ]
    assert text.headings == ("1 Scope", "2 Withdrawal")
    assert (text.pages, text.page_labels, text.notes, text.trouble) == (4, (), (), "")
    assert (text.title, text.author) == ("Safeguarding procedure", "Head of service")
    assert isinstance(text.created, date)


def test_a_page_is_parted_where_a_heading_of_the_outline_stands() -> None:
    made = hostile.pdf(
        "End of the first.\nRecording and\nreview\nWithin a week.\n3. Withdrawal\nAt any time.\nNo heading"
    )

    def outline(writer: PdfWriter) -> None:
        for title in ("2. Recording and review", "Withdrawal", "Not on the page"):
            writer.add_outline_item(title=title, page_number=0)

    text = read_one("a.pdf", rewritten(made, outline))
    assert [(p.page, p.heading, p.text) for p in text.passages] == [
        (1, None, "End of the first."),
        (1, "2. Recording and review", "Recording and\nreview\nWithin a week."),
        (1, "Withdrawal", "3. Withdrawal\nAt any time.\nNo heading"),
    ]
    assert text.headings == ("2. Recording and review", "Withdrawal", "Not on the page")


def test_a_heading_in_a_picture_begins_with_its_page() -> None:
    made = rewritten(hostile.pdf("Text"), lambda w: w.add_outline_item(title="In a picture", page_number=0))
    assert [(p.page, p.heading, p.text) for p in read_one("a.pdf", made).passages] == [(1, "In a picture", "Text")]


def test_page_labels_are_kept_where_they_differ() -> None:
    made = hostile.pdf("Contents", "One", "Two")
    text = read_one(
        "a.pdf", rewritten(made, lambda w: (w.set_page_label(0, 0, style="/r"), w.set_page_label(1, 2, style="/D")))
    )
    assert text.page_labels == ("i", "1", "2")


def test_comments_and_filled_forms_are_read() -> None:
    def annotate(writer: PdfWriter) -> None:
        writer.add_annotation(0, Text(text="Is that so?", rect=(50, 550, 200, 650)))
        writer.add_annotation(0, FreeText(text="Typed on the page", rect=(50, 550, 200, 650)))
        field = FreeText(text="", rect=(50, 50, 200, 80))
        field[NameObject("/Subtype")] = NameObject("/Widget")
        field[NameObject("/V")] = TextStringObject("Filled in")
        writer.add_annotation(0, field)

    text = read_one("a.pdf", rewritten(hostile.pdf("Text"), annotate))
    assert {p.kind: p.text for p in text.passages} == {
        PassageKind.BODY: "Text\nTyped on the page\nFilled in",
        PassageKind.COMMENT: "Is that so?",
    }
    assert text.notes == (
        "It holds comments. Whoever gets the file can read them: take them out of the copy that you share",
    )


def test_attached_files_are_told() -> None:
    text = read_one("a.pdf", rewritten(hostile.pdf("Text"), lambda w: w.add_attachment("a.txt", b"secret")))
    assert text.notes == ("Other files are attached to it, and were not read",)


@pytest.mark.parametrize("day", ["D:99", "tomorrow", "D:"])
def test_a_day_that_is_none_is_absent(day: str) -> None:
    text = read_one("a.pdf", rewritten(hostile.pdf("Text"), lambda w: w.add_metadata({"/CreationDate": day})))
    assert (text.created, text.trouble) == (None, "")


def test_a_damaged_outline_harms_nothing() -> None:
    def spoil(writer: PdfWriter) -> None:
        writer.add_outline_item(title="One", page_number=0)
        writer.root_object["/Outlines"][NameObject("/First")] = TextStringObject("nothing")

    assert [p.text for p in read_one("a.pdf", rewritten(hostile.pdf("Text"), spoil)).passages] == ["Text"]


def test_a_damaged_page_is_left_out_and_told() -> None:
    spoilt = b"<< /Length 3 /Filter /NoSuch >>\nstream\nabc\nendstream"
    second = hostile.stream(hostile.words(b"Second"))
    made = hostile.raw_pdf(b"3 0 R 4 0 R", 2, hostile.leaf(5), hostile.leaf(6), spoilt, second)
    text = read_one("a.pdf", made)
    assert text.notes == ("Page 1 is damaged, and left out",)
    assert [(p.page, p.text) for p in text.passages] == [(2, "Second")]
