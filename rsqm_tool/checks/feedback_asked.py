"""Everyone who took part is asked for their views, also those who withdrew or were unsuitable.

Counts the rows of the table `feedback` that were due in the 12 months up to the as-of date; due on that very day and
not asked yet is not counted. Asked on any day up to the as-of date is kept. Not asked for a listed reason (unsafe,
declined, unreachable) is out, and told. Not asked without a reason breaks the rule. Nobody can tell of those who have
no row at all, as the table does not say that they were to be asked: who took part in a process that was over at least
`stopped_days` ago; and who withdrew or was unsuitable as long ago, having been reached before. A row without a person
stands for all who took part on its side, and for supporters and whoever stopped in its case. In a flat export that is
judged case by case. What is counted are requests: who is due more than once, after a process and at follow-up, counts
each time. A second finding tells how many of those asked in these months replied by the as-of date, whenever they were
due, and who is in one of the two numbers only; that lowers nothing. Replies received in these months are a third
number: see the rule on participants' answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from rsqm_tool.checks._cases import Attender, absent, attenders, single
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import AFTER, Breach, Tally, Words, by_staff_rule, place, tell, unread
from rsqm_tool.checks._window import Window, share
from rsqm_tool.dates import agreeing
from rsqm_tool.model import Finding, Outcome
from rsqm_tool.model.tables import Case, Feedback, Participant, Process, Side, Table

NEEDED = {"feedback": ("due_on", "asked_on")}
_WORDS = Words(
    who="requests for views due in the last 12 months",
    keeps="were made",
    breaks="were not made, and no reason is given",
    next_step="Ask them now where it is safe, or enter why not: unsafe, declined or unreachable.",
    to_tell="Enter the day on which they were due to be asked; who took part, withdrew or was unsuitable needs a row.",
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
    last = inquiry.as_of - timedelta(days=stopped_days)
    stopped = _without_row(_stopped(inquiry), table, window.start, last)
    present = _without_row(_present(inquiry), table, window.start, last)
    tally.cannot_tell += [*stopped, *present]
    read, note = [table, *_tells_who(inquiry)], _note(_again(table, window), len(stopped), len(present))
    silent: dict[str, Any] = {"stopped_without_row": len(stopped), "present_without_row": len(present)}
    yield tell(inquiry, read, tally, _WORDS, by_staff_rule, note=note, **silent, months=12)
    yield from _replied(inquiry, table, window)


def _note(again: bool, stopped: int, present: int) -> str:
    """That somebody counts more than once, and who has no row."""
    parts = [f"{present} who took part"] if present else []
    parts += [f"{stopped} who withdrew or {agreeing(stopped, 'were')} unsuitable"] if stopped else []
    clauses = ["who was due more than once counts each time"] if again else []
    clauses += [f"{' and '.join(parts)} {agreeing(stopped + present, 'have no row')}"] if parts else []
    return "; ".join(clauses)


def _again(table: Table[Feedback], window: Window) -> bool:
    """Whether somebody was due more than once in the days that count."""
    days = ((r, r.due_on or r.asked_on) for r in table.rows)
    due = [(r.case_id, r.participant_id, r.part) for r, on in days if on and window.start <= on <= window.end]
    return len(set(due)) < len(due)


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


class _Due(NamedTuple):
    """Somebody who was to be asked; in a flat export everyone in a case."""

    id: str
    case_id: str
    side: Side | None  # None where a row of the case is enough, whatever its side
    since: date  # when their part was over


def _without_row(people: Iterable[_Due], table: Table[Feedback], first: date, last: date) -> list[str]:
    """Ids of those whose part was over between two days, and of whom the table says nothing; each once."""
    rows = table.rows
    alone = {r.participant_id for r in rows if r.participant_id and not r.case_id}
    pairs = {(r.case_id, r.participant_id) for r in rows if r.case_id and r.participant_id}
    sides = {(r.case_id, r.part) for r in rows if r.case_id and not r.participant_id}
    cases = {case_id for case_id, _ in sides}
    silent = {}
    for one in people:
        told = one.id in alone or (one.case_id, one.id) in pairs or (one.case_id, None) in sides
        told |= (one.case_id, one.side) in sides if one.side else one.case_id in cases
        if first <= one.since <= last and not told:
            silent[one.case_id, one.id] = one.id
    return list(silent.values())


def _ended_in(inquiry: Inquiry) -> Table[Participant] | Table[Case] | None:
    """The table that says how people's parts ended: of single people, else of cases."""
    tables = inquiry.workspace.tables
    people: Table[Participant] | None = single(tables, "participants")
    return people if people and {"ended", "ended_on"} <= people.columns else tables.cases


