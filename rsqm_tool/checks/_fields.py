"""Which rows of a table owe a field, and on which day they fell: a blank is only wrong where something was due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from rsqm_tool.checks._cases import reached, single
from rsqm_tool.checks._window import period_of
from rsqm_tool.model.tables import Tables


def _planned(case: Any) -> bool:
    """A case with a process, whether it took place yet or not."""
    return case.process in ("direct", "indirect") or case.process_on is not None


def _took_place(case: Any) -> bool:
    return case.process_on is not None


def _over(case: Any) -> bool:
    return case.process_on is not None and case.closed_on is not None


def _is_accepted(case: Any) -> bool:
    return case.accepted_on is not None or case.outcome == "accepted"


def _is_closed(case: Any) -> bool:
    return case.closed_on is not None


# Which rows owe a field. What is not here, every row owes.
OWES: Mapping[str, Callable[[Any], bool]] = {
    "cases.accepted_on": lambda c: c.outcome == "accepted",
    "cases.suitability": lambda c: _is_accepted(c) and _is_closed(c),
    "cases.outcome": _is_closed,
    "cases.outcome_reason": lambda c: c.outcome == "unsuitable" or c.suitability == "unsuitable",
    "cases.hold_to": lambda c: c.hold_from is not None and _is_closed(c),
    "cases.hold_from": lambda c: c.hold_to is not None,
    "cases.closed_on": lambda c: c.outcome not in (None, "accepted"),
    "cases.record_held_by": lambda c: False,  # blank is the service itself
    "cases.first_attempt_on": _is_accepted,
    "cases.first_contact_on": _planned,
    "cases.risk_info_on": lambda c: c.initiated_by == "responsible" and c.first_attempt_on is not None,
    "cases.risk_assessed_on": _took_place,
    "cases.risk_reviewed_on": lambda c: _took_place(c) and c.process == "direct",
    "cases.consent_harmed_on": _took_place,
    "cases.consent_responsible_on": _took_place,
    "cases.all_consented": lambda c: _took_place(c) and max(c.harmed_count or 1, c.responsible_count or 1) > 1,
    "cases.process": lambda c: _is_accepted(c) and _is_closed(c),
    "cases.process_kind": _planned,
    "cases.process_on": lambda c: _planned(c) and _is_closed(c),
    "cases.lead_practitioner_id": _is_accepted,
    "cases.co_practitioner_id": lambda c: _took_place(c) and c.process == "direct",
    "cases.agreement": _over,
    "cases.agreement_result": lambda c: _over(c) and c.agreement == "made",
    "cases.follow_up_offered_on": _over,
    "cases.followed_up_on": lambda c: False,  # offered and declined counts
    "participants.risk_info_on": lambda p: p.part == "harmed" and p.first_attempt_on is not None,
    "participants.conditions_checked_on": lambda p: p.part == "harmed" and p.first_attempt_on is not None,
    "participants.specialist_consulted_on": lambda p: False,  # only some kinds of harm
    "participants.first_attempt_on": lambda p: p.part == "harmed",
    "participants.first_contact_on": reached,
    "participants.interpreter": reached,
    "participants.adjustment": reached,
    "participants.ended_on": lambda p: p.ended is not None,
    "processes.agreement": lambda p: p.ended_on is not None,
    "processes.agreement_result": lambda p: p.ended_on is not None and p.agreement == "made",
    "processes.result_told_on": lambda p: p.agreement_result in ("done", "partly", "not done"),
    "processes.establishment_agreed_on": lambda p: False,  # only in prisons; another check looks
    "processes.follow_up_offered_on": lambda p: p.ended_on is not None,
    "processes.followed_up_on": lambda p: False,
    "participation.written_consent_on": lambda p: p.attended is not False,
    "participation.risk_assessed_on": lambda p: p.attended is not False,
    "participation.verbal_consent_on": lambda p: False,  # where it is in writing at once there is none
    "participation.parental_consent_on": lambda p: False,  # only under 18
    "participation.countersigned_on": lambda p: False,  # only in sensitive cases
    "facilitators.ended_on": lambda f: False,  # blank while it lasts
    "facilitators.process_id": lambda f: False,  # blank for the whole case
    "feedback.asked_on": lambda f: f.not_asked is None,
    "feedback.not_asked": lambda f: f.asked_on is None,
    "feedback.received_on": lambda f: f.satisfied is not None,
    "feedback.satisfied": lambda f: f.received_on is not None,
    "feedback.would_recommend": lambda f: f.received_on is not None,
    "feedback.felt_safe": lambda f: f.received_on is not None,
    "feedback.felt_free_to_refuse": lambda f: f.received_on is not None,
    "incidents.learning_action": lambda i: i.status == "closed",
    "supervision.process_id": lambda s: s.kind in ("observed practice", "debrief"),
    "training.days": lambda t: t.subject == "facilitation",
    "training.hours": lambda t: False,  # days or hours
    "training.expires_on": lambda t: False,
    "practitioners.ended_on": lambda p: False,
    "practitioners.probation_until": lambda p: False,
    "practitioners.rjc_registered_level": lambda p: False,
    "practitioners.cleared_for_cases_on": lambda p: p.casework is not False,
    "practitioners.level": lambda p: p.casework is not False,
    "vetting.status_checked_on": lambda v: False,
    "away.to": lambda a: False,
}

_DAYS = {
    "cases": ("referred_on", "accepted_on"), "processes": ("first_communication_on",), "supervision": ("held_on",),
    "feedback": ("due_on", "asked_on"), "incidents": ("raised_on",), "training": ("completed_on",), "cpd": ("done_on",),
    "facilitators": ("allocated_on",),
}  # fmt: skip

# What else answers for a column of `cases`: the table and its column, where a service keeps the single tables.
_ELSEWHERE = {
    "harmed_count": ("participants", "part"),
    "responsible_count": ("participants", "part"),
    "first_attempt_on": ("participants", "first_attempt_on"),
    "first_contact_on": ("participants", "first_contact_on"),
    "risk_info_on": ("participants", "risk_info_on"),
    "risk_assessed_on": ("participation", "risk_assessed_on"),
    "risk_reviewed_on": ("participation", "risk_reviewed_on"),
    "consent_harmed_on": ("participation", "written_consent_on"),
    "consent_responsible_on": ("participation", "written_consent_on"),
    "all_consented": ("participation", "written_consent_on"),
    "process": ("processes", "process"),
    "process_kind": ("processes", "kind"),
    "process_on": ("processes", "first_communication_on"),
    "lead_practitioner_id": ("facilitators", "practitioner_id"),
    "co_practitioner_id": ("facilitators", "practitioner_id"),
    "agreement": ("processes", "agreement"),
    "agreement_result": ("processes", "agreement_result"),
    "follow_up_offered_on": ("processes", "follow_up_offered_on"),
    "followed_up_on": ("processes", "followed_up_on"),
}


def is_elsewhere(tables: Tables, name: str, column: str) -> bool:
    """Whether a column that a file lacks stands in another table of the service, so that nothing is missing."""
    other, its = _ELSEWHERE.get(column, ("", "")) if name == "cases" else ("", "")
    table = single(tables, other) if other else None
    return table is not None and its in table.columns


def is_out(name: str, row: Any, as_of: date) -> bool:
    """Whether a row does not count whatever its day: people who have left, or are still to come."""
    if name != "practitioners":
        return False
    return bool((row.ended_on and row.ended_on < as_of) or (row.started_on and row.started_on > as_of))


def days(tables: Tables, name: str) -> Callable[[Any], date | None]:
    """What gives the day on which a row of a table falls; None for a row without one, which counts whenever it was."""
    if name in ("offers", "equality"):
        return lambda row: (period_of(row.period) or (None, None))[1]
    cases = {c.case_id: c.referred_on for c in tables.cases.rows} if tables.cases else {}
    if name == "participants":
        return lambda row: cases.get(row.case_id)
    if name == "participation":
        held = {p.process_id: p.first_communication_on for p in tables.processes.rows} if tables.processes else {}
        return lambda row: held.get(row.process_id)
    own = _DAYS.get(name, ())

    def first(row: Any) -> date | None:
        found = next((day for column in own if (day := getattr(row, column))), None)
        return found or (cases.get(row.case_id) if name == "facilitators" else None)

    return first
