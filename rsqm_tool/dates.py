"""Dates: months that clip at their end, and what day it is in London; and numbers in a sentence."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months; a day that the month does not have becomes its last (31 January + 1 = 28 February).

    Raises ValueError beyond the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"{day} moved by {months} months is no date")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def today_in_london() -> date:
    """Today, where the service is: a laptop abroad or a server on UTC gives the same day."""
    from zoneinfo import ZoneInfo  # costs start-up time, and only a run without --as-of needs it

    return datetime.now(ZoneInfo("Europe/London")).date()


def in_words(day: date) -> str:
    """`day` as people write it: 7 March 2027. The month's name does not depend on the machine's language."""
    names = "January February March April May June July August September October November December".split()
    return f"{day.day} {names[day.month - 1]} {day.year}"


def count(number: int, noun: str, plural: str = "") -> str:
    """`number` with its noun: "1 day", "3 days"; `plural` where it is irregular."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


_OF_ONE = {
    "agree": "agrees", "are": "is", "fall": "falls", "have": "has", "lack": "lacks", "lapse": "lapses", "say": "says",
    "tell": "tells", "were": "was",
}  # fmt: skip


def agreeing(number: int, words: str) -> str:
    """`words`, which begin with a verb of several, as they follow `number`: "are in force", of one "is in force".

    In "1 of 24 documents" the one is the subject. A verb that is the same of one and of many stays as it is.
    """
    verb, space, rest = words.partition(" ")
    return (_OF_ONE.get(verb, verb) if number == 1 else verb) + space + rest
