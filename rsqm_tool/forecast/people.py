"""What lapses of people: vetting, training, supervision, observed practice, and the year of development.

Only people who practise now and are still here on the day are told: who counts, and what is in time, the checks say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from rsqm_tool import checks
from rsqm_tool.checks import cpd_hours, observed, supervision_gap
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import (
    active,
    allocations,
    away_spells,
    begins_late,
    facilitated,
    practising,
    sessions,
)
from rsqm_tool.checks._tally import Tally, missing, place
from rsqm_tool.checks._unread import lost_from
from rsqm_tool.checks.cpd_hours import _by_person, _declared, _Done, _Owed, _Year
from rsqm_tool.checks.observed import _state
from rsqm_tool.checks.supervision_gap import _Clock
from rsqm_tool.checks.vetting_in_date import _newest, _own
from rsqm_tool.dates import add_months, count
from rsqm_tool.model import Expectation, Framework, Location, Outcome, Workspace
from rsqm_tool.model.catalogue import Criterion, Guidance
from rsqm_tool.model.forecast import Lapse
from rsqm_tool.model.tables import Practitioner, Training

_DAY = timedelta(days=1)
_Person = tuple[str, Practitioner, date | None]  # id, row, and the day from which they have cases


@dataclass(frozen=True, slots=True)
class People:
    """What the duties of people are forecast from."""

    workspace: Workspace
    framework: Framework
    as_of: date
    end: date  # the first day that does not count
    assessed: bool  # whether `end` is the assessment

    def criteria(self, rule: str) -> tuple[str, ...]:
        """The criteria that a check judges."""
        return tuple(c.id for c in self.framework.criteria if any(e.check == rule for e in c.expectations))

    def inquiry(self, rule: str) -> Inquiry:
        """What a check would be asked, with what the catalogue sets; its usual parameters where it sets none."""
        usual = checks.get(rule).__kwdefaults__ or {}
        set_by = [(c, e) for c in self.framework.criteria for e in c.expectations if e.check == rule]
        here = Location("")
        criterion = Criterion("", "", "", False, False, Guidance(), (), ())
        plain = Expectation(rule, {}, None, Outcome.NOT_MET, "expected practice", here)
        criterion, found = set_by[0] if set_by else (criterion, plain)
        expectation = replace(found, parameters={**usual, **found.parameters})
        return Inquiry(criterion, expectation, self.workspace, (), None, self.as_of)


@dataclass(frozen=True, slots=True)
class _Duty:
    """One kind of thing that people owe."""

    rule: str  # the check that judges it
    kind: str
    name: str  # as it is told when it cannot be forecast
    needed: Mapping[str, Sequence[str]]  # tables and their columns
    find: Callable[[People, Inquiry, Sequence[_Person]], Iterator[_Found]]
    also: Sequence[str] = ()  # other tables that it reads


_Found = tuple[str, Practitioner, date, str, str, Location]  # id, row, day, what, the same without details, place


def duties(people: People) -> Iterator[Lapse]:
    """What each practitioner owes next, as far as the tables tell."""
    for duty in _DUTIES:
        if next(_lacking(people, duty), None):
            continue
        criteria = people.criteria(duty.rule)
        for id, _, day, what, plain, where in _found(people, duty):
            yield Lapse(day, duty.kind, "", what, plain, id, True, criteria, where)


def untold(people: People) -> Iterator[str]:
    """What cannot be forecast, and why."""
    causes: dict[str, list[str]] = defaultdict(list)
    for duty in _DUTIES:
        lacking = list(_lacking(people, duty))
        for why in lacking or (*_unread_rows(people, duty), *_before_the_log(people, duty)):
            causes[why].append(duty.name)
    for why, names in causes.items():
        yield f"{', '.join(names)}: {why}"


def _lacking(people: People, duty: _Duty) -> Iterator[str]:
    table, needed = people.workspace.tables.practitioners, duty.needed
    if duty.kind == "vetting" and not (table and "vetting_recheck_by" in table.columns):
        needed = {**needed, "vetting": ["practitioner_id", "recheck_by"]}
    yield from (each.words for each in missing(people.inquiry(duty.rule), needed))
    if duty.kind == "development" and not people.assessed:
        yield "no assessment is ahead at which the year would end"


def _unread_rows(people: People, duty: _Duty) -> Iterator[str]:
    """What was left out with the rows that could not be read."""
    for name in (*duty.needed, *duty.also):
        table = people.workspace.tables.get(name)
        if number := lost_from(table):
            rows = count(number, "row")
            so = "nothing is told of whoever is in" if name == "practitioners" else "nothing was seen of what stands in"
            yield f"{rows} of the table `{name}` could not be read, so {so} {'it' if number == 1 else 'them'}"


def _before_the_log(people: People, duty: _Duty) -> Iterator[str]:
    """That something is told as overdue from before the first row of the log, and what may settle it."""
    log = people.workspace.tables.supervision
    if log is None or log.name not in duty.needed:
        return
    late = [day for _, _, day, *_ in _found(people, duty) if day < people.as_of]
    if late and (hint := begins_late(log, min(late))):
        yield f"what was due before the table `{log.name}` begins is told as overdue. {hint.rstrip('.')}"


def _found(people: People, duty: _Duty) -> list[_Found]:
    """What is owed by those who are still here on the day."""
    inquiry = people.inquiry(duty.rule)
    owed = duty.find(people, inquiry, _practising(inquiry))
    return [found for found in owed if found[1].ended_on is None or found[1].ended_on >= found[2]]


def _practising(inquiry: Inquiry) -> list[_Person]:
    table = inquiry.workspace.tables.practitioners
    return list(practising(table, inquiry.as_of, Tally(), allocations(inquiry))) if table else []


def _vetting(people: People, inquiry: Inquiry, staff: Sequence[_Person]) -> Iterator[_Found]:
    """The last day on which one of somebody's checks is in date; when all are past, the last of these days."""
    tables, plain = people.workspace.tables, "Vetting to be looked at again"
    newest = _newest(inquiry, tables.vetting, inquiry.expectation.parameters["status_months"], Tally())
    for id, person, _ in staff:
        looks = [*newest.get(id, ()), *(_own(tables.practitioners, person) if tables.practitioners else ())]
        dues = [(look.due, look.where) for look in looks if look.due]
        if not dues:
            continue
        day, where = max(dues, key=lambda due: due[0])
        if day >= people.as_of or len(dues) == len(looks):
            yield id, person, day, plain, plain, where


