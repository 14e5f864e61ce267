"""Letters in a picture: about how wide they are, and how a long label becomes two lines.

Nobody knows here which letters the reader's machine has, so widths are estimates on the wide side.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from unicodedata import combining, east_asian_width

from rsqm_tool.dates import in_words
from rsqm_tool.escape import one_line

LABEL, SMALL = 14, 12  # sizes in pixels; smaller ones are hard to read
LEADING = {LABEL: 18, SMALL: 16}  # from line to line
NARROW = 270  # pixels across that a picture has on a screen of 320: what fits into these fits everywhere
_SLIM, _NORMAL, _LARGE, _WIDE = 0.4, 0.6, 0.72, 1.0  # width of a letter for each pixel of its size
_BOLD = 1.08


def width(value: str, size: int = LABEL, *, bold: bool = False) -> float:
    """About how many pixels a line takes at most, in usual letters."""
    return sum(map(_letter, value)) * size * (_BOLD if bold else 1)


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    if combining(letter):
        return 0
    if east_asian_width(letter) in "WF" or letter in "mwMW@%":
        return _WIDE
    if letter in " fijlrtI.,:;!|'()[]/-":
        return _SLIM
    return _LARGE if letter.isupper() else _NORMAL


def lines(value: str, size: int = LABEL, room: float = NARROW, at_most: int = 2) -> list[str]:
    """A label on as many lines as it needs, broken between words; what is too much ends in an ellipsis.

    `room` is in pixels. A word that is wider than a line is broken inside.
    """
    words = [part for word in one_line(value).split() for part in _broken(word, size, room)]
    found: list[str] = []
    for word in words:
        if found and width(f"{found[-1]} {word}", size) <= room:
            found[-1] += f" {word}"
        else:
            found.append(word)
    if len(found) > at_most:
        found[at_most - 1 :] = [_shortened(found[at_most - 1], size, room)]
    return found


def _broken(word: str, size: int, room: float) -> list[str]:
    """A word in parts that each fit a line."""
    parts = [""]
    for letter in word:
        if parts[-1] and width(parts[-1] + letter, size) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def _shortened(line: str, size: int, room: float) -> str:
    """A line with an ellipsis behind it, without the words for which that leaves no room."""
    while width(f"{line}…", size) > room and " " in line:
        line = line.rpartition(" ")[0]
    while width(f"{line}…", size) > room and len(line) > 1:
        line = line[:-1]
    return f"{line}…"


def short(day: date) -> str:
    """A day for a picture: 7 Mar 2027."""
    number, month, year = in_words(day).split()
    return f"{number} {month[:3]} {year}"


def percent(part: int, whole: int) -> str:
    """A share in whole per cent, halves upwards, between 0 and 100: "86 %"."""
    return f"{min(100, max(0, (200 * part + whole) // (2 * whole)))} %"