def _tells_who(inquiry: Inquiry) -> list[Table[Any] | None]:
    """The tables of which a row may tell of somebody who was to be asked."""
    table, tables = _ended_in(inquiry), inquiry.workspace.tables
    others = (single(tables, name) for name in ("participation", "processes") if table is tables.cases)
    return [table, *others]


def _stopped(inquiry: Inquiry) -> Iterator[_Due]:
    """Who withdrew or was unsuitable after a first contact."""
    table = _ended_in(inquiry)
    for row in table.rows if table else ():
        if isinstance(row, Participant):
            if row.participant_id and row.ended in _STOPPED and row.ended_on and row.first_contact_on:
                yield _Due(row.participant_id, row.case_id or "", None, row.ended_on)
        elif row.case_id and row.outcome in _STOPPED and row.closed_on and row.first_contact_on:
            yield _Due(row.case_id, row.case_id, None, row.closed_on)


def _present(inquiry: Inquiry) -> Iterator[_Due]:
    """Who took part in a process that is over, or whose part is."""
    table = _ended_in(inquiry)
    for row in table.rows if table else ():
        if isinstance(row, Participant) and row.participant_id and row.ended == "took part" and row.ended_on:
            yield _Due(row.participant_id, row.case_id or "", _side(row), row.ended_on)
    for a in attenders(inquiry.workspace.tables) if table is None or table.name == "cases" else ():
        over = _over(a)
        if over and a.people and a.occasion.begun and not absent(a):
            id = a.entry.participant_id or a.occasion.case_id or a.id
            yield _Due(id, a.occasion.case_id, _side(a.person), over)


def _side(person: Participant | None) -> Side | None:
    """The side of somebody that a row has to be of; supporters are on none."""
    return person.part if person and person.part != "supporter" else None


def _over(a: Attender) -> date | None:
    """When a process was over for somebody; None where it is not, or no day tells. A direct one ends on its day."""
    o = a.occasion
    ended = o.record.ended_on if isinstance(o.record, Process) else None
    return ended or (o.on if o.direct else None) or (o.case.closed_on if o.case else None)


def _replied(inquiry: Inquiry, table: Table[Feedback], window: Window) -> Iterator[Finding]:
    """How many of those asked replied; nothing where nobody was asked, or the table does not say."""
    asked = [r for r in table.rows if _within(window, r.asked_on)]
    replied = sum(_within(window, r.received_on) for r in asked)
    if asked and "received_on" in table.columns:
        told = share(replied, len(asked), interval=False)
        message = f"Of those asked in the last 12 months, {told} had replied by the as-of date"
        message += _beside(table, window, asked)
        figures = {"replied": replied, "asked": len(asked), "months": 12}
        yield inquiry.finding(Outcome.MET, message, where=place(table), figures=figures)


def _within(window: Window, day: date | None) -> bool:
    return day is not None and window.start <= day <= window.end


def _beside(table: Table[Feedback], window: Window, asked: list[Feedback]) -> str:
    """Why as many were asked in these months as requests that were due in them were made: clauses that follow.

    The one number less who was due before or after these months, and with who was asked before them, is the other.
    """
    before = sum(r.due_on is not None and r.due_on < window.start for r in asked)
    after = sum(r.due_on is not None and r.due_on > window.end for r in asked)
    due = (r for r in table.rows if _within(window, r.due_on))
    earlier = sum(r.asked_on is not None and r.asked_on < window.start for r in due)
    clauses = (
        f"{before} of the {len(asked)} had been due {window.before}" if before else "",
        f"{after} of the {len(asked)} {agreeing(after, 'are')} not due yet" if after else "",
        f"{earlier} more, due in these months, had been asked earlier" if earlier else "",
    )
    return "".join(f"; {clause}" for clause in clauses if clause)
