"""Whoever started in the last 12 months had induction before the first allocation, in any role.

Counted for each active practitioner who started in the 12 months up to the as-of date. Kept: induction complete on or
before the day of every allocation, observing included, or complete and without a case so far. Broken: a case was
allocated before. Cannot tell: a case, but no day of induction; no day of the start; or no day of allocation, as in a
flat export, and induction lies between the case's acceptance and its process or closing. Whoever has had neither
induction nor a case is out: it comes before the first.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import active, allocations, recorded
from rsqm_tool.checks._tally import Breach, Tally, Words, by_staff_rule, place, tell, unread, window_start
from rsqm_tool.model import Finding

NEEDED = {"practitioners": ("practitioner_id", "started_on", "induction_on"), "facilitators": ("practitioner_id",)}
_WORDS = Words(
    who="active practitioners who started in the last 12 months",
    keeps="had induction before their first allocation",
    breaks="had a case allocated before their induction was complete",
    next_step="Complete the induction now, and enter the day. Allocate nothing before it.",
    to_tell="Enter the days of the start, of induction and of allocation.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, facilitators = tables.practitioners, tables.facilitators
    tally = Tally()
    held = allocations(inquiry, tally)
    not_there = list(unread(inquiry, NEEDED))
    if not_there or people is None or facilitators is None or held is None:
        yield from not_there
        return
    start = window_start(inquiry, people)
    for id, person in active(people, inquiry.as_of, tally):
        if person.started_on and person.started_on < start:
            tally.out["started earlier"] += 1
            continue
        had, done = recorded(held.of(id), facilitators, tally), person.induction_on
        early = [a for a in had if done and (a.surely_before(done) or done > inquiry.as_of)]
        if not had and (done is None or done > inquiry.as_of):
            tally.out["without a case, induction comes before the first"] += 1
        elif early:
            first = min(early, key=lambda a: a.row)
            tally.put(inquiry, Breach(id, place(facilitators, first.row, "allocated_on"), on=first.earliest))
        elif done is None or person.started_on is None or any(a.maybe_before(done) for a in had):
            tally.cannot_tell.append(id)
        else:
            tally.kept.append(id)
    yield tell(inquiry, (people, facilitators, tables.cases), tally, _WORDS, by_staff_rule(tally))
