"""Registered practitioners do the hours of development of their level, half of them RJC-approved.

Counted over the 12 months up to the as-of date for each active practitioner on the RJC's register: `foundation_hours`,
`intermediate_hours` or `advanced_hours` by the registered level, at least `approved_percent` of the hours owed approved
by the RJC. Days away take their share off. In the first 12 months after the start the hours are told, against their
share of the year, and not judged. Whoever is not registered (or the cell is blank) owes what the service declares as
`cpd_hours:` under `targets:`, a number or one for each level, approved or not; where it declares nothing, they are out.
Cannot tell: short, and an event has no day, no hours or no word on approval that could fill it; short, and the table's
records begin within the year.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import Spell, active, away_spells, days_away
from rsqm_tool.checks._tally import AFTER, BEFORE, Breach, Tally, Words, by_staff_rule, missing, place, tell, unread
from rsqm_tool.dates import add_months
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Cpd, Practitioner, Table

NEEDED = {
    "practitioners": ("practitioner_id", "started_on", "rjc_registered_level"),
    "cpd": ("practitioner_id", "done_on", "hours", "rjc_approved"),
}
_WORDS = Words(
    who="active practitioners who owe hours of development",
    keeps="did the hours that they owe for 12 months",
    breaks="did too few hours in 12 months, or too few that the RJC approved",
    next_step="Plan the hours that are lacking with each of them, the approved half first, and log each event with its "
    "topic. Enter dates away in the table `away`, without a reason.",
    to_tell="Fill in days, hours and whether the RJC approved the event, and the day of the start.",
)


@dataclass(frozen=True, slots=True)
class _Done:
    """What one practitioner did in the year."""

    hours: float = 0.0
    approved: float = 0.0
    perhaps_approved: float = 0.0  # hours of events without a word on approval
    blank: bool = False  # an event has no day or no hours


@dataclass(frozen=True, slots=True)
class _Owed:
    """What one practitioner owes for the year."""

    hours: float
    approved: float

    def state(self, done: _Done, unseen: bool) -> tuple[str, bool, bool]:
        """The pile, and whether hours, and approved hours, are short. `unseen`: some of the year is not recorded."""
        short, unapproved = done.hours < self.hours, done.approved < self.approved
        if not (short or unapproved):
            return "kept", False, False
        may_fill = not short and done.approved + done.perhaps_approved >= self.approved
        return "cannot tell" if unseen or done.blank or may_fill else "broken", short, unapproved


def check(
    inquiry: Inquiry,
    *,
    foundation_hours: int = 6,
    intermediate_hours: int = 12,
    advanced_hours: int = 16,
    approved_percent: int = 50,
) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, log = tables.practitioners, tables.cpd
    not_there = list(unread(inquiry, NEEDED))
    if not_there or people is None or log is None:
        yield from not_there
        return
    registered = {"foundation": foundation_hours, "intermediate": intermediate_hours, "advanced": advanced_hours}
    tally, told = _counted(inquiry, people, log, registered, approved_percent)
    helps, note = (log, tables.away), _note(tally, told)
    yield tell(inquiry, [people], tally, _WORDS, by_staff_rule, helps=helps, note=note, **told)


def tallied(inquiry: Inquiry) -> Tally | None:
    """Who keeps the rule and who does not, by id; None where a table that it needs is not there."""
    tables, given = inquiry.workspace.tables, inquiry.expectation.parameters
    if tables.practitioners is None or tables.cpd is None or any(missing(inquiry, NEEDED)):
        return None
    registered = {level: given[f"{level}_hours"] for level in ("foundation", "intermediate", "advanced")}
    return _counted(inquiry, tables.practitioners, tables.cpd, registered, given["approved_percent"])[0]


def _counted(
    inquiry: Inquiry,
    people: Table[Practitioner],
    log: Table[Cpd],
    registered: Mapping[str, float],  # hours by registered level
    approved_percent: int,
) -> tuple[Tally, Counter[str]]:
    """Everybody on a pile, and what is told besides."""
    tables = inquiry.workspace.tables
    year = _Year(add_months(inquiry.as_of, -12), inquiry.as_of)
    tally, told = Tally(), Counter[str]()
    away, done = away_spells(tables.away, tally), _by_person(log, year, tally)
    unseen = bool(log.records_begin and log.records_begin > year.start)
    for id, person in active(people, inquiry.as_of, tally):
        hours: float | None = registered.get(person.rjc_registered_level or "")
        percent = 0 if hours is None else approved_percent
        if hours is None:
            hours = _declared(inquiry, person)
        share = year.share(person.started_on, away.get(id, ()))
        if not hours or not share:
            tally.leave_out(id, "away the whole time" if hours else "not registered, and no hours declared for them")
            continue
        owed = _Owed(round(hours * share, 2), round(hours * share * percent / 100, 2))
        state, short, unapproved = owed.state(done.get(id, _Done()), unseen or person.started_on is None)
        if year.new(person.started_on):
            tally.leave_out(id, "in their first 12 months")
            told["first_year_on_course"] += state == "kept"
        elif state == "kept":
            tally.kept.append(id)
        elif state == "cannot tell":
            tally.cannot_tell.append(id)
        else:
            tally.put(inquiry, Breach(id, place(people, person.row, "rjc_registered_level")))
            told["short_of_hours"] += short
            told["short_of_approved_hours"] += unapproved
    return tally, told


@dataclass(frozen=True, slots=True)
class _Year:
    """The 12 months to the as-of date."""

    start: date
    end: date

    def new(self, started: date | None) -> bool:
        """Whether somebody is in their first 12 months."""
        return started is not None and started > self.start

    def share(self, started: date | None, spells: Sequence[Spell]) -> float:
        """The part of it for which somebody was here and not away."""
        begin = max(started or self.start, self.start)
        gone = days_away(spells, begin + timedelta(days=1), self.end)
        return ((self.end - begin).days - gone) / (self.end - self.start).days


def _declared(inquiry: Inquiry, person: Practitioner) -> float | None:
    """What the service declares for those who are not registered: one number, or one by level."""
    declared: object = inquiry.workspace.targets.others.get("cpd_hours")
    if isinstance(declared, Mapping):
        declared = declared.get(person.level)
    return declared if isinstance(declared, int | float) else None


def _by_person(log: Table[Cpd], year: _Year, tally: Tally) -> dict[str, _Done]:
    """What everybody did in the year, by id."""
    rows: dict[str, list[Cpd]] = defaultdict(list)
    for row in log.rows:
        if row.done_on and row.done_on > year.end:
            tally.ignored[AFTER] += 1
        elif row.done_on and log.records_begin and row.done_on < log.records_begin:
            tally.ignored[BEFORE] += 1
        elif row.practitioner_id and (row.done_on is None or row.done_on >= year.start):
            rows[row.practitioner_id].append(row)
    return {id: _sum(its) for id, its in rows.items()}


def _sum(rows: Sequence[Cpd]) -> _Done:
    whole = [r for r in rows if r.done_on and r.hours is not None]

    def hours(approved: tuple[bool | None, ...]) -> float:
        return round(fsum(r.hours or 0 for r in whole if r.rjc_approved in approved), 2)

    return _Done(hours((True, False, None)), hours((True,)), hours((None,)), len(whole) < len(rows))


def _note(tally: Tally, told: Counter[str]) -> str:
    new = tally.out["in their first 12 months"]
    return f"{told['first_year_on_course']} of {new} in their first 12 months did their share so far" if new else ""
