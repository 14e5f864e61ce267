"""OpenDocument, Markdown, web pages and plain text."""

from __future__ import annotations

from datetime import date

import pytest

from rsqm_tool.load.documents import read_one
from rsqm_tool.model.documents import DocumentText
from tests.documents.hostile import DC, ODF, odt, paragraph
from tests.documents.hostile import docx as made

WINDOWS = "Its characters were read as those of older Windows programs. If some look wrong, save it again as UTF-8"


def all_of(text: DocumentText) -> list[tuple[str | None, str, str]]:
    assert text.trouble == ""
    return [(p.heading, p.kind.value, p.text) for p in text.passages]


def test_an_open_document() -> None:
    styles = '<style:style style:name="P9"><style:text-properties text:display="none"/></style:style>'
    contents = (
        "<text:table-of-content><text:index-body><text:p>Scope 2</text:p></text:index-body></text:table-of-content>"
    )
    who = "<office:change-info><dc:creator>Someone</dc:creator></office:change-info>"
    deletion = f"<text:deletion>{who}<text:p>Former words</text:p></text:deletion>"
    region = f'<text:changed-region text:id="c1">{deletion}</text:changed-region>'
    comment = "<office:annotation><dc:creator>Someone</dc:creator><text:p>Is that so?</text:p></office:annotation>"
    words = "<text:note-body><text:p>The Code</text:p></text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{words}</text:note>"
    cells = "".join(f"<table:table-cell><text:p>{t}</text:p></table:table-cell>" for t in ("Owner", "Head"))
    body = (
        f"<text:tracked-changes>{region}</text:tracked-changes>{contents}"
        '<text:h text:outline-level="1">Scope</text:h>'
        f'<text:p>Who <text:span>decides</text:span>,<text:s text:c="2"/>when{comment}{note} and<text:tab/>how'
        '<text:line-break/>Next<text:change text:change-id="c1"/></text:p>'
        f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
        '<text:p text:style-name="P9">Not shown</text:p>'
        '<text:section text:display="none"><text:p>Nor this</text:p></text:section>'
    )
    meta = (
        "<dc:title>A title</dc:title><meta:initial-creator>Head of service</meta:initial-creator>"
        "<meta:creation-date>2026-04-01T10:00:00.5</meta:creation-date><dc:date>2026-05-02</dc:date>"
    )
    footer = "<style:footer><text:p>Review by April 2027</text:p></style:footer>"
    others = {
        "meta.xml": f"<office:document-meta {ODF} {DC}>{meta}</office:document-meta>",
        "styles.xml": f"<office:document-styles {ODF}>{footer}</office:document-styles>",
    }
    text = read_one("a.odt", odt(body, styles, **others))
    assert all_of(text) == [
        (None, "header", "Scope 2\nReview by April 2027"),
        ("Scope", "body", "Scope\nWho decides,  when and\thow\nNext\nOwner\tHead"),
        ("Scope", "comment", "Is that so?"),
        ("Scope", "note", "The Code"),
        ("Scope", "hidden", "Not shown\nNor this"),
        ("Scope", "deleted", "Former words"),
    ]
    assert (text.title, text.author, text.created, text.modified) == (
        "A title", "Head of service", date(2026, 4, 1), date(2026, 5, 2),
    )  # fmt: skip


def test_markdown() -> None:
    text = read_one(
        "a.md",
        b"---\ntitle: 'A policy'\nauthor: Head of service\ndate: 2026-04-01\nreview_by: 2027-04-01\n---\n"
        b"Before\n\n# One #\n\nText <!-- not shown --> goes on\n\nTwo\n---\n\n- item\n---\n"
        b"```sh\n# no heading\n```\n#hashtag\n"
        b"<!--\nmore\n-->\n### C#\n",
    )
    assert text.headings == ("One", "Two", "C#")
    assert all_of(text) == [
        (None, "header", "title: 'A policy'\nauthor: Head of service\ndate: 2026-04-01\nreview_by: 2027-04-01"),
        (None, "body", "Before"),
        ("One", "body", "One\nText  goes on"),
        ("One", "hidden", "not shown"),
        ("Two", "body", "Two\n- item\n---\n# no heading\n#hashtag"),
        ("Two", "hidden", "more"),
        ("C#", "body", "C#"),
    ]
    assert (text.title, text.author, text.created) == ("A policy", "Head of service", date(2026, 4, 1))


def test_a_line_of_dashes_that_nothing_ends_is_no_front_matter() -> None:
    assert all_of(read_one("a.md", b"---\ntitle: x\n")) == [(None, "body", "---\ntitle: x")]


def test_a_web_page() -> None:
    text = read_one(
        "a.html",
        b"<!doctype html><html><head><title>Our offer</title><meta name=author content='Hub'><style>p {x}</style>"
        b"<meta property='article:published_time' content='2026-04-01T09:00Z'></head>"
        b"<body><script>if (a < b) run('<p>no</p>')</script><p>Before<p>Next <b>bold</b>ly &amp; so on<br>new line"
        b"<h2>How to <i>stop</i></h2><ul><li>One<li>Two</ul><table><tr><th>When<th>Who<tr><td>Today<td>You</table>"
        b"<p hidden>Not shown</p><div style='color:red; display: none'>Nor <p>this</p></div><!-- a remark -->After",
    )
    assert all_of(text) == [
        (None, "body", "Before\nNext boldly & so on\nnew line"),
        ("How to stop", "body", "How to stop\nOne\nTwo\nWhen\tWho\nToday\tYou\nAfter"),
        ("How to stop", "hidden", "Not shown\nNor\nthis\na remark"),
    ]
    assert (text.title, text.author, text.created) == ("Our offer", "Hub", date(2026, 4, 1))


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        ("Café".encode(), ()),
        ("\ufeffCafé".encode(), ()),
        ("Café".encode("utf-16"), ()),
        ("\ufeffCafé".encode("utf-16-be"), ()),
        ("Café".encode("cp1252"), (WINDOWS,)),
    ],
)
def test_plain_text_in_every_usual_encoding(content: bytes, notes: tuple[str, ...]) -> None:
    text = read_one("a.TXT", content)
    assert all_of(text) == [(None, "body", "Café")]
    assert text.notes == notes


def test_a_web_page_says_its_encoding() -> None:
    text = read_one("a.htm", '<meta charset="iso-8859-1"><p>Café – “quoted”'.encode("cp1252"))
    assert all_of(text) == [(None, "body", "Café – “quoted”")]
    assert text.notes == ()


def test_headings_are_bounded() -> None:
    text = read_one("a.md", b"# A heading\n" * 12_000)
    assert len(text.headings) == 10_000
    text = read_one("a.docx", made(paragraph("word " * 100, "berschrift1")))
    assert [len(h) for h in text.headings] == [200] and text.headings[0].endswith("word…")
