"""The person harmed was told what became of the agreement.

Counted: each process of the 12 months up to the as-of date whose agreement has a result, be it done, partly or not
done. A day on which the person harmed was told keeps the rule; none breaks it. Somebody who wishes to hear nothing is
an exception with the reason "participant's wish", and is explained. Where the agreement or its result is blank, and
what follows from it is entered, nobody can tell. One process, or up to 10 %, is partly met. A flat export has no column
for it, and leaves the question to a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._cases import BROKEN, KEPT, UNSURE, Occasion
from rsqm_tool.checks._counting import Source, by_process
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Process

SOURCE = Source(
    single={
        "processes": ("process_id", "first_communication_on", "agreement", "agreement_result", "result_told_on"),
    },
    flat={},
    column="result_told_on",
    what="the day on which the person harmed was told of the result",
)
WORDS = Words(
    who="agreements with a result",
    keeps="had a day on which the person harmed was told",
    breaks="had no day on which the person harmed was told",
    next_step="Tell the person harmed, also when the news is bad, and enter the day; if they wish to hear nothing, "
    "record that as an exception.",
    to_tell="Enter whether there was an agreement, and its result; for joint cases, register the partner's "
    "confirmation.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    def judge(o: Occasion) -> str:
        row = o.record
        told = row.result_told_on if isinstance(row, Process) else None
        if row.agreement != "made":
            return UNSURE if row.agreement is None and (row.agreement_result or told) else "without an agreement"
        if row.agreement_result in (None, "not due"):
            return UNSURE if row.agreement_result is None and told else "without a result yet"
        return KEPT if told and told <= inquiry.as_of else BROKEN

    yield from by_process(inquiry, SOURCE, judge, WORDS)
