"""Everyone is cleared for cases before the first allocation, in any role.

Counted for each active practitioner, whenever the allocation was, as far back as the table of facilitators goes (or its
records begin). Kept: cleared on or before the day of every allocation, observing and mentoring included, or cleared and
without a case so far. Broken: a case was allocated before the day of clearance. Cannot tell: cases, but no day of
clearance; or no day of allocation, as in a flat export, and the clearance lies between the case's acceptance and its
process or closing. Whoever is neither cleared nor has had a case is out.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import active, allocations, recorded
from rsqm_tool.checks._tally import Breach, Tally, Words, by_staff_rule, place, tell, unread
from rsqm_tool.model import Finding

NEEDED = {"practitioners": ("practitioner_id", "cleared_for_cases_on"), "facilitators": ("practitioner_id",)}
_WORDS = Words(
    who="active practitioners",
    keeps="were cleared for cases before their first allocation",
    breaks="had a case allocated before they were cleared for cases",
    next_step="Correct the dates, or write down what happened and what changed. Allocate nothing before clearance.",
    to_tell="Enter the days of clearance and of allocation.",
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
    for id, person in active(people, inquiry.as_of, tally):
        had, cleared = recorded(held.of(id), facilitators, tally), person.cleared_for_cases_on
        early = [a for a in had if cleared and (a.surely_before(cleared) or cleared > inquiry.as_of)]
        if not had and (cleared is None or cleared > inquiry.as_of):
            tally.out["not yet cleared, without a case"] += 1
        elif early:
            first = min(early, key=lambda a: a.row)
            tally.put(inquiry, Breach(id, place(facilitators, first.row, "allocated_on"), on=first.earliest))
        elif cleared is None or any(a.maybe_before(cleared) for a in had):
            tally.cannot_tell.append(id)
        else:
            tally.kept.append(id)
    yield tell(inquiry, (people, facilitators, tables.cases), tally, _WORDS, by_staff_rule(tally))
