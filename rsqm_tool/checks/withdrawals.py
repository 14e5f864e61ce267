"""Who withdrew, and at which stage: told, and lowers nothing.

Withdrawal is a right and no incident; the figures are there to be read for patterns. Counted: people who withdrew in
the 12 months up to the as-of date, by the stage of the work (before first contact, before a process, once one had
begun) and by side. In a flat export they are cases with the outcome withdrawn, by the day of closing; whose wish it
was it does not say. Joint cases count too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rsqm_tool.checks._cases import is_flat, occasions
from rsqm_tool.checks._counting import Count, Source, not_there
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import place
from rsqm_tool.dates import count as counted
from rsqm_tool.model import Because, Finding, Outcome
from rsqm_tool.model.tables import Tables

SOURCE = Source(
    single={"participants": ("case_id", "part", "first_contact_on", "ended", "ended_on")},
    flat={"participants": ("outcome", "closed_on", "first_contact_on")},
    column="ended",
)
BEFORE_CONTACT, BEFORE_PROCESS, BEGUN = "before first contact", "before a process", "once a process had begun"
_Row = tuple[str, date | None, date | None, str]  # case, day of withdrawing, first contact, side


def check(inquiry: Inquiry) -> Iterator[Finding]:
    if lacking := list(not_there(inquiry, SOURCE)):
        yield from lacking
        return
    tables = inquiry.workspace.tables
    flat = is_flat(tables, "participants")
    count = Count(inquiry, [tables.cases if flat else tables.participants])
    begun: dict[str, list[date]] = defaultdict(list)
    withdrawn = list(_withdrawn(tables, flat))
    ids = {row[0] for row in withdrawn}
    for o in occasions(tables):
        if o.on and o.case_id in ids:
            begun[o.case_id].append(o.on)
    stages: Counter[str] = Counter()
    sides: Counter[str] = Counter()
    undated = 0
    for row in withdrawn:
        if row[1] is None:
            undated += 1
        elif count.in_time(row[1]):
            stages[_stage(row[1], row[2], begun.get(row[0], ()))] += 1
            sides[row[3]] += 1
    about: dict[str, Any] = {"where": place(count.read[0]), "figures": _figures(count, stages, sides, undated)}
    if not stages:
        message = f"Nobody to count: no {'withdrawn cases' if flat else 'people who withdrew'} in the last 12 months"
        message += (f"; {undated} without a day" if undated else "") + count.aside()
        yield inquiry.finding(Outcome.NOT_ASSESSED, message, because=Because.NOBODY, **about)
        return
    parts = [f"{stages[s]} {s}" for s in (BEFORE_CONTACT, BEFORE_PROCESS, BEGUN) if stages[s]]
    parts += [f"{undated} more without a day"] if undated else []
    number = sum(stages.values())
    who = counted(number, "case was withdrawn", "cases were withdrawn") if flat else _people(number)
    message = f"{who} in the last 12 months: {', '.join(parts)}; withdrawing is a right, and lowers nothing"
    message += count.aside()
    yield inquiry.finding(Outcome.MET, message, **about)


def _people(number: int) -> str:
    return counted(number, "person withdrew", "people withdrew")


def _withdrawn(tables: Tables, flat: bool) -> Iterator[_Row]:
    if flat:
        for case in tables.cases.rows if tables.cases else ():
            if case.outcome == "withdrawn":
                yield case.case_id or "", case.closed_on, case.first_contact_on, ""
        return
    for person in tables.participants.rows if tables.participants else ():
        if person.ended == "withdrew":
            yield person.case_id or "", person.ended_on, person.first_contact_on, person.part or "side unknown"


def _stage(day: date, contact: date | None, processes: Sequence[date]) -> str:
    if any(on <= day for on in processes):
        return BEGUN
    return BEFORE_PROCESS if contact and contact <= day else BEFORE_CONTACT


def _figures(
    count: Count, stages: Mapping[str, int], sides: Mapping[str, int], undated: int
) -> dict[str, int | float | str]:
    figures: dict[str, int | float | str] = {"withdrawals": sum(stages.values()), "without_a_day": undated}
    figures |= {f"stage: {stage}": stages.get(stage, 0) for stage in (BEFORE_CONTACT, BEFORE_PROCESS, BEGUN)}
    figures |= {f"side: {side}": number for side, number in sorted(sides.items()) if side}
    return figures | count.outside()
