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
from rsqm_tool.dates import count
from rsqm_tool.model import EvidenceItem, Finding, Outcome

BINDING = ("policy", "procedure", "guidance", "strategy", "plan", "programme", "terms of reference", "agreement")
_FRESH_DAYS = 30


def check(inquiry: Inquiry, *, kinds: Kinds = BINDING) -> Iterator[Finding]:  # type: ignore[assignment]
    items = [i for i in inquiry.items if i.kind in kinds]
    lacking = {i.id: trouble(i, inquiry.as_of) for i in items}
    for item in items:
        if lacking[item.id]:
            step = "Have it approved, then enter `approved_by:` (a role) and `approved_on:` in the register."
            if item.kind == "agreement":
                step = "Have the parties sign it, then enter `signed_by:` and `approved_on:` in the register."
            yield inquiry.about(item, Outcome.PARTLY_MET, f"{named(item)} {lacking[item.id]}", step)
        elif _is_fresh(inquiry, item):
            days = (inquiry.assessment_on - (item.approved_on or inquiry.as_of)).days
            message = (
                f"{named(item)} is approved {count(days, 'day')} before the assessment: practice cannot yet show it"
            )
            yield inquiry.about(item, Outcome.MET, message)
    fine = [i for i in items if not lacking[i.id]]
    if fine:
        figures = {"kept": len(fine), "broken": len(items) - len(fine), "denominator": len(items)}
        yield inquiry.finding(Outcome.MET, f"Approved: {ids(fine)}", figures=figures)


def trouble(item: EvidenceItem, as_of: date) -> str:
    """Why an item does not count as approved, to follow its name; nothing when it does."""
    if item.approved_on and item.approved_on > as_of:
        return f"is approved only on {item.approved_on}, after the as-of date"
    if item.kind == "agreement" and len(item.signed_by) >= 2:
        return ""
    if item.approved_on and item.approved_by:
        return ""
    if item.kind == "agreement":
        return "is not signed by two parties, nor approved"
    if item.approved_on:
        return "is approved, but the register does not say by whom"
    return "is not approved" if not item.approved_by else "has no date of approval"


def _is_fresh(inquiry: Inquiry, item: EvidenceItem) -> bool:
    assessment = inquiry.workspace.assessment_on
    return bool(assessment and item.approved_on and 0 <= (assessment - item.approved_on).days <= _FRESH_DAYS)
