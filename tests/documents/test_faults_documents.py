"""Every fault of a document as its manager meets it: registered, read in one run, and told at its entry with its file.

What each reader says of each fault is shown in `test_hostile.py`; here it has to arrive, beside documents that are in
order, within its time, and with the process still there to say it.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rsqm_tool import reports
from rsqm_tool.load import load_workspace
from rsqm_tool.load.documents import is_quick, read_documents, read_one, workers
from rsqm_tool.load.documents.workers import Limits, Workers
from rsqm_tool.model import EvidenceItem, FileState, Workspace
from rsqm_tool.model.documents import DocumentText
from tests.documents import hostile
from tests.documents.test_hostile import DAMAGED, LONG, READ, REFUSED, SIGN_IN
from tests.process import AS_OF, rsqm, workspace

SECONDS = 5.0
GOOD = hostile.pdf("Safeguarding")


@pytest.fixture
def soon() -> Iterator[None]:
    """Whatever the documents, they cost less than five seconds of the processor's time, that of workers included."""
    begin = _spent()
    yield
    assert _spent() - begin < SECONDS


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def registered(folder: Path, files: dict[str, bytes]) -> Workspace:
    """A workspace whose register names some files below evidence/documents, and nothing else."""
    entries = "".join(
        f"  - {{id: POL-{n:02}, title: Document, kind: policy, class: assessor, file: 'documents/{name}', "
        "supports: [H.1]}\n"
        for n, name in enumerate(files)
    )
    root = workspace(folder / "service", register=f"evidence:\n{entries}", policy=None, minutes=None)
    (root / "evidence" / "documents").mkdir()
    for name, content in files.items():
        (root / "evidence" / "documents" / name).write_bytes(content)
    loaded = load_workspace(root)
    assert loaded.problems == ()
    assert loaded.workspace
    return loaded.workspace


def told(items: tuple[EvidenceItem, ...]) -> list[tuple[str | None, FileState, str]]:
    return [(i.file, i.file_state, i.file_trouble) for i in items]


# Not again what only differs in size, and costs the processor seconds to make.
SLOW_TO_MAKE = {"word bomb", "70,000 parts", "too large", "too much text", "200,000 pages", "only page too large"}
TELLING = {case: fault for case, fault in REFUSED.items() if case not in SLOW_TO_MAKE}


def test_each_fault_is_told_at_its_entry_and_the_others_are_read(tmp_path: Path) -> None:
    """A file without a reader is no fault here: an assessor reads it. An empty one has a state of its own."""
    faults = {f"{n:02} {name}": (make(), said) for n, (name, make, said) in enumerate(TELLING.values())}
    faults = {name: fault for name, fault in faults.items() if not fault[1].startswith("The tool does not read")}
    items = registered(tmp_path, {**{n: content for n, (content, _) in faults.items()}, "good.pdf": GOOD}).items
    assert told(items) == [
        *(
            (f"evidence/documents/{name}", FileState.UNREADABLE if content else FileState.EMPTY, said)
            for name, (content, said) in faults.items()
        ),
        ("evidence/documents/good.pdf", FileState.READABLE, ""),
    ]
    assert items[-1].text and items[-1].text.passages[0].text == "Safeguarding"


def test_what_is_wrong_is_told_with_its_file_and_what_to_do(tmp_path: Path) -> None:
    """The file is there, so nobody is sent to put it there, and nobody is told that nothing registers it."""
    held = registered(tmp_path, {"policy.pdf": hostile.locked("secret", "other")})
    assert held.unregistered == ()
    done = rsqm("check", "--as-of", AS_OF, cwd=tmp_path / "service")
    said = " ".join(done.out.split())
    assert "POL-00 (Document) has a file that cannot be read: evidence/documents/policy.pdf." in said
    assert "Next: It needs a password. Save an unprotected copy." in said
    assert "Put the file where" not in done.out


OFFICE = {
    "a.docx": "It is text, not a Word document. Change its name to end in .txt, or save it as a Word document",
    "a.xlsx": "It is text, not an Excel workbook. Change its name to end in .csv, or save it as an Excel workbook",
    "a.pptx": "It is text, not a PowerPoint file. Change its name to end in .txt, or save it as a PowerPoint file",
}


def test_text_under_the_name_of_an_office_file(tmp_path: Path) -> None:
    items = registered(tmp_path, dict.fromkeys(OFFICE, b"Ref,Start\nP-001,01/04/2026\n")).items
    assert [i.file_trouble for i in items] == list(OFFICE.values())


