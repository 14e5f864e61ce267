"""What no guess may do: take one date for another where a rule of safety rests on it, or one side for the other.

Pure. A contact date that is taken for written consent makes an unsafe process look safe, and nobody would notice. So
the columns of consent, of risk and other information, and of clearance are proposed on their own words only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rsqm_tool.load.tables.definitions import Column
from rsqm_tool.load.tables.grid import Cell
from rsqm_tool.load.tables.values import is_total, parse_yes_or_no

_SAFETY = re.compile(
    r"consent|risk_|informed_on|conditions_checked|specialist_consulted|countersigned|cleared_for|vetted|vetting_"
)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
# Words that say nothing about which day it is.
_EMPTY = frozenset("a the of on in for at to is was were and or day date dated when y n yes no".split())
_ORDINALS = {"1st": "first", "2nd": "second"}
_SIDES = {
    "harmed": frozenset("harmed victim victims ph v h".split()),
    "responsible": frozenset("responsible offender offenders harmer harmers perpetrator pr o r".split()),
}


def words(header: str) -> list[str]:
    """The words of a header that tell something, in small letters: "1st contact (date)" gives first and contact."""
    found = _NOT_WORD.sub(" ", header.replace("&", " and ").casefold()).split()
    return [_ORDINALS.get(word, word) for word in found if word not in _EMPTY]


def decides_safety(column: Column) -> bool:
    """Whether a rule of safety rests on the column: consent, risk, information, clearance."""
    return bool(_SAFETY.search(column.name))


def on_own_words(header: str, column: Column) -> bool:
    """Whether a header holds all words of one name of the column, and none that is in no name of it."""
    held, names = frozenset(words(header)), _named(column.title, *column.also)
    return bool(held) and held <= frozenset().union(*names) and any(name <= held for name in names)


def may_be(header: str, column: Column) -> bool:
    """Whether somebody may be asked if a header is the column, which it is not by any of its names."""
    return not of_other_side(header, column) and (not decides_safety(column) or on_own_words(header, column))


def is_short(header: str) -> bool:
    """Whether a word of a header is a single letter, such as the O of "Consent O": somebody has to say what it is."""
    return any(len(word) == 1 for word in words(header))


def of_other_side(header: str, column: Column) -> bool:
    """Whether a header is about the person responsible and the column about the person harmed, or the reverse."""
    told = {side for side, names in _SIDES.items() if names.intersection(words(header))}
    return len(told) == 1 and (side := _side(column.title, column.about)) is not None and side not in told


@cache
def _named(*names: str) -> tuple[frozenset[str], ...]:
    return tuple(filter(None, (frozenset(words(name)) for name in names)))


@cache
def _side(title: str, about: str) -> str | None:
    """The side that a column is about, by its definition; None where it is about both, or neither."""
    found = [side for side in _SIDES if side in words(f"{title} {about}")]
    return found[0] if len(found) == 1 else None


def answers(cells: Sequence[Cell]) -> float:
    """The share of some cells, none of them blank, that say yes or no."""
    said = (isinstance(parse_yes_or_no(" ".join(str(cell).split())), bool) for cell in cells)
    return sum(said) / len(cells) if cells else 0.0


def adds_up(row: Sequence[Cell], ids: Sequence[int]) -> bool:
    """Whether a row adds others up: its first cell, or one at the places of ids, says total or sum."""
    first = next((i for i, cell in enumerate(row) if cell is not None and str(cell).strip()), None)
    return any(is_total(str(row[i]).strip()) for i in {first, *ids} if i is not None and i < len(row))
