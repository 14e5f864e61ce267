"""Whoever started in the last 12 months had induction before the first allocation, in any role.

Counted for each active practitioner who started in the 12 months up to the as-of date. Kept: induction complete on or
before the day of every allocation, observing included, or complete and without a case so far. Broken: a case was
allocated before. Cannot tell: a case, but no day of induction; no day of the start; or no day of allocation, as in a
flat export, and induction lies between the case's acceptance and its process or closing. Whoever has had neither
induction nor a case is out: it comes before the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from operator import attrgetter

from rsqm_tool.checks._cases import UNSURE
from rsqm_tool.checks._first_allocation import before_first_allocation
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Practitioner

NEEDED = {"practitioners": ("practitioner_id", "started_on", "induction_on"), "facilitators": ("practitioner_id",)}
_WORDS = Words(
    who="active practitioners who started in the last 12 months",
    keeps="had induction before their first allocation",
    breaks="had a case allocated before their induction was complete",
    next_step="Complete the induction now, and enter the day. Allocate nothing before it.",
    to_tell="Enter the days of the start, of induction and of allocation.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    done, not_yet = attrgetter("induction_on"), "without a case, induction comes before the first"
    yield from before_first_allocation(inquiry, NEEDED, _WORDS, done, not_yet, _outside)


def _outside(person: Practitioner, start: date) -> str:
    """Why somebody does not count."""
    if person.started_on is None:
        return UNSURE
    return "started earlier" if person.started_on < start else ""
