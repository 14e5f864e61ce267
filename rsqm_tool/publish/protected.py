"""Figures whose small numbers are hidden, as tables with marks, and as pictures of the numbers that are shown.

They are made from `model.disclosure` alone, which holds nothing of what is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rsqm_tool.model.disclosure import (
    Cell,
    Hidden,
    ProtectedCounts,
    ProtectedFigure,
    ProtectedFunnel,
    ProtectedShare,
    ProtectedShares,
    ProtectedWait,
    ProtectedWaits,
    Withheld,
)
from rsqm_tool.model.monitoring import Share
from rsqm_tool.publish.pictures import columns, funnel, intervals
from rsqm_tool.publish.pictures.figure import Figure, Value

_MARKS = {Hidden.SMALL: "*", Hidden.NEARLY_ALL: "nearly all", Hidden.UNTOLD: "not told"}
_NOT_NAMED = "Not named"
_GROUPS = "equality"  # what the ids of figures begin with whose rows are groups of people
_AGES = re.compile(r"((under|over) )?\d{1,2}( ?(to|-) ?\d{1,2}| (and|or) (over|under)|\+)?")
_USUAL = frozenset(
    (
        "age;sex;gender;ethnic group;ethnicity;disability;religion;religion or belief;faith;"
        "sexual orientation;interpreter;language;care experience;caring responsibilities;"
        "pregnancy or maternity;marriage or civil partnership;female;male;woman;man;non-binary;other;"
        "another;yes;no;none;prefer not to say;not asked;not known;not stated;not entered;white;"
        "asian;black;mixed;arab;asian or asian british;black or black british;gypsy, roma or traveller;"
        "mixed or multiple;other ethnic group;another ethnic group;no religion;christian;muslim;hindu;"
        "sikh;jewish;buddhist;heterosexual;straight;gay or lesbian;bisexual"
    ).split(";")
)
_OWN_WORDS = ("referrals-by-source", "referrals-by-offence")  # figures whose columns are what somebody typed

Rows = tuple[tuple[Value, ...], ...]


def figure_of(told: ProtectedFigure) -> Figure:
    """The figure with its rule in the note. A picture leaves out what is hidden; of waits none is drawn, as each of its
    dots would be somebody's wait."""
    match told:
        case ProtectedCounts():
            heads, rows = _counts(told)
            numbers = [[_number(cell) for cell in line] for line in told.cells]
            labels = _labels(told)
            adds = told.adds_across  # stages would be added to the stages that they are part of
            picture = columns.stacked(told.id, told.title, labels, _names(told), numbers) if adds else ""
        case ProtectedShares():
            heads, rows = _shares(told)
            picture = intervals.draw(told.id, told.title, [_share(s) for s in told.shares if _is_told(s)])
        case ProtectedWaits():
            heads = ("Period", told.unit.capitalize(), "Half within, days", "Nine in ten within, days")
            rows = tuple(_wait(w) for w in (*told.waits, *([told.whole] if told.whole else [])))
            picture = ""
        case ProtectedFunnel():
            heads = ("Step", told.unit.capitalize())
            rows = tuple((stage.label, mark(stage.count)) for stage in told.stages)
            steps = [(stage.label, stage.count) for stage in told.stages]
            picture = funnel.draw(told.id, told.title, [(label, n) for label, n in steps if isinstance(n, int)])
    note = " ".join(map(full, filter(None, (told.definition, *told.together, *told.left_out, told.rule))))
    return Figure(told.id, told.title, heads, rows, picture, note)


def mark(cell: Cell) -> Value:
    """A number as it is shown, or the mark in its place. Hidden is a kind of text: it is asked for first."""
    return _MARKS[cell] if isinstance(cell, Hidden) else cell


def _number(cell: Cell) -> int | None:
    return None if isinstance(cell, Hidden) else cell


def full(sentence: str) -> str:
    """A sentence with its full stop."""
    return sentence if sentence.endswith((".", "?")) else sentence + "."


def _names(told: ProtectedCounts) -> list[str]:
    """The names of the columns. A word of the service's own of which no number is shown is not shown either: that there
    was one of a kind may tell who is meant."""
    shown = [
        any(isinstance(_number(line[n]), int) and line[n] for line in told.cells) for n in range(len(told.columns))
    ]
    own = told.id in _OWN_WORDS
    return [g.label if there or not own else _NOT_NAMED for g, there in zip(told.columns, shown, strict=True)]


def _labels(told: ProtectedCounts) -> list[str]:
    """The names of the rows. Groups of people are what somebody typed: where no number of one is shown, only a usual
    word is, such as an age or "Prefer not to say"."""
    shown = [any(isinstance(_number(cell), int) and cell for cell in line) for line in told.cells]
    own = told.id.startswith(_GROUPS)
    return [
        g.label if there or not own or _is_usual(g.label) else _NOT_NAMED
        for g, there in zip(told.rows, shown, strict=True)
    ]


def title_of(told: Withheld) -> str:
    """The title of a figure that is not shown, without a characteristic that somebody typed."""
    begin, colon, name = told.title.partition(": ")
    return told.title if not told.id.startswith(_GROUPS) or _is_usual(name) else f"{begin}{colon}another characteristic"


def _is_usual(word: str) -> bool:
    return word.casefold() in _USUAL or _AGES.fullmatch(word.casefold()) is not None


def _counts(told: ProtectedCounts) -> tuple[tuple[str, ...], Rows]:
    """The table, with the total of what each row shows where that adds up; the last row has those of the columns."""
    across = told.adds_across and len(told.columns) > 1
    heads = (told.row_name, *_names(told), *(["Total of the figures shown"] if across else []))
    rows: list[tuple[Value, ...]] = []
    for number, label in enumerate(_labels(told)):
        whole = (mark(told.row_totals[number]),) if across else ()
        rows.append((label, *map(mark, told.cells[number]), *whole))
    if len(told.rows) > 1:
        whole = (mark(told.grand_total),) if across else ()
        rows.append(("Total of the figures shown", *map(mark, told.column_totals), *whole))
    return heads, tuple(rows)


def _shares(told: ProtectedShares) -> tuple[tuple[str, ...], Rows]:
    estimated = any(s.low is not None for s in told.shares)
    heads = (told.row_name, "How many", f"Of ({told.unit})", "Per cent", *(["95 % interval"] if estimated else []))
    return heads, tuple((*_share_row(s), *([_interval(s)] if estimated else [])) for s in told.shares)


def _share_row(share: ProtectedShare) -> tuple[Value, ...]:
    return share.group.label, mark(share.numerator), mark(share.denominator), share.percent


def _interval(share: ProtectedShare) -> Value:
    ends: Sequence[float | None] = (share.low, share.high)
    low, high = (None if end is None else int(100 * end + 0.5) for end in ends)
    return None if low is None or high is None else f"{low} to {high}"


def _is_told(share: ProtectedShare) -> bool:
    return isinstance(share.numerator, int) and isinstance(share.denominator, int)


def _share(share: ProtectedShare) -> Share:
    return Share(share.group.label, _number(share.numerator), _number(share.denominator), share.low, share.high)


def _wait(wait: ProtectedWait) -> tuple[Value, ...]:
    return wait.group.label, mark(wait.number), wait.median, wait.ninetieth
