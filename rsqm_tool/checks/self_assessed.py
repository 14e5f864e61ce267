"""The service has assessed itself within the last months, and rated every criterion.

Judges `evidence/self-assessment.yaml`: `assessed_on`, and a rating for each criterion of the framework.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.dates import add_months, count
from rsqm_tool.model import Finding, Outcome


def check(inquiry: Inquiry, *, within_months: int = 12) -> Iterator[Finding]:
    own = inquiry.workspace.self_assessment
    step = "Go through the ratings again and enter the day as `assessed_on:`."
    if own.assessed_on is None or own.assessed_on > inquiry.as_of:
        message = "The self-assessment has no date" if own.assessed_on is None else "The self-assessment is dated later"
        yield inquiry.finding(Outcome.PARTLY_MET, message, step, where=own.where)
    elif add_months(own.assessed_on, within_months) < inquiry.as_of:
        message = f"Stale: the self-assessment of {own.assessed_on} is older than {count(within_months, 'month')}"
        yield inquiry.finding(Outcome.PARTLY_MET, message, step, where=own.where)
    else:
        yield inquiry.finding(Outcome.MET, f"The service assessed itself on {own.assessed_on}", where=own.where)
    framework = inquiry.workspace.frameworks[0]
    unrated = [c.id for c in framework.criteria if (r := own.ratings.get(c.id)) is None or r.rating is None]
    if unrated:
        message = f"{count(len(unrated), 'criterion', 'criteria')} not rated: {', '.join(unrated)}"
        yield inquiry.finding(Outcome.PARTLY_MET, message, "Rate them in the self-assessment.", where=own.where)
