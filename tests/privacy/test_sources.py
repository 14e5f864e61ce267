"""Other files: each kind is looked into as whoever is given it can, and every hit has its place."""

from __future__ import annotations

import gzip
import json
import time
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from rsqm_tool.model.privacy import Part
from rsqm_tool.privacy.sources import pdf
from rsqm_tool.privacy.sources.tables import Mapped
from tests.documents import hostile
from tests.documents.test_pdf import rewritten
from tests.privacy.looking import through, told

PDF = "evidence/documents/report.pdf"


# --- PDF


def test_the_page_and_the_heading_of_a_hit(tmp_path: Path) -> None:
    made = hostile.pdf("First page.", "Present: Jane Smith", headings={2: "1 Attendance"})
    assert told(through(tmp_path, PDF, made)) == [("page 2, under '1 Attendance'", "names")]


def test_comments_properties_and_links_of_a_pdf(tmp_path: Path) -> None:
    def add(writer: PdfWriter) -> None:
        writer.add_annotation(0, Text(text="Ring 07700 900123", rect=(0, 0, 9, 9)))
        writer.add_metadata({"/Author": "Kate O'Brien", "/Keywords": "Jane Smith"})
        action = {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("mailto:a.b@example.org")}
        link = {NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): DictionaryObject(action)}
        writer.pages[0][NameObject("/Annots")] = ArrayObject(
            [*writer.pages[0].get("/Annots", []), DictionaryObject(link)]
        )

    found = told(through(tmp_path, PDF, rewritten(hostile.pdf("Text"), add)))
    assert found == [("metadata", "email"), ("metadata", "names"), ("metadata", "names"), ("page 1, comment", "phone")]


def test_text_under_a_black_box_is_in_the_file(tmp_path: Path) -> None:
    """Painting over it hides it from the eye only."""

    def paint(writer: PdfWriter) -> None:
        from pypdf.generic import DecodedStreamObject

        content = writer.pages[0].get_contents()
        assert content is not None
        box = DecodedStreamObject()
        box.set_data(content.get_data() + b"\n0 g 0 0 600 900 re f\n")
        writer.pages[0][NameObject("/Contents")] = writer._add_object(box)

    assert told(through(tmp_path, PDF, rewritten(hostile.pdf("Seen by Jane Smith"), paint))) == [("page 1", "names")]


def test_a_page_that_is_a_picture_is_told_and_stops(tmp_path: Path) -> None:
    found = through(tmp_path, PDF, hostile.scanned())
    (unread,) = found.unread
    assert "(scanned?): the tool cannot read" in unread.why
    assert unread.why.endswith("Look through it yourself, then take it out or allow it")
    assert found.stops and len(unread.digest) == 64


def test_a_locked_or_damaged_pdf_is_told(tmp_path: Path) -> None:
    found = through(tmp_path, PDF, b"%PDF-1.7\nno more")
    assert [u.why.partition(".")[0] for u in found.unread] == [
        "It is damaged, or written in a way that the tool does not know"
    ]


def incremental(content: bytes) -> bytes:
    """The PDF saved once more the quick way: what is new behind what was there."""
    writer = PdfWriter(BytesIO(content), incremental=True)
    writer.add_metadata({"/Subject": "New"})
    whole = BytesIO()
    writer.write(whole)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (incremental(hostile.pdf("Text")), "It keeps former versions of itself, which anybody can bring back"),
        (hostile.pdf("Text") + b"Jane Smith", "Something stands before its beginning or behind its end"),
        (b"Jane Smith\n" + hostile.pdf("Text"), "Something stands before its beginning or behind its end"),
    ],
)
def test_what_no_program_shows_of_a_pdf_is_told_and_stops(tmp_path: Path, made: bytes, why: str) -> None:
    (unread,) = through(tmp_path, PDF, made).unread
    assert unread.why.startswith(why) and unread.copied


