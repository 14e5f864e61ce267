"""What several rules share: spellings without spaces, words that stand near, check digits.

Patterns begin with a character or a class of them, because the engine skips to those quickly, and ask for what stands
before only then. Every repetition is bounded or cannot give back what it took, so that no text makes a search long.
"""

from __future__ import annotations

import re

# A line that ends within a value, as PDFs break them. Who reads over one asks for a check digit or a word beside it.
BREAK = r"(?:[ -]?\n {0,3})"
# What may stand between two figures of a value, where words or a check digit say what it is.
GAP = rf"(?:[ ./_-]{{0,3}}|{BREAK})"
# A figure, or a letter that somebody took for one.
FIGURE = "[0-9OIl]"
# Before and after a value may stand anything but a letter or figure: an underscore ends a word, as in names of files.
# In a pattern that begins with one character the first of these looks at the one before it.
ALONE = r"(?<![^\W_].)"
ENDS = r"(?![^\W_])"

# A figure of a value that begins with a letter. There are fewer figures than letters, so the search is for the figure.
AFTER_LETTER = r"[0-9O](?:(?<=[A-Za-z].)|(?<=[A-Za-z][ ./_-].))"

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")
_TYPED = str.maketrans("OIL", "011")
# Of PNC and CRO numbers: all letters but those that look like digits, by the remainder of a division by 23.
_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_LONGEST_HASH = 64  # digits of a SHA-256
_HASH = re.compile(r"[0-9a-f]{1,65}")


def plain(value: str) -> str:
    """`value` in capitals, without spaces and punctuation."""
    return _NOT_PLAIN.sub("", value).upper()


def figures(value: str) -> str:
    """The same, of a value that is figures only: an O in it is a nought, an I or l a one."""
    return plain(value).translate(_TYPED)


def slips(value: str) -> int:
    """How many letters stand for figures, in a value or a part of one that is figures only."""
    return sum(map(value.count, "OIl"))


def glued(text: str, start: int) -> bool:
    """Whether a letter stands right before `start`, as in NHS9990123454: then a label must end there."""
    return text[max(0, start - 1) : start].isalpha()


def letter_before(text: str, figure: int) -> int:
    """Where the letter stands before a figure that `AFTER_LETTER` found."""
    return figure - (1 if text[figure - 1].isalpha() else 2)


def before(text: str, start: int, words: re.Pattern[str], width: int = 40) -> bool:
    """Whether one of `words` stands in the `width` characters before `start`, in the same paragraph."""
    return words.search(_last_paragraph(text[max(0, start - width) : start])) is not None


def around(text: str, start: int, end: int, words: re.Pattern[str], width: int = 40) -> bool:
    """The same, or close behind `end`."""
    return before(text, start, words, width) or words.search(_first_line(text[end : end + 24])) is not None


def _last_paragraph(text: str) -> str:
    for mark in ("\0", "\n\n"):
        text = text[text.rfind(mark) + 1 :]
    return text


def _first_line(text: str) -> str:
    for mark in ("\0", "\n"):
        text = text.partition(mark)[0]
    return text


def in_hash(text: str, at: int) -> bool:
    """Whether the character at a place is part of a hash, such as a file's SHA-256 or the name of a commit."""
    last = _HASH.match(text, at)
    first = _HASH.match(text[max(0, at - _LONGEST_HASH) : at][::-1])
    held = (first[0][::-1] if first else "") + (last[0] if last else "")
    return len(held) in (40, _LONGEST_HASH) and not held.isdigit()


def letter_of(number: str) -> str:
    """The check letter of a PNC or CRO number, given its year and serial as digits."""
    return _LETTERS[int(number) % len(_LETTERS)]


def is_luhn(digits: str) -> bool:
    """Whether the last digit is that of a payment card."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_modulus_11(digits: str) -> bool:
    """Whether the last of ten digits is that of an NHS number."""
    rest = 11 - sum(int(digit) * (10 - index) for index, digit in enumerate(digits[:9])) % 11
    return rest != 10 and rest % 11 == int(digits[9])


def is_modulus_97(account: str) -> bool:
    """Whether letters and digits are an IBAN's by its check digits."""
    moved = account[4:] + account[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1
