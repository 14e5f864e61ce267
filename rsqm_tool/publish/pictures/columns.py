"""Counts by quarter, each quarter's parts one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rsqm_tool.dates import count
from rsqm_tool.publish.pictures import bars
from rsqm_tool.publish.pictures.canvas import GAP, Canvas, key, picture

SERIES = 7  # that are told apart; more would have no room for their labels


class _Series(NamedTuple):
    letter: str
    words: str
    numbers: tuple[int, ...]  # one a row


def stacked(
    name: str, title: str, rows: Sequence[str], series: Sequence[str], cells: Sequence[Sequence[int | None]]
) -> str:
    """A bar a row, as long as its sum, with a part for each series. Empty where all cells are 0 or None.

    `cells` has one sequence a row, with a number for each series. A letter tells each series, and the key its name. Of
    more than seven, the smallest stand together; None is not drawn.
    """
    shown = _series(series, cells)
    whole = max((sum(s.numbers[n] for s in shown) for n in range(len(rows))), default=0)
    meaning = key((s.letter, _kind(n), s.words) for n, s in enumerate(shown))

    def draw(canvas: Canvas, numbers: Sequence[int]) -> str:
        said = []
        for n in numbers:
            parts = [(s, s.numbers[n]) for s in shown if s.numbers[n]]
            total = sum(number for _, number in parts)
            canvas.label(f"{rows[n]}: {total}")
            if parts:
                bars.bar(canvas, [bars.Part(k, f"{s.letter} {k}", _kind(shown.index(s))) for s, k in parts], whole)
            canvas.down(GAP)
            told = ", ".join(f"{s.words} {k}" for s, k in parts)
            said.append(f"{rows[n]}: {total}{f' ({told})' if parts else ''}.")
        return " ".join(said)

    return picture(name, title, range(len(rows)) if shown else [], draw, meaning)


def _series(names: Sequence[str], cells: Sequence[Sequence[int | None]]) -> list[_Series]:
    """What is drawn, in the order given, without those that are nothing; the smallest of too many stand together."""
    numbers = [tuple(row[n] or 0 for row in cells) for n in range(len(names))]
    there = [n for n in range(len(names)) if sum(numbers[n])]
    large = sorted(there, key=lambda n: -sum(numbers[n]))[: SERIES if len(there) <= SERIES else SERIES - 1]
    kept = [(names[n], numbers[n]) for n in there if n in large]
    rest = [numbers[n] for n in there if n not in large]
    if rest:
        kept.append((f"{count(len(rest), 'other')}, see the table", tuple(map(sum, zip(*rest, strict=True)))))
    return [_Series("ABCDEFG"[n], words, row) for n, (words, row) in enumerate(kept)]


def _kind(number: int) -> str:
    return f"rsqm-series--{number + 1}"
