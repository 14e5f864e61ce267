"""Follow-up was offered after every process, also after indirect ones.

Counted: each process of the 12 months up to the as-of date that ended more than `weeks` ago (the service may declare
`follow_up_weeks` under `targets:`); where no end is entered its first communication stands for it. An offer keeps the
rule, whether it was taken up or declined; none breaks it. One process, or up to 10 %, is partly met.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rsqm_tool.checks._cases import BROKEN, KEPT, Occasion
from rsqm_tool.checks._counting import Source, by_process, target
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.dates import count
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Process

TARGETS = {"weeks": "follow_up_weeks"}
SOURCE = Source(
    single={"processes": ("process_id", "first_communication_on", "follow_up_offered_on")},
    flat={"processes": ("process_on", "follow_up_offered_on")},
    column="follow_up_offered_on",
    flat_column="follow_up_offered_on",
)


def check(inquiry: Inquiry, *, weeks: int = 6) -> Iterator[Finding]:
    weeks = target(inquiry, TARGETS["weeks"], weeks)
    old = inquiry.as_of - timedelta(weeks=weeks)

    def judge(o: Occasion) -> str:
        row = o.record
        ended = (row.ended_on if isinstance(row, Process) else None) or o.on
        if ended and ended >= old:
            return "not due yet"
        days = (row.follow_up_offered_on, row.followed_up_on)
        return KEPT if any(d and d <= inquiry.as_of for d in days) else BROKEN

    words = Words(
        who=f"processes that ended more than {count(weeks, 'week')} ago",
        keeps="had an offer of follow-up",
        breaks="had no offer of follow-up",
        next_step="Offer it now to everyone who took part and wishes to be asked, and enter the day.",
        to_tell="For joint cases, register the partner's confirmation.",
    )
    yield from by_process(inquiry, SOURCE, judge, words, weeks=weeks)
