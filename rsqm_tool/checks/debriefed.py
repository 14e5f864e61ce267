"""There is a debrief after each process.

Counted for each process, direct or indirect, that ended in the 12 months up to the as-of date: one debrief for each
process is enough, whoever of its facilitators it was with. Kept: a session of the kind `debrief` in the supervision
log with the process's id (or its case's), on or after the first communication; how soon is not judged. A process that
ended in the last `within_days` and has none yet is out. An indirect process is over when it has an end, or its case is
closed; until then it is out. Cannot tell: a partner holds the record and has not confirmed it since, the debrief has no
day, or the process has no id. In the piles and `subjects` are processes; one of them, or up to 10 %, is partly met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from rsqm_tool.checks._counting import Joint
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import sessions
from rsqm_tool.checks._tally import (
    AFTER,
    Breach,
    Tally,
    Words,
    by_staff_rule,
    place,
    tell,
    unread,
    window_start,
)
from rsqm_tool.dates import count
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Case, Process

NEEDED = {
    "processes": ("process_id", "first_communication_on"),
    "supervision": ("practitioner_id", "held_on", "kind", "process_id"),
}
_WORDS = Words(
    who="processes that ended in the last 12 months",
    keeps="were followed by a debrief",
    breaks="have no debrief on record",
    next_step="Hold the debrief, and enter its day in the supervision log with the process's id.",
    to_tell="Ask the partner that holds the record, and fill in the ids and days that are blank.",
)


def check(inquiry: Inquiry, *, within_days: int = 14) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    processes, log = tables.processes, tables.supervision
    not_there = list(unread(inquiry, NEEDED))
    if not_there or processes is None or log is None:
        yield from not_there
        return
    tally, joint, start = Tally(), Joint(inquiry), window_start(inquiry, processes)
    held: dict[str, list[date]] = defaultdict(list)
    for session in (s for those in sessions(inquiry, log, "debrief", tally).values() for s in those):
        held[session.process_id or ""].append(session.on)
    undated = {r.process_id for r in log.rows if r.kind == "debrief" and r.held_on is None and r.process_id}
    cases = {c.case_id: c for c in tables.cases.rows} if tables.cases else {}
    holed = tables.cases if tables.cases and tables.cases.left_out else None
    for process in processes.rows:
        case, lost = cases.get(process.case_id), holed if process.case_id not in cases else None
        ended = _ended(inquiry, process, case, tally)
        if lost and ended is None and _is_open(inquiry, process):  # it may have ended with its case
            tally.unsure(process.process_id or "", lost)
            continue
        if ended is None or ended < start:
            tally.out["ended earlier" if ended else "not over, or without a day"] += 1
            continue
        keys = {k for k in (process.process_id, process.case_id) if k}
        begun = process.first_communication_on or ended
        if any(day >= begun for k in keys for day in held.get(k, ())):
            tally.kept.append(process.process_id or "")
        elif ended + timedelta(days=within_days) >= inquiry.as_of:
            tally.out[f"ended in the last {count(within_days, 'day')}, debrief still to come"] += 1
        elif not process.process_id or keys & undated or lost or joint.unconfirmed(case, ended):
            tally.unsure(process.process_id or "", lost)
        else:
            breach = Breach(process.process_id, place(processes, process.row, "process_id"), on=ended)
            tally.put(inquiry, breach)
    yield tell(inquiry, [processes], tally, _WORDS, by_staff_rule, helps=(log, tables.cases))


def _is_open(inquiry: Inquiry, process: Process) -> bool:
    """Whether a process has begun, and its own row has no end."""
    begun = process.first_communication_on
    return begun is not None and begun <= inquiry.as_of and process.ended_on is None


def _ended(inquiry: Inquiry, process: Process, case: Case | None, tally: Tally) -> date | None:
    """The day on which a process was over; None where it is not, or nothing tells. A direct one ends on its day."""
    begun = process.first_communication_on
    if begun and begun > inquiry.as_of:
        tally.ignored[AFTER] += 1
        return None
    ended = process.ended_on or (begun if process.process == "direct" else case.closed_on if case and begun else None)
    return ended if ended and ended <= inquiry.as_of else None
