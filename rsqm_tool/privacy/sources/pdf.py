"""What a PDF tells about itself outside its pages: properties, targets of links, names of attached files.

The reader of documents gives the pages' text, comments and fields, the title and the author. The rest is looked for
twice: in the objects that the file is made of, and in the file as it lies there, which also has what none leads to.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from rsqm_tool.load.documents.pdf import ATTACHED
from rsqm_tool.model import Location
from rsqm_tool.model.privacy import Part, Piece
from rsqm_tool.privacy.sources import markup

if TYPE_CHECKING:
    from pypdf import PdfReader

FORMER = "It keeps former versions of itself, which anybody can bring back. Print it to a new PDF, or save it anew"
BEHIND = "Something stands before its beginning or behind its end, which no program shows. Save it anew"
TOO_MANY = "It has more parts than are looked into here. Print it to a new PDF"
_KEYS = rb"/(?:URI|Author|Title|Subject|Keywords|Creator|Company|Manager|LastModifiedBy|UF|Alt|TU|ActualText)\s{0,4}"
_TEXT = re.compile(_KEYS + rb"\(((?:[^()\\]|\\.){1,100000}+)\)", re.DOTALL)
_WIDE = re.compile(_KEYS + rb"<([0-9A-Fa-f]{4,400000})>")
_CODE = re.compile(rb"\\([0-7]{1,3})")
_PICTURE = re.compile(rb"/Subtype\s{0,4}/Image\b")
_XMP, _XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_LIST = re.compile(rb"/ObjStm[^\0]{0,300}?stream\r?\n")
_LISTS, _PACKED, _UNPACKED = 500, 500_000, 2_000_000  # how many lists are unpacked, and how much of each
_END = re.compile(rb"startxref\s{1,9}(\d{1,12})\s{0,9}(?:%%EOF)?")
_TIME = re.compile(r"D:[0-9]{4,14}[0-9Zz'+-]{0,9}\Z")
_OBJECTS = 50_000  # that are looked into
_STREAM = 30_000_000  # bytes that one may unpack to
# Ways that lead to pages and what is on them, which the reader of documents gives, and to pictures of fields.
_ELSEWHERE = frozenset("/Parent /P /Resources /StructTreeRoot /ParentTree /AP /ID /Prev /Encrypt /Thumb /Popup".split())
_SHOWN = frozenset(("/Contents", "/V"))  # comments and fields
_SAID = frozenset(("/Metadata", "/XFA", "/JS", "/RC"))  # streams that hold text
_HOLDS_FILES = frozenset(("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"))


def properties(path: str, content: bytes) -> Iterator[Piece]:
    """What the file says of itself, each value on a line."""
    inside = _looked_into(content)
    found = [*inside.said, *(text for part in (content, *_lists(content)) for text in _said(part))]
    if found:
        text = "\n".join(unquote(value).replace("mailto:", "") for value in dict.fromkeys(found))
        yield Piece(text, Location(path), Part.METADATA)


def has_pictures(content: bytes) -> bool:
    """Whether there are pictures in it, which nobody looks at here."""
    return _PICTURE.search(content) is not None


def trouble(content: bytes, known: str) -> str:
    """What of it is not looked into, as sentences besides those `known`; empty where all is."""
    inside = _looked_into(content)
    ends = list(_END.finditer(content))
    # One that is made to be shown while it is fetched ends twice; its first end says nothing.
    twice = len(ends) == 2 and ends[0][1] == b"0" and b"/Linearized" in content[:2048]
    said = [
        (ATTACHED, inside.files and ATTACHED not in known),
        (FORMER, len(ends) > 1 and not twice),
        (BEHIND, _has_more(content, ends[-1].end() if ends else len(content))),
        (TOO_MANY, inside.more),
    ]
    return ". ".join(sentence for sentence, holds in said if holds)


def _has_more(content: bytes, end: int) -> bool:
    blank = b" \t\r\n\0\x1a\xef\xbb\xbf"
    return bool(content[: max(0, content.find(b"%PDF-"))].strip(blank) or content[end:].strip(blank))


@dataclass(slots=True)
class _Inside:
    """What the objects of a PDF hold."""

    said: list[str] = field(default_factory=list)
    files: bool = False
    more: bool = False  # than is looked into


@lru_cache(maxsize=1)
def _looked_into(content: bytes) -> _Inside:
    """Go through the objects that the properties and the catalogue lead to. One that is damaged is left out."""
    import pypdf

    inside = _Inside()
    limits = pypdf.get_configuration().with_overwrites(
        zlib_maximum_output_length=_STREAM,
        lzw_maximum_output_length=_STREAM,
        run_length_maximum_output_length=_STREAM,
        array_based_stream_maximum_output_length=_STREAM,
    )
    with pypdf.apply_configuration(limits), contextlib.suppress(Exception):
        _go_through(_opened(content), inside)
    return inside


def _opened(content: bytes) -> PdfReader:
    import logging
    from io import BytesIO

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the file
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        reader.decrypt("")
    return reader


def _go_through(reader: PdfReader, inside: _Inside) -> None:
    from pypdf.generic import IndirectObject

    stack: list[tuple[str, Any]] = [("", reader.trailer.raw_get(key)) for key in ("/Info", "/Root")
                                    if key in reader.trailer]  # fmt: skip
    seen: set[int] = set()
    count = 0
    while stack:
        key, value = stack.pop()
        if isinstance(value, IndirectObject):
            if value.idnum in seen:
                continue
            seen.add(value.idnum)
            count += 1
            if count > _OBJECTS:
                inside.more = True
                return
            with contextlib.suppress(Exception):
                value = value.get_object()
        with contextlib.suppress(Exception):
            stack.extend(_within(key, value, inside))


def _within(key: str, value: Any, inside: _Inside) -> Iterator[tuple[str, Any]]:
    """Note what one object says, and give those in it."""
    from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, StreamObject, TextStringObject

    if isinstance(value, TextStringObject):
        if not _TIME.match(value):
            inside.said.append(str(value))
    elif isinstance(value, ByteStringObject):
        inside.said.append(value.decode("utf-8", "replace"))
    elif isinstance(value, ArrayObject):
        yield from ((key, one) for one in value)
    elif isinstance(value, DictionaryObject):
        if isinstance(value, StreamObject) and key in _SAID:
            inside.said.extend(_texts(value.get_data()))
        inside.files = inside.files or "/EF" in value or value.get("/Subtype") in _HOLDS_FILES
        reads = value.get("/Type") == "/Page" or value.get("/Subtype") not in ("/Link", "/Popup", None)
        for name, one in dict.items(value):
            if name not in _ELSEWHERE and not (name in _SHOWN and (reads or "/FT" in value)):
                yield name, one


def _texts(content: bytes) -> Iterator[str]:
    """The text of a stream of properties, or of a form, and what the tags in it say."""
    wide = content[:2] in (b"\xfe\xff", b"\xff\xfe")
    text = content.decode("utf-16" if wide else "utf-8", "replace")
    yield from (piece.text for piece in markup.pieces("", text))


def _said(content: bytes) -> Iterator[str]:
    for text in _TEXT.finditer(content):
        yield _characters(_CODE.sub(lambda code: bytes([int(code[1], 8) & 255]), text[1]))
    for text in _WIDE.finditer(content):
        yield _characters(bytes.fromhex(text[1].decode()[: len(text[1]) // 2 * 2]))
    begin = content.find(_XMP)
    while begin >= 0:
        end = content.find(_XMP_END, begin)
        end = end if end > 0 else len(content)
        yield from _texts(content[begin:end])
        begin = content.find(_XMP, end)


def _characters(raw: bytes) -> str:
    return raw.decode("utf-16", "replace") if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else raw.decode("latin-1")


def _lists(content: bytes) -> Iterator[bytes]:
    """Lists of objects, unpacked. One that is damaged gives what it can."""
    for begin in islice(_LIST.finditer(content), _LISTS):
        try:
            yield zlib.decompressobj().decompress(content[begin.end() : begin.end() + _PACKED], _UNPACKED)
        except zlib.error:
            continue
