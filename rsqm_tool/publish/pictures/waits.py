"""How long people waited, each wait a dot."""

from __future__ import annotations

from collections.abc import Sequence

from rsqm_tool.dates import count
from rsqm_tool.model.monitoring import Wait
from rsqm_tool.publish.pictures.canvas import GAP, Callout, Canvas, dot, key, picture, rule
from rsqm_tool.publish.pictures.lettering import SMALL

_STRIP = 22
_MOST = 10  # rows on one sheet: two years of quarters and the whole


def draw(name: str, title: str, waits: Sequence[Wait], standard_days: int | None = None) -> str:
    """A strip for each group: a dot for each length of wait, a line at the median, and one at the 90th percentile.

    `standard_days` is the service's own standard; who waited no longer is counted. Empty where nobody waited.
    """
    longest = max((max(w.days) for w in waits if w.days), default=None)
    if longest is None:
        return ""
    whole = max(longest, standard_days or 0, 1)
    entries = [("●", "", "waits of that many days"), ("┃", "", "half waited no longer")]
    if any(w.ninetieth is not None for w in waits):
        entries.append(("┆", "", "nine in ten waited no longer"))
    if standard_days is not None:
        entries.append(("╎", "rsqm-picture__standard", f"the service's standard, {count(standard_days, 'day')}"))

    def sheet(canvas: Canvas, part: Sequence[Wait]) -> str:
        if standard_days is not None:
            words = f"standard {count(standard_days, 'day')}"
            canvas.callouts([Callout(standard_days / whole, words, kind="rsqm-picture__standard")])
        for wait in part:
            _draw_row(canvas, wait, whole, standard_days)
        canvas.axis([(n / whole, count(n, "day") if not n else str(n)) for n in _ticks(whole)])
        return " ".join(f"{w.label}: {_words(w, standard_days)}." for w in part)

    return picture(name, title, waits, sheet, key(entries), at_most=_MOST)


def _draw_row(canvas: Canvas, wait: Wait, whole: int, standard: int | None) -> None:
    canvas.label(wait.label)
    canvas.label(_words(wait, standard), SMALL, at_most=3)
    top = canvas.down(_STRIP + GAP)
    middle, bottom = top + _STRIP // 2, top + _STRIP
    canvas.put(rule(0, middle, 1, middle))
    canvas.put(*(dot(day / whole, middle) for day in sorted(set(wait.days or ()))))
    if wait.median is not None and wait.days:
        canvas.put(rule(wait.median / whole, top + 2, wait.median / whole, bottom - 2, "rsqm-picture__median"))
    if wait.ninetieth is not None:
        canvas.put(rule(wait.ninetieth / whole, top + 2, wait.ninetieth / whole, bottom - 2, "rsqm-picture__ninetieth"))
    if standard is not None:
        canvas.put(rule(standard / whole, top, standard / whole, bottom, "rsqm-picture__standard"))


def _words(wait: Wait, standard: int | None) -> str:
    """A group in words: "12 waits: half within 9 days; 7 of 12 within the standard"."""
    if wait.days is None:
        return "not known"
    number = len(wait.days)
    if not number:
        return "nobody waited"
    parts = []
    if wait.median is not None:
        parts.append(f"half within {_days(wait.median)}" if number > 1 else _days(wait.median))
    if wait.ninetieth is not None:
        parts.append(f"nine in ten within {_days(wait.ninetieth)}")
    if standard is not None:
        parts.append(f"{sum(d <= standard for d in wait.days)} of {number} within the standard")
    return f"{count(number, 'wait')}{': ' if parts else ''}{'; '.join(parts)}"


def _days(days: float) -> str:
    number = f"{round(days, 1):g}"
    return f"{number} day{'' if number == '1' else 's'}"


def _ticks(longest: int) -> range:
    """Round numbers of days from 0 on, at most six."""
    step = next(n * 10**power for power in range(9) for n in (1, 2, 5) if longest // (n * 10**power) < 6)
    return range(0, longest + 1, step)
