"""The service has assessed itself within the last months, and rated every criterion.

Judges `evidence/self-assessment.yaml`: `assessed_on`, and a rating for each criterion of the framework.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.dates import add_months, count, in_words
from rsqm_tool.model import Finding, Outcome


def check(inquiry: Inquiry, *, within_months: int = 12) -> Iterator[Finding]:
    own = inquiry.workspace.self_assessment
    criteria = inquiry.workspace.frameworks[0].criteria
    unrated = [c.id for c in criteria if (r := own.ratings.get(c.id)) is None or r.rating is None]
    figures = {"kept": len(criteria) - len(unrated), "broken": len(unrated), "denominator": len(criteria)}
    if own.where is None:
        step = "Rate the criteria in evidence/self-assessment.yaml and enter the day as `assessed_on:`."
        yield inquiry.finding(Outcome.PARTLY_MET, "There is no self-assessment", step, figures=figures)
        return
    yield _dated(inquiry, within_months)
    if unrated:
        verb = "is" if len(unrated) == 1 else "are"
        message = f"{count(len(unrated), 'criterion', 'criteria')} {verb} not rated: {', '.join(unrated)}"
        step = "Rate each one in the self-assessment: met, partly met, not met, or not applicable with a reason."
        yield inquiry.finding(Outcome.PARTLY_MET, message, step, where=own.where, figures=figures)


def _dated(inquiry: Inquiry, within_months: int) -> Finding:
    own = inquiry.workspace.self_assessment
    step = "Go through the ratings again and enter the day as `assessed_on:`."
    if own.assessed_on is None:
        return inquiry.finding(Outcome.PARTLY_MET, "The self-assessment has no date", step, where=own.where)
    day = in_words(own.assessed_on)
    if own.assessed_on > inquiry.as_of:
        message = f"The self-assessment is dated {day}, after the as-of date"
        return inquiry.finding(Outcome.PARTLY_MET, message, "Correct `assessed_on:`.", where=own.where)
    if add_months(own.assessed_on, within_months) < inquiry.as_of:
        message = f"Stale: the self-assessment of {day} is older than {count(within_months, 'month')}"
        return inquiry.finding(Outcome.PARTLY_MET, message, step, where=own.where)
    return inquiry.finding(Outcome.MET, f"The service assessed itself on {day}", where=own.where)
