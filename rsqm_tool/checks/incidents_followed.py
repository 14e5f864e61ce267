"""Entries of the incident log that are open have an owner, and closed ones a learning action.

Counts every entry of the table `incidents` that is open or in progress on the as-of date, whatever its age, and those
closed that were raised since the last assessment (36 months at most). Open without an owner, or closed without a
learning action, breaks the rule. No status, and closed in a table without the column for learning: nobody can tell. How
long the oldest has been open is told. An empty log is no proof that nothing happened: where the last 12 months have no
entry, a signed nil return is asked for (a statement, minutes or a log that supports the criterion, whose title says nil
return, with who signed or approved it). Withdrawals are no incidents and are not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from rsqm_tool.checks._inquiry import Inquiry, ids
from rsqm_tool.checks._tally import AFTER, Breach, Tally, Words, by_staff_rule, place, tell, unread
from rsqm_tool.checks._topics import mentions
from rsqm_tool.checks._window import Window
from rsqm_tool.dates import add_months, count
from rsqm_tool.model import EvidenceItem, Finding, Outcome
from rsqm_tool.model.tables import Incident, Table

NEEDED = {"incidents": ("incident_id", "raised_on", "status", "owner")}
_WORDS = Words(
    who="entries of the incident log",
    keeps="have an owner while open and a learning action when closed",
    breaks="are open without an owner or closed without a learning action",
    next_step="Give each open entry an owner by role; write down what was changed before an entry is closed.",
    to_tell="Enter the status and the learning action.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    log = inquiry.workspace.tables.incidents
    not_there = list(unread(inquiry, NEEDED))
    if not_there or log is None:
        yield from not_there
        return
    tally, window = Tally(), Window.of(inquiry, log, safety=True)
    oldest: list[date] = []
    for entry in log.rows:
        if entry.status != "closed" and entry.raised_on and entry.raised_on > inquiry.as_of:
            tally.ignored[AFTER] += 1
        elif entry.status in ("open", "in progress"):
            oldest += [entry.raised_on] if entry.raised_on else []
            _put(inquiry, log, entry, tally, entry.owner, "owner")
        elif entry.raised_on is None or window.holds(entry.raised_on, tally):
            _closed(inquiry, log, entry, tally)
    days = (inquiry.as_of - min(oldest)).days if oldest else 0
    note = f"the oldest open one was raised {count(days, 'day')} ago" if oldest else ""
    if tally.denominator or log.left_out:
        more: dict[str, Any] = {"still_open": len(oldest), "oldest_open_days": days}
        yield tell(inquiry, [log], tally, _WORDS, by_staff_rule, note=note, **more)
    yield from _nil_return(inquiry, log)


def _closed(inquiry: Inquiry, log: Table[Incident], entry: Incident, tally: Tally) -> None:
    """Put an entry that is closed, or whose status nobody knows, on its pile."""
    if entry.status is None or "learning_action" not in log.columns:
        tally.cannot_tell.append(entry.incident_id or "")
    else:
        _put(inquiry, log, entry, tally, entry.learning_action, "learning_action")


def _put(
    inquiry: Inquiry, log: Table[Incident], entry: Incident, tally: Tally, wanted: str | None, column: str
) -> None:
    id = entry.incident_id or ""
    if wanted and wanted.strip():
        tally.kept.append(id)
    else:
        tally.put(inquiry, Breach(id, place(log, entry.row, column), entry.raised_on))


def _nil_return(inquiry: Inquiry, log: Table[Incident]) -> Iterator[Finding]:
    """What is asked where nothing was logged for 12 months; nothing where something was."""
    start = add_months(inquiry.as_of, -12)
    if any(e.raised_on is None or start <= e.raised_on <= inquiry.as_of for e in log.rows) or log.left_out:
        return
    signed = [i for i in inquiry.usable if _is_nil_return(i, start, inquiry.as_of)]
    lead = "The incident log is empty" if not log.rows else "The incident log has no entry in the last 12 months"
    if signed:
        message = f"{lead}, and {ids(signed)} is the signed nil return"
        yield inquiry.finding(Outcome.MET, message, evidence=signed[0].id, where=place(log))
        return
    step = "If nothing happened, have somebody sign that, and register it with `nil return` in its title. Else log it."
    message = f"{lead}: did nothing happen, near misses included?"
    yield inquiry.finding(Outcome.PARTLY_MET, message, step, where=place(log))


def _is_nil_return(item: EvidenceItem, start: date, as_of: date) -> bool:
    signed = bool(item.signed_by or item.approved_by or item.statement)
    named = mentions(item.title, "nil return") or any(mentions(a, "nil return") for a in item.about)
    return signed and named and item.date is not None and start <= item.date <= as_of
