"""Processes, who took part in them and who facilitated: one view of the single tables and of a flat export.

In a flat export a row of `cases` is its own process. Its people are as many participations as it counts on each side
(one where the number is blank), and each of its days is everyone's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import date
from typing import Any, NamedTuple, TypeVar

from rsqm_tool.model.tables import (
    Case,
    Facilitator,
    FacilitatorRole,
    Part,
    Participant,
    Participation,
    Process,
    Table,
    Tables,
)

# What a judge says of one process or participation. Any other word is why it does not count.
KEPT, BROKEN, UNSURE = "kept", "broken", "cannot tell"
LOST = "cannot tell without a row that could not be read"
ONE = "one broken"  # at least one of the people whom a flat row stands for; of the others nobody can tell

_FLAT = frozenset(Case._fields[Case._fields.index("harmed_count") :])  # columns that only a flat export has
_DIRECT = {"conference": True, "live video": True, "shuttle": False, "letter": False, "recorded message": False}


class Occasion(NamedTuple):
    """One process, wherever it is written down."""

    id: str  # the process's; in a flat export its case's
    case_id: str
    case: Case | None  # None where the table `cases` does not have it
    record: Process | Case  # the row that holds agreement, result and follow-up
    direct: bool | None  # by its kind; by its route where that is blank; None where both are
    on: date | None  # first communication
    shown: bool = False  # something beside its row shows that it took place
    prepared: bool = False  # risk or consent are entered, or a flat row names it, and its case did not stop before it

    @property
    def begun(self) -> bool:
        """Whether it took place, as far as its row says or something else shows; with or without a day."""
        return bool(self.shown or self.on or _says(self.record))

    @property
    def may_have_begun(self) -> bool:
        """Whether nobody can say that it has not: it has, or it was prepared."""
        return self.begun or self.prepared

    @property
    def over(self) -> bool:
        """Whether it is at its end: its last day or the case's closing is entered."""
        ended = self.record.ended_on if isinstance(self.record, Process) else None
        return bool(ended or (self.case and self.case.closed_on))

    @property
    def sensitive(self) -> bool | None:
        """Whether its case is; None where that is not entered."""
        return is_sensitive(self.case)


class Attender(NamedTuple):
    """One participation; in a flat export those of one side."""

    id: str  # process and participant, with a dot between; in a flat export the case's
    occasion: Occasion
    entry: Participation
    people: int = 1  # for whom it stands
    part: Part | None = None
    person: Participant | None = None  # None where the table `participants` does not have them
    listed: bool = True  # False for a process of which no row says who took part, or that is in no row itself

    @property
    def stray(self) -> bool:
        """Whether it is of a process that is in no row."""
        return not self.listed and not self.occasion.record.row


def is_sensitive(case: Case | None) -> bool | None:
    """Whether a case is sensitive, or domestic or sexual whatever else is entered; None where that is unknown."""
    if case is None:
        return None
    return True if case.domestic_or_sexual else case.sensitive


def by(day: date | None, on: date | None) -> str:
    """Whether something was done on or before a day: a blank breaks the rule, a blank `on` leaves it open."""
    if on is None:
        return UNSURE
    return KEPT if day and day <= on else BROKEN


def earliest(row: Participant | Case) -> date | None:
    """The first attempt; where it is entered, a contact before it or without one counts as one."""
    attempt, contact = row.first_attempt_on, row.first_contact_on
    return min(attempt, contact) if attempt and contact else attempt or contact


def reached(person: Participant) -> bool:
    """Whether somebody was reached: a day of contact or information is entered, or an end that nobody has without."""
    on = person.first_contact_on or person.informed_on
    return on is not None or person.ended in ("took part", "declined", "withdrew")


def single(tables: Tables, name: str) -> Table[Any] | None:
    """A single table; None where it is not there, or was made from the rows of a flat export."""
    table, cases = tables.get(name), tables.cases
    if table is None or cases is None or _FLAT.isdisjoint(cases.columns):
        return table
    return None if (table.path, table.sheet) == (cases.path, cases.sheet) else table


def is_flat(tables: Tables, name: str) -> bool:
    """Whether a flat export stands in for the single table of that name."""
    cases = tables.cases
    return cases is not None and not _FLAT.isdisjoint(cases.columns) and single(tables, name) is None


_T = TypeVar("_T")
_KEEP = 100_000  # cases: of more, what was made is not kept, or memory would grow with it
# The last answers: a dozen checks of one run go through the same processes and participations.
_kept: dict[str, tuple[Tables, Sequence[Any]]] = {}


def _once(name: str, tables: Tables, make: Callable[[Tables], Iterator[_T]]) -> Iterable[_T]:
    """What `make` gives for these tables, made once for all who ask in a row."""
    if tables.cases is None or len(tables.cases.rows) > _KEEP:
        return make(tables)
    held = _kept.get(name)
    if held is None or held[0] is not tables:
        held = _kept[name] = (tables, tuple(make(tables)))
    return held[1]


