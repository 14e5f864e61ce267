"""Documents as their readers give them: passages of every kind, title and author, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.model import Location
from rsqm_tool.model.documents import DocumentText
from rsqm_tool.model.privacy import Part, Piece

# How the readers' notes say that a part of a document was not read.
_NOT_READ = ("not read", "left out", "cannot read")
_OUT_OF_SIGHT = "Whoever gets the file can read"  # and how they tell of comments, deletions and hidden text


def pieces(path: str, text: DocumentText) -> Iterator[Piece]:
    """What a document says, with its places."""
    for passage in text.passages:
        where = Location(path, page=passage.page, heading=passage.heading)
        yield Piece(passage.text, where, Part(passage.kind.value))
    about = [words for words in (text.title, text.author) if words]
    if about:
        yield Piece("\n".join(about), Location(path), Part.METADATA)


def not_read(text: DocumentText, given: bool) -> str:
    """What of a document that was read could not be, as sentences; empty where all of it was.

    Of one that is `given` to readers as it is, also what is out of sight in it: no rule finds a comment that tells a
    story.
    """
    wanted = (*_NOT_READ, _OUT_OF_SIGHT) if given else _NOT_READ
    return ". ".join(note for note in text.notes if any(words in note for words in wanted))
