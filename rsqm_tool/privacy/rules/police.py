"""Police references: PNC and CRO numbers, arrest and summons numbers, crime and custody references.

PNC, CRO and arrest numbers show by their check letter what they are; a number that has the form and by chance the
letter is found, too (one in 23). A wrong letter, or a number of fewer than four figures, counts beside words that say
what it is. Crime and custody references look different in every force, so they are found beside words such as "crime
reference" or "custody record", and 35/12345/28 near "police" or "crime".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsqm_tool.privacy.rules._shapes import ENDS, FIGURE, around, before, figures, glued, letter_of, plain, slips

_CHECK = "([A-HJ-NP-RT-Za-hj-np-rt-z])"
_BEGINS = r"[0-9](?<![0-9£$€].)(?<![0-9][./-].)"
_LAST = rf"{ENDS}(?![/-][0-9])"
_PNC = re.compile(rf"{_BEGINS}([0-9](?:[0-9]{{2}})?)( ?[/_-] ?|)({FIGURE}{{1,7}})[ -]?{_CHECK}{_LAST}")
_CRO = re.compile(rf"{_BEGINS}({FIGURE}{{0,5}})( ?[/_-] ?)([0-9]{{2}})[ -]?{_CHECK}{_LAST}")
_FILE = re.compile(rf"[Ss](?<![^\W_].)[Ff][ ./-]?([0-9]{{2}})( ?[/_-] ?)([0-9]{{1,6}}) ?{_CHECK}{_LAST}")
_ARREST = re.compile(
    rf"{_BEGINS}[0-9]/?([0-9]{{2}}[0-9A-Z]{{2}})/?([0-9]{{2}}|[A-Z]{{2}})/?([0-9]{{1,11}})([A-HJ-NP-RT-Z]){_LAST}"
)
_WORDS = re.compile(
    r"(?<![^\W_])(?:p\.?n\.?c(?:[ ._]?id)?|c\.?r\.?o|criminal records? office|police national|asn|arrest|summons)"
    r"(?![^\W_])",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<![^\W_])(?:(?:pnc ?|cro ?)?(?:id|no|number|ref)|pnc|cro)$", re.IGNORECASE)
_SHORT = 4  # digits of a serial that are too few to be one where nothing says so: Minute 26/12A
_SERIAL = 7
# Words without the letter that may be a capital: to look for each is quicker than for one pattern of all.
_WHOSE = ("rime", "RIME", "ccurrence", "CCURRENCE", "ustody", "USTODY", "ust.", "ust ", "olice", "OLICE", "onstabulary",
          "CAD", "iche", "NICHE", "thena", "ATHENA")  # fmt: skip
_SAID = re.compile(
    r"(?:[ _-]{0,2}(?:(?i:record|report|log|incident|reference|ref|rec|number|num|no|id|urn)(?![a-z])\.?)){1,3}"
    r"(?: (?:is|was|of))?(?:[\s:#(=\"'_-]|(?<=[a-z])/){0,4}"
)
_TOKEN = re.compile(
    r"(?:[A-Z]{2,4} (?=[0-9]))?[A-Za-z0-9](?:[A-Za-z0-9]| ?/ ?(?=[A-Z0-9])|[/.-](?=[A-Za-z0-9])){3,24}+(?![^\W_])"
)
_GROUPS = re.compile(r"[0-9]{2}[A-Z]{0,2}[ _-][0-9]{4,6}[ _-][0-9]{2}(?![^\W_])")
_BOXES = re.compile(r"[A-Z0-9](?: (?:[/-] )?[A-Z0-9](?![A-Za-z0-9])){5,20}+")
_NO_REFERENCE = re.compile(
    r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})|(?:19|20)[0-9]{2}(?:[/-][0-9]{2,4}){1,2}|[A-Z]{1,4}-[0-9]{1,4}"
    r"|[A-Z]-[0-9]{1,4}-[0-9]{1,2}"
)
_PARTS = re.compile(
    rf"{_BEGINS}[0-9][A-Z]{{0,2}} ?/ ?(?!20[0-9]{{2}}(?![0-9]))[0-9]{{4,6}} ?/ ?[0-9]{{2}}{_LAST}"
)  # 35/12345/28
_FORCE = re.compile(
    r"\b(?:crimes?|police|custody|offences?|arrest(?:ed)?|constable|constabulary|burglary|assault|theft|"
    r"robbery|criminal damage|oic|cr)\b",
    re.IGNORECASE,
)
_CAD = re.compile(
    r"CAD(?<!\w{4})(?: (?:no|ref|number|log)\.?)?[ :#]{1,3}([0-9]{3,5}(?:/[0-9A-Z]{4,8})?)(?![\w,.]\w|\w)"
)
_LOG = re.compile(  # incident 345 of 12 May
    r"(?:incident|Incident|log|Log|CAD)(?: (?:no|number|ref|reference)\b\.?)? #?"
    r"([0-9]{1,5} of [0-3]?[0-9](?:st|nd|rd|th)?(?:[/.-][01]?[0-9](?:[/.-](?:20)?[0-9]{2})?|"
    r" (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}))(?!\w)"
)
_ENOUGH = 5  # digits


def find(text: str) -> Iterator[tuple[int, int]]:
    for found in _PNC.finditer(text):
        if _stands_alone(text, found.start()) and _is_pnc(text, found):
            yield found.span()
    for pattern in (_CRO, _FILE):
        for found in pattern.finditer(text):
            if _stands_alone(text, found.start()) and _is_cro(text, found):
                yield found.span()
    for found in _ARREST.finditer(text):
        force, system = ("".join(filter(str.isdigit, part)) for part in (found[1], found[2]))
        number = force + system + found[0][:2] + found[3].zfill(11)
        if not glued(text, found.start()) and (found[4] == letter_of(number) or around(text, *found.span(), _WORDS)):
            yield found.span()
    yield from _references(text)


def _stands_alone(text: str, begin: int) -> bool:
    return not glued(text, begin) or before(text, begin, _GLUED, 15)


def _is_pnc(text: str, found: re.Match[str]) -> bool:
    year, sign = found[0][0] + found[1], found[2].strip()
    serial, letter = figures(found[3]), found[4]
    if len(year) == 4 and year[:2] not in ("19", "20"):
        return False
    right = letter.upper() == letter_of(year[-2:] + serial.zfill(_SERIAL))
    whole = len(serial) == _SERIAL and (letter.isupper() or len(year) == 4)
    apart = " " in found[0] or slips(found[3])
    if right and sign and not apart and (whole or (sign == "/" and letter.isupper() and len(serial) >= _SHORT)):
        return True
    return (right or len(serial) >= _SHORT) and around(text, *found.span(), _WORDS)


def _is_cro(text: str, found: re.Match[str]) -> bool:
    """Whether it is a number of the Criminal Records Office, of people with fingerprints or, SF, without."""
    without, letter = found.re is _FILE, found[4]
    serial = figures(found[3] if without else found[0][0] + found[1])
    year = found[1] if without else found[3]
    right = letter.upper() == letter_of(year + serial.zfill(6))
    apart = " " in found[2] or slips(found[1]) or found[0][-2] in " -"
    if not apart and found[2] == "/" and letter.isupper() and len(serial) >= _SHORT and (right or without):
        return True
    if without and right and len(serial) >= _SHORT:
        return True
    return (right or len(serial) >= _SHORT) and around(text, *found.span(), _WORDS)


def _references(text: str) -> Iterator[tuple[int, int]]:
    """References of crimes and custody, behind the words that say so or, of the usual three parts, near such words."""
    for end in _said(text):
        token = _BOXES.match(text, end) or _GROUPS.match(text, end) or _TOKEN.match(text, end)
        if token and sum(map(str.isdigit, token[0])) >= _ENOUGH and not _NO_REFERENCE.fullmatch(token[0]):
            yield token.span()
    for found in _PARTS.finditer(text):
        if not glued(text, found.start()) and around(text, *found.span(), _FORCE, 60):
            yield found.span()
    for pattern in (_CAD, _LOG):
        for found in pattern.finditer(text):
            yield found.span(1)


def _said(text: str) -> Iterator[int]:
    """Where words end that say "crime reference", "custody record no." and the like."""
    for word in _WHOSE:
        at = text.find(word)
        while at >= 0:
            at += len(word)
            if said := _SAID.match(text, at):
                yield said.end()
            at = text.find(word, at)


_PNC_FORM = re.compile(r"(?:19|20)?([0-9]{2})[/_-]([0-9]{1,7})([A-Z])|(?:19|20)([0-9]{2})([0-9]{7})([A-Z])")
_CRO_FORM = re.compile("([0-9]{1,6})[/_-]([0-9]{2}[A-Z])")


def normal(value: str) -> str:
    """In capitals without marks. A PNC number has the year in two figures and seven others, a CRO number eight."""
    whole = "".join(value.split()).upper()
    whole = whole[:-1].replace("O", "0").replace("I", "1") + whole[-1:]
    cro = _CRO_FORM.fullmatch(whole)
    if cro and len(cro[1]) != len("19"):
        return cro[1].zfill(6) + cro[2]
    if pnc := _PNC_FORM.fullmatch(whole):
        year, serial, letter = (str(part) for part in pnc.groups() if part)
        return year + serial.zfill(_SERIAL) + letter
    return plain(value)
