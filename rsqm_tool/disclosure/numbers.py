"""The rule for one number: hidden, rounded, or as it is."""

from __future__ import annotations

from collections.abc import Sequence

from rsqm_tool.model.disclosure import BASE, Cell, Hidden


def rounded(number: int) -> int:
    """To the nearest multiple of 5: 12 becomes 10, and 13 becomes 15."""
    return (number + BASE // 2) // BASE * BASE


def smallest(threshold: int) -> int:
    """The smallest number that is ever shown but 0: the first multiple of 5 from the threshold on."""
    return -(-threshold // BASE) * BASE


def shown(number: int | None, threshold: int, zeros_hidden: bool = False) -> Cell:
    """One number of a table: hidden from 1 (or 0) up to the threshold, rounded from there on, and never to below it."""
    if number is None:
        return None
    if number < threshold and (number or zeros_hidden):
        return Hidden.SMALL
    return max(rounded(number), smallest(threshold)) if number else 0


def least(cell: Cell, threshold: int) -> int:
    """The least that a number can be, going by what is shown of it; 0 where nothing is.

    Whether parts, medians and whole tables are shown is decided by this, and not by the number: that they are shown
    must not tell more of it than it does itself.
    """
    if cell is None or isinstance(cell, Hidden) or not cell:
        return 0
    return threshold if cell == smallest(threshold) else max(threshold, cell - BASE // 2)


def enough(number: int) -> int:
    """The smallest number that is shown for so many at least: 25 is shown for 23 or more, so for 20 it is 25."""
    return -(-(number + BASE // 2) // BASE) * BASE


def chain(numbers: Sequence[int], threshold: int, zeros_hidden: bool = False) -> tuple[Cell, ...]:
    """Numbers each of which counts some of the one before it: how many of how many, or the stages of a funnel.

    Hidden is a part below the threshold, and one that leaves fewer than the threshold over. Where what is shown may be
    fewer than twice the threshold, no part of it is told, not even none or all of them.
    """
    cells = [shown(numbers[0], threshold, zeros_hidden)]
    base = numbers[0]  # the last number that is shown
    for number in numbers[1:]:
        before = cells[-1]
        if isinstance(before, Hidden) and before is not Hidden.NEARLY_ALL:
            cells.append(Hidden.UNTOLD)  # a part of a hidden number
            continue
        if before is not Hidden.NEARLY_ALL:
            base = numbers[len(cells) - 1]
        cells.append(_part(number, base, threshold, zeros_hidden))
    return tuple(cells)


def _part(number: int, base: int, threshold: int, zeros_hidden: bool) -> Cell:
    """A part of a number that is shown."""
    if base and least(shown(base, threshold), threshold) < 2 * threshold:
        return Hidden.UNTOLD
    if 0 < base - number < threshold:
        return Hidden.NEARLY_ALL
    return shown(number, threshold, zeros_hidden)
