"""Three years of cases as a case system would export them: one flat row each.

The proportions follow published figures: about 8 % of referrals lead to a direct process and 19 % to an indirect one.
The order of dates within a case, and who may lead it, follow the Hub's own procedures.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta

from tools.fenland import LAST_RECORD
from tools.fenland.people import ADVANCED, FOUNDATION, INTERMEDIATE, Person, casework_people, is_away, working_day

# Referrals in each month from April 2024; the service grew.
_MONTHS = (
    11,
    12,
    13,
    14,
    13,
    15,
    16,
    17,
    14,
    17,
    17,
    18,
    18,
    19,
    20,
    20,
    18,
    21,
    22,
    21,
    17,
    21,
    21,
    23,
    23,
    24,
    25,
    25,
    22,
    26,
    28,
    13,
)
_SOURCES = (
    # Source, weight, who usually asks, stage
    ("Police", 34, "Agency", ("Community resolution", "Before sentence", "After sentence, community")),
    ("Victim Care", 19, "Person harmed", ("No proceedings", "Before sentence", "After sentence, community")),
    ("Probation", 20, "Person responsible", ("After sentence, community", "After sentence, custody")),
    ("Self-referral", 10, "Person harmed", ("No proceedings", "After sentence, community", "After sentence, custody")),
    ("Youth Justice Service", 10, "Agency", ("Community resolution", "After sentence, community")),
    ("HMP Fenmarsh", 7, "Person responsible", ("After sentence, custody",)),
)
_OFFENCES = {
    "Burglary": 17,
    "Violence": 22,
    "Theft": 13,
    "Criminal damage": 13,
    "Robbery": 7,
    "Harassment": 5,
    "Hate crime": 5,
    "Antisocial behaviour": 9,
    "Death or injury by driving": 2,
    "Stalking": 1,
    "Domestic abuse": 4,
    "Sexual offence": 2,
}
_DOMESTIC_OR_SEXUAL = ("Stalking", "Domestic abuse", "Sexual offence")
_SENSITIVE = (*_DOMESTIC_OR_SEXUAL, "Death or injury by driving", "Hate crime")
_FATES = {
    "direct": 9.7,
    "indirect": 20.4,
    "declined": 27,
    "unreachable": 14,
    "unsuitable": 9,
    "withdrawn": 9,
    "redirected": 6,
    "transferred": 3.6,
}
_REASONS = {
    "declined": ("Person harmed declined", "Person responsible declined", "Both declined"),
    "unreachable": ("No reply after three tries",),
    "unsuitable": (
        "Responsibility not taken",
        "Facts in dispute",
        "Risk too high",
        "Coercion or control",
        "Not able to choose freely",
    ),
    "withdrawn": ("Person harmed withdrew", "Person responsible withdrew"),
    "redirected": ("Support wanted, not contact",),
    "transferred": ("Lives in another area", "Held by partner"),
}


@dataclass
class Case:
    """One row; the fields in the order of the export. None is a blank."""

    id: str
    referred: date
    accepted: date | None
    source: str
    asked_by: str
    stage: str
    offence: str
    domestic_or_sexual: str
    sensitive: str
    kept_by: str
    suitability: str
    result: str
    reason: str = ""
    hold_from: date | None = None
    hold_to: date | None = None
    risk_info: date | None = None
    first_attempt: date | None = None
    first_contact: date | None = None
    risk_assessed: date | None = None
    risk_reviewed: date | None = None
    harmed: int = 1
    responsible: int = 1
    consent_harmed: date | None = None
    consent_responsible: date | None = None
    all_signed: str = ""
    route: str = "None"
    form: str = ""
    first_communication: date | None = None
    lead: str = ""
    co: str = ""
    agreement: str = ""
    agreement_result: str = ""
    follow_up_offered: date | None = None
    followed_up: date | None = None
    closed: date | None = None

    @property
    def took_place(self) -> bool:
        return self.first_communication is not None

    def people(self) -> list[str]:
        """The ids of those who facilitated."""
        return [id for id in (self.lead, self.co) if id]


def make_cases(dice: random.Random) -> list[Case]:
    """All cases up to the day of the export, in the order of their referral."""
    days = sorted(day for month in range(len(_MONTHS)) for day in _referral_days(dice, month))
    cases = []
    for number, day in enumerate(days, 1):
        case = _referral(dice, f"C-{number:04}", day)
        _course(dice, case)
        _cut_off(case)
        cases.append(case)
    return cases


def _referral_days(dice: random.Random, month: int) -> Iterator[date]:
    year, number = 2024 + (month + 3) // 12, (month + 3) % 12 + 1
    first, last = (15, 27) if month == 0 else (1, 13 if month == len(_MONTHS) - 1 else 27)
    for _ in range(_MONTHS[month]):
        day = working_day(date(year, number, dice.randint(first, last)))
        yield min(day, LAST_RECORD)


def _referral(dice: random.Random, id: str, day: date) -> Case:
    source, _, asked, stages = dice.choices(_SOURCES, [s[1] for s in _SOURCES])[0]
    if dice.random() < 0.15:
        asked = dice.choice(("Person harmed", "Person responsible", "Agency"))
    offence = dice.choices(list(_OFFENCES), list(_OFFENCES.values()))[0]
    sensitive = offence in _SENSITIVE or dice.random() < 0.03
    case = Case(
        id,
        day,
        None,
        source,
        asked,
        dice.choice(stages),
        offence,
        "Y" if offence in _DOMESTIC_OR_SEXUAL else "N",
        "Y" if sensitive else "N",
        "Hub",
        "Undecided",
        "",
    )
    case.harmed = dice.choices((1, 2, 3), (86, 11, 3))[0]
    case.responsible = dice.choices((1, 2), (92, 8))[0]
    return case


def _course(dice: random.Random, case: Case) -> None:
    """What became of it."""
    fate = dice.choices(list(_FATES), list(_FATES.values()))[0]
    if case.sensitive == "Y" and fate == "unsuitable" and dice.random() < 0.5:
        fate = "indirect"
    case.result = {"direct": "Accepted", "indirect": "Accepted"}.get(fate, fate.capitalize())
    if fate in _REASONS:
        case.reason = dice.choice(_REASONS[fate])
    if fate in ("redirected", "transferred"):
        case.closed = _later(dice, case.referred, 2, 9)
        case.kept_by = "yjs" if fate == "transferred" and case.source == "Youth Justice Service" else "Hub"
        return
    contact = _contact(dice, case, fate)
    if fate == "unreachable":
        case.first_contact, case.closed = None, _later(dice, contact, 24, 40)
        return
    assessed = case.risk_assessed = _later(dice, contact, 3, 18)
    if fate == "declined":
        case.risk_assessed = assessed if dice.random() < 0.4 else None
        case.closed = _later(dice, assessed, 1, 15)
        return
    case.suitability = "Unsuitable" if fate == "unsuitable" else "Suitable"
    if fate in ("unsuitable", "withdrawn"):
        case.closed = _later(dice, assessed, 4, 60 if fate == "withdrawn" else 14)
        return
    _process(dice, case, fate, assessed)


def _contact(dice: random.Random, case: Case, fate: str) -> date:
    """Acceptance, partners' risk information, then the first attempt, within ten days unless somebody asked to wait."""
    accepted = case.accepted = _later(dice, case.referred, 0, 4)
    held = fate in ("direct", "indirect") and dice.random() < 0.07
    if held:
        case.hold_from = _later(dice, accepted, 0, 2)
        case.hold_to = _later(dice, case.hold_from, 14, 60)
    begin = case.hold_to or accepted
    days = min(dice.choices((1, 2, 3, 4, 5, 6, 7), (8, 16, 20, 18, 14, 10, 6))[0], 7)
    case.first_attempt = working_day(begin + timedelta(days=days))
    case.risk_info = working_day(accepted + timedelta(days=dice.randint(0, 1)))
    case.risk_info = min(case.risk_info, case.first_attempt)
    case.first_contact = _later(dice, case.first_attempt, 0, 9)
    case.lead, case.co = _allocated(dice, case, fate == "direct")
    return case.first_contact


