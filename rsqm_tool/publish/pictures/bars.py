"""A bar of several parts, each as wide as its share, with its label inside or, where it is narrow, above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rsqm_tool.publish.pictures.canvas import Callout, Canvas, box, letters, share
from rsqm_tool.publish.pictures.lettering import NARROW, width

HEIGHT = 26


class Part(NamedTuple):
    """One part of a bar."""

    number: int
    words: str
    kind: str  # its class


def bar(canvas: Canvas, parts: Sequence[Part], whole: int, height: int = HEIGHT) -> None:
    """Draw a bar; `whole` is the number that would fill the width. Parts of nothing are left out."""
    shown, start = [], 0
    for part in parts:
        if part.number > 0:
            shown.append((part, start / whole, (start + part.number) / whole))
            start += part.number
    narrow = [p for p in shown if width(p[0].words, bold=True) + 6 > (p[2] - p[1]) * NARROW]
    canvas.callouts([Callout((a + b) / 2, p.words, p.number) for p, a, b in narrow])
    top = canvas.down(height)
    for part, a, b in shown:
        words = letters(part.words, share((a + b) / 2), top + height // 2 + 5, anchor="middle")
        drawn = box(a, b, top, height) + ("" if (part, a, b) in narrow else words)
        canvas.put(f'<g class="{part.kind}">{drawn}</g>')
