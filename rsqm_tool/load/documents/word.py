"""Word documents. A place in one is a heading: its pages are made by whoever prints it.

Read with a reader of our own, because those of others leave out what is deleted, hidden or a comment, and hang on
harmful files. Headings are paragraphs whose style is a heading or has a level in the outline; in a document without
any, short lines in bold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from rsqm_tool.load.documents._archive import Archive
from rsqm_tool.load.documents._draft import Draft, day
from rsqm_tool.load.documents._magic import sentence
from rsqm_tool.load.documents._markup import Attributes, Story, Values, tell
from rsqm_tool.load.documents._paragraphs import Paragraph, Paragraphs, write
from rsqm_tool.load.documents._unreadable import Unreadable
from rsqm_tool.model.documents import DocumentText, PassageKind

SUFFIXES = (".docx", ".docm")
LABEL = "a Word document"
_PROGRAM = "Word"
_OFF = ("0", "false", "off")


def quick(content: bytes) -> bool:
    """Whether it is read in well under a second, whatever is in it. Unreadable as `read`."""
    return Archive(content, _PROGRAM).quick


def read(content: bytes) -> DocumentText:
    """The text of a Word document. Unreadable with what to tell."""
    archive = Archive(content, _PROGRAM)
    folder = _folder(archive, content)
    parts = {name.removeprefix(folder): name for name in archive.names if name.startswith(folder)}

    def named(pattern: str) -> list[str]:
        return [whole for name, whole in sorted(parts.items()) if re.fullmatch(pattern, name)]

    styles = _Styles()
    for part in named("styles[0-9]*.xml"):
        tell(archive, part, styles, _PROGRAM)
    told = partial(_told, archive, styles.table())
    body = told(named("document[0-9]*.xml")[:1], PassageKind.BODY)
    apart = told(named("(footnotes|endnotes)[0-9]*.xml"), PassageKind.NOTE).done
    apart += told(named("comments[0-9]*.xml"), PassageKind.COMMENT).done
    draft = _begun(archive)
    first = draft.here
    write(draft, body, apart)
    for paragraph in told(named("diagrams/data[0-9]*.xml"), PassageKind.BODY).done:
        draft.add(paragraph.text(PassageKind.BODY))
    _write_headers(draft, told(named("(header|footer)[0-9]*.xml"), PassageKind.HEADER), first)
    return draft.text()


def _folder(archive: Archive, content: bytes) -> str:
    """The folder of the document in the archive: `word/` but for rare programs."""
    for name in archive.names:
        found = re.fullmatch(r"([\w-]*/)?document[0-9]*\.xml", name)
        if found:
            return found[1] or ""
    raise Unreadable(sentence(LABEL, content))


def _told(archive: Archive, styles: Mapping[str, _Style], parts: list[str], kind: PassageKind) -> _Words:
    words = _Words(styles, kind)
    for part in parts:
        tell(archive, part, words, _PROGRAM)
    return words


def _begun(archive: Archive) -> Draft:
    """A draft with what the document's properties say."""
    core = Values(("title", "creator", "created", "modified"))
    if "docProps/core.xml" in archive.names:
        tell(archive, "docProps/core.xml", core, _PROGRAM)
    found = core.found.get
    return Draft(found("title"), found("creator"), day(found("created")), day(found("modified")))


def _write_headers(draft: Draft, headers: _Words, section: int) -> None:
    """The same header stands in several parts: each text is written once, and what is hidden in it, too."""
    lines = dict.fromkeys((kind, p.text(kind)) for p in headers.done for kind in p.texts)
    for kind, text in lines:
        draft.add(text, PassageKind.HEADER if kind is PassageKind.BODY else kind, section)


@dataclass(slots=True)
class _Style:
    """What a style makes of its text."""

    based_on: str = ""
    heading: bool | None = None  # None: as the style that it is based on
    contents: bool = False  # a line of the table of contents
    hidden: bool | None = None
    bold: bool | None = None


class _Styles(Story):
    """Reads styles.xml."""

    def __init__(self) -> None:
        self._found: dict[str, _Style] = {}
        self._now = _Style()

    def table(self) -> dict[str, _Style]:
        """Each style by its id, with what it inherits."""
        for style in self._found.values():
            ancestor, seen = style, 0
            while ancestor.based_on in self._found and seen < 20:
                ancestor, seen = self._found[ancestor.based_on], seen + 1
                style.heading = ancestor.heading if style.heading is None else style.heading
                style.hidden = ancestor.hidden if style.hidden is None else style.hidden
                style.bold = ancestor.bold if style.bold is None else style.bold
        return self._found

    def _style(self, has: Attributes) -> None:
        self._now = self._found[has.get("styleId", "")] = _Style()

    def _name(self, has: Attributes) -> None:
        # Built-in styles have their English names in every language of Word.
        name = has.get("val", "").lower()
        if re.fullmatch("heading [1-9]", name):
            self._now.heading = True
        self._now.contents = re.fullmatch("toc [1-9]|table of figures", name) is not None

    def _based(self, has: Attributes) -> None:
        self._now.based_on = has.get("val", "")

    def _outline(self, has: Attributes) -> None:
        self._now.heading = _is_level(has)

    def _vanish(self, has: Attributes) -> None:
        self._now.hidden = _is_on(has)

    def _bold(self, has: Attributes) -> None:
        self._now.bold = _is_on(has)

    def _style_ends(self) -> None:
        self._now = _Style()

    begins: ClassVar = {
        "style": _style, "name": _name, "basedOn": _based,
        "outlineLvl": _outline, "vanish": _vanish, "b": _bold,
    }  # fmt: skip
    ends: ClassVar = {"style": _style_ends}
    skips = frozenset(("pPrChange", "rPrChange"))


