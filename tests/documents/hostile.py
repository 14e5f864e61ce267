"""Makes documents that are harmful, damaged or odd, on the fly: nothing of the kind lies in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache

from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("meta", "meta"),
    )
)
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
SECRET = "/etc/hostname"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = "<!DOCTYPE html><html><title>Sign in</title><body><form>Sign in to your account</form></body></html>"


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of some parts."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def paragraph(text: str, style: str = "", run: str = "") -> str:
    """A paragraph of Word."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def word_xml(body: str, doctype: str = "") -> str:
    """The main part of a Word document."""
    return f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document {W}><w:body>{body}</w:body></w:document>'


STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/><w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Level"><w:name w:val="Our level"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
    '</w:style><w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    "</w:styles>"
)


def docx(body: str, doctype: str = "", **parts: bytes | str) -> bytes:
    """A Word document; other parts by their names below word/, with `__` for `/` left out of the ending."""
    others = {f"word/{name}.xml": content for name, content in parts.items()}
    return zipped({"word/document.xml": word_xml(body, doctype), "word/styles.xml": STYLES, **others})


def odt(body: str, styles: str = "", **parts: bytes | str) -> bytes:
    """An OpenDocument text."""
    content = (
        f"<office:document-content {ODF} {DC}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **parts})


def entities(doctype: str) -> bytes:
    """A Word document with a document type."""
    return docx(paragraph("&lol;"), doctype)


def laughs() -> bytes:
    """A billion laughs."""
    more = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    return entities(f'<!DOCTYPE w [<!ENTITY lol0 "lol">{more}<!ENTITY lol "&lol9;">]>')


@cache
def swollen(megabytes: int) -> bytes:
    """A Word document and an open one, whose main parts unpack to so many megabytes each or together."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in ("word/document.xml", "content.xml"):
            with archive.open(name, "w", force_zip64=False) as part:
                for _ in range(megabytes // 2):
                    part.write(b"<w:p/>" * 166_667)
    return whole.getvalue()


@cache
def crowded(parts: int = 70_000) -> bytes:
    """A Word document of so many parts."""
    return zipped({f"word/{n}": b"" for n in range(parts)} | {"word/document.xml": b"<w/>"}, zipfile.ZIP_STORED)


def lying_size() -> bytes:
    """A Word document that says in its directory and before its part that this is much smaller than it is."""
    whole = bytearray(docx(paragraph("word " * 50_000)))
    size = struct.pack("<I", zipfile.ZipFile(io.BytesIO(whole)).getinfo("word/document.xml").file_size)
    return bytes(whole.replace(size, struct.pack("<I", 100)))


def wrong_sum() -> bytes:
    """A Word document with a part that is not what it was: one bit is another."""
    whole = bytearray(zipped({"word/document.xml": word_xml(paragraph("Withdrawal"))}, zipfile.ZIP_STORED))
    whole[whole.index(b"Withdrawal")] ^= 1
    return bytes(whole)


def flagged_encrypted() -> bytes:
    """A zip archive whose directory says that its parts are encrypted."""
    whole = bytearray(docx(paragraph("Text")))
    at = whole.index(b"PK\x01\x02")
    while at >= 0:
        whole[at + 8] |= 1
        at = whole.find(b"PK\x01\x02", at + 4)
    return bytes(whole)


def twice() -> bytes:
    """A Word document with two main parts."""
    whole = zipped({"word/document.xml": word_xml(paragraph("One")), "word/documenT.xml": word_xml(paragraph("Two"))})
    return whole.replace(b"word/documenT.xml", b"word/document.xml")


def numbered(number: int, content: bytes) -> bytes:
    """An object of a PDF."""
    return b"%d 0 obj\n%b\nendobj\n" % (number, content)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A packed stream of a PDF."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %b >>\nstream\n%b\nendstream" % (len(packed), entries, packed)


def raw_pdf(kids: bytes, count: int, *objects: bytes) -> bytes:
    """A PDF without a table of its objects: readers look for them. Pages begin at object 3, the font is object 9."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    parts = [
        b"%PDF-1.7\n",
        numbered(1, b"<< /Type /Catalog /Pages 2 0 R >>"),
        numbered(2, b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)),
        *(numbered(number, content) for number, content in enumerate(objects, 3)),
        numbered(9, font),
    ]
    body = b"".join(parts)
    places = {number: body.find(b"%d 0 obj" % number) for number in range(1, 10)}
    rows = b"".join(b"%010d 00000 %b \n" % (max(place, 0), b"n" if place > 0 else b"f") for place in places.values())
    table = b"xref\n0 10\n0000000000 65535 f \n%btrailer << /Size 10 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return body + table % (rows, len(body))


