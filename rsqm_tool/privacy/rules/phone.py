"""Telephone numbers, of the United Kingdom and, with + in front, of anywhere.

The phonenumbers library says whether a number can be one. Numbers that are kept free for films and examples count, too:
that somebody's number is made up shows to nobody. A number of the right length that is not given out counts beside
words such as "call" or "mobile"; so does one without its first nought, one figure in each box of a form, and one that a
line ends within, if it is no mobile's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rsqm_tool.privacy.rules._shapes import BREAK, FIGURE, before, figures, in_hash

_GAP = rf"(?:[ ./-]{{0,2}}|{BREAK})"
_HOME = re.compile(
    rf"[(0O](?<![0-9£$€#*].)(?<![0-9][.,:-].)(?:(?<=\()[0O][1-9]{FIGURE}{{1,4}}\)|(?<=[0O])[1-9]{FIGURE}{{0,4}})"
    rf"{_GAP}{FIGURE}{{2,8}}(?:(?:[ ./-]{{1,2}}|{BREAK}){FIGURE}{{1,8}}){{0,3}}(?![0-9])"
)
_ABROAD = re.compile(
    r"(?:\+(?<![\w£$€.+]{2})|00(?<![\w£$€.+]{3})) ?[1-9][0-9]{0,2}\)?"
    r"(?:(?:[ ./-]{0,2}|\n)\(?[0-9]{1,8}\)?){2,7}(?![0-9])"
)
_BARE = re.compile(r"4(?<![^\W_£$€.,+/-].)(?<![£$€.,+/-].)4[ -]?[1237][0-9]{2}[0-9 -]{6,9}[0-9](?![^\W_]|[.,/-][0-9])")
_CUT = re.compile(  # without its nought
    r"[127](?<![^\W_].)(?<![£$€.,+/-].)[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}(?![^\W_]|[.,/-][0-9])"
)
_BOXES = re.compile(r"0(?<![^\W_].)(?<![0-9] .)(?: [0-9]){9,10}(?! ?[0-9])")
_DATES = re.compile(r"0?[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?![0-9])")
_EXAMPLES = re.compile(
    r"(?:01[0-9]{2}4960|01632960|02079460|02896496|02920180|07700900|08081570|09098790|03069990)[0-9]{3}"
)
_WORDS = re.compile(
    r"(?<![^\W_])(?:tel|telephone|phone[ds]?|mob|mobile|call(?:ed|s)?|ring|rang|text(?:ed)?|fax|whatsapp|contact|"
    r"helpline|voicemail|landline|cell)(?![^\W_])",
    re.IGNORECASE,
)
# Right before a number that is joined to a letter or to a slash behind one: "Tel07700...", "mob/07700...".
_LABEL = (
    r"(?<![^\W_])(?:tel|telephone|phone|ph|mob|mobile|cell|fax|whatsapp|number|num|no|home|work|call|ring|text|[tmhw])"
)
_GLUED = re.compile(rf"{_LABEL}[./]?$", re.IGNORECASE)
_SAID = re.compile(
    r"(?<![^\W_])(?:tel|telephone|phoned?|mob|mobile|cell|fax|whatsapp|rings?|rang|call|text)(?![^\W_])\W{0,3}"
    r"(?:(?:no|num|number|him|her|them|me|on|at|is)\b\W{0,3}){0,3}$",
    re.IGNORECASE,
)
_ASKED = 3_000  # numbers of one text that the library is asked about: it is slow. Of more, the shape decides


def find(text: str) -> Iterator[tuple[int, int]]:
    asked = 0
    for pattern in (_HOME, _ABROAD, _BARE):
        found = pattern.search(text)
        while found:
            asked += 1
            end = _end(text, found, asked <= _ASKED)
            if end:
                yield found.start(), end
            found = pattern.search(text, end or found.start() + 1)  # the next may begin in what this one took too much
    for found in _CUT.finditer(text):
        if before(text, found.start(), _SAID, 30) and _is_one("0" + figures(found[0])):
            yield found.span()
    for found in _BOXES.finditer(text):
        if before(text, found.start(), _SAID, 30):
            yield found.span()


def _end(text: str, found: re.Match[str], ask: bool) -> int:
    """Where a number ends that begins as `found` does: 0 where there is none. Years and the like may follow it."""
    if in_hash(text, found.start()):
        return 0
    if found.re is not _HOME:
        return next((end for end in _ends(found) if _is_abroad(text[found.start() : end], ask)), 0)
    if _DATES.match(found[0]) or not _may_begin(text, found.start()):
        return 0
    for end in _ends(found):
        value = text[found.start() : end]
        digits = figures(value)
        if len(digits) not in (10, 11):
            continue
        said = digits[1] in "1235789" and before(text, found.start(), _WORDS, 30)
        if (said or not _is_odd(value, digits)) and (said or not ask or _is_one(digits)):
            return end
    return 0


def _may_begin(text: str, begin: int) -> bool:
    """Whether nothing that a number is joined to says that it is part of something else, such as an address."""
    last = text[max(0, begin - 2) : begin]
    if last[-1:].isalpha() or (last[-1:] == "/" and (last[:1].isalpha() or last[:1] == "=")):
        return before(text, begin, _GLUED, 15)
    return True


def _is_odd(value: str, digits: str) -> bool:
    """Whether a number is written as few are, so that a word must say what it is."""
    if "\n" in value:
        return not digits.startswith("07")
    return value[:1] in "0O" and not value[2:3].isalnum() and re.fullmatch("07 ...[ ]...[ ]...", value) is None


def _is_abroad(value: str, ask: bool) -> bool:
    digits = figures(value)
    if not 9 <= len(digits) <= 16 or (value.startswith("+ ") and "." in value):
        return False
    whole = value[:1] == "+" and value[1:2].isdigit() and "." not in value  # and no sum of decimal figures
    return not ask or _is_valid("+" + digits.removeprefix("00"), whole)


_DIGITS = re.compile(f"{FIGURE}+")


def _ends(found: re.Match[str]) -> list[int]:
    """Where the number may end: behind each of its groups of digits, the last first."""
    return [found.start() + part.end() for part in _DIGITS.finditer(found[0])][::-1]


def _is_one(digits: str) -> bool:
    return _EXAMPLES.fullmatch(digits) is not None or _is_valid(digits)


@lru_cache(maxsize=10_000)
def _is_valid(digits: str, possible: bool = False) -> bool:
    """Whether the library knows the number; of a country abroad with its + in front, whether it is as long as one."""
    from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse  # most runs meet none

    try:
        number = parse(digits, "GB")
    except NumberParseException:
        return False
    if is_valid_number(number) or _is_example(digits):
        return True
    return possible and number.country_code != _HERE and is_possible_number(number)


_HERE = 44


def _is_example(digits: str) -> bool:
    return digits.startswith("+44") and _EXAMPLES.fullmatch("0" + digits[3:].removeprefix("0")) is not None


def normal(value: str) -> str:
    digits = figures(value)
    if value.lstrip().startswith(("+", "00")) or (digits.startswith("44") and len(digits) >= 12):
        digits = digits.removeprefix("00")
        return "0" + digits[2:].removeprefix("0") if digits.startswith("44") else "+" + digits
    return "0" + digits if len(digits) == _CUT_LENGTH and digits[:1] in "127" else digits


_CUT_LENGTH = 10
