"""Feedback, incidents, offers and equality, made from the cases so that the tables agree with each other."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tools.fenland import LAST_RECORD
from tools.fenland.cases import Case
from tools.fenland.people import working_day


@dataclass(frozen=True)
class Reply:
    """One row of the feedback export: somebody who was to be asked, and what they said."""

    case: str
    part: str
    stage: str
    due: date
    asked: date | None
    not_asked: str = ""
    received: date | None = None
    satisfied: int | None = None
    recommend: str = ""
    felt_safe: str = ""
    free_to_refuse: str = ""


def feedback(dice: random.Random, cases: list[Case]) -> list[Reply]:
    """Everyone who took part is asked twice; those whose work stopped are asked once, unless that were unsafe."""
    rows: list[Reply] = []
    for case in cases:
        if case.first_communication:
            first = working_day(case.first_communication + timedelta(days=14))
            for part in ("Harmed", "Responsible"):
                rows += _asked(dice, case.id, part, "After process", first, 0.62)
                rows += _asked(dice, case.id, part, "Follow-up", working_day(first + timedelta(days=76)), 0.38)
        elif case.closed and case.first_contact and case.result in ("Withdrawn", "Unsuitable"):
            part = "Responsible" if "responsible" in case.reason.lower() else "Harmed"
            rows += _asked(dice, case.id, part, "Did not proceed", working_day(case.closed + timedelta(days=10)), 0.27)
    return sorted(rows, key=lambda r: (r.due, r.case, r.part, r.stage))


def _asked(dice: random.Random, case: str, part: str, stage: str, due: date, answers: float) -> Iterator[Reply]:
    if due > LAST_RECORD - timedelta(days=3):
        return
    if dice.random() < 0.05:
        yield Reply(case, part, stage, due, None, dice.choice(("Unsafe", "Declined", "Unreachable")))
        return
    asked = min(working_day(due + timedelta(days=dice.choice((-3, -2, -1, 0, 0, 0)))), due)
    received = working_day(asked + timedelta(days=dice.randint(1, 21)))
    if dice.random() > answers or received > LAST_RECORD:
        yield Reply(case, part, stage, due, asked)
        return
    stopped = stage == "Did not proceed"
    mark = dice.choices((5, 4, 3, 2, 1), (30, 34, 24, 8, 4) if stopped else (51, 33, 10, 4, 2))[0]
    likely = {5: 0.93, 4: 0.80, 3: 0.42}.get(mark, 0.06)
    yes = ["Yes" if dice.random() < chance else "No" for chance in (likely, 0.96, 0.97)]
    yield Reply(case, part, stage, due, asked, "", received, mark, *yes)


@dataclass(frozen=True)
class Incident:
    """One row of the incident log."""

    id: str
    kind: str
    raised: date
    owner: str
    status: str
    learned: str = ""


_HEAD, _COORDINATOR, _BOARD = "Head of Victim Services", "Co-ordinator", "Governing board"
_INCIDENTS = (
    ("Near miss", "2024-06-11", _COORDINATOR, "Two-person check of addresses before a letter is posted"),
    ("Incident", "2024-08-20", _COORDINATOR, "Rooms are booked with two exits; checked on the venue sheet"),
    ("Complaint", "2024-09-24", _HEAD, "Expected waiting time is told at first contact"),
    ("Data breach", "2024-11-07", _HEAD, "Case messages go only through the case system; staff briefed"),
    (
        "Safeguarding referral",
        "2024-12-03",
        _HEAD,
        "New disclosure handled the same day; used as an example in induction",
    ),
    ("Near miss", "2025-01-28", _COORDINATOR, "No-contact conditions are read from the order itself, not from memory"),
    ("Complaint", "2025-02-18", _HEAD, "Letter explains why the Hub cannot pass on a message that blames"),
    ("Safeguarding referral", "2025-03-13", _HEAD, "Out-of-hours numbers printed on the back of the staff card"),
    ("Incident", "2025-04-29", _COORDINATOR, "Supporters arrive at separate times"),
    ("Complaint", "2025-06-05", _HEAD, "Interpreter is booked for the debrief as well"),
    ("Near miss", "2025-07-22", _COORDINATOR, "Prison visits list is checked the day before"),
    ("Safeguarding referral", "2025-08-14", _HEAD, "Children's services thanked for feedback; threshold guide updated"),
    ("Data breach", "2025-10-02", _HEAD, "Auto-complete switched off for outside e-mail"),
    ("Allegation", "2025-10-21", _HEAD, "Referred the same day; not substantiated; guidance on social media added"),
    ("Complaint", "2025-11-18", _HEAD, "Both sides are told when one has stopped, with what may be said agreed first"),
    ("Near miss", "2026-01-20", _COORDINATOR, "Online meetings open with the waiting room on"),
    ("Safeguarding referral", "2026-02-24", _HEAD, "Adult at risk: joint visit arranged with Victim Care"),
    ("Incident", "2026-03-31", _COORDINATOR, "Break agreed as a signal before every direct meeting"),
    ("Complaint", "2026-05-12", _HEAD, "Leaflet says that no sentence is shortened by taking part"),
    ("Near miss", "2026-06-09", _COORDINATOR, "Updated licence conditions are asked for again before a process"),
    ("Safeguarding referral", "2026-07-07", _HEAD, "Deputy lead reachable by a shared telephone"),
    ("Complaint", "2026-08-04", _HEAD, "Call-back within two working days is checked each Friday"),
    ("Incident", "2026-10-13", _COORDINATOR, ""),
    ("Near miss", "2026-11-03", _COORDINATOR, ""),
)


def incidents() -> list[Incident]:
    """The log: closed entries have a learning action, open ones an owner."""
    rows = []
    for number, (kind, raised, owner, learned) in enumerate(_INCIDENTS, 1):
        status = "Closed" if learned else "In progress"
        rows.append(Incident(f"I-{number:03}", kind, date.fromisoformat(raised), owner, status, learned))
    return rows


@dataclass(frozen=True)
class Offer:
    """What an agency with the duty to inform people reported for one quarter."""

    period: str
    duty_holder: str
    eligible: int
    informed: int
    received: date


def quarters(first: date, until: date) -> list[tuple[date, date]]:
    """The complete quarters from one day on, up to another."""
    found: list[tuple[date, date]] = []
    begin = first
    while True:
        after = date(begin.year + begin.month // 10, (begin.month + 2) % 12 + 1, 1)
        if after > until:
            return found
        found.append((begin, after - timedelta(days=1)))
        begin = after


def offers(dice: random.Random) -> list[Offer]:
    """Two duty holders, asked each quarter; the figures come three to six weeks later."""
    rows = []
    for number, (begin, end) in enumerate(quarters(date(2024, 4, 1), LAST_RECORD)):
        for holder, size, share in (("Fenland Constabulary", 2150, 0.24), ("Witness Care Unit", 610, 0.38)):
            eligible = size + dice.randint(-140, 140)
            informed = round(eligible * (share + 0.022 * number + dice.uniform(-0.015, 0.015)))
            received = working_day(end + timedelta(days=dice.randint(20, 40)))
            rows.append(Offer(f"{begin}/{end}", holder, eligible, informed, received))
    return rows


@dataclass(frozen=True)
class Equality:
    """A count of one group among the people of one stage in one year."""

    period: str
    part: str
    stage: str
    characteristic: str
    group: str
    count: int


_GROUPS = {
    "Age": {"Under 18": 8, "18 to 24": 17, "25 to 44": 38, "45 to 64": 26, "65 and over": 9, "Prefer not to say": 2},
    "Sex": {"Female": 46, "Male": 51, "Prefer not to say": 3},
    "Ethnic group": {
        "White": 79,
        "Asian": 7,
        "Black": 4,
        "Mixed": 3,
        "Gypsy, Roma or Traveller": 2,
        "Prefer not to say": 5,
    },
    "Disability": {"Yes": 21, "No": 70, "Prefer not to say": 9},
    "Interpreter": {"Yes": 5, "No": 95},
}


def equality(dice: random.Random, cases: list[Case]) -> list[Equality]:
    """For each year of the service: everyone referred, and everyone who took part, by group."""
    rows = []
    for begin, end in (
        (date(2024, 4, 1), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 9, 30)),
    ):
        of_year = [c for c in cases if begin <= c.referred <= end]
        for stage, chosen in (("Referred", of_year), ("Took part", [c for c in of_year if c.took_place])):
            for part, people in (
                ("Harmed", sum(c.harmed for c in chosen)),
                ("Responsible", sum(c.responsible for c in chosen)),
            ):
                for characteristic, groups in _GROUPS.items():
                    counted = Counter(dice.choices(list(groups), list(groups.values()), k=people))
                    rows += [Equality(f"{begin}/{end}", part, stage, characteristic, g, counted[g]) for g in groups]
    return rows
