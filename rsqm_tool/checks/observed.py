"""Whoever facilitates has one observed practice a year.

Counted for each active practitioner who is cleared for cases or has had one. Kept: observed within `months` before the
as-of date. Broken: led or co-facilitated a process in those months, on a day when the last observation, or the
clearance where there was none, was more than `months` back, and not observed since. Out: in the first `months` after
clearance (or the start) none is owed; whoever facilitated nothing since one was owed is due at the next process.
Observing oneself does not count; where it is blank who observed, nobody can tell of whoever keeps the rule by that
alone, and a log that never says who did is partly met at best. Nor can anybody tell where somebody may owe one after a
process without a day, or one whose case is blank, or where the log began so lately that an earlier observation could
still hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rsqm_tool.checks._cases import single
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import (
    Allocation,
    allocations,
    begins_late,
    by_whom,
    deciding,
    facilitated,
    perhaps_facilitated,
    practising,
    sessions,
)
from rsqm_tool.checks._tally import Breach, Tally, Words, by_staff_rule, place, tell, unread
from rsqm_tool.dates import add_months, count
from rsqm_tool.model import Finding

NEEDED = {
    "practitioners": ("practitioner_id", "started_on"),
    "supervision": ("practitioner_id", "held_on", "kind"),
    "facilitators": ("practitioner_id",),
    "processes": ("first_communication_on",),
}


_PILES = ("kept", "cannot tell", "broken")


def check(inquiry: Inquiry, *, months: int = 12) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, log = tables.practitioners, tables.supervision
    tally = Tally()
    held = allocations(inquiry, tally)
    not_there = list(unread(inquiry, NEEDED))
    if not_there or people is None or log is None or held is None:
        yield from not_there
        return
    processes = single(tables, "processes")
    holed = processes if processes and processes.left_out else None
    perhaps = perhaps_facilitated(inquiry, held)
    seen, done = sessions(inquiry, log, "observed practice", tally), facilitated(inquiry, held)
    for id, person, begin in practising(people, inquiry.as_of, tally, held):
        last_seen = max((s.on for s in seen.get(id, ())), default=None)
        last_named = max((s.on for s in seen.get(id, ()) if not s.unnamed), default=None)
        last_done = max(done.get(id, ()), default=None)
        state = _state(inquiry.as_of, months, begin, last_seen, last_done, log.records_begin)
        if last_named != last_seen:
            named = _state(inquiry.as_of, months, begin, last_named, last_done, log.records_begin)
            state = "cannot tell" if named == "broken" and state != "broken" else named
        if id in perhaps or (holed and _may_have_facilitated(held.of(id), inquiry.as_of, months)):
            today = _state(inquiry.as_of, months, begin, last_named, inquiry.as_of, log.records_begin)
            state = "cannot tell" if state not in _PILES and today == "broken" else state
        if state == "kept":
            tally.kept.append(id)
        elif state == "cannot tell":
            tally.unsure(id, holed, None if begin else log)
        elif state == "broken":
            tally.put(inquiry, Breach(id, place(people, person.row, "practitioner_id"), on=last_done))
        else:
            tally.out[state] += 1
    words = _words(months, begins_late(log, add_months(inquiry.as_of, -2 * months)))
    helps = (log, tables.processes, tables.cases)
    read = (people, *deciding(tables))
    yield by_whom(log, tell(inquiry, read, tally, words, by_staff_rule, helps=helps, limit_months=months))


def _words(months: int, hint: str) -> Words:
    return Words(
        who="active practitioners who facilitate",
        keeps=f"had a practice observed within {count(months, 'month')}",
        breaks=f"facilitated a process more than {count(months, 'month')} after their practice was last observed",
        next_step="Have somebody observe their next process, and enter it in the supervision log as observed practice."
        + (f" {hint}" if hint else ""),
        to_tell="Enter the days of clearance, start and processes, and who observed; what lies before records begin "
        "shows in time.",
    )


def _may_have_facilitated(had: Sequence[Allocation], as_of: date, months: int) -> bool:
    """Whether a process that is in no row may have been theirs: of a whole case, or one whose own row is not there."""
    since = add_months(as_of, -months)
    return any(a.facilitates and (a.lost or a.process_id is None) and a.overlaps(since, as_of) for a in had)


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
