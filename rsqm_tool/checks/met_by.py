"""Where a partner meets a criterion, the partner's own evidence is registered.

Judges criteria whose rating names a partner under `met_by:`: at least one usable item must have that `agency:`.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._inquiry import Inquiry, ids, lacking
from rsqm_tool.model import Finding, Outcome


def check(inquiry: Inquiry) -> Iterator[Finding]:
    rating = inquiry.rating
    if rating is None or not rating.met_by:
        return
    partner = next((p.name for p in inquiry.workspace.service.partners if p.id == rating.met_by), rating.met_by)
    theirs = [i for i in inquiry.items if i.agency == rating.met_by]
    there = [i for i in theirs if i.usable]
    figures = {"found": len(there), "wanted": 1}
    if there:
        message = f"{partner} meets this criterion, and its evidence is here: {ids(there)}"
        yield inquiry.finding(Outcome.MET, message, figures=figures)
        return
    message = f"{partner} is said to meet this criterion, but no evidence of theirs is here to read"
    step = f"Ask {partner} for it, and register it with `agency: {rating.met_by}`."
    yield lacking(inquiry, message, step, theirs, where=rating.where, figures=figures)
