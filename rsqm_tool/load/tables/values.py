"""From the text or the cell that a file holds to a value: exactly, or not at all, with a sentence that says why.

Nothing is guessed. A sentence quotes a value only where the value can hardly be about a person, and never an id.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from rsqm_tool.load.tables.definitions import Column, Definition, plain
from rsqm_tool.load.tables.grid import Cell
from rsqm_tool.model.tables import days_of

DAY_FIRST, YEAR_FIRST = "day-first", "year-first"
_FIRST_YEAR, _LAST_YEAR = 1950, 2099
_REMEMBERED = 200_000  # texts; a column with more is one of ids
_SHOWN = 24  # characters
_LONGEST_DATE = 60  # characters: the longest in words, with a time and its zone, has half of that
_YES, _NO = frozenset(("yes", "y", "true", "1")), frozenset(("no", "n", "false", "0"))
_MONTHS = "january february march april may june july august september october november december".split()
_ERRORS = frozenset("#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC! #GETTING_DATA".split())
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.])([0-9]{1,2})\2([0-9]{1,2})")
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -]([0-9]{4})")
_TWO_DIGITS = re.compile(r"[0-9]{1,2}([/. -])(?:[0-9]{1,2}|[A-Za-z]{3,9})\1'?[0-9]{2}")
_TIME_BEHIND = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]m)?\Z", re.IGNORECASE)
_ZONED = re.compile(r"[0-9]T?[0-9:. ]*(?:Z|[+-][0-9]{2}:?[0-9]{2})\Z")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,9})?")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_ID = re.compile(r"[A-Za-z._/#-]*(?: ?[0-9][A-Za-z0-9._/#-]*)(?: [0-9][A-Za-z0-9._/#-]*)*")
_PERIOD = re.compile(r"[0-9]{4}(?:-Q[1-4]|-[0-9]{2}|-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_DIGIT = re.compile(r"[0-9]")
_TOTAL = re.compile(r"(?:(?:grand|sub|overall)[ -]?)?totals?(?: [^0-9]{0,20})?:?|sum:?", re.IGNORECASE)

# What other systems call a person or a case. Ids of that kind lead straight to a name.
_FOREIGN_IDS = {
    "a prison number": r"[A-Z][0-9]{4}[A-Z]{2}",
    "a police or criminal-record number": r"(?:19|20)?[0-9]{2}/[0-9]{4,7}[A-Z]|[0-9]{3,6}/[0-9]{2}[A-Z]",
    "a crime reference": r"[0-9]{2}[A-Z]{1,2}[0-9]?/[0-9]{3,7}[A-Z]?/[0-9]{2}|[0-9]{2}/[0-9]{3,7}/[0-9]{2}|"
                         r"[0-9]{6,7}/[0-9]{2}|[A-Z]{3,4}/[0-9]{5,7}/[0-9]{2}",
    "a court or prosecution reference": r"[0-9]{2}[A-Z]{2}[0-9]{7}(?:/[0-9]{1,3})?",
    "a probation reference": r"X[0-9]{6}",
    "an insurance number":
        r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]",
    "a health service number": r"[0-9]{3} [0-9]{3} [0-9]{4}",
}  # fmt: skip
_FOREIGN_ID = re.compile("|".join(f"({pattern})" for pattern in _FOREIGN_IDS.values()))
# Most ids look so. None of the above does, so nothing else needs to be asked of these.
_ORDINARY_ID = re.compile(r"[A-Za-z]{1,5}-[0-9]{1,8}(?:-[0-9]{1,6})?|[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that means nothing here."""

    sentence: str


Convert = Callable[[str], Any]  # a text without spaces around it, never blank; gives a value or Bad


@dataclass(slots=True)
class Dates:
    """How the dates of one table are written, and what they tell about it."""

    order: str = DAY_FIRST  # or year-first
    telling: int = 0  # days in front of the month that are more than 12, and so can be nothing else
    either: int = 0  # day and month could be each other
    known: dict[str, date | Bad] = field(default_factory=dict)  # the same days stand in many columns