def leaf(contents: int) -> bytes:
    """A page of a PDF with its content in another object."""
    fonts = b"/Resources << /Font << /F1 9 0 R >> >>"
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %b >>" % (contents, fonts)


def words(text: bytes) -> bytes:
    """What writes a line of text on a page."""
    return b"BT /F1 12 Tf 72 700 Td (" + text + b") Tj ET"


@cache
def flate_bomb(text: bytes) -> bytes:
    """A PDF whose first page unpacks to 300 MB, and whose second is an ordinary one."""
    return raw_pdf(
        b"3 0 R 4 0 R", 2, leaf(5), leaf(6), stream(text * (300_000_000 // len(text))), stream(words(b"Second"))
    )


@cache
def nested_bomb() -> bytes:
    """A PDF whose page is packed twice and unpacks to 2 GB."""
    inner = zlib.compress(b" " * 200_000_000, 9)
    packed = zlib.compress(inner * 10, 9)
    head = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%b\nendstream"
    return raw_pdf(b"3 0 R", 1, leaf(4), head % (len(packed), packed))


@cache
def slow_pdf() -> bytes:
    """A PDF with pages that take their reader long, each within its limits."""
    return raw_pdf(b"3 0 R " * 100, 100, leaf(4), stream(b"BT /F1 12 Tf " + b"1 0 Td (a) Tj " * 100_000 + b"ET"))


def cycle() -> bytes:
    """A PDF whose pages are inside each other."""
    return raw_pdf(b"3 0 R", 1, b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>")


def lying_count(count: int) -> bytes:
    """A PDF of one page that says that it has more, or fewer."""
    return raw_pdf(b"3 0 R", count, leaf(4), stream(words(b"Safeguarding")))


def many_pages(count: int) -> bytes:
    """A PDF of so many pages, all the same."""
    return raw_pdf(b"3 0 R " * count, count, leaf(4), stream(words(b"Page")))


def pdf(*pages: str, headings: dict[int, str] | None = None) -> bytes:
    """An ordinary PDF with a page for each text; headings by page stand in its outline and on top of it."""
    made = FPDF()
    made.set_title("Safeguarding procedure")
    made.set_author("Head of service")
    for number, text in enumerate(pages, 1):
        made.add_page()
        made.set_font("helvetica", size=12)
        if headings and number in headings:
            made.start_section(headings[number])
            made.cell(text=headings[number], new_x="LMARGIN", new_y="NEXT")
        made.multi_cell(0, text=text)
    return bytes(made.output())


def scanned(with_text: tuple[int, ...] = (), pages: int = 1) -> bytes:
    """A PDF of pictures, but for some pages."""
    from PIL import Image

    made = FPDF()
    for number in range(1, pages + 1):
        made.add_page()
        made.set_font("helvetica", size=12)
        if number in with_text:
            made.cell(text="A page with text")
        else:
            made.image(Image.new("L", (60, 80), 240), x=10, y=10, w=100)
    return bytes(made.output())


def redacted() -> bytes:
    """A PDF with a black box over a line of text, which is still there."""
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    made.cell(text="The person harmed is called Fictional Name")
    made.set_fill_color(0)
    made.rect(10, 8, 150, 12, style="F")
    return bytes(made.output())


def locked(user: str, owner: str, algorithm: str = "RC4-128") -> bytes:
    """A PDF with a password to open it, or with none and one to change it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Who decides, and within what time"))))
    writer.encrypt(user, owner, algorithm=algorithm)
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


def protected_office() -> bytes:
    """What Word saves under .docx with a password."""
    return OLE + bytes(1024) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
