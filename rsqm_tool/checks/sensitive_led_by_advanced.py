"""An Advanced practitioner leads sensitive cases, or works with the Intermediate who does.

Counted: each sensitive, domestic or sexual case that was open in the 12 months up to the as-of date and in which
somebody was contacted. The day of that is the earliest first contact entered for anybody, or the beginning of a process
if that came sooner; until then nothing is owed, and such cases are told and not counted. Kept where everyone who led it
is Advanced, or is Intermediate, had finished the training in sensitive and complex cases by that day, and an Advanced
co-facilitator or mentor was allocated by then. Anything else breaks it. Not known, and of these nobody can tell: who
leads, their level, the day of training or allocation, whether the case is sensitive; and, where no table has a column
for the first contact, all but those that an Advanced practitioner leads. In a flat export both practitioners count as
allocated from acceptance. One case, or up to 10 %, is partly met.

Assumed, as tables hold no earlier level: everybody had today's (figure `levels_as_of`). Only who finished the training
in sensitive and complex cases after that day may have been below Advanced on it, and of these nobody can tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rsqm_tool.checks._cases import BROKEN, KEPT, UNSURE, crews, is_flat, is_sensitive, occasions
from rsqm_tool.checks._counting import Count, Source, Unit, not_there, worked_until
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Case, Facilitator, Level, Tables, Training

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
    to_tell="Enter who leads, their levels, and the days of training and allocation; for joint cases, register the "
    "partner's confirmation.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    tables, as_of = inquiry.workspace.tables, inquiry.as_of
    lacking = list(not_there(inquiry, SOURCE))
    if lacking or tables.cases is None:
        yield from lacking
        return
    also = [tables.practitioners, tables.training, None if is_flat(tables, "facilitators") else tables.facilitators]
    count, staff = Count(inquiry, [tables.cases], also), _staff(tables)
    wanted = {c.case_id for c in tables.cases.rows if is_sensitive(c) is not False}
    crew, contacts = crews(tables, as_of, wanted), _contacts(tables, as_of)
    for case in tables.cases.rows:
        sensitive = is_sensitive(case)
        if sensitive is False or not count.in_time(on := worked_until(case, as_of)):
            continue
        id = case.case_id or ""
        verdict = contacts.none_yet(case, as_of) or _verdict(staff, crew.get(id, ()), contacts.first.get(id))
        if sensitive is None and verdict in (KEPT, BROKEN):
            verdict = UNSURE
        count.put(verdict, Unit(id, id, case, on, case.row, "sensitive"))
    yield count.finding(WORDS, {"levels_as_of": as_of.isoformat()})


@dataclass(frozen=True, slots=True)
class _Contacts:
    """When somebody in a case was first contacted."""

    first: Mapping[str, date]  # by case, up to the as-of date
    entered: bool  # whether any table has a column for it

    def none_yet(self, case: Case, as_of: date) -> str:
        """Why a case does not count, as nobody in it was contacted; empty where somebody was, or no table tells."""
        if not self.entered or (case.case_id or "") in self.first:
            return ""
        closed = case.closed_on and case.closed_on <= as_of
        return "closed without a contact" if closed else "not contacted yet, due before the first contact"


def _contacts(tables: Tables, as_of: date) -> _Contacts:
    both = [table for table in (tables.participants, tables.cases) if table and "first_contact_on" in table.columns]
    days = [(row.case_id, row.first_contact_on) for table in both for row in table.rows]
    found: dict[str, date] = {}
    for id, day in (*days, *((o.case_id, o.on) for o in occasions(tables))):
        if id and day and day <= as_of:
            found[id] = min(day, found.get(id, day))
    return _Contacts(found, bool(both))


@dataclass(frozen=True, slots=True)
class _Staff:
    """What decides who may lead."""

    levels: Mapping[str | None, Level | None]  # today's
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
    people = tables.practitioners.rows if tables.practitioners else ()
    return _Staff({p.practitioner_id: p.level for p in people}, training if tables.training else None)


def _verdict(staff: _Staff, crew: Sequence[Facilitator], contact: date | None) -> str:
    """How a case stands whose first contact was on a day; None where no table tells."""
    leads = [f for f in crew if f.role == "lead"]
    if not leads:
        return UNSURE if crew or contact else "not allocated"
    return _weakest(_lead(staff, f, crew, contact) for f in leads)


def _weakest(states: Iterable[str]) -> str:
    found = set(states)
    return BROKEN if BROKEN in found else UNSURE if UNSURE in found else KEPT


def _lead(staff: _Staff, lead: Facilitator, crew: Sequence[Facilitator], by: date | None) -> str:
    """Whether somebody may lead this case: what stands weakest."""
    level = staff.levels.get(lead.practitioner_id)
    if level == "advanced":
        return staff.advanced(lead.practitioner_id, by)
    if level is None or by is None:
        return UNSURE
    if level != "intermediate":
        return BROKEN
    return _weakest([staff.trained(lead.practitioner_id, by), _with_advanced(staff, crew, by)])


def _with_advanced(staff: _Staff, crew: Sequence[Facilitator], by: date) -> str:
    """Whether an Advanced practitioner was allocated by a day, and still there on it."""
    states = set()
    for f in crew:
        gone, late = f.ended_on and f.ended_on < by, f.allocated_on and f.allocated_on > by
        if f.role in ("co", "mentor") and not gone and not late:
            was = staff.advanced(f.practitioner_id, by)
            states.add(UNSURE if was == KEPT and f.allocated_on is None else was)
    return KEPT if KEPT in states else UNSURE if UNSURE in states else BROKEN
