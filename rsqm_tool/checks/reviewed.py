"""Documents are reviewed within the service's own interval.

Judges documents that need review: those that support the criterion (`scope: supports`), or all in the register
(`scope: register`). A review is due on the earlier of `review_by` and the approval date plus an interval: of those in
`targets.review_months` the shortest that fits by topic or kind, else `default`. What the service does not set there is
12 months for safeguarding and risk, and 24 for all else. Topics stand under `about:`; without it the words of the title
decide. What a partner or parent body owns (`agency:`) keeps its own review date. Due today is not overdue. In date
today and due before the assessment is told with the day. What is approved only after the as-of date owes no review yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rsqm_tool.checks import Scope
from rsqm_tool.checks._inquiry import Inquiry, named
from rsqm_tool.checks._topics import mentions
from rsqm_tool.checks.approved import remedy
from rsqm_tool.dates import add_months, count, in_words
from rsqm_tool.model import EvidenceItem, Finding, Outcome, Targets

KINDS = ("policy", "procedure", "guidance", "terms of reference", "strategy", "plan", "programme")


def check(inquiry: Inquiry, *, scope: Scope = "supports") -> Iterator[Finding]:
    pool = inquiry.workspace.items if scope == "register" else inquiry.items
    items = [i for i in pool if i.kind in KINDS and not _is_to_come(i, inquiry.as_of)]
    findings = [f for i in items if (f := _judge(inquiry, i))]
    yield from findings
    broken = sum(f.outcome is not Outcome.MET for f in findings)
    if len(items) > broken:
        figures = {"kept": len(items) - broken, "broken": broken, "denominator": len(items)}
        of = f"{len(items) - broken} of " if broken else ""
        yield inquiry.finding(Outcome.MET, f"In date: {of}{count(len(items), 'document')}", figures=figures)


def _is_to_come(item: EvidenceItem, as_of: date) -> bool:
    return item.review_by is None and item.approved_on is not None and item.approved_on > as_of


def _judge(inquiry: Inquiry, item: EvidenceItem) -> Finding | None:
    due, why = review_due(item, inquiry.workspace.targets, inquiry.as_of)
    if due is None:
        return _undated(inquiry, item)
    if due < inquiry.as_of:
        late = count((inquiry.as_of - due).days, "day")
        message = f"{named(item)} is past its review by {late}: due {in_words(due)} ({why})"
        step = "Review it, have it approved, and enter the new dates in the register."
        if item.approved_on and item.review_by == due <= item.approved_on <= inquiry.as_of:
            step = "Its approval is newer than its review date: enter the next one as `review_by:` in the register."
        return inquiry.about(item, Outcome.PARTLY_MET, message, step)
    if due < inquiry.assessment_on:
        early = f"{count((inquiry.assessment_on - due).days, 'day')} before the assessment"
        message = f"{named(item)} is in date today; its review is due {in_words(due)} ({why}), {early}"
        return inquiry.about(item, Outcome.MET, message, "Review it before then.", lapses_on=due)
    return None


def _undated(inquiry: Inquiry, item: EvidenceItem) -> Finding:
    """Nothing in the register says when the review is due."""
    if item.agency:
        owner = next((p.name for p in inquiry.workspace.service.partners if p.id == item.agency), item.agency)
        message = f"{named(item)} belongs to {owner}, and the register does not say when they review it"
        step = f"Ask {owner}, and enter the day as `review_by:` in the register."
    else:
        message = f"{named(item)} has no review date and no date of approval to count from"
        step = remedy(item, inquiry.as_of)  # the same step as `approved` has: an approval settles both
    return inquiry.about(item, Outcome.PARTLY_MET, message, step)


def review_due(item: EvidenceItem, targets: Targets, as_of: date) -> tuple[date | None, str]:
    """The day by which an item must be reviewed, and why; None when the register gives no date to count from."""
    own, why = None, ""
    if item.approved_on and item.approved_on <= as_of and not item.agency:
        months, why = _interval(item, targets)
        own = add_months(item.approved_on, months)
        why = f"{count(months, 'month')} after approval, {why}"
    if own and (item.review_by is None or own < item.review_by):
        return own, why
    return item.review_by, "the register's review date"


def _interval(item: EvidenceItem, targets: Targets) -> tuple[int, str]:
    """The interval in months, whose it is and what for: the shortest that fits the item's topics, kind or title."""
    fitting = [
        (months, word, aside)
        for word, months in targets.review_months.items()
        if word != "default" and (aside := _fit(item, word)) is not None
    ]
    if fitting:
        months, word, aside = min(fitting)
        return months, _whose(word, word + aside, targets)
    return targets.review_months.get("default", 24), _whose("default", "other documents", targets)


def _whose(word: str, what: str, targets: Targets) -> str:
    """An interval in words: the service's own, or the usual one and where to set another."""
    if word in targets.set_months:
        return f"the service's interval for {what}"
    return f"the usual interval for {what}; `review_months:` under `targets:` sets your own"


def _fit(item: EvidenceItem, word: str) -> str | None:
    """Whether a word of the targets fits an item: None when not, else what to add to the word."""
    if word.casefold() == item.kind or any(mentions(topic, word) for topic in item.about):
        return ""
    return " (by its title)" if not item.about and mentions(item.title, word) else None