def test_a_page_to_sign_in_under_any_name(tmp_path: Path) -> None:
    """A link to a document on a shared drive, saved by somebody who was not signed in: the most usual fault of all."""
    labels = {
        "a.pdf": "a PDF",
        "a.docx": "a Word document",
        "a.odt": "an OpenDocument text",
        "a.xlsx": "an Excel workbook",
    }
    items = registered(tmp_path, dict.fromkeys(labels, hostile.PAGE.encode())).items
    assert [i.file_trouble for i in items] == [SIGN_IN.format(label) for label in labels.values()]


def test_what_to_know_of_a_document_that_was_read_is_a_note(tmp_path: Path) -> None:
    deleted = (
        '<w:p><w:r><w:t>Shown</w:t></w:r><w:del w:id="1"><w:r><w:delText>Former Name</w:delText></w:r></w:del></w:p>'
    )
    notes = registered(
        tmp_path,
        {
            "scan.pdf": hostile.scanned(pages=3),
            "owner.pdf": hostile.locked("", "secret"),
            "tracked.docx": hostile.docx(deleted),
            "windows.txt": "Café policy".encode("cp1252"),
            "fine.txt": b"A policy",
        },
    ).notes
    assert [(n.where.path.removeprefix("evidence/documents/"), n.message) for n in notes] == [
        (
            "scan.pdf",
            "POL-00 (Document): There is no text on 3 of 3 pages (scanned?): the tool cannot read them, "
            "an assessor can",
        ),
        (
            "owner.pdf",
            "POL-01 (Document): It is protected against changes by a password that reading does not need, "
            "so it was read",
        ),
        (
            "tracked.docx",
            "POL-02 (Document): It holds deleted text that is still there as tracked changes. Whoever gets the file "
            "can read it: take it out of the copy that you share",
        ),
        (
            "windows.txt",
            "POL-03 (Document): Its characters were read as those of older Windows programs. If some look wrong, "
            "save it again as UTF-8",
        ),
    ]  # fmt: skip
    done = rsqm("check", "--as-of", AS_OF, cwd=tmp_path / "service")
    assert [n for n in notes if f"{n.message}. ({n.where})" not in " ".join(done.out.split())] == []
    # A log of CI may be anybody's to read: what a file still holds is not told there.
    done = rsqm("check", "--as-of", AS_OF, "--format", "github", cwd=tmp_path / "service")
    assert "POL-00" in done.out
    assert "tracked changes" not in done.out


# Nothing of the machine, and nothing outside, gets into what is said or kept.


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_pipes_loops_devices_and_links_end_no_run(tmp_path: Path) -> None:
    """As a process, which a pipe that is opened would keep waiting until the minute that it is given is over."""
    names = ("pipe.txt", "pipe.pdf", "loop.txt", "device.txt", "out.txt", "folder.txt", "gone.txt", "good.txt")
    entries = "".join(
        f"  - {{id: POL-{n:02}, title: Document, kind: policy, file: documents/{name}, supports: [H.1]}}\n"
        for n, name in enumerate(names)
    )
    root = workspace(tmp_path / "service", register=f"evidence:\n{entries}")
    documents = root / "evidence" / "documents"
    (tmp_path / "outside.txt").write_text("the words outside", encoding="utf-8")
    (documents / "good.txt").write_text("Good", encoding="utf-8")
    os.mkfifo(documents / "pipe.txt")
    os.mkfifo(documents / "pipe.pdf")
    for name, target in {"loop": "loop.txt", "device": "/dev/zero", "out": "../../../outside.txt", "gone": "x"}.items():
        (documents / f"{name}.txt").symlink_to(target)
    (documents / "folder.txt").mkdir()
    done = rsqm("check", "--as-of", AS_OF, "--format", "json", cwd=root)
    assert done.code == 1
    workspace_now = load_workspace(root).workspace
    assert workspace_now
    not_ordinary = "It is not an ordinary file. Put the file itself there"
    leads_out = "It is a link that leads out of the folder. Put the file itself there"
    cannot = "It cannot be read ({}). Close it, or ask for access to it"
    said = [i.file_trouble for i in workspace_now.items]
    assert said == [
        not_ordinary, not_ordinary, cannot.format("it is a link to itself"), leads_out, leads_out,
        "It is a folder. Put the file itself there", cannot.format("it is a link to nothing"), "",
    ]  # fmt: skip
    assert all(sentence.partition(". ")[0] in done.out for sentence in said)
    assert "the words outside" not in done.out
    assert not [p for p in root.rglob("build/**/*") if p.is_file() and b"the words outside" in p.read_bytes()]


