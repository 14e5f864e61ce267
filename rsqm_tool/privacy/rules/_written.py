"""How the names of a list are written: their words, in which order, and what each way of writing them is.

Words are compared small, without accents and apostrophes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum

TITLED = "@"  # stands for each of them, and is no word of any name
LONGEST = 8  # words of a name
_ENGLISH = frozenset("ai")  # initials that are words of their own: they need their full stop
_PARTICLE = 2  # of three words or more the last two may be the surname: Ap Reedham


class Way(StrEnum):
    """How a name is written, which says what may stand between its words."""

    FULL = "full"
    TURNED = "turned"  # the surname first: no full stop ends a sentence between
    INITIAL = "initial"  # no comma, which parts the items of a list
    TITLED = "titled"  # the same, with a title; it may stand at the end of a line
    STOP = "stop"  # an initial that must have its full stop
    LISTED = "listed"  # the surname, then an initial: with a comma, in two cells, or closed by what stands behind
    LISTED_WORD = "listed word"  # the same with an initial that is a word
    JOINED = "joined"  # JaneSmith
    ALONE = "alone"  # a single name


Words = tuple[str, ...]


def ways_of(person: str) -> Iterator[tuple[Words, Way]]:
    """The ways in which a name is written."""
    for first, last in parts_of(person):
        if not last:
            yield first, Way.ALONE
            continue
        yield from _full(first, last)
        letters = tuple(name[0] for name in first)
        for initials in dict.fromkeys((letters[:1], letters, ("".join(letters),))):
            alone = len(initials) == 1 and initials[0] in _ENGLISH
            yield (*initials, *last), Way.STOP if alone else Way.INITIAL
            yield (*last, *initials), Way.LISTED_WORD if alone else Way.LISTED
        yield (TITLED, *last), Way.TITLED


def _full(first: Words, last: Words) -> Iterator[tuple[Words, Way]]:
    """The full name, with all its first names, with one, and with the letters of the others."""
    shorter = [first, first[:1]]
    if len(first) > 1:
        shorter.append((first[0], *(name[0] for name in first[1:])))
    for names in dict.fromkeys(shorter):
        yield (*names, *last), Way.FULL
        yield (*last, *names), Way.TURNED
        yield ("".join((*names, *last)),), Way.JOINED
        yield ("".join((*last, *names)),), Way.JOINED


TOKENS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def parts_of(person: str) -> Iterator[tuple[Words, Words]]:
    """The first names and the surname, as they are written and with an apostrophe as a space: O Brien."""
    yield from _parted(person)
    if "'" in person:
        yield from _parted(person.replace("'", "-"))


def _parted(person: str) -> Iterator[tuple[Words, Words]]:
    """The same. Where a comma stands between them, either may come first."""
    if "," in person:
        one, _, other = person.partition(",")
        yield _words(other.split()), _words(one.split())
        yield _words(one.split()), _words(other.split())
        return
    words = person.split()
    if len(words) < 2:
        yield _words(words), ()
        return
    # "van Dyke" and "de Silva": small words belong to the surname.
    begin = next((n for n, word in enumerate(words) if n and word[0].islower()), len(words) - 1)
    yield _words(words[:begin]), _words(words[begin:])
    if begin > 1 and len(words[-_PARTICLE].strip(".")) > 1:
        yield _words(words[:-_PARTICLE]), _words(words[-_PARTICLE:])


def _words(written: Iterable[str]) -> Words:
    """The words of a name as they are compared."""
    return tuple(folded(word) for word in TOKENS.findall(plainer(" ".join(written))))[:LONGEST]


def folded(word: str) -> str:
    return word.casefold().replace("'", "")


# Letters with an accent, each by the one letter that is typed for it; and the apostrophe.
_PLAIN_LETTERS = {
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ħ": "h",
    "Ħ": "H",
    "ı": "i",
    "’": "'",
} | {
    letter: bare[0]
    for letter in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    if len(bare := unicodedata.normalize("NFD", letter)) > 1 and bare[0].isascii()
}
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff’]")


def plainer(text: str) -> str:
    """`text` without accents, of the same length."""
    return text if text.isascii() else _ACCENTED.sub(lambda found: _PLAIN_LETTERS.get(found[0], found[0]), text)
