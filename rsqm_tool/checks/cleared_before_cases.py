"""Everyone is cleared for cases before the first allocation, in any role.

Counted for each active practitioner, whenever the allocation was, as far back as the table of facilitators goes (or its
records begin). Kept: cleared on or before the day of every allocation, observing and mentoring included, or cleared and
without a case so far. Broken: a case was allocated before the day of clearance. Cannot tell: cases, but no day of
clearance; or no day of allocation, as in a flat export, and the clearance lies between the case's acceptance and its
process or closing. Whoever is neither cleared nor has had a case is out.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from rsqm_tool.checks._first_allocation import before_first_allocation
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
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
    done, not_yet = attrgetter("cleared_for_cases_on"), "not yet cleared, without a case"
    yield from before_first_allocation(inquiry, NEEDED, _WORDS, done, not_yet)
