"""E-mail addresses.

Also with (at) or [at] in the middle, where a line ends within the domain, and before the ending of a document's name.
Names of files such as icon@2x.png are none. An address spelt in words, "jane dot doe at example dot org", is not found:
too much else is written so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGN = re.compile("@")
_SPELT = re.compile(r"[(\[{<] ?(?:at|AT|At) ?[)\]}>] ?")
_DOT = r"(?:\.| ?[(\[{<] ?(?:dot|DOT|Dot) ?[)\]}>] ?)"
_DOMAIN = re.compile(rf"\n?(?:[^\W_](?:[^\W_]|-){{0,62}}+{_DOT}){{1,8}}[^\W\d_]{{2,24}}+(?![^\W_])")
# The rest of a domain of which the line ends before its first dot or behind it. Elsewhere it may be a sentence's end.
_BROKEN = re.compile(
    r"(?:[^\W_]|-){1,63}+(?:\.\n|\n\.)((?:[a-z0-9-]{1,40}\.){0,3}"
    r"(?:org|com|net|uk|eu|info|ie|example|test|wales|scot|london))(?![\w-]|\.[\w-])"
)
_LONGEST = 64
_REVERSED_LOCAL = re.compile(r" ?([\w.!#$%&'*+/=?^`{|}~-]{1,64}+)")
_EDGES = ".'`*/=?!#$%&{|}~_"  # begin no address in writing: they belong to what stands before
_DOCUMENTS = frozenset("doc docx docm odt pdf rtf txt msg eml xls xlsx csv ods ppt pptx jpg jpeg png tif tiff".split())
_FILES = _DOCUMENTS | frozenset("gif svg webp ico js mjs ts css html htm md yaml yml json py xml".split())


def find(text: str) -> Iterator[tuple[int, int]]:
    for signs in (_SIGN, _SPELT):
        for sign in signs.finditer(text):
            end = _end(text, sign.end())
            if not end:
                continue
            local = _REVERSED_LOCAL.match(text[max(0, sign.start() - _LONGEST - 1) : sign.start()][::-1])
            begin = sign.start() - local.end() if local else sign.start()
            while begin < sign.start() and text[begin] in _EDGES:
                begin += 1
            if begin < sign.start():
                yield begin, end


def _end(text: str, at: int) -> int:
    """Where the domain ends that begins at `at`; 0 where none does."""
    found = _DOMAIN.match(text, at)
    if found is None:
        broken = _BROKEN.match(text, at)
        return broken.end() if broken else 0
    name, _, ending = found[0].rpartition(".")
    if ending.lower() in _DOCUMENTS and "." in name and not name[:1].isdigit():
        return at + len(name)  # a file's name ends in an address
    return 0 if ending.lower() in _FILES else found.end()


_SPELT_AT = re.compile(r" ?[(\[{<] ?at ?[)\]}>] ?")
_SPELT_DOT = re.compile(r" ?[(\[{<] ?dot ?[)\]}>] ?")


def normal(value: str) -> str:
    return _SPELT_DOT.sub(".", _SPELT_AT.sub("@", value.strip().lower().replace("\n", "")))
