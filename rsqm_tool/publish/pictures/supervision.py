"""When practitioners had supervision, and how long they went without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from rsqm_tool.dates import count
from rsqm_tool.publish.pictures.canvas import GAP, Callout, Canvas, box, dot, group, hatch, inside, key, picture
from rsqm_tool.publish.pictures.lettering import short

_STRIP = 16
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Strip:
    """One practitioner's sessions in a period."""

    label: str  # the id
    sessions: tuple[date, ...]
    since: date | None = None  # the day from which supervision is owed; None: from the first session on
    until: date | None = None  # the last day on which it is; None: to the end of the period
    away: tuple[tuple[date, date | None], ...] = ()  # first and last day away; None: it lasts


@dataclass(frozen=True, slots=True)
class _Gap:
    start: date
    end: date
    days: int  # without those away


@dataclass(frozen=True, slots=True)
class _Period:
    first: date
    last: date
    limit: int  # days

    def at(self, day: date) -> float:
        return inside((day - self.first).days / (self.last - self.first).days)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def draw(name: str, title: str, rows: Sequence[Strip], first: date, last: date, limit_days: int) -> str:
    """A strip for each practitioner from `first` to `last`: a dot a session, longer gaps hatched, with their days.

    Days away are not counted. This shows days and judges nobody: what breaks the rule, its check says. Empty where
    there are no rows, or the period has no days.
    """
    if first >= last:
        return ""
    period = _Period(first, last, limit_days)

    def sheet(canvas: Canvas, part: Sequence[Strip]) -> str:
        canvas.put(hatch(f"{canvas.name}-hatch"))
        over = [told for strip in part if (told := _draw_row(canvas, strip, period))]
        canvas.axis([(0, short(first)), (1, short(last))])
        without = f"more than {count(limit_days, 'day')} without a session"
        return f"{count(len(part), 'practitioner')}, {short(first)} to {short(last)}. " + (
            f"{len(over)} went {without}: {'; '.join(over)}." if over else f"Nobody went {without}."
        )

    entries = [("●", "", "a session"), ("▨", "", f"more than {count(limit_days, 'day')} without a session")]
    if any(strip.away for strip in rows):
        entries.append(("–", "rsqm-mark--away", "away: these days are not counted"))
    return picture(name, title, rows, sheet, key(entries))


def _draw_row(canvas: Canvas, strip: Strip, period: _Period) -> str:
    """Draw one strip; the label and the longest gap where that is too long, and nothing else."""
    at, last = period.at, period.last
    long = [g for g in _gaps(strip, period) if g.days > period.limit]
    sessions = sorted({d for d in strip.sessions if period.holds(d)})
    canvas.label(f"{strip.label}: {count(len(sessions), 'session') if sessions else 'no session'}")
    canvas.callouts([Callout(at(g.start + (g.end - g.start) / 2), count(g.days, "day"), g.days) for g in long])
    top = canvas.down(_STRIP + GAP)
    fill = f"url(#{canvas.name}-hatch)"
    away = [(a, b or last) for a, b in strip.away if a <= last and (b or last) >= period.first]
    canvas.put(
        group("track", box(0, 1, top, _STRIP)),
        *(box(at(g.start), at(g.end), top, _STRIP, "rsqm-picture__long", fill) for g in long),
        *(group("away", box(at(a), at(b + _DAY), top + 4, _STRIP - 8)) for a, b in away),
        *(dot(at(d), top + _STRIP // 2) for d in sessions),
    )
    return f"{strip.label}, {count(max(g.days for g in long), 'day')}" if long else ""


def _gaps(strip: Strip, period: _Period) -> list[_Gap]:
    """The runs of days from the beginning to the first session, from session to session, and on to the end."""
    end = min(strip.until or period.last, period.last)
    seen = sorted({d for d in strip.sessions if period.first <= d <= end})
    begin = max(strip.since, period.first) if strip.since else None
    points = [*([begin] if begin else []), *(d for d in seen if not begin or d > begin)]
    if points and end > points[-1]:
        points.append(end)
    return [_Gap(a, b, (b - a).days - _days_away(strip, a, b)) for a, b in pairwise(points)]


def _days_away(strip: Strip, start: date, end: date) -> int:
    """The days away after `start` up to `end`; spells that overlap count once."""
    days = 0
    counted = start
    for first, to in sorted(strip.away, key=lambda spell: spell[0]):
        begin, finish = max(first, counted + _DAY), min(to or end, end)
        if finish >= begin:
            days += (finish - begin).days + 1
            counted = finish
    return days
