"""What several pages say about how things stand: readiness in a sentence, next steps, actions that wait, conditions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rsqm_tool.dates import count
from rsqm_tool.model import Action, CriterionResult, Decision, Outcome
from rsqm_tool.publish import html
from rsqm_tool.publish.context import Site
from rsqm_tool.reports._words import lowering


def why(site: Site) -> str:
    """Why the service is ready or not, in one sentence of HTML."""
    assessment = site.assessment
    if assessment.ready:
        return "Nothing is a gap, and whatever is only partly met has an action due before the assessment."
    gaps = assessment.gaps
    if not gaps:
        return "There is no gap, but something is partly met and has no action due before the assessment."
    parts = [
        f"{sum(r.outcome is Outcome.NOT_MET for r in gaps)} not met",
        f"{sum(r.outcome is Outcome.NOT_ASSESSED for r in gaps)} not assessed",
        f"{sum(r.outcome is Outcome.PARTLY_MET for r in gaps)} about safeguarding and only partly met",
    ]
    told = [p for p in parts if not p.startswith("0 ")]
    verb = "is a gap" if len(gaps) == 1 else "are gaps"
    whole = count(len(assessment.results), site.noun("criterion"), site.noun("criteria"))
    return f"{len(gaps)} of {whole} {verb}: {', '.join(told)}."


def steps(result: CriterionResult) -> tuple[str, ...]:
    """What would bring a criterion to met: each next step once, the most urgent first."""
    return tuple(dict.fromkeys(f.next_step for f in lowering(result) if f.next_step))


def overdue(action: Action, as_of: date) -> bool:
    """Whether an action should be done by now and is not."""
    return not action.done and action.due is not None and action.due < as_of


def by_due(action: Action) -> tuple[date, str]:
    """Sorts actions by the day they are due; those without one come last."""
    return (action.due or date.max, action.id)


def first_of(todo: Sequence[str]) -> str:
    """The first of some steps, and how many follow it; empty where there is none."""
    more = f' <span class="rsqm-quiet">and {count(len(todo) - 1, "more step")}</span>' if len(todo) > 1 else ""
    return html.step(todo[0]) + more if todo else ""


def discharged(decision: Decision, as_of: date) -> str:
    """Whether a condition was met, in words."""
    if decision.discharged_on and not decision.waits(as_of):
        return f"Discharged on {html.day(decision.discharged_on)}."
    late = decision.due is not None and decision.due < as_of
    return "Not discharged yet." + (f" {html.tag('Overdue', 'not', '!')}" if late else "")
