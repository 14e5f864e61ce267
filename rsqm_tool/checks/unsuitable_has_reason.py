"""Every case found unsuitable has a listed reason.

Counted: each case found unsuitable that was closed in the 12 months up to the as-of date, or is open. A reason keeps
the rule. A blank breaks it, and so do words that only repeat the decision (`not suitable`, `other`). Where the service
lists its reasons as `unsuitable_reasons` under `targets:`, it must be one of these. One case, or up to 10 %, is partly
met.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._cases import BROKEN, KEPT
from rsqm_tool.checks._counting import Count, Unit, worked_until
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words, unread
from rsqm_tool.model import Finding

WORDS = Words(
    who="cases found unsuitable",
    keeps="had a listed reason",
    breaks="had no listed reason",
    next_step="Ask who decided for the reason, and enter it from the service's list.",
    to_tell="For joint cases, register the partner's confirmation.",
)
_NO_REASON = {"", "unsuitable", "not suitable", "found unsuitable", "other", "none", "unknown", "not known"}


def check(inquiry: Inquiry) -> Iterator[Finding]:
    cases = inquiry.workspace.tables.cases
    either = cases is not None and "outcome" in cases.columns
    needed = ("case_id", "outcome_reason") if either else ("case_id", "suitability", "outcome_reason")
    lacking = list(unread(inquiry, {"cases": needed}))
    if lacking or cases is None:
        yield from lacking
        return
    listed = inquiry.workspace.targets.others.get("unsuitable_reasons")
    reasons = {str(r).strip().casefold() for r in listed} if isinstance(listed, list | tuple) else None
    count = Count(inquiry, [cases])
    for case in cases.rows:
        if case.suitability != "unsuitable" and case.outcome != "unsuitable":
            continue
        on = worked_until(case, inquiry.as_of)
        if count.in_time(on):
            reason = (case.outcome_reason or "").strip().casefold()
            kept = reason not in _NO_REASON and (reasons is None or reason in reasons)
            unit = Unit(case.case_id or "", case.case_id or "", case, on, case.row, "outcome_reason")
            count.put(KEPT if kept else BROKEN, unit)
    yield count.finding(WORDS, {})
