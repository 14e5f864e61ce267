"""For everyone under 18, somebody with parental responsibility consented in time.

Counted: each participation of a person under 18, since the last assessment of the service and for 36 months at most. A
day on or before the first communication keeps the rule, a later one breaks it. Without a day nobody can tell: there
may be a recorded reason why nobody was asked, which the tables do not hold. Nor can anybody tell where it is not
entered whether the person was under 18. Who did not take part does not count. A flat export has no column for it, and
leaves the question to a person.
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
        "participation": ("process_id", "participant_id", "parental_consent_on"),
        "processes": ("process_id", "case_id", "first_communication_on"),
        "participants": ("case_id", "participant_id", "under_18"),
    },
    flat={},
    column="parental_consent_on",
    what="who was under 18 and whether a parent or carer consented",
)
WORDS = Words(
    who="participations of people under 18",
    keeps="had parental consent on or before the first communication",
    breaks="had parental consent only after the first communication",
    next_step="Ask before the first communication. Record what was learned from these.",
    to_tell="Enter the day of consent, or look for the recorded reason why nobody was asked; enter who is under 18.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    yield from by_participation(inquiry, SOURCE, _judge, WORDS)


def _judge(a: Attender) -> str:
    under_18 = a.person.under_18 if a.person else None
    if under_18 is False:
        return "aged 18 or over"
    if absent(a):
        return "who did not take part"
    consent = a.entry.parental_consent_on
    return by(consent, a.occasion.on) if under_18 and consent else UNSURE
