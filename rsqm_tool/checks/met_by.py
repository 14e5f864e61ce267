"""Where a partner meets a criterion, the partner's own evidence is registered.

Judges criteria whose rating names a partner under `met_by:`: at least one usable item must have that `agency:`.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._inquiry import Inquiry, ids
from rsqm_tool.model import Finding, Outcome


def check(inquiry: Inquiry) -> Iterator[Finding]:
    rating = inquiry.rating
    if rating is None or not rating.met_by:
        return
    partner = next((p.name for p in inquiry.workspace.service.partners if p.id == rating.met_by), rating.met_by)
    theirs = [i for i in inquiry.usable if i.agency == rating.met_by]
    if theirs:
        yield inquiry.finding(Outcome.MET, f"{partner} meets this criterion, and its evidence is here: {ids(theirs)}")
        return
    message = f"{partner} is said to meet this criterion, but no evidence of theirs supports it"
    step = f"Ask {partner} for it, and register it with `agency: {rating.met_by}`."
    yield inquiry.finding(Outcome.PARTLY_MET, message, step, where=rating.where)
