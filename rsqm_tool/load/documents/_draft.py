"""Puts together what a reader meets, in order, into a `DocumentText`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from rsqm_tool.load.documents._unreadable import CHARACTERS, HEADINGS, TOO_LONG, Unreadable
from rsqm_tool.model.documents import DocumentText, Passage, PassageKind

# What no reader of a page sees: controls, soft hyphens, marks of direction and of no width, halves of a character.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_PLAIN = re.compile("[\u00a0\u0085\u000b\u000c\u2000-\u200a\u2028\u2029\u202f\r\ufb00-\ufb06]")
_PLAINER = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st",
            "\ufb06": "st", "\u0085": "\n", "\u000b": "\n", "\u000c": "\n", "\u2028": "\n", "\u2029": "\n"}  # fmt: skip
_SPACES = re.compile(r"\s+")


def tidy(text: str) -> str:
    """`text` as a reader sees it: one kind of space and line end, letters joined for print apart, nothing unseen."""
    text = text.replace("\r\n", "\n")
    return _PLAIN.sub(lambda m: _PLAINER.get(m[0], "\n" if m[0] == "\r" else " "), _UNSEEN.sub("", text))


def label(text: str | None, longest: int = 200) -> str | None:
    """`text` on one line and not too long, for a heading or a title; None when nothing is left of it."""
    line = _SPACES.sub(" ", tidy(text or "")).strip()
    return (line[: longest - 1].rstrip() + "…" if len(line) > longest else line) or None


def day(text: str | None) -> date | None:
    """The day that a date and time in ISO's form begins with; None where there is none."""
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


@dataclass(slots=True)
class _Section:
    page: int | None
    heading: str | None
    texts: dict[PassageKind, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """A document while it is read: sections in order, and what stands in each, kind by kind."""

    title: str | None = None
    author: str | None = None
    created: date | None = None
    modified: date | None = None
    pages: int | None = None
    page_labels: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    _headings: list[str] = field(default_factory=list)
    _sections: list[_Section] = field(default_factory=lambda: [_Section(None, None)])
    _characters: int = 0

    def page(self, number: int) -> None:
        """From here on it is this page. The heading stays."""
        self._sections.append(_Section(number, self._sections[-1].heading))

    def heading(self, text: str, shown: str | None = None, begins: bool = True) -> None:
        """From here on it is under this heading, whose text begins the section.

        `shown` is how the heading's line stands in the text, where that differs; an empty one adds no line. A heading
        that does not begin here is listed only.
        """
        name = label(text)
        if name is not None and len(self._headings) < HEADINGS:
            self._headings.append(name)
            if begins:
                self._sections.append(_Section(self._sections[-1].page, name))
        self.add(text if shown is None else shown)

    def add(self, text: str, kind: PassageKind = PassageKind.BODY, section: int = -1) -> None:
        """Add a paragraph, a row of a table or a whole page's text where we are, or to an earlier section."""
        text = tidy(text).strip()
        if not text:
            return
        self._characters += len(text)
        if self._characters > CHARACTERS:
            raise Unreadable(TOO_LONG)
        self._sections[section].texts.setdefault(kind, []).append(text)

    @property
    def here(self) -> int:
        """The number of the present section, for `add`."""
        return len(self._sections) - 1

    def text(self) -> DocumentText:
        """The document."""
        passages = tuple(
            Passage("\n".join(lines), section.page, section.heading, kind)
            for section in self._sections
            for kind, lines in section.texts.items()
        )
        return DocumentText(
            passages=passages,
            headings=tuple(self._headings),
            pages=self.pages,
            page_labels=self.page_labels,
            title=label(self.title),
            author=label(self.author),
            created=self.created,
            modified=self.modified,
            notes=(*self.notes, *_remarks({p.kind for p in passages})),
        )


def _remarks(kinds: set[PassageKind]) -> list[str]:
    """What to tell about text that is out of sight: who publishes the file gives it away."""
    found = [
        words
        for kind, words in (
            (PassageKind.COMMENT, "comments"),
            (PassageKind.DELETED, "deleted text that is still there as tracked changes"),
            (PassageKind.HIDDEN, "hidden text"),
        )
        if kind in kinds
    ]
    if not found:
        return []
    listed = f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else found[0]
    them = "them" if len(found) > 1 or found == ["comments"] else "it"
    # The privacy guard knows this sentence by its words.
    return [f"It holds {listed}. Whoever gets the file can read {them}: take {them} out of the copy that you share"]