def occasions(tables: Tables) -> Iterable[Occasion]:
    """Every process, in the order of its table."""
    return _once("occasions", tables, _occasions)


def _occasions(tables: Tables) -> Iterator[Occasion]:
    processes: Table[Process] | None = single(tables, "processes")
    if processes is None:
        yield from (occasion for occasion, _ in _once("flat occasions", tables, _flat_occasions))
        return
    cases = {c.case_id: c for c in tables.cases.rows} if tables.cases else {}
    found = []
    for row in processes.rows:
        direct = _direct(row.kind, row.process)
        case_id = row.case_id or ""
        found.append(
            Occasion(row.process_id or "", case_id, cases.get(case_id), row, direct, row.first_communication_on)
        )
    if all(o.begun for o in found):
        yield from found
        return
    signs = _Signs.of(tables)
    # Whoever took part in a case, and one of its processes has begun: that may be the one.
    explained = {o.case_id for o in found if o.begun}
    for o in found:
        yield o if o.begun else signs.told(o, alone=o.case_id not in explained)


def _flat_occasions(tables: Tables) -> Iterator[tuple[Occasion, Case]]:
    signs: _Signs | None = None
    for case in tables.cases.rows if tables.cases else ():
        made = case.agreement == "made" or case.agreement_result is not None
        if case.process_on or case.process in ("direct", "indirect") or case.process_kind or made:
            id = case.case_id or ""
            occasion = Occasion(id, id, case, case, _direct(case.process_kind, case.process), case.process_on)
            if not occasion.begun:
                signs = signs or _Signs.of(tables)
                occasion = signs.told(occasion, alone=True)
            yield occasion, case


def _says(row: Process | Case) -> bool:
    """Whether the row of a process says, otherwise than by its day, that it took place."""
    if row.agreement or row.agreement_result or row.follow_up_offered_on or row.followed_up_on:
        return True
    if isinstance(row, Process):
        return row.ended_on is not None or row.result_told_on is not None
    return row.closed_on is not None and row.outcome == "accepted"


class _Signs(NamedTuple):
    """What shows that a process took place, or that it was prepared, whose own row does not say so."""

    attended: Set[str | None]  # processes
    prepared: Set[str | None]  # processes
    cases: Set[str | None]  # in which somebody took part, or was asked for their views after the process

    @classmethod
    def of(cls, tables: Tables) -> _Signs:
        rows: Table[Participation] | None = single(tables, "participation")
        people: Table[Participant] | None = single(tables, "participants")
        entries = rows.rows if rows else ()
        attended = {r.process_id for r in entries if r.attended}
        prepared = {r.process_id for r in entries if r.attended is not False and any(_before(r))}
        cases = {p.case_id for p in people.rows if p.ended == "took part"} if people else set()
        for row in tables.feedback.rows if tables.feedback else ():
            if row.stage == "after process" and (row.asked_on or row.received_on):
                cases.add(row.case_id)
        return cls(attended, prepared, cases - {None})

    def told(self, o: Occasion, alone: bool) -> Occasion:
        """The same process with what these say of it. `alone`: no other process of its case has begun."""
        case = o.case
        accepted = case is not None and case.closed_on is not None and case.outcome == "accepted"
        shown = o.id in self.attended or (alone and bool(o.case_id in self.cases or accepted))
        stopped = case is not None and case.outcome not in ("accepted", None)
        prepared = isinstance(o.record, Case) or o.id in self.prepared  # a flat row says which process it is
        return o._replace(shown=shown, prepared=prepared and not stopped)


def _before(row: Participation) -> tuple[date | None, ...]:
    """The days of what has to come before a process."""
    risk = (row.risk_assessed_on, row.risk_reviewed_on, row.countersigned_on)
    return (*risk, row.verbal_consent_on, row.written_consent_on, row.parental_consent_on)


def _direct(kind: str | None, route: str | None) -> bool | None:
    if kind:
        return _DIRECT[kind]
    return route == "direct" if route in ("direct", "indirect") else None


def attenders(tables: Tables) -> Iterable[Attender]:
    """Every participation. Nobody can tell of those without a row: who took part all the same, else a whole process."""
    return _once("attenders", tables, _attenders)


