"""There is one report for each complete period of the last twelve months.

Periods are calendar blocks of `months` (3: the quarters). A usable item of the given kinds answers a period when its
`covers` includes the whole of it. A period that ended within `grace_days` is not due yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rsqm_tool.checks import Kinds
from rsqm_tool.checks._inquiry import Inquiry, either
from rsqm_tool.dates import add_months, in_words
from rsqm_tool.model import EvidenceItem, Finding, Outcome, Period


def check(inquiry: Inquiry, *, kinds: Kinds, months: int = 3, grace_days: int = 42) -> Iterator[Finding]:
    items = [i for i in inquiry.usable if i.kind in kinds]
    periods = complete_periods(inquiry.as_of, months)
    due = [p for p in periods if p.to and p.to + timedelta(days=grace_days) < inquiry.as_of]
    lacking = [p for p in due if not any(_answers(i, p) for i in items)]
    figures = {"kept": len(due) - len(lacking), "broken": len(lacking), "denominator": len(due)}
    if not lacking:
        message = (
            f"A report for each of {len(due)} periods since {in_words(due[0].start)}" if due else "No period is due"
        )
        yield inquiry.finding(Outcome.MET, message, figures=figures)
        return
    spans = "; ".join(f"{in_words(p.start)} to {in_words(p.to)}" for p in lacking if p.to)
    message = f"Missing: {len(lacking)} of {len(due)} periods have no {either(kinds)}: {spans}"
    step = "Register it with the period that it `covers:`, or write it from the figures you have."
    yield inquiry.finding(Outcome.PARTLY_MET, message, step, figures=figures)


def complete_periods(as_of: date, months: int) -> list[Period]:
    """The calendar blocks of so many months that are over, of the last twelve months, oldest first."""
    block = date(as_of.year, (as_of.month - 1) // months * months + 1, 1)  # the one that runs now
    starts = [add_months(block, -months * back) for back in range(12 // months, 0, -1)]
    return [Period(start, add_months(start, months) - timedelta(days=1)) for start in starts]


def _answers(item: EvidenceItem, period: Period) -> bool:
    covers = item.covers
    return bool(covers and covers.to and period.to and covers.start <= period.start and period.to <= covers.to)
