"""From the cases to the single tables of the case system: people, processes, who took part in them, who facilitated.

One row of `Case` is what happened; here each person, process and practitioner gets rows of their own. A row is a
mapping from the tool's name of a column to what the file holds there.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from tools.fenland import LAST_RECORD
from tools.fenland.cases import Case
from tools.fenland.people import working_day

Row = dict[str, Any]
_UNSUITABLE = {"Not able to choose freely": "Harmed"}  # of whom a reason speaks; else of the person responsible
_ROOMS = ("Community centre", "Partner's office", "Library, meeting room")
_CUSTODY = "After sentence, custody"


def case_rows(cases: Iterable[Case]) -> Iterator[Row]:
    """What concerns the case as a whole."""
    for c in cases:
        yield {
            "case_id": c.id,
            "referred_on": c.referred,
            "accepted_on": c.accepted,
            "source": c.source,
            "initiated_by": c.asked_by,
            "stage": c.stage,
            "offence_group": c.offence,
            "domestic_or_sexual": c.domestic_or_sexual,
            "sensitive": c.sensitive,
            "record_held_by": "" if c.kept_by == "Hub" else c.kept_by,
            "suitability": c.suitability,
            "outcome": c.result,
            "outcome_reason": c.reason,
            "hold_from": c.hold_from,
            "hold_to": c.hold_to,
            "closed_on": c.closed,
        }


def participants(dice: random.Random, cases: Iterable[Case]) -> list[Row]:
    """Everyone on either side of each case, and the supporters who came to some conferences."""
    return [row for case in cases for row in _people(dice, case)]


def _people(dice: random.Random, case: Case) -> Iterator[Row]:
    for number in range(1, case.harmed + 1):
        attempt, contact = case.first_attempt, case.first_contact
        if number > 1 and attempt:
            attempt = _by(case, attempt + timedelta(days=dice.randint(0, 2)))
            contact = _by(case, max(attempt, contact) + timedelta(days=dice.randint(0, 4))) if contact else None
        yield _person(dice, case, f"H{number}", "Harmed", attempt, contact)
    for number in range(1, case.responsible + 1):
        yield _person(dice, case, f"R{number}", "Responsible", *_reached(dice, case))
    if case.form == "Conference" and case.took_place and dice.random() < 0.35:
        yield _person(dice, case, "S1", "Supporter", *_reached(dice, case))


def _reached(dice: random.Random, case: Case) -> tuple[date | None, date | None]:
    """First attempt and first contact of somebody who is not the first person harmed."""
    alone = case.result == "Unreachable" and case.asked_by != "Person responsible"
    if case.first_attempt is None or alone:
        return None, None
    attempt = _by(case, case.first_attempt + timedelta(days=dice.randint(0, 3)))
    return attempt, _by(case, attempt + timedelta(days=dice.randint(0, 7)))


def _by(case: Case, day: date) -> date:
    """That day, but not after risk was assessed, the case was closed, or the export was made."""
    return min(d for d in (working_day(day), case.risk_assessed or case.closed, LAST_RECORD) if d)


def _person(dice: random.Random, case: Case, id: str, part: str, attempt: date | None, contact: date | None) -> Row:
    young = {"Harmed": 0.07, "Responsible": 0.10, "Supporter": 0.0}[part]
    if case.source == "Youth Justice Service" and part == "Responsible":
        young = 0.95
    under_18 = "Y" if dice.random() < young else "N"
    interpreter, adjustment = ("Y" if dice.random() < share else "N" for share in (0.05, 0.18))
    informed = _by(case, contact + timedelta(days=dice.randint(0, 5))) if contact else None
    ended, ended_on = _ending(dice, case, id, part)
    return {
        "case_id": case.id,
        "participant_id": id,
        "part": part,
        "under_18": under_18,
        "interpreter": interpreter if contact else "",
        "adjustment": adjustment if contact else "",
        "informed_on": informed,
        "risk_info_on": case.risk_info if attempt else None,
        "conditions_checked_on": case.risk_info if attempt else None,
        "specialist_consulted_on": case.risk_info if attempt and case.domestic_or_sexual == "Y" else None,
        "first_attempt_on": attempt,
        "first_contact_on": contact,
        "ended": ended,
        "ended_on": ended_on,
    }


def _ending(dice: random.Random, case: Case, id: str, part: str) -> tuple[str, date | None]:
    """What became of one person's part; blank where it was the other side that ended the case, or it is open."""
    closed, reason = case.closed, case.reason.casefold()
    if closed is None:
        return "", None
    if case.took_place:
        return "Took part", closed
    named = "both" in reason or part.casefold() in reason
    if case.result == "Declined" and named:
        return "Declined", closed
    if case.result == "Withdrawn" and named and id.endswith("1"):
        assert case.risk_assessed
        return "Withdrew", max(case.risk_assessed, closed - timedelta(days=dice.randint(0, 3)))
    if case.result == "Unreachable" and part == "Harmed":
        return "Unreachable", closed
    if case.result == "Unsuitable" and part == _UNSUITABLE.get(case.reason, "Responsible"):
        return "Unsuitable", closed
    return "", None


