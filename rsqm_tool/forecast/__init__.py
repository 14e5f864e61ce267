"""What lapses between the as-of date and the assessment, in order, with who sees to it. Pure.

A day is the last on which something is in date, as in the checks: what is due today is not overdue. Of what comes again
and again, such as supervision, only the next time is told. What a check decides is asked of the check.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rsqm_tool.dates import add_months
from rsqm_tool.forecast.people import People, duties, untold
from rsqm_tool.forecast.register import ends, reviews
from rsqm_tool.model import Framework, Workspace
from rsqm_tool.model.forecast import Forecast, Lapse

_MONTHS = 12  # ahead, where no assessment is


def forecast(workspace: Workspace, framework: Framework, as_of: date) -> Forecast:
    """All that lapses from `as_of`, which counts, up to the assessment, which does not; and what is overdue.

    Where no date of the assessment is set, or it is not after `as_of`, the next 12 months are told.
    """
    assessment_on = workspace.assessment_on
    if assessment_on is not None and assessment_on <= as_of:
        assessment_on = None
    end = assessment_on or add_months(as_of, _MONTHS)
    people = People(workspace, framework, as_of, end, assessment_on is not None)
    found = [
        *reviews(workspace, framework, as_of),
        *ends(workspace, framework, as_of),
        *duties(people),
        *_actions(workspace),
        *_conditions(workspace, as_of),
    ]
    told = sorted((lapse for lapse in found if lapse.day < end), key=lambda lapse: _order(lapse, as_of))
    return Forecast(workspace.service.name, as_of, end, assessment_on, tuple(told), tuple(untold(people)))


def _order(lapse: Lapse, as_of: date) -> tuple[bool, date, str, str]:
    return (lapse.day >= as_of, lapse.day, lapse.what, lapse.who)


def _actions(workspace: Workspace) -> Iterator[Lapse]:
    """The open actions that have a date."""
    for a in workspace.actions:
        if a.due and not a.done:
            plain, what = f"Action {a.id} due", f"Action {a.id} due: {a.action}"
            yield Lapse(a.due, "action", a.id, what, plain, a.owner, False, (a.criterion,), a.where)


def _conditions(workspace: Workspace, as_of: date) -> Iterator[Lapse]:
    """The assessor's conditions that are not discharged and have a date, each with the owner of its criterion."""
    for d in workspace.decisions.values():
        if d.due and d.waits(as_of):
            plain, own = f"Condition on {d.criterion} due", workspace.self_assessment.ratings.get(d.criterion)
            what, who = f"{plain}: {d.condition}", own.owner if own else ""
            yield Lapse(d.due, "condition", d.criterion, what, plain, who, False, (d.criterion,), d.where)
