"""What runs for a period is in force today and on the day of the assessment.

Judges supporting items of the given kinds by `covers`. Not in force on the as-of date is not met; ending before the
assessment is partly met. With `each: true` every item must be in force; otherwise one, or one after another, is enough.
An item without an end rolls on: it must have been approved, dated or begun within `rolling_months`. Where there is no
item of the kinds it says nothing: `kinds` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rsqm_tool.checks import Kinds
from rsqm_tool.checks._inquiry import Inquiry, ids, named
from rsqm_tool.dates import add_months, count
from rsqm_tool.model import EvidenceItem, Finding, Outcome, is_worse

_STEP = "Register what replaces it with the period that it `covers:`, or take it out of `supports:` here."


def check(inquiry: Inquiry, *, kinds: Kinds, each: bool = False, rolling_months: int = 24) -> Iterator[Finding]:
    items = [i for i in inquiry.items if i.kind in kinds]
    states = {i.id: _state(inquiry, i, rolling_months) for i in items}
    fine = [i for i in items if states[i.id][0] is Outcome.MET]
    broken = [i for i in items if i not in fine]
    if not each:
        fine = fine or _one_after_another(inquiry, items)
        broken = [] if fine else _best(broken, states)
    for item in broken:
        outcome, words = states[item.id]
        yield inquiry.about(item, outcome, f"{named(item)} {words}", _STEP)
    if fine:
        yield inquiry.finding(Outcome.MET, f"In force on {inquiry.assessment_on}: {ids(fine)}")


def _state(inquiry: Inquiry, item: EvidenceItem, rolling_months: int) -> tuple[Outcome, str]:
    """How an item stands by its own dates, and the words for it, to follow its name."""
    begins = item.covers.start if item.covers else item.approved_on or item.dated
    ends = item.covers.to if item.covers else None
    if begins is None:
        return Outcome.PARTLY_MET, "has no period that it covers, and no date"
    if begins > inquiry.as_of:
        return Outcome.NOT_MET, f"is not in force yet: it begins on {begins}"
    if ends is None:
        looked_at = max(d for d in (begins, item.approved_on, item.dated) if d and (d <= inquiry.as_of or d == begins))
        if add_months(looked_at, rolling_months) < inquiry.as_of:
            return Outcome.PARTLY_MET, f"rolls on, and nobody has looked at it since {looked_at}"
        return Outcome.MET, "rolls on"
    if ends < inquiry.as_of:
        return Outcome.NOT_MET, f"ended on {ends}, {count((inquiry.as_of - ends).days, 'day')} ago: it is not in force"
    if ends < inquiry.assessment_on:
        days = count((inquiry.assessment_on - ends).days, "day")
        return Outcome.PARTLY_MET, f"ends on {ends}, {days} before the assessment"
    return Outcome.MET, f"runs to {ends}"


def _one_after_another(inquiry: Inquiry, items: Sequence[EvidenceItem]) -> list[EvidenceItem]:
    """Items that together reach from today to the assessment, where none does alone; else nothing."""

    def holds(item: EvidenceItem, on: date) -> bool:
        span = item.covers
        return bool(span and span.start <= on and (span.to is None or on <= span.to))

    today = [i for i in items if holds(i, inquiry.as_of)]
    then = [i for i in items if holds(i, inquiry.assessment_on)]
    return [*today, *then] if today and then else []


def _best(items: Sequence[EvidenceItem], states: dict[str, tuple[Outcome, str]]) -> list[EvidenceItem]:
    """The one item that comes nearest, newest first: where one is enough, older ones say nothing."""
    best: EvidenceItem | None = None
    for item in sorted(items, key=lambda i: (i.covers.to or date.max) if i.covers else date.min, reverse=True):
        if best is None or is_worse(states[best.id][0], states[item.id][0]):
            best = item
    return [best] if best else []
