"""Bank details: sort codes and account numbers beside their names, payment cards, IBANs.

Cards and IBANs show by their check digits what they are. Six or eight digits are bank details only beside words that
say so, or together: 12-34-56 12345678.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsqm_tool.privacy.rules._shapes import (
    BREAK,
    ENDS,
    FIGURE,
    before,
    figures,
    glued,
    is_luhn,
    is_modulus_97,
    plain,
    slips,
)

_NUMBER = r"(?:[ _]?(?:no|number|num)(?![a-z])\.?)?"
_TAIL = r"(?:[^\w\0]|_){0,4}(?:(?:is|was|of)\b[^\w\0]{0,3})?$"
_CODE = re.compile(
    rf"[0-9](?<![0-9£$€].)(?<![0-9][./-].)[0-9]([ ./_-]?)[0-9]{{2}}\1[0-9]{{2}}{ENDS}(?![.,-][0-9]|/(?![0-9]{{8}}))"
    r"(?:[\s,;:/|_-]{1,4}(?:[Aa]cc(?:oun)?t?\.?|[Aa]/?[Cc])?(?: ?(?:[Nn]o|[Nn]umber|[Nn]um)\.?)?[\s:]{0,3}"
    rf"([0-9]{{8}}){ENDS})?"
)
_CODE_BOXES = re.compile(r"[0-9](?<![^\W_].)(?<![0-9] .)(?: [0-9]){5}(?! ?[0-9])")
_CODE_WORDS = re.compile(
    r"(?<![^\W_])(?:sort(?:ing)?[ _-]?code|s/c)(?![a-z])|"
    rf"(?<![^\W_])(?:sort(?:ing)?(?:[ _-]?code)?|s[./]c\.?){_NUMBER}{_TAIL}",
    re.IGNORECASE,
)
_CODE_LETTERS = re.compile(r"(?<![^\W_])sc[\s:=.#-]{1,3}$", re.IGNORECASE)  # before 20-00-00: Scottish companies, too
_ACCOUNT = re.compile(r"[0-9](?<![0-9£$€].)(?<![0-9][.,/-].)(?:[ _-]?[0-9]){7}(?![^\W_]|%|[.,/-][0-9])")
_USUAL = re.compile("[0-9]{4} ?[0-9]{4}")
_NO_ACCOUNT = re.compile(  # days, and years from and to
    r"(?:19|20)[0-9]{2}(?:[ _-]?(?:0[1-9]|1[0-2])[ _-]?(?:0[1-9]|[12][0-9]|3[01])|[ _-](?:19|20)[0-9]{2})"
    r"|[0-3][0-9][ _-][01][0-9][ _-](?:19|20)[0-9]{2}"
)
_ACCOUNT_WORDS = re.compile(
    rf"(?<![^\W_])(?:account|acct?|ac(?=\W)|a[/.]c)(?![b-z])\.?{_NUMBER}{_TAIL}|(?P<far>sort ?code)", re.IGNORECASE
)
_AFTER_ACCOUNT = re.compile(r"(?<![0-9])[0-9]{8}[\s,;:/|_-]{1,4}$")
_DATE = re.compile("[0-3][0-9]-(?:0[1-9]|1[0-2])-[0-9]{2}")
_CARD = re.compile(
    rf"[2-6](?<![0-9£$€.,].)(?<![0-9]-.){FIGURE}{{3}}(?:(?:[ ._-]?|{BREAK}){FIGURE}){{8,15}}{ENDS}(?![.,-][0-9])"
)
_CARD_WORDS = re.compile(r"\bcard (?:number|no)\b", re.IGNORECASE)
_CARDS = re.compile(
    r"(?<![^\W_])(?:cards?|visa|mastercard|maestro|amex|debit|credit)(?![a-z])|(?:no|number)$", re.IGNORECASE
)
_ISSUERS = re.compile(r"4|5[0-8]|6[0-9]|3[4-9]|2[2-7]")
_FOURS = re.compile(r"[0-9]{4}(?:\.[0-9]{4}){3}")  # with full stops; else it is a decimal number
_LENGTHS = range(13, 20)
_IBAN = re.compile(  # digits are fewer than letters: the search is for those
    r"[0-9](?<=[A-Za-z]{2}.)[0-9](?=((?:[ _-]?[0-9A-Za-z]|\n[0-9A-Za-z]){11,30}))"
)
_IBAN_WORDS = re.compile(r"(?<![^\W_])IBAN", re.IGNORECASE)
_IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GG": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IM": 22, "IS": 26,
    "IT": 27, "JE": 22, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
    "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29, "AE": 23, "AL": 28,
    "PK": 24, "SA": 24,
}  # fmt: skip
_IBAN_DIGITS = 10
_SIGN = re.compile("[0-9A-Za-z]")
_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


def find(text: str) -> Iterator[tuple[int, int]]:
    yield from _codes(text)
    for found in _ACCOUNT.finditer(text):
        said = _before(text, found.start(), _ACCOUNT_WORDS, 40)
        if said and (_USUAL.fullmatch(found[0]) or not said["far"]) and not _NO_ACCOUNT.fullmatch(found[0]):
            yield found.span()
    for found in _CARD.finditer(text):
        if _is_card(text, found.start(), found[0]):
            yield found.span()
    for found in _IBAN.finditer(text):
        begin = found.start() - 2
        end = _end_of_iban(text, begin, found[1])
        if end:
            yield begin, end


def _before(text: str, start: int, words: re.Pattern[str], width: int) -> re.Match[str] | None:
    """What `before` looks for, as it was found."""
    return words.search(text[max(0, start - width) : start].rpartition("\0")[2].rpartition("\n\n")[2])


def _codes(text: str) -> Iterator[tuple[int, int]]:
    for found in _CODE.finditer(text):
        begin, code = found.start(), found.start() + 6 + 2 * len(found[1])
        said = before(text, begin, _CODE_WORDS, 25) or (found[1] and before(text, begin, _CODE_LETTERS, 6))
        if glued(text, begin) and not said:
            continue
        if found[2] and not _DAY.fullmatch(found[2]) and (found[1] == "-" or said):
            yield found.span()
        elif said or (found[1] == "-" and not _DATE.match(found[0]) and before(text, begin, _AFTER_ACCOUNT, 14)):
            yield begin, code
    for found in _CODE_BOXES.finditer(text):
        if before(text, found.start(), _CODE_WORDS, 25):
            yield found.span()


def _is_card(text: str, begin: int, value: str) -> bool:
    digits = figures(value)
    if len(digits) not in _LENGTHS or ("." in value and not _FOURS.fullmatch(value)):
        return False
    sure = _ISSUERS.match(digits) and is_luhn(digits) and len(set(digits)) > 1
    if glued(text, begin) or "\n" in value or slips(value):
        return sure is True and before(text, begin, _CARDS, 25)
    return bool(sure) or before(text, begin, _CARD_WORDS, 25)


def _end_of_iban(text: str, begin: int, rest: str) -> int:
    """Where an IBAN that begins at `begin` ends, 0 where it is none. `rest` stands behind its check digits."""
    country, said = text[begin : begin + 2].upper(), before(text, begin, _IBAN_WORDS, 15)
    if text[max(0, begin - 1) : begin].isalnum() and text[max(0, begin - 4) : begin].upper() != "IBAN":
        return 0
    if country not in _IBAN_LENGTHS and not said:
        return 0
    signs = [place.end() for place in _SIGN.finditer(rest)]
    wanted = _IBAN_LENGTHS.get(country, len(signs) + 4) - 4
    if wanted > len(signs):
        return begin + 4 + len(rest) if said else 0
    end = begin + 4 + signs[wanted - 1]
    value = text[begin:end]
    sure = sum(map(str.isdigit, value)) >= _IBAN_DIGITS and is_modulus_97(
        plain(value)
    )  # else words would pass by chance
    return end if (sure or said) and not text[end : end + 1].isalnum() else 0


def normal(value: str) -> str:
    """An IBAN in capitals, anything else by its figures alone."""
    whole = plain(value)
    if whole[:2].isalpha() and whole[2:4].isdigit():
        return whole
    return figures(whole) if not whole.strip("0123456789OIL") else _LETTERS.sub("", whole)


_LETTERS = re.compile("[A-Z]+")
