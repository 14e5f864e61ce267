"""What must be done before a practitioner's first allocation, in any role: clearance for cases, induction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from rsqm_tool.checks._cases import UNSURE
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import Allocation, active, allocations, deciding
from rsqm_tool.checks._tally import BEFORE, Breach, Tally, Words, by_staff_rule, place, tell, unread, window_start
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Facilitator, Practitioner, Table


def before_first_allocation(
    inquiry: Inquiry,
    needed: Mapping[str, Sequence[str]],
    words: Words,
    done: Callable[[Practitioner], date | None],  # the day on which it was done
    not_yet: str,  # why somebody with neither a day nor a case does not count
    outside: Callable[[Practitioner, date], str] = lambda person, start: "",
) -> Iterator[Finding]:
    """Put each active practitioner on the pile that their allocations come to. `needed`: tables and columns.

    `outside` is given the first day of the last 12 months, and says why somebody does not count, or UNSURE where that
    cannot be told; empty where they count.
    """
    tables, tally = inquiry.workspace.tables, Tally()
    people, facilitators, held = tables.practitioners, tables.facilitators, allocations(inquiry, tally)
    not_there = list(unread(inquiry, needed))
    if not_there or people is None or facilitators is None or held is None:
        yield from not_there
        return
    start = window_start(inquiry, people)
    for id, person in active(people, inquiry.as_of, tally):
        why, day = outside(person, start), done(person)
        if why not in ("", UNSURE):
            tally.out[why] += 1
            continue
        had = _recorded(held.of(id), facilitators, tally)
        early = [a for a in had if day and (a.surely_before(day) or day > inquiry.as_of)]
        if not had and (day is None or day > inquiry.as_of):
            tally.out[not_yet] += 1
        elif early:
            first = min(early, key=lambda a: a.row)
            tally.put(inquiry, Breach(id, place(facilitators, first.row, "allocated_on"), on=first.earliest))
        elif day is None or why == UNSURE:
            tally.unsure(id)
        elif any(a.maybe_before(day) for a in had):
            tally.unsure(id, tables.cases, tables.processes)
        else:
            tally.kept.append(id)
    helps = (tables.cases, tables.processes)
    yield tell(inquiry, (people, *deciding(tables)), tally, words, by_staff_rule, helps=helps)


def _recorded(had: Sequence[Allocation], facilitators: Table[Facilitator], tally: Tally) -> list[Allocation]:
    """Those allocations that began since the table's records do; the others are told by `tally.ignored`."""
    begin = facilitators.records_begin
    early = [a for a in had if begin and a.latest and a.latest < begin]
    tally.ignored[BEFORE] += len(early)
    return [a for a in had if a not in early]
