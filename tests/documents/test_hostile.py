"""Harmful, damaged and odd documents: each has its own sentence, none takes long, none gives anything away."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rsqm_tool.load.cache import Cache
from rsqm_tool.load.documents import read_documents, read_one
from rsqm_tool.model.documents import DocumentText, PassageKind
from tests.documents import hostile

SECONDS = 5.0

AGAIN = "Open it and save it again"
DAMAGED = f"It is damaged, or written in a way that the tool does not know. {AGAIN}"
CUT_OFF = f"It is damaged, or was not copied to its end. Copy it again, or {AGAIN[0].lower()}{AGAIN[1:]}"
OTHER = f"It is damaged: a part of it is not what it was when it was saved. {AGAIN}"
ENTITIES = "It contains XML entities, as harmful files do. Save it again from Word"
PARTS = "It holds more than 2,000 parts, as harmful files do. Save it again from Word"
PASSWORD = "It needs a password. Save an unprotected copy"
SIGN_IN = "It is a web page, not {} (a sign-in page?). Save the document itself"
LONG = "Its markup is made to take long, as harmful files do. Save it again from Word"
TABLE = "A part of it unpacks to more than 200 times its size, as harmful files do. Save it again from Word"

EXTERNAL = '<!DOCTYPE w [<!ENTITY lol SYSTEM "file:///etc/hostname">]>'
REMOTE = '<!DOCTYPE w SYSTEM "http://secret.example/a.dtd">'
QUADRATIC = f'<!DOCTYPE w [<!ENTITY lol "{"secret" * 10_000}">]>'

MANIFEST = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    # Threats 4 and 5: archives and markup
    "word bomb": (
        "a.docx",
        lambda: hostile.swollen(300),
        "It unpacks to 300 MB; the limit is 200 MB. Save a smaller copy, with smaller pictures or in parts",
    ),
    "word part that swells": ("a.docx", lambda: hostile.swollen(30), TABLE),
    "open document that swells": (
        "a.odt",
        lambda: hostile.swollen(30),
        TABLE.replace("Word", "LibreOffice"),
    ),
    "70,000 parts": ("a.docx", hostile.crowded, PARTS),
    "2,500 parts": ("a.docx", lambda: hostile.crowded(2_500), PARTS),
    "part outside": (
        "a.docx",
        lambda: hostile.zipped({"../../secret.xml": "x", "word/document.xml": "<w/>"}),
        "It holds a part whose name leads out of it, as harmful files do. Save it again from Word",
    ),
    "part with an absolute name": (
        "a.odt",
        lambda: hostile.zipped({"C:/secret.xml": "x", "content.xml": "<w/>"}),
        "It holds a part whose name leads out of it, as harmful files do. Save it again from LibreOffice",
    ),
    "two main parts": (
        "a.docx",
        hostile.twice,
        "It holds two parts of the same name, as harmful files do. Save it again from Word",
    ),
    "lying size": ("a.docx", hostile.lying_size, OTHER),
    "wrong sum": ("a.docx", hostile.wrong_sum, OTHER),
    "packed in another way": (
        "a.docx",
        lambda: hostile.zipped({"word/document.xml": "<w/>"}, zipfile.ZIP_LZMA),
        DAMAGED,
    ),
    "file from the machine": ("a.docx", lambda: hostile.entities(EXTERNAL), ENTITIES),
    "file from elsewhere": ("a.docx", lambda: hostile.entities(REMOTE), ENTITIES),
    "billion laughs": ("a.docx", hostile.laughs, ENTITIES),
    "quadratic laughs": ("a.docx", lambda: hostile.entities(QUADRATIC), ENTITIES),
    "entities in an open document": (
        "a.odt",
        lambda: hostile.zipped({"content.xml": EXTERNAL + "<w>&lol;</w>"}),
        ENTITIES.replace("Word", "LibreOffice"),
    ),
    "entities in a side part": (
        "a.docx",
        lambda: hostile.docx(hostile.paragraph("x"), header1=f"{REMOTE}<w/>"),
        ENTITIES,
    ),
    "unknown entity": ("a.docx", lambda: hostile.docx(hostile.paragraph("&secret;")), DAMAGED),
    "unknown encoding": (
        "a.docx",
        lambda: hostile.zipped({"word/document.xml": b'<?xml version="1.0" encoding="secret"?><w/>'}),
        DAMAGED,
    ),
    "half an element": ("a.docx", lambda: hostile.docx("<w:p>"), DAMAGED),
    "too deep": (
        "a.docx",
        lambda: hostile.docx("<w:p>" * 5_000 + "</w:p>" * 5_000),
        "Its elements are nested more deeply than any document needs. Save it again from Word",
    ),
    "web page too deep": (
        "a.html",
        lambda: b"<div>" * 5_000,
        "Its elements are nested more deeply than any document needs. Save it again from the browser",
    ),
    # Threat 6: PDFs
    "page tree cycle": ("a.pdf", hostile.cycle, DAMAGED),
    "only page too large": (
        "a.pdf",
        hostile.nested_bomb,
        "Page 1 is too large to read. Save it again from the program it was written in",
    ),
    "1,001 pages": ("a.pdf", lambda: hostile.many_pages(1_001), "It has more than 1,000 pages. Save it in parts"),
    "200,000 pages": ("a.pdf", lambda: hostile.many_pages(200_000), "It has more than 1,000 pages. Save it in parts"),
    "no pages": ("a.pdf", lambda: hostile.raw_pdf(b"", 0), f"It has no pages. {AGAIN}"),
    # Threat 7: not what the name says, or not whole
    "web page as PDF": ("a.pdf", hostile.PAGE.encode, SIGN_IN.format("a PDF")),
    "web page as Word": (
        "a.docx",
        lambda: b"\xef\xbb\xbf\r\n" + hostile.PAGE.encode(),
        SIGN_IN.format("a Word document"),
    ),
    "text as Word": (
        "a.docx",
        lambda: b"secret,words\n1,2\n",
        "It is text, not a Word document. Change its name to end in .txt, or save it as a Word document",
    ),
    "PDF as Word": (
        "a.docx",
        lambda: hostile.pdf("secret"),
        "It is a PDF, not a Word document. Change its name to end in .pdf, or save it as a Word document",
    ),
    "Word as PDF": (
        "a.pdf",
        lambda: hostile.docx(hostile.paragraph("secret")),
        "It is a Word document, not a PDF. Change its name to end in .docx, or save it as a PDF",
    ),
    "workbook as Word": (
        "a.docx",
        lambda: hostile.zipped({"xl/workbook.xml": "<w/>"}),
        "It is an Excel workbook, not a Word document. Change its name to end in .xlsx, or save it as a Word document",
    ),
    "open document as Word": (
        "a.docx",
        lambda: hostile.odt("", **{"META-INF/manifest.xml": "<m/>"}),
        "It is an OpenDocument file, not a Word document. Open it and save it as a Word document",
    ),
    "archive as open document": (
        "a.odt",
        lambda: hostile.zipped({"secret.txt": "x"}),
        "It is a zip archive, not an OpenDocument text. Open it and save it as an OpenDocument text",
    ),
    "picture as PDF": (
        "a.pdf",
        lambda: b"\xff\xd8\xff\xe0secret",
        "It is a picture, not a PDF. Open it and save it as a PDF",
    ),
    "PDF as text": (
        "a.txt",
        lambda: hostile.pdf("secret"),
        "It is a PDF, not plain text. Change its name to end in .pdf, or save it as plain text",
    ),
    "Rich Text as text": (
        "a.txt",
        lambda: rb"{\rtf1 secret}",
        "It is Rich Text, not plain text. Open it and save it as plain text",
    ),
    "binary as text": (
        "a.md",
        lambda: b"secret\x00\x01",
        "It is not text, though its name says so. Save it as PDF or Word (.docx)",
    ),
    "junk as PDF": ("a.pdf", lambda: bytes(range(256)) * 4, f"It is damaged, or not a PDF at all. {AGAIN}"),
    "half a PDF": ("a.pdf", lambda: hostile.pdf("secret", "secret")[:900], DAMAGED),
    "half a Word document": ("a.docx", lambda: hostile.docx(hostile.paragraph("secret " * 500))[:-200], CUT_OFF),
    "half an open document": ("a.odt", lambda: hostile.odt("<text:p>secret</text:p>")[:-30], CUT_OFF),
    "zero bytes": ("a.pdf", lambda: b"", "The file is empty. Save it again from the program it was written in"),
    "too large": (
        "a.txt",
        lambda: b"x" * 50_000_001,
        "It is larger than 50 MB. Save a smaller copy, with smaller pictures or in parts",
    ),
    "too much text": (
        "a.txt",
        lambda: b"word " * 4_100_000,
        "It holds more than 20 million characters. Save it in parts",
    ),
    "format without a reader": (
        "a.pages",
        lambda: b"secret",
        "The tool does not read .pages files; an assessor can. Save a copy as PDF or Word (.docx) to have it read",
    ),
    "older Word": (
        "a.doc",
        lambda: hostile.OLE,
        "The tool does not read .doc files; an assessor can. Save a copy as PDF or Word (.docx) to have it read",
    ),
    # Threat 8: passwords
    "PDF that needs a password": ("a.pdf", lambda: hostile.locked("secret", "other"), PASSWORD),
    "Word document that needs one": ("a.docx", hostile.protected_office, PASSWORD),
    "older Word under a newer name": (
        "a.docx",
        lambda: hostile.OLE + bytes(2_000),
        f"It is in an older format than its name says. {AGAIN} as .docx",
    ),
    "archive that needs one": ("a.docx", hostile.flagged_encrypted, PASSWORD),
    "open document that needs one": (
        "a.odt",
        lambda: hostile.odt(
            "", **{"META-INF/manifest.xml": f"<m:manifest {MANIFEST}><m:encryption-data/></m:manifest>"}
        ),
        PASSWORD,
    ),
}

PAGE_1 = "Page 1 is too large to read, and left out"
OWNER = "It is protected against changes by a password that reading does not need, so it was read"

READ: dict[str, tuple[str, Callable[[], bytes], str, tuple[str, ...]]] = {
    "first page a bomb of text": (
        "a.pdf",
        lambda: hostile.flate_bomb(hostile.words(b"aaaa") + b"\n"),
        "Second",
        (PAGE_1,),
    ),
    "first page a bomb of spaces": ("a.pdf", lambda: hostile.flate_bomb(b" "), "Second", (PAGE_1,)),
    "says it has a million pages": ("a.pdf", lambda: hostile.lying_count(1_000_000), "Safeguarding", ()),
    "says it has fewer than none": ("a.pdf", lambda: hostile.lying_count(-1), "Safeguarding", ()),
    "only an owner's password": (
        "a.pdf",
        lambda: hostile.locked("", "secret"),
        "Who decides, and within what time",
        (OWNER,),
    ),
    "scanned": (
        "a.pdf",
        hostile.scanned,
        "",
        ("There is no text on 1 of 1 pages (scanned?): the tool cannot read it, an assessor can",),
    ),
    "partly scanned": (
        "a.pdf",
        lambda: hostile.scanned(with_text=(4,), pages=8),
        "A page with text",
        ("Pages 1 to 3 and 5 to 8 hold no text (scanned?): the tool cannot read them, an assessor can",),
    ),
    "one page scanned": (
        "a.pdf",
        lambda: hostile.scanned(with_text=(1, 2), pages=3),
        "A page with text",
        ("Page 3 holds no text (scanned?): the tool cannot read it, an assessor can",),
    ),
    "text below a black box": ("a.pdf", hostile.redacted, "The person harmed is called Fictional Name", ()),
    "spaces without end": (
        "a.odt",
        lambda: hostile.odt('<text:p>a<text:s text:c="2000000000"/>b</text:p>'),
        "a" + " " * 100 + "b",
        (),
    ),
    "spaces by a number that is none": (
        "a.odt",
        lambda: hostile.odt('<text:p>a<text:s text:c="x"/>b</text:p>'),
        "a" + " " * 100 + "b",
        (),
    ),
    "something before the PDF": ("a.pdf", lambda: b"\x1b%-12345X\r\n" + hostile.pdf("Text"), "Text", ()),
}


def timed(name: str, content: bytes) -> DocumentText:
    """Read a document, in time."""
    start = time.monotonic()
    text = read_one(name, content)
    assert time.monotonic() - start < SECONDS
    return text


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_its_own_words(case: str) -> None:
    name, make, sentence = REFUSED[case]
    text = timed(name, make())
    assert text == DocumentText(trouble=sentence)
    assert "secret" not in text.trouble and "hostname" not in text.trouble


@pytest.mark.parametrize("case", READ)
def test_read_with_a_note(case: str) -> None:
    name, make, words, notes = READ[case]
    text = timed(name, make())
    assert text.trouble == ""
    assert text.notes == notes
    assert [p.text for p in text.passages[:1]] == [words] * bool(words)


def test_a_locked_pdf_without_what_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdf
    from pypdf.errors import DependencyError

    def refuse(stream: io.BytesIO) -> None:
        raise DependencyError("cryptography is required")

    monkeypatch.setattr(pypdf, "PdfReader", refuse)
    text = read_one("a.pdf", b"%PDF-1.7")
    assert text.trouble == "It is locked in a way that the tool cannot open. Save an unprotected copy"


@pytest.mark.parametrize("algorithm", ["AES-128", "AES-256"])
def test_newer_locks(algorithm: str) -> None:
    pytest.importorskip("cryptography")
    assert read_one("a.pdf", hostile.locked("secret", "other", algorithm)).trouble == PASSWORD
    assert read_one("a.pdf", hostile.locked("", "other", algorithm)).notes == (OWNER,)


def test_tracked_hidden_and_commented_text_is_told_apart() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>Former Name</w:delText></w:r></w:del>'
    moved = "<w:moveFrom><w:r><w:t>moved away</w:t></w:r></w:moveFrom>"
    body = hostile.paragraph("Risk", "berschrift1") + f"<w:p><w:r><w:t>Shown </w:t></w:r>{deleted}{moved}</w:p>"
    body += hostile.paragraph("not shown", run="<w:vanish/>") + hostile.paragraph(
        "by style", run='<w:rStyle w:val="Secret"/>'
    )
    body += hostile.paragraph("shown after all", run='<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>')
    body += '<w:p><w:commentRangeStart w:id="7"/><w:r><w:t>Remarked</w:t></w:r></w:p>'
    remark = f'<w:comment w:id="7" w:author="Someone">{hostile.paragraph("Is that so?")}</w:comment>'
    comments = f"<w:comments {hostile.W}>{remark}</w:comments>"
    text = read_one("a.docx", hostile.docx(body, comments=comments))
    assert {p.kind: p.text for p in text.passages} == {
        PassageKind.BODY: "Risk\nShown\nshown after all\nRemarked",
        PassageKind.DELETED: "Former Namemoved away",
        PassageKind.HIDDEN: "not shown\nby style",
        PassageKind.COMMENT: "Is that so?",
    }
    assert {p.heading for p in text.passages} == {"Risk"}
    assert text.notes == (
        "It holds comments, deleted text that is still there as tracked changes and hidden text. "
        "Whoever gets the file can read them: take them out of the copy that you share",
    )


def test_the_run_goes_on(tmp_path: Path) -> None:
    """Everything at once, by workers: each has its sentence, the good one is read, nothing lies outside."""
    folder = tmp_path / "workspace" / "evidence"
    folder.mkdir(parents=True)
    cases = {f"{n:02}-{name}": (make(), s) for n, (name, make, s) in enumerate(REFUSED.values()) if "bomb" not in s}
    for name, (content, _) in cases.items():
        (folder / name).write_bytes(content)
    (folder / "99-good.pdf").write_bytes(hostile.pdf("Safeguarding"))
    start = time.monotonic()
    names = [f"evidence/{name}" for name in (*cases, "99-good.pdf")]
    texts = read_documents(folder.parent, names, Cache(folder.parent / "build" / "cache"))
    assert time.monotonic() - start < 20
    assert list(texts) == names
    assert {name: texts[f"evidence/{name}"].trouble for name in cases} == {name: s for name, (_, s) in cases.items()}
    assert texts["evidence/99-good.pdf"].passages[0].text == "Safeguarding"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["workspace"]
