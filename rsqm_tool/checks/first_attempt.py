"""The first attempt to reach the person harmed comes promptly once a case is accepted.

Counted: each case accepted in the 12 months up to the as-of date, in days from acceptance to the first attempt to
reach a person harmed (or anybody, where none of them is entered), less the days of a hold that a participant asked
for. Told: the median, and from 20 cases the 90th percentile (the shortest wait that nine in ten did not exceed). The
service's own target is `first_contact_days` under `targets:`: up to it a case is kept, a longer wait breaks the rule,
also one that still lasts or ended with the closing of the case; one case, or up to 10 %, is partly met. Without a
target the figures are told and lower nothing. Nobody can tell of a case with an attempt, or with the outcome accepted,
whose day of acceptance is blank; nor of one that is in time only by a hold without a last day, which an attempt or the
closing of the case shows to be over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from rsqm_tool.checks._cases import BROKEN, KEPT, UNSURE, earliest, single
from rsqm_tool.checks._counting import Count, Unit, target
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._statistics import median, percentile
from rsqm_tool.checks._tally import Words, place, unread
from rsqm_tool.dates import count as counted
from rsqm_tool.model import Because, Finding, Outcome
from rsqm_tool.model.tables import Case, Tables

ENOUGH = 20  # cases, for a 90th percentile


class Waited(NamedTuple):
    """One case, and how long it waited for its first attempt, or waits still."""

    case: Case
    on: date | None  # the day that decides about the period: acceptance, else the attempt, else the referral
    attempt: date | None  # None where there was none up to the as-of date
    days: int | None  # less the hold; None without a day of acceptance


def needed(tables: Tables) -> dict[str, tuple[str, ...]]:
    """The tables and columns without which nobody can tell how long cases waited."""
    own = () if _elsewhere(tables) else ("first_attempt_on",)
    return {"cases": ("case_id", "accepted_on", *own)}


def _elsewhere(tables: Tables) -> bool:
    """Whether attempts are entered for each person, not for each case."""
    people = single(tables, "participants")
    return people is not None and "first_attempt_on" in people.columns


def waited(tables: Tables, as_of: date) -> Iterator[Waited]:
    """Every case with its wait: the one counting for this rule and for the monitoring figures."""
    elsewhere = _elsewhere(tables)
    attempts = _attempts(tables) if elsewhere else {}
    for case in tables.cases.rows if tables.cases else ():
        attempt = attempts.get(case.case_id) if elsewhere else earliest(case)
        attempt = attempt if attempt and attempt <= as_of else None
        on = case.accepted_on or attempt or case.referred_on
        yield Waited(case, on, attempt, _days(case, attempt, as_of))


def check(inquiry: Inquiry) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    if lacking := list(unread(inquiry, needed(tables))):
        yield from lacking
        return
    limit = target(inquiry, "first_contact_days")
    count = Count(inquiry, [tables.cases], [single(tables, "participants")])
    waits: list[int] = []
    waiting: set[str] = set()
    for case, on, attempt, days in waited(tables, inquiry.as_of):
        if count.in_time(on):
            waits += [days] if attempt and days is not None and not count.joint.unconfirmed(case, on) else []
            unit = Unit(case.case_id or "", case.case_id or "", case, on, case.row, "accepted_on")
            count.put(_verdict(case, attempt, days, limit, inquiry.as_of), unit)
            if attempt is None and not _is_closed(case, inquiry.as_of):
                waiting.add(unit.id)
    yield _told(inquiry, count, waits, limit, waiting)


def _attempts(tables: Tables) -> dict[str | None, date]:
    """The first attempt in each case to reach a person harmed; to reach anybody where no person harmed is entered."""
    harmed: dict[str | None, date | None] = {}
    anybody: dict[str | None, date] = {}
    for person in tables.participants.rows if tables.participants else ():
        day = earliest(person)
        if person.part == "harmed":
            known = harmed.get(person.case_id)
            harmed[person.case_id] = min(day, known) if day and known else day or known
        if day:
            anybody[person.case_id] = min(day, anybody.get(person.case_id, day))
    return {c: d for c, d in anybody.items() if c not in harmed} | {c: d for c, d in harmed.items() if d}


def _days(case: Case, attempt: date | None, as_of: date) -> int | None:
    """How long the wait was or is, less the hold; None without a day of acceptance."""
    begin, end = case.accepted_on, attempt or min(case.closed_on or as_of, as_of)
    if begin is None:
        return None
    if begin >= end:
        return 0
    held = 0
    if case.hold_from:
        first = max(case.hold_from, begin + timedelta(days=1))
        held = max(0, (min(case.hold_to or end, end) - first).days + 1)
    return max(0, (end - begin).days - held)


def _verdict(case: Case, attempt: date | None, days: int | None, limit: int, as_of: date) -> str:
    if days is None:
        return UNSURE if attempt or case.outcome == "accepted" else "not accepted"
    if limit and days > limit:
        return BROKEN
    over = attempt or _is_closed(case, as_of)
    if limit and over and case.hold_from and case.hold_to is None:
        shortest = _days(case._replace(hold_to=case.hold_from), attempt, as_of)
        if shortest is not None and shortest > limit:
            return UNSURE
    if attempt:
        return KEPT
    return "closed before an attempt" if _is_closed(case, as_of) else "still to be contacted"


def _is_closed(case: Case, as_of: date) -> bool:
    return case.closed_on is not None and case.closed_on <= as_of


def _step(late: int, waiting: int) -> str:
    """What to do about those who waited too long, of whom some wait still: only these can be helped."""
    now, why = "try to reach them now.", "find out why, and write it down."
    if waiting == late:
        step = now.capitalize()
    elif not waiting:
        step = f"None of them waits any longer, so nothing can be mended: {why}"
    else:
        step = f"{waiting} of them still {'waits' if waiting == 1 else 'wait'}: {now} For the others nothing can be "
        step += f"mended: {why}"
    return f"{step} A pause that a participant asked for is entered as a hold."


def _told(inquiry: Inquiry, count: Count, waits: Sequence[int], limit: int, waiting: Collection[str]) -> Finding:
    figures: dict[str, int | float | str] = {"attempts": len(waits)}
    note = ""
    if waits:
        figures["median_days"] = median(waits)
        note = f"median {figures['median_days']:g} days"
    if len(waits) >= ENOUGH:
        figures["p90_days"] = percentile(waits, 90)
        note += f", nine in ten within {figures['p90_days']:g}"
    if limit:
        late = {b.id for b in count.tally.broken}
        words = Words(
            who="accepted cases",
            keeps=f"had a first attempt within {counted(limit, 'day')}",
            breaks=f"waited more than {counted(limit, 'day')} for a first attempt",
            next_step=_step(len(late), sum(id in waiting for id in late)),
            to_tell="Enter the days of acceptance; for joint cases, register the partner's confirmation.",
        )
        return count.finding(words, figures | {"limit_days": limit}, note)
    about: dict[str, Any] = {"where": place(count.read[0]), "figures": count.outside() | figures}
    if not waits:
        message = f"Nobody to count: no accepted cases with a first attempt in the last 12 months{count.aside()}"
        return inquiry.finding(Outcome.NOT_ASSESSED, message, because=Because.NOBODY, **about)
    cases = counted(len(waits), "case")
    message = f"From acceptance to the first attempt: {note}, in {cases}; the service has no target{count.aside()}"
    return inquiry.finding(Outcome.MET, message, "Declare `first_contact_days` under `targets:` in rsqm.yaml.", **about)
