"""Supervision records that belong to cases: observed practice once a year, and a debrief after each process."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tools.fenland import LAST_RECORD
from tools.fenland.cases import Case
from tools.fenland.people import (
    PEOPLE,
    SUPERVISORS,
    Session,
    annual_reviews,
    case_supervision,
    supervisor_of,
    working_day,
)


def supervision(dice: random.Random, cases: list[Case]) -> list[Session]:
    """The whole supervision sheet, by date."""
    sessions = [*case_supervision(dice), *annual_reviews(dice), *_observed(cases), *_debriefs(dice, cases)]
    return sorted(sessions, key=lambda s: (s.held, s.id, s.kind))


def _observed(cases: list[Case]) -> list[Session]:
    """Each practitioner's first process, and then the first one that is ten months after the last observation."""
    last: dict[str, date] = {}
    rows = []
    for case in sorted((c for c in cases if c.took_place), key=lambda c: (c.first_communication, c.id)):
        assert case.first_communication
        for id in case.people():
            if id in last and (case.first_communication - last[id]).days < 240:
                continue
            observer = next(o for o in (supervisor_of(id), *SUPERVISORS) if o not in case.people())
            last[id] = case.first_communication
            rows.append(Session(id, case.first_communication, "Observed practice", "Individual", observer, case.id))
    return rows


def _debriefs(dice: random.Random, cases: list[Case]) -> list[Session]:
    """Within a fortnight of each process, for everyone who facilitated it."""
    leaving = {p.id: p.ended for p in PEOPLE}
    rows = []
    for case in cases:
        if case.first_communication is None:
            continue
        held = min(working_day(case.first_communication + timedelta(days=dice.randint(1, 9))), LAST_RECORD)
        for id in case.people():
            last = leaving[id]
            if last is None or held < last:
                mode = "Group" if case.co else "Individual"
                rows.append(Session(id, held, "Debrief", mode, supervisor_of(id), case.id))
    return rows
