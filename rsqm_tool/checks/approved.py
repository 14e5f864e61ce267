"""Documents that bind people are approved, and it is known by whom.

Judges supporting items of the given kinds: they need `approved_by` and `approved_on`; an agreement may instead be
signed by two parties. An approval dated after the as-of date counts for nothing. One within 30 days before the
assessment is told, because practice cannot yet show it; that lowers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rsqm_tool.checks import Kinds
from rsqm_tool.checks._inquiry import Inquiry, ids, named
from rsqm_tool.dates import count, in_words
from rsqm_tool.model import EvidenceItem, Finding, Outcome

BINDING = ("policy", "procedure", "guidance", "strategy", "plan", "programme", "terms of reference", "agreement")
_FRESH_DAYS = 30


def check(inquiry: Inquiry, *, kinds: Kinds = BINDING) -> Iterator[Finding]:  # type: ignore[assignment]
    items = [i for i in inquiry.items if i.kind in kinds]
    lacking = {i.id: words for i in items if (words := trouble(i, inquiry.as_of))}
    fine = [i for i in items if i.id not in lacking]
    figures = {"kept": len(fine), "broken": len(items) - len(fine), "denominator": len(items)}
    for item in items:
        if item.id in lacking:
            message = f"{named(item)} {lacking[item.id]}"
            step = remedy(item, inquiry.as_of)
            yield inquiry.about(item, Outcome.PARTLY_MET, message, step, figures=figures)
        elif words := _fresh(inquiry, item):
            message = f"{named(item)} was approved {words}: practice cannot yet show it"
            yield inquiry.about(item, Outcome.MET, message, "Tell the assessor how it is brought into use.")
    if fine:
        yield inquiry.finding(Outcome.MET, f"Approved: {ids(fine)}", figures=figures)


def trouble(item: EvidenceItem, as_of: date) -> str:
    """Why an item does not count as approved, to follow its name; nothing when it does."""
    if item.approved_on and item.approved_on > as_of:
        return f"is approved only on {in_words(item.approved_on)}, after the as-of date"
    if item.kind == "agreement" and len(set(item.signed_by)) >= 2:
        return ""
    if item.approved_on and item.approved_by:
        return ""
    if item.approved_on:
        return "is approved, but the register does not say by whom"
    if item.approved_by:
        return "has no date of approval"
    return "is not signed by two parties, nor approved" if item.kind == "agreement" else "is not approved"


def remedy(item: EvidenceItem, as_of: date) -> str:
    """What to do about it."""
    if item.approved_on and item.approved_on > as_of:
        return "It counts from that day. Correct `approved_on:`, if it is wrong."
    if item.kind == "agreement" and not (item.approved_on and item.approved_by):
        return "Have the parties sign it, then enter `signed_by:` with each of them in the register."
    if item.approved_on:
        return "Enter who approved it (a role or a group) as `approved_by:` in the register."
    if item.approved_by:
        return "Enter the day of approval as `approved_on:` in the register."
    return "Have it approved, then enter `approved_by:` (a role or a group) and `approved_on:` in the register."


def _fresh(inquiry: Inquiry, item: EvidenceItem) -> str:
    """How shortly before the assessment an item was approved; nothing when it was earlier, or the day is over."""
    assessment = inquiry.workspace.assessment_on
    if not assessment or not item.approved_on or assessment < inquiry.as_of:
        return ""
    days = (assessment - item.approved_on).days
    if not 0 <= days <= _FRESH_DAYS:
        return ""
    return f"{count(days, 'day')} before the assessment" if days else "on the day of the assessment"
