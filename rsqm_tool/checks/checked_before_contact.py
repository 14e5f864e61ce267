"""Risk information and conditions were checked before a person harmed was first contacted.

Counted: each person harmed whom the service tried to reach in a case that the person responsible asked for, since the
last assessment of the service and for 36 months at most; who withdrew later counts too. Kept where partners' risk
information and no-contact conditions are dated on the day of the first attempt or before; a later day, or none, breaks
the rule. Where no attempt is entered, a check later than the first contact breaks it too; otherwise nobody can tell of
whoever was reached, or could not be: there was an attempt, on a day that is not known. Nor can anybody tell where it
is not entered who asked for the case, or whether this is the person harmed. In a flat export `risk_info_on` stands for
both, and is everyone's.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._cases import BROKEN, KEPT, UNSURE, by, earliest, is_flat, reached
from rsqm_tool.checks._counting import Count, Source, Unit, not_there
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Case, Participant, Tables

SOURCE = Source(
    single={
        "participants": (
            "case_id", "participant_id", "part", "risk_info_on", "conditions_checked_on", "first_attempt_on",
        ),
        "cases": ("case_id", "initiated_by"),
    },
    flat={"participants": ("risk_info_on", "first_attempt_on")},
    column="first_attempt_on",
)  # fmt: skip
WORDS = Words(
    who="people harmed in cases that the person responsible asked for",
    keeps="had risk information and conditions checked by the first attempt to reach them",
    breaks="had no check of risk information and conditions by the first attempt to reach them",
    next_step="Look at each file: where the check was made in time, enter its day. Let no attempt be made before "
    "partners have answered, and record what was learned.",
    to_tell="Enter the first attempt, who asked for the case and who is the person harmed; for joint cases, register "
    "the partner's confirmation.",
)
_OTHERS = ("harmed", "agency")


def check(inquiry: Inquiry) -> Iterator[Finding]:
    if lacking := list(not_there(inquiry, SOURCE)):
        yield from lacking
        return
    tables = inquiry.workspace.tables
    flat = is_flat(tables, "participants")
    dated = [tables.cases if flat else tables.participants]
    count = Count(inquiry, dated, helps=[tables.cases], safety=True)
    for id, case, person, people in _people(tables, flat):
        if person.part not in ("harmed", None) or (case and case.initiated_by in _OTHERS):
            continue
        tried = reached(person) or person.ended == "unreachable"
        on = earliest(person) or person.informed_on or (person.ended_on if tried else None)
        unit = Unit(id, person.case_id or "", case, on, person.row, SOURCE.column, people)
        if on is None and not tried:
            count.put("not contacted", unit)
        elif count.in_time(on, people):
            known = case is not None and case.initiated_by is not None and person.part is not None
            count.put(_verdict(person) if known else UNSURE, unit)
    yield count.finding(WORDS, {})


def _verdict(person: Participant) -> str:
    first = earliest(person)
    if first is None:
        return UNSURE
    late = any(by(day, first) == BROKEN for day in (person.risk_info_on, person.conditions_checked_on))
    return BROKEN if late else KEPT if person.first_attempt_on else UNSURE


def _people(tables: Tables, flat: bool) -> Iterator[tuple[str, Case | None, Participant, int]]:
    """Everyone in a case: the id that is told, the case, the row, and how many it stands for."""
    rows = tables.cases.rows if tables.cases else ()
    if flat:
        for case in rows:
            if case.initiated_by in _OTHERS:
                continue
            person = Participant(
                case.row,
                case.case_id,
                part="harmed",
                risk_info_on=case.risk_info_on,
                conditions_checked_on=case.risk_info_on,
                first_attempt_on=case.first_attempt_on,
                first_contact_on=case.first_contact_on,
                informed_on=case.consent_harmed_on or case.process_on,
                ended="unreachable" if case.outcome == "unreachable" else None,
                ended_on=case.closed_on,
            )
            yield case.case_id or "", case, person, 1 if case.harmed_count is None else case.harmed_count
        return
    cases = {c.case_id: c for c in rows}
    for person in tables.participants.rows if tables.participants else ():
        id = ".".join(i for i in (person.case_id, person.participant_id) if i)
        yield id, cases.get(person.case_id), person, 1