def _process(dice: random.Random, case: Case, fate: str, assessed: date) -> None:
    """Consent, review of risk, the process itself, and what followed."""
    case.consent_harmed = _later(dice, assessed, 2, 16)
    case.consent_responsible = _later(dice, assessed, 2, 16)
    ready = max(case.consent_harmed, case.consent_responsible)
    direct = fate == "direct"
    case.first_communication = _later(dice, ready, *((20, 60) if direct else (3, 24)))
    if direct or dice.random() < 0.3:
        case.risk_reviewed = max(assessed, working_day(case.first_communication - timedelta(days=dice.randint(3, 18))))
        case.risk_reviewed = min(case.risk_reviewed, case.first_communication)
    case.all_signed = "Y"
    case.route = "Face to face" if direct else "Indirect"
    forms = (
        (("Conference", 85), ("Live video", 15))
        if direct
        else (("Shuttle", 55), ("Letter", 38), ("Recorded message", 7))
    )
    case.form = dice.choices([f[0] for f in forms], [f[1] for f in forms])[0]
    case.agreement = dice.choices(("Made", "Not wanted", "None"), (60, 32, 8) if direct else (34, 58, 8))[0]
    if case.agreement == "Made":
        case.agreement_result = dice.choices(("Done", "Partly", "Not done"), (82, 10, 8))[0]
    case.follow_up_offered = _later(dice, case.first_communication, 14, 36)
    if dice.random() < 0.7:
        case.followed_up = _later(dice, case.follow_up_offered, 3, 18)
    case.closed = _later(dice, case.followed_up or case.follow_up_offered, 4, 20)


