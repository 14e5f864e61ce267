"""Documents are reviewed within the service's own interval.

Judges documents that need review: those that support the criterion (`scope: supports`), or all in the register
(`scope: register`). A review is due on the earlier of `review_by` and the approval date plus the interval that the
service sets in `targets.review_months`, by topic, by kind or `default`. What a partner or parent body owns (`agency:`)
keeps its own review date. Due today is not overdue. In date today and due before the assessment is told with the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rsqm_tool.checks._inquiry import Inquiry, named
from rsqm_tool.dates import add_months, count
from rsqm_tool.model import EvidenceItem, Finding, Outcome, Targets

KINDS = ("policy", "procedure", "guidance", "terms of reference", "strategy", "plan", "programme")


def check(inquiry: Inquiry, *, scope: str = "supports") -> Iterator[Finding]:
    pool = inquiry.workspace.items if scope == "register" else inquiry.items
    items = [i for i in pool if i.kind in KINDS]
    late = 0
    for item in items:
        finding = _judge(inquiry, item)
        late += finding is not None and finding.outcome is not Outcome.MET
        if finding:
            yield finding
    if items and not late:
        figures = {"kept": len(items), "broken": 0, "denominator": len(items)}
        yield inquiry.finding(Outcome.MET, f"In date: {count(len(items), 'document')}", figures=figures)


def _judge(inquiry: Inquiry, item: EvidenceItem) -> Finding | None:
    due, why = review_due(item, inquiry.workspace.targets)
    if due is None:
        message = f"{named(item)} has no review date and no date of approval"
        return inquiry.about(item, Outcome.PARTLY_MET, message, "Enter `review_by:` in the register.")
    if due < inquiry.as_of:
        message = f"{named(item)} is past its review by {count((inquiry.as_of - due).days, 'day')}: due {due} ({why})"
        step = "Review it, have it approved, and enter the new dates in the register."
        return inquiry.about(item, Outcome.PARTLY_MET, message, step)
    if due < inquiry.assessment_on:
        days = (inquiry.assessment_on - due).days
        early = f"{count(days, 'day')} before the assessment"
        message = f"{named(item)} is in date today; its review is due {due} ({why}), {early}"
        return inquiry.about(item, Outcome.MET, message, "Review it before then.", lapses_on=due)
    return None


def review_due(item: EvidenceItem, targets: Targets) -> tuple[date | None, str]:
    """The day by which an item must be reviewed, and why; None when the register gives no date to count from."""
    months, by = _interval(item, targets)
    own = add_months(item.approved_on, months) if item.approved_on and not item.agency else None
    if own and (item.review_by is None or own < item.review_by):
        return own, f"{months} months after approval, the service's interval for {by}"
    return item.review_by, "the register's review date"


def _interval(item: EvidenceItem, targets: Targets) -> tuple[int, str]:
    """The service's interval in months, and what it is for: the shortest that fits the item's topics, kind or title."""
    title = item.title.casefold()
    fitting = {
        word: months
        for word, months in targets.review_months.items()
        if word in item.about or word == item.kind or (not item.about and word.casefold() in title)
    }
    if fitting:
        word = min(fitting, key=lambda w: (fitting[w], w))
        return fitting[word], word
    return targets.review_months.get("default", 24), "other documents"
