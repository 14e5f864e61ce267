from __future__ import annotations

import datetime
import locale
from datetime import date

import pytest

from rsqm_tool import dates
from rsqm_tool.dates import add_months, agreeing, count, in_words, today_in_london


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-04-01", 12, "2027-04-01"),
        ("2026-11-20", -6, "2026-05-20"),
        ("2026-01-31", 1, "2026-02-28"),  # a month that is shorter
        ("2028-01-31", 1, "2028-02-29"),  # a leap year
        ("2026-03-31", -1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),  # the leap day a year on
        ("2024-02-29", 48, "2028-02-29"),
        ("2100-01-31", 1, "2100-02-28"),  # no leap year
        ("2026-02-28", 1, "2026-03-28"),  # it does not stretch to the end again
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-05-20", 0, "2026-05-20"),
        ("9999-11-30", 1, "9999-12-30"),
        ("0001-02-28", -1, "0001-01-28"),
    ],
)
def test_whole_months_clip_at_the_months_end(day: str, months: int, then: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(then)


@pytest.mark.parametrize(("day", "months"), [("9999-12-01", 1), ("9998-06-01", 24), ("0001-01-31", -1)])
def test_beyond_the_calendar_is_an_error_that_says_so(day: str, months: int) -> None:
    with pytest.raises(ValueError, match=f"{day} moved by {months} months is no date"):
        add_months(date.fromisoformat(day), months)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-06-30T23:30+00:00", "2026-07-01"),  # summer time: half past midnight in London
        ("2026-06-30T22:59+00:00", "2026-06-30"),
        ("2026-12-31T23:30+00:00", "2026-12-31"),  # in winter London is on UTC
        ("2026-07-01T02:00+09:00", "2026-06-30"),  # tomorrow already on a laptop in Japan
        ("2026-10-25T00:30+00:00", "2026-10-25"),  # the night on which the clocks go back
    ],
)
def test_today_is_londons(monkeypatch: pytest.MonkeyPatch, instant: str, day: str) -> None:
    moment = datetime.datetime.fromisoformat(instant)

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
            return moment.astimezone(tz or datetime.UTC)

    monkeypatch.setattr(dates, "datetime", Clock)
    assert today_in_london() == date.fromisoformat(day)


def test_a_day_in_words_whatever_the_machines_language() -> None:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "")
        assert in_words(date(2027, 3, 7)) == "7 March 2027"
    finally:
        locale.setlocale(locale.LC_ALL, before)


@pytest.mark.parametrize(("month", "name"), [(1, "January"), (5, "May"), (12, "December")])
def test_months_have_their_names(month: int, name: str) -> None:
    assert in_words(date(2026, month, 31)) == f"31 {name} 2026"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((0, "day"), "0 days"),
        ((1, "day"), "1 day"),
        ((2, "day"), "2 days"),
        ((1, "criterion", "criteria"), "1 criterion"),
        ((3, "criterion", "criteria"), "3 criteria"),
    ],
)
def test_one_and_many(given: tuple[int, str], words: str) -> None:
    assert count(*given) == words


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (1, "are in force", "is in force"),
        (0, "are in force", "are in force"),
        (2, "are in force", "are in force"),
        (1, "were asked", "was asked"),
        (1, "have no row", "has no row"),
        (1, "lack training", "lacks training"),
        (1, "had no consent", "had no consent"),  # the same of one and of many
        (1, "are", "is"),
    ],
)
def test_a_verb_agrees_with_its_number(number: int, words: str, said: str) -> None:
    """In "1 of 24 documents is in force" the one is the subject."""
    assert agreeing(number, words) == said
