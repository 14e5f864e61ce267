"""What an office file holds beside its text: each corner of it is looked into, and told by its part."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.documents.hostile import DC, ODF, W, docx, odt, paragraph, zipped
from tests.privacy.looking import through, told

DOCX = "evidence/documents/minutes.docx"
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
CORE = f'<cp:coreProperties xmlns:cp="urn:cp" {DC}>%s</cp:coreProperties>'


def word(root: Path, body: str = paragraph("Text"), **parts: str | bytes) -> list[tuple[str, str]]:
    """What is found in a Word document; parts by their whole names."""
    from zipfile import ZipFile

    with ZipFile(BytesIO(docx(body))) as made:
        whole: dict[str, str | bytes] = {name: made.read(name) for name in made.namelist()}
    return told(through(root, DOCX, zipped({**whole, **{n.replace("__", "/"): c for n, c in parts.items()}})))


def test_the_text_is_told_with_the_heading_above_it(tmp_path: Path) -> None:
    body = paragraph("2 Attendance", "berschrift1") + paragraph("Present: Jane Smith")
    assert word(tmp_path, body) == [("under '2 Attendance'", "names")]


def test_a_heading_that_holds_a_name_is_told_without_it(tmp_path: Path) -> None:
    body = paragraph("About Jane Smith", "berschrift1") + paragraph("Call 07700 900123")
    assert word(tmp_path, body) == [("under 'About **** *****'", "names"), ("under 'About **** *****'", "phone")]


def test_deleted_hidden_and_commented_text_is_still_in_the_file(tmp_path: Path) -> None:
    deleted = '<w:p><w:del w:author="Auditor"><w:r><w:delText>Jane Smith</w:delText></w:r></w:del></w:p>'
    hidden = paragraph("07700 900123", run="<w:vanish/>")
    comments = f'<w:comments {W}><w:comment w:id="1">{paragraph("Ask jane@example.org")}</w:comment></w:comments>'
    assert word(tmp_path, deleted + hidden, **{"word/comments.xml": comments}) == [
        ("comment", "email"),
        ("deleted", "names"),
        ("hidden", "phone"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("docProps/core.xml", CORE % "<cp:lastModifiedBy>Jane Smith</cp:lastModifiedBy>"),
        ("docProps/core.xml", CORE % "<cp:keywords>complaint, Jane Smith</cp:keywords>"),
        ("docProps/app.xml", "<Properties><Manager>Jane Smith</Manager><Company>Hub</Company></Properties>"),
        (
            "docProps/custom.xml",
            '<Properties><property name="Case"><lpwstr>Jane Smith</lpwstr></property></Properties>',
        ),
        ("customXml/item1.xml", "<case><harmed>Jane Smith</harmed></case>"),
        ("word/charts/chart1.xml", "<c:c xmlns:c='urn:c'><c:v>Jane Smith</c:v><c:v>14</c:v></c:c>"),
        ("word/people.xml", f'<w:people {W}><w:person w:author="x" w:displayName="Jane Smith"/></w:people>'),
    ],
)
def test_a_name_in_a_part_that_nobody_sees(tmp_path: Path, name: str, content: str) -> None:
    found = word(tmp_path, **{name: content})
    assert {rule for _, rule in found} == {"names"}
    assert {spot.rpartition(", ")[2] for spot, _ in found} == {"metadata"}


def test_who_commented_and_who_changed(tmp_path: Path) -> None:
    changed = '<w:p><w:ins w:author="Jane Smith"><w:r><w:t>A word</w:t></w:r></w:ins></w:p>'
    comments = f'<w:comments {W}><w:comment w:id="1" w:author="J. Smith">{paragraph("Why?")}</w:comment></w:comments>'
    assert word(tmp_path, changed, **{"word/comments.xml": comments}) == [("", "names"), ("comment", "names")]


def test_a_link_to_somebodys_mailbox_and_the_words_for_a_picture(tmp_path: Path) -> None:
    link = (
        f'<Relationships {RELATIONS}><Relationship Id="r1" TargetMode="External" Target="mailto:jane%40example.org"/>'
    )
    drawing = '<wp:docPr xmlns:wp="urn:wp" id="1" descr="Jane Smith at the board"/>'
    picture = f"<w:p><w:r><w:drawing>{drawing}</w:drawing></w:r></w:p>"
    assert word(tmp_path, picture, **{"word/_rels/document.xml.rels": link + "</Relationships>"}) == [
        ("", "names"),
        ("metadata", "email"),
    ]


def test_what_a_field_asks_for(tmp_path: Path) -> None:
    asks = '<w:instrText>HYPERLINK "mailto:jane@example.org"</w:instrText>'
    field = f"<w:p><w:r>{asks}</w:r><w:r><w:t>Write</w:t></w:r></w:p>"
    assert word(tmp_path, field) == [("", "email")]


def test_words_that_the_program_has_cut_into_runs_are_one_value(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    assert word(tmp_path, f"<w:p>{run.format('07700')}{run.format(' 900')}{run.format('123')}</w:p>") == [("", "phone")]


def test_the_picture_of_the_first_page_is_a_hit_by_itself(tmp_path: Path) -> None:
    """It shows the page as it was when somebody last saved one, names and all."""
    first = through(tmp_path, DOCX, zipped({"word/document.xml": "<a/>", "docProps/thumbnail.jpeg": b"\xff\xd8 one"}))
    other = through(tmp_path, DOCX, zipped({"word/document.xml": "<a/>", "docProps/thumbnail.jpeg": b"\xff\xd8 two"}))
    assert told(first) == told(other) == [("metadata", "thumbnail")]
    assert first.hits[0].masked == "" and first.hits[0].digest != other.hits[0].digest


def test_what_is_inside_a_document_is_told_as_not_looked_through(tmp_path: Path) -> None:
    found = through(tmp_path, DOCX, zipped({"word/document.xml": "<a/>", "word/embeddings/list.xlsx": b"PK"}))
    assert [(u.why, u.copied) for u in found.unread] == [
        ("It holds other files or programs inside, which are not looked into. "
         "Look through it yourself, then take it out or allow it", True)
    ]  # fmt: skip


def test_an_encrypted_document_is_not_looked_through(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
    found = through(tmp_path, DOCX, ole)
    assert [u.why.partition(". ")[0] for u in found.unread] == ["It needs a password"]
    assert found.stops and not found.files


def test_pictures_are_counted_because_nobody_looks_at_them(tmp_path: Path) -> None:
    found = through(tmp_path, DOCX, zipped({"word/document.xml": "<a/>", "word/media/image1.png": b"\x89PNG"}))
    assert (found.pictures, found.files) == (1, {"document": 1})


def test_slides_and_their_notes(tmp_path: Path) -> None:
    a = 'xmlns:a="urn:a"'
    slide = f"<p:sld xmlns:p='urn:p' {a}><a:p><a:r><a:t>Jane </a:t></a:r><a:r><a:t>Smith</a:t></a:r></a:p></p:sld>"
    notes = f"<p:notes xmlns:p='urn:p' {a}><a:p><a:t>Ring 07700 900123</a:t></a:p></p:notes>"
    parts = {"ppt/slides/slide2.xml": slide, "ppt/notesSlides/notesSlide2.xml": notes}
    found = through(tmp_path, "evidence/documents/board.pptx", zipped(parts))
    assert told(found) == [("under 'notes 2'", "phone"), ("under 'slide 2'", "names")]


def test_an_opendocument_text(tmp_path: Path) -> None:
    annotation = "<text:p>Text<office:annotation><dc:creator>Jane Smith</dc:creator></office:annotation></text:p>"
    meta = f"<office:document-meta {ODF} {DC}><dc:creator>Jane Smith</dc:creator></office:document-meta>"
    found = through(tmp_path, "evidence/documents/minutes.odt", odt(annotation, **{"meta.xml": meta}))
    assert told(found) == [("", "names"), ("metadata", "names")]


def test_an_opendocument_table_is_swept(tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = f"<table:table-row>{cell.format('Jane Smith')}{cell.format('14')}</table:table-row>"
    parts = {"content.xml": f"<office:document-content {ODF}>{rows}</office:document-content>"}
    assert told(through(tmp_path, "evidence/documents/list.ods", zipped(parts))) == [("", "names")]


def book(**changes: object) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Log"
    sheet.append(["Ref", "Kind"])
    sheet.append(["P-001", "review"])
    for name, value in changes.items():
        change = {
            "comment": lambda v: setattr(sheet["B2"], "comment", Comment(v, "Jane Smith")),
            "footer": lambda v: setattr(sheet.oddFooter.left, "text", v),
            "author": lambda v: setattr(made.properties, "creator", v),
        }[name]
        change(value)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


XLSX = "evidence/people/people.xlsx"


def test_a_comment_on_a_cell_a_footer_and_the_author_of_a_workbook(tmp_path: Path) -> None:
    content = book(comment="Ring 07700 900123", footer="Printed by Jane Smith", author="Kate O'Brien")
    found = set(told(through(tmp_path, XLSX, content)))
    assert ("cell B2, comment", "phone") in found
    assert {spot for spot, rule in found if rule == "names"} == {"header", "metadata", "comment"}


def test_the_words_in_a_formula_that_was_never_calculated(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.append(["Ref", '="Ring "&"07700 900123"'])
    stream = BytesIO()
    made.save(stream)
    assert told(through(tmp_path, XLSX, stream.getvalue())) == [("header", "phone")]


def test_the_rows_that_a_pivot_table_remembers(tmp_path: Path) -> None:
    """They stay in the file when the sheet that they came from is deleted."""
    from zipfile import ZipFile

    items = '<sharedItems><s v="Jane Smith"/><n v="14"/></sharedItems>'
    cache = f'<pivotCacheDefinition xmlns="urn:x">{items}</pivotCacheDefinition>'
    with ZipFile(BytesIO(book())) as made:
        parts: dict[str, str | bytes] = {name: made.read(name) for name in made.namelist()}
    content = zipped({**parts, "xl/pivotCache/pivotCacheDefinition1.xml": cache})
    assert told(through(tmp_path, XLSX, content)) == [("under 'pivot table', metadata", "names")]


def test_form_is_not_text(tmp_path: Path) -> None:
    """Styles and themes hold many numbers, and nothing of anybody."""
    styles = f'<w:styles {W} w:rsid="00770090"><w:v w:val="07700900123">07700 900123</w:v></w:styles>'
    assert word(tmp_path, **{"word/styles.xml": styles}) == []


A = 'xmlns:a="urn:a"'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/settings.xml", f'<w:s {W}><w:docVars><w:docVar w:name="Case" w:val="Jane Smith"/></w:docVars></w:s>'),
        ("word/styles.xml", f'<w:styles {W}><w:style><w:name w:val="Letter to Jane Smith"/></w:style></w:styles>'),
        ("word/numbering.xml", f'<w:numbering {W}><w:lvlText w:val="Jane Smith %1."/></w:numbering>'),
        ("word/theme/theme1.xml", f'<a:theme {A} name="Jane Smith"/>'),
        ("word/theme/theme1.xml", f'<a:theme {A}><a:fontScheme name="Jane Smith"/></a:theme>'),
        ("word/bookmarks.xml", f'<w:b {W}><w:bookmarkStart w:name="Jane_Smith"/></w:b>'),
        ("META-INF/documentsignatures.xml", "<s><X509IssuerName>CN=Jane Smith</X509IssuerName></s>"),
        ("package/services/a.psmdcp", "<p><creator>Jane Smith</creator></p>"),
        ("word/media/drawing.svg", "<svg><title>Jane Smith</title></svg>"),
        ("word/media/jane-smith.png", b"\x89PNG"),
        ("word/document2.xml", f"<w:d {W}><w:p><w:r><w:t>Jane Smith</w:t></w:r></w:p></w:d>"),  # nobody reads a second
    ],
)
def test_a_name_in_what_was_taken_for_form(tmp_path: Path, name: str, content: str | bytes) -> None:
    assert {rule for _, rule in word(tmp_path, **{name: content})} == {"names"}


def test_the_text_of_a_list_number_is_taken_whatever_it_is(tmp_path: Path) -> None:
    numbering = f'<w:numbering {W}><w:lvlText w:val="07700 900123"/></w:numbering>'
    assert word(tmp_path, **{"word/numbering.xml": numbering}) == [("metadata", "phone")]


def test_a_shape_that_is_no_proper_markup(tmp_path: Path) -> None:
    found = word(tmp_path, **{"word/drawings/vmlDrawing1.vml": '<xml><v:shape alt="Jane Smith"><br>07700 900123</xml>'})
    assert found == [("line 1", "phone"), ("line 1, in a tag", "names")]


@pytest.mark.parametrize(
    "name",
    ["word/data/x.json", "word/x.zip", "x.odt", "word/media/list.xlsx", "word/media/image1.png", "word/media/voice.mp4",
     "word/x", "[trash]/0000.dat", "xl/printerSettings/other.bin"],
)  # fmt: skip
def test_what_is_neither_text_nor_form_nor_picture_is_another_file(tmp_path: Path, name: str) -> None:
    """A picture is known by its first bytes, not by its name."""
    found = through(tmp_path, DOCX, zipped({"word/document.xml": "<a/>", name: b"anything"}))
    assert [u.why.partition(",")[0] for u in found.unread] == ["It holds other files or programs inside"]
    assert found.stops


def test_empty_parts_fonts_and_kinds_are_form(tmp_path: Path) -> None:
    parts: dict[str, bytes | str] = {"word/document.xml": "<a/>", "Configurations2/accelerator/current.xml": b"",
                                     "word/fonts/font1.odttf": b"\x01\x02", "mimetype": b"application/x"}  # fmt: skip
    found = through(tmp_path, DOCX, zipped(parts))
    assert (found.hits, found.unread) == ((), ())


def test_the_comment_on_the_archive(tmp_path: Path) -> None:
    from zipfile import ZipFile

    stream = BytesIO(zipped({"word/document.xml": "<a/>"}))
    with ZipFile(stream, "a") as made:
        made.comment = b"Jane Smith"
    found = through(tmp_path, DOCX, stream.getvalue())
    assert (told(found), found.unread) == ([("metadata", "names")], ())


def between(content: bytes) -> bytes:
    """The archive with something put before its directory, whose place is set right."""
    directory = content.index(b"PK\x01\x02")
    end = content.rindex(b"PK\x05\x06")
    moved = (directory + 5).to_bytes(4, "little")
    return content[:directory] + b"Smith" + content[directory : end + 16] + moved + content[end + 20 :]


@pytest.mark.parametrize("change", [lambda c: c + b"Jane Smith", between], ids=["behind", "between"])
def test_bytes_that_belong_to_no_part(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    found = through(tmp_path, DOCX, change(zipped({"word/document.xml": "<a/>"})))
    assert [u.why for u in found.unread] == [
        "Something lies before, between or behind its parts, which no program shows and nobody can look through. "
        "Open it and save it anew. Look through it yourself, then take it out or allow it"
    ]


def test_slides_that_are_no_archive_are_not_passed_over(tmp_path: Path) -> None:
    found = through(
        tmp_path, "evidence/documents/board.pptx", b"Jane Smith" + zipped({"ppt/slides/slide1.xml": "<a/>"})
    )
    assert found.stops and not found.files


def sheet_with(tmp_path: Path, markup: str, **parts: str) -> list[tuple[str, str]]:
    """What is found in a workbook whose first sheet has this markup behind its cells."""
    from zipfile import ZipFile

    with ZipFile(BytesIO(book())) as made:
        whole: dict[str, str | bytes] = {name: made.read(name) for name in made.namelist()}
    sheet = whole["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, bytes)
    whole["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", b"</sheetData>" + markup.encode())
    return told(through(tmp_path, XLSX, zipped({**whole, **parts})))


@pytest.mark.parametrize(
    "markup",
    [
        '<dataValidations><dataValidation type="list"><formula1>"Jane Smith,Other"</formula1></dataValidation>'
        "</dataValidations>",
        "<dataValidations><dataValidation type='list'><formula1>&quot;Jane Smith&quot;</formula1></dataValidation>"
        "</dataValidations>",
        '<autoFilter ref="A1:B2"><filterColumn colId="0"><filters><filter val="Jane Smith"/></filters></filterColumn>'
        "</autoFilter>",
        "<headerFooter><oddHeader>&amp;LJane Smith</oddHeader></headerFooter>",
        '<headerFooter><oddHeader>&amp;C&amp;"Arial,Bold"&amp;12Jane&amp;K01+000 Smith</oddHeader></headerFooter>',
    ],
)
def test_what_a_sheet_holds_beside_its_cells(tmp_path: Path, markup: str) -> None:
    assert sheet_with(tmp_path, markup) == [("header", "names")]


def test_a_number_format_and_a_named_style_of_a_workbook(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.append(["Ref", 1])
    made.active["B1"].number_format = '"Jane Smith: "0'
    style = openpyxl.styles.NamedStyle("As Kate O'Brien likes it")
    made.add_named_style(style)
    made.active["A1"].style = style
    stream = BytesIO()
    made.save(stream)
    assert told(through(tmp_path, XLSX, stream.getvalue())) == [("metadata", "names"), ("metadata", "names")]


def test_a_sheet_that_the_workbook_does_not_know(tmp_path: Path) -> None:
    """Some programs leave it there when it is deleted."""
    from zipfile import ZipFile

    with ZipFile(BytesIO(book())) as made:
        parts: dict[str, str | bytes] = {name: made.read(name) for name in made.namelist()}
    found = through(tmp_path, XLSX, zipped({**parts, "xl/worksheets/sheet9.xml": "<worksheet/>"}))
    assert [u.why.partition(",")[0] for u in found.unread] == ["It holds other files or programs inside"]


def test_a_name_in_two_cells_of_a_sheet(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for row in (["Ref", "First", "Last"], ["P-001", "Jane", "Smith"], ["P-002", "Smith", "J"], ["P-003", "Anna", None]):
        made.active.append(row)
    stream = BytesIO()
    made.save(stream)
    assert told(through(tmp_path, XLSX, stream.getvalue())) == [
        ("sheet Sheet, row 2, First", "names"),
        ("sheet Sheet, row 3, First", "names"),
    ]
