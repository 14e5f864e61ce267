"""Whoever facilitates has one observed practice a year.

Counted for each active practitioner who is cleared for cases or has had one. Kept: observed within `months` before the
as-of date. Broken: led or co-facilitated a process in those months, on a day when the last observation, or the
clearance where there was none, was more than `months` back, and not observed since. Out: in the first `months` after
clearance (or the start) none is owed; whoever facilitated nothing since one was owed is due at the next process.
Observing oneself does not count. Where the log began so lately that an earlier observation could still hold, nobody
can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import allocations, facilitated, practising, sessions
from rsqm_tool.checks._tally import Breach, Tally, Words, by_staff_rule, place, tell, unread
from rsqm_tool.dates import add_months, count
from rsqm_tool.model import Finding

NEEDED = {
    "practitioners": ("practitioner_id", "started_on"),
    "supervision": ("practitioner_id", "held_on", "kind"),
    "facilitators": ("practitioner_id",),
    "processes": ("first_communication_on",),
}


def check(inquiry: Inquiry, *, months: int = 12) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, log = tables.practitioners, tables.supervision
    tally = Tally()
    held = allocations(inquiry, tally)
    not_there = list(unread(inquiry, NEEDED))
    if not_there or people is None or log is None or held is None:
        yield from not_there
        return
    seen, done = sessions(inquiry, log, "observed practice", tally), facilitated(inquiry, held)
    for id, person, begin in practising(people, inquiry.as_of, tally, held):
        last_seen = max((s.on for s in seen.get(id, ())), default=None)
        last_done = max(done.get(id, ()), default=None)
        state = _state(inquiry.as_of, months, begin, last_seen, last_done, log.records_begin)
        if state == "kept":
            tally.kept.append(id)
        elif state == "cannot tell":
            tally.cannot_tell.append(id)
        elif state == "broken":
            tally.put(inquiry, Breach(id, place(people, person.row, "practitioner_id"), on=last_done))
        else:
            tally.out[state] += 1
    read = (people, log, tables.facilitators, tables.processes, tables.cases)
    yield tell(inquiry, read, tally, _words(months), by_staff_rule(tally), limit_months=months)


def _words(months: int) -> Words:
    return Words(
        who="active practitioners who facilitate",
        keeps=f"had a practice observed within {count(months, 'month')}",
        breaks=f"facilitated a process more than {count(months, 'month')} after their practice was last observed",
        next_step="Have somebody observe their next process, and enter it in the supervision log as observed practice.",
        to_tell="Enter the day of clearance or of the start; what lies before records begin shows in time.",
    )


def _state(
    as_of: date, months: int, begin: date | None, seen: date | None, done: date | None, records_begin: date | None
) -> str:
    """The pile somebody is on, or why they are out."""
    if seen and add_months(seen, months) >= as_of:
        return "kept"
    if begin and add_months(begin, months) > as_of:
        return f"in their first {count(months, 'month')}, none owed"
    if done is None or done < add_months(as_of, -months):
        return f"facilitated nothing in {count(months, 'month')}, due at the next process"
    known = [d for d in (begin, seen) if d]
    if any(done <= add_months(d, months) for d in known):
        return "facilitated nothing since it was owed, due at the next process"
    early = records_begin is not None and done <= add_months(records_begin, months)
    return "cannot tell" if early or not known else "broken"
