"""Risk was reviewed, or assessed, within so many days before each direct process.

Counted: each participation in a direct process (a meeting or live video), since the last assessment of the service and
for 36 months at most. The rule is kept where the review, or the assessment itself, is dated on the day of the process
or up to `within_days` days before it. An older one, or none, breaks it. Who did not take part does not count. In a
flat export the row's days are everyone's.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._cases import BROKEN, KEPT, UNSURE, Attender, absent
from rsqm_tool.checks._counting import Source, by_participation
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.dates import count
from rsqm_tool.model import Finding

SOURCE = Source(
    single={
        "participation": ("process_id", "participant_id", "risk_assessed_on", "risk_reviewed_on"),
        "processes": ("process_id", "case_id", "process", "first_communication_on"),
    },
    flat={"participation": ("process", "risk_assessed_on", "risk_reviewed_on"), "processes": ("process_on",)},
    column="risk_reviewed_on",
    flat_column="risk_reviewed_on",
)


def check(inquiry: Inquiry, *, within_days: int = 28) -> Iterator[Finding]:
    def judge(a: Attender) -> str:
        if a.occasion.direct is False:
            return "in indirect processes"
        if absent(a):
            return "who did not take part"
        on = a.occasion.on
        if on is None or a.occasion.direct is None:
            return UNSURE
        looked = [d for d in (a.entry.risk_reviewed_on, a.entry.risk_assessed_on) if d and d <= on]
        return KEPT if looked and (on - max(looked)).days <= within_days else BROKEN

    within = f"within {count(within_days, 'day')} before"
    words = Words(
        who="participations in direct processes",
        keeps=f"had risk reviewed or assessed {within}",
        breaks=f"had risk neither reviewed nor assessed {within}",
        next_step="Put a review into the last preparation visit, and enter its day. Where one was made, enter it now.",
        to_tell="Enter the days and routes that are blank; for joint cases, register the partner's confirmation.",
    )
    yield from by_participation(inquiry, SOURCE, judge, words, within_days=within_days)
