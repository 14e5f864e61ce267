"""Headers of columns that no table of people may have here, whether they are read or not."""

from __future__ import annotations

import re

_SPLIT = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9]+")

# Things that have names, and are no people.
_THINGS = r"course|provider|agency|organi[sz]ation|partner|team|prison|establishment|venue|sheet|file|project|scheme|" \
          r"company|employer|school|force|area|event|topic|group|programme|service"  # fmt: skip
_ACTS = r"call|calls|sent|consent|consented|made|attempt|attempted|survey"

_KINDS = (
    ("a name", re.compile(
        r"\b(names?|surname|forenames?|firstname|lastname|fullname|nickname|username|initials|alias|known as)\b"),
     re.compile(rf"\b({_THINGS})\b")),
    ("a date of birth", re.compile(r"\b(dob|d o b|birth|birthdate|birthday|born)\b"), None),
    ("an address", re.compile(r"\b(address|addresses|addr|street|postcodes?|post code|postal code|uprn)\b"), None),
    ("a telephone number or an e-mail address", re.compile(
        r"\b(phone|telephone|mobile|tel|fax|email|emails|e mail|contact (number|no|details))\b"),
     re.compile(rf"\b({_ACTS})\b")),
)  # fmt: skip
_FREE_TEXT = re.compile(
    r"\b(notes?|comments?|remarks?|narrative|free ?text|descriptions?|details?|summary|circumstances|background|"
    r"(further|additional|other) information)\b"
)
# More that single tables may not have.
_OF_TABLE = {
    "away": ("a reason for being away", re.compile(r"\b(reason|why|cause|type|kind|sick|sickness|diagnosis)\b")),
    "vetting": ("the number or result of a check", re.compile(r"\b(certificate|cert|disclosure|results?)\b")),
}


def refused(header: str, table: str, mapped: bool = False) -> str:
    """What a header looks like that may not be there, in a few words; nothing when it may.

    `mapped`: the service named it for a column whose texts are short. Then a word such as "summary" is no matter; a
    name still is.
    """
    words = " ".join(word.lower() for word in _SPLIT.split(header) if word)
    for what, sign, unless in _KINDS:
        if sign.search(words) and not (unless and unless.search(words)):
            return what
    if table in _OF_TABLE and _OF_TABLE[table][1].search(words):
        return _OF_TABLE[table][0]
    return "free text" if _FREE_TEXT.search(words) and not mapped else ""
