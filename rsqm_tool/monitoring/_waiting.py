"""How long people waited: for the first attempt to reach them, and for the first communication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rsqm_tool.checks._cases import Occasion
from rsqm_tool.checks.first_attempt import Waited, needed, waited
from rsqm_tool.model.monitoring import Waits
from rsqm_tool.monitoring._figures import about, waits
from rsqm_tool.monitoring._frames import Frame
from rsqm_tool.monitoring._scope import Noun, Plan, Scope, not_counted

ACCEPTED = Noun("case", "cases", "date of acceptance", "accepted")
PROCEEDED = Noun("case", "cases", "day of first communication", "with a first communication")
_NINE = "Nine in ten is the shortest wait that nine in ten did not exceed; it is told from 20 cases on."
# Why a case has no wait.
_PARTNER, _BLANK = "whose record a partner keeps", "with a first attempt, but without a date of acceptance"
_CLOSED, _STILL = "closed before a first attempt", "still without a first attempt"
_UNKNOWN, _UNDATED = "with a process, but not in the table `cases`", "with a process, but without a date of referral"
_EARLIER = "whose process comes before the referral"


def _first_attempt(scope: Scope, plan: Plan) -> Iterator[Waits]:
    # Who was never accepted nor contacted does not wait: the rule leaves these out, too.
    held = [w for w in waited(scope.tables, scope.as_of) if w.case.accepted_on or w.attempt]
    frame = Frame(scope, ACCEPTED, "cases", [w.on for w in held], days=[_until_attempt(scope, w) for w in held])
    definition = (
        f"Cases accepted {scope.during}, by quarter of acceptance: days from acceptance to the first attempt to reach "
        "a person harmed (or anybody, where none of them is entered), less the days of a hold that a participant asked "
        f"for. {_NINE}{scope.so_far}"
    )
    left_out = _reasons(frame, ACCEPTED, (_STILL, _CLOSED, _BLANK, _PARTNER))
    own = "first_attempt_on" in needed(scope.tables)["cases"]
    names = ("cases",) if own else ("cases", "participants")
    yield Waits(**about(scope, plan, ACCEPTED, definition, names, frame.asides, left_out), waits=waits(frame),
                standard_days=scope.first_contact_days)  # fmt: skip


def _until_attempt(scope: Scope, w: Waited) -> int | str:
    """The days, or why there are none."""
    if w.days is None:
        return _BLANK
    if not scope.ours(w.case):
        return _PARTNER
    if w.attempt:
        return w.days
    return _CLOSED if w.case.closed_on and w.case.closed_on <= scope.as_of else _STILL


def _reasons(frame: Frame, noun: Noun, why: tuple[str, ...]) -> Iterator[str]:
    found = frame.numbers("days")
    for reason in why:
        yield from not_counted(found.get(reason, 0), noun, reason)


def _process(scope: Scope, plan: Plan) -> Iterator[Waits]:
    first: dict[str, tuple[date, Occasion]] = {}
    for o in scope.occasions:
        if o.on and (o.case_id not in first or o.on < first[o.case_id][0]):
            first[o.case_id] = (o.on, o)
    frame = Frame(scope, PROCEEDED, "processes", [on for on, _ in first.values()],
                  days=[_until_process(on, o) for on, o in first.values()])  # fmt: skip
    definition = (
        f"Cases whose first process began {scope.during}, by the quarter in which it began: days from referral to the "
        f"first communication, holds and all. {_NINE}{scope.so_far}"
    )
    left_out = _reasons(frame, PROCEEDED, (_UNKNOWN, _UNDATED, _EARLIER))
    yield Waits(**about(scope, plan, PROCEEDED, definition, ("cases", "processes"), frame.asides, left_out),
                waits=waits(frame))  # fmt: skip


def _until_process(on: date, o: Occasion) -> int | str:
    """The days, or why there are none."""
    if o.case is None:
        return _UNKNOWN
    if o.case.referred_on is None:
        return _UNDATED
    return (on - o.case.referred_on).days if o.case.referred_on <= on else _EARLIER


PLANS = (
    Plan("waiting-first-attempt", "From acceptance to the first attempt at contact", needed, _first_attempt),
    Plan(
        "waiting-to-process",
        "From referral to the first communication",
        {"cases": ("case_id", "referred_on"), "processes": ("case_id", "first_communication_on")},
        _process,
        {"processes": ("process_on",)},
    ),
)
