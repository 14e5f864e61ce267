"""Plain text. It has no headings; a place in it is the file."""

from __future__ import annotations

from rsqm_tool.load.documents._characters import decode
from rsqm_tool.load.documents._draft import Draft
from rsqm_tool.model.documents import DocumentText

SUFFIXES = (".txt",)
LABEL = "plain text"
_QUICK = 1_000_000


def quick(content: bytes) -> bool:
    """Whether it is read in well under a second."""
    return len(content) < _QUICK


def read(content: bytes) -> DocumentText:
    """The text of a text file. Unreadable when it is none."""
    text, notes = decode(content)
    draft = Draft(notes=notes)
    draft.add(text)
    return draft.text()
