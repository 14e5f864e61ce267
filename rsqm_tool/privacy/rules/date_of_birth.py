"""Dates of birth: a day beside "date of birth", "DOB" or "born".

"Born after 1 April 2008" is nobody's date of birth, and neither is the day on which a column "dob" was removed. Ages
are not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsqm_tool.privacy.rules._shapes import plain

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}"
_DAY = r"(?:[0-3O]?[0-9]|[123]O)(?:st|nd|rd|th)?\.?"
_YEAR = "(?:(?:19|2[0O])[0-9O]{2}|'?[0-9]{2})"
_GAP = r"[./ ,_\n|\\-]"
_DATE = (
    "(?:(?:19|20)[0-9]{2} ?[./_-] ?[0-9]{1,2} ?[./_-] ?[0-9]{1,2}"
    f"|{_DAY}{_GAP}{{1,3}}(?:[01O]?[0-9]|1O){_GAP}{{1,3}}{_YEAR}"
    f"|{_DAY}{_GAP}{{0,3}}{_MONTH}{_GAP}{{0,3}}{_YEAR}"
    f"|{_DAY} (?:day )?of {_MONTH},? {_YEAR}|{_MONTH} {_DAY},? {_YEAR}"
    "|[0-3] [0-9] ?[/.-]? ?[01] [0-9] ?[/.-]? ?(?:[12] [09] )?[0-9] [0-9]"
    "|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:19|20)?[0-9]{2})(?![^\\WT_])"
)
_SIGN = re.compile(r"[Dd]([./ ]{1,2}|)[Oo]\1[Bb]|[Bb]irth|BIRTH|[Bb]orn|BORN|D\.? ?of ?B|b\. ?(?=[0-9])")
_WHOLE = re.compile("(?:'?s|[ -]?da(?:y|te))?(?![a-z])", re.IGNORECASE)
_AFTER = re.compile(rf"((?:[^\0]{{0,40}}?(?<![^\W_])(?<!/))?)({_DATE})", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<![^\W_])(?<!/)({_DATE})[ ,;:(\[-]{{0,4}}(?:(?:is|was|as) )?(?:(?:his|her|their|the|my) )?(?:date of )?$",
    re.IGNORECASE,
)
_WIDTH = 50
_NO_BIRTH = re.compile(
    r"\b(?:before|after|since|until|between|dated?|review(?:ed)?|version|approved|from|updated|checked|removed|added|"
    r"deleted|changed|recorded|collected|introduced|dropped|issued)\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"[0-9]+")
_NOUGHT = re.compile("(?<![a-z])o(?=[0-9])|(?<=[0-9])o(?![a-z])", re.IGNORECASE)
_TOGETHER = re.compile("(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_LATEST = 29  # years in two figures up to this one are of this century


def find(text: str) -> Iterator[tuple[int, int]]:
    for sign in _SIGN.finditer(text):
        end = _WHOLE.match(text, sign.end())
        last = text[max(0, sign.start() - 1) : sign.start()]
        if end is None or (last.isalpha() and not (last.islower() and sign[0][0].isupper())):  # but dateOfBirth
            continue
        found = _AFTER.match(text, end.end()) if _NUMBERS.search(text, end.end(), end.end() + 2 * _WIDTH) else None
        if found and not _NO_BIRTH.search(found[1]):
            yield found.span(2)
        begin = max(0, sign.start() - _WIDTH)
        found = _BEFORE.search(text[begin : sign.start()])
        if found:
            yield begin + found.start(1), begin + found.end(1)


def normal(value: str) -> str:
    """Year, month and day in figures, whichever way round and however written."""
    value = _NOUGHT.sub("0", value)
    month = next((n for n, name in enumerate(_MONTHS, 1) if name in value.lower()), 0)
    numbers = _NUMBERS.findall(value)
    together = "".join(numbers)
    if len(together) in (6, 8) and len(numbers) in (1, len(together)):
        numbers = _split(together)
    if month and len(numbers) == 2:
        numbers.insert(1, str(month))
    if len(numbers) != 3:
        return plain(value)
    if len(numbers[0]) == 4:
        numbers.reverse()
    day, month_number, year = (part.zfill(2) for part in numbers)
    if len(year) == 2:
        year = ("20" if int(year) <= _LATEST else "19") + year
    return f"{year}-{month_number}-{day}"


def _split(digits: str) -> list[str]:
    """Day, month and year of six or eight digits."""
    if _TOGETHER.fullmatch(digits):
        return [digits[6:], digits[4:6], digits[:4]]
    return [digits[:2], digits[2:4], digits[4:]]
