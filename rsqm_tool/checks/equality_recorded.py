"""Equality data are there for the last 12 months; "prefer not to say" is a complete answer.

Counts the sets of the table `equality` (one period, side, stage and characteristic together) whose period touches the
12 months up to the as-of date. A set is kept when each of its groups has a number and somebody gave an answer,
"prefer not to say" among them. It is broken when nobody did: all its people stand under not known, not asked or the
like. How many people have no answer is told and lowers nothing. A blank number or group: nobody can tell. A set with
nobody in it does not count. Where the table has nothing for these months, the data are stale or missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import AFTER, Breach, Tally, Words, by_contradiction, place, singular, tell, unread
from rsqm_tool.checks._window import Window, period_of
from rsqm_tool.dates import agreeing, in_words
from rsqm_tool.model import Finding, Outcome
from rsqm_tool.model.tables import Equality, Table

NEEDED = {"equality": ("period", "characteristic", "group", "count")}
UNANSWERED = (
    "unknown", "not known", "not recorded", "not asked", "not stated", "not given", "not provided", "missing",
    "no answer", "no data", "blank", "n/k", "n/a",
)  # fmt: skip
_SIDES = {"harmed": "people harmed", "responsible": "people responsible"}


def check(inquiry: Inquiry) -> Iterator[Finding]:
    table = inquiry.workspace.tables.equality
    not_there = list(unread(inquiry, NEEDED))
    if not_there or table is None:
        yield from not_there
        return
    tally = Tally()
    rows = list(_in_time(inquiry, table, tally))
    people, without = _put(rows, table, tally)
    if not tally.denominator and not table.left_out:
        yield _nothing(inquiry, table, tally)
        return
    words = Words(
        who="sets of equality figures",
        keeps="are complete",
        breaks="have no answer from anybody",
        next_step="Ask everybody, and count who prefers not to say.",
        to_tell="Enter the numbers that are blank, 0 among them.",
    )
    note = _note(rows, people, without)
    more: dict[str, Any] = {"answers": people, "without_answer": without, "months": 12}
    yield tell(inquiry, [table], tally, words, by_contradiction, note=note, **more)


def _in_time(inquiry: Inquiry, table: Table[Equality], tally: Tally) -> Iterator[Equality]:
    """The rows that count: whose period has begun by the as-of date, and ends in the last 12 months or later."""
    window = Window.of(inquiry, table)
    for row in table.rows:
        days = period_of(row.period)
        if days is None:
            tally.ignored["without a period"] += 1
        elif days[0] > window.end:
            tally.ignored[AFTER] += 1
        elif window.holds(min(days[1], window.end), tally):
            yield row


def _put(rows: Sequence[Equality], table: Table[Equality], tally: Tally) -> tuple[int, int]:
    """Put each set on its pile. How many people the sets have, each counted once per set, and how many no answer."""
    sets: dict[tuple[str, ...], list[Equality]] = defaultdict(list)
    for row in rows:
        names = (row.period, row.part, row.stage, row.characteristic)
        sets[tuple((name or "").casefold() for name in names)].append(row)
    people = without = 0
    for key, held in sets.items():
        number = sum(row.count_ or 0 for row in held)
        silent = sum(row.count_ or 0 for row in held if _is_unanswered(row))
        people, without = people + number, without + silent
        if any(row.count_ is None or not row.group for row in held):
            tally.cannot_tell.append(", ".join(key))
        elif not number:
            tally.out["with nobody in them"] += 1
        elif number == silent:
            first = min(row.row for row in held)
            tally.broken.append(Breach(", ".join(w for w in key if w), place(table, first, "group")))
        else:
            tally.kept.append(", ".join(key))
    return people, without


def _is_unanswered(row: Equality) -> bool:
    return " ".join((row.group or "").casefold().replace("-", " ").split()) in UNANSWERED


def _note(rows: Sequence[Equality], people: int, without: int) -> str:
    sides = {row.part for row in rows if row.part}
    of = f"{without:,} of {people:,} {singular('answers') if people == 1 else 'answers'}"
    told = [f"{of} {agreeing(without, 'are')} not recorded"] if without else []
    for side in sorted(_SIDES.keys() - sides if sides else ()):
        told.append(f"there are none for {_SIDES[side]}")
    return "; ".join(told)


def _nothing(inquiry: Inquiry, table: Table[Equality], tally: Tally) -> Finding:
    ends = [days[1] for row in table.rows if (days := period_of(row.period)) and days[0] <= inquiry.as_of]
    newest: date | None = max(ends, default=None)
    message = "Missing: the table `equality` holds no figures"
    if newest:
        message = f"Stale: the newest equality figures are those up to {in_words(newest)}"
    step = "Enter the counts of the last 12 months; small services may count a whole year together."
    return inquiry.finding(Outcome.PARTLY_MET, message, step, where=place(table), figures=tally.figures(months=12))
