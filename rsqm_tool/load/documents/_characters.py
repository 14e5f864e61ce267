"""From bytes to characters, for the formats that are text."""

from __future__ import annotations

import codecs
import re

from rsqm_tool.load.documents._unreadable import Unreadable

BINARY = "It is not text, though its name says so. Save it as PDF or Word (.docx)"
WINDOWS = "Its characters were read as those of older Windows programs. If some look wrong, save it again as UTF-8"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_KNOWN = ("utf-8", "utf-16", "windows-1252", "cp1252", "iso-8859-1", "latin-1", "iso-8859-15", "us-ascii", "ascii")


def decode(content: bytes, declared: bool = False) -> tuple[str, list[str]]:
    """The text, and what to note about it. `declared`: a web page may name its encoding. Unreadable when binary."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), []
    if b"\x00" in content:
        raise Unreadable(BINARY)
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        found = _DECLARED.search(content[:2048]) if declared else None
    name = found[1].decode("ascii", "replace").lower() if found else ""
    # What web pages call Latin-1 is read as Windows-1252 by every browser.
    encoding = name if name in ("iso-8859-15",) else "windows-1252"
    return content.decode(encoding, "replace"), [] if name in _KNOWN[2:] else [WINDOWS]


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(BINARY) from error
