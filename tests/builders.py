"""Small assessments by hand, for tests of whatever receives one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rsqm_tool.model import (
    Action,
    Assessment,
    Because,
    Criterion,
    CriterionResult,
    Decision,
    EvidenceItem,
    Expectation,
    ExplainedException,
    Finding,
    Framework,
    Guidance,
    Half,
    Location,
    Note,
    Outcome,
    OverallDecision,
    Rating,
    SelfAssessment,
    Service,
    Standard,
    StandardResult,
    Support,
    Targets,
    Workspace,
    lowest,
)
from rsqm_tool.model.tables import Tables

AS_OF = date(2026, 11, 20)
ASSESSMENT_ON = date(2027, 3, 15)
REGISTER = "evidence/register.yaml"
SELF_ASSESSMENT = "evidence/self-assessment.yaml"


def finding(
    message: str = "Something is missing",
    outcome: str = "not met",
    *,
    check: str = "kinds",
    next_step: str = "Register it.",
    half: str | None = None,
    **others: Any,
) -> Finding:
    """One finding; its criterion is set by `criterion`. `half` is says, does, told or felt."""
    return Finding("", check, Outcome(outcome), message, next_step, half=Half(half) if half else None, **others)


def person(who: str, half: str | None = None) -> Finding:
    """What only a person can judge."""
    return finding(
        f"Only a person can judge this: {who}",
        "not assessed",
        check="person",
        next_step="",
        because=Because.PERSON,
        half=half,
    )


def asked(check: str, half: str | None = None, source: str = "expected practice", **parameters: Any) -> Expectation:
    """One expectation of a criterion, such as `asked("person", "told", who="A volunteer", question="What for?")`."""
    where = Location("standards/test.yaml", 1)
    return Expectation(check, parameters, Half(half) if half else None, Outcome.NOT_MET, source, where)


def item(id: str = "POL-05", line: int = 12, *, kind: str = "procedure", **others: Any) -> EvidenceItem:
    """One entry of the register."""
    return EvidenceItem(id, others.pop("title", f"Title of {id}"), kind, Location(REGISTER, line, 5), **others)


def support(criterion: str, where: str = "", how: str = "") -> Support:
    """An item's claim to support a criterion."""
    return Support(criterion, where, how, Location(REGISTER, 20, 9))


def action(
    id: str, criterion: str, due: date | None = None, status: str = "open", owner: str = "Co-ordinator"
) -> Action:
    return Action(id, criterion, "Do it", Location("evidence/actions.yaml", 3), owner, due, status)


def criterion(
    id: str,
    *findings: Finding,
    title: str = "",
    safeguarding: bool = False,
    rating: str | None = "met",
    reason: str = "",
    evidence: Iterable[EvidenceItem] = (),
    actions: Iterable[Action] = (),
    decision: Decision | None = None,
    how: str = "",
    asks: Iterable[Expectation] = (),
) -> CriterionResult:
    """One criterion, judged: its outcome is the lowest of the rating and the findings that count."""
    asked = Criterion(id, title or f"Title of {id}", "It asks.", safeguarding, True, Guidance(), (), tuple(asks))
    own = tuple(_of(id, f) for f in findings)
    computed = lowest(f.outcome for f in own if f.counts)
    if rating == "not applicable":
        outcome = Outcome.NOT_APPLICABLE
    else:
        outcome = lowest([computed, Outcome(rating) if rating else Outcome.NOT_ASSESSED])
    place = Location(SELF_ASSESSMENT, 7, 3)
    given = Rating(id, Outcome(rating), place, how=how, reason=reason) if rating else None
    return CriterionResult(asked, outcome, computed, given, decision, tuple(evidence), own, tuple(actions))


def _of(id: str, f: Finding) -> Finding:
    return replace(f, criterion=id)


def assessment(
    standards: Mapping[str, Iterable[CriterionResult]],
    *,
    notes: Iterable[Note] = (),
    faults: Iterable[str] = (),
    name: str = "Fenland Restorative Hub",
    notice: str = "",
    assessment_on: date | None = ASSESSMENT_ON,
    decision: OverallDecision | None = None,
    tables: Tables | None = None,
    exceptions: Iterable[ExplainedException] = (),
    unused: Iterable[EvidenceItem] = (),
    actions: Iterable[Action] | None = None,
) -> Assessment:
    """An assessment of standards by title, numbered in their order; ready is what has no gap and no partly met.

    `unused`: items of the register that support nothing. `actions`: of the plan, where not those of the criteria.
    """
    judged = []
    for number, (title, results) in enumerate(standards.items(), 1):
        held = tuple(results)
        standard = Standard(str(number), title, "About it.", tuple(r.criterion for r in held))
        ready = all(r.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE) for r in held)
        judged.append(StandardResult(standard, ready, held))
    results = [r for s in judged for r in s.results]
    workspace = Workspace(
        service=Service(name),
        frameworks=(_framework(judged),),
        assessment_on=assessment_on,
        last_assessed_on=None,
        targets=Targets(),
        items=tuple({i.id: i for i in (*(i for r in results for i in r.evidence), *unused)}.values()),
        self_assessment=SelfAssessment(where=Location(SELF_ASSESSMENT, 1, 1)),
        actions=tuple(a for r in results for a in r.actions) if actions is None else tuple(actions),
        exceptions=tuple(exceptions),
        decisions={r.criterion.id: r.decision for r in results if r.decision},
        decision=decision,
        unregistered=(),
        notice=notice,
        tables=tables or Tables(),
    )
    return Assessment(workspace.frameworks[0], workspace, AS_OF, tuple(judged), tuple(notes), tuple(faults))


def _framework(judged: Iterable[StandardResult]) -> Framework:
    return Framework(
        id="rsqm-working-set",
        title="Working set on the six RSQM themes",
        edition="2026.1",
        labels={"standard": "Standard", "standards": "Standards", "criterion": "Criterion", "criteria": "Criteria"},
        provenance="Where it comes from.",
        source="Public pages",
        copyright="CC BY 4.0",
        standards=tuple(s.standard for s in judged),
    )
