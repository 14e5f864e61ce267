"""Everybody had a review conversation within the year.

Counted for each active practitioner, cleared for cases or not. Kept: a session of the kind `review` in the supervision
log within `months` before the as-of date; days away since the last one (or since the start) are added. In the first
`months` after the start none is owed. Reviewing oneself does not count. Cannot tell: no review and no day of the start,
or the log began so lately that an earlier review could still hold. Line management that is not entered there is for a
person to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import Spell, active, away_spells, days_away, sessions
from rsqm_tool.checks._tally import Breach, Tally, Words, by_staff_rule, place, tell, unread
from rsqm_tool.dates import add_months, count
from rsqm_tool.model import Finding, Location
from rsqm_tool.model.tables import Practitioner, Supervision, Table

NEEDED = {"practitioners": ("practitioner_id", "started_on"), "supervision": ("practitioner_id", "held_on", "kind")}


def check(inquiry: Inquiry, *, months: int = 12) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, log = tables.practitioners, tables.supervision
    not_there = list(unread(inquiry, NEEDED))
    if not_there or people is None or log is None:
        yield from not_there
        return
    tally = Tally()
    away = away_spells(tables.away, tally)
    held = sessions(inquiry, log, "review", tally)
    for id, person in active(people, inquiry.as_of, tally):
        spells, last = away.get(id, ()), held[id][-1] if id in held else None
        if last and person.started_on and last.on < person.started_on:
            last = None  # of an earlier time in the service
        if last and _in_time(inquiry.as_of, last.on, months, spells):
            tally.kept.append(id)
        elif last is None and person.started_on and _in_time(inquiry.as_of, person.started_on, months, spells):
            tally.out[f"in their first {count(months, 'month')}, none owed"] += 1
        elif last is None and _unseen(inquiry.as_of, person, log, months, spells):
            tally.unsure(id, None if person.started_on else log)
        else:
            tally.put(inquiry, Breach(id, _where(people, log, person, last.row if last else None)))
    words, helps = _words(months), (log, tables.away)
    yield tell(inquiry, [people], tally, words, by_staff_rule, helps=helps, limit_months=months)


def _words(months: int) -> Words:
    return Words(
        who="active practitioners",
        keeps=f"had a review conversation within {count(months, 'month')}",
        breaks=f"had no review conversation within {count(months, 'month')}",
        next_step="Hold the review, and enter its day in the supervision log as review. Never enter what was said.",
        to_tell="Enter the day of the start; what lies before records begin shows in time.",
    )


def _in_time(as_of: date, since: date, months: int, spells: Sequence[Spell]) -> bool:
    """Whether a review is not overdue, `since` the last or the start. Due today is not overdue."""
    gone = days_away(spells, since + timedelta(days=1), as_of)
    return as_of <= add_months(since, months) + timedelta(days=gone)


def _unseen(as_of: date, person: Practitioner, log: Table[Supervision], months: int, spells: Sequence[Spell]) -> bool:
    """Whether a review may have been held of which nothing here could tell."""
    if person.started_on is None:
        return True
    return log.records_begin is not None and _in_time(as_of, log.records_begin, months, spells)


def _where(people: Table[Practitioner], log: Table[Supervision], person: Practitioner, session: int | None) -> Location:
    """The last review; the person's row where there was none."""
    return place(people, person.row, "started_on") if session is None else place(log, session, "held_on")
