"""Every active practitioner has case supervision at least every twelve weeks.

Counted for each active practitioner who is cleared for cases or has had one, over the 12 months up to the as-of date:
the runs of days from clearance (or the start), from session to session, and on to the as-of date. The first run begins
12 months ago at the earliest, or where the log's records begin. Days away are left out; whoever comes back has 14 days,
or until a case is allocated if that is sooner, unless supervision was overdue before they went. A run up to
`limit_days` is kept, up to `grace_days` partly met, longer is broken; with an open sensitive case it is broken beyond
`limit_days`. A run in whose overdue part no case was open breaks nothing: supervision is then due before the next case,
and until it is held the person is not counted. Where no table says who had which case, everybody is taken to have one.
Supervising oneself does not count. Where it is blank who supervised, it may have been oneself: nobody can tell of
whoever keeps the rule by such sessions alone; a log that never says who supervised is partly met at best. Where records
began so lately that no run can be seen, nobody can tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import (
    Allocation,
    Spell,
    allocations,
    away_spells,
    begins_late,
    by_whom,
    days_away,
    deciding,
    practising,
    sessions,
)
from rsqm_tool.checks._tally import Breach, Tally, Words, by_staff_rule, missing, place, tell, unread, window_start
from rsqm_tool.dates import count
from rsqm_tool.model import Finding, Location
from rsqm_tool.model.tables import Practitioner, Supervision, Table

NEEDED = {"practitioners": ("practitioner_id", "started_on"), "supervision": ("practitioner_id", "held_on", "kind")}
_BACK_DAYS = 14  # after being away
_ORDER = ("kept", "due", "partly", "broken")  # how a run may stand
_GOOD = ("kept", "due")


@dataclass(frozen=True, slots=True)
class _Clock:
    """What decides how the days of one practitioner count."""

    limit: int  # days
    grace: int  # days
    spells: Sequence[Spell]  # away
    cases: Sequence[Allocation] | None  # None where no table says who had which case

    def state(self, start: date, end: date) -> str:
        """How a run stands: one of `_ORDER`."""
        if not self._overdue(start, end):
            return "kept"
        late, graver = self._day(start, self.limit + 1), self._day(start, self.grace + 1)
        if self.cases is None:
            return "broken" if end >= graver else "partly"
        if any(c.overlaps(graver, end) or (_is_grave(c) and c.overlaps(late, end)) for c in self.cases):
            return "broken"
        return "partly" if any(c.overlaps(late, end) for c in self.cases) else "due"

    def _day(self, start: date, number: int) -> date:
        """The day on which so many days have passed since `start`, not counting those away."""
        day = start + timedelta(days=number)
        for spell in self.spells:
            if spell.last > start and spell.first <= day:
                if spell.last == date.max:
                    return date.max
                day += timedelta(days=spell.days_in(start + timedelta(days=1), spell.last))
        return day

    def _overdue(self, start: date, end: date) -> bool:
        """Whether supervision is overdue on a day; it stays so until it is held."""
        for spell in self.spells:
            if spell.first <= end <= spell.last:
                end = spell.first - timedelta(days=1)
        if end < self._day(start, self.limit + 1):
            return False
        past = [s for s in self.spells if s.last < end]
        if not past or end > past[-1].last + timedelta(days=_BACK_DAYS):
            return True
        allocated = any(
            past[-1].last < c.earliest < end if c.earliest else c.lost and c.overlaps(end, end)
            for c in self.cases or ()
        )
        return allocated or self._overdue(start, past[-1].first - timedelta(days=1))


def _is_grave(case: Allocation) -> bool:
    """Whether a case ends the days of grace: it is sensitive, or its row could not be read and may say that it is."""
    return case.sensitive or case.lost


class _Run(NamedTuple):
    """The days from one point to the next."""

    state: str  # one of _ORDER
    start: date
    end: date


@dataclass(slots=True)
class _Gaps:
    """What is told of the gaps of those who break the rule."""

    still_open: int = 0  # people
    longest_days: int = 0  # days away left out

    def add(self, runs: Sequence[_Run], spells: Sequence[Spell]) -> None:
        """Count one person's."""
        wrong = [run for run in runs if run.state in ("partly", "broken")]
        self.still_open += runs[-1] in wrong
        for run in wrong:
            gone = days_away(spells, run.start + timedelta(days=1), run.end)
            self.longest_days = max(self.longest_days, (run.end - run.start).days - gone)


