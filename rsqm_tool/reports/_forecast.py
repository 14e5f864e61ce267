"""A forecast as text to read, as a table for a spreadsheet, and as days for a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from rsqm_tool.dates import count, in_words
from rsqm_tool.escape import csv_cell, one_line
from rsqm_tool.model import Location
from rsqm_tool.model.forecast import Forecast, Lapse
from rsqm_tool.reports._layout import Row, Segment
from rsqm_tool.reports._layout import render as lay_out
from rsqm_tool.reports._words import value

_COLUMN = 21  # of the text behind a day
_BLANK = Row()
_ALARM_DAYS = 30  # before a day in the calendar
_OCTETS = 75  # in a line of a calendar
_HEADER = ("Date", "Status", "What", "Who", "Criteria", "Place")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told of one day: one thing, or several practitioners of whom none is named."""

    lapse: Lapse  # the first
    what: str
    who: str
    where: Location


def text(forecast: Forecast, *, ids: bool = True, width: int = 100, styled: bool = False) -> str:
    """The forecast to read, overdue first. Without `ids` practitioners are counted, and not named."""
    return lay_out(_rows(forecast, ids), width, styled)


def _rows(forecast: Forecast, ids: bool) -> Iterator[Row]:
    until = in_words(forecast.assessment_on) if forecast.assessment_on else ""
    ahead = "Lapses before the assessment" if until else "Lapses in the next 12 months"
    yield Row(((value(forecast.service), "strong"),))
    days = count((forecast.end - forecast.as_of).days, "day")
    when = f"Assessment on {until}, in {days}." if until else "No assessment is ahead: the next 12 months are told."
    yield Row(((f"As of {in_words(forecast.as_of)}. {when}", ""),))
    for title, style, lapses in (("Overdue today", "bad", forecast.overdue), (ahead, "strong", forecast.ahead)):
        if lapses:
            yield _BLANK
            yield Row(((title, style),))
            yield from (_row(forecast, entry) for entry in entries(lapses, ids))
    yield _BLANK
    if forecast.untold:
        yield Row((("Not forecast", "unknown"),))
        yield from (Row(((f"{value(why)}.", ""),), (("  - ", ""),), 4) for why in forecast.untold)
        yield _BLANK
    yield Row(((_total(forecast), "bad" if forecast.overdue else "strong"),), wrapped=False)


def _row(forecast: Forecast, entry: Entry) -> Row:
    day = entry.lapse.day
    lead = (("  ", ""), (f"{in_words(day):<{_COLUMN - 3}} ", "bad" if day < forecast.as_of else ""))
    who = f": {value(entry.who)}" if entry.who else ""
    told: list[Segment] = [(f"{value(entry.what)}{who}. ", ""), (f"{_when(forecast, day)}.", "quiet")]
    about = "; ".join(p for p in (_criteria(entry.lapse), value(entry.where)) if p)
    return Row((*told, (f" ({about})", "quiet")), lead, _COLUMN)


def _when(forecast: Forecast, day: date) -> str:
    """How far off a day is."""
    days = (day - forecast.as_of).days
    if days < 0:
        return f"{count(-days, 'day')} overdue"
    return f"In {count(days, 'day')}" if days else "Due today"


def _total(forecast: Forecast) -> str:
    late, ahead = len(forecast.overdue), len(forecast.ahead)
    if not late + ahead:
        return f"Nothing lapses up to {in_words(forecast.end - timedelta(days=1))}, as far as this could be told."
    return f"{late} overdue, {ahead} more up to {in_words(forecast.end - timedelta(days=1))}."


def _criteria(lapse: Lapse) -> str:
    """The criteria in words: alone, a spreadsheet would make 1.1 of 1.10."""
    noun = "criterion" if len(lapse.criteria) == 1 else "criteria"
    return f"{noun} {', '.join(value(c) for c in lapse.criteria)}" if lapse.criteria else ""


def entries(lapses: Iterable[Lapse], ids: bool) -> Iterator[Entry]:
    """One entry for each lapse; without `ids` one for all practitioners of whom the same is told on the same day."""
    if ids:
        yield from (Entry(p, p.what, p.who, p.where) for p in lapses)
        return
    groups: dict[tuple[date, str, str], list[Lapse]] = {}
    for lapse in lapses:
        groups.setdefault((lapse.day, lapse.plain, "" if lapse.person else lapse.key), []).append(lapse)
    for group in groups.values():
        first = group[0]
        who, where = first.who, first.where
        if first.person:  # a row would name them to whoever has the table
            who, where = f"for {count(len(group), 'practitioner')}", Location(where.path, sheet=where.sheet)
        yield Entry(first, f"{first.plain} {who}" if first.person else first.plain, "" if first.person else who, where)


def table(forecast: Forecast) -> str:
    """The forecast as CSV, always with ids. It begins with a byte-order mark, or Excel reads it in another alphabet."""
    rows: list[Sequence[str]] = [_HEADER]
    for p in forecast.lapses:
        status = "overdue" if p.day < forecast.as_of else "due today" if p.day == forecast.as_of else "lapses"
        rows.append((p.day.isoformat(), status, p.what, p.who, _criteria(p), str(p.where)))
    return "\ufeff" + "".join(",".join(map(csv_cell, row)) + "\r\n" for row in rows)


def calendar(forecast: Forecast) -> str:
    """The forecast as iCalendar (RFC 5545): whole days, a reminder 30 days before, and no id of anybody.

    What is overdue stands on the as-of date. Whoever imports it again gets the same events, not new ones.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//RSQM toolkit//rsqm forecast//EN", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH"]  # fmt: skip
    for entry in entries(forecast.lapses, ids=False):
        lines += _event(forecast, entry)
    return "".join(f"{line}\r\n" for text in (*lines, "END:VCALENDAR") for line in _folded(text))


def _event(forecast: Forecast, entry: Entry) -> list[str]:
    lapse, as_of = entry.lapse, forecast.as_of
    summary, start = entry.what, max(lapse.day, as_of)
    if lapse.day < as_of:
        summary = f"Overdue since {in_words(lapse.day)}: {summary}"
    elif lapse.kind == "development":  # the day is the last of the year, not of anything that stands in a table
        summary = f"{summary}, in the year to the assessment"
    about = [_criteria(lapse).capitalize(), entry.who and f"Who: {entry.who}", f"Place: {entry.where}"]
    return [
        "BEGIN:VEVENT",
        f"UID:{_uid(forecast, lapse)}",
        f"DTSTAMP:{as_of:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
        f"DTEND;VALUE=DATE:{start + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped('. '.join(a for a in about if a))}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(summary)}",
        f"TRIGGER:-P{_ALARM_DAYS}D",
        "END:VALARM",
        "END:VEVENT",
    ]


def _uid(forecast: Forecast, lapse: Lapse) -> str:
    """The same for the same thing, also when its day moves; nothing of anybody's id is in it."""
    own = lapse.key or f"{lapse.plain} {lapse.day}"
    return f"{sha256(f'{forecast.service}|{lapse.kind}|{own}'.encode()).hexdigest()[:32]}@rsqm.invalid"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return one_line(text)


def _folded(line: str) -> Sequence[str]:
    """A line in pieces of at most 75 octets, no character cut through; each but the first begins with a space."""
    pieces, piece = [], ""
    for character in line:
        if len(f"{piece}{character}".encode()) > _OCTETS:
            pieces.append(piece)
            piece = " "
        piece += character
    return [*pieces, piece]