def process_id(case: str) -> str:
    """The id of a case's process; no case has a second one so far."""
    return f"{case}-1"


def processes(dice: random.Random, cases: Iterable[Case]) -> list[Row]:
    """Every process that took place: when, where, what was agreed and what followed."""
    return [_process(dice, case) for case in cases if case.took_place]


def _process(dice: random.Random, case: Case) -> Row:
    first, direct = case.first_communication, case.route == "Face to face"
    assert first
    ended: date | None = first if direct else working_day(first + timedelta(days=dice.randint(0, 12)))
    ended = ended if ended and ended <= LAST_RECORD else None
    setting = dice.choice(_ROOMS) if case.form == "Conference" else "Online" if direct else "Separate visits"
    asked = working_day(first - timedelta(days=dice.randint(4, 20)))
    if case.stage == _CUSTODY:
        setting = "HMP Fenmarsh"
    told = working_day((case.followed_up or case.follow_up_offered or first) + timedelta(days=dice.randint(0, 6)))
    result = case.agreement_result if ended else ""
    return {
        "process_id": process_id(case.id),
        "case_id": case.id,
        "process": case.route,
        "kind": case.form,
        "first_communication_on": first,
        "ended_on": ended,
        "setting": setting,
        "establishment_agreed_on": asked if case.stage == _CUSTODY else None,
        "agreement": case.agreement if ended else "",
        "agreement_result": result,
        "result_told_on": min(told, case.closed or LAST_RECORD) if result not in ("", "Not due") else None,
        "follow_up_offered_on": case.follow_up_offered,
        "followed_up_on": case.followed_up,
    }


def participation(dice: random.Random, cases: Iterable[Case], people: Iterable[Row]) -> list[Row]:
    """Everyone in each process: consent, risk, who countersigned."""
    by_case: dict[str, list[Row]] = {}
    for person in people:
        by_case.setdefault(person["case_id"], []).append(person)
    return [_attender(dice, case, person) for case in cases if case.took_place for person in by_case[case.id]]


def _attender(dice: random.Random, case: Case, person: Row) -> Row:
    consent = case.consent_harmed if person["part"] == "Harmed" else case.consent_responsible
    first, assessed = case.first_communication, case.risk_assessed
    assert consent and first and assessed
    spoken = max(person["first_contact_on"], consent - timedelta(days=dice.randint(2, 9)))
    signed = working_day(assessed + timedelta(days=dice.randint(0, 4)))
    return {
        "process_id": process_id(case.id),
        "participant_id": person["participant_id"],
        "verbal_consent_on": min(spoken, consent),
        "written_consent_on": consent,
        "parental_consent_on": consent if person["under_18"] == "Y" else None,
        "risk_assessed_on": assessed,
        "risk_reviewed_on": case.risk_reviewed,
        "countersigned_on": min(signed, first) if case.sensitive == "Y" else None,
        "attended": "Y",
    }


def facilitators(cases: Iterable[Case]) -> Iterator[Row]:
    """Who led each case and who worked alongside, from acceptance on. Released is who left a case before it closed."""
    for case in cases:
        for id, role in ((case.lead, "Lead"), (case.co, "Co")):
            if id:
                yield {
                    "case_id": case.id,
                    "practitioner_id": id,
                    "role": role,
                    "allocated_on": case.accepted,
                    "ended_on": None,
                }