class Reader(dict[str, Any]):
    """What the texts of one column mean. Each text is understood once, and equal texts become one object."""

    def __init__(self, column: Column, convert: Convert, blanks: frozenset[str], words: Mapping[str, Any]) -> None:
        super().__init__()
        self.column = column
        self.bad = False  # some text or cell was
        self.serials = 0  # cells that held a spreadsheet's day number
        self._convert, self._blanks, self._words = convert, blanks, words

    def __missing__(self, text: str) -> Any:
        value = self._understand(text)
        if value.__class__ is Bad:
            self.bad = True
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = value
        return value

    def _understand(self, text: str) -> Any:
        clean = " ".join((text if text.isascii() else text.translate(_INVISIBLE)).split())
        if clean == text:
            clean = text  # the same object: an id is kept once
        if self._words and plain(clean) in self._words:
            return self._words[plain(clean)]
        if clean.casefold() in self._blanks:
            return None
        if clean in _ERRORS:
            return Bad(f"The cell shows the error {clean}")
        return self._convert(clean)

    def many(self, cells: Sequence[str]) -> Sequence[Any]:
        """The values of many texts."""
        different = self.column.kind == "id" and not self._words and len(set(cells)) == len(cells)
        if different and all(map(_ORDINARY_ID.fullmatch, cells)):
            return cells  # not worth remembering
        return list(map(self.__getitem__, cells))

    def cell(self, cell: Cell, serial_from: date | None) -> Any:
        """The value of a spreadsheet's cell, which may be more than text."""
        if cell is None:
            return None
        value = self[cell] if isinstance(cell, str) else self._typed(cell, serial_from)
        if value.__class__ is Bad:
            self.bad = True
        return value

    def _typed(self, cell: Cell, serial_from: date | None) -> Any:
        kind = self.column.kind
        if isinstance(cell, datetime | date):
            day = cell.date() if isinstance(cell, datetime) else cell
            return in_range(day) if kind == "date" else Bad(_TURNED)
        if isinstance(cell, time | timedelta):
            return self[_plainly(_hours(cell))] if self.column.name == "hours" else Bad("The cell holds a time of day")
        if kind == "date" and isinstance(cell, int | float) and not isinstance(cell, bool):
            return self._serial(cell, serial_from)
        return self[_plainly(cell) if isinstance(cell, float) else str(cell)]

    def _serial(self, number: float, serial_from: date | None) -> Any:
        """A number in a column of dates: Excel writes a day so where the cell has no format of dates."""
        if serial_from is None or not 0 < number < 80_000:
            return Bad(f"{number} is no date. {_WRITE_DATE}")
        self.serials += 1
        return in_range(serial_from + timedelta(days=int(number)))


_TURNED = "Excel has turned it into a date. Format the column as text and enter it again"
_WRITE_DATE = "Write it as 2026-04-01"


def reader(table: Definition, column: Column, words: Mapping[str, Any], dates: Dates) -> Reader:
    """What understands one column. `words` are what the service writes, made plain, with their values."""

    def as_date(text: str) -> Any:
        if text not in dates.known:
            dates.known[text] = parse_date(text, dates)
        return dates.known[text]

    converts: Mapping[str, Convert] = {
        "id": parse_id,
        "text": lambda text: _text(column, text),
        "choice": lambda text: _choice(column, text),
        "date": as_date,
        "yes or no": parse_yes_or_no,
        "number": lambda text: _number(column, text),
        "count": lambda text: _number(column, text),
        "period": _period,
    }
    return Reader(column, converts[column.kind], table.blanks, words)


def shown(text: str) -> str:
    """A value at the beginning of a sentence: quoted, unless it may be a text about somebody."""
    return repr(text) if len(text) <= _SHOWN and (" " not in text or _DIGIT.search(text)) else "This text"


def parse_date(text: str, dates: Dates) -> date | Bad:
    """A day as people and programs write it. Its year has four digits; a time behind it is left aside."""
    if len(text) > _LONGEST_DATE:  # what follows would take long over a text of many digits
        return Bad(_no_date(text))
    if _ZONED.search(text) and ":" in text:
        return Bad(f"{shown(text)} has a time zone, so its day depends on the place. {_WRITE_DATE}")
    bare = _TIME_BEHIND.sub("", text)
    if match := _ISO.fullmatch(bare):
        return _day(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_FIRST.fullmatch(bare):
        return _day(text, int(match[1]), int(match[3]), int(match[4]))
    if match := _DAY_FIRST.fullmatch(bare):
        return _day_first(text, (int(match[4]), int(match[3]), int(match[1])), dates)
    if match := _IN_WORDS.fullmatch(bare):
        word = match[2].casefold()
        month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)
        return _day(text, int(match[3]), month, int(match[1])) if month else Bad(_no_date(text))
    if _TWO_DIGITS.fullmatch(bare):
        return Bad(f"{shown(text)} has a year of two digits. Write the year with four")
    if _SERIAL.fullmatch(bare):
        return Bad(f"{shown(text)} looks like a spreadsheet's day number. Format the column as dates and save it again")
    return Bad(_no_date(text))


