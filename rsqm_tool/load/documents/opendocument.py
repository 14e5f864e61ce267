"""OpenDocument texts, as LibreOffice writes them. A place in one is a heading, as in Word."""

from __future__ import annotations

from typing import ClassVar

from rsqm_tool.load.documents._archive import Archive
from rsqm_tool.load.documents._draft import Draft, day
from rsqm_tool.load.documents._magic import sentence
from rsqm_tool.load.documents._markup import Attributes, Values, tell
from rsqm_tool.load.documents._paragraphs import Paragraph, Paragraphs, write
from rsqm_tool.load.documents._unreadable import PASSWORD, Unreadable
from rsqm_tool.model.documents import DocumentText, PassageKind

SUFFIXES = (".odt",)
LABEL = "an OpenDocument text"
_PROGRAM = "LibreOffice"
_MOST_SPACES = 100  # a document may ask for any number of them


def quick(content: bytes) -> bool:
    """Whether it is read in well under a second, whatever is in it. Unreadable as `read`."""
    return Archive(content, _PROGRAM).quick


def read(content: bytes) -> DocumentText:
    """The text of an OpenDocument text. Unreadable with what to tell."""
    archive = Archive(content, _PROGRAM)
    _refuse_protected(archive)
    if "content.xml" not in archive.names:
        raise Unreadable(sentence(LABEL, content))
    headers = _Words(PassageKind.HEADER)
    if "styles.xml" in archive.names:
        tell(archive, "styles.xml", headers, _PROGRAM)
    body = _Words(PassageKind.BODY, headers.hidden_styles)
    tell(archive, "content.xml", body, _PROGRAM)
    draft = _begun(archive)
    first = draft.here
    write(draft, body, ())
    for kind, text in dict.fromkeys((kind, p.text(kind)) for p in headers.done for kind in p.texts):
        draft.add(text, kind, first)
    return draft.text()


def _refuse_protected(archive: Archive) -> None:
    """A protected one has an open directory, which names how each part is encrypted."""
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names:
        protection = Values(("encryption-data",))
        tell(archive, manifest, protection, _PROGRAM)
        if protection.found:
            raise Unreadable(PASSWORD)


def _begun(archive: Archive) -> Draft:
    """A draft with what the document's properties say."""
    meta = Values(("title", "initial-creator", "creator", "creation-date", "date"))
    if "meta.xml" in archive.names:
        tell(archive, "meta.xml", meta, _PROGRAM)
    found = meta.found.get
    return Draft(
        found("title"), found("initial-creator") or found("creator"), day(found("creation-date")), day(found("date"))
    )


class _Words(Paragraphs):
    """Reads the text itself, or of styles.xml the headers and footers; and on the way, which styles hide text."""

    def __init__(self, kind: PassageKind, hidden_styles: frozenset[str] = frozenset()) -> None:
        super().__init__(kind)
        self.hidden_styles = hidden_styles
        self._style = ""  # that is being defined
        self._kinds: list[PassageKind] = []  # what to go back to
        self._spans: list[bool] = []  # of each that is open: hidden

    def said(self, text: str) -> None:
        paragraph = self.paragraph
        if paragraph is None:
            return
        hidden = paragraph.hidden or any(self._spans)
        paragraph.add(text, PassageKind.HIDDEN if hidden else paragraph.kind)

    def _defines(self, has: Attributes) -> None:
        self._style = has.get("name", "")
        if has.get("parent-style-name", "") in self.hidden_styles:
            self.hidden_styles |= {self._style}

    def _properties(self, has: Attributes) -> None:
        if has.get("display") == "none" and self._style:
            self.hidden_styles |= {self._style}

    def _defined(self) -> None:
        self._style = ""

    def _p(self, has: Attributes) -> None:
        hidden = has.get("style-name", "") in self.hidden_styles
        self.open(Paragraph(kind=self.kind, hidden=hidden, mark=self.mark, bold=False))

    def _h(self, has: Attributes) -> None:
        self._p(has)
        assert self.paragraph is not None
        self.paragraph.heading = self.kind is PassageKind.BODY

    def _span(self, has: Attributes) -> None:
        self._spans.append(has.get("style-name", "") in self.hidden_styles)

    def _span_ends(self) -> None:
        if self._spans:
            self._spans.pop()

    def _spaces(self, has: Attributes) -> None:
        count = has.get("c", "1")
        self.said(" " * (min(int(count), _MOST_SPACES) if count.isdecimal() and len(count) < 4 else _MOST_SPACES))

    def _tab(self, has: Attributes) -> None:
        self.said("\t")

    def _break(self, has: Attributes) -> None:
        self.said("\n")

    def _row(self, has: Attributes) -> None:
        self.row_begins()

    def _cell(self, has: Attributes) -> None:
        self.cell_begins()

    def _aside(self, kind: PassageKind) -> None:
        """Until it ends, text is of this kind, and none of it belongs to the paragraph around it."""
        self._kinds.append(self.kind)
        self.kind = kind
        self.open(None)

    def _aside_ends(self) -> None:
        self.close()
        if self._kinds:
            self.kind = self._kinds.pop()

    def _comment(self, has: Attributes) -> None:
        self._aside(PassageKind.COMMENT)

    def _note(self, has: Attributes) -> None:
        self._aside(PassageKind.NOTE)

    def _contents(self, has: Attributes) -> None:
        self._aside(PassageKind.HEADER)

    def _deletion(self, has: Attributes) -> None:
        self._aside(PassageKind.DELETED)

    def _region(self, has: Attributes) -> None:
        self.mark = has.get("id", "")

    def _region_ends(self) -> None:
        self.mark = ""

    def _change(self, has: Attributes) -> None:
        self.marked(has.get("change-id", ""))

    def _section(self, has: Attributes) -> None:
        self._aside(PassageKind.HIDDEN if has.get("display") == "none" else self.kind)

    def _hidden_text(self, has: Attributes) -> None:
        if self.paragraph is not None:
            self.paragraph.add(has.get("string-value", ""), PassageKind.HIDDEN)

    begins: ClassVar = {
        "style": _defines, "text-properties": _properties,
        "p": _p, "h": _h, "span": _span, "s": _spaces, "tab": _tab, "line-break": _break,
        "table-row": _row, "table-cell": _cell, "covered-table-cell": _cell,
        "annotation": _comment, "note": _note, "deletion": _deletion,
        "changed-region": _region, "change": _change, "change-start": _change,
        "table-of-content": _contents, "illustration-index": _contents, "table-index": _contents,
        "section": _section, "hidden-text": _hidden_text, "hidden-paragraph": _hidden_text,
    }  # fmt: skip
    ends: ClassVar = {
        "style": _defined, "p": Paragraphs.close, "h": Paragraphs.close, "span": _span_ends,
        "table-row": Paragraphs.row_ends,
        "annotation": _aside_ends, "note": _aside_ends, "deletion": _aside_ends, "changed-region": _region_ends,
        "table-of-content": _aside_ends, "illustration-index": _aside_ends, "table-index": _aside_ends,
        "section": _aside_ends,
    }  # fmt: skip
    # Who changed it and when, the number of a note, what a picture shows.
    skips = frozenset(("change-info", "note-citation", "title", "desc", "scripts", "forms"))
