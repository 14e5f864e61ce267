"""How long things are in date, against today and the assessment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rsqm_tool.dates import add_months
from rsqm_tool.publish.pictures.canvas import GAP, Callout, Canvas, box, dot, group, inside, picture, rule
from rsqm_tool.publish.pictures.lettering import SMALL, short

_BAR = 12
_MOST = 10  # rows on one sheet: long titles take two lines
_AROUND = 36  # months before and after today: what lies further off only makes the rest small
_LEAST = 0.01  # share of the width: a day must be seen, too


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something is in date. Both days count."""

    label: str
    start: date | None
    end: date | None  # None and not rolling: nobody entered it
    rolling: bool = False  # whether it goes on until somebody ends it


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    as_of: date
    assessment: date | None

    def at(self, day: date) -> float:
        return inside((day - self.first).days / (self.last - self.first).days)

    def state(self, span: Span) -> tuple[str, str, str]:
        """A sign, a colour and words: how it stands today and on the assessment."""
        start, end = span.start, span.end
        if end and end < self.as_of:
            return "✗", "not", f"was in date until {short(end)}"
        if end and self.assessment and end < self.assessment:
            return "½", "partly", f"in date until {short(end)}, before the assessment"
        if start and start > self.as_of:
            return "–", "na", f"in date from {short(start)}"
        if end:
            return "✓", "met", f"in date until {short(end)}"
        if span.rolling:
            return "✓", "met", f"rolling on since {short(start)}" if start else "rolling on"
        return "?", "unknown", f"from {short(start)}, no end entered" if start else "no dates entered"


def draw(name: str, title: str, spans: Sequence[Span], as_of: date, assessment: date | None) -> str:
    """A line for each span, from approval to review or end, with marks at the as-of date and at the assessment.

    Three years before and after the as-of date are shown. Empty where there are no spans.
    """
    scale = _scale(spans, as_of, assessment)
    return picture(name, title, spans, lambda canvas, part: _draw(canvas, part, scale), at_most=_MOST)


def _scale(spans: Sequence[Span], as_of: date, assessment: date | None) -> _Scale:
    fixed = [d for d in (as_of, assessment) if d]
    days = [d for s in spans for d in (s.start, s.end) if d] + fixed
    first = min(max(min(days), add_months(as_of, -_AROUND)), min(fixed))
    last = max(min(max(days), add_months(as_of, _AROUND)), max(fixed))
    return _Scale(first, last if last > first else add_months(first, 1), as_of, assessment)


def _draw(canvas: Canvas, spans: Sequence[Span], scale: _Scale) -> str:
    days = [Callout(scale.at(scale.as_of), f"As on\n{short(scale.as_of)}", 2, "rsqm-picture__today")]
    if scale.assessment:
        words = f"Assessment\n{short(scale.assessment)}"
        days.append(Callout(scale.at(scale.assessment), words, 1, "rsqm-picture__standard"))
    canvas.callouts(days)
    found = Counter(_draw_row(canvas, span, scale, days) for span in spans)
    canvas.axis(_years(scale))
    names = {"met": "in date", "partly": "ending before the assessment", "not": "no longer in date",
             "na": "not yet in date", "unknown": "without an end"}  # fmt: skip
    told = ", ".join(f"{found[c]} {words}" for c, words in names.items() if found[c])
    marks = "; ".join(c.words.replace("\n", " ") for c in days)
    return f"{told}. {marks}."


def _draw_row(canvas: Canvas, span: Span, scale: _Scale, days: Sequence[Callout]) -> str:
    """Draw one span; its colour."""
    sign, colour, words = scale.state(span)
    canvas.label(span.label)
    canvas.label(f"{sign} {words}", SMALL)
    top = canvas.down(_BAR + 10 + GAP) + 5
    canvas.put(rule(0, top + _BAR // 2, 1, top + _BAR // 2))
    canvas.put(group(colour, _bar(span, scale, top)))
    canvas.put(*(rule(d.place, top - 4, d.place, top + _BAR + 4, d.kind) for d in days))
    return colour


def _bar(span: Span, scale: _Scale, top: int) -> str:
    if span.end or span.rolling:
        first, last = sorted((span.start or scale.first, span.end or scale.last))
        start = min(scale.at(first), 1 - _LEAST)
        return box(start, max(scale.at(last), start + _LEAST), top, _BAR)
    return dot(scale.at(span.start), top + _BAR // 2) if span.start else ""


def _years(scale: _Scale) -> list[tuple[float, str]]:
    """The beginnings of years, as many as have room; both ends of the line where no year begins on it."""
    years = range(scale.first.year + 1, scale.last.year + 1)
    step = -(-len(years) // 5) or 1
    ends = [(0.0, short(scale.first)), (1.0, short(scale.last))]
    return [(scale.at(date(y, 1, 1)), str(y)) for y in years[::step]] or ends
