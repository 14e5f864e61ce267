"""Web pages, as saved: their headings and text, without scripts and styles. What a page hides is told apart."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from rsqm_tool.load.documents._characters import decode
from rsqm_tool.load.documents._draft import Draft, day
from rsqm_tool.load.documents._unreadable import DEPTH, Unreadable, again
from rsqm_tool.model.documents import DocumentText, PassageKind

SUFFIXES = (".html", ".htm")
LABEL = "a web page"
_QUICK = 20_000_000  # elements times bytes: the parser may go over the rest of the page again at each element

_SILENT = frozenset(("script", "style", "template", "noscript", "svg"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INLINE = frozenset(("a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q rp "
                     "rt ruby s samp small span strike strong sub sup time tt u var wbr").split())  # fmt: skip
_REPEATED = frozenset("dd dt li option p td th tr".split())  # the next one ends the one before
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_NO_DISPLAY = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def quick(content: bytes) -> bool:
    """Whether it is read in well under a second, whatever is in it."""
    return len(content) * content.count(b"<") < _QUICK


def read(content: bytes) -> DocumentText:
    """The text of a web page. Unreadable when it is no text."""
    text, notes = decode(content, declared=True)
    page = _Page(notes)
    page.feed(text)
    page.close()
    page.line_ends()
    return page.draft.text()


class _Page(HTMLParser):
    """Gathers the text, line by line."""

    def __init__(self, notes: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.draft = Draft(notes=notes)
        self._open: list[tuple[str, bool]] = []  # elements, and whether each hides what is in it
        self._line: list[str] = []
        self._heading = False
        self._hidden = 0
        self._title: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._meta(has)
        if tag == "title" and self.draft.title is None:
            self._title = []
        self._leave_unclosed(tag)
        if tag in ("td", "th"):
            self._line.append("\t")
        elif tag not in _INLINE:
            self.line_ends()
        self._heading = self._heading or tag in _HEADINGS
        if tag not in _VOID:
            hides = "hidden" in has or _NO_DISPLAY.search(has.get("style", "")[:1000]) is not None
            self._begin(tag, hides)

    def _begin(self, tag: str, hides: bool) -> None:
        if hides and not self._hidden:
            self.line_ends()
        self._hidden += hides
        self._open.append((tag, hides))
        if len(self._open) > DEPTH * 10:  # many pages leave elements open
            raise Unreadable(f"Its elements are nested more deeply than any document needs. {again('the browser')}")

    def _leave_unclosed(self, tag: str) -> None:
        """Leave the paragraph, item or cell that ends, by the rules of web pages, where this element begins."""
        above = self._open[-1][0] if self._open else ""
        if above in _REPEATED and (above == tag or (above == "p" and tag not in _INLINE)):
            self._leave(above)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title" and self._title is not None:
            self.draft.title, self._title = "".join(self._title), None
        if tag not in _INLINE and tag not in ("td", "th"):
            self.line_ends()
        if tag in _HEADINGS:
            self._heading = False
        if any(name == tag for name, _ in self._open[-50:]):
            self._leave(tag)

    def _leave(self, tag: str) -> None:
        """The innermost element of this name ends, and whatever is still open in it."""
        while self._open:
            name, hid = self._open.pop()
            if hid:
                self.line_ends()
                self._hidden -= 1
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._title is not None:
            self._title.append(data)
        elif not any(name in _SILENT for name, _ in self._open[-20:]):
            self._line.append(data)

    def handle_comment(self, data: str) -> None:
        if not data.startswith("["):  # those that start so are for old browsers
            self.draft.add(data, PassageKind.HIDDEN)

    def line_ends(self) -> None:
        """What was gathered becomes a line, or a heading."""
        cells = ("".join(self._line)).split("\t") if "\t" in self._line else ["".join(self._line)]
        self._line.clear()
        text = "\t".join(" ".join(cell.split()) for cell in cells).strip()
        heading, self._heading = self._heading and bool(text), self._heading and not text
        if self._hidden:
            self.draft.add(text, PassageKind.HIDDEN)
        elif heading:
            self.draft.heading(text)
        else:
            self.draft.add(text)

    def _meta(self, has: dict[str, str]) -> None:
        name, content = has.get("name", has.get("property", "")).lower(), has.get("content", "")
        if name == "author":
            self.draft.author = content
        elif name in ("dcterms.created", "article:published_time"):
            self.draft.created = day(content)
        elif name in ("dcterms.modified", "article:modified_time"):
            self.draft.modified = day(content)
