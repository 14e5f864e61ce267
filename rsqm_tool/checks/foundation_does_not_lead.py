"""Nobody below Intermediate level leads a case.

Counted for each active practitioner at Foundation level, or at none yet. Kept: led nothing in the 12 months up to the
as-of date. Broken: entered as lead of a case or process that they had on any day of those months. The level is today's:
tables hold no earlier one. Cannot tell: a lead without a level, or without any day; and whoever led nothing, and had a
case or process in a role that is blank. Others are out.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import active, allocations, deciding
from rsqm_tool.checks._tally import Breach, Tally, Words, by_staff_rule, place, tell, unread, window_start
from rsqm_tool.model import Finding

NEEDED = {"practitioners": ("practitioner_id", "level"), "facilitators": ("practitioner_id", "role")}
_WORDS = Words(
    who="active practitioners below Intermediate level",
    keeps="led no case in 12 months",
    breaks="led a case in the last 12 months",
    next_step="Let an Intermediate or Advanced practitioner lead, or correct the level or the role.",
    to_tell="Enter the level and the role of each facilitator, and the day of allocation.",
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
    start = window_start(inquiry, facilitators)
    for id, person in active(people, inquiry.as_of, tally):
        # A blank role may be anything.
        led = [a for a in held.of(id) if a.role in ("lead", "") and a.overlaps(start, inquiry.as_of)]
        dated = [a for a in led if a.earliest]
        sure = [a for a in dated if a.role]
        if person.level in ("intermediate", "advanced"):
            tally.out["at Intermediate or Advanced level"] += 1
        elif person.level is None and not led:
            tally.out["without a level, leading nothing"] += 1
        elif not led:
            tally.kept.append(id)
        elif person.level is None or not sure:
            tally.unsure(id, *(() if dated else (tables.cases, tables.processes)))
        else:
            first = min(sure, key=lambda a: a.row)
            tally.put(inquiry, Breach(id, place(facilitators, first.row, "role"), on=first.earliest))
    helps = (tables.cases, tables.processes)
    yield tell(inquiry, (people, *deciding(tables)), tally, _WORDS, by_staff_rule, helps=helps)
