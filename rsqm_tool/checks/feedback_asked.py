"""Everyone who took part is asked for their views, also those who withdrew or were unsuitable.

Counts the rows of the table `feedback` that were due in the 12 months up to the as-of date; due on that very day and
not asked yet is not counted. Asked on any day up to the as-of date is kept. Not asked for a listed reason (unsafe,
declined, unreachable) is out, and told. Not asked without a reason breaks the rule. Who withdrew or was unsuitable at
least `stopped_days` ago, had been reached before, and has no row at all, is one of whom nobody can tell: the table
does not say that they were to be asked. In a flat export that is judged case by case. A second finding tells how many
of those asked in these months replied; that lowers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rsqm_tool.checks._cases import single
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import AFTER, Breach, Tally, Words, by_staff_rule, place, tell, unread
from rsqm_tool.checks._window import Window, share
from rsqm_tool.model import Finding, Outcome
from rsqm_tool.model.tables import Feedback, Participant, Table

NEEDED = {"feedback": ("due_on", "asked_on")}
_WORDS = Words(
    who="people due to be asked for their views",
    keeps="were asked",
    breaks="were not asked, and no reason is given",
    next_step="Ask them now where it is safe, or enter why not: unsafe, declined or unreachable.",
    to_tell="Enter the day on which they were due to be asked; people who withdrew or were unsuitable need a row, too.",
)
_STOPPED = ("withdrew", "withdrawn", "unsuitable")


def check(inquiry: Inquiry, *, stopped_days: int = 42) -> Iterator[Finding]:
    table = inquiry.workspace.tables.feedback
    not_there = list(unread(inquiry, NEEDED))
    if not_there or table is None:
        yield from not_there
        return
    tally, window = Tally(), Window.of(inquiry, table)
    for row in table.rows:
        _put(inquiry, table, window, row, tally)
    stopped = list(_stopped_without_row(inquiry, table, window, stopped_days))
    tally.cannot_tell += stopped
    note = f"{len(stopped)} who withdrew or were unsuitable have no row" if stopped else ""
    read = [table, inquiry.workspace.tables.cases] if stopped else [table]
    grade = by_staff_rule(tally)
    yield tell(inquiry, read, tally, _WORDS, grade, note=note, stopped_without_row=len(stopped), months=12)
    yield from _replied(inquiry, table, window)


def _put(inquiry: Inquiry, table: Table[Feedback], window: Window, row: Feedback, tally: Tally) -> None:
    """Put one row on its pile."""
    id = row.participant_id or row.case_id or ""
    asked = row.asked_on if row.asked_on and row.asked_on <= inquiry.as_of else None
    due = row.due_on or row.asked_on
    if due is None:
        if row.not_asked:
            tally.out[f"not asked: {row.not_asked}"] += 1
        else:
            tally.cannot_tell.append(id)
    elif not asked and row.asked_on and row.due_on is None:
        tally.ignored[AFTER] += 1
    elif not window.holds(due, tally):
        return
    elif asked:
        tally.kept.append(id)
    elif row.not_asked:
        tally.out[f"not asked: {row.not_asked}"] += 1
    elif due == inquiry.as_of:
        tally.out["due today"] += 1
    elif not id:
        tally.cannot_tell.append(id)
    else:
        tally.put(inquiry, Breach(id, place(table, row.row, "asked_on"), due))


def _stopped_without_row(inquiry: Inquiry, table: Table[Feedback], window: Window, days: int) -> Iterator[str]:
    """Ids of those whose work stopped after they had been reached, and of whom the table says nothing."""
    known = {id for row in table.rows for id in (row.case_id, row.participant_id) if id}
    last = inquiry.as_of - timedelta(days=days)
    for id, case_id, ended in _stopped(inquiry):
        if window.start <= ended <= last and id not in known and case_id not in known:
            yield id


def _stopped(inquiry: Inquiry) -> Iterator[tuple[str, str, date]]:
    """Who withdrew or was unsuitable after a first contact: an id, the case's, and the day."""
    tables = inquiry.workspace.tables
    people: Table[Participant] | None = single(tables, "participants")
    if people and {"ended", "ended_on"} <= people.columns:
        for who in people.rows:
            if who.participant_id and who.ended in _STOPPED and who.ended_on and who.first_contact_on:
                yield who.participant_id, who.case_id or "", who.ended_on
        return
    for case in tables.cases.rows if tables.cases else ():
        if case.case_id and case.outcome in _STOPPED and case.closed_on and case.first_contact_on:
            yield case.case_id, case.case_id, case.closed_on


def _replied(inquiry: Inquiry, table: Table[Feedback], window: Window) -> Iterator[Finding]:
    """How many of those asked replied; nothing where nobody was asked, or the table does not say."""
    asked = [r for r in table.rows if r.asked_on and window.start <= r.asked_on <= inquiry.as_of]
    replied = sum(r.received_on is not None and r.received_on <= inquiry.as_of for r in asked)
    if asked and "received_on" in table.columns:
        message = f"Of those asked in the last 12 months, {share(replied, len(asked), interval=False)} replied"
        figures = {"replied": replied, "asked": len(asked), "months": 12}
        yield inquiry.finding(Outcome.MET, message, where=place(table), figures=figures)
