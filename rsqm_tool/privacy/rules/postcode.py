"""Postcodes of the United Kingdom.

The area must be one that exists, and the last letters ones that are used. Without its space a postcode is found in
capitals or small letters only, and where it cannot be taken for hexadecimal digits. With a space in a wrong place, or
the letter O for nought in a short one, it is found behind words such as "postcode" and "address".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsqm_tool.privacy.rules._shapes import ALONE, ENDS, before, plain

_AREAS = frozenset(
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX "
    "FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN "
    "NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB "
    "W WA WC WD WF WN WR WS WV YO ZE".split()
)
_INWARD = "[0-9O][ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}"
_SHAPE = re.compile(rf"[0-9](?<=[A-Za-z].)[0-9A-HJKMNO-PR-Ya-hjkmnpr-y]?([ \t+_-]{{0,2}}|\n)({_INWARD}){ENDS}")
_AREA = re.compile(r"(?<![^\W_])(?<!#)[A-Za-z]{1,2}$")
_LOOSE = re.compile(
    rf"[A-Z]{ALONE}(?: ?([A-Z]))?(?: ?[0-9O]){{1,2}}(?: ?[A-HJKMNPR-Y])?[ \n]?"
    rf" ?[0-9O] ?[ABD-HJLNP-UW-Z] ?[ABD-HJLNP-UW-Z]{ENDS}"
)
_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "0th")
_UNITS = ("ft", "gb", "hr", "lb", "pt", "px", "tb", "wk", "yr")  # of measure: room B12 2hr
_HEXADECIMAL = re.compile("[0-9a-f]+")
_ADDRESS = re.compile(r"\bpost[ -]?code|\bp[./ -]?code|\baddress|\baddr\b|\blives\b|\bliving at\b", re.IGNORECASE)


def find(text: str) -> Iterator[tuple[int, int]]:
    for found in _SHAPE.finditer(text):
        area = _AREA.search(text[max(0, found.start() - 3) : found.start()])
        if area is None or area[0].upper() not in _AREAS:
            continue
        begin, gap, inward = found.start() - len(area[0]), found[1], found[2]
        outward = text[begin : found.start(1)]
        slip = "O" in (outward[-1], inward[0])
        if _may_be(outward, gap, inward) and (not slip or len(outward) == 4 or before(text, begin, _ADDRESS)):
            yield begin, found.end()
    for found in _LOOSE.finditer(text):
        if found[0][0] + (found[1] or "") in _AREAS and before(text, found.start(), _ADDRESS):
            yield found.span()


def _may_be(outward: str, gap: str, inward: str) -> bool:
    """Whether the letters are written as those of a postcode are, and not "B1 2nd" of a floor or part of a hash."""
    capitals = outward.isupper() and (inward.isupper() and not inward.isdigit())
    if gap == "\n" or "O" in (outward[-1], inward[0]):
        return capitals and inward.lower() not in _ORDINALS and bool(gap)
    if gap:
        return capitals or not (inward.lower() in _ORDINALS or inward.lower().endswith(_UNITS))
    whole = outward + inward
    return capitals or (whole.islower() and not _HEXADECIMAL.fullmatch(whole))


def normal(value: str) -> str:
    """In capitals without its space, and with noughts: behind the first figure no postcode has an O."""
    whole = plain(value)
    return re.sub("(?<=[0-9])O", "0", whole[:-3] + whole[-3:].replace("O", "0"))
