"""The nouns. Everything else imports this; it imports nothing of ours.

All are frozen: what was loaded or judged is never changed, only made anew. Dates are `datetime.date`; paths are text
relative to the workspace, with `/`, whatever the machine.
"""

from rsqm_tool.model.assessment import Assessment, CriterionResult, Finding, StandardResult
from rsqm_tool.model.catalogue import Basis, Criterion, Expectation, Framework, Guidance, Standard
from rsqm_tool.model.places import Location, Note, Problem
from rsqm_tool.model.words import SAYS, SHOWS, Because, FileState, Half, Outcome, Sensitivity, is_worse, lowest
from rsqm_tool.model.workspace import (
    Absent,
    Action,
    Decision,
    EvidenceItem,
    ExplainedException,
    OverallDecision,
    Partner,
    Period,
    Rating,
    SelfAssessment,
    Service,
    Support,
    Targets,
    Workspace,
)

__all__ = [
    "SAYS",
    "SHOWS",
    "Absent",
    "Action",
    "Assessment",
    "Basis",
    "Because",
    "Criterion",
    "CriterionResult",
    "Decision",
    "EvidenceItem",
    "Expectation",
    "ExplainedException",
    "FileState",
    "Finding",
    "Framework",
    "Guidance",
    "Half",
    "Location",
    "Note",
    "Outcome",
    "OverallDecision",
    "Partner",
    "Period",
    "Problem",
    "Rating",
    "SelfAssessment",
    "Sensitivity",
    "Service",
    "Standard",
    "StandardResult",
    "Support",
    "Targets",
    "Workspace",
    "is_worse",
    "lowest",
]