class _Words(Paragraphs):
    """Reads the parts that hold text: the document itself, notes, comments, headers, diagrams."""

    def __init__(self, styles: Mapping[str, _Style], kind: PassageKind) -> None:
        super().__init__(PassageKind.BODY if kind is PassageKind.HEADER else kind)
        self._styles = styles
        self._deleted = 0  # how many deletions we are in
        self._of_paragraph = False  # we are in the properties of a paragraph, not in its text
        self._hidden = self._bold = False
        self._takes = ""  # the element whose text is text

    def said(self, text: str) -> None:
        if self._takes:
            self._add(text, self._takes == "delText")

    def _add(self, text: str, deleted: bool = False) -> None:
        paragraph = self.paragraph
        if paragraph is None:
            return
        kind = PassageKind.HIDDEN if self._hidden or paragraph.hidden else paragraph.kind
        paragraph.add(text, PassageKind.DELETED if deleted or self._deleted else kind, self._bold)

    def _p(self, has: Attributes) -> None:
        self.open(Paragraph(kind=self.kind, mark=self.mark))
        self._hidden = self._bold = False

    def _p_ends(self) -> None:
        self.close()
        self._hidden = self._bold = False

    def _properties(self, has: Attributes) -> None:
        self._of_paragraph = True

    def _properties_end(self) -> None:
        self._of_paragraph = False

    def _p_style(self, has: Attributes) -> None:
        style, paragraph = self._styles.get(has.get("val", "")), self.paragraph
        if style is None or paragraph is None:
            return
        paragraph.hidden = bool(style.hidden)
        paragraph.heading = bool(style.heading) and paragraph.kind is PassageKind.BODY
        if style.contents:
            paragraph.kind = PassageKind.HEADER

    def _outline(self, has: Attributes) -> None:
        if self.paragraph is not None and self.paragraph.kind is PassageKind.BODY:
            self.paragraph.heading = _is_level(has)

    def _run(self, has: Attributes) -> None:
        self._hidden = self._bold = False

    def _run_style(self, has: Attributes) -> None:
        style = self._styles.get(has.get("val", ""))
        if style is not None and not self._of_paragraph:
            self._hidden, self._bold = bool(style.hidden), bool(style.bold)

    def _vanish(self, has: Attributes) -> None:
        if not self._of_paragraph:
            self._hidden = _is_on(has)

    def _b(self, has: Attributes) -> None:
        if not self._of_paragraph:
            self._bold = _is_on(has)

    def _text(self, has: Attributes) -> None:
        self._takes = "t"

    def _deleted_text(self, has: Attributes) -> None:
        self._takes = "delText"

    def _text_ends(self) -> None:
        self._takes = ""

    def _tab(self, has: Attributes) -> None:
        if not self._of_paragraph:  # there it is where a tab would stop
            self._add("\t")

    def _break(self, has: Attributes) -> None:
        self._add("\n")

    def _hyphen(self, has: Attributes) -> None:
        self._add("-")

    def _deletion(self, has: Attributes) -> None:
        self._deleted += 1

    def _deletion_ends(self) -> None:
        self._deleted -= 1

    def _note(self, has: Attributes, what: str = "") -> None:
        self.mark = f"{what} {has.get('id', '')}"

    def _note_ends(self) -> None:
        self.mark = ""

    def _refers(self, has: Attributes, what: str = "") -> None:
        self.marked(f"{what} {has.get('id', '')}")

    def _tr(self, has: Attributes) -> None:
        self.row_begins()

    def _tc(self, has: Attributes) -> None:
        self.cell_begins()

    begins: ClassVar = {
        "p": _p, "pPr": _properties, "pStyle": _p_style, "outlineLvl": _outline,
        "r": _run, "rStyle": _run_style, "vanish": _vanish, "b": _b,
        "t": _text, "delText": _deleted_text, "tab": _tab, "br": _break, "cr": _break, "noBreakHyphen": _hyphen,
        "del": _deletion, "moveFrom": _deletion, "tr": _tr, "tc": _tc,
        "footnote": partial(_note, what="footnote"), "footnoteReference": partial(_refers, what="footnote"),
        "endnote": partial(_note, what="endnote"), "endnoteReference": partial(_refers, what="endnote"),
        "comment": partial(_note, what="comment"), "commentReference": partial(_refers, what="comment"),
        "commentRangeStart": partial(_refers, what="comment"),
    }  # fmt: skip
    ends: ClassVar = {
        "p": _p_ends, "pPr": _properties_end, "t": _text_ends, "delText": _text_ends, "del": _deletion_ends,
        "moveFrom": _deletion_ends, "tr": Paragraphs.row_ends,
        "footnote": _note_ends, "endnote": _note_ends, "comment": _note_ends,
    }  # fmt: skip
    # The same text once more for programs that know no newer form, and how it was formatted before a tracked change.
    skips = frozenset(("Fallback", "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange"))


def _is_on(has: Attributes) -> bool:
    return has.get("val", "true").lower() not in _OFF


def _is_level(has: Attributes) -> bool:
    return has.get("val", "9") in tuple("012345678")
