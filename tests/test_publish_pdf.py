"""The assessor's pack on paper: a PDF with numbered, tagged, outlined pages, and a browser that is found or told of.

A small pack stands in for the real one. What the browser makes of it is read back with pypdf.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfReader

from rsqm_tool.publish import PublishError, browser
from rsqm_tool.publish.pdf import print_pack
from tests.browsers import need_chromium
from tests.process import AS_OF, NO_NAMES, ROOT, rsqm, workspace

DAY = date(2026, 11, 20)
TITLE = "Assessor's pack – Hub & friends"
STYLES = (ROOT / "site" / "docs" / "assets" / "rsqm-print.css").read_text(encoding="utf-8")

needs_browser = pytest.mark.browser


def line(anchor: str, words: str, href: str = "") -> str:
    """A line of a contents list."""
    return (
        f'<li class="rsqm-pack__1"><a href="{href or "#" + anchor}">{words}</a> '
        f'<span class="rsqm-pack__page" data-for="{anchor}"></span></li>'
    )


def pack(folder: Path, contents: str = "", body: str = "") -> Path:
    """A pack in the middle of a site: two parts, each on pages of its own, the second two pages long."""
    page = folder / "site" / "pack.html"
    page.parent.mkdir(parents=True)
    contents = contents or line("c-1-1", "1.1 Strategy") + line("gaps", "Gaps", "pack.html#gaps")
    page.write_text(
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{TITLE}</title><style>{STYLES}</style>'
        f'</head><body class="md-typeset"><h1>Pack</h1><ul class="rsqm-pack">{contents}</ul>'
        '<h2 id="c-1-1">1.1 Strategy</h2><p>Who owns it: the Chief Officer.</p>'
        '<p>See <a href="#gaps">the gaps</a>, <a class="x" href="criteria/1-1.html" title="1 > 0">its page</a> and '
        '<a href="https&#58;//example.org/how">the source</a>.</p>'
        '<div style="height: 400mm"></div><h2 id="gaps">Gaps</h2><p>None.</p>'
        f"{body}</body></html>",
        encoding="utf-8",
    )
    return page


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    need_chromium()
    folder = tmp_path_factory.mktemp("a folder with a space")
    print_pack(pack(folder), folder / "pack.pdf", DAY)
    # Nothing of the work is left.
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*")) == ["pack.pdf", "site", "site/pack.html"]
    return PdfReader(folder / "pack.pdf")


@needs_browser
def test_every_page_is_of_paper_size_and_has_its_number(printed: PdfReader) -> None:
    assert [round(float(side)) for side in printed.pages[0].mediabox[2:]] == [595, 842]  # A4 in points
    for number, page in enumerate(printed.pages, start=1):
        assert f"Page {number} of {len(printed.pages)}" in page.extract_text()


@needs_browser
def test_the_contents_list_has_the_pages_of_the_headings(printed: PdfReader) -> None:
    """The first part begins on page 2, and is longer than a page: 400 mm where a page has 259."""
    text = [page.extract_text() for page in printed.pages]
    assert text[0].endswith("1.1 Strategy 2\nGaps 4")
    assert "Who owns it: the Chief Officer." in text[1]
    assert "None." in text[3]


@needs_browser
def test_it_is_tagged_outlined_and_named(printed: PdfReader) -> None:
    root: Any = printed.root_object
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  a boolean of pypdf's own
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    outline: list[Any] = printed.outline
    assert [entry.title for entry in (outline[0], *outline[1])] == ["Pack", "1.1 Strategy", "Gaps"]
    assert printed.metadata and printed.metadata.title == TITLE


@needs_browser
def test_links_lead_into_the_pack_or_the_web_and_nowhere_else(printed: PdfReader) -> None:
    """A link to a file of the site would hold its whole path on this machine, and with it somebody's name."""
    links: list[Any] = [note.get_object() for page in printed.pages for note in page.get("/Annots", [])]
    inside = [str(link["/Dest"]) for link in links if "/Dest" in link]
    outside = [str(link["/A"]["/URI"]) for link in links if "/A" in link]
    assert inside == ["/c-1-1", "/gaps", "/gaps"]
    assert outside == ["https://example.org/how"]


@needs_browser
def test_its_only_date_is_the_day_that_was_judged(printed: PdfReader) -> None:
    assert printed.metadata
    assert printed.metadata.creation_date_raw == printed.metadata.modification_date_raw == "D:20261120000000+00'00'"


@needs_browser
def test_the_same_page_gives_the_same_bytes_wherever_it_lies(tmp_path: Path) -> None:
    need_chromium()
    here, there = tmp_path / "here", tmp_path / "some" / "where" / "else"
    for folder in (here, there):
        print_pack(pack(folder), folder / "pack.pdf", DAY)
    assert (here / "pack.pdf").read_bytes() == (there / "pack.pdf").read_bytes()


@needs_browser
def test_a_heading_that_is_nowhere_is_told(tmp_path: Path) -> None:
    need_chromium()
    page = pack(tmp_path, contents=line("c-9-9", "9.9 Nothing"))
    with pytest.raises(PublishError, match="contents list names 'c-9-9', to which nothing in the pack answers"):
        print_pack(page, tmp_path / "pack.pdf", DAY)
    assert not (tmp_path / "pack.pdf").exists()


