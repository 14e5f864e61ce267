"""Documents of a register, with the text that a test writes for them.

    document("POL-01", '''
        # 1 Scope
        This policy is for everyone.
    ''', where="section 1")

A line that begins with `#` is a heading and begins a passage; `(page 2)` on a line of its own begins a page of a PDF.
"""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent
from typing import Any

from rsqm_tool.model import EvidenceItem, Location, Support
from rsqm_tool.model.documents import DocumentText, Passage, PassageKind
from tests.bench import REGISTER, item


def text_of(written: str, **others: Any) -> DocumentText:
    """The text of a document; `others` go to it as they are."""
    passages: list[Passage] = []
    headings: list[str] = []
    page, heading, lines = None, None, list[str]()
    for line in [*dedent(written).strip("\n").splitlines(), "#"]:
        begins_page = line.startswith("(page ")
        if line.startswith("#") or begins_page:
            if any(lines):
                passages.append(Passage("\n".join(lines), page, heading))
            lines = []
            if begins_page:
                page = int(line.strip("(page )"))
            elif line != "#":
                heading = line.lstrip("# ")
                headings.append(heading)
                lines = [heading]
        else:
            lines.append(line)
    others.setdefault("pages", page)
    return DocumentText(tuple(passages), tuple(headings), **others)


def hidden(words: str, kind: PassageKind) -> DocumentText:
    """A text that has some words only where nobody reads them, and others where everybody does."""
    return DocumentText((Passage("Nothing of note"), Passage(words, kind=kind)))


def document(
    id: str, written: str | DocumentText | None, *, where: str = "", criterion: str = "1.1", **others: Any
) -> EvidenceItem:
    """An item with that text; `where` is the place that the register names in it for the criterion."""
    text = text_of(written) if isinstance(written, str) else written
    made = item(id, others.pop("title", ""), text=text, **others)
    return replace(made, supports=(Support(criterion, where, "", Location(REGISTER, 9, 9)),))
