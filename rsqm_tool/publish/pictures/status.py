"""How criteria stand: a bar of all outcomes, or one for each part of the framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rsqm_tool.model import Outcome
from rsqm_tool.publish.html import SIGNS
from rsqm_tool.publish.pictures import bars
from rsqm_tool.publish.pictures.canvas import GAP, Canvas, key, picture

_TALL = 40

Row = tuple[str, Mapping[Outcome, int]]


def bar(name: str, noun: str, numbers: Mapping[Outcome, int]) -> str:
    """A bar of all outcomes, each part as wide as its share, with sign and number. Empty where there is nothing.

    `noun` is what is counted, as plain text: "criteria". Whoever shows it says beside it what the signs mean.
    """
    total = sum(numbers.values())

    def draw(canvas: Canvas, rows: Sequence[Mapping[Outcome, int]]) -> str:
        bars.bar(canvas, _parts(numbers), total, _TALL)
        return f"{_said(numbers)}."

    return picture(name, f"How {total} {noun} stand", [numbers] if total else [], draw)


def by_part(name: str, title: str, rows: Sequence[Row]) -> str:
    """A bar for each row: its label, and how many there are of each outcome. Empty where all rows are.

    Every bar has the same width: it shows shares, its numbers say how many.
    """
    outcomes = [o for o in SIGNS if any(numbers.get(o) for _, numbers in rows)]
    meaning = key((SIGNS[o][0], _kind(o), o.value) for o in outcomes)
    return picture(name, title, rows if outcomes else [], _draw, meaning)


def _draw(canvas: Canvas, rows: Sequence[Row]) -> str:
    said = []
    for label, numbers in rows:
        canvas.label(label)
        if total := sum(numbers.values()):
            bars.bar(canvas, _parts(numbers), total)
        canvas.down(GAP)
        said.append(f"{label}: {_said(numbers) or 'none'}.")
    return " ".join(said)


def _parts(numbers: Mapping[Outcome, int]) -> list[bars.Part]:
    return [bars.Part(n, f"{SIGNS[o][0]} {n}", _kind(o)) for o, n in numbers.items()]


def _kind(outcome: Outcome) -> str:
    return f"rsqm-mark--{SIGNS[outcome][1]}"


def _said(numbers: Mapping[Outcome, int]) -> str:
    return ", ".join(f"{n} {o}" for o, n in numbers.items() if n)