@needs_browser
def test_printing_asks_nobody_for_anything(tmp_path: Path) -> None:
    need_chromium()
    with listener() as (address, asked):
        page = pack(tmp_path, body=f'<img src="{address}/seen.png"><script>fetch("{address}/seen")</script>')
        print_pack(page, tmp_path / "pack.pdf", DAY)
    assert asked == []


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what it was asked for."""
    asked: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Listening) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


@needs_browser
def test_the_command_prints_the_pack_of_a_real_site(tmp_path: Path) -> None:
    root = workspace(tmp_path / "hub")
    done = rsqm("publish", "-C", root, "--as-of", AS_OF, "--pdf", RSQM_BROWSER=str(need_chromium()))
    target = root / "build" / "assessor" / "pack.pdf"
    assert (done.code, done.err) == (0, "")
    assert f"The pack to print is ready. Open {target.resolve().as_uri()}" in done.out
    with PdfReader(target) as pdf:
        assert pdf.root_object["/Lang"] == "en"
        for number, page in enumerate(pdf.pages, start=1):
            text = page.extract_text()
            assert f"Page {number} of {len(pdf.pages)}" in text
            assert "Skip to content" not in text
        assert "The Restorative Justice Council decides" in pdf.pages[1].extract_text()
        assert "nothing here is its wording" not in pdf.pages[-1].extract_text()  # the site's foot, alone on a page


def program(folder: Path, body: str) -> str:
    """A program that stands in for a browser; `target` is where it is asked to put the PDF."""
    path = folder / "browser"
    path.write_text(
        f"#!{sys.executable}\nimport os, subprocess, sys, time\n"
        f"target = next(a.partition('=')[2] for a in sys.argv if a.startswith('--print-to-pdf='))\n{body}",
        encoding="utf-8",
    )
    path.chmod(0o755)
    return str(path)


on_posix = pytest.mark.skipif(os.name == "nt", reason="stands in for a browser with a script")


@on_posix
def test_a_browser_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its child says one letter into a pipe and holds it open: when the pipe ends, the child has ended.

    The clock stands still until that letter has come, and then the time is over.
    """
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    page = pack(tmp_path)
    child = f"with open({str(pipe)!r}, 'w') as f: f.write('x'); f.flush(); __import__('time').sleep(60)"
    monkeypatch.setenv(
        "RSQM_BROWSER", program(tmp_path, f"subprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(60)\n")
    )
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    said = bytearray()

    def clock() -> float:
        with suppress(BlockingIOError):
            said.extend(os.read(reading, 1))
        return 1000.0 if said else 0.0

    monkeypatch.setattr(browser, "time", SimpleNamespace(monotonic=clock, sleep=time.sleep))
    with pytest.raises(PublishError, match="browser could not print the pack: it did not end within 120 seconds"):
        print_pack(page, tmp_path / "pack.pdf", DAY)
    os.set_blocking(reading, True)
    with os.fdopen(reading, "rb") as rest:
        assert (said, rest.read()) == (b"x", b"")
    assert [p.name for p in page.parent.iterdir()] == ["pack.html"]


@on_posix
def test_a_browser_that_has_printed_and_stays_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, target, profile = pack(tmp_path), tmp_path / "new.pdf", tmp_path / "profile"
    stays = program(tmp_path, "with open(target, 'wb') as f: f.write(b'%PDF-1.4 ... %%EOF')\ntime.sleep(60)\n")
    monkeypatch.setattr(browser, "_GRACE_S", 0.1)
    browser.print_page(Path(stays), page, target, profile)
    assert target.is_file()


@on_posix
def test_a_browser_that_fails_is_told_and_the_former_pack_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, target = pack(tmp_path), tmp_path / "pack.pdf"
    target.write_bytes(b"former")
    monkeypatch.setenv("RSQM_BROWSER", program(tmp_path, "sys.exit(21)\n"))
    with pytest.raises(PublishError, match="it ended with 21, and without a PDF"):
        print_pack(page, target, DAY)
    assert target.read_bytes() == b"former"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere browsers are found without PATH")
def test_without_a_browser_the_site_stays_and_one_line_says_what_to_do(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    done = rsqm("publish", "-C", root, "--as-of", AS_OF, "--pdf", PATH=str(tmp_path))
    page = root / "build" / "assessor" / "site" / "pack.html"
    assert done.code == 2
    assert done.out == f"{NO_NAMES}The site is ready. Open {page.with_name('index.html').resolve().as_uri()}\n"
    assert done.err == (
        "No browser was found that can print the pack. Install Chromium, Chrome or Edge, or name one in RSQM_BROWSER; "
        f"or open {page.resolve().as_uri()} and print it there.\n"
    )


def test_the_browser_that_somebody_names_is_taken_or_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RSQM_BROWSER", sys.executable)
    assert browser.find(tmp_path / "pack.html") == Path(sys.executable)
    monkeypatch.setenv("RSQM_BROWSER", "no-such-browser")
    with pytest.raises(PublishError, match="RSQM_BROWSER names 'no-such-browser', which is no program"):
        browser.find(tmp_path / "pack.html")


def test_where_browsers_usually_are() -> None:
    """On Windows nothing is looked for along PATH: that search begins in the folder one is in."""
    homes = {"ProgramFiles": "C:/Program Files", "LOCALAPPDATA": "C:/Users/u/AppData/Local", "PATH": "C:/anywhere"}
    windows = [p.as_posix() for p in browser.candidates("win32", homes, Path("C:/Users/u"))]
    assert windows[0] == "C:/Program Files/Microsoft/Edge/Application/msedge.exe"
    assert "C:/Users/u/AppData/Local/Google/Chrome/Application/chrome.exe" in windows
    assert not [p for p in windows if "anywhere" in p]
    mac = [p.as_posix() for p in browser.candidates("darwin", {"PATH": ""}, Path("/Users/u"))]
    assert mac[0] == "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    assert "/Users/u/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge" in mac


def test_a_site_without_a_pack_says_for_whom_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(
        PublishError, match=r"The site has no pack\.html to print\. The pack is made for the assessor\."
    ):
        print_pack(tmp_path / "pack.html", tmp_path / "pack.pdf", DAY)
