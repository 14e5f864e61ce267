"""Files of text, as they are: a place in one is a line."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from io import BytesIO

from rsqm_tool.load.documents._characters import decode
from rsqm_tool.load.documents._unreadable import DAMAGED, FILE_BYTES, TOO_LARGE, Unreadable
from rsqm_tool.model import Location
from rsqm_tool.model.privacy import Part, Piece


def text_of(content: bytes) -> str:
    """The characters of a text file. Unreadable when it is none."""
    return decode(content)[0].replace("\r\n", "\n").replace("\r", "\n")


def pieces(path: str, text: str, part: Part) -> Iterator[Piece]:
    """The whole text, whose lines are counted."""
    yield Piece(text.replace("\0", " "), Location(path, line=1), part)


def unpacked(content: bytes) -> bytes:
    """What a file packed with gzip holds. Unreadable when it is damaged, or made to fill the memory."""
    try:
        with gzip.open(BytesIO(content)) as stream:
            found = stream.read(FILE_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(DAMAGED) from error
    if len(found) > FILE_BYTES:
        raise Unreadable(TOO_LARGE)
    return found
