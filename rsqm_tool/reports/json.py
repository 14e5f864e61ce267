"""The whole result for programs, as its published schema describes it.

Always with ids: the file is the service's own. The text is UTF-8 and the same for the same input.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from rsqm_tool.model import (
    Assessment,
    CriterionResult,
    Finding,
    Framework,
    Location,
    Note,
    Outcome,
    Problem,
    StandardResult,
)
from rsqm_tool.reports import Options

_FORMAT = 1
# What JSON may hold as it is and a terminal may obey, or a reader cannot see. Half characters are no text at all.
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_HALF = re.compile("[\ud800-\udfff]")


def render(assessment: Assessment | None, problems: Sequence[Problem], options: Options) -> str:
    """The result as JSON, with the keys in their published order."""
    result = _result(assessment) if assessment and not problems else _problems(problems, options)
    text = json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False)
    text = _HALF.sub("\ufffd", text)
    return _UNSEEN.sub(lambda m: f"\\u{ord(m.group()):04x}", text) + "\n"


def _result(assessment: Assessment) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "framework": _framework(assessment.framework),
        "service": {"name": assessment.workspace.service.name},
        "as_of": assessment.as_of.isoformat(),
        "ready": assessment.ready,
        "summary": {str(outcome): number for outcome, number in assessment.summary.items()},
        "standards": [_standard(s, assessment) for s in assessment.standards],
        "notes": [_note(n) for n in assessment.notes],
        "problems": [],
    }


def _problems(problems: Sequence[Problem], options: Options) -> dict[str, Any]:
    order = (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED)
    return {
        "format": _FORMAT,
        "framework": _framework(options.framework) if options.framework else None,
        "service": {"name": options.service} if options.service is not None else None,
        "as_of": _day(options.as_of),
        "ready": False,
        "summary": {str(outcome): 0 for outcome in order},
        "standards": [],
        "notes": [],
        "problems": [_problem(p) for p in problems],
    }


def _framework(framework: Framework) -> dict[str, str]:
    return {"id": framework.id, "title": framework.title, "edition": framework.edition}


def _standard(standard: StandardResult, assessment: Assessment) -> dict[str, Any]:
    return {
        "id": standard.standard.id,
        "title": standard.standard.title,
        "ready": standard.ready,
        "criteria": [_criterion(r, assessment) for r in standard.results],
    }


def _criterion(result: CriterionResult, assessment: Assessment) -> dict[str, Any]:
    rating = result.rating.rating if result.rating else None
    return {
        "id": result.criterion.id,
        "title": result.criterion.title,
        "safeguarding": result.criterion.safeguarding,
        "outcome": str(result.outcome),
        "computed": str(result.computed),
        "self_rating": str(rating) if rating else None,
        "assessor": _assessor(result, assessment),
        "evidence": [item.id for item in result.evidence],
        "findings": [_finding(f) for f in result.findings],
    }


def _assessor(result: CriterionResult, assessment: Assessment) -> dict[str, Any] | None:
    decision, overall = result.decision, assessment.workspace.decision
    if decision is None:
        return None
    return {
        "outcome": str(decision.outcome),
        "on": _day(overall.on) if overall else None,
        "by": overall.by if overall else None,
        "condition": decision.condition or None,
        "due": _day(decision.due),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "outcome": str(finding.outcome),
        "because": str(finding.because) if finding.because else None,
        "lapses_on": _day(finding.lapses_on),
        "message": finding.message,
        "next_step": finding.next_step,
        "subjects": list(finding.subjects),
        "evidence": finding.evidence,
        "where": _where(finding.where) if finding.where else None,
        "figures": {name: finding.figures[name] for name in sorted(finding.figures)},
    }


def _note(note: Note) -> dict[str, Any]:
    return {"message": note.message, "next_step": note.next_step, "where": _where(note.where)}


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "where": _where(problem.where),
        "found": problem.found,
        "expected": problem.expected,
        "todo": problem.todo,
        "message": str(problem),
    }


def _where(where: Location) -> dict[str, str | int]:
    """The parts of a place that are set, in the model's order."""
    parts = ((f.name, getattr(where, f.name)) for f in fields(where))
    return {name: part for name, part in parts if part is not None}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
