"""Practitioners, and what the workbook says about them: vetting, training, CPD, supervision, time away.

Ids only, never names. Fourteen people are active and cleared for cases on the day of the assessment of the demo.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from tools.fenland import LAST_RECORD

FOUNDATION, INTERMEDIATE, ADVANCED, NO_LEVEL = "Foundation", "Intermediate", "Advanced", "None"


@dataclass(frozen=True)
class Person:
    """One row of the first sheet."""

    id: str
    paid: str  # P paid, V volunteer, S lent by a partner: the words of the workbook
    agency: str
    role: str
    level: str
    started: date
    cleared: date | None  # for cases
    vetted: date | None
    induction: date | None
    registered: str = ""  # level at which the Restorative Justice Council registered the person
    ended: date | None = None
    probation_until: date | None = None
    casework: bool = True

    def working(self, day: date) -> bool:
        """May be given a case on that day."""
        return self.cleared is not None and self.cleared <= day and (self.ended is None or day < self.ended)


def working_day(day: date) -> date:
    """That day, or the Monday after where it falls on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _person(
    id: str,
    paid: str,
    agency: str,
    role: str,
    level: str,
    started: date,
    registered: str = "",
    ended: date | None = None,
) -> Person:
    """Somebody who was vetted before the start, inducted in the first fortnight and cleared after that."""
    weeks = 1 if paid != "V" else 4
    return Person(
        id,
        paid,
        agency,
        role,
        level,
        started,
        cleared=started + timedelta(days=7 * weeks),
        vetted=working_day(started - timedelta(days=24)),
        induction=working_day(started + timedelta(days=2 + 3 * weeks)),
        registered=registered,
        ended=ended,
    )


_PRACTITIONER = "Practitioner"
PEOPLE = (
    _person("P-001", "P", "constabulary", "Co-ordinator", ADVANCED, date(2024, 4, 2), ADVANCED),
    _person("P-002", "S", "probation", _PRACTITIONER, ADVANCED, date(2024, 4, 2), ADVANCED),
    _person("P-003", "S", "yjs", _PRACTITIONER, INTERMEDIATE, date(2024, 5, 7), INTERMEDIATE),
    _person("P-004", "S", "victimcare", _PRACTITIONER, ADVANCED, date(2024, 4, 3), ADVANCED),
    _person("P-005", "S", "prison", _PRACTITIONER, INTERMEDIATE, date(2024, 9, 2)),
    _person("P-006", "V", "constabulary", _PRACTITIONER, ADVANCED, date(2024, 4, 8), ADVANCED),
    _person("P-007", "V", "constabulary", _PRACTITIONER, INTERMEDIATE, date(2024, 4, 8), INTERMEDIATE),
    _person("P-008", "V", "constabulary", _PRACTITIONER, INTERMEDIATE, date(2024, 4, 8), INTERMEDIATE),
    _person("P-009", "V", "constabulary", _PRACTITIONER, INTERMEDIATE, date(2024, 10, 7), INTERMEDIATE),
    _person("P-010", "V", "constabulary", _PRACTITIONER, INTERMEDIATE, date(2025, 2, 3), INTERMEDIATE),
    _person("P-011", "V", "constabulary", _PRACTITIONER, FOUNDATION, date(2024, 10, 7), FOUNDATION),
    _person("P-012", "V", "constabulary", _PRACTITIONER, FOUNDATION, date(2025, 2, 3)),
    _person("P-013", "V", "constabulary", _PRACTITIONER, FOUNDATION, date(2025, 9, 8)),
    _person("P-014", "V", "constabulary", _PRACTITIONER, FOUNDATION, date(2026, 2, 2)),
    Person(
        "P-015",
        "P",
        "constabulary",
        "Administrator",
        NO_LEVEL,
        date(2024, 4, 22),
        None,
        date(2024, 4, 2),
        date(2024, 4, 25),
        casework=False,
    ),
    _person(
        "P-016", "V", "constabulary", _PRACTITIONER, INTERMEDIATE, date(2024, 4, 8), INTERMEDIATE, date(2025, 8, 29)
    ),
    _person("P-017", "V", "constabulary", _PRACTITIONER, FOUNDATION, date(2024, 10, 7), "", date(2026, 2, 27)),
    Person(
        "P-018",
        "V",
        "constabulary",
        "Practitioner in training",
        NO_LEVEL,
        date(2026, 9, 21),
        None,
        None,
        date(2026, 10, 5),
        probation_until=date(2027, 3, 21),
    ),
)

# From, to: the days on which somebody was away. No reason is recorded.
AWAY = {
    "P-005": [(date(2025, 7, 14), date(2025, 9, 5))],
    "P-008": [(date(2026, 4, 20), date(2026, 7, 3))],
    "P-009": [(date(2026, 1, 12), date(2026, 4, 3))],
    "P-011": [(date(2025, 6, 2), date(2025, 8, 29))],
}

# Who gives whom case supervision. Nobody supervises themselves or the one who supervises them.
SUPERVISORS = {"P-001": "P-002", "P-002": "P-004", "P-004": "P-001"}
_OTHERS = ("P-001", "P-002", "P-004")


@dataclass(frozen=True)
class Session:
    """One row of the supervision sheet."""

    id: str
    held: date
    kind: str
    mode: str
    by: str
    case: str = ""


def supervisor_of(id: str) -> str:
    return SUPERVISORS.get(id) or _OTHERS[int(id[2:]) % 3]


def is_away(id: str, day: date) -> bool:
    return any(first <= day <= last for first, last in AWAY.get(id, ()))


def casework_people() -> list[Person]:
    """Who was ever cleared for cases."""
    return [p for p in PEOPLE if p.casework and p.cleared]


def case_supervision(dice: random.Random) -> list[Session]:
    """Case supervision about every nine weeks, and within two weeks of coming back from time away."""
    sessions = []
    for person in casework_people():
        assert person.cleared
        last = min(person.ended or LAST_RECORD, LAST_RECORD)
        day = working_day(person.cleared + timedelta(days=dice.randint(14, 49)))
        while day <= last:
            back = [end for start, end in AWAY.get(person.id, ()) if start <= day <= end]
            if back:
                day = working_day(back[0] + timedelta(days=dice.randint(3, 9)))
            mode = dice.choices(("Individual", "Group"), (3, 1))[0]
            sessions.append(Session(person.id, day, "Case supervision", mode, supervisor_of(person.id)))
            day = working_day(day + timedelta(days=dice.randint(45, 75)))
    return sessions


def annual_reviews(dice: random.Random) -> list[Session]:
    """One review conversation for each year of work."""
    sessions = []
    for person in casework_people():
        assert person.cleared
        last = min(person.ended or LAST_RECORD, LAST_RECORD)
        day = person.cleared + timedelta(days=dice.randint(170, 260))
        while day <= last:
            held = working_day(day)
            if is_away(person.id, held):
                held = working_day(held + timedelta(days=90))
            sessions.append(Session(person.id, held, "Annual review", "Individual", supervisor_of(person.id)))
            day = held + timedelta(days=dice.randint(300, 350))
    return sessions
