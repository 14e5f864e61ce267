"""Risk and needs of everyone in a process were assessed on or before its first communication.

Counted: each participation, since the last assessment of the service and for 36 months at most. The first
communication is the day of a meeting or live video, or of the first message passed by shuttle, letter or recording. An
assessment on that day or before keeps the rule; a later one, or none, breaks it, and no exception explains that. Who
withdrew or did not take part counts too; where no assessment of theirs is entered nobody can tell whether one was due.
Nor can anybody tell of a process without a day, if anything else shows it or was entered in preparing it, nor of who
took part and has no row. In a flat export the row's day is everyone's, and of a process without a day nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._cases import BROKEN, UNSURE, Attender, absent, by
from rsqm_tool.checks._counting import Source, by_participation
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding

SOURCE = Source(
    single={
        "participation": ("process_id", "participant_id", "risk_assessed_on"),
        "processes": ("process_id", "case_id", "first_communication_on"),
    },
    flat={"participation": ("risk_assessed_on",), "processes": ("process_on",)},
    column="risk_assessed_on",
    flat_column="risk_assessed_on",
)
WORDS = Words(
    who="participations",
    keeps="had a risk assessment on or before the first communication",
    breaks="had no risk assessment by the first communication",
    next_step="Look at each of these files. Where an assessment was made in time, enter its day; where it was not, "
    "tell the safeguarding lead and record what was learned.",
    to_tell="Enter the days that are blank; for joint cases, register the partner's confirmation.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    yield from by_participation(inquiry, SOURCE, _judge, WORDS, may_explain=False)


def _judge(a: Attender) -> str:
    verdict = by(a.entry.risk_assessed_on, a.occasion.on)
    return UNSURE if verdict == BROKEN and absent(a) else verdict