def _training(people: People, inquiry: Inquiry, staff: Sequence[_Person]) -> Iterator[_Found]:
    """The last day of each subject in which somebody's training expires and was not renewed."""
    table, held = people.workspace.tables.training, defaultdict[tuple[str, str], list[Training]](list)
    for row in table.rows if table else ():
        if row.practitioner_id and row.subject and row.completed_on and row.completed_on <= people.as_of:
            held[row.practitioner_id, row.subject].append(row)
    known = {id: person for id, person, _ in staff}
    for (id, subject), rows in held.items():
        days = [(row.expires_on or date.max, row.row) for row in rows]
        day, number = max(days)
        if table and id in known and day < date.max:
            plain = f"Training ({subject}) runs out"
            yield id, known[id], day, plain, plain, place(table, number, "expires_on")


def _supervision(people: People, inquiry: Inquiry, staff: Sequence[_Person]) -> Iterator[_Found]:
    """The last day on which somebody's next case supervision is in time; overdue only where a case was open then."""
    tables, plain = people.workspace.tables, "Case supervision due"
    log, table = tables.supervision, tables.practitioners
    if log is None or table is None:
        return
    held, away = allocations(inquiry), away_spells(tables.away)
    logged = sessions(inquiry, log, "case supervision", Tally())
    limit, grace = (inquiry.expectation.parameters[name] for name in ("limit_days", "grace_days"))
    for id, person, begin in staff:
        if begin is None:
            continue
        clock = _Clock(limit, grace, away.get(id, ()), held.of(id) if held else None)
        seen = [s for s in logged.get(id, ()) if s.on >= begin]
        last = seen[-1].on if seen else max(begin, log.records_begin or begin)
        day = _in_time_until(clock, last, people.end)
        if day and (day >= people.as_of or clock.state(last, people.as_of) != "due"):
            where = place(log, seen[-1].row, "held_on") if seen else place(table, person.row, "practitioner_id")
            yield id, person, day, plain, plain, where


def _in_time_until(clock: _Clock, last: date, end: date) -> date | None:
    """The last day before `end` on which supervision is not overdue; None where it is not before then."""
    day = clock._day(last, clock.limit + 1)
    while day <= end:
        if clock._overdue(last, day):
            return day - _DAY
        day += _DAY
    return None


