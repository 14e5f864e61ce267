"""Evidence of practice is recent enough.

Counts usable items of the given kinds dated within so many months before the as-of date (the day itself included). An
item's date is `dated`, else the end of `covers`, else `approved_on`. Items dated later count for nothing and are told.
Fewer than `at_least` is *stale* evidence, or missing where there is none at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rsqm_tool.checks import Kinds
from rsqm_tool.checks._inquiry import Inquiry, either, ids
from rsqm_tool.dates import add_months, count
from rsqm_tool.model import EvidenceItem, Finding, Outcome


def check(inquiry: Inquiry, *, kinds: Kinds, within_months: int, at_least: int = 1) -> Iterator[Finding]:
    items = [i for i in inquiry.usable if i.kind in kinds]
    begin = add_months(inquiry.as_of, -within_months)
    recent = [i for i in items if i.date and begin <= i.date <= inquiry.as_of]
    figures = {"found": len(recent), "wanted": at_least, "within_months": within_months}
    if len(recent) >= at_least:
        message = f"Within {count(within_months, 'month')}: {ids(recent)}"
        yield inquiry.finding(Outcome.MET, message, figures=figures)
        return
    wanted = f"{at_least} wanted from the {count(within_months, 'month')} before {inquiry.as_of}"
    message = f"{_lead(inquiry, kinds, items, recent)}; {wanted}"
    step = f"Register the newest ({either(kinds)}) with its date, or enter the date of the one you have."
    yield inquiry.finding(Outcome.PARTLY_MET, message, step, figures=figures)


def _lead(inquiry: Inquiry, kinds: Kinds, items: Sequence[EvidenceItem], recent: Sequence[EvidenceItem]) -> str:
    """What is there instead, newest first."""
    if not items:
        return f"Missing: no {either(kinds)} supports this criterion"
    if recent:
        return f"Stale: only {ids(recent)} {'is' if len(recent) == 1 else 'are'} recent enough"
    dated = [i for i in items if i.date and i.date <= inquiry.as_of]
    if dated:
        newest = max(dated, key=lambda i: i.date or inquiry.as_of)
        return f"Stale: the newest is {newest.id} of {newest.date}"
    later = [i for i in items if i.date]
    return f"Stale: {ids(later)} is dated after the as-of date" if later else f"Stale: {ids(items)} has no date"
