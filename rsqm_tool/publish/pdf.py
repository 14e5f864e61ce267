"""Prints the assessor's pack to a PDF with the browser that is there: tagged, outlined, every page numbered.

A browser knows on which page a heading lands only once it has printed. So the pack is printed, the pages of its
headings are read from the PDF, their numbers go into the contents list, and it is printed again until both agree.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from pypdf import PdfReader
from pypdf.errors import PdfReadError

from rsqm_tool.publish import browser
from rsqm_tool.publish.errors import PublishError

_OLDEST = 131  # the first Chromium that fills the boxes in a page's margin, where the page numbers stand
_MOST_PRINTS = 4  # two do, unless the numbers themselves move a heading to another page

_NUMBER = re.compile(r'(<span class="rsqm-pack__page" data-for="([^"]*)">)[^<]*(</span>)')
_LINK = re.compile(r'(<a\b(?:[^>"]|"[^"]*")*?)\shref="([^"]*)"')
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}([^)]*)\)")
_PRODUCER = re.compile(r"Skia/PDF m(\d+)")


def print_pack(page: Path, target: Path, as_of: date, approve: Callable[[Path], None] = lambda _: None) -> None:
    """Prints the built `page` to `target`. `as_of` is the only date that the PDF holds.

    `approve` is given a folder with the PDF before it takes its place. The same page and the same browser give the same
    bytes. PublishError says what is wrong, or gives the objection; a former `target` is then as it was.
    """
    if not page.is_file():
        raise PublishError(f"The site has no {page.name} to print. The pack is made for the assessor.")
    page, target = page.absolute(), target.absolute()
    program = browser.find(page)
    # Beside the page and the target, where the page finds its styles and a browser in a sandbox of its own may write.
    copy, printed = page.with_name(f"{page.stem}-printing.html"), target.with_name(f"{target.stem}-printing.pdf")
    try:
        _print_with_numbers(program, page, copy, printed)
        printed.write_bytes(_dated(printed.read_bytes(), as_of))
        with TemporaryDirectory(prefix="rsqm-", ignore_cleanup_errors=True) as apart:
            shutil.copyfile(printed, Path(apart) / target.name)
            approve(Path(apart))
        printed.replace(target)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise PublishError(
            f"{target.name} could not be written: {why}. Close the programs that have it open, then publish again."
        ) from error
    finally:
        for path in (copy, printed):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _print_with_numbers(program: Path, page: Path, copy: Path, printed: Path) -> None:
    """Prints until the numbers in the contents list are those of the pages. Raises PublishError, OSError."""
    source = _without_ways_out(page.read_text(encoding="utf-8"), page.name)
    wanted = {html.unescape(anchor) for _, anchor, _ in _NUMBER.findall(source)}
    told: dict[str, int] = dict.fromkeys(wanted, 10)  # as wide as most numbers will be
    for _ in range(_MOST_PRINTS):
        copy.write_text(_numbered(source, told), encoding="utf-8", newline="\n")
        printed.unlink(missing_ok=True)
        with TemporaryDirectory(prefix="rsqm-", ignore_cleanup_errors=True) as profile:
            browser.print_page(program, copy, printed, Path(profile))
        found = _pages(printed, program)
        if lost := sorted(wanted - set(found)):
            raise PublishError(f"The pack's contents list names {lost[0]!r}, to which nothing in the pack answers.")
        if (now := {anchor: found[anchor] for anchor in wanted}) == told:
            return
        told = now
    raise PublishError(f"The page numbers of the contents list never settled. Open {page} and print it there.")


def _without_ways_out(source: str, name: str) -> str:
    """The page without links to other files of the site: a PDF would hold them as whole paths of this machine."""

    def kept(found: re.Match[str]) -> str:
        before, written = found.groups()
        parts = urlsplit(html.unescape(written))
        if parts.scheme in ("http", "https", "mailto") or written.startswith("#"):
            return found.group()
        own = not parts.scheme and parts.path == name and parts.fragment
        return f'{before} href="#{html.escape(parts.fragment)}"' if own else before

    return _LINK.sub(kept, source)


def _numbered(source: str, pages: Mapping[str, int]) -> str:
    """The page with the number of each heading's page in its contents list."""
    return _NUMBER.sub(lambda m: f"{m[1]}{pages[html.unescape(m[2])]}{m[3]}", source)


def _pages(printed: Path, program: Path) -> dict[str, int]:
    """The page, from 1, of every place that a link of the PDF leads to. PublishError where the browser is too old."""
    try:
        reader = PdfReader(printed)
    except PdfReadError as error:
        raise PublishError(
            f"{program.name} printed something that is no PDF. Open the pack in a browser and print it there."
        ) from error
    with reader:
        version = _PRODUCER.search((reader.metadata and reader.metadata.producer) or "")
        if version and int(version[1]) < _OLDEST:
            raise PublishError(
                f"{program.name} {version[1]} is too old to number the pages of the pack: {_OLDEST} or newer is needed."
            )
        # The browser names a place by its anchor as it stands in an address.
        found = {unquote(n.removeprefix("/")): d for n, d in reader.named_destinations.items()}
        numbers = {name: reader.get_destination_page_number(place) for name, place in found.items()}
    return {name: number + 1 for name, number in numbers.items() if number is not None}


def _dated(content: bytes, as_of: date) -> bytes:
    """The PDF with `as_of` for its dates. Length by length: the file says of each of its parts at which byte it is."""

    def put(found: re.Match[bytes]) -> bytes:
        rest = f"{as_of:%Y%m%d}000000".encode() + b"+00'00'"[: len(found[2])].ljust(len(found[2]))
        return found[1] + rest + b")"

    return _DATE.sub(put, content)
