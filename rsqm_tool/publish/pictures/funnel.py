"""How many of the cases referred reached each later step."""

from __future__ import annotations

from collections.abc import Sequence

from rsqm_tool.publish.pictures.canvas import GAP, Canvas, box, group, picture
from rsqm_tool.publish.pictures.lettering import percent

FEW = 10  # of fewer, no share is told
_BAR = 20

Stage = tuple[str, int]  # its name, and how many reached it


def draw(name: str, title: str, stages: Sequence[Stage]) -> str:
    """A bar for each step, as long as its share of the first. Empty where the first counts nothing.

    Under ten cases, numbers only.
    """
    first = stages[0][1] if stages else 0
    told = [_words(label, number, first if n else 0) for n, (label, number) in enumerate(stages)]

    def sheet(canvas: Canvas, part: Sequence[tuple[str, int]]) -> str:
        for words, number in part:
            canvas.label(words)
            top = canvas.down(_BAR + GAP)
            canvas.put(group("track", box(0, 1, top, _BAR)))
            if number > 0:
                canvas.put(group("held", box(0, number / first, top, _BAR)))
        return f"{'; '.join(words for words, _ in part)}."

    rows = [(words, number) for words, (_, number) in zip(told, stages, strict=True)]
    return picture(name, title, rows if first > 0 else [], sheet)


def _words(label: str, number: int, first: int) -> str:
    """A step in words; `first` is how many there are at the first, 0 for the first itself."""
    share = f" ({percent(number, first)})" if first >= FEW else ""
    return f"{label}: {number} of {first}{share}" if first else f"{label}: {number}"
