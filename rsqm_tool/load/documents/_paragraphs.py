"""What the stories of Word and OpenDocument have in common: paragraphs inside cells inside paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rsqm_tool.load.documents._draft import Draft
from rsqm_tool.load.documents._markup import Story
from rsqm_tool.model.documents import PassageKind

_LONGEST_HEADING = 100


@dataclass(slots=True)
class Paragraph:
    """A paragraph while it is read, and afterwards."""

    kind: PassageKind = PassageKind.BODY
    heading: bool = False
    bold: bool = True  # until some of its text is not
    hidden: bool = False  # all of it, by its style
    mark: str = ""  # the id of the note, comment or change that it belongs to
    texts: dict[PassageKind, list[str]] = field(default_factory=dict)

    def add(self, text: str, kind: PassageKind, bold: bool = False) -> None:
        """Add a bit of text."""
        self.texts.setdefault(kind, []).append(text)
        if not bold and kind is self.kind and text.strip():
            self.bold = False

    def text(self, kind: PassageKind) -> str:
        """The text of one kind in it."""
        return "".join(self.texts.get(kind, ()))


class Paragraphs(Story):
    """Gathers paragraphs in order; the cells of a table's row become one paragraph with tabs."""

    def __init__(self, kind: PassageKind = PassageKind.BODY) -> None:
        self.kind = kind  # of what is met now
        self.mark = ""
        self.done: list[Paragraph] = []
        self.marks: dict[str, int] = {}  # by id of a note, comment or change: how many paragraphs stand before it
        self._open: list[Paragraph | None] = []  # None: something whose text is none of the text around it
        self._rows: list[list[list[str]]] = []  # the rows that are open, each with its cells, each with its paragraphs

    @property
    def paragraph(self) -> Paragraph | None:
        """The paragraph that is open, if text belongs to one now."""
        return self._open[-1] if self._open else None

    def open(self, paragraph: Paragraph | None) -> None:
        """Begin a paragraph, or with None something inside one whose text does not belong to it."""
        self._open.append(paragraph)

    def close(self) -> None:
        """End what was begun last."""
        if not self._open:
            return
        paragraph = self._open.pop()
        if paragraph is None or not paragraph.texts:
            return
        text = paragraph.texts.get(PassageKind.BODY)
        if text and paragraph.kind is PassageKind.BODY and not paragraph.heading and self._rows and self._rows[-1]:
            self._rows[-1][-1].append("".join(text))
            del paragraph.texts[PassageKind.BODY]
        if paragraph.texts:
            self.done.append(paragraph)

    def row_begins(self) -> None:
        """A row of a table begins."""
        self._rows.append([])

    def cell_begins(self) -> None:
        """A cell of it begins."""
        if self._rows:
            self._rows[-1].append([])

    def row_ends(self) -> None:
        """The row ends: it becomes a paragraph, or where it stands in a cell, a part of that."""
        cells = [" ".join(lines) for lines in self._rows.pop()] if self._rows else []
        text = "\t".join(cells).strip()
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(text)
        elif text:
            self.done.append(Paragraph(bold=False, texts={PassageKind.BODY: [text]}))

    def marked(self, id: str) -> None:
        """Here is what a note, a comment or a change refers to."""
        self.marks.setdefault(id, len(self.done))


def write(draft: Draft, body: Paragraphs, apart: Iterable[Paragraph]) -> None:
    """Write the body into a draft, section by section, and what stands apart into the sections that refer to it."""
    headings = [p for p in body.done if p.heading] or _lines_in_bold(body.done)
    ids = {id(p) for p in headings}
    sections = [draft.here]  # of each paragraph, and one more for what comes last
    for paragraph in body.done:
        text = paragraph.text(PassageKind.BODY)
        if id(paragraph) in ids:
            draft.heading(text)
            paragraph.texts.pop(PassageKind.BODY, None)
        if not paragraph.mark:
            for kind in paragraph.texts:
                draft.add(paragraph.text(kind), kind)
        sections.append(draft.here)
    _write_apart(draft, sections, body.marks, [*(p for p in body.done if p.mark), *apart])


def _write_apart(
    draft: Draft, sections: list[int], marks: Mapping[str, int], apart: Iterable[Paragraph]
) -> None:  # fmt: skip
    for paragraph in apart:
        before = marks.get(paragraph.mark)
        section = 0 if before is None else sections[min(before + 1, len(sections) - 1)]
        for kind in paragraph.texts:
            draft.add(paragraph.text(kind), kind, section)


def _lines_in_bold(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Short lines in bold that end like none: the headings of people who use no styles. None where most lines are."""
    found = [p for p in paragraphs if p.bold and p.kind is PassageKind.BODY and _is_short(p.text(PassageKind.BODY))]
    return found if len(found) * 2 <= len(paragraphs) else []


def _is_short(text: str) -> bool:
    line = text.strip()
    return any(c.isalpha() for c in line) and len(line) <= _LONGEST_HEADING and line[-1] not in ".,;"
