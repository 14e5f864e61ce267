"""Word documents: what is read, under which heading, and what is told apart."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import docx
import pytest
from docx.shared import Pt

from rsqm_tool.load.documents import read_one
from rsqm_tool.model.documents import DocumentText, PassageKind
from tests.documents.hostile import W, paragraph, zipped
from tests.documents.hostile import docx as made


def saved(document: docx.document.Document) -> DocumentText:
    whole = io.BytesIO()
    document.save(whole)
    return read_one("procedure.docx", whole.getvalue())


def body(text: DocumentText) -> list[tuple[str | None, str]]:
    assert text.trouble == ""
    return [(p.heading, p.text) for p in text.passages if p.kind is PassageKind.BODY]


def of(text: DocumentText, kind: PassageKind) -> list[tuple[str | None, str]]:
    return [(p.heading, p.text) for p in text.passages if p.kind is kind]


def test_an_ordinary_document() -> None:
    document = docx.Document()
    document.core_properties.title = "Safeguarding procedure"
    document.core_properties.author = "Head of service"
    document.core_properties.created = datetime(2026, 4, 1, 23, 30, tzinfo=UTC)
    document.core_properties.modified = datetime(2026, 5, 2, tzinfo=UTC)
    document.sections[0].header.paragraphs[0].text = "Fenland Restorative Hub"
    document.sections[0].footer.paragraphs[0].text = "Review by April 2027"
    document.add_paragraph("Who this is for")
    document.add_heading("1 Who decides", 1)
    document.add_paragraph("The supervisor decides within one day.")
    table = document.add_table(rows=2, cols=2)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, words in zip(cells, ("Concern", "Who is told", "A child", "Duty team"), strict=True):
        cell.text = words
    document.add_heading("1.1 Withdrawal", 2)
    document.add_paragraph("Anybody may stop at any time.")
    text = saved(document)
    assert body(text) == [
        (None, "Who this is for"),
        (
            "1 Who decides",
            "1 Who decides\nThe supervisor decides within one day.\nConcern\tWho is told\nA child\tDuty team",
        ),
        ("1.1 Withdrawal", "1.1 Withdrawal\nAnybody may stop at any time."),
    ]
    assert of(text, PassageKind.HEADER) == [(None, "Review by April 2027\nFenland Restorative Hub")]
    assert text.headings == ("1 Who decides", "1.1 Withdrawal")
    assert (text.title, text.author) == ("Safeguarding procedure", "Head of service")
    assert (text.created, text.modified) == (date(2026, 4, 1), date(2026, 5, 2))
    assert text.pages is None and text.notes == ()


def test_what_is_absent_stays_absent() -> None:
    text = read_one("a.docx", made(paragraph("Text")))
    assert (text.title, text.author, text.created, text.modified, text.headings) == (None, None, None, None, ())


def test_headings_are_known_by_their_styles_in_every_language() -> None:
    text = read_one(
        "a.docx",
        made(
            paragraph("By name", "berschrift1")
            + paragraph("By what it is based on", "Clause")
            + paragraph("By level", "Level")
            + '<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>By itself</w:t></w:r></w:p>'
            + '<w:p><w:pPr><w:pStyle w:val="Clause"/><w:outlineLvl w:val="9"/></w:pPr>'
            + "<w:r><w:t>Not one</w:t></w:r></w:p>"
            + paragraph("Unknown style", "Nobody")
        ),
    )
    assert text.headings == ("By name", "By what it is based on", "By level", "By itself")


def test_lines_in_bold_are_headings_where_there_are_no_styles() -> None:
    document = docx.Document()
    for heading, words in (("4. Safeguarding", "We tell the duty team."), ("5. Review", "Each April.")):
        document.add_paragraph().add_run(heading).bold = True
        both = document.add_paragraph()
        both.add_run("Important: ").bold = True
        both.add_run(words).font.size = Pt(11)
    document.add_paragraph().add_run("This is a whole sentence that is in bold, and ends like one.").bold = True
    assert saved(document).headings == ("4. Safeguarding", "5. Review")
    document.add_heading("A real one", 1)
    assert saved(document).headings == ("A real one",)


def test_a_document_all_in_bold_has_no_headings() -> None:
    bold = "".join(paragraph(f"Line {n}", run="<w:b/>") for n in range(5))
    assert read_one("a.docx", made(bold)).headings == ()


def test_the_table_of_contents_is_no_place() -> None:
    text = read_one("a.docx", made(paragraph("Withdrawal 7", "TOC1") + paragraph("Withdrawal", "berschrift1")))
    assert body(text) == [("Withdrawal", "Withdrawal")]
    assert of(text, PassageKind.HEADER) == [(None, "Withdrawal 7")]


def test_notes_and_comments_stand_where_they_are_referred_to() -> None:
    reference = '<w:p><w:r><w:t>See below</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("The Code, 4.2")}</w:footnote></w:footnotes>'
    )
    content = paragraph("One", "berschrift1") + reference + paragraph("Two", "berschrift1") + paragraph("End")
    text = read_one("a.docx", made(content, footnotes=notes))
    assert of(text, PassageKind.NOTE) == [("One", "The Code, 4.2")]


def test_text_boxes_tables_in_tables_and_what_is_between_letters() -> None:
    box = f"<w:drawing><w:txbxContent>{paragraph('In a box')}</w:txbxContent></w:drawing>"
    again = f"<w:pict><w:txbxContent>{paragraph('In a box')}</w:txbxContent></w:pict>"
    either = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{again}</mc:Fallback>"
    choice = f'<mc:AlternateContent xmlns:mc="urn:mc">{either}</mc:AlternateContent>'
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('inner 1')}</w:tc><w:tc>{paragraph('inner 2')}</w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('outer')}</w:tc><w:tc>{inner}{paragraph('after')}</w:tc></w:tr></w:tbl>"
    run = "<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
    signs = f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r>{run}</w:r></w:p>"
    text = read_one("a.docx", made(f"<w:p><w:r>{choice}<w:t>Around</w:t></w:r></w:p>{outer}{signs}"))
    assert body(text) == [(None, "In a box\nAround\nouter\tinner 1\tinner 2 after\na\tb\nc-d")]


def test_what_was_before_a_tracked_change_of_format_counts_for_nothing() -> None:
    before = '<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr></w:pPrChange></w:pPr>'
    hidden = "<w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>"
    text = read_one("a.docx", made(f"<w:p>{before}<w:r>{hidden}<w:t>Plain</w:t></w:r></w:p>"))
    assert body(text) == [(None, "Plain")]


def test_the_mark_of_a_paragraph_hides_none_of_its_text() -> None:
    mark = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
    assert body(read_one("a.docx", made(f"<w:p>{mark}<w:r><w:t>Shown</w:t></w:r></w:p>"))) == [(None, "Shown")]


@pytest.mark.parametrize("name", ["word/document2.xml", "document.xml", "other/document.xml"])
def test_the_main_part_may_have_another_name(name: str) -> None:
    content = zipped({name: f"<w:document {W}>{paragraph('Text')}</w:document>"})
    assert body(read_one("a.docx", content)) == [(None, "Text")]


def test_the_strict_form_is_read() -> None:
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    content = zipped({"word/document.xml": f"<w:document {strict}>{paragraph('Text')}</w:document>"})
    assert body(read_one("a.docx", content)) == [(None, "Text")]


def test_diagrams_are_read() -> None:
    diagram = '<d xmlns:a="urn:a"><a:p><a:r><a:t>Tell the duty team</a:t></a:r></a:p></d>'
    content = zipped(
        {"word/document.xml": f"<w:document {W}>{paragraph('Text')}</w:document>", "word/diagrams/data1.xml": diagram}
    )
    assert body(read_one("a.docx", content)) == [(None, "Text\nTell the duty team")]


def test_what_nobody_sees_is_taken_out_of_words() -> None:
    text = read_one("a.docx", made(paragraph("safe\u00adguard\u200bing, o\ufb03ce,\u00a0staff")))
    assert body(text) == [(None, "safeguarding, office, staff")]
