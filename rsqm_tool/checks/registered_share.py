"""What share of practitioners is on the RJC register, against the 60 % asked of providers: told only.

Counted in, as the RJC's renewal form describes it: paid, seconded and sessional staff at Foundation level or above who
do that work; volunteers who have been here more than 12 months and led or co-facilitated a case in the last 12. Left
out: everybody on probation in their employment (the form lets providers leave out those with experience; tables do not
hold that), administrators, whoever has no level yet. Registered: on the RJC's register at any level; those whose
practice is at a higher level are told. Assumed, because how the RJC rounds is not public: the number that makes up the
share is rounded up. Blank cells count as not registered. The figure lowers nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks import _unread
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import Allocations, active, allocations
from rsqm_tool.checks._tally import OTHER_MONTHS, Tally, place, singular, untold
from rsqm_tool.dates import add_months, agreeing
from rsqm_tool.model import Because, Finding, Outcome
from rsqm_tool.model.tables import Practitioner

NEEDED = {
    "practitioners": ("practitioner_id", "employment", "level", "started_on", "rjc_registered_level"),
    "facilitators": ("practitioner_id",),
}
_LEVELS = ("none", "foundation", "intermediate", "advanced")


def check(inquiry: Inquiry, *, percent: int = 60) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, held = tables.practitioners, allocations(inquiry)
    not_there = list(untold(inquiry, NEEDED, f"The share of registered practitioners ({percent} %)"))
    if not_there or people is None or held is None:
        yield from not_there
        return
    tally, counted, registered, below = Tally(), 0, 0, 0
    for id, person in active(people, inquiry.as_of, tally):
        why = _left_out(inquiry, id, person, held)
        if why:
            tally.out[why] += 1
            continue
        own, level = (_LEVELS.index(word or "none") for word in (person.rjc_registered_level, person.level))
        counted, registered = counted + 1, registered + (own > 0)
        below += 0 < own < level
    read = (people, tables.facilitators)
    wanted = -(-percent * counted // 100)  # rounded up
    outside = {f"out: {why}": number for why, number in sorted(tally.out.items())}
    figures = {"registered": registered, "denominator": counted, "wanted": wanted, "percent": percent,
               "registered_below_their_level": below, **outside, **_unread.figures(read)}  # fmt: skip
    if not counted:
        message = f"Nobody to count: no practitioners for whom registration is asked{_unread.aside(read)}"
        yield inquiry.finding(
            Outcome.NOT_ASSESSED, message, because=Because.NOBODY, figures=figures, where=place(people)
        )
        return
    rounded = (
        f", rounded up to {wanted} (" if wanted * 100 != percent * counted else " (a fraction would be rounded up: "
    )
    share = f"{percent} % is {percent * counted / 100:g}{rounded}how the RJC rounds is not public)"
    who = singular("practitioners who count") if counted == 1 else "practitioners who count"
    message = (
        f"{registered} of {counted} {who} {agreeing(registered, 'are')} on the RJC's register; "
        f"{share}{_unread.aside(read)}"
    )
    step = "" if registered >= wanted else f"To apply as a registered provider, register {wanted - registered} more."
    yield inquiry.finding(Outcome.MET, message, step, figures=figures, where=place(people))


def _left_out(inquiry: Inquiry, id: str, person: Practitioner, held: Allocations) -> str:
    """Why somebody does not count; empty when they do."""
    year = add_months(inquiry.as_of, -OTHER_MONTHS)
    delivers = any(a.facilitates and a.overlaps(year, inquiry.as_of) for a in held.of(id))
    if person.probation_until and person.probation_until >= inquiry.as_of:
        return "on probation"
    if person.employment == "volunteer":
        if person.started_on is None or person.started_on >= year:
            return "volunteers for 12 months or less"
        return "" if delivers else "volunteers without a case in 12 months"
    if person.level in ("none", None):
        return "below Foundation level"
    return ""
