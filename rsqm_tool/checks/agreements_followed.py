"""What people agreed on has a result.

Counted: each process of the 12 months up to the as-of date at which an agreement was made, or was not wanted. A result
(done, partly or not done) keeps the rule, and so does that none was wanted. A blank result breaks it, once the process
is older than `weeks` (the service may declare `follow_up_weeks` under `targets:`). Results that are not due, processes
that came to no agreement and those still going on do not count. Where nobody entered whether there was an agreement,
nobody can tell. One process, or up to 10 %, is partly met.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rsqm_tool.checks._cases import BROKEN, KEPT, UNSURE, Occasion
from rsqm_tool.checks._counting import GOING_ON, Source, by_process, target
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding

TARGETS = {"weeks": "follow_up_weeks"}
SOURCE = Source(
    single={"processes": ("process_id", "first_communication_on", "agreement", "agreement_result")},
    flat={"processes": ("process_on", "agreement", "agreement_result")},
    column="agreement_result",
    flat_column="agreement_result",
)
WORDS = Words(
    who="processes with an agreement or the wish for none",
    keeps="had a result",
    breaks="had no result",
    next_step="Ask what became of what was agreed, and enter done, partly, not done or not due.",
    to_tell="Enter whether an agreement was made; for joint cases, register the partner's confirmation.",
)


def check(inquiry: Inquiry, *, weeks: int = 6) -> Iterator[Finding]:
    weeks = target(inquiry, TARGETS["weeks"], weeks)
    old = inquiry.as_of - timedelta(weeks=weeks)

    def judge(o: Occasion) -> str:
        row = o.record
        if row.agreement is None and row.agreement_result is None:
            return UNSURE if o.over else GOING_ON
        if row.agreement in ("not wanted", "none"):
            return KEPT if row.agreement == "not wanted" else "without an agreement"
        if row.agreement_result == "not due" or (row.agreement_result is None and o.on and o.on >= old):
            return "not due yet"
        return KEPT if row.agreement_result else BROKEN

    yield from by_process(inquiry, SOURCE, judge, WORDS, weeks=weeks)
