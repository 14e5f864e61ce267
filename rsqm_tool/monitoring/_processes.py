"""Processes: direct and indirect, of which kind, with what agreement and result, and with what follow-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from rsqm_tool.checks._cases import Occasion
from rsqm_tool.dates import count, in_words
from rsqm_tool.model.monitoring import Counts
from rsqm_tool.model.tables import Agreement, AgreementResult, Process, ProcessKind
from rsqm_tool.monitoring._figures import about, by_quarter, in_order, labelled
from rsqm_tool.monitoring._frames import Frame
from rsqm_tool.monitoring._scope import NOT_ENTERED, Noun, Plan, Scope

BEGUN = Noun("process", "processes", "day of first communication", "begun")
AGREED = BEGUN._replace(unit="agreements")
ENDED = Noun("process", "processes", "last day or day of first communication", "ended")
ROUTES = {True: "Direct", False: "Indirect", None: NOT_ENTERED}
KINDS: Mapping[ProcessKind, str] = {
    "conference": "Conference",
    "live video": "Live video",
    "shuttle": "Shuttle",
    "letter": "Letter",
    "recorded message": "Recorded message",
}
AGREEMENTS: Mapping[Agreement, str] = {"made": "Made", "not wanted": "Not wanted", "none": "None"}
RESULTS: Mapping[AgreementResult, str] = {
    "done": "Done",
    "partly": "Partly done",
    "not done": "Not done",
    "not due": "Not due",
}
_HELD, _OFFERED, _OWED, _EARLY = "Offered, and took place", "Offered", "Not offered", "Not due yet"
_MEANT = (
    "Direct is a meeting, in a room or by live video; indirect is passing messages, and a shuttle or an exchange of "
    "letters is one process."
)


def _taken_place(scope: Scope) -> list[Occasion]:
    """The processes that took place, with or without a day; those only planned are left aside."""
    return [o for o in scope.occasions if o.begun]


def _frame(scope: Scope, held: list[Occasion], **labels: list[str]) -> Frame:
    return Frame(scope, BEGUN, "processes", [o.on for o in held], **labels)


def _kind(o: Occasion) -> ProcessKind | None:
    return o.record.kind if isinstance(o.record, Process) else o.record.process_kind


def _by_route(scope: Scope, plan: Plan) -> Iterator[Counts]:
    return _counts(scope, plan, "Process", "by route", lambda o: ROUTES[o.direct], (ROUTES[True], ROUTES[False]))


def _by_kind(scope: Scope, plan: Plan) -> Iterator[Counts]:
    return _counts(scope, plan, "Kind", "by kind", lambda o: labelled(_kind(o), KINDS), tuple(KINDS.values()))


def _counts(
    scope: Scope, plan: Plan, name: str, words: str, label: Callable[[Occasion], str], labels: tuple[str, ...]
) -> Iterator[Counts]:
    held = _taken_place(scope)
    frame = _frame(scope, held, what=[label(o) for o in held])
    definition = f"Processes that began {scope.during}, by quarter of first communication and {words}. {_MEANT}"
    yield Counts(**about(scope, plan, BEGUN, definition + scope.so_far, ["processes"], frame.asides), column_name=name,
                 **by_quarter(frame, "what", labels))  # fmt: skip


def _agreements(scope: Scope, plan: Plan) -> Iterator[Counts]:
    definition = (
        f"Processes that began {scope.during}, by route and by whether an agreement was made. That none was wanted is "
        "an answer of its own. Where nothing is entered, the process may still be going on."
    )
    held = _taken_place(scope)
    words = [labelled(o.record.agreement, AGREEMENTS) for o in held]
    return _by_agreement(scope, plan, held, words, definition, tuple(AGREEMENTS.values()))


def _results(scope: Scope, plan: Plan) -> Iterator[Counts]:
    definition = (
        f"Agreements made in processes that began {scope.during}, by route and by what became of them by "
        f"{in_words(scope.as_of)}."
    )
    held = [o for o in _taken_place(scope) if _agreed(o)]
    words = [labelled(o.record.agreement_result, RESULTS) for o in held]
    return _by_agreement(scope, plan, held, words, definition, tuple(RESULTS.values()), AGREED)


def _agreed(o: Occasion) -> bool:
    """Whether an agreement was made: its word says so, or is blank where there is a result."""
    return o.record.agreement == "made" or (o.record.agreement is None and o.record.agreement_result is not None)


def _by_agreement(
    scope: Scope,
    plan: Plan,
    held: list[Occasion],
    words: list[str],
    definition: str,
    labels: tuple[str, ...],
    noun: Noun = BEGUN,
) -> Iterator[Counts]:
    frame = _frame(scope, held, route=[ROUTES[o.direct] for o in held], what=words)
    rows = in_order(frame.numbers("route"), (ROUTES[True], ROUTES[False]))
    columns = in_order(frame.numbers("what"), labels)
    yield Counts(**about(scope, plan, noun, definition, ["processes"], frame.asides), row_name="Process",
                 column_name=plan.title, rows=rows, columns=columns,
                 cells=frame.cross("route", "what", rows, columns))  # fmt: skip


def _follow_up(scope: Scope, plan: Plan) -> Iterator[Counts]:
    held = _taken_place(scope)
    recent = scope.as_of - timedelta(weeks=scope.follow_up_weeks)

    def label(o: Occasion, ended: date | None) -> str:
        days = (o.record.follow_up_offered_on, o.record.followed_up_on)
        offered, had = (day is not None and day <= scope.as_of for day in days)
        if had or offered:
            return _HELD if had else _OFFERED
        return _EARLY if ended and ended >= recent else _OWED

    days = [_ended(o) for o in held]
    frame = Frame(scope, ENDED, "processes", days, what=[label(o, day) for o, day in zip(held, days, strict=True)])
    definition = (
        f"Processes that ended {scope.during}, by quarter of their last day (of first communication where no last day "
        f"is entered) and by whether follow-up was offered by {in_words(scope.as_of)}. It is due once a process is "
        f"older than {count(scope.follow_up_weeks, 'week')}. An offer that was declined is an offer.{scope.so_far}"
    )
    yield Counts(**about(scope, plan, ENDED, definition, ["processes"], frame.asides), column_name="Follow-up",
                 **by_quarter(frame, "what", (_HELD, _OFFERED, _OWED, _EARLY)))  # fmt: skip


def _ended(o: Occasion) -> date | None:
    return (o.record.ended_on if isinstance(o.record, Process) else None) or o.on


def _plan(id: str, title: str, make: Callable[[Scope, Plan], Iterator[Counts]], *columns: str) -> Plan:
    """A figure of processes. In a flat export the columns have other names."""
    names = {"process": "process", "kind": "process_kind", "process or kind": "process or process_kind"}
    needs = {"processes": ("first_communication_on", *columns)}
    return Plan(id, title, needs, make, {"processes": ("process_on", *(names.get(c, c) for c in columns))})


PLANS = (
    _plan("processes", "Direct and indirect processes", _by_route, "process or kind"),
    _plan("processes-by-kind", "Processes by kind", _by_kind, "kind"),
    _plan("agreements", "Agreements", _agreements, "process or kind", "agreement"),
    _plan(
        "agreement-results", "What became of agreements", _results, "process or kind", "agreement", "agreement_result"
    ),
)
FOLLOW_UP = _plan("follow-up", "Follow-up after processes", _follow_up, "follow_up_offered_on", "followed_up_on")