@pytest.mark.parametrize("form", reports.names())
def test_a_file_named_by_an_entity_is_never_opened(form: str, tmp_path: Path) -> None:
    """XXE: nothing of a file of the machine that a document names is in any output, nor in what is kept."""
    secret = tmp_path / "secret.txt"
    secret.write_text("words of another file", encoding="utf-8")
    doctype = f'<!DOCTYPE w [<!ENTITY lol SYSTEM "{secret.as_uri()}">]>'
    registered(tmp_path, {"a.docx": hostile.entities(doctype), "b.txt": b"Good"})
    done = rsqm("check", "--as-of", AS_OF, "--ids", "--format", form, cwd=tmp_path / "service")
    assert "a.docx" in done.out
    assert "words of another file" not in done.out + done.err
    kept = [p.read_bytes() for p in (tmp_path / "service" / "build").rglob("*") if p.is_file()]
    assert kept
    assert not [content for content in kept if b"words of another file" in content]


@pytest.mark.parametrize("name", ["../../slipped.xml", "/tmp/slipped.xml", "..\\..\\slipped.xml", "C:\\slipped.xml"])
def test_a_part_whose_name_leads_out_is_written_nowhere(name: str, tmp_path: Path) -> None:
    content = hostile.zipped({name: "slipped", "word/document.xml": hostile.word_xml(hostile.paragraph("Text"))})
    (item,) = registered(tmp_path, {"a.docx": content}).items
    assert item.file_trouble == (
        "It holds a part whose name leads out of it, as harmful files do. Save it again from Word"
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["service"]
    assert not list(tmp_path.rglob("*slipped*"))


def test_what_a_document_says_gives_no_orders_to_a_terminal_or_a_log(tmp_path: Path) -> None:
    """Titles, headings and words with escapes, and with line ends that begin a workflow command, are only words."""
    body = hostile.paragraph("Withdrawal&#10;::error file=x::\u009b31mowned", "berschrift1") + hostile.paragraph("Text")
    held = registered(
        tmp_path,
        {
            "a.docx": hostile.docx(body),
            "b.md": b"# Scope\x1b[2J\x07\n::error::owned\n",
            "c\u0301.txt": b"\x1b]0;owned\x07",
        },
    )
    for item in held.items:
        assert item.text
        said = "".join([*(p.text for p in item.text.passages), *item.text.headings])
        assert not [c for c in said if c != "\n" and not c.isprintable()], item.file
    for form in ("text", "github"):
        done = rsqm("check", "--as-of", AS_OF, "--format", form, "--verbose", cwd=tmp_path / "service")
        assert not [c for c in done.out + done.err if c != "\n" and not c.isprintable()]
        assert not [line for line in done.out.splitlines() if line.startswith("::error::owned")]


# Documents that are made to take long where no worker reads them: small ones are read at once.


def _noise(size: int) -> str:
    """Text that does not pack, so that a part does not swell to many times its size."""
    return random.Random(20261120).randbytes(size // 2).hex()


def _across_two_pieces() -> bytes:
    """Parts are read in pieces of 65,536 bytes: the address begins 300 bytes before the second."""
    body = f'<x xmlns="{"n" * 600}"/>'
    before = 65_536 - 300 - hostile.word_xml(body).index('xmlns="nnn')
    return hostile.docx(f"<!--{'x' * (before - 7)}-->{body}{SOME}")


def _in_utf_16(markup: str) -> bytes:
    return markup.replace("UTF-8", "UTF-16").encode("utf-16")


SOME, FAR = "<w:p><w:r><w:t>" + _noise(80_000) + "</w:t></w:r></w:p>", "n" * 60_000
LONG_NAMES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "names of elements": ("a.docx", lambda: hostile.docx(f'{SOME}<x xmlns="{FAR}">{"<y/>" * 400_000}</x>')),
    "names of attributes": (
        "a.docx",
        lambda: hostile.docx(
            f'{SOME}<x xmlns:y="{FAR}" ' + "".join(f'y:a{n}="" ' for n in range(100_000)) + "/>",
        ),
    ),
    "across two pieces": ("a.docx", lambda: _across_two_pieces()),
    "in two bytes for each character": (
        "a.docx",
        lambda: hostile.zipped({"word/document.xml": _in_utf_16(hostile.word_xml(f'{SOME}<x xmlns="{FAR}"/>'))}),
    ),
    "open document": ("a.odt", lambda: hostile.odt(f'<text:p>{_noise(80_000)}</text:p><x xmlns="{FAR}"/>')),
}  # fmt: skip


@pytest.mark.parametrize("case", LONG_NAMES)
def test_long_names_are_not_copied_for_each_element(case: str, soon: None) -> None:
    """A parser hands on each name with the address of its namespace: 60 kB, 400,000 times, took it 12 seconds."""
    name, make = LONG_NAMES[case]
    text = read_one(name, make())
    assert text.trouble == LONG.replace("Word", "LibreOffice" if name == "a.odt" else "Word")


def test_namespaces_as_office_programs_write_them_are_no_fault() -> None:
    address = "http://schemas.openxmlformats.org/officeDocument/2006/" + "x" * 400
    text = read_one("a.docx", hostile.docx(f'<w:p xmlns:q="{address}"><w:r><w:t>Text</w:t></w:r></w:p>'))
    assert (text.trouble, text.passages[0].text) == ("", "Text")


RUN = "<w:r><w:t>a</w:t></w:r>"
SPACES = '<text:s text:c="999"/>'
QUICK: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty paragraphs": ("a.docx", lambda: hostile.docx(SOME + "<w:p/>" * 600_000)),
    "runs in one paragraph": ("a.docx", lambda: hostile.docx(f"{SOME}<w:p>{RUN * 150_000}</w:p>")),
    "attributes": (
        "a.docx",
        lambda: hostile.docx(SOME + "<w:p " + " ".join(f"a{n}='b'" for n in range(200_000)) + "/>"),
    ),
    "headings": ("a.docx", lambda: hostile.docx(SOME + hostile.paragraph("a", "berschrift1") * 30_000)),
    "spaces": ("a.odt", lambda: hostile.odt(f"<text:p>{_noise(80_000)}{SPACES * 100_000}</text:p>")),
    "comments in one line": ("a.md", lambda: b"<!---->" * 57_000),
    "marks of headings": ("a.md", lambda: b"#" * 399_000 + b"x"),
    "spaces before a mark": ("a.md", lambda: b"# " + b" \t" * 199_000 + b"x"),
    "line ends": ("a.txt", lambda: b"\r" * 999_000),
    "elements never closed": ("a.html", lambda: b"<a " * 2_500),
    "references": ("a.html", lambda: b"&#" * 5_000_000),
}  # fmt: skip


