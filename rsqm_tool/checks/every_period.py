"""There is a report for each complete period of the last twelve months.

Periods are calendar blocks of `months` (3: the quarters; the months must divide 12). A usable item of the given kinds
answers a period when its `covers` includes the whole of it: one over a longer time stands for its last period alone,
one dated after the as-of date for none. A period that ended within `grace_days` is not due yet. Where none is due there
is nobody to count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from rsqm_tool.checks import Kinds, YearPart
from rsqm_tool.checks._inquiry import Inquiry, either, ids, lacking
from rsqm_tool.dates import add_months, agreeing, count, in_words
from rsqm_tool.model import Because, EvidenceItem, Finding, Outcome, Period


def check(inquiry: Inquiry, *, kinds: Kinds, months: YearPart = 3, grace_days: int = 42) -> Iterator[Finding]:
    items = [i for i in inquiry.items if i.kind in kinds]
    due = [p for p in complete_periods(inquiry.as_of, months) if _end(p) + timedelta(days=grace_days) < inquiry.as_of]
    usable = [i for i in items if i.usable]
    wanting = [p for p in due if not _answering(usable, p, inquiry.as_of)]
    figures = {"kept": len(due) - len(wanting), "broken": len(wanting), "denominator": len(due)}
    if not due:
        because = Because.NOBODY
        yield inquiry.finding(Outcome.NOT_ASSESSED, "No period is due yet", because=because, figures=figures)
    elif not wanting:
        message = f"Each period is covered: {count(len(due), 'period')} since {in_words(due[0].start)}"
        yield inquiry.finding(Outcome.MET, message, figures=figures)
    else:
        spans = "; ".join(f"{in_words(p.start)} to {in_words(_end(p))}" for p in wanting)
        of = f"{len(wanting)} of {count(len(due), 'period')}"
        message = f"Missing: {of} {agreeing(len(wanting), 'have')} no {either(kinds)}: {spans}"
        message += _no_help(usable, inquiry.as_of)
        step = "Register it, with its period as `covers:`, or write it from the figures you have."
        waiting = dict.fromkeys(i.id for p in wanting for i in _answering(items, p, inquiry.as_of))
        yield lacking(inquiry, message, step, [i for i in items if i.id in waiting], figures=figures)


def complete_periods(as_of: date, months: int) -> list[Period]:
    """The calendar blocks of so many months that are over, of the last twelve months, oldest first."""
    block = date(as_of.year, (as_of.month - 1) // months * months + 1, 1)  # the one that runs now
    starts = [add_months(block, -months * back) for back in range(12 // months, 0, -1)]
    return [Period(start, add_months(start, months) - timedelta(days=1)) for start in starts]


def _end(period: Period) -> date:
    return period.to or date.max


def _answering(items: Sequence[EvidenceItem], period: Period, as_of: date) -> list[EvidenceItem]:
    """The items whose period includes the whole of one, and not of the next as well; none that is dated later."""
    next_end = add_months(period.start, 2 * _months(period)) - timedelta(days=1)
    return [
        i for i in items
        if i.covers and i.covers.to and i.date and i.date <= as_of
        and i.covers.start <= period.start and _end(period) <= i.covers.to < next_end
    ]  # fmt: skip


def _months(period: Period) -> int:
    after = _end(period) + timedelta(days=1)
    return (after.year - period.start.year) * 12 + after.month - period.start.month


def _no_help(items: Sequence[EvidenceItem], as_of: date) -> str:
    """What is registered and answers no period, and why."""
    later = [i for i in items if i.date and i.date > as_of]
    open_ended = [i for i in items if not (i.covers and i.covers.to) and i not in later]
    aside = f"; {ids(later)} {'is' if len(later) == 1 else 'are'} dated after the as-of date" if later else ""
    if open_ended:
        aside += f"; {ids(open_ended)} {'does' if len(open_ended) == 1 else 'do'} not say which period it covers"
    return aside
