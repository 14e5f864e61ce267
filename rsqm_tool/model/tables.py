"""The rows of a service's tables, typed: what checks judge. One class per table, one field per canonical column.

A blank cell, and a column that the service's file does not have, is None. `row` is the number that the spreadsheet
shows. A field whose name Python keeps for itself has a `_` behind it (`from_`, `count_`); the column has none.
The published schemas in `standards/tables/` hold the same columns and words, each with its definition; a test keeps the
two alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Literal, NamedTuple, TypeVar

# The closed lists: the words that a column may hold, so that no check compares with a word that no list has.
Employment = Literal["paid", "volunteer", "seconded", "sessional"]
Level = Literal["foundation", "intermediate", "advanced", "none"]
VettingKind = Literal["dbs basic", "dbs standard", "dbs enhanced", "police", "pvg", "accessni", "prison"]
Subject = Literal[
    "facilitation", "sensitive and complex", "domestic abuse", "sexual harm", "safeguarding", "data protection",
    "supervision", "other",
]  # fmt: skip
SupervisionKind = Literal["case supervision", "observed practice", "review", "debrief"]
Mode = Literal["individual", "group"]
Initiator = Literal["harmed", "responsible", "agency"]
Suitability = Literal["suitable", "unsuitable", "undecided"]
CaseOutcome = Literal["accepted", "redirected", "unsuitable", "declined", "withdrawn", "unreachable", "transferred"]
Route = Literal["direct", "indirect"]
ProcessKind = Literal["conference", "live video", "shuttle", "letter", "recorded message"]
Agreement = Literal["made", "not wanted", "none"]
AgreementResult = Literal["done", "partly", "not done", "not due"]
Side = Literal["harmed", "responsible"]
Part = Literal["harmed", "responsible", "supporter"]
Ending = Literal["took part", "declined", "withdrew", "unsuitable", "unreachable"]
FacilitatorRole = Literal["lead", "co", "mentor", "observer"]
FeedbackStage = Literal["after process", "follow-up", "did not proceed"]
NotAsked = Literal["unsafe", "declined", "unreachable"]
IncidentKind = Literal["incident", "near miss", "complaint", "data breach", "safeguarding referral", "allegation"]
IncidentStatus = Literal["open", "in progress", "closed"]


class Practitioner(NamedTuple):
    """Who works here. One row per person, by id; never a name."""

    row: int
    practitioner_id: str | None = None  # the id, never a name
    employment: Employment | None = None  # how the person is engaged
    agency: str | None = None  # the partner's id, for whoever is lent
    role: str | None = None  # the job, as the service calls it
    level: Level | None = None  # at which the person practises
    casework: bool | None = None  # whether the role includes casework
    started_on: date | None = None  # first day
    cleared_for_cases_on: date | None = None  # day from which cases may be allocated
    induction_on: date | None = None  # day on which induction was complete
    ended_on: date | None = None  # last day
    probation_until: date | None = None  # last day of probation in employment
    rjc_registered_level: Level | None = None  # level on the RJC's register
    vetted_on: date | None = None  # day of the last vetting decision
    vetting_recheck_by: date | None = None  # day by which it is looked at again


class Vetting(NamedTuple):
    """Checks of practitioners: kind and dates, no number and no result."""

    row: int
    practitioner_id: str | None = None  # whose
    kind: VettingKind | None = None  # which check
    issued_on: date | None = None  # day of issue
    status_checked_on: date | None = None  # day on which the update service was last asked
    recheck_by: date | None = None  # day by which it is looked at again


class Away(NamedTuple):
    """When somebody was away; never why."""

    row: int
    practitioner_id: str | None = None  # who
    from_: date | None = None  # first day away
    to: date | None = None  # last day away; blank while it lasts


class Training(NamedTuple):
    """Courses completed."""

    row: int
    practitioner_id: str | None = None  # who
    subject: Subject | None = None  # what it was about
    provider: str | None = None  # who gave it
    provider_registered: bool | None = None  # whether the RJC's register lists the provider
    completed_on: date | None = None  # last day
    days: float | None = None  # days
    hours: float | None = None  # hours
    expires_on: date | None = None  # last day on which it counts


class Cpd(NamedTuple):
    """Continuing professional development."""

    row: int
    practitioner_id: str | None = None  # who
    done_on: date | None = None  # day
    hours: float | None = None  # hours
    topic: str | None = None  # about what
    rjc_approved: bool | None = None  # whether the RJC approved it


class Supervision(NamedTuple):
    """Case supervision, observed practice, reviews and debriefs."""

    row: int
    practitioner_id: str | None = None  # who was supervised
    held_on: date | None = None  # day
    kind: SupervisionKind | None = None  # what kind of session
    mode: Mode | None = None  # alone or in a group
    supervisor_id: str | None = None  # who supervised
    process_id: str | None = None  # the process, for an observation or a debrief


class Case(NamedTuple):
    """Referrals and what became of them. One row per case; in a flat export also what the single tables would hold."""

    row: int
    case_id: str | None = None  # the service's own id
    referred_on: date | None = None  # day of referral
    accepted_on: date | None = None  # day of acceptance
    source: str | None = None  # who referred; `self` for self-referral
    initiated_by: Initiator | None = None  # whose wish started it
    stage: str | None = None  # stage of the justice process
    offence_group: str | None = None  # kind of offence or harm
    domestic_or_sexual: bool | None = None  # whether the harm was domestic, sexual or stalking
    sensitive: bool | None = None  # whether it is handled as sensitive or complex
    record_held_by: str | None = None  # the partner that holds the record of a joint case
    suitability: Suitability | None = None  # what the service decided
    outcome: CaseOutcome | None = None  # what became of it
    outcome_reason: str | None = None  # from the service's list
    hold_from: date | None = None  # first day of a hold asked for by a participant
    hold_to: date | None = None  # last day of the hold
    closed_on: date | None = None  # day of closing
    harmed_count: int | None = None  # people harmed; flat export only, as all below
    responsible_count: int | None = None  # people responsible
    first_attempt_on: date | None = None  # first attempt to reach the person harmed
    first_contact_on: date | None = None  # first contact with the person harmed
    risk_info_on: date | None = None  # partners' risk information received
    risk_assessed_on: date | None = None  # risk assessed, for all
    risk_reviewed_on: date | None = None  # risk reviewed, for all
    consent_harmed_on: date | None = None  # written consent, harmed
    consent_responsible_on: date | None = None  # written consent, responsible
    all_consented: bool | None = None  # whether everyone who took part consented in writing by those dates
    process: Route | Literal["none"] | None = None  # direct, indirect or none
    process_kind: ProcessKind | None = None  # how it was done
    process_on: date | None = None  # first communication
    lead_practitioner_id: str | None = None  # who led
    co_practitioner_id: str | None = None  # who co-facilitated
    agreement: Agreement | None = None  # whether there is one
    agreement_result: AgreementResult | None = None  # what became of it
    follow_up_offered_on: date | None = None  # follow-up offered
    followed_up_on: date | None = None  # followed up


class Participant(NamedTuple):
    """Each person in a case, by id."""

    row: int
    case_id: str | None = None  # the case
    participant_id: str | None = None  # the id, never a name
    part: Part | None = None  # which side
    under_18: bool | None = None  # whether under 18
    interpreter: bool | None = None  # whether one was needed; blank is not asked
    adjustment: bool | None = None  # whether one was needed; blank is not asked
    informed_on: date | None = None  # full information given
    risk_info_on: date | None = None  # partners' risk information received
    conditions_checked_on: date | None = None  # no-contact conditions checked
    specialist_consulted_on: date | None = None  # specialist consulted
    first_attempt_on: date | None = None  # first attempt to make contact
    first_contact_on: date | None = None  # first contact
    ended: Ending | None = None  # what became of their part
    ended_on: date | None = None  # day of it


class Process(NamedTuple):
    """Direct and indirect processes."""

    row: int
    process_id: str | None = None  # the id
    case_id: str | None = None  # the case
    process: Route | None = None  # direct or indirect
    kind: ProcessKind | None = None  # how it was done
    first_communication_on: date | None = None  # day of the meeting, or of the first message passed
    ended_on: date | None = None  # last day
    setting: str | None = None  # where
    establishment_agreed_on: date | None = None  # a prison's agreement
    agreement: Agreement | None = None  # whether there is one
    agreement_result: AgreementResult | None = None  # what became of it
    result_told_on: date | None = None  # result told to the person harmed
    follow_up_offered_on: date | None = None  # follow-up offered
    followed_up_on: date | None = None  # followed up


class Participation(NamedTuple):
    """One attender of one process."""

    row: int
    process_id: str | None = None  # the process
    participant_id: str | None = None  # the participant
    verbal_consent_on: date | None = None  # verbal consent
    written_consent_on: date | None = None  # written consent
    parental_consent_on: date | None = None  # consent of who has parental responsibility
    risk_assessed_on: date | None = None  # risk and needs assessed
    risk_reviewed_on: date | None = None  # risk last reviewed before the process
    countersigned_on: date | None = None  # countersigned by someone not facilitating
    attended: bool | None = None  # whether they took part


class Facilitator(NamedTuple):
    """Who led, co-facilitated, mentored or observed."""

    row: int
    case_id: str | None = None  # the case
    process_id: str | None = None  # the process; blank for the whole case
    practitioner_id: str | None = None  # who
    role: FacilitatorRole | None = None  # what they did
    allocated_on: date | None = None  # first day
    ended_on: date | None = None  # last day


class Feedback(NamedTuple):
    """Answers of participants, without free text."""

    row: int
    case_id: str | None = None  # the case, or
    participant_id: str | None = None  # the participant
    part: Part | None = None  # which side
    stage: FeedbackStage | None = None  # when they were asked
    due_on: date | None = None  # day on which it was due
    asked_on: date | None = None  # day on which they were asked
    not_asked: NotAsked | None = None  # why they were not
    received_on: date | None = None  # day of the answer
    satisfied: int | None = None  # 1 to 5; 4 and 5 are satisfied
    would_recommend: bool | None = None  # whether they would recommend it
    felt_safe: bool | None = None  # whether they felt safe
    felt_free_to_refuse: bool | None = None  # whether they felt free to say no


class Incident(NamedTuple):
    """Incidents, near misses, complaints, breaches, referrals and allegations."""

    row: int
    incident_id: str | None = None  # the id
    kind: IncidentKind | None = None  # what it was
    raised_on: date | None = None  # day
    owner: str | None = None  # the role that deals with it
    status: IncidentStatus | None = None  # how it stands
    learning_action: str | None = None  # the id or title of the action


class Offer(NamedTuple):
    """How many people harmed were told of the service."""

    row: int
    period: str | None = None  # 2026, 2026-Q3, 2026-07 or from/to; `days_of` gives its days
    duty_holder: str | None = None  # the agency with the duty
    eligible: int | None = None  # people harmed who were owed the offer
    informed: int | None = None  # of these, told
    definition: str | None = None  # how they were counted
    received_on: date | None = None  # day on which the figures came


class Equality(NamedTuple):
    """Counts by characteristic."""

    row: int
    period: str | None = None  # 2026, 2026-Q3, 2026-07 or from/to; `days_of` gives its days
    part: Side | None = None  # which side
    stage: str | None = None  # stage of the work
    characteristic: str | None = None  # what
    group: str | None = None  # which; prefer not to say is a group
    count_: int | None = None  # people


Record = (
    Practitioner
    | Vetting
    | Away
    | Training
    | Cpd
    | Supervision
    | Case
    | Participant
    | Process
    | Participation
    | Facilitator
    | Feedback
    | Incident
    | Offer
    | Equality
)

# The class of each table's rows, by the table's name.
ROWS: Mapping[str, type[Record]] = {
    "practitioners": Practitioner,
    "vetting": Vetting,
    "away": Away,
    "training": Training,
    "cpd": Cpd,
    "supervision": Supervision,
    "cases": Case,
    "participants": Participant,
    "processes": Process,
    "participation": Participation,
    "facilitators": Facilitator,
    "feedback": Feedback,
    "incidents": Incident,
    "offers": Offer,
    "equality": Equality,
}


R = TypeVar("R", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """One table of the service, read and typed."""

    name: str  # canonical: `supervision`
    path: str  # of the file, relative to the workspace
    sheet: str | None  # of an Excel file
    columns: frozenset[str]  # canonical columns that the file has; the others are None in every row
    rows: Sequence[R]  # in the file's order
    # Rows with bad cells, one entry each: the row, the file's name of the first such column ("" where the whole row is
    # wrong), and a sentence on every bad cell.
    left_out: tuple[tuple[int, str, str], ...] = ()
    notes: tuple[str, ...] = ()  # such as "read as Windows-1252"
    records_begin: date | None = None  # the first day for which it is complete
    headers: Mapping[str, str] = field(default_factory=dict)  # canonical column to the file's own header
    # The ids of rows that are left out, as far as they could be read, by column: nobody may call them missing.
    ids_left_out: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Called:
    """The words in which a person is asked for a table: those of its published schema."""

    title: str
    asked_for: str  # "a list of supervision sessions: ..."
    fields: tuple[str, ...]  # the columns that these words mean
    columns: Mapping[str, str]  # canonical column: its title, and what it holds
    titles: Mapping[str, str]  # canonical column: its title alone


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a service, by their canonical names; None is one that is not there."""

    practitioners: Table[Practitioner] | None = None
    vetting: Table[Vetting] | None = None
    away: Table[Away] | None = None
    training: Table[Training] | None = None
    cpd: Table[Cpd] | None = None
    supervision: Table[Supervision] | None = None
    cases: Table[Case] | None = None
    participants: Table[Participant] | None = None
    processes: Table[Process] | None = None
    participation: Table[Participation] | None = None
    facilitators: Table[Facilitator] | None = None
    feedback: Table[Feedback] | None = None
    incidents: Table[Incident] | None = None
    offers: Table[Offer] | None = None
    equality: Table[Equality] | None = None
    called: Mapping[str, Called] = field(default_factory=dict)  # by the table's name, also of those that are not there

    def get(self, name: str) -> Table[Any] | None:
        """The table of that name. AttributeError where the contract knows no such table."""
        table: Table[Any] | None = getattr(self, name)
        return table


def days_of(period: str) -> tuple[date, date]:
    """The first and last day of a period as tables write it; a quarter is a calendar quarter.

    Raises ValueError for text that is no period, or whose last day comes before its first.
    """
    if "/" in period:
        first, _, last = period.partition("/")
        days = date.fromisoformat(first), date.fromisoformat(last)
        if days[1] < days[0]:
            raise ValueError(f"{period} ends before it begins")
        return days
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        begin, months = int(part[1:]) * 3 - 2, 3
    else:
        begin, months = (int(part), 1) if part else (1, 12)
    after = int(year) * 12 + begin - 1 + months
    return date(int(year), begin, 1), date.fromordinal(date(after // 12, after % 12 + 1, 1).toordinal() - 1)
