"""In sensitive cases the risk assessment was countersigned before the first communication.

Counted: each participation in a process of a sensitive, domestic or sexual case, since the last assessment of the
service and for 36 months at most. The rule is kept where `countersigned_on` is the day of the first communication or
before. A later day, or none, breaks it. Where nobody entered whether the case is sensitive, nobody can tell. Who did
not take part does not count. The tables hold the day only: that the person who signed did not facilitate is for the
assessor to see. A flat export has no column for it, and leaves the question to a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._cases import UNSURE, Attender, absent, by
from rsqm_tool.checks._counting import Source, by_participation
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding

SOURCE = Source(
    single={
        "participation": ("process_id", "participant_id", "countersigned_on"),
        "processes": ("process_id", "case_id", "first_communication_on"),
        "cases": ("case_id", "sensitive"),
    },
    flat={},
    column="countersigned_on",
    what="who countersigned the risk assessment of sensitive cases",
)
WORDS = Words(
    who="participations in sensitive cases",
    keeps="had a countersigned risk assessment by the first communication; who signed, the tables do not say",
    breaks="had no countersigned risk assessment by the first communication",
    next_step="Have a manager or an Advanced practitioner who does not facilitate countersign before anything is "
    "passed on.",
    to_tell="Enter which cases are sensitive, and the days; for joint cases, register the partner's confirmation.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    yield from by_participation(inquiry, SOURCE, _judge, WORDS)


def _judge(a: Attender) -> str:
    if a.occasion.sensitive is False:
        return "in cases that are not sensitive"
    if absent(a):
        return "who did not take part"
    return by(a.entry.countersigned_on, a.occasion.on) if a.occasion.sensitive else UNSURE
