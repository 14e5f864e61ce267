"""An Advanced practitioner leads sensitive cases, or works with the Intermediate who does.

Counted: each sensitive, domestic or sexual case that was open in the 12 months up to the as-of date and in which
somebody was contacted. The day of that is the earliest first contact entered for anybody, or the beginning of a process
if that came sooner; until then nothing is owed, and such cases are told and not counted. Kept where somebody led it on
that day, and everyone who led it then or later is Advanced, or is Intermediate, had finished the training in sensitive
and complex cases by that day, and an Advanced co-facilitator or mentor was allocated by then. Anything else breaks it.
Not known, and of these nobody can tell: who leads, their level, the day of training, allocation or first contact,
whether the case is sensitive; and, where no table has a column for the first contact, all but those that an Advanced
practitioner leads. In a flat export both practitioners count as allocated from acceptance; of a contact before that
nobody can tell. One case, or up to 10 %, is partly met.

Assumed, as tables hold no earlier level: everybody had today's (figure `levels_as_of`). Only who finished the training
in sensitive and complex cases after that day may have been below Advanced on it, and of these nobody can tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from rsqm_tool.checks._cases import (
    BROKEN,
    KEPT,
    LOST,
    UNSURE,
    crews,
    is_flat,
    is_sensitive,
    occasions,
    reached,
    single,
)
from rsqm_tool.checks._counting import Count, Source, Unit, not_there, worked_until
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Case, Facilitator, Level, Participant, Table, Tables, Training

SOURCE = Source(
    single={
        "facilitators": ("case_id", "practitioner_id", "role"),
        "cases": ("case_id", "sensitive"),
        "practitioners": ("practitioner_id", "level"),
    },
    flat={"facilitators": ("lead_practitioner_id",)},
    column="role",
)
WORDS = Words(
    who="sensitive cases",
    keeps="had an Advanced lead, or a trained Intermediate with a named Advanced practitioner",
    breaks="had neither an Advanced lead nor a trained Intermediate with a named Advanced practitioner",
    next_step="Name an Advanced practitioner as lead, co-facilitator or mentor before the next contact, and enter "
    "the day.",
    to_tell="Enter who leads, their levels, and the days of first contact, training and allocation; for joint cases, "
    "register the partner's confirmation.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    tables, as_of = inquiry.workspace.tables, inquiry.as_of
    lacking = list(not_there(inquiry, SOURCE))
    if lacking or tables.cases is None:
        yield from lacking
        return
    also = [tables.training, *(single(tables, name) for name in ("facilitators", "participants", "processes"))]
    count, staff = Count(inquiry, [tables.cases], also, helps=[tables.practitioners]), _staff(tables)
    wanted = {c.case_id for c in tables.cases.rows if is_sensitive(c) is not False}
    crew, contacts = crews(tables, as_of, wanted), _contacts(tables, as_of)
    for case in tables.cases.rows:
        sensitive = is_sensitive(case)
        if sensitive is False or not count.in_time(on := worked_until(case, as_of)):
            continue
        id = case.case_id or ""
        verdict = contacts.none_yet(case, as_of) or _verdict(staff, crew.get(id, ()), contacts, id)
        if sensitive is None and verdict in (KEPT, BROKEN):
            verdict = UNSURE
        count.put(verdict, Unit(id, id, case, on, case.row, "sensitive"))
    yield count.finding(WORDS, {"levels_as_of": as_of.isoformat()})


@dataclass(frozen=True, slots=True)
class _Contacts:
    """When somebody in a case was first contacted."""

    first: Mapping[str, date]  # by case, up to the as-of date: the first day that is entered
    undated: Set[str]  # cases in which somebody was reached, and the day on which they first were is blank
    entered: bool  # whether any table has a column for it
    stray: bool  # somebody was contacted, and it is not entered in which case
    estimated: bool  # whether days of allocation are those of acceptance, as in a flat export

    def none_yet(self, case: Case, as_of: date) -> str:
        """Why a case does not count, as nobody in it was contacted; empty where somebody was, or no table tells."""
        id = case.case_id or ""
        if not self.entered or id in self.first or id in self.undated:
            return ""
        if self.stray:
            return UNSURE
        closed = case.closed_on and case.closed_on <= as_of
        return "closed without a contact" if closed else "not contacted yet, due before the first contact"


def _contacts(tables: Tables, as_of: date) -> _Contacts:
    both = [table for table in (tables.participants, tables.cases) if table and "first_contact_on" in table.columns]
    held, blank = list(occasions(tables)), list(_undated(tables, as_of)) if both else []
    days = [(row.case_id, row.first_contact_on) for table in both for row in table.rows]
    found: dict[str, date] = {}
    for id, day in (*days, *blank, *((o.case_id, o.on) for o in held)):
        if id and day and day <= as_of:
            found[id] = min(day, found.get(id, day))
    undated = {id for id, _ in blank} | {o.case_id for o in held if both and o.begun and o.on is None}
    stray = any(day and not id for id, day in (*days, *blank)) or "" in undated
    return _Contacts(found, undated, bool(both), stray, is_flat(tables, "facilitators"))


def _undated(tables: Tables, as_of: date) -> Iterator[tuple[str, date | None]]:
    """Each case with somebody who was reached on a day that is blank, and a day by which they had been, if one is."""
    people: Table[Participant] | None = single(tables, "participants")
    for person in people.rows if people else ():
        on = person.informed_on
        if person.first_contact_on is None and reached(person) and (on is None or on <= as_of):
            yield person.case_id or "", on
    for case in tables.cases.rows if tables.cases and not people else ():
        signed = case.consent_harmed_on
        if case.first_contact_on is None and signed and signed <= as_of:
            yield case.case_id or "", signed


@dataclass(frozen=True, slots=True)
class _Staff:
    """What decides who may lead."""

    levels: Mapping[str | None, Level | None]  # today's
    unread: bool  # whether there are people whose rows could not be read
    training: Mapping[str | None, Sequence[Training]] | None  # in sensitive and complex cases; None without a table

    def trained(self, id: str | None, by: date) -> str:
        """Whether somebody had finished the training by a day, and it had not expired."""
        if self.training is None:
            return UNSURE
        had = self.training.get(id, ())
        days = [(t.completed_on, t.expires_on) for t in had]
        if any(done and done <= by and (until is None or until >= by) for done, until in days):
            return KEPT
        return UNSURE if any(done is None for done, _ in days) else BROKEN

    def advanced(self, id: str | None, by: date | None) -> str:
        """Whether somebody was Advanced on a day: is today, and did not finish only later what all Advanced have."""
        if self.levels.get(id) != "advanced":
            return BROKEN
        done = [t.completed_on for t in (self.training or {}).get(id, ())]
        return UNSURE if by and done and all(day and day > by for day in done) else KEPT


def _staff(tables: Tables) -> _Staff:
    training: dict[str | None, list[Training]] = defaultdict(list)
    for row in tables.training.rows if tables.training else ():
        if row.subject == "sensitive and complex":
            training[row.practitioner_id].append(row)
    people = tables.practitioners
    levels = {p.practitioner_id: p.level for p in people.rows} if people else {}
    return _Staff(levels, bool(people and people.left_out), training if tables.training else None)


def _verdict(staff: _Staff, crew: Sequence[Facilitator], contacts: _Contacts, id: str) -> str:
    """How a case stands in which somebody was contacted, or of which no table tells that."""
    leads, by = [f for f in crew if f.role == "lead"], contacts.first.get(id)
    if not leads:
        return UNSURE if crew or by or id in contacts.undated else "not allocated"
    if by is None and id in contacts.undated:
        return UNSURE
    # Whoever had left by then did not lead it; somebody has to have.
    there = [f for f in leads if by is None or f.ended_on is None or f.ended_on >= by]
    estimated = contacts.estimated
    led = {_had(f, by, estimated) for f in there}
    somebody = KEPT if KEPT in led else UNSURE if UNSURE in led else BROKEN
    verdict = _weakest([somebody, *(_lead(staff, f, crew, by, estimated) for f in there)])
    return UNSURE if verdict == KEPT and id in contacts.undated else verdict


def _had(row: Facilitator, by: date | None, estimated: bool) -> str:
    """Whether somebody who had not left was allocated by a day. An estimated day may be too late, and decides nothing.

    None is the day where no table has a column for the first contact: then anybody who ever was will do.
    """
    if by is None:
        return KEPT
    if row.allocated_on is None:
        return UNSURE
    return KEPT if row.allocated_on <= by else UNSURE if estimated else BROKEN


def _weakest(states: Iterable[str]) -> str:
    found = set(states)
    return next((state for state in (BROKEN, LOST, UNSURE) if state in found), KEPT)


def _lead(staff: _Staff, lead: Facilitator, crew: Sequence[Facilitator], by: date | None, estimated: bool) -> str:
    """Whether somebody may lead this case: what stands weakest."""
    if staff.unread and lead.practitioner_id not in staff.levels:
        return LOST
    level = staff.levels.get(lead.practitioner_id)
    if level == "advanced":
        return staff.advanced(lead.practitioner_id, by)
    if level is None or by is None:
        return UNSURE
    if level != "intermediate":
        return BROKEN
    return _weakest([staff.trained(lead.practitioner_id, by), _with_advanced(staff, crew, by, estimated)])


def _with_advanced(staff: _Staff, crew: Sequence[Facilitator], by: date, estimated: bool) -> str:
    """Whether an Advanced practitioner was allocated by a day, and still there on it."""
    states = set()
    for f in crew:
        if f.role in ("co", "mentor") and (f.ended_on is None or f.ended_on >= by):
            states.add(_weakest([staff.advanced(f.practitioner_id, by), _had(f, by, estimated)]))
    return KEPT if KEPT in states else UNSURE if UNSURE in states else BROKEN
