"""How many open cases there are for each active practitioner: told as context.

Open: referred (or accepted, or without a day) by the as-of date and not closed by then. Counted against all active
practitioners, cleared for cases or not. Where a table says who has which case, the most for one person (leading or
co-facilitating) and the open cases that nobody has are told as well. Nothing public says how many are too many: set it
against the staffing plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rsqm_tool.checks import _unread
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import active, allocations
from rsqm_tool.checks._tally import Tally, place, untold
from rsqm_tool.dates import count
from rsqm_tool.model import Because, Finding, Outcome

NEEDED = {"practitioners": ("practitioner_id",), "cases": ("case_id", "closed_on")}


def check(inquiry: Inquiry) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, cases = tables.practitioners, tables.cases
    not_there = list(untold(inquiry, NEEDED, "Open cases for each practitioner"))
    if not_there or people is None or cases is None:
        yield from not_there
        return
    tally, as_of = Tally(), inquiry.as_of
    staff = {id for id, _ in active(people, as_of, tally)}  # whoever has no id cannot be given a case either
    begun = [c for c in cases.rows if (c.referred_on or c.accepted_on or as_of) <= as_of]
    still_open = {c.case_id for c in begun if c.case_id and (c.closed_on is None or c.closed_on > as_of)}
    outside = {f"out: {why}": number for why, number in sorted(tally.out.items())}
    figures: dict[str, int | float | str] = {"open_cases": len(still_open), "denominator": len(staff), **outside}
    read = (people, cases, tables.facilitators)
    figures |= _unread.figures(read)
    where, number = place(cases), count(len(still_open), "open case")
    if not staff:
        message = f"Nobody to count: {number}, and no active practitioners{_unread.aside(read)}"
        yield inquiry.finding(
            Outcome.NOT_ASSESSED, message, because=Because.NOBODY, figures=figures, where=place(people)
        )
        return
    figures["for_each"] = round(len(still_open) / len(staff), 1)
    message = f"{number} for {count(len(staff), 'active practitioner')}, {figures['for_each']} for each"
    for name, (words, value) in _spread(inquiry, still_open, staff).items():
        figures[name] = value
        message += f"; {words}"
    yield inquiry.finding(Outcome.MET, message + _unread.aside(read), figures=figures, where=where)


def _spread(inquiry: Inquiry, still_open: set[str], staff: set[str]) -> Mapping[str, tuple[str, int]]:
    """Who has the open cases: figures with their words, where a table tells."""
    held, as_of = allocations(inquiry), inquiry.as_of
    if held is None:
        return {}
    having = {
        id: {a.case_id for a in had if a.facilitates and a.overlaps(as_of, as_of) and a.case_id in still_open}
        for id, had in held.by_person.items()
        if id in staff
    }
    most = max(map(len, having.values()), default=0)
    nobody = len(still_open.difference(*having.values()))
    return {
        "most_for_one": (f"the most for one is {most}", most),
        "with_nobody": (f"{nobody} with no active practitioner", nobody),
    }
