"""Every process in a prison had the establishment's agreement on or before its first communication.

Counted: each process of the 12 months up to the as-of date whose setting is a prison, a young offender institution,
custody or a secure setting, direct or indirect. A day of agreement on or before the first communication keeps the
rule; a later one, or none, breaks it. Where no setting is entered nobody can tell. One process, or up to 10 %, is
partly met. Aftercare is for the assessor to ask about. A flat export has no column for it, and leaves the question to
a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rsqm_tool.checks._cases import UNSURE, Occasion, by
from rsqm_tool.checks._counting import Source, by_process
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Process

SOURCE = Source(
    single={"processes": ("process_id", "first_communication_on", "setting", "establishment_agreed_on")},
    flat={},
    column="establishment_agreed_on",
    what="the agreement of a prison to processes in it",
)
WORDS = Words(
    who="processes in prison",
    keeps="had the establishment's agreement by the first communication",
    breaks="had no agreement of the establishment by the first communication",
    next_step="Ask the establishment for its agreement before anything is passed, and enter the day.",
    to_tell="Enter the settings and days that are blank; for joint cases, register the partner's confirmation.",
)
_PRISON = re.compile(r"prison|custod|secure|offender institution|\b(hmp|hmyoi|yoi|jail|gaol)\b")


def check(inquiry: Inquiry) -> Iterator[Finding]:
    yield from by_process(inquiry, SOURCE, _judge, WORDS)


def _judge(o: Occasion) -> str:
    row = o.record
    if not isinstance(row, Process) or not row.setting:
        return UNSURE
    if not _PRISON.search(row.setting.casefold()):
        return "not in prison"
    return by(row.establishment_agreed_on, o.on)
