"""Case references of the courts and prosecutors: URN such as 01AB1234525, Crown Court numbers such as T20267001.

In small letters, with hyphens, and where a unit has a figure, only beside words that say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsqm_tool.privacy.rules._shapes import ALONE, ENDS, FIGURE, GAP, around, before, figures, glued, plain

_URN = re.compile(
    rf"[0-9](?<![0-9#].)[0-9]{GAP}([A-Za-z0-9]{{2}}){GAP}({FIGURE}{{5,7}}){GAP}([0-9]{{2}}){ENDS}"
    "(?!-)"
)
_BOXES = re.compile(rf"[0-9](?<![0-9#].)(?<![0-9] .) [0-9](?: [A-Za-z]){{2}}(?: [0-9]){{7}}{ENDS}")
_CROWN = re.compile(rf"[TSA]{ALONE}(?<![/#-].)[ ]?20[0-9]{{2}}[ /]?[0-9]{{4}}{ENDS}(?![/-])")
_WORDS = re.compile(
    r"\b(?:u\.?r\.?n|pti|cps|unique reference|crown court|magistrates|indictment|"
    r"(?:court |court case |case )(?:ref(?:erence)?|no|number))(?![^\W_])",
    re.IGNORECASE,
)
_JOINED = re.compile("[0-9][/-]$")  # of a longer row of figures, unless it is two such numbers
_GLUED = re.compile(r"(?<![^\W_])(?:urn|cps)(?: ?(?:no|number))?$", re.IGNORECASE)
_SURE = re.compile(r"[0-9]{2}([ /]?)[A-Z]{2}\1[0-9]{5}\1[0-9]{2}|[0-9]{2}[A-Z][0-9A-Z][0-9]{7}")


def find(text: str) -> Iterator[tuple[int, int]]:
    for found in _URN.finditer(text):
        begin, end = found.span()
        if glued(text, begin):
            said = before(text, begin, _GLUED, 15)
        else:
            said = _SURE.fullmatch(found[0]) is not None or around(text, begin, end, _WORDS)
            said = said and (found[0].isalnum() or not before(text, begin, _JOINED, 2))
            said = said and (found[1].isupper() or found[1].isdigit() or text[begin + 2] != " ")  # not "12 of 40000 26"
        if said:
            yield begin, end
    yield from (found.span() for found in _BOXES.finditer(text))
    yield from (found.span() for found in _CROWN.finditer(text) if len(found[0]) == len("T20267001"))


def normal(value: str) -> str:
    whole = plain(value)
    return whole[:4] + figures(whole[4:]) if whole[:2].isdigit() else whole
