"""What readers know of each number of a grid: between which bounds it lies, going by the rule printed under it.

It stands apart from what hides the numbers: it starts from what is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rsqm_tool.disclosure.system import NO_LIMIT
from rsqm_tool.model.disclosure import BASE, Cell, Grid, Hidden

_OFF = BASE // 2  # a rounded number is off by two at most


class Known(NamedTuple):
    """Bounds of one number of a row: a cell, or what one cell leaves over of another."""

    place: int  # the column
    over: int | None  # the column of which this one is a part, where what is left over is meant
    low: int
    high: int
    guarded: bool = False  # nobody may work it out


def of_row(grid: Grid, row: int) -> Iterator[Known]:
    """What is known of the numbers of one row."""
    cells = grid.cells[row]
    inside = {place for places in grid.chains for place in places}
    for place, cell in enumerate(cells):
        if place not in inside:
            yield _cell(grid, place, cell)
    for places in grid.chains:
        yield from _chain(grid, cells, places)


def _cell(grid: Grid, place: int, cell: Cell) -> Known:
    least = 0 if grid.zeros_hidden else 1
    if cell is None:
        return Known(place, None, 0, 0)
    if isinstance(cell, Hidden):
        if cell is not Hidden.SMALL:
            return Known(place, None, 0, NO_LIMIT, cell is Hidden.UNTOLD)
        return Known(place, None, least, grid.threshold - 1, True)
    if grid.exact or not cell:
        return Known(place, None, cell, cell)
    # The smallest number shown stands for all from the threshold on: for 7, it is 10 for 7 to 12.
    low = grid.threshold if cell - BASE < grid.threshold else max(grid.threshold, cell - _OFF)
    return Known(place, None, low, cell + _OFF)


def _chain(grid: Grid, cells: tuple[Cell, ...], places: tuple[int, ...]) -> Iterator[Known]:
    """The stages of one chain. The first of them, and each part, with what it leaves over of the one before."""
    told = [place for place in places if cells[place] is not None]
    shown: int | None = None  # the last column of which a number is shown
    before: int | None = None
    for place in told:
        yield _cell(grid, place, cells[place])
        if before is not None:
            yield Known(place, before, 0, NO_LIMIT, cells[place] is Hidden.UNTOLD)
        if shown is not None:
            yield from _left_over(grid, cells, place, shown)
        if not isinstance(cells[place], Hidden):
            shown = place
        before = place


def _left_over(grid: Grid, cells: tuple[Cell, ...], place: int, shown: int) -> Iterator[Known]:
    """What a stage leaves over of the last one that is shown."""
    cell = cells[place]
    if cell is Hidden.NEARLY_ALL:
        yield Known(place, shown, 1, grid.threshold - 1, True)
    elif isinstance(cell, int) and cell and not grid.exact:
        yield Known(place, shown, 0, 0) if cell == cells[shown] else Known(place, shown, grid.threshold, NO_LIMIT)
