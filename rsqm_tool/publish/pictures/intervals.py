"""Shares with the interval in which they can be trusted to lie."""

from __future__ import annotations

from collections.abc import Sequence

from rsqm_tool.model.monitoring import Share
from rsqm_tool.publish.pictures.canvas import GAP, Canvas, dot, picture, rule
from rsqm_tool.publish.pictures.funnel import FEW
from rsqm_tool.publish.pictures.lettering import SMALL, percent

_STRIP = 20


def draw(name: str, title: str, shares: Sequence[Share]) -> str:
    """A point for each share on a line from 0 to 100 %, with its interval. Empty where nobody is counted.

    Under ten there is no point and no percentage: "7 of 8".
    """
    counted = any(s.denominator for s in shares)
    return picture(name, title, shares if counted else [], _draw)


def _draw(canvas: Canvas, shares: Sequence[Share]) -> str:
    for s in shares:
        canvas.label(s.label)
        canvas.label(_words(s), SMALL)
        if s.numerator is not None and s.denominator is not None and s.denominator >= FEW:
            _draw_point(canvas, s, s.numerator / s.denominator)
        canvas.down(GAP)
    if any((s.denominator or 0) >= FEW for s in shares):
        canvas.axis([(n / 100, f"{n} %") for n in (0, 25, 50, 75, 100)])
    return " ".join(f"{s.label}: {_words(s)}." for s in shares)


def _draw_point(canvas: Canvas, share: Share, place: float) -> None:
    top = canvas.down(_STRIP)
    middle, bottom = top + _STRIP // 2, top + _STRIP
    canvas.put(rule(0, middle, 1, middle))
    if share.low is not None and share.high is not None:
        canvas.put(rule(share.low, middle, share.high, middle, "rsqm-picture__interval"))
        canvas.put(*(rule(end, top + 4, end, bottom - 4, "rsqm-picture__interval") for end in (share.low, share.high)))
    canvas.put(dot(place, middle, 6))


def _words(share: Share) -> str:
    if share.numerator is None or share.denominator is None:
        return "not known"
    if share.denominator <= 0:
        return "nobody to count"
    plain = f"{share.numerator} of {share.denominator}"
    if share.denominator < FEW:
        return f"{plain}: too few for a percentage"
    told = percent(share.numerator, share.denominator)
    if share.low is None or share.high is None:
        return f"{plain} ({told})"
    low, high = (int(100 * end + 0.5) for end in (share.low, share.high))
    return f"{plain} ({told}, 95 % interval {low} to {high} %)"