def test_a_pdf_that_is_made_to_be_shown_while_it_is_fetched_has_two_ends() -> None:
    """It is one version only. Its first end gives no place."""
    shown = b"%PDF-1.7\n1 0 obj <</Linearized 1>> endobj\nstartxref\n0\n%%EOF\nmore\nstartxref\n9\n%%EOF\n"
    assert pdf.trouble(shown, "") == ""
    assert pdf.trouble(shown + b"more\nstartxref\n99\n%%EOF\n", "") == pdf.FORMER


def test_every_property_of_a_pdf_also_packed_ones_and_long_ones(tmp_path: Path) -> None:
    def add(writer: PdfWriter) -> None:
        writer.add_metadata({"/CaseOfficer": "Kate O'Brien", "/Long": "x " * 3_000 + "07700 900123"})
        packet = DecodedStreamObject()
        packet.set_data(
            b'<x:xmpmeta><rdf:Description pdf:Keywords="Jane Smith">a@example.org</rdf:Description></x:xmpmeta>'
        )
        writer._root_object[NameObject("/Metadata")] = writer._add_object(packet.flate_encode())

    found = through(tmp_path, PDF, rewritten(hostile.pdf("Text"), add))
    assert told(found) == [("metadata", "email"), ("metadata", "names"), ("metadata", "names"), ("metadata", "phone")]
    assert not found.unread


def test_a_file_pinned_to_a_page_is_an_attachment(tmp_path: Path) -> None:
    def add(writer: PdfWriter) -> None:
        pin = {NameObject("/Subtype"): NameObject("/FileAttachment"), NameObject("/T"): TextStringObject("Jane Smith")}
        writer.pages[0][NameObject("/Annots")] = ArrayObject([DictionaryObject(pin)])

    found = through(tmp_path, PDF, rewritten(hostile.pdf("Text"), add))
    assert told(found) == [("metadata", "names")]
    assert [u.why.partition(". ")[0] for u in found.unread] == ["Other files are attached to it, and were not read"]


# --- tables


CSV = "evidence/monitoring/cases.csv"
CASES = Mapped("cases", None, frozenset({"caseref", "reason"}))


def test_a_cell_has_its_row_and_its_header(tmp_path: Path) -> None:
    table = "Case ref,Reason,Extra\nC-0001,,\nC-0002,Moved,asked for Jane Smith\n"
    assert told(through(tmp_path, CSV, table, CASES)) == [("row 3, Extra", "names")]


def test_headers_come_first(tmp_path: Path) -> None:
    """A column of names is told by its header, whatever the cells below it hold."""
    table = "Case ref,Victim surname,DOB,Mobile,Notes\nC-0001,X,,,\n"
    assert told(through(tmp_path, CSV, table, CASES)) == [
        ("row 1, DOB, column", "column"),
        ("row 1, Mobile, column", "column"),
        ("row 1, Notes, column", "column"),
        ("row 1, Victim surname, column", "column"),
    ]


def test_a_column_of_references_is_told_also_in_a_table_that_nothing_maps(tmp_path: Path) -> None:
    """There, words such as "notes" are no matter: an action log has them by right."""
    table = "Action,Notes,NHS no\nWrite,soon,\n"
    assert told(through(tmp_path, "evidence/documents/log.csv", table)) == [("row 1, NHS no, column", "column")]


def test_a_header_says_what_the_cells_below_it_are(tmp_path: Path) -> None:
    """X123456 alone could be anything; under CRN it is a person."""
    table = "Case ref,Probation CRN\nC-0001,X123456\n"
    found = told(through(tmp_path, CSV, table, CASES))
    assert ("row 2, Probation CRN", "probation") in found
    assert told(through(tmp_path, CSV, "Case ref,Batch\nC-0001,X123456\n", CASES)) == []


@pytest.mark.parametrize("row", ["Jane,Smith,x", "Smith,Jane,x", "x,Smith,J", '"Smith",J.,x', "J,Smith,x"])
def test_a_name_in_two_cells_of_a_row(tmp_path: Path, row: str) -> None:
    (hit,) = told(through(tmp_path, CSV, f"Case ref,Reason,Extra\n{row}\n", CASES))
    assert hit[1] == "names"