def _later(dice: random.Random, day: date, least: int, most: int) -> date:
    return working_day(day + timedelta(days=dice.randint(least, most)))


def _allocated(dice: random.Random, case: Case, direct: bool) -> tuple[str, str]:
    """Who leads and who works alongside. A sensitive case has an Advanced practitioner in it from the start."""
    assert case.accepted
    free = [p for p in casework_people() if p.working(case.accepted) and _there(p, case.accepted)]
    advanced = [p for p in free if p.level == ADVANCED]
    leads = [p for p in free if p.level in (INTERMEDIATE, ADVANCED)]
    # The co-ordinator leads fewer cases than the others.
    lead = dice.choices(leads, [1 if p.id == "P-001" else 3 for p in leads])[0]
    if case.sensitive == "Y":
        others = [p for p in (leads if lead.level == ADVANCED else advanced) if p is not lead]
        return lead.id, dice.choice(others).id
    if not direct and dice.random() < 0.75:
        return lead.id, ""
    others = [p for p in free if p is not lead]
    return lead.id, dice.choices(others, [4 if p.level == FOUNDATION else 1 for p in others])[0].id


def _there(person: Person, day: date) -> bool:
    """Neither away then or soon, nor leaving before the case can end."""
    soon = [day + timedelta(days=n) for n in range(0, 200, 7)]
    return not any(is_away(person.id, d) for d in soon) and (person.ended is None or soon[-1] < person.ended)


def _cut_off(case: Case) -> None:
    """Blanks what lies after the export: the case is still open then."""
    for field in fields(case):
        value = getattr(case, field.name)
        if isinstance(value, date) and value > LAST_RECORD:
            setattr(case, field.name, None)
    if case.hold_from is None:
        case.hold_to = None
    if case.closed is not None:
        return
    if case.first_communication is None:
        case.route, case.form, case.agreement, case.agreement_result = "None", "", "", ""
        case.all_signed = "Y" if case.consent_harmed and case.consent_responsible else ""
        case.result, case.reason = "Accepted" if case.accepted else "", ""
        case.suitability = "Suitable" if case.risk_assessed and case.suitability == "Suitable" else "Undecided"
    elif case.agreement == "Made" and (LAST_RECORD - case.first_communication).days < 60:
        case.agreement_result = "Not due"
    if case.accepted is None:
        case.lead = case.co = ""
