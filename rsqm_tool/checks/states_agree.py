"""Figures that documents give agree with the tables.

Each figure that the register holds under `states:` is counted again in the service's tables for its `period:` (a
first and a last day with a stroke between, a quarter such as 2026-Q3, a month or a year; what the item `covers:`
where no period is given). With `scope: register` every item is judged, with `scope: supports` those that support the
criterion. A figure that differs is a contradiction: it is told with both numbers and both places, and is partly met
at worst. Which of the two is right only the service can say. A name that the tool does not know is a question and
lowers nothing. A period that is not over, or that begins before the table's records do, cannot be compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rsqm_tool.checks import Scope, _unread
from rsqm_tool.checks._inquiry import Inquiry, named
from rsqm_tool.checks._stated import FIGURES, Days, Figure, figure, stated, table_of
from rsqm_tool.checks._tally import Tally
from rsqm_tool.checks._window import period_of
from rsqm_tool.dates import agreeing, count, in_words
from rsqm_tool.model import Because, EvidenceItem, Finding, Outcome
from rsqm_tool.model.tables import Table


@dataclass(slots=True)
class _Compared:
    """What became of the figures."""

    tally: Tally = field(default_factory=Tally)
    unread: list[str] = field(default_factory=list)  # what was lacking: a table or a column
    holed: list[Table[Any]] = field(default_factory=list)  # tables of which rows could not be read


def check(inquiry: Inquiry, *, scope: Scope = "register") -> Iterator[Finding]:
    pool = inquiry.workspace.items if scope == "register" else inquiry.items
    items = [i for i in pool if any(name != "period" for name in i.states)]
    seen = _Compared()
    for item in items:
        yield from _item(inquiry, item, seen)
    if not items:
        message = "Nobody to count: no document in the register states a figure"
        step = "Enter the main figures of your reports under `states:`, with their period."
        yield inquiry.finding(Outcome.NOT_ASSESSED, message, step, because=Because.NOBODY)
        return
    yield _summary(inquiry, seen)


def _item(inquiry: Inquiry, item: EvidenceItem, seen: _Compared) -> Iterator[Finding]:
    period = item.states.get("period")
    days = period_of(str(period)) if period is not None else None
    if period is None and item.covers and item.covers.to:
        days = (item.covers.start, item.covers.to)
    if days is None:
        message = f"{named(item)} states figures, but not for which period"
        step = "Enter `period:` under `states:`, such as 2026-07-01/2026-09-30."
        yield inquiry.about(item, Outcome.MET, message, step)
        return
    for name, number in stated(item.states.items()):
        wanted = figure(name)
        if wanted is None or number is None:
            yield _question(inquiry, item, name, number is None)
        elif reason := _incomparable(inquiry, wanted, days, seen):
            seen.tally.out[reason] += 1
        else:
            yield from _compare(inquiry, item, (name, number), (wanted, days), seen)


def _question(inquiry: Inquiry, item: EvidenceItem, name: str, no_number: bool) -> Finding:
    if no_number and figure(name):
        message, step = f"{named(item)}: what it states as {name} is no number", "Enter a whole number."
    else:
        message = f"{named(item)} states {name}, which the tool cannot count: is it another word for one that it can?"
        step = f"It counts: {', '.join(FIGURES)}. Otherwise leave it; it is only shown."
    return inquiry.about(item, Outcome.MET, message, step)


def _incomparable(inquiry: Inquiry, wanted: Figure, days: Days, seen: _Compared) -> str:
    """Why a figure cannot be counted; nothing when it can."""
    table, lacking = table_of(inquiry.workspace.tables, wanted)
    if table is None or lacking:
        seen.unread.append(f"there is no table `{wanted.table}`")
        if table is not None:
            seen.unread[-1] = f"the table `{wanted.table}` has no column {', '.join(lacking)}"
        return "without a table to count them in"
    if _unread.all_lost(table):
        seen.holed.append(table)
        seen.unread.append(f"no row of the table `{wanted.table}` could be read")
        return "of a table without a row that could be read"
    if days[1] > inquiry.as_of:
        return "for a period that is not over"
    if table.records_begin and days[0] < table.records_begin:
        return "from before the table's records begin"
    return ""


def _compare(
    inquiry: Inquiry, item: EvidenceItem, given: tuple[str, int], counting: tuple[Figure, Days], seen: _Compared
) -> Iterator[Finding]:
    (name, number), (wanted, days) = given, counting
    tables = inquiry.workspace.tables
    counted, (table, _) = wanted.number(tables, days), table_of(tables, wanted)
    seen.holed += [table] if table and table.left_out else []
    if counted == number or table is None:
        seen.tally.kept.append(f"{item.id}.{name}")
        return
    seen.tally.cannot_tell.append(f"{item.id}.{name}")  # told one by one, below
    span = f"{in_words(days[0])} to {in_words(days[1])}"
    place = f"{table.path}, sheet {table.sheet}" if table.sheet else table.path
    what = name.replace("_", " ")
    message = f"{named(item)} states {number:,} under {what} for {span}; the table has {counted:,} ({place})"
    if table.left_out:
        message += f", without {count(_unread.lost_from(table), 'row')} that could not be read"
    step = (
        f"Find out why. The tool counts {wanted.about}. If the document counts otherwise, say how in it; "
        "if one of the two is wrong, correct it, and tell those who had the document."
    )
    figures = {"stated": number, "counted": counted, "difference": number - counted}
    yield inquiry.about(item, Outcome.PARTLY_MET, message, step, figures=figures)


def _summary(inquiry: Inquiry, seen: _Compared) -> Finding:
    """How many figures agree."""
    kept, broken = len(seen.tally.kept), len(seen.tally.cannot_tell)
    out = {f"out: {why}": number for why, number in sorted(seen.tally.out.items())} | _unread.figures(seen.holed)
    figures = {"kept": kept, "broken": broken, "cannot_tell": 0, "explained": 0, "denominator": kept + broken, **out}
    aside = (
        "; not compared: " + ", ".join(f"{n} {why}" for why, n in sorted(seen.tally.out.items()))
        if seen.tally.out
        else ""
    )
    if kept + broken:
        told = f"{kept} of {count(kept + broken, 'figure')} that documents state {agreeing(kept, 'agree')}"
        told += f" with the tables{aside}"
        told += _unread.aside(seen.holed)
        if seen.holed:  # the figure may be another with these rows
            step, where = _unread.repair(seen.holed), _unread.first(seen.holed)
            return inquiry.finding(Outcome.PARTLY_MET, told, step, where=where, figures=figures)
        return inquiry.finding(Outcome.MET, told, figures=figures)
    if seen.unread:
        step, where = "Name the table's file, or its columns, under `tables:` in rsqm.yaml.", _unread.first(seen.holed)
        step = _unread.repair(seen.holed) or step
        told = f"Not judged: {', and '.join(dict.fromkeys(seen.unread))}"
        about: dict[str, Any] = {"because": Because.UNREAD, "where": where, "figures": figures}
        return inquiry.finding(Outcome.NOT_ASSESSED, told, step, **about)
    told = f"Nobody to count: no figure that documents state can be compared{aside}"
    return inquiry.finding(Outcome.NOT_ASSESSED, told, because=Because.NOBODY, figures=figures)
