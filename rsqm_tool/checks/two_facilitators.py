"""Every direct process had two facilitators, or one by a recorded decision.

Counted: each direct process (a meeting or live video) of the 12 months up to the as-of date. Kept where two different
practitioners were lead or co-facilitator of it, or of its case, on that day. One alone breaks it, unless the decision
to use one is recorded in evidence/exceptions.yaml: then it is explained. Where nobody is entered, or the route is
blank, nobody can tell. Mentors and observers are no facilitators. One process, or up to 10 %, is partly met.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._cases import BROKEN, KEPT, LOST, UNSURE, Occasion, crews, occasions, single
from rsqm_tool.checks._counting import Source, by_process
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Facilitator

SOURCE = Source(
    single={
        "processes": ("process_id", "case_id", "process", "first_communication_on"),
        "facilitators": ("practitioner_id", "role"),
    },
    flat={
        "processes": ("process", "process_on"),
        "facilitators": ("lead_practitioner_id", "co_practitioner_id"),
    },
    column="process_id",
    flat_column="co_practitioner_id",
)
WORDS = Words(
    who="direct processes",
    keeps="had two facilitators",
    breaks="had one facilitator and no recorded decision",
    next_step="Enter the second facilitator; where one alone was decided on, record who decided, as an exception.",
    to_tell="Enter who facilitated, the days and the routes; for joint cases, register the partner's confirmation.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    own = single(tables, "facilitators")
    nobody = LOST if own and own.left_out else UNSURE
    had = crews(tables, inquiry.as_of, {o.case_id for o in occasions(tables) if o.direct})

    def judge(o: Occasion) -> str:
        if o.direct is False:
            return "indirect"
        if o.direct is None or o.on is None:
            return UNSURE
        there = {f.practitioner_id for f in had.get(o.case_id, ()) if _facilitated(f, o)}
        return nobody if not there else KEPT if len(there) > 1 else BROKEN

    yield from by_process(inquiry, SOURCE, judge, WORDS)


def _facilitated(row: Facilitator, o: Occasion) -> bool:
    """Whether somebody facilitated a process: they had it, or its whole case, on its day."""
    begun = row.allocated_on is None or o.on is None or row.allocated_on <= o.on
    there = begun and (row.ended_on is None or o.on is None or row.ended_on >= o.on)
    return there and row.role in ("lead", "co") and row.process_id in (None, o.id)
