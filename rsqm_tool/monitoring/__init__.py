"""Counts in the tables what people read: a board, a commissioner, the site. Pure; the date is an argument.

`monitor` makes every figure that the tables allow, by quarter, source, route and process, for a number of calendar
quarters up to the as-of date. What the rules of `checks/` count as well is counted by the rules' own helpers, so that
a page cannot say one thing and a finding another. A flat export counts like the single tables that it stands for.

Rows dated after the as-of date count for nothing. They, rows from before a table's records begin, blanks that matter
and rows with a mistake are told with each figure. pandas does the counting, in `_frames` and nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from rsqm_tool.checks._counting import Keepers
from rsqm_tool.dates import add_months
from rsqm_tool.model import Service, Workspace
from rsqm_tool.model.monitoring import Figure, Monitoring, quarter_of
from rsqm_tool.model.tables import Case, Tables, days_of
from rsqm_tool.monitoring import _cases, _feedback, _periods, _processes, _service, _waiting
from rsqm_tool.monitoring._scope import Plan, Scope

_FOLLOW_UP_WEEKS = 6  # as in the rule `follow_up_offered`

PLANS: Sequence[Plan] = (
    *_cases.PLANS,
    *_processes.PLANS,
    _cases.FUNNEL,
    *_waiting.PLANS,
    *_feedback.PLANS,
    _processes.FOLLOW_UP,
    _service.INCIDENTS,
    _periods.OFFERS,
    _periods.EQUALITY,
    _service.PEOPLE,
)


def monitor(
    tables: Tables,
    as_of: date,
    *,
    quarters: int = 8,
    until: str | None = None,
    first_contact_days: int | None = None,
    follow_up_weeks: int = _FOLLOW_UP_WEEKS,
    service: Service | None = None,
) -> Monitoring:
    """Every figure for so many calendar quarters, and which could not be made.

    The last quarter is that of the as-of date, unless `until` names another ("2026-Q3"). With eight quarters or more
    each of the last four stands beside the same one a year before. `first_contact_days` and `follow_up_weeks` are the
    service's own targets. `service` says by which names the service itself keeps records; without it every name in
    `record_held_by` is a partner's. ValueError for less than one quarter, and for one that begins after the as-of date.
    """
    if quarters < 1:
        raise ValueError("the figures need one quarter at least")
    scope = _scope(tables, as_of, quarters, until or quarter_of(as_of), _ours(service), first_contact_days,
                   follow_up_weeks)  # fmt: skip
    figures: list[Figure] = []
    lacking, empty = defaultdict[str, list[str]](list), list[str]()
    for plan in PLANS:
        if why := plan.lacking(scope):
            lacking[why].append(plan.title)
            continue
        made = list(plan.make(scope, plan))
        figures += made
        empty += [] if made else [plan.title]
    return Monitoring(scope.first, scope.last, scope.quarters, tuple(figures), tuple(_missing(lacking, empty)))


def monitor_service(workspace: Workspace, as_of: date, *, quarters: int = 8, until: str | None = None) -> Monitoring:
    """The same for a service that was loaded, with the targets that it declares."""
    targets = {name: value for name, value in workspace.targets.others.items() if _is_target(value)}
    return monitor(
        workspace.tables,
        as_of,
        quarters=quarters,
        until=until,
        first_contact_days=targets.get("first_contact_days"),
        follow_up_weeks=targets.get("follow_up_weeks", _FOLLOW_UP_WEEKS),
        service=workspace.service,
    )


def _is_target(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _scope(
    tables: Tables,
    as_of: date,
    quarters: int,
    until: str,
    ours: Callable[[Case], bool],
    first_contact_days: int | None,
    follow_up_weeks: int,
) -> Scope:
    begin, end = days_of(until)
    if begin > as_of:
        raise ValueError(f"{until} begins after {as_of}")
    names = tuple(quarter_of(add_months(begin, -3 * n)) for n in reversed(range(quarters)))
    first = add_months(begin, -3 * (quarters - 1))
    return Scope(tables, as_of, first, end, names, ours, first_contact_days, follow_up_weeks)


def _ours(service: Service | None) -> Callable[[Case], bool]:
    if service is None:
        return lambda case: not case.record_held_by
    keepers = Keepers(service)
    return lambda case: keepers.partner(case) is None


def _missing(lacking: Mapping[str, Sequence[str]], empty: Sequence[str]) -> Iterator[str]:
    """One sentence for each cause."""
    for why, titles in lacking.items():
        yield f"Not shown, because {why}: {'; '.join(titles)}."
    if empty:
        yield f"Not shown, because there is nothing to count in this period: {'; '.join(empty)}."