def test_a_header_that_tells_what_numbers_are_does_not_come_between(tmp_path: Path) -> None:
    assert ("row 2, Officer", "names") in told(through(tmp_path, CSV, "Officer,Court case\nJane,Smith\n", CASES))


def test_what_does_not_stand_side_by_side_is_no_name(tmp_path: Path) -> None:
    assert told(through(tmp_path, CSV, "Case ref,Reason\nC-0001,Jane\nC-0002,Smith\n", CASES)) == []


def test_a_file_that_is_no_table_is_looked_through_as_text(tmp_path: Path) -> None:
    assert told(through(tmp_path, CSV, 'Case ref,Reason\nC-0001,"open\nJane Smith', CASES)) == [("line 3", "names")]


def workbook() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Staff"
    for row in (["Fenland"], ["Ref", "Level"], ["P-001", "advanced"], ["P-002", "foundation", "ask Jane Smith"]):
        sheet.append(row)
    hidden = made.create_sheet("Old")
    hidden.sheet_state = "veryHidden"
    hidden.append(["Ref", "Phone ref"])
    hidden.append(["P-001", 7700900123])
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_every_sheet_and_every_column_of_a_workbook(tmp_path: Path) -> None:
    """Also one that Excel does not offer to show, and a number that lost its nought."""
    mapped = Mapped("practitioners", "Staff", frozenset({"ref", "level"}))
    assert told(through(tmp_path, "evidence/people/people.xlsx", workbook(), mapped)) == [
        ("sheet Old, row 1, Phone ref, column", "column"),
        ("sheet Old, row 2, Phone ref, hidden", "phone"),
        ("sheet Staff, row 4, column C", "names"),
    ]


def test_a_cell_without_a_header_has_the_letter_of_its_column(tmp_path: Path) -> None:
    """Above the header, beside it, and under a header that is empty."""
    table = ",Jane Smith\nCase ref,,Reason\nC-0001,Kate O'Brien,,07700 900123\n"
    assert told(through(tmp_path, CSV, table, CASES)) == [
        ("row 1, column B", "names"),
        ("row 3, column B", "names"),
        ("row 3, column D", "phone"),
    ]


# --- YAML, text, pages


def test_values_of_yaml_have_their_line_and_key(tmp_path: Path) -> None:
    text = 'evidence:\n  - id: POL-01\n    how: "Ring 07700\\u00a0900123"\n    pages: 12\n# Jane Smith asked\n'
    found = through(tmp_path, "evidence/register.yaml", text)
    assert told(found) == [("line 3, how", "phone"), ("line 5, comment", "names")]


def test_broken_yaml_is_looked_through_as_text(tmp_path: Path) -> None:
    assert told(through(tmp_path, "evidence/actions.yaml", "a: [1\nb: Jane Smith\n")) == [("line 2", "names")]


def test_a_text_file_by_lines(tmp_path: Path) -> None:
    found = through(tmp_path, "evidence/documents/a.md", "# Minutes\r\n\r\nPresent:\r\nJane Smith\r\n")
    assert told(found) == [("line 4", "names")]
    assert found.hits[0].where.column is None


PAGE = """<!doctype html>
<html><head><meta name="author" content="Kate O'Brien"><title>Minutes</title></head>
<body data-owner="Jane Smith"><p>Ring <b>0770</b>0 900123</p>
<a href="mailto:jane%40example.org" title="write">Write</a><td>Anna</td><td>Young</td>
<!-- ask jane.smith@example.org -->
</body></html>
"""


def test_a_page_with_its_tags(tmp_path: Path) -> None:
    found = through(tmp_path, "criteria/1-1.html", PAGE, built=True)
    assert told(found) == [
        ("line 2, in a tag", "names"),
        ("line 3", "phone"),
        ("line 3, in a tag", "names"),
        ("line 4", "names"),
        ("line 4, in a tag", "email"),
        ("line 5, in a tag", "email"),
    ]
    assert {hit.part for hit in found.hits} == {Part.PAGE}


def test_values_without_quotation_marks(tmp_path: Path) -> None:
    page = "<p title=Jane&#32;Smith id=p1>a</p>\n<a href=mailto:a.b@example.org rel=x>b</a>\n<p title=Kate lang='en'>"
    assert told(through(tmp_path, "index.html", page, built=True)) == [
        ("line 1, in a tag", "names"),
        ("line 2, in a tag", "email"),
    ]


