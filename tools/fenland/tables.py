"""The tables as files, with the service's own column names and words, and how `rsqm.yaml` maps them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date

from tools.fenland.cases import Case
from tools.fenland.monitoring import Equality, Incident, Offer, Reply

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
            "risk_info_on": "Risk info",
            "first_attempt_on": "First attempt",
            "first_contact_on": "First contact",
            "risk_assessed_on": "Risk assessed",
            "risk_reviewed_on": "Risk reviewed",
            "harmed_count": "No. harmed",
            "responsible_count": "No. responsible",
            "consent_harmed_on": "Consent harmed",
            "consent_responsible_on": "Consent responsible",
            "all_consented": "All signed",
            "process": "Route",
            "process_kind": "Form",
            "process_on": "First communication",
            "lead_practitioner_id": "Lead",
            "co_practitioner_id": "Second",
            "agreement": "Agreement",
            "agreement_result": "Agreement result",
            "follow_up_offered_on": "Follow-up offered",
            "followed_up_on": "Followed up",
            "closed_on": "Closed",
        },
        {
            "source": {"Self-referral": "self"},
            "process": {"Face to face": "direct"},
            "initiated_by": {"Person harmed": "harmed", "Person responsible": "responsible"},
            "domestic_or_sexual": _YES_NO,
            "sensitive": _YES_NO,
            "all_consented": _YES_NO,
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


def csv_file(name: str, rows: Iterable[Iterable[object]]) -> bytes:
    """A table as the case system exports it: UTF-8 with a byte order mark, CRLF, dates day first, blanks empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    columns = MONITORING[name].columns.values()
    writer.writerow(columns)
    for row in rows:
        cells = [_cell(value) for value in row]
        assert len(cells) == len(columns), f"{name}: {cells}"
        writer.writerow(cells)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return "" if value is None else str(value)


def monitoring_files(
    cases: list[Case], replies: list[Reply], log: list[Incident], offers: list[Offer], groups: list[Equality]
) -> dict[str, bytes]:
    """The five CSV files, by path."""
    rows: dict[str, Iterable[Iterable[object]]] = {
        "cases": map(astuple, cases),
        "feedback": map(astuple, replies),
        "incidents": map(astuple, log),
        "offers": ((o.period, o.duty_holder, o.eligible, o.informed, _OFFER, o.received) for o in offers),
        "equality": map(astuple, groups),
    }
    return {MONITORING[name].file: csv_file(name, table) for name, table in rows.items()}