def _observation(people: People, inquiry: Inquiry, staff: Sequence[_Person]) -> Iterator[_Found]:
    """The last day on which somebody who facilitates is in time with their yearly observed practice."""
    tables, plain = people.workspace.tables, "Observed practice due"
    log, table, held = tables.supervision, tables.practitioners, allocations(inquiry)
    if log is None or table is None or held is None:
        return
    months = inquiry.expectation.parameters["months"]
    done, logged = facilitated(inquiry, held), sessions(inquiry, log, "observed practice", Tally())
    for id, person, begin in staff:
        last = max(done.get(id, ()), default=None)
        seen = logged[id][-1] if id in logged else None
        since = [d for d in (begin, seen.on if seen else log.records_begin) if d]
        if begin is None or last is None or last < add_months(people.as_of, -months):
            continue
        day = add_months(max(since), months)
        state = _state(people.as_of, months, begin, seen.on if seen else None, last, log.records_begin)
        if day >= people.as_of or state == "broken":
            where = place(log, seen.row, "held_on") if seen else place(table, person.row, "practitioner_id")
            yield id, person, day, plain, plain, where


def _development(people: People, inquiry: Inquiry, staff: Sequence[_Person]) -> Iterator[_Found]:
    """The hours that are still lacking in the year that ends at the assessment. No event to come counts."""
    tables, plain = people.workspace.tables, "Hours of development lacking"
    log, table = tables.cpd, tables.practitioners
    if log is None or table is None:
        return
    given = inquiry.expectation.parameters
    year = _Year(add_months(people.end, -12), people.end)
    so_far = replace(log, rows=[row for row in log.rows if row.done_on is None or row.done_on <= people.as_of])
    done, away = _by_person(so_far, year, Tally()), away_spells(tables.away)
    unseen = bool(log.records_begin and log.records_begin > year.start)
    for id, person in active(table, people.as_of, Tally()):
        level = person.rjc_registered_level or ""
        registered = f"{level}_hours" in given
        hours = given[f"{level}_hours"] if registered else _declared(inquiry, person)
        if not hours or person.started_on is None or year.new(person.started_on):
            continue
        share = year.share(person.started_on, away.get(id, ()))
        percent = given["approved_percent"] if registered else 0
        owed = _Owed(round(hours * share, 2), round(hours * share * percent / 100, 2))
        own = done.get(id, _Done())
        if owed.state(own, unseen)[0] == "broken":
            what = _hours(owed, own, level or person.level or "no level")
            yield id, person, people.end - _DAY, what, plain, place(table, person.row, "rjc_registered_level")


def _hours(owed: _Owed, done: _Done, level: str) -> str:
    """What is still to be done, in words: in quarters of an hour, rounded up, as nobody books 5.03 hours."""
    approved = max(0.0, round(owed.approved - done.approved, 2))
    lacking = max(approved, round(owed.hours - done.hours, 2))
    year = "in the 12 months up to the assessment"
    words = f"{_quarters(lacking)} of {_quarters(owed.hours)} hours of development still lacking {year} ({level})"
    return f"{words}, at least {_quarters(approved)} of them RJC-approved" if approved else words


def _quarters(hours: float) -> str:
    """Hours rounded up to the next quarter: 5.03 is 5.25."""
    return f"{ceil(round(hours * 4, 6)) / 4:g}"


_WHO = ["practitioner_id"]
_DUTIES: tuple[_Duty, ...] = (
    _Duty("vetting_in_date", "vetting", "vetting", {"practitioners": _WHO}, _vetting, ("vetting", "facilitators")),
    _Duty(
        "trained_to_level",
        "training",
        "training",
        {"practitioners": _WHO, "training": ["practitioner_id", "subject", "completed_on"]},
        _training,
        ("facilitators",),
    ),
    _Duty(
        "supervision_gap",
        "supervision",
        "case supervision",
        supervision_gap.NEEDED,
        _supervision,
        ("away", "facilitators", "cases"),
    ),
    _Duty("observed", "observation", "observed practice", observed.NEEDED, _observation, ("cases",)),
    _Duty("cpd_hours", "development", "hours of development", cpd_hours.NEEDED, _development, ("away",)),
)
