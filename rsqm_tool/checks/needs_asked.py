"""Everyone was asked whether they need an interpreter or an adjustment.

Counted: each person in a case who was first contacted in the 12 months up to the as-of date; who withdrew or declined
counts too, whoever was never reached does not. Kept where both answers are entered, also when they are no. A blank is
not asked, and breaks the rule. One person, or up to 10 %, is partly met. A flat export has no column for it, and
leaves the question to a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._cases import BROKEN, KEPT, UNSURE, reached
from rsqm_tool.checks._counting import Count, Source, Unit, not_there
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding

SOURCE = Source(
    single={"participants": ("case_id", "participant_id", "interpreter", "adjustment", "first_contact_on")},
    flat={},
    column="interpreter",
    what="whether people were asked about an interpreter or an adjustment",
)
WORDS = Words(
    who="people contacted in the last 12 months",
    keeps="had an answer about an interpreter and an adjustment",
    breaks="had no answer about an interpreter, an adjustment, or either",
    next_step="Ask at the next contact with those who are still taking part, and enter the answer, also when it is no. "
    "Do not get in touch again with anybody who has stopped.",
    to_tell="Enter the day of first contact; for joint cases, register the partner's confirmation.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    people = inquiry.workspace.tables.participants
    lacking = list(not_there(inquiry, SOURCE))
    if lacking or people is None:
        yield from lacking
        return
    cases = {c.case_id: c for c in inquiry.workspace.tables.cases.rows} if inquiry.workspace.tables.cases else {}
    count = Count(inquiry, [people], helps=[inquiry.workspace.tables.cases])
    blanks = {"interpreter_not_asked": 0, "adjustment_not_asked": 0}
    for person in people.rows:
        on = person.first_contact_on or person.informed_on
        id = ".".join(i for i in (person.case_id, person.participant_id) if i)
        column = "adjustment" if person.interpreter is not None else "interpreter"
        unit = Unit(id, person.case_id or "", cases.get(person.case_id), on, person.row, column)
        if not reached(person):
            count.put("not reached", unit)
        elif count.in_time(on):
            blanks["interpreter_not_asked"] += person.interpreter is None
            blanks["adjustment_not_asked"] += person.adjustment is None
            asked = person.interpreter is not None and person.adjustment is not None
            count.put(UNSURE if on is None else KEPT if asked else BROKEN, unit)
    yield count.finding(WORDS, blanks)
