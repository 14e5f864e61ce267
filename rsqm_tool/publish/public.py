"""What is left of an assessment for everybody: outcomes, and the public items. Everything else is the assessor's.

It is built anew from what may be seen, field by field, so that a field that somebody adds later is not in it unasked.
"""

from __future__ import annotations

from dataclasses import replace

from rsqm_tool.model import (
    Assessment,
    Criterion,
    CriterionResult,
    EvidenceItem,
    Framework,
    SelfAssessment,
    Service,
    Support,
    Targets,
    Workspace,
)


def for_everybody(assessment: Assessment) -> Assessment:
    """The assessment without ratings, findings, actions, decisions, owners, places, tables and counts.

    Its items are those of `assessment`: whoever calls takes out before what is not public.
    """
    framework = _framework(assessment.framework)
    workspace = _workspace(assessment.workspace, framework)
    items = {i.id: i for i in workspace.items}
    criteria = {c.id: c for c in framework.criteria}
    return Assessment(
        framework=framework,
        workspace=workspace,
        as_of=assessment.as_of,
        standards=tuple(
            replace(
                s,
                standard=next(mine for mine in framework.standards if mine.id == s.standard.id),
                results=tuple(_result(r, criteria, items) for r in s.results),
            )
            for s in assessment.standards
        ),
        notes=(),
    )


def _result(result: CriterionResult, criteria: dict[str, Criterion], items: dict[str, EvidenceItem]) -> CriterionResult:
    return CriterionResult(
        criterion=criteria[result.criterion.id],
        outcome=result.outcome,
        computed=result.outcome,  # who rated what, and what the checks found, is between the service and the assessor
        rating=None,
        decision=None,
        evidence=tuple(items[i.id] for i in result.evidence),
        findings=(),
        actions=(),
    )


def _workspace(workspace: Workspace, framework: Framework) -> Workspace:
    service = workspace.service
    return Workspace(
        service=Service(
            name=service.name,
            provider=service.provider,
            commissioner=service.commissioner,
            sectors=service.sectors,
            jurisdiction=service.jurisdiction,
            partners=service.partners,
            contacts=service.contacts,
        ),
        frameworks=(framework,),
        assessment_on=workspace.assessment_on,
        last_assessed_on=workspace.last_assessed_on,
        targets=Targets(),
        items=tuple(map(_item, workspace.items)),
        self_assessment=SelfAssessment(),
        actions=(),
        exceptions=(),
        decisions={},
        decision=None,
        unregistered=(),
        notice=workspace.notice,
    )


def _item(item: EvidenceItem) -> EvidenceItem:
    """An item by what is on its cover: no owner, no approver, no signatures, no figures, no place."""
    return EvidenceItem(
        id=item.id,
        title=item.title,
        kind=item.kind,
        where=replace(item.where, line=None, column=None),
        file=item.file,  # names the copy; the public item's file is public
        file_state=item.file_state,
        file_size=item.file_size,
        url=item.url,
        seen_on=item.seen_on,
        statement=item.statement,
        review_by=item.review_by,
        approved_on=item.approved_on,
        dated=item.dated,
        covers=item.covers,
        sensitivity=item.sensitivity,
        supports=tuple(Support(s.criterion, "", "", replace(s.where, line=None, column=None)) for s in item.supports),
    )


def _framework(framework: Framework) -> Framework:
    """The framework in its own words: what a private file laid over it belongs to whoever wrote it."""
    standards = tuple(replace(s, criteria=tuple(c.own or c for c in s.criteria)) for s in framework.standards)
    return replace(framework, standards=standards)
