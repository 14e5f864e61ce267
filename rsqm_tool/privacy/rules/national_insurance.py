"""National Insurance numbers.

QQ 12 34 56 C, which forms print as an example, is none. Without its last letter, or with gaps in other places than
AB 12 34 56 C has them, only beside words that say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsqm_tool.privacy.rules._shapes import AFTER_LETTER, ENDS, FIGURE, GAP, around, before, figures, plain, slips

_SHAPE = re.compile(rf"{AFTER_LETTER}(?:{GAP}{FIGURE}){{5}}(?:{GAP}([A-Da-d]))?{ENDS}")
_PREFIX = re.compile(r"[A-CEGHJ-PR-TW-Z] ?[A-CEGHJ-NPR-TW-Z][ ./_-]?$", re.IGNORECASE)
_USUAL = re.compile(rf"..{GAP}{FIGURE}{{2}}{GAP}{FIGURE}{{2}}{GAP}{FIGURE}{{2}}{GAP}.")
_SIGNS = re.compile("[A-Za-z0-9]+")
_HEXADECIMAL = re.compile("[0-9a-f]+")
_NOT_USED = ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")
_WORDS = re.compile(r"\b(?:nat(?:ional)?\.? ?ins(?:urance)?|n[./]?i|nino)(?![^\W_])", re.IGNORECASE)
_GLUED = re.compile(r"(?<![^\W_])(?:NI|(?:nino|NINO|NI ?|ni )(?:no|No|NO|number)?)$")


def find(text: str) -> Iterator[tuple[int, int]]:
    for found in _SHAPE.finditer(text):
        prefix = _PREFIX.search(text[max(0, found.start() - 4) : found.start()])
        if prefix is None or plain(prefix[0]) in _NOT_USED or slips(found[0]) > 2:
            continue
        begin = found.start() - len(prefix[0])
        value = text[begin : found.end()]
        if text[max(0, begin - 1) : begin].isalnum():
            said = value.isalnum() and before(text, begin, _GLUED, 12)
        else:
            said = _is_sure(value, found[1]) or (_may_be(value, found[1]) and around(text, begin, found.end(), _WORDS))
        if said:
            yield begin, found.end()


def _is_sure(value: str, last: str | None) -> bool:
    """Whether it has its last letter and is written as it should be: "by 12-04-26 a copy" is a day."""
    marks = _SIGNS.sub("", value)
    apart = "/" in marks if value.isupper() else marks.strip(" ") != ""
    return bool(last) and not apart and bool(_USUAL.fullmatch(value)) and not _HEXADECIMAL.fullmatch(value)


def _may_be(value: str, last: str | None) -> bool:
    """Whether it can be one where words say so: "national insurance is due by 05/04/26" has none."""
    return value.isupper() and (bool(last) or "/" not in value) if " " in value or "/" in value else True


def normal(value: str) -> str:
    whole = plain(value)
    return whole[:2] + figures(whole[2:8]) + whole[8:]
