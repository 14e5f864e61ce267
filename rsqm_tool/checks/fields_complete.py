"""How complete the tables are, field by field; judged only against a share that somebody set.

Looks at the given fields of those tables that are there, in the rows of the 12 months up to the as-of date (of people
who are there now; a row without its day counts). A field counts where something is to be entered: a reason where
somebody was unsuitable, a day of consent where a process took place, and so on. Whether they need an interpreter or an
adjustment is owed of those who were reached: a day of first contact or information is entered, or an end that shows it
(took part, declined or withdrew), which is all there is to go by where the file has no such column. A flat export is
judged by its own columns; where single tables hold the same, `cases` need not have them. `targets.complete_share` in
rsqm.yaml, or `share`, is the per cent wanted of each field; below it, or not in the file at all, it is partly met at
worst. Without either, completeness is told and lowers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from rsqm_tool.checks import Topics, _unread
from rsqm_tool.checks._cases import single
from rsqm_tool.checks._counting import target
from rsqm_tool.checks._fields import OWES, days, is_elsewhere, is_out
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import AFTER, Tally, place, unread
from rsqm_tool.checks._window import Window
from rsqm_tool.dates import agreeing, count
from rsqm_tool.model import Because, Finding, Outcome
from rsqm_tool.model.tables import ROWS, Table

TARGETS = {"share": "complete_share"}
_TOLD = 4  # fields in the message; the figures have all


class _Field(NamedTuple):
    """How complete one field is."""

    table: Table[Any]
    name: str
    words: str  # what a person calls it; where the workspace has no words for it, table and column
    filled: int
    of: int  # 0 where nothing was to be entered
    first_blank: int | None = None  # row

    @property
    def id(self) -> str:
        """Table and column."""
        return f"{self.table.name}.{self.name}"

    @property
    def there(self) -> bool:
        """Whether the file has the column."""
        return self.name in self.table.columns


def check(inquiry: Inquiry, *, fields: Topics, share: int = 0) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    held = {name: tables.cases if name == "cases" else single(tables, name) for name in fields if name in ROWS}
    if not any(held.values()):
        yield from unread(inquiry, fields)
        return
    wanted, tally = target(inquiry, TARGETS["share"], share), Tally()
    found = [f for name, table in held.items() if table for f in _count(inquiry, table, fields[name], tally)]
    counted = [f for f in found if f.of]
    read = [*held.values(), tables.cases, tables.processes]  # the last two give others their days
    figures: dict[str, int | float | str] = {
        "kept": sum(f.filled for f in counted),
        "broken": sum(f.of - f.filled for f in counted),
        "denominator": sum(f.of for f in counted),
        "share_wanted": wanted,
        "months": 12,
    }
    figures |= {f.id: f"{f.filled} of {f.of}" if f.there else "no such column" for f in found}
    figures |= _unread.figures(read)
    if tally.ignored[AFTER]:
        figures["after_as_of"] = tally.ignored[AFTER]
    absent = [f for f in found if not f.there]
    if not counted and not absent:
        lost = _unread.lost(read) if wanted else 0
        because, where = Because.UNREAD if lost else Because.NOBODY, _unread.first(read) if lost else None
        message = f"{'Not judged' if lost else 'Nobody to count'}: nothing was to be entered in the last 12 months"
        about: dict[str, Any] = {"because": because, "where": where, "figures": figures}
        step = _unread.repair(read) if lost else ""
        yield inquiry.finding(Outcome.NOT_ASSESSED, message + _unread.aside(read), step, **about)
        return
    yield _told(inquiry, sorted(counted, key=_completeness), absent, (wanted, read), figures)


def _count(inquiry: Inquiry, table: Table[Any], names: Sequence[str], tally: Tally) -> Iterator[_Field]:
    """How complete each field of one table is."""
    window, day = Window.of(inquiry, table), days(inquiry.workspace.tables, table.name)
    rows = []
    for row in table.rows:
        on = day(row)
        if not is_out(table.name, row, inquiry.as_of) and (on is None or window.holds(on, tally)):
            rows.append(row)
    known = ROWS[table.name]._fields
    for name in dict.fromkeys(names):
        words = _in_words(inquiry, table.name, name)
        if name not in table.columns:
            if not is_elsewhere(inquiry.workspace.tables, table.name, name):
                yield _Field(table, name, words, 0, 0)
            continue
        owes = OWES.get(f"{table.name}.{name}")
        value = attrgetter(name if name in known else f"{name}_")
        owing = [row for row in rows if owes is None or owes(row)]
        blank = [row.row for row in owing if value(row) is None]
        yield _Field(table, name, words, len(owing) - len(blank), len(owing), min(blank, default=None))


def _in_words(inquiry: Inquiry, table: str, column: str) -> str:
    """A field by the titles of the published schemas: "Incidents: Owner"."""
    called = inquiry.workspace.tables.called.get(table)
    return f"{called.title}: {called.titles[column]}" if called else f"{table}.{column}"


def _completeness(field: _Field) -> tuple[float, str]:
    return field.filled / field.of, field.id


def _told(
    inquiry: Inquiry,
    counted: Sequence[_Field],
    absent: Sequence[_Field],
    asked: tuple[int, Sequence[Table[Any] | None]],  # the share wanted, and the tables that were read
    figures: dict[str, int | float | str],
) -> Finding:
    """What to say of the fields, the least complete first."""
    wanted, read = asked
    low = [f for f in counted if f.filled * 100 < wanted * f.of]
    named = low or [f for f in counted if f.filled < f.of]
    # Downwards, or nearly all would be told as all.
    parts = [f"{f.words} {100 * f.filled // f.of} % ({f.filled} of {f.of})" for f in named[:_TOLD]]
    if len(named) > _TOLD:
        parts.append(f"and {count(len(named) - _TOLD, 'other')}")
    if absent:
        parts.append(f"not in the file: {', '.join(f.words for f in absent)}")
    full = sum(f.filled == f.of for f in counted)
    number = len(counted) - len(low) if wanted else full
    message = f"{number} of {count(len(counted), 'field')} {agreeing(number, 'are complete')}"
    message += f" to {wanted} % or more" if wanted else ""
    message = "; ".join([message, *parts]) + _unread.aside(read)
    worst = named[0] if named else None
    where = place(worst.table, worst.first_blank, worst.name) if worst else None
    if wanted and (low or absent):
        step = "Fill in what is known, and make the form ask for it. `none` and `no` are answers; blank is not."
        return inquiry.finding(Outcome.PARTLY_MET, message, step, where=where, figures=figures)
    if wanted and _unread.lost(read):  # what these rows lack, nobody can tell
        step, where = _unread.repair(read), _unread.first(read)
        return inquiry.finding(Outcome.PARTLY_MET, message, step, where=where, figures=figures)
    return inquiry.finding(Outcome.MET, message, where=where, figures=figures)
