"""Direct and indirect processes both took place: told, and lowers nothing.

Counted: the processes of the 12 months up to the as-of date, by route. A meeting or live video is direct; shuttle
work, letters and recorded messages are indirect, each exchange one process from its first message. Where kind and
route differ, the kind decides. None of one kind is a question for the service, and no failure: it may be what people
chose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rsqm_tool.checks._cases import is_flat, occasions
from rsqm_tool.checks._counting import Count, Source, not_there
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import place
from rsqm_tool.dates import count
from rsqm_tool.model import Because, Finding, Outcome

SOURCE = Source(
    single={"processes": ("process_id", "process", "first_communication_on")},
    flat={"processes": ("process", "process_on")},
    column="process",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    if lacking := list(not_there(inquiry, SOURCE)):
        yield from lacking
        return
    tables = inquiry.workspace.tables
    counted = Count(inquiry, [tables.cases if is_flat(tables, "processes") else tables.processes])
    routes: Counter[bool | None] = Counter()
    undated = 0
    for o in occasions(tables):
        if o.on is None:
            undated += o.begun
        elif counted.in_time(o.on):
            routes[o.direct] += 1
    direct, indirect, unknown = routes[True], routes[False], routes[None]
    figures = {"direct": direct, "indirect": indirect, "route_unknown": unknown, "without_a_day": undated}
    figures |= {"denominator": direct + indirect + unknown}
    about: dict[str, Any] = {"figures": figures | counted.outside(), "where": place(counted.read[0])}
    if not routes:
        message = f"Nobody to count: no processes in the last 12 months{counted.aside()}"
        yield inquiry.finding(Outcome.NOT_ASSESSED, message, because=Because.NOBODY, **about)
        return
    message = f"{direct} direct and {count(indirect, 'indirect process', 'indirect processes')} in the last 12 months"
    message += f"; of {unknown} no route is entered" if unknown else ""
    message += f"; {undated} without a day" if undated else ""
    message += counted.aside()
    yield inquiry.finding(Outcome.MET, message, _question(direct, indirect), **about)


def _question(direct: int, indirect: int) -> str:
    if direct and indirect:
        return ""
    one = "an indirect" if direct else "a direct"
    return f"Was {one} process on offer to everyone, and who chose otherwise? Say so in the self-assessment."
