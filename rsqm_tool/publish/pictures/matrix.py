"""A matrix of marks: criteria by kind of evidence, practitioners by subject of training."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rsqm_tool.dates import count
from rsqm_tool.publish.pictures.canvas import Canvas, group, key, letters, picture
from rsqm_tool.publish.pictures.lettering import NARROW, SMALL, lines, width

# The classes that site/docs/assets/rsqm-pictures.css colours.
COLOURS = ("met", "partly", "not", "na", "unknown", "held", "lapsed")
_COLUMN, _CELL, _LEADING = 30, 24, 14  # pixels: 22 columns fit across a page of paper, where more grow smaller
_HEAD = 120  # pixels that the words above a column may reach up
_ROWS = 15  # on one sheet


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in a cell: a sign of one or two letters, its colour, and what it means.

    Alike marks are told once in the key; a number means itself and is not told there.
    """

    sign: str
    colour: str  # one of COLOURS
    words: str

    def __post_init__(self) -> None:
        if self.colour not in COLOURS:
            raise ValueError(f"a mark has one of the colours {', '.join(COLOURS)}, not {self.colour}")


Cells = Sequence[Mark | None]


def draw(
    name: str, title: str, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Mark | None]]
) -> str:
    """The matrix, with the rows' labels above their cells. Empty where no cell has a mark; None is an empty cell.

    It has a fixed width and scrolls sideways where the screen is narrower. The columns are named on every sheet.
    """
    marks = dict.fromkeys(m for row in cells for m in row if m)
    heads = [lines(c, SMALL, _HEAD) for c in columns]
    meaning = key((m.sign, f"rsqm-mark--{m.colour}", m.words) for m in marks if not m.sign.isdigit())

    def sheet(canvas: Canvas, part: Sequence[tuple[str, Cells]]) -> str:
        _draw_heads(canvas, heads)
        tops = [_row_top(canvas, label) for label, _ in part]
        for mark in marks:
            _draw_marks(canvas, mark, [(n, y) for (_, row), y in zip(part, tops, strict=True) for n in _in(row, mark)])
        return _said(columns, part)

    px = max(NARROW, _COLUMN * len(columns))
    return picture(
        name, title, list(zip(rows, cells, strict=True)) if marks else [], sheet, meaning, at_most=_ROWS, px=px
    )


def _draw_heads(canvas: Canvas, heads: Sequence[Sequence[str]]) -> None:
    """The columns' names, from their columns upwards."""
    wide = max((width(line, SMALL) for head in heads for line in head), default=0)
    canvas.down(round(wide) + 8)
    for number, head in enumerate(heads):
        middle = number * _COLUMN + _CELL // 2
        for line, words in enumerate(head):
            x = middle + 4 + _LEADING * line - _LEADING * (len(head) - 1) // 2
            canvas.put(letters(words, str(x), canvas.y - 4, SMALL, upwards=True))


def _row_top(canvas: Canvas, label: str) -> int:
    """Draw a row's label and the line under its cells; where the cells begin."""
    canvas.label(label)
    top = canvas.down(_CELL + 6)
    canvas.put(f'<path class="rsqm-picture__line" d="M0 {top + _CELL + 1}H{canvas.px}"/>')
    return top


def _in(row: Cells, mark: Mark) -> list[int]:
    return [n for n, m in enumerate(row) if m == mark]


def _draw_marks(canvas: Canvas, mark: Mark, places: Sequence[tuple[int, int]]) -> None:
    """All marks of one kind: one path for their boxes, since a matrix may have hundreds."""
    if not places:
        return
    boxes = "".join(f"M{n * _COLUMN} {y}h{_CELL}v{_CELL}h-{_CELL}z" for n, y in places)
    signs = "".join(letters(mark.sign, str(n * _COLUMN + _CELL // 2), y + 17) for n, y in places)
    canvas.put(group(mark.colour, f'<path d="{boxes}"/><g text-anchor="middle">{signs}</g>'))


def _said(columns: Sequence[str], part: Sequence[tuple[str, Cells]]) -> str:
    """How many cells hold what: the table says which."""
    found = Counter(m.words if m else "" for _, row in part for m in row)
    empty = found.pop("", 0)
    told = ", ".join(f"{n} × {words}" for words, n in found.items())
    size = f"{count(len(part), 'row')} by {count(len(columns), 'column')}"
    return f"{size}: {told or 'no marks'}; {empty} empty."
