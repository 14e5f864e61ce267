"""An Advanced practitioner leads sensitive cases, or works with the Intermediate who does.

Counted: each sensitive, domestic or sexual case that was open in the 12 months up to the as-of date and has somebody
who leads. Kept where everyone who led it is Advanced, or is Intermediate, had finished the training in sensitive and
complex cases by the first contact, and an Advanced co-facilitator or mentor was allocated by then. Anything else
breaks it. Not known, and of these nobody can tell: who leads, their level, the day of training or allocation, or
whether the case is sensitive. In a flat export both practitioners count as allocated from acceptance. One case, or up
to 10 %, is partly met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rsqm_tool.checks._cases import BROKEN, KEPT, UNSURE, crews, is_flat, is_sensitive
from rsqm_tool.checks._counting import Count, Source, Unit, not_there, worked_until
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Facilitator, Level, Tables, Training

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
    tables = inquiry.workspace.tables
    lacking = list(not_there(inquiry, SOURCE))
    if lacking or tables.cases is None:
        yield from lacking
        return
    also = [tables.practitioners, tables.training, None if is_flat(tables, "facilitators") else tables.facilitators]
    count, staff = Count(inquiry, [tables.cases], also), _staff(tables)
    wanted = {c.case_id for c in tables.cases.rows if is_sensitive(c) is not False}
    crew = crews(tables, inquiry.as_of, wanted)
    contacts = _contacts(tables)
    for case in tables.cases.rows:
        sensitive = is_sensitive(case)
        if sensitive is False or not count.in_time(on := worked_until(case, inquiry.as_of)):
            continue
        id = case.case_id or ""
        contact = contacts.get(id)
        contact = contact if contact and contact <= inquiry.as_of else None
        verdict = _verdict(staff, crew.get(id, ()), contact, inquiry.as_of)
        if sensitive is None and verdict in (KEPT, BROKEN):
            verdict = UNSURE
        count.put(verdict, Unit(id, id, case, on, case.row, "sensitive"))
    yield count.finding(WORDS, {})


@dataclass(frozen=True, slots=True)
class _Staff:
    """What decides who may lead."""

    levels: Mapping[str | None, Level | None]
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


def _staff(tables: Tables) -> _Staff:
    training: dict[str | None, list[Training]] = defaultdict(list)
    for row in tables.training.rows if tables.training else ():
        if row.subject == "sensitive and complex":
            training[row.practitioner_id].append(row)
    people = tables.practitioners.rows if tables.practitioners else ()
    return _Staff({p.practitioner_id: p.level for p in people}, training if tables.training else None)


def _contacts(tables: Tables) -> dict[str, date]:
    """The first contact with anybody, by case."""
    rows: list[tuple[str | None, date | None]] = []
    rows += [(p.case_id, p.first_contact_on) for p in (tables.participants.rows if tables.participants else ())]
    rows += [(c.case_id, c.first_contact_on) for c in (tables.cases.rows if tables.cases else ())]
    found: dict[str, date] = {}
    for id, day in rows:
        if id and day:
            found[id] = min(day, found.get(id, day))
    return found


def _verdict(staff: _Staff, crew: Sequence[Facilitator], contact: date | None, as_of: date) -> str:
    leads = [f for f in crew if f.role == "lead"]
    if not leads:
        return UNSURE if crew or contact else "not allocated"
    states = {_lead(staff, f, crew, contact or as_of) for f in leads}
    return BROKEN if BROKEN in states else UNSURE if UNSURE in states else KEPT


def _lead(staff: _Staff, lead: Facilitator, crew: Sequence[Facilitator], by: date) -> str:
    """Whether somebody may lead this case: what stands weakest."""
    level = staff.levels.get(lead.practitioner_id)
    if level is None:
        return UNSURE
    if level != "intermediate":
        return KEPT if level == "advanced" else BROKEN
    named = [f for f in crew if f.role in ("co", "mentor") and staff.levels.get(f.practitioner_id) == "advanced"]
    there = [f for f in named if f.ended_on is None or f.ended_on >= by]
    with_advanced = BROKEN
    if there:
        early = any(f.allocated_on and f.allocated_on <= by for f in there)
        blank = any(f.allocated_on is None for f in there)
        with_advanced = KEPT if early else UNSURE if blank else BROKEN
    states = {staff.trained(lead.practitioner_id, by), with_advanced}
    return BROKEN if BROKEN in states else UNSURE if UNSURE in states else KEPT