def _day_first(text: str, numbers: tuple[int, int, int], dates: Dates) -> date | Bad:
    year, month, day = numbers
    if dates.order == YEAR_FIRST:
        return Bad(f"{shown(text)} begins with the day, but rsqm.yaml says that dates here begin with the year")
    if month > 12:
        return Bad(f"{shown(text)}: month {month}? Dates here are day/month/year")
    found = _day(text, year, month, day)
    if isinstance(found, date):
        dates.telling += day > 12
        dates.either += day <= 12 and day != month
    return found


def month_first(text: str) -> bool:
    """Whether a text is a day with the month in front, as 04/13/2026: the tool reads none such."""
    match = _DAY_FIRST.fullmatch(_TIME_BEHIND.sub("", text.strip()))
    return bool(match and int(match[3]) > 12 >= int(match[1]))


def _day(text: str, year: int, month: int, day: int) -> date | Bad:
    if not (year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return Bad(f"{shown(text)} is a day that does not exist")
    return in_range(date(year, month, day))


def in_range(day: date) -> date | Bad:
    """The day, if it can be one in the life of a service."""
    if _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return day
    return Bad(f"'{day}' is not between {_FIRST_YEAR} and {_LAST_YEAR}. Leave the cell blank where there is no date")


def _no_date(text: str) -> str:
    return f"{shown(text)} is no date. {_WRITE_DATE}"


def is_total(text: str) -> bool:
    """Whether a text in place of an id says that its row adds others up."""
    return len(text) < 40 and _TOTAL.fullmatch(text) is not None


def parse_id(text: str) -> str | Bad:
    """An id of the service's own: no name, and no other system's reference. The sentence never quotes it."""
    if _ORDINARY_ID.fullmatch(text):
        return text
    if not _DIGIT.search(text):
        if is_total(text):
            return Bad("The row is a total, and no entry of its own")
        return Bad("An id without a digit may be a name or initials. Use an id such as P-004")
    if len(text) > 40 or not _ID.fullmatch(text):
        return Bad("This is no id. Use letters and digits without spaces, such as P-004")
    if foreign := _FOREIGN_ID.fullmatch(text):
        what = list(_FOREIGN_IDS)[(foreign.lastindex or 1) - 1]
        return Bad(f"This looks like {what}. Use the service's own id")
    return text


def _text(column: Column, text: str) -> str | Bad:
    if column.longest and len(text) > column.longest:
        return Bad(f"The text has {len(text)} characters; at most {column.longest}. Free text does not belong here")
    return "self" if column.name == "source" and plain(text) == "self" else text


def _choice(column: Column, text: str) -> str | Bad:
    wanted = plain(text)
    for word in column.choices:
        if plain(word) == wanted:
            return word
    return Bad(f"{shown(text)} is none of {', '.join(column.choices)}. Correct it, or name it under `values:`")


def parse_yes_or_no(text: str) -> bool | Bad:
    """Yes or no, as the published schemas list the words for it."""
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    return Bad(f"{shown(text)} is neither yes nor no. Correct it, or name it under `values:`")


def _number(column: Column, text: str) -> float | int | Bad:
    digits = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    if not _NUMBER.fullmatch(digits):
        return Bad(f"{shown(text)} is no number. Write it as {'2' if column.kind == 'count' else '1.5'}")
    number = float(digits)
    if column.kind == "count" and not number.is_integer():
        return Bad(f"{shown(text)} is no whole number")
    if column.least is not None and number < column.least:
        return Bad(f"{shown(text)} is less than {column.least}")
    if column.most is not None and number > column.most:
        return Bad(f"{shown(text)} is more than {column.most}")
    return int(number) if column.kind == "count" else number


def _period(text: str) -> str | Bad:
    try:
        if _PERIOD.fullmatch(text):
            days_of(text)
            return text
    except ValueError:
        pass
    return Bad(f"{shown(text)} is no period. Write it as 2026-Q3, 2026-07 or 2026-07-01/2026-09-30")


def _plainly(number: float) -> str:
    """As a person would write it: 12, 1.5; what arithmetic left in the far digits is dropped."""
    return f"{number:.9f}".rstrip("0").rstrip(".")


def _hours(length: time | timedelta) -> float:
    if isinstance(length, time):
        return length.hour + length.minute / 60
    return length.total_seconds() / 3600


def word_for(column: Column, value: object) -> Any:
    """The value that `values:` gives to a service's word; Bad where the column has no such value. "" is blank."""
    if value == "" or value is None:
        return None
    if column.kind == "yes or no":
        return value if isinstance(value, bool) else parse_yes_or_no(str(value))
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if column.kind == "choice":
        return _choice(column, text)
    if column.kind in ("number", "count"):
        return _number(column, text)
    return _text(column, text) if column.kind == "text" else Bad("no words can be named for a column of this kind")
