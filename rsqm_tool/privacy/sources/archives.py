"""What lies in a zip archive beside its parts: their names, comments, and bytes that belong to no part."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO

LEFT = (
    "Something lies before, between or behind its parts, which no program shows and nobody can look through. "
    "Open it and save it anew"
)
_END, _END_SIZE = b"PK\x05\x06", 22
_HEAD_SIZE = 30
_DESCRIBED = 0x08  # a flag: sizes and check sum follow the content of a part
_DESCRIPTIONS = (12, 16, 20, 24)  # bytes that these take
_LONG_END = b"PK\x06\x06"
_LONG_SIZE = 76  # of the two records that archives with long sizes have besides


def comments(content: bytes) -> Iterator[str]:
    """The comments on an archive and on its parts."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for comment in (archive.comment, *(part.comment for part in archive.infolist())):
            if comment:
                yield comment.decode("utf-8", "replace")


def has_more(content: bytes) -> bool:
    """Whether there are bytes that belong to no part, such as what was deleted or put behind the end."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    end = content.rfind(_END)
    directory = int.from_bytes(content[end + 16 : end + 20], "little")
    behind = directory + int.from_bytes(content[end + 12 : end + 16], "little")
    whole = end + _END_SIZE + int.from_bytes(content[end + 20 : end + 22], "little")
    long = content.startswith(_LONG_END, behind) and end - behind == _LONG_SIZE
    if whole != len(content) or (behind != end and not long):
        return True
    return _has_gaps(content, parts, directory)


def _has_gaps(content: bytes, parts: Sequence[zipfile.ZipInfo], directory: int) -> bool:
    """Whether the parts do not lie one behind the other, from the first byte to the directory."""
    at = 0
    for part in parts:
        if part.header_offset != at:
            return True
        head = content[at : at + _HEAD_SIZE]
        at += _HEAD_SIZE + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        at += part.compress_size
        if part.flag_bits & _DESCRIBED:
            at += next((size for size in _DESCRIPTIONS if content.startswith(b"PK", at + size)), 0)
    return at != directory
