"""The tables as files, with the service's own column names and words, and how `rsqm.yaml` maps them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date

from tools.fenland.monitoring import Equality, Incident, Offer, Reply
from tools.fenland.records import Row

BOOK = "evidence/people/people.xlsx"


@dataclass(frozen=True)
class TableMap:
    """One entry of `tables:`."""

    file: str
    columns: Mapping[str, str]  # the tool's name, and the file's, in the order of the file
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # the file's word, and the tool's
    sheet: str = ""


_YES_NO = {"Y": "yes", "N": "no"}

PEOPLE = {
    "practitioners": TableMap(
        BOOK,
        {
            "practitioner_id": "Ref",
            "employment": "Paid/Vol",
            "agency": "Agency",
            "role": "Role",
            "level": "RJC level",
            "casework": "Casework",
            "started_on": "Start",
            "induction_on": "Induction",
            "cleared_for_cases_on": "Cleared",
            "probation_until": "Probation until",
            "ended_on": "Left",
            "rjc_registered_level": "RJC registered",
        },
        {"employment": {"P": "paid", "V": "volunteer", "S": "seconded"}, "casework": _YES_NO},
        "Staff and volunteers",
    ),
    "vetting": TableMap(
        BOOK,
        {
            "practitioner_id": "Ref",
            "kind": "Check",
            "issued_on": "Issued",
            "status_checked_on": "Update service asked",
            "recheck_by": "Again by",
        },
        sheet="Vetting",
    ),
    "away": TableMap(BOOK, {"practitioner_id": "Ref", "from": "First day", "to": "Last day"}, sheet="Away"),
    "training": TableMap(
        BOOK,
        {
            "practitioner_id": "Ref",
            "subject": "Course",
            "provider": "Provider",
            "provider_registered": "RJC provider",
            "completed_on": "Completed",
            "days": "Days",
            "hours": "Hours",
            "expires_on": "Renew by",
        },
        {"provider_registered": _YES_NO},
        "Training",
    ),
    "cpd": TableMap(
        BOOK,
        {"practitioner_id": "Ref", "done_on": "Date", "hours": "Hours", "topic": "Topic", "rjc_approved": "Approved"},
        {"rjc_approved": _YES_NO},
        "CPD",
    ),
    "supervision": TableMap(
        BOOK,
        {
            "practitioner_id": "Ref",
            "held_on": "Date",
            "kind": "What",
            "mode": "How",
            "supervisor_id": "With",
            "process_id": "Case ref",
        },
        {"kind": {"Annual review": "review"}},
        "Supervision",
    ),
}

MONITORING = {
    "cases": TableMap(
        "evidence/monitoring/cases.csv",
        {
            "case_id": "Case ref",
            "referred_on": "Referred",
            "accepted_on": "Accepted",
            "source": "Referral source",
            "initiated_by": "Asked by",
            "stage": "Stage",
            "offence_group": "Offence",
            "domestic_or_sexual": "Domestic or sexual",
            "sensitive": "Sensitive",
            "record_held_by": "Record kept by",
            "suitability": "Suitability",
            "outcome": "Result",
            "outcome_reason": "Reason",
            "hold_from": "Hold from",
            "hold_to": "Hold to",
            "closed_on": "Closed",
        },
        {
            "source": {"Self-referral": "self"},
            "initiated_by": {"Person harmed": "harmed", "Person responsible": "responsible"},
            "domestic_or_sexual": _YES_NO,
            "sensitive": _YES_NO,
        },
    ),
    "participants": TableMap(
        "evidence/monitoring/participants.csv",
        {
            "case_id": "Case ref",
            "participant_id": "Person ref",
            "part": "Side",
            "under_18": "Under 18",
            "interpreter": "Interpreter",
            "adjustment": "Adjustment",
            "informed_on": "Informed",
            "risk_info_on": "Risk info",
            "conditions_checked_on": "Conditions checked",
            "specialist_consulted_on": "Specialist asked",
            "first_attempt_on": "First attempt",
            "first_contact_on": "First contact",
            "ended": "Ended",
            "ended_on": "Ended on",
        },
        {"under_18": _YES_NO, "interpreter": _YES_NO, "adjustment": _YES_NO},
    ),
    "processes": TableMap(
        "evidence/monitoring/processes.csv",
        {
            "process_id": "Process ref",
            "case_id": "Case ref",
            "process": "Route",
            "kind": "Form",
            "first_communication_on": "First communication",
            "ended_on": "Ended on",
            "setting": "Setting",
            "establishment_agreed_on": "Prison agreed",
            "agreement": "Agreement",
            "agreement_result": "Agreement result",
            "result_told_on": "Result told",
            "follow_up_offered_on": "Follow-up offered",
            "followed_up_on": "Followed up",
        },
        {"process": {"Face to face": "direct"}},
    ),
    "participation": TableMap(
        "evidence/monitoring/participation.csv",
        {
            "process_id": "Process ref",
            "participant_id": "Person ref",
            "verbal_consent_on": "Spoken consent",
            "written_consent_on": "Written consent",
            "parental_consent_on": "Parent consent",
            "risk_assessed_on": "Risk assessed",
            "risk_reviewed_on": "Risk reviewed",
            "countersigned_on": "Countersigned",
            "attended": "Attended",
        },
        {"attended": _YES_NO},
    ),
    "facilitators": TableMap(
        "evidence/monitoring/facilitators.csv",
        {
            "case_id": "Case ref",
            "practitioner_id": "Practitioner ref",
            "role": "Role",
            "allocated_on": "Allocated",
            "ended_on": "Released",
        },
    ),
    "feedback": TableMap(
        "evidence/monitoring/feedback.csv",
        {
            "case_id": "Case ref",
            "part": "Side",
            "stage": "When",
            "due_on": "Due",
            "asked_on": "Asked",
            "not_asked": "Not asked",
            "received_on": "Received",
            "satisfied": "Q1 satisfied (1-5)",
            "would_recommend": "Q2 recommend",
            "felt_safe": "Q3 felt safe",
            "felt_free_to_refuse": "Q4 free to say no",
        },
    ),
    "incidents": TableMap(
        "evidence/monitoring/incidents.csv",
        {
            "incident_id": "No.",
            "kind": "Kind",
            "raised_on": "Raised",
            "owner": "Owner",
            "status": "Status",
            "learning_action": "Learning action",
        },
    ),
    "offers": TableMap(
        "evidence/monitoring/offers.csv",
        {
            "period": "Quarter",
            "duty_holder": "Duty holder",
            "eligible": "Eligible",
            "informed": "Informed",
            "definition": "Definition",
            "received_on": "Received",
        },
    ),
    "equality": TableMap(
        "evidence/monitoring/equality.csv",
        {
            "period": "Period",
            "part": "Side",
            "stage": "Stage",
            "characteristic": "Characteristic",
            "group": "Group",
            "count": "Number",
        },
    ),
}

MAPPINGS = {**PEOPLE, **MONITORING}
_OFFER = "Eligible: recorded crime with a person harmed aged ten or over. Informed: told by any means, and noted"


def csv_file(name: str, rows: Iterable[Row]) -> bytes:
    """A table as the case system exports it: UTF-8 with a byte order mark, CRLF, dates day first, blanks empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    columns = MONITORING[name].columns
    writer.writerow(columns.values())
    for row in rows:
        assert set(row) == set(columns), f"{name}: {row}"
        writer.writerow(_cell(row[column]) for column in columns)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return "" if value is None else str(value)


def monitoring_files(tables: Mapping[str, Iterable[Row]]) -> dict[str, bytes]:
    """The CSV files, by path."""
    return {MONITORING[name].file: csv_file(name, tables[name]) for name in MONITORING}


def log_rows(
    replies: list[Reply], log: list[Incident], offers: list[Offer], groups: list[Equality]
) -> dict[str, list[Row]]:
    """Feedback, incidents, offers and equality as rows."""
    told = ((o.period, o.duty_holder, o.eligible, o.informed, _OFFER, o.received) for o in offers)
    return {
        "feedback": as_rows("feedback", map(astuple, replies)),
        "incidents": as_rows("incidents", map(astuple, log)),
        "offers": as_rows("offers", told),
        "equality": as_rows("equality", map(astuple, groups)),
    }


def as_rows(name: str, tuples: Iterable[Iterable[object]]) -> list[Row]:
    """Rows from values in the order of the table's columns."""
    return [dict(zip(MAPPINGS[name].columns, values, strict=True)) for values in tuples]