@pytest.mark.parametrize("case", QUICK)
def test_what_is_read_without_a_worker_takes_no_time(case: str, soon: None) -> None:
    name, make = QUICK[case]
    content = make()
    assert is_quick(name, content)
    assert isinstance(read_one(name, content), DocumentText)


# PDFs that go round, or down.


def deep_pages(depth: int) -> bytes:
    """A PDF with one page, under so many groups of pages inside each other."""
    groups = (b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (n - 1, n + 1) for n in range(3, depth))
    last = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] >>" % (depth - 1)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        *groups,
        last,
    ]
    body = b"".join(hostile.numbered(n, content) for n, content in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer << /Size 9 /Root 1 0 R >>\nstartxref\n0\n%%EOF"


def with_page(resources: bytes, content: bytes, *objects: bytes, root: bytes = b"") -> bytes:
    """A PDF of one page with its resources, its content (object 4) and other objects, from 5 on."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %b >> >>" % resources
    made = hostile.raw_pdf(b"3 0 R", 1, page, hostile.stream(content), *objects)
    return made.replace(b"/Pages 2 0 R", b"/Pages 2 0 R " + root)


FONT, WORDS = b"/Font << /F1 9 0 R >>", hostile.words(b"Safeguarding")
ITSELF = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> /Font << /F1 9 0 R >> >>"
ROUND: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "groups of pages 5,000 deep": (lambda: deep_pages(5_000), DAMAGED, ""),
    "a drawing inside itself": (
        lambda: with_page(
            b"/XObject << /X 5 0 R >> " + FONT, WORDS + b" /X Do", hostile.stream(b"/X Do " * 50, ITSELF)
        ),
        "",
        "Safeguarding",
    ),
    "an outline inside itself": (
        lambda: with_page(
            FONT, WORDS, b"<< /First 6 0 R /Last 6 0 R >>",
            b"<< /Title (Again) /Next 6 0 R /First 6 0 R /Dest [3 0 R /Fit] >>", root=b"/Outlines 5 0 R",
        ),
        "",
        "Safeguarding",
    ),
    "labels inside themselves": (
        lambda: with_page(FONT, WORDS, b"<< /Kids [5 0 R] >>", root=b"/PageLabels 5 0 R"), "", "Safeguarding",
    ),
    "brackets that nothing closes": (lambda: with_page(FONT, b"[" * 200_000 + WORDS), DAMAGED, ""),
    "a locked one with a lock of its own": (
        lambda: hostile.lying_count(1).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Other >>"),
        "It is locked in a way that the tool cannot open. Save an unprotected copy",
        "",
    ),
    "a length of text that unpacks in two steps": (
        lambda: hostile.raw_pdf(b"3 0 R", 1, hostile.leaf(4), _packed_twice()),
        "Page 1 is too large to read. Save it again from the program it was written in",
        "",
    ),
}  # fmt: skip


def _packed_twice() -> bytes:
    import zlib

    packed = zlib.compress(b"\x81a" * 20_000_000, 9)
    head = b"<< /Length %d /Filter [/FlateDecode /RunLengthDecode] >>\nstream\n%b\nendstream"
    return head % (len(packed), packed)


@pytest.mark.parametrize("case", ROUND)
def test_a_pdf_that_goes_round(case: str, soon: None) -> None:
    make, trouble, words = ROUND[case]
    with Workers(1, Limits(seconds=30)) as pool:
        text, good = [pool.submit("a.pdf", content).result() for content in (make(), GOOD)]
    assert text.trouble == trouble
    assert [p.text.splitlines()[0] for p in text.passages[:1]] == [words] * bool(words)
    assert good.passages[0].text == "Safeguarding"


# A worker that hangs, fills the memory or ends: replaced, and the next document is read.

_SPOILT = """
import os, time
from rsqm_tool.load.documents import _worker as w
read = w.read_one
def spoilt(name, content):
    if b"so hang" in content:
        while True: pass
    if b"so memory" in content:
        held = [bytearray(10_000_000) for _ in range(1_000_000)]
    if b"so end" in content:
        os._exit(3)
    return read(name, content)
w.read_one = spoilt
"""
KILLED = {
    "hang": "It takes more than 3 seconds to read. Save it again, smaller or in parts; if the computer was busy, run "
    "`rsqm forget` and check again",
    "memory": "It needs more than 300 MB of memory to read. Save it again, smaller or in parts",
    "end": "It made its reader stop, so it may be damaged. Open it and save it again",
}


@pytest.mark.parametrize("case", KILLED)
def test_a_killed_worker_is_replaced(case: str, tmp_path: Path, soon: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole run with one worker, because all of it is small: what comes after the document is read by the next."""
    from rsqm_tool.load.cache import Cache

    if case == "memory" and not hasattr(os, "mkfifo"):
        pytest.skip("the system bounds no memory")
    start = workers._START.replace("from rsqm_tool", f"exec({_SPOILT!r}); from rsqm_tool")
    monkeypatch.setattr(workers, "_START", start)
    # Larger files are read first.
    (tmp_path / "1.pdf").write_bytes(b"%PDF-1.7 so " + case.encode() + bytes(5_000))
    for name in ("2.pdf", "3.pdf"):
        (tmp_path / name).write_bytes(GOOD + name.encode())
    limits = Limits(seconds=3, memory=300_000_000)
    cache = Cache(tmp_path / "build" / "cache")
    texts = read_documents(tmp_path, ["1.pdf", "2.pdf", "3.pdf"], cache, limits)
    assert [t.trouble for t in texts.values()] == [KILLED[case], "", ""]
    assert [t.passages[0].text for t in list(texts.values())[1:]] == ["Safeguarding", "Safeguarding"]


def test_every_row_of_faults_has_a_sentence_that_says_what_to_do() -> None:
    """What is wrong, and what to do about it: two sentences, the last without its full stop."""
    for case, (_, _, said) in REFUSED.items():
        what, _, todo = said.partition(". ")
        assert what and todo, case
        assert not said.endswith("."), case
    for case, (_, _, _, notes) in READ.items():
        assert all(not note.endswith(".") for note in notes), case
