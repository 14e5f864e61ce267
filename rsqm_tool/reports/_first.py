"""Which steps matter most: for the last lines of the text report."""

from __future__ import annotations

from dataclasses import dataclass

from rsqm_tool.model import Assessment, CriterionResult, Finding
from rsqm_tool.reports._words import lowering, urgency, value

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with all the gaps that it helps to close."""

    message: str  # what is wrong: a next step says "it"
    next_step: str
    findings: tuple[tuple[CriterionResult, Finding], ...]

    @property
    def safeguarding(self) -> bool:
        """It helps to close a safeguarding gap."""
        return any(r.criterion.safeguarding for r, _ in self.findings)

    @property
    def where_it_counts(self) -> str:
        """The criteria: "4.4 Case supervision" for one, "1.2, 2.5 and 3 more" for several."""
        results = list({r.criterion.id: r for r, _ in self.findings}.values())
        if len(results) == 1:
            return f"{value(results[0].criterion.id)} {value(results[0].criterion.title)}"
        named = ", ".join(value(r.criterion.id) for r in results[:_MOST_NAMED])
        return f"{named} and {len(results) - _MOST_NAMED} more" if len(results) > _MOST_NAMED else named


def first_steps(assessment: Assessment) -> tuple[Step, ...]:
    """The steps that close gaps, the most urgent first; one cause is one step, however many criteria it touches.

    Only findings as low as their criterion count: the others are not what holds it back. Safeguarding comes first,
    then what is not met, then what helps most criteria, then the framework's order.
    """
    steps: dict[tuple[str, object], list[tuple[CriterionResult, Finding]]] = {}
    for result in assessment.gaps:
        for finding in lowering(result):
            if finding.outcome is result.outcome and finding.next_step:
                key = (finding.next_step, finding.evidence or finding.where)
                steps.setdefault(key, []).append((result, finding))
    ranked = [Step(found[0][1].message, key[0], tuple(found)) for key, found in steps.items()]
    return tuple(sorted(ranked, key=lambda s: (not s.safeguarding, _worst(s), -len(s.findings))))


def _worst(step: Step) -> int:
    return min(urgency(f.outcome) for _, f in step.findings)
