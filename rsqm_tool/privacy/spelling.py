"""Makes text plain before it is looked through: what only looks different is then the same."""

from __future__ import annotations

import re
import unicodedata

# Marks that no reader sees and that break a value in two: soft hyphens, zero-width spaces, marks of direction.
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
                                 "\u205f\u3000"), " ")  # fmt: skip
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032\uff07"), "'")
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PLAINER = {**_SPACES, **_WIDE, **_HYPHENS, **_QUOTES}
_PLAINER_MARKS = re.compile("[" + "".join(map(re.escape, map(chr, _PLAINER))) + "]")


def plainly(text: str) -> str:
    """`text` with one kind of space, hyphen, apostrophe and digit, accents composed, and nothing unseen.

    It has as many lines as before.
    """
    if text.isascii():
        return text
    text = _PLAINER_MARKS.sub(lambda mark: _PLAINER[ord(mark[0])], _UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", text)


def spelt(path: str) -> str:
    """A path as words that begin with capitals, of the same length: jane-smith.docx holds Jane Smith."""
    return re.sub(r"[-_.+%()]", " ", path).title() if len(path.title()) == len(path) else path
