"""Takes from the markup of an office file what somebody can read in it: text, and the values of attributes.

Of most parts the text is taken whole; of those that their own reader gives, only what that leaves out; of form, such as
styles, only what has words in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from urllib.parse import unquote

from rsqm_tool.load.documents._markup import Attributes, Begin, End, Story
from rsqm_tool.model.privacy import APART


class Take(StrEnum):
    """What is taken of the text of a part."""

    WHOLE = "whole"
    LEFT_OUT = "left out"  # by its own reader, such as who wrote it
    WORDS = "words"  # of form


_PARAGRAPHS = frozenset(("p", "h", "si", "comment", "table-cell", "note", "row"))
# Attributes that are taken whatever they are; others where they have words in them.
_OF_ELEMENT: Mapping[str, frozenset[str]] = {
    "s": frozenset("v"),  # a value that a pivot table remembers
    "n": frozenset("v"),
    "docVar": frozenset(("name", "val")),
    "lvlText": frozenset(("val",)),
    "numFmt": frozenset(("formatCode",)),
    "filter": frozenset(("val",)),
    "customFilter": frozenset(("val",)),
    "listEntry": frozenset(("val",)),
    "default": frozenset(("val",)),
    "statusText": frozenset(("val",)),
    "helpText": frozenset(("val",)),
    "listItem": frozenset(("displayText", "value")),
    "cfRule": frozenset(("text",)),
}
_OF_ANY = frozenset(
    "descr title displayName userId author tooltip instr prompt promptTitle error errorTitle current-value "
    "string-value caption userName".split()
)
# Attributes that say where something is, or which of many; and addresses of formats.
_NEVER = re.compile(
    r"ref|sqref|r|spans|topLeftCell|activeCell|ContentType|Type|uri|Requires|Ignorable|hash(Value)?|salt(Value)?|"
    r"panose1?|rsid\w*|paraId|textId|durableId|\w*Guid"
)
_LETTERS = re.compile(r"[^\W\d_]{2}|@")
_CODE = re.compile(r"(?=\D*\d)[0-9A-Fa-f{}-]{6,}|[\w+/]{40,}={0,2}|[\w+/]{20,}==?")  # hexadecimal, and packed bytes
# Elements that readers of text leave out: who wrote it, and what a field asks for, such as a link.
_LEFT_OUT = frozenset(("creator", "author", "initials", "sender-initials", "instrText", "delInstrText"))
_OUTSIDE = ("mailto:", "http", "file:", "tel:", "sms:")
_ADDRESSES = ("Target", "href")
_COMMENTS = ("comment", "threadedComment")
# In headers and footers of sheets: left, centre, right, then fonts, sizes, colours and fields.
_SIDE = re.compile(r"&[LCR]")
_STYLE = re.compile(r'&(?:"[^"]{0,100}"|K[0-9A-Fa-f+-]{6}|[0-9]{1,3}|[A-Z])')
_HEADERS = frozenset(f"{pages}{end}" for pages in ("odd", "even", "first") for end in ("Header", "Footer"))


def without_codes(header: str) -> str:
    """A header or footer of a sheet without its codes: &LJane Smith is Jane Smith, on the left."""
    return _STYLE.sub("", _SIDE.sub("\n", header)).replace("&&", "&")


def has_words(value: str) -> bool:
    """Whether a value of form says something: no number, no hash, no mark."""
    return _LETTERS.search(value) is not None and _CODE.fullmatch(value.strip()) is None


def said_by(name: str, has: Attributes) -> Iterator[str]:
    """What the attributes of an element say."""
    always = _OF_ELEMENT.get(name, frozenset())
    for key, value in has.items():
        if key in _ADDRESSES:
            if value.startswith(_OUTSIDE):
                yield unquote(value).removeprefix("mailto:")
        elif key in always or key in _OF_ANY:
            yield value.replace("\\", "") if key == "formatCode" else value
        elif _NEVER.fullmatch(key) is None and has_words(value):
            yield value


class Sweep(Story):
    """Takes the text of a part, and the attributes that say something."""

    def __init__(self, take: Take, apart: bool) -> None:
        self._take, self._apart = take, apart
        self._taking = take is not Take.LEFT_OUT
        self._header = False
        self._place: str | None = None
        self._texts: dict[str | None, list[str]] = {}
        self._attributes: dict[str | None, dict[str, None]] = {}

    def texts(self) -> Iterator[tuple[str | None, str]]:
        """What was taken, cell by cell where a part says so; then what its attributes say, each apart."""
        for place, parts in self._texts.items():
            text = "".join(parts).strip()
            if text:
                yield place, text
        for place, values in self._attributes.items():
            yield place, f"\n{APART}\n".join(values)

    def said(self, text: str) -> None:
        """There is text."""
        if self._taking and (self._take is not Take.WORDS or has_words(text)):
            self._texts.setdefault(self._place, []).append(without_codes(text) if self._header else text)

    def on_begin(self, name: str) -> Begin | None:
        """Take what the attributes of an element say, and note which cell it belongs to."""

        def begin(story: Sweep, has: Attributes) -> None:
            if name in _COMMENTS and "ref" in has:
                story._place = f"cell {has['ref']}"
            if has:
                values = dict.fromkeys(said_by(name, has))
                if values:
                    story._attributes.setdefault(story._place, {}).update(values)
            if name in _LEFT_OUT:
                story._taking = True
            story._header = name in _HEADERS

        return begin

    def on_end(self, name: str) -> End | None:
        """Part what does not belong together."""

        def end(story: Sweep) -> None:
            story._texts.setdefault(story._place, []).append("\n")
            story._taking = story._take is not Take.LEFT_OUT
            story._header = False

        return end if self._apart or name in _PARAGRAPHS or name in _LEFT_OUT else None
