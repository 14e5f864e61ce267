"""Pictures drawn from numbers, as SVG inside the page: they print, need no script and no network."""

from __future__ import annotations

from collections.abc import Mapping

from rsqm_tool.model import Outcome
from rsqm_tool.publish.html import SIGNS

_BAR = 40  # height of the bar
_STEP = 20  # height of one row of labels above it
_ROOM = 0.1  # a narrower part has its label above, where labels take turns in their height
_TURNS = 3


def status_bar(numbers: Mapping[Outcome, int], noun: str) -> str:
    """A bar of all outcomes, each part as wide as its share, with sign and number. Empty where nothing is to be shown.

    Places are shares of the width, so that letters keep their size on a small screen. `noun` is HTML: "criteria".
    """
    total = sum(numbers.values())
    if not total:
        return ""
    narrow = [o for o, n in numbers.items() if n and n / total < _ROOM]
    top = _STEP * min(len(narrow), _TURNS)
    parts, start = [], 0
    for outcome, number in numbers.items():
        if number:
            level = narrow.index(outcome) % _TURNS + 1 if outcome in narrow else 0
            parts.append(_part(outcome, number, start / total, number / total, top, level))
        start += number
    said = ", ".join(f"{n} {o}" for o, n in numbers.items())
    return (
        '<div class="rsqm-bar">\n'
        f'<svg role="img" aria-labelledby="bar-title bar-desc" width="100%" height="{top + _BAR}">\n'
        f'<title id="bar-title">How {total} {noun} stand</title>\n<desc id="bar-desc">{said}.</desc>\n'
        + "\n".join(parts)
        + "\n</svg>\n</div>"
    )


def _part(outcome: Outcome, number: int, start: float, share: float, top: int, level: int) -> str:
    """One part of the bar. Level 0 has its label inside; others that many rows above, on a line that leads there."""
    sign, colour = SIGNS[outcome]
    middle = f"{100 * (start + share / 2):.2f}%"
    rect = f'<rect x="{100 * start:.2f}%" y="{top}" width="{100 * share:.2f}%" height="{_BAR}"/>'
    if not level:
        label = f'<text x="{middle}" y="{top + _BAR / 2 + 5:.0f}">{sign} {number}</text>'
    else:
        y = top - _STEP * (level - 1) - 6
        lead = f'<line x1="{middle}" y1="{y + 3}" x2="{middle}" y2="{top}"/>'
        label = f'{lead}<text class="rsqm-bar__above" x="{middle}" y="{y}">{sign} {number}</text>'
    return f'<g class="rsqm-bar__{colour}" aria-hidden="true">{rect}{label}</g>'