def check(inquiry: Inquiry, *, limit_days: int = 84, grace_days: int = 98) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, log = tables.practitioners, tables.supervision
    not_there = list(unread(inquiry, NEEDED))
    if not_there or people is None or log is None:
        yield from not_there
        return
    tally, gaps = _counted(inquiry, people, log, limit_days, grace_days)
    words = _words(limit_days, gaps, begins_late(log, window_start(inquiry, log)))
    helps = (log, tables.away, tables.cases, tables.processes)
    figures: dict[str, Any] = {"limit_days": limit_days, "grace_days": grace_days}
    if tally.broken:
        figures |= {"still_open": gaps.still_open, "longest_days": gaps.longest_days}
    found = tell(inquiry, (people, *deciding(tables)), tally, words, by_staff_rule, helps=helps, **figures)
    yield by_whom(log, found)


def tallied(inquiry: Inquiry) -> Tally | None:
    """Who keeps the rule and who does not, by id; None where a table that it needs is not there."""
    tables, given = inquiry.workspace.tables, inquiry.expectation.parameters
    if tables.practitioners is None or tables.supervision is None or any(missing(inquiry, NEEDED)):
        return None
    return _counted(inquiry, tables.practitioners, tables.supervision, given["limit_days"], given["grace_days"])[0]


def _counted(
    inquiry: Inquiry, people: Table[Practitioner], log: Table[Supervision], limit_days: int, grace_days: int
) -> tuple[Tally, _Gaps]:
    """Everybody on a pile, and the gaps of those who break the rule."""
    tables, tally, gaps = inquiry.workspace.tables, Tally(), _Gaps()
    away = away_spells(tables.away, tally)
    held = allocations(inquiry, tally)
    logged, start = sessions(inquiry, log, "case supervision", tally), window_start(inquiry, log)
    for id, person, begin in practising(people, inquiry.as_of, tally, held):
        if begin is None:
            tally.unsure(id, tables.cases, tables.processes)
            continue
        first = max(begin, start)
        mine = [s for s in logged.get(id, ()) if s.on >= first]
        rows, named = {s.on: s.row for s in mine}, {s.on for s in mine if not s.unnamed}
        clock = _Clock(limit_days, grace_days, away.get(id, ()), held.of(id) if held else None)
        runs, worst = _runs(first, rows, inquiry.as_of, clock)
        # Without those of which it is not known who held them: they may have been no supervision.
        sure = worst if len(named) == len(rows) else _runs(first, named, inquiry.as_of, clock)[1]
        doubtful = worst.state in _GOOD and sure.state not in _GOOD
        unseen = doubtful or (worst.state == "kept" and not rows and begin < first == log.records_begin)
        breach = Breach(id, _where(people, log, person, rows.get(worst.start)), partly=worst.state == "partly")
        if _put(inquiry, tally, breach, "not seen" if unseen else worst.state):
            gaps.add(runs, clock.spells)
    return tally, gaps


def _words(limit: int, gaps: _Gaps, hint: str) -> Words:
    length = count(limit // 7, "week") if limit % 7 == 0 else count(limit, "day")
    return Words(
        who="active practitioners",
        keeps=f"had case supervision at least every {length}",
        breaks=f"went more than {length} without case supervision, {gaps.still_open or 'none'} of them to this day",
        next_step=f"Book supervision, or enter the dates away in the table `away`. Give no reason. {hint}".strip(),
        to_tell="Enter the day of clearance or of the start, and who supervised; what lies before records begin shows "
        "in time.",
    )


def _put(inquiry: Inquiry, tally: Tally, breach: Breach, state: str) -> bool:
    """Put somebody on the right pile. Whether they break the rule, unexplained."""
    before = len(tally.broken)
    if state == "kept":
        tally.kept.append(breach.id)
    elif state == "due":
        tally.leave_out(breach.id, "without an open case, due before the next")
    elif state == "not seen":
        tally.cannot_tell.append(breach.id)
    else:
        tally.put(inquiry, breach)
    return len(tally.broken) > before


def _runs(first: date, sessions: Collection[date], as_of: date, clock: _Clock) -> tuple[list[_Run], _Run]:
    """The runs of days from the first, from session to session, and to the as-of date, in order; and the worst."""
    points = [first, *sorted(d for d in sessions if d > first), max(first, as_of)]
    runs = [_Run(clock.state(a, b), a, b) for a, b in pairwise(points)]
    # A run without an open case that ended in supervision is made good.
    runs = [*(run._replace(state="kept") if run.state == "due" else run for run in runs[:-1]), runs[-1]]
    return runs, max(runs, key=lambda run: _ORDER.index(run.state))


def _where(people: Table[Practitioner], log: Table[Supervision], person: Practitioner, session: int | None) -> Location:
    """The session after which the run began; the person's row where there was none."""
    if session is not None:
        return place(log, session, "held_on")
    return place(people, person.row, "cleared_for_cases_on" if person.cleared_for_cases_on else "started_on")
