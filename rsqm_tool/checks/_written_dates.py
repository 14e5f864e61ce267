"""Dates that a document's text gives for itself: its next review, its approval, its versions.

Only where the text says so at the beginning of a line, of a cell or of a part of a footer, or in a sentence about "this
policy": a date in running text is about something else. Days come before months, as in Britain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from rsqm_tool.dates import in_words
from rsqm_tool.model.documents import DocumentText, Passage, PassageKind

REVIEW, APPROVAL = "review", "approval"
_KINDS = (PassageKind.BODY, PassageKind.HEADER, PassageKind.NOTE)
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
_MONTH += r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DATE = re.compile(
    r"\b(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,5}}(?:of\s)?{_MONTH.format('m1')},?\s{{1,5}}(?P<y1>\d{{4}})"
    rf"|{_MONTH.format('m2')}\s{{1,5}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,5}}(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})"
    r"|(?P<d4>\d{1,2})(?P<s>[./])(?P<m4>\d{1,2})(?P=s)(?P<y4>\d{4}|\d{2})"
    rf"|{_MONTH.format('m5')}\s{{1,5}}(?P<y5>\d{{4}})"
    r")\b"
)
# Repetitions are bounded, so that a line of nothing but spaces costs no more than another.
_START = (
    r"(?:^\W{0,4}|[\t|·•*_#>–—();,]|\s-|\s\s|[.]\s|\bthis (?:document|policy|procedure|guidance|plan|strategy|protocol|"
    r"agreement|form|programme|leaflet|version)\s(?:(?:was|is|will|must|has|been|should|shall|be|next|last)\s){0,5})"
    r"\s{0,3}"
)
_LABEL = re.compile(
    rf"{_START}(?:"
    r"(?P<review>next review(?:ed)?(?: date| due)?"
    r"|review (?:date|due(?: date)?|by|before|no later than|is due)"
    r"|(?:due )?for review(?: by| on| in)?|(?:to be )?reviewed (?:again |next )?(?:by|before|no later than)"
    r"|date (?:of|for) (?:the )?(?:next )?review)"
    r"|(?P<approval>approved|approval date|date (?:of approval|approved)|approval)"
    r"|(?P<past>(?:last|previous|latest|date (?:of )?(?:the )?last) review(?:ed)?(?: date)?"
    r"|date reviewed|reviewed on))\b"
)
_VERSION = re.compile(
    r"^\W{0,9}(?:v|version|issue|rev|revision|draft)?[\s.:]{0,3}\d{1,2}(?:\.\d{1,2}){0,2}\b(?!\s*[./-]\s*\d)"
)
_DIGIT = re.compile(r"\d")  # without one, in a line or below it, there is no date to find
_COLUMNS = re.compile(r"\t|\s{3,20}")  # what stands between the cells of a table's row
_REACH = 60  # characters between a label and its date


class Said(NamedTuple):
    """A date that a text gives for itself."""

    about: str  # REVIEW or APPROVAL
    day: date
    whole_month: bool  # only the month is said; `day` is its first
    passage: Passage

    def agrees(self, day: date) -> bool:
        """Whether it means that day."""
        return day.replace(day=1) == self.day if self.whole_month else day == self.day

    def __str__(self) -> str:
        words = in_words(self.day)
        return words.partition(" ")[2] if self.whole_month else words


@lru_cache(maxsize=2048)
def said(text: DocumentText) -> tuple[Said, ...]:
    """The dates of review and approval that a text gives for itself, in its order."""
    found = []
    for passage in text.passages:
        small = passage.text.lower() if passage.kind in _KINDS else ""
        if "review" in small or "approv" in small:
            lines = small.split("\n")
            for line, after in zip_longest(lines, lines[1:], fillvalue=""):
                if ("review" in line or "approv" in line) and (_DIGIT.search(line) or _DIGIT.search(after)):
                    found += [Said(about, *day, passage) for about, day in _in_line(line, after)]
    return tuple(found)


_Day = tuple[date, bool]


def _in_line(line: str, after: str) -> Iterator[tuple[str, _Day]]:
    labels = list(_LABEL.finditer(line))
    if labels and not _DATE.search(line):
        yield from _below(line, labels, after)
        return
    for number, label in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(line)
        stretch = line[label.end() : end]
        day = _DATE.search(stretch)
        if day and day.start() <= _REACH and not re.search(r"[.!?]\s", stretch[: day.start()]):
            yield from _pairs(label, day)


def _below(line: str, labels: Sequence[re.Match[str]], after: str) -> Iterator[tuple[str, _Day]]:
    """Labels with their dates in the line below, as in a table whose first row names the columns."""
    cells, below = _COLUMNS.split(line.strip()), _COLUMNS.split(after.strip())
    if len(cells) == 1 and len(labels) == 1 and len(line.strip()) <= _room(labels[0]):
        below, cells = [after], [line]
    elif len(cells) < 2 or len(cells) != len(below):
        return
    for cell, value in zip(cells, below, strict=True):
        label, day = _LABEL.match(cell.strip()), _DATE.match(value.strip())
        if label and day:
            yield from _pairs(label, day)


def _room(label: re.Match[str]) -> int:
    """How long a line may be that is a label and nothing more."""
    return len(label[0].strip()) + 2


def _pairs(label: re.Match[str], found: re.Match[str]) -> Iterator[tuple[str, _Day]]:
    day = _day(found)
    if day and label.lastgroup in (REVIEW, APPROVAL):
        yield str(label.lastgroup), day


def _day(match: re.Match[str]) -> _Day | None:
    """The date that was matched, and whether only its month is said; None where there is no such day."""
    form = next(n for n in "12345" if match[f"y{n}"])
    year, month = int(match[f"y{form}"]), match[f"m{form}"]
    number = int(month) if month.isdigit() else next(i for i, m in enumerate(_MONTHS, 1) if m.startswith(month[:3]))
    try:
        day = date(year + 2000 if year < 100 else year, number, int(match[f"d{form}"]) if form != "5" else 1)
    except ValueError:
        return None
    return day, form == "5"


def first_version(text: DocumentText | None) -> date | None:
    """The earliest date in a text's own history of versions; None where it has none."""
    found: list[date] = []
    for passage in text.passages if text else ():
        small = passage.text.lower() if passage.kind in _KINDS else ""
        if "version" in small or "history" in small or "revision" in small:
            for line in small.split("\n"):
                day = _DATE.search(line) if _VERSION.match(line) else None
                if day and (known := _day(day)):
                    found.append(known[0])
    return min(found, default=None)
