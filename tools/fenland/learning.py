"""What the workbook holds about each practitioner's vetting, training and continuing professional development."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tools.fenland import LAST_RECORD
from tools.fenland.people import ADVANCED, INTERMEDIATE, PEOPLE, Person, is_away, working_day


@dataclass(frozen=True)
class Course:
    """One row of the training sheet."""

    id: str
    subject: str
    provider: str
    registered: str  # is the provider registered with the Restorative Justice Council: Y or N
    done: date
    days: float
    hours: float
    expires: date | None = None


@dataclass(frozen=True)
class Check:
    """One row of the vetting sheet. No number and no result."""

    id: str
    kind: str
    issued: date
    looked_at: date | None  # when the update service was last asked
    again_by: date


@dataclass(frozen=True)
class Hours:
    """One row of the CPD sheet."""

    id: str
    day: date
    hours: float
    topic: str
    approved: str


def vetting() -> list[Check]:
    """Each person's clearance, and the disclosure that the role is eligible for, with the update service's answer."""
    checks = []
    for number, person in enumerate(p for p in PEOPLE if p.vetted):
        assert person.vetted
        kind, years = ("Prison", 5) if person.agency == "prison" else ("Police", 3)
        checks.append(Check(person.id, kind, person.vetted, None, person.vetted + timedelta(days=365 * years)))
        if person.casework:
            asked = date(2026, 1, 12) + timedelta(days=9 * number)
            asked = working_day(asked if person.ended is None else person.vetted + timedelta(days=300))
            checks.append(Check(person.id, "DBS enhanced", person.vetted, asked, asked + timedelta(days=365)))
    return checks


def training() -> list[Course]:
    """Everyone's courses, oldest first within each person."""
    return [course for person in PEOPLE for course in sorted(_courses(person), key=lambda c: c.done)]


def _courses(person: Person) -> Iterator[Course]:
    ready = person.cleared or date(2026, 11, 6)
    start, number = person.started, int(person.id[2:])

    def course(subject: str, day: date, days: float, house: bool = False, years: int = 0) -> Course:
        provider, registered = (
            ("Hub, in house", "N") if house else (("Meadowbank Training", "Harbour Practice")[number % 2], "Y")
        )
        expires = day + timedelta(days=365 * years) if years else None
        return Course(person.id, subject, provider, registered, day, days, days * 7, expires)

    before = (
        working_day(start - timedelta(days=40 + 5 * number))
        if person.paid != "V"
        else working_day(start + timedelta(days=5))
    )
    if person.casework:
        yield course("Facilitation", before, 4 if person.level in (ADVANCED, INTERMEDIATE) else 3)
    yield course("Data protection", working_day(start + timedelta(days=1)), 0.5, house=True, years=2)
    if person.ended is None and start + timedelta(days=702) < LAST_RECORD:
        yield course("Data protection", working_day(start + timedelta(days=700)), 0.5, house=True, years=2)
    yield course("Safeguarding", working_day(start + timedelta(days=2)), 1, house=True, years=3)
    if person.level in (ADVANCED, INTERMEDIATE):
        yield course("Sensitive and complex", min(working_day(before + timedelta(days=9)), ready), 2)
        yield course("Domestic abuse", working_day(ready + timedelta(days=30 + number)), 1)
    if person.level == ADVANCED:
        yield course("Sexual harm", working_day(ready + timedelta(days=44 + number)), 2)
        yield course("Supervision", min(working_day(before + timedelta(days=16)), ready), 2)


_TOPICS = (
    ("Shuttle work and its limits", 2, "Y"),
    ("Neurodiversity and preparation", 3, "Y"),
    ("Stalking and coercion", 3, "Y"),
    ("Listening and neutrality", 2, "Y"),
    ("Letters: writing and receiving", 2, "Y"),
    ("Restorative work in custody", 3, "Y"),
    ("Practice forum", 1.5, "N"),
    ("Reading group", 1, "N"),
    ("Victims' Code briefing", 1, "N"),
    ("Online safety", 1.5, "N"),
)


def cpd(dice: random.Random) -> list[Hours]:
    """Enough hours in every twelve months for the level, at least half of them approved."""
    wanted = {ADVANCED: 16, INTERMEDIATE: 12}
    rows: list[Hours] = []
    for person in PEOPLE:
        if not person.casework or person.cleared is None:
            continue
        year_end = LAST_RECORD
        while year_end > person.cleared + timedelta(days=60):
            begin = max(person.cleared, year_end - timedelta(days=355))
            rows += _year(dice, person, begin, year_end, wanted.get(person.level, 6))
            year_end = year_end - timedelta(days=365)
    return sorted(rows, key=lambda r: (r.id, r.day))


def _year(dice: random.Random, person: Person, begin: date, end: date, wanted: int) -> Iterator[Hours]:
    """One year's hours: approved events until half is reached and a little more, then others."""
    end = min(end, person.ended or end)
    total = approved = 0.0
    while total < wanted + 0.5 and begin < end:
        kind = "Y" if approved < wanted * 0.6 else "N"
        topic, hours, approval = dice.choice([t for t in _TOPICS if t[2] == kind])
        day = working_day(begin + timedelta(days=dice.randint(0, max(0, (end - begin).days - 3))))
        if day > end or is_away(person.id, day):
            continue
        total += hours
        approved += hours if kind == "Y" else 0
        yield Hours(person.id, day, hours, topic, approval)
