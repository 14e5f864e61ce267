"""Probation's case reference numbers (CRN), such as X123456, beside words that say what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsqm_tool.privacy.rules._shapes import (
    AFTER_LETTER,
    ENDS,
    FIGURE,
    GAP,
    around,
    before,
    figures,
    glued,
    letter_before,
    plain,
    slips,
)

_SHAPE = re.compile(rf"{AFTER_LETTER}(?:{GAP}{FIGURE}){{5}}{ENDS}(?!-[0-9])")
_WORDS = re.compile(
    r"(?<![^\W_])(?:c[. ]{0,2}r[. ]{0,2}ns?|probation officer|n?-?delius|oasys|case reference (?:number|no)|"
    r"probation(?: service)?(?:'s)?(?: case)? (?:ref(?:erence)?|no|number|id))(?![^\W_])",
    re.IGNORECASE,
)
_FAR = 80  # characters: nothing but the words tells, and a clause may stand between them and the number
_RIGHT_BEFORE = re.compile(
    r"(?<![^\W_])(?:c[. ]{0,2}r[. ]{0,2}n|delius)[^\w\0]{0,3}(?:(?:no|number|ref|is)\b[^\w\0]{0,3}){0,2}$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<![^\W_])(?:crn|delius)(?: ?(?:no|number))?$", re.IGNORECASE)


def find(text: str) -> Iterator[tuple[int, int]]:
    for found in _SHAPE.finditer(text):
        begin, end = letter_before(text, found.start()), found.end()
        if slips(found[0]) > 2 or text[max(0, begin - 1) : begin].isdigit():
            continue
        if glued(text, begin):
            said = text[begin:end].isalnum() and before(text, begin, _GLUED, 15)
        elif text[begin + 1 : end].isalnum():
            said = around(text, begin, end, _WORDS, _FAR)
        else:
            said = before(text, begin, _RIGHT_BEFORE, 25)  # "version B 12/04/26" is none
        if said:
            yield begin, end


def normal(value: str) -> str:
    return plain(value)[:1] + figures(value)[1:]