@pytest.mark.parametrize(
    "run", ["<a =b", "<a b= ", "<a", '<a b="', "<a b='", "<!--", "</", "&amp", '="', "<a " + 'b="c" ' * 9]
)
def test_no_page_takes_long(tmp_path: Path, run: str) -> None:
    """200 kB of one thing over and over: quadratic work would take minutes."""
    begin = time.process_time()
    through(tmp_path, "index.html", (run * 200_000)[:200_000], built=True)
    assert time.process_time() - begin < 3


@pytest.mark.parametrize("begin", ["", "var __index = "])
def test_the_search_index_entry_by_entry(tmp_path: Path, begin: str) -> None:
    index = {"docs": [{"location": "gaps.html", "title": "Gaps", "text": "<p>Ring 07700&nbsp;<b>900123</b></p>"}]}
    found = through(tmp_path, "search/search_index.js", begin + json.dumps(index), built=True)
    assert told(found) == [("gaps.html, index", "phone")]


def test_values_side_by_side_in_an_index(tmp_path: Path) -> None:
    index = {"docs": [{"location": "a.html", "tags": ["Jane", "Smith"]}, {"first": "Anna", "last": "Young"}]}
    found = through(tmp_path, "search/search_index.json", json.dumps(index), built=True)
    assert told(found) == [("a.html, index", "names"), ("index", "names")]


def test_a_drawing_and_a_packed_sitemap(tmp_path: Path) -> None:
    drawing = "<svg><title>Case of Jane Smith</title><text><tspan>077</tspan><tspan>00 900123</tspan></text></svg>"
    assert told(through(tmp_path, "assets/chart.svg", drawing, built=True)) == [
        ("line 1", "names"),
        ("line 1", "phone"),
    ]
    packed = gzip.compress(b"<url><loc>https://hub.example/jane-smith@example.org/</loc></url>")
    assert told(through(tmp_path, "sitemap.xml.gz", packed, built=True)) == [("line 1", "email")]


@pytest.mark.parametrize("name", ["Jane Smith.md", "jane-smith-statement.md", "JANE_SMITH.md", "A1234BC.md"])
def test_the_name_of_a_file(tmp_path: Path, name: str) -> None:
    (hit,) = through(tmp_path, f"evidence/documents/{name}", "# Text\n").hits
    assert (hit.part, hit.spot) == (Part.FILE_NAME, "file name")
    assert "*" in hit.file and "mith" not in hit.file.lower() and hit.file.endswith(".md")


@pytest.mark.parametrize("suffix", [".jpg", ".doc", ".rtf", ".eml", ".zip"])
def test_what_has_no_reader_is_told_and_stops(tmp_path: Path, suffix: str) -> None:
    """Rich Text cuts words in pieces, and mail packs them: half a look is none."""
    found = through(tmp_path, f"evidence/documents/form{suffix}", b"\xff\xd8\xff")
    assert [u.why for u in found.unread] == [
        f"Nobody can look through {suffix} files here. Look through it yourself, then take it out or allow it"
    ]
    assert found.stops and not found.files


@pytest.mark.parametrize("name", ["a.md", "a.csv", "a.xlsx", "a.yaml", "a.docx"])
def test_a_link_that_leads_out_is_not_followed(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("Jane Smith", encoding="utf-8")
    root = tmp_path / "hub"
    (root / "evidence").mkdir(parents=True)
    (root / "evidence" / name).symlink_to(outside)
    from rsqm_tool.load.cache import Cache
    from rsqm_tool.model.privacy import Unread
    from rsqm_tool.privacy.sources import Folder, look

    found = list(look(Folder(root, [f"evidence/{name}"], Cache(root / "cache", enabled=False))))
    assert [thing.why.partition(".")[0] for thing in found if isinstance(thing, Unread)] == [
        "It is a link that leads out of the folder"
    ]
    assert not any("Jane" in str(thing) for thing in found)