def _attenders(tables: Tables) -> Iterator[Attender]:
    rows: Table[Participation] | None = single(tables, "participation")
    if rows is None:
        yield from _flat_attenders(tables)
        return
    held = {o.id: o for o in occasions(tables)}
    people: dict[tuple[str | None, str | None], Participant] = {}
    for person in tables.participants.rows if tables.participants else ():
        people[person.case_id, person.participant_id] = person
    seen, there = set(), set()
    for entry in rows.rows:
        id = entry.process_id or ""
        occasion = held.get(id) or Occasion(id, "", None, Process(0, process_id=id), None, None)
        listed = id in held
        seen.add(id)
        key = (occasion.case_id, entry.participant_id)
        there.add(key)
        who = people.get(key)
        name = f"{id}.{entry.participant_id}" if entry.participant_id else id
        yield Attender(name, occasion, entry, 1, who.part if who else None, who, listed)
    silent = [p for key, p in people.items() if p.ended == "took part" and key not in there]
    for a in _without_row(tables, held.values(), silent):
        seen.add(a.occasion.id)
        yield a
    for id, occasion in held.items():
        if id not in seen:
            yield Attender(id, occasion, Participation(occasion.record.row, id), listed=False)


def _without_row(tables: Tables, held: Iterable[Occasion], people: Sequence[Participant]) -> Iterator[Attender]:
    """Those who took part, as the table of participants says, and have no participation."""
    ids = {p.case_id for p in people}
    cases = {c.case_id: c for c in tables.cases.rows if c.case_id in ids} if tables.cases and ids else {}
    by_case: dict[str, list[Occasion]] = defaultdict(list)
    for occasion in held:
        if occasion.case_id in ids and occasion.begun:
            by_case[occasion.case_id].append(occasion)
    for person in people:
        id = ".".join(i for i in (person.case_id, person.participant_id) if i)
        occasion = _perhaps(person, by_case.get(person.case_id or "", ()), cases.get(person.case_id))
        entry = Participation(person.row, occasion.id, person.participant_id)
        yield Attender(id, occasion, entry, 1, person.part, person, listed=False)


def _perhaps(person: Participant, held: Sequence[Occasion], case: Case | None) -> Occasion:
    """The process that somebody took part in: of their case's the last by the end of their part, or one not entered."""
    if not held:
        record = Process(0, case_id=person.case_id)
        return Occasion("", person.case_id or "", case, record, None, person.ended_on, shown=True)
    last = person.ended_on or date.max
    occasion = max([o for o in held if (o.on or last) <= last] or held, key=lambda o: o.on or date.max)
    # In which of several they were nobody knows, so neither whether it was direct.
    direct = occasion.direct if len({o.direct for o in held}) == 1 else None
    return occasion._replace(direct=direct, on=occasion.on or person.ended_on)


def _flat_attenders(tables: Tables) -> Iterator[Attender]:
    for occasion, case in _once("flat occasions", tables, _flat_occasions):
        sides: tuple[tuple[Part, int | None, date | None], ...] = (
            ("harmed", case.harmed_count, case.consent_harmed_on),
            ("responsible", case.responsible_count, case.consent_responsible_on),
        )
        if case.harmed_count == case.responsible_count == 0:
            yield Attender(occasion.id, occasion, Participation(case.row, case.case_id), listed=False)
        for part, people, consent in sides:
            entry = Participation(
                case.row,
                case.case_id,
                written_consent_on=consent,
                risk_assessed_on=case.risk_assessed_on,
                risk_reviewed_on=case.risk_reviewed_on,
            )
            yield Attender(occasion.id, occasion, entry, 1 if people is None else people, part)


def absent(a: Attender) -> bool:
    """Whether somebody did not take part: it says so, or their part had ended before the first communication."""
    if a.entry.attended is not None or a.person is None:
        return a.entry.attended is False
    left = a.person.ended in ("declined", "withdrew", "unsuitable", "unreachable") and a.person.ended_on
    return bool(left and a.occasion.on and left < a.occasion.on)


def crews(tables: Tables, as_of: date, wanted: Set[str | None]) -> dict[str, list[Facilitator]]:
    """Who had some cases up to the as-of date, by the case's id. Those of a flat export have it from its acceptance."""
    found: dict[str, list[Facilitator]] = defaultdict(list)
    of_process = {p.process_id: p.case_id for p in tables.processes.rows} if tables.processes else {}
    own: Table[Facilitator] | None = single(tables, "facilitators")
    for row in own.rows if own else ():
        case_id = row.case_id or of_process.get(row.process_id)
        if (
            case_id
            and case_id in wanted
            and row.practitioner_id
            and (row.allocated_on is None or row.allocated_on <= as_of)
        ):
            found[case_id].append(row)
    for case in tables.cases.rows if tables.cases else ():
        if case.case_id not in wanted:
            continue
        begin = case.accepted_on or case.referred_on
        both: tuple[tuple[str | None, FacilitatorRole], ...] = (
            (case.lead_practitioner_id, "lead"),
            (case.co_practitioner_id, "co"),
        )
        for who, role in both:
            if who and case.case_id and (begin is None or begin <= as_of):
                found[case.case_id].append(Facilitator(case.row, case.case_id, None, who, role, begin))
    return found
