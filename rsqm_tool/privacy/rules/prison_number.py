"""Prison numbers, such as A1234BC.

In small letters, with spaces or hyphens, and of the older form AB1234, only beside words that say what it is: a number
that is spaced in pairs behind "his number is" is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsqm_tool.privacy.rules._shapes import (
    AFTER_LETTER,
    ALONE,
    ENDS,
    FIGURE,
    GAP,
    around,
    before,
    figures,
    letter_before,
    plain,
)

_SHAPE = re.compile(rf"{AFTER_LETTER}(?:{GAP}{FIGURE}){{3}}{GAP}[A-Za-z] ?[A-Za-z]{ENDS}")
_OLDER = re.compile(rf"[A-Z]{ALONE}(?<![/#-].)[A-Z][0-9]{{4}}{ENDS}(?!-)")
_NUMBER = re.compile(
    r"\b(?:(?:prison(?:er)?|inmate|offender)(?:'s)? ?(?:no|number|num|id|ref)|(?:p-?)?nomis|noms|dps)(?![^\W_])",
    re.IGNORECASE,
)
_WORDS = re.compile(rf"{_NUMBER.pattern}|\b(?:prisoners?|inmates?|hmp|hmyoi|yoi|[a-h] wing)(?![^\W_])", re.IGNORECASE)
_GLUED = re.compile(r"(?<![^\W_])(?:nomis|noms|prison(?:er)?|inmate|no|number)$", re.IGNORECASE)


def find(text: str) -> Iterator[tuple[int, int]]:
    for found in _SHAPE.finditer(text):
        begin, end = letter_before(text, found.start()), found.end()
        value = text[begin:end]
        if text[max(0, begin - 1) : begin].isalnum():
            said = value.isalnum() and before(text, begin, _GLUED, 12)  # and not the end of "Nov 2026 to"
        else:
            whole = value.isalnum() or value.isupper()  # and not "room C 1400 on Friday"
            said = _is_sure(text, begin, end) or (whole and around(text, begin, end, _WORDS))
        if said:
            yield begin, end
    for found in _OLDER.finditer(text):
        if around(text, *found.span(), _NUMBER):
            yield found.span()


def _is_sure(text: str, begin: int, end: int) -> bool:
    """Whether it is written as it should be, and is no part of something longer."""
    value, beside = text[begin:end], text[max(0, begin - 1) : begin] + text[end : end + 1]
    return value.isupper() and value[1:5].isdigit() and len(value) == len("A1234BC") and not set(beside) & set("#-")


def normal(value: str) -> str:
    whole = plain(value)
    return whole[:1] + figures(whole[1:5]) + whole[5:] if len(whole) == 7 else whole
