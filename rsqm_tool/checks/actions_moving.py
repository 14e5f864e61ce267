"""The action plan moves: every open action has an owner and a date, and none is long overdue.

Judges `evidence/actions.yaml`. Overdue by up to `overdue_months` is told; by more it counts. Due today is not overdue.
Actions that are done say nothing. An empty plan is nobody to count.
"""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.dates import add_months, count
from rsqm_tool.model import Action, Because, Finding, Outcome


def check(inquiry: Inquiry, *, overdue_months: int = 3) -> Iterator[Finding]:
    actions = inquiry.workspace.actions
    if not actions:
        step = "Enter an action for each gap in evidence/actions.yaml."
        yield inquiry.finding(Outcome.NOT_ASSESSED, "The action plan is empty", step, because=Because.NOBODY)
        return
    findings = [f for a in actions if not a.done and (f := _judge(inquiry, a, overdue_months))]
    yield from findings
    broken = sum(f.outcome is not Outcome.MET for f in findings)
    figures = {"kept": len(actions) - broken, "broken": broken, "denominator": len(actions)}
    done = sum(a.done for a in actions)
    yield inquiry.finding(Outcome.MET, f"{done} of {count(len(actions), 'action')} done", figures=figures)


def _judge(inquiry: Inquiry, action: Action, overdue_months: int) -> Finding | None:
    """What one open action lacks, or how late it is; nothing when it is in time."""
    late = (inquiry.as_of - action.due).days if action.due else 0
    faults, steps = [], []
    if not action.owner:
        faults.append("has no owner")
        steps.append("Enter the role that does it as `owner:`.")
    if action.due is None:
        faults.append("has no date")
        steps.append("Enter `due:`.")
    elif late > 0:
        faults.append(f"is overdue by {count(late, 'day')}")
        steps.append("Finish it, or agree a new date and say why.")
    if not faults:
        return None
    counts = not action.owner or action.due is None or add_months(action.due, overdue_months) < inquiry.as_of
    outcome = Outcome.PARTLY_MET if counts else Outcome.MET
    message = f"Action {action.id} {' and '.join(faults)}"
    return inquiry.finding(outcome, message, " ".join(steps), where=action.where)
