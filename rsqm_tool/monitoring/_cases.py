"""Referrals and what became of them: by source, by whose wish, by harm, by outcome; and how far they got."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from rsqm_tool.checks._cases import is_flat
from rsqm_tool.checks.referrals_by_source import SELF
from rsqm_tool.dates import in_words
from rsqm_tool.model.monitoring import Counts, Funnel, Stage
from rsqm_tool.model.tables import Case, CaseOutcome, Initiator
from rsqm_tool.monitoring._figures import about, by_quarter, labelled
from rsqm_tool.monitoring._frames import Frame
from rsqm_tool.monitoring._scope import Noun, Plan, Scope, not_counted, spelled

REFERRED = Noun("case", "cases", "date of referral", "referred")
CLOSED = Noun("case", "cases", "date of closing", "closed")
WISHES: Mapping[Initiator, str] = {
    "harmed": "Person harmed",
    "responsible": "Person responsible",
    "agency": "Agency",
}
OUTCOMES: Mapping[CaseOutcome, str] = {
    "accepted": "Accepted",
    "redirected": "Redirected",
    "unsuitable": "Unsuitable",
    "declined": "Declined",
    "withdrawn": "Withdrawn",
    "unreachable": "Unreachable",
    "transferred": "Transferred",
}
_ONE_WORD = "; words that differ in capitals only are one"


def _rows(scope: Scope) -> list[Case]:
    return list(scope.tables.cases.rows) if scope.tables.cases else []


def _by_source(scope: Scope, plan: Plan) -> Iterator[Counts]:
    label = spelled([c.source for c in _rows(scope)], dict.fromkeys(SELF, "Self-referral"))
    words = f"by who referred them{_ONE_WORD}"
    return _referrals(scope, plan, "Source", words, lambda c: label(c.source))


def _by_wish(scope: Scope, plan: Plan) -> Iterator[Counts]:
    words, labels = "by whose wish started them", tuple(WISHES.values())
    return _referrals(scope, plan, "Whose wish", words, lambda c: labelled(c.initiated_by, WISHES), labels)


def _by_harm(scope: Scope, plan: Plan) -> Iterator[Counts]:
    label = spelled([c.offence_group for c in _rows(scope)])
    words = f"by the service's own groups of offence or harm{_ONE_WORD}"
    return _referrals(scope, plan, "Offence or harm", words, lambda c: label(c.offence_group), sensitive=True)


def _referrals(
    scope: Scope,
    plan: Plan,
    name: str,
    words: str,
    label: Callable[[Case], str],
    labels: tuple[str, ...] = (),
    sensitive: bool = False,
) -> Iterator[Counts]:
    rows = _rows(scope)
    frame = Frame(scope, REFERRED, "cases", [c.referred_on for c in rows], what=[label(c) for c in rows])
    definition = f"Cases referred {scope.during}, by quarter of referral and {words}.{scope.so_far}"
    if labels or len(frame):
        yield Counts(**about(scope, plan, REFERRED, definition, ["cases"], frame.asides), column_name=name,
                     **by_quarter(frame, "what", labels), sensitive=sensitive)  # fmt: skip


def _outcomes(scope: Scope, plan: Plan) -> Iterator[Counts]:
    rows = [c for c in _rows(scope) if c.closed_on]
    left = [c for c in _rows(scope) if not c.closed_on and not (c.referred_on and c.referred_on > scope.as_of)]
    still = sum(c.outcome in (None, "accepted") for c in left)
    labels = [labelled(c.outcome, OUTCOMES) for c in rows]
    frame = Frame(scope, CLOSED, "cases", [c.closed_on for c in rows], what=labels)
    definition = (
        f"Cases closed {scope.during}, by quarter of closing and by what became of them. The date is that of closing, "
        f"not of a decision before it. Accepted are those that had been taken on and went ahead.{scope.so_far}"
    )
    left_out = (
        *not_counted(still, CLOSED, "not closed yet"),
        *not_counted(len(left) - still, CLOSED, "with an outcome, but without a date of closing"),
    )
    yield Counts(**about(scope, plan, CLOSED, definition, ["cases"], frame.asides, left_out),
                 column_name="What became of them", **by_quarter(frame, "what", tuple(OUTCOMES.values())))  # fmt: skip


def _funnel(scope: Scope, plan: Plan) -> Iterator[Funnel]:
    rows, contacts, begun = _rows(scope), _contacts(scope), _begun(scope)

    def steps(case: Case) -> tuple[bool, ...]:
        days = (case.accepted_on, contacts.get(case.case_id), begun.get(case.case_id))
        return tuple(bool(day and day <= scope.as_of) for day in days)

    frame = Frame(scope, REFERRED, "cases", [c.referred_on for c in rows], steps=[steps(c) for c in rows])
    held = [s for those in frame.grouped("quarter", "steps").values() for s in those]
    stages = (
        Stage("Referred", len(held)),
        Stage("Accepted", sum(accepted for accepted, _, _ in held)),
        Stage("First contact with a person harmed", sum(accepted and met for accepted, met, _ in held)),
        Stage("A process began", sum(all(s) for s in held)),
    )
    skipped = sum(list(s) != sorted(s, reverse=True) for s in held)
    definition = (
        f"Cases referred {scope.during}, and how many of them came to each further step by {in_words(scope.as_of)}. "
        "Each step counts cases of the one before it. Cases referred lately have had less time."
    )
    blank = not_counted(skipped, REFERRED, "at a later step, as an earlier one is not entered")
    names = ("cases", "participants", "processes")
    yield Funnel(**about(scope, plan, REFERRED, definition, names, frame.asides, blank), stages=stages)


def _contacts(scope: Scope) -> dict[str | None, date]:
    """The first contact with a person harmed in each case."""
    people = scope.tables.participants
    if is_flat(scope.tables, "participants"):
        days = ((c.case_id, c.first_contact_on) for c in _rows(scope))
    else:
        days = ((p.case_id, p.first_contact_on) for p in (people.rows if people else ()) if p.part == "harmed")
    return _first(days)


def _begun(scope: Scope) -> dict[str | None, date]:
    """The day of the first process in each case."""
    return _first((o.case_id, o.on) for o in scope.occasions)


def _first(days: Iterator[tuple[str | None, date | None]]) -> dict[str | None, date]:
    found: dict[str | None, date] = {}
    for case_id, day in days:
        if day:
            found[case_id] = min(day, found.get(case_id, day))
    return found


PLANS = (
    Plan("referrals-by-source", "Referrals by source", {"cases": ("referred_on", "source")}, _by_source),
    Plan("referrals-by-route", "Referrals by whose wish it was", {"cases": ("referred_on", "initiated_by")}, _by_wish),
    Plan("referrals-by-offence", "Referrals by offence or harm", {"cases": ("referred_on", "offence_group")}, _by_harm),
    Plan("outcomes", "What became of cases", {"cases": ("closed_on", "outcome")}, _outcomes),
)
FUNNEL = Plan(
    "funnel",
    "From referral to process",
    {
        "cases": ("case_id", "referred_on", "accepted_on"),
        "participants": ("case_id", "part", "first_contact_on"),
        "processes": ("case_id", "first_communication_on"),
    },
    _funnel,
    {"participants": ("first_contact_on",), "processes": ("process_on",)},
)
