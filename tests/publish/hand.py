"""A small service made by hand, and its pages.

`service()` has one criterion for each thing that a page must tell: see `STANDARDS`. `site` makes what the pages get of
an assessment, `pages` the pages themselves, and `page` reads one of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from rsqm_tool.model import (
    Assessment,
    Because,
    CriterionResult,
    Decision,
    EvidenceItem,
    ExplainedException,
    FileState,
    Location,
    Outcome,
    Period,
    Sensitivity,
)
from rsqm_tool.publish.assembly import assemble
from rsqm_tool.publish.audience import for_audience
from rsqm_tool.publish.context import Origin, Site
from rsqm_tool.publish.render import render
from tests.builders import REGISTER, action, asked, assessment, criterion, finding, item, person, support
from tests.publish.reading import Page


def site(result: Assessment, audience: str = "assessor", origin: Origin | None = None) -> Site:
    """What the pages get of an assessment, as `publish_site` makes it; without looking at any file."""
    return assemble(result, for_audience(result, audience), origin)


def pages(result: Assessment, audience: str = "assessor") -> dict[str, str]:
    """The pages as Markdown, by their names."""
    files = render(site(result, audience))
    return {path.removesuffix(".md"): content.decode() for path, content in files.items() if path.endswith(".md")}


def page(result: Assessment, name: str, audience: str = "assessor") -> Page:
    """One page, read."""
    return Page(pages(result, audience)[name])


# The service.


_entries = count()


def document(id: str, *supports: tuple[str, str, str], **others: Any) -> EvidenceItem:
    """A document that the assessor may see, with what it supports: a criterion, where in it, and how."""
    held = {
        "file": f"evidence/documents/{id.lower()}.pdf",
        "file_state": FileState.READABLE,
        "file_size": 24_000,
        "sensitivity": Sensitivity.ASSESSOR,
        "owner": "Head of service",
        "approved_by": "Board",
        "approved_on": date(2026, 3, 17),
        "review_by": date(2027, 3, 17),
    }
    line = 1 + 10 * next(_entries)  # each entry has its own place in the register
    claims = tuple(replace(support(*s), where=Location(REGISTER, line + n, 9)) for n, s in enumerate(supports, 1))
    return item(id, line, supports=claims, **{**held, **others})


def record(id: str, *supports: tuple[str, str, str], **others: Any) -> EvidenceItem:
    """The same for minutes."""
    held = {"kind": "minutes", "approved_by": "", "approved_on": None, "review_by": None, "dated": date(2026, 10, 6)}
    return document(id, *supports, **{**held, **others})


PRO = document("PRO-01", ("1.1", "section 4", "Who supervises, and how often"), about=("supervision",))
MIN = record("MIN-01", ("1.1", "item 3", "The board looked at the log"))
POL = document("POL-02", ("1.2", "page 2", "Who is told, and when"), kind="policy", sensitivity=Sensitivity.PUBLIC)
CST = record("CST-01", ("1.3", "", ""), sensitivity=Sensitivity.PRIVATE, title="The story of one family")
AGR = document(
    "AGR-01",
    ("2.3", "clause 2", "What each side does"),
    kind="agreement",
    agency="probation",
    approved_on=None,
    review_by=None,
    covers=Period(date(2025, 1, 1), date(2026, 12, 31)),
)
CONDITION = Decision(
    criterion="1.1",
    outcome=Outcome.PARTLY_MET,
    where=Location("evidence/assessor.yaml", 2),
    seen=("PRO-01 page 2", "C-031"),
    condition="Supervise the co-ordinator as well",
    evidence_wanted="Two sessions in the log",
    due=date(2026, 6, 15),
    discharged_on=date(2026, 5, 20),
    recommendation="Swap supervisors with a neighbour",
    state="final",
)
ABSENT = ExplainedException(
    "supervision_gap",
    "P-005",
    "supervisor absent",
    "Head of service",
    date(2026, 9, 1),
    date(2026, 12, 1),
    Location("evidence/exceptions.yaml", 2, 5),
)


def whole() -> CriterionResult:
    """1.1: says, does, told and felt; a contradiction, an explained exception, a condition that was discharged."""
    return criterion(
        "1.1",
        finding("Of the wanted kind (procedure): PRO-01", "met", next_step="", half="says", evidence="PRO-01"),
        finding(
            "1 of 1 topics is found",
            "met",
            check="topics",
            next_step="",
            half="says",
            evidence="PRO-01",
            figures={"topic": "who supervises", "quotation": "Each practitioner is supervised by…"},
            where=Location("evidence/documents/pro-01.pdf", page=2),
        ),
        finding(
            "1 of 14 active practitioners went more than 12 weeks without case supervision (1 explained); not counted: "
            "2 left",
            "partly met",
            check="supervision_gap",
            next_step="Book supervision.",
            half="does",
            subjects=("P-010",),
            source="https://example.org/practitioner-code",
            figures={
                "kept": 12,
                "broken": 1,
                "cannot_tell": 0,
                "explained": 1,
                "denominator": 14,
                "out: left": 2,
                "limit_days": 84,
            },
        ),
        person("Ask a supervisor", half="told"),
        person("Ask people who took part", half="felt"),
        finding(
            "RPT-01 states 9 under processes; the table has 8",
            "partly met",
            check="states_agree",
            next_step="Find out why.",
            half="does",
            figures={"stated": 9, "counted": 8, "difference": 1},
        ),
        finding("Approved: PRO-01", "met", check="approved", next_step=""),
        title="Case supervision",
        how="Everyone is supervised every twelve weeks (PRO-01).\n\nThe board looks at the log.",
        evidence=[PRO, MIN],
        actions=[action("A-02", "1.1", date(2027, 1, 15)), action("A-01", "1.1", date(2026, 11, 1))],
        decision=CONDITION,
        asks=[
            asked("kinds", "says", wanted=["procedure"]),
            asked("supervision_gap", "does", source="https://example.org/practitioner-code"),
            asked("person", "told", who="A supervisor", question="Which case did you last hear of?"),
            asked("person", "felt", who="People who took part", question="Did you feel safe?"),
        ],
    )


def says_without_does() -> CriterionResult:
    """1.2: a public policy, and no record that it is followed. About safeguarding, so that partly met is a gap."""
    return criterion(
        "1.2",
        finding("Of the wanted kind (policy): POL-02", "met", next_step="", half="says", evidence="POL-02"),
        finding(
            "Insufficient: nothing shows what is done",
            "partly met",
            check="sufficient",
            next_step="Register what shows it: minutes or log.",
            half="does",
        ),
        title="Safeguarding procedure",
        safeguarding=True,
        how="See the policy.",
        evidence=[POL],
        asks=[asked("kinds", "says", wanted=["policy"]), asked("sufficient", "does", shown_by=["minutes", "log"])],
    )


def withheld() -> CriterionResult:
    """1.3: its only evidence is private."""
    told = finding(
        "Practice is shown by CST-01", "met", check="sufficient", next_step="", half="does", evidence="CST-01"
    )
    return criterion("1.3", told, title="Learning", how="The story of one family shows it.", evidence=[CST])


def set_aside() -> CriterionResult:
    """2.1: not applicable."""
    reason = "Publicity is the commissioner's (AGR-01)"
    return criterion("2.1", title="Awareness", rating="not applicable", reason=reason)


def nobody() -> CriterionResult:
    """2.2: nobody to count, and nobody has rated it."""
    return criterion(
        "2.2",
        finding(
            "Nobody to count: no processes in prison",
            "not assessed",
            check="establishment_agreed",
            next_step="",
            because=Because.NOBODY,
            half="does",
            figures=dict.fromkeys(("kept", "broken", "cannot_tell", "explained", "denominator"), 0),
        ),
        title="Work in prison",
        rating=None,
    )


def conditioned() -> CriterionResult:
    """2.3: an agreement that ends before the assessment, and a condition that nobody has discharged."""
    decision = replace(
        CONDITION,
        criterion="2.3",
        outcome=Outcome.MET,
        discharged_on=None,
        state="draft",
        condition="Sign with probation",
        evidence_wanted="",
        recommendation="",
        seen=(),
    )
    told = finding(
        "AGR-01 ends on 31 December 2026, before the assessment",
        "partly met",
        check="in_force",
        next_step="Extend it.",
        half="says",
        evidence="AGR-01",
        where=AGR.where,
    )
    return criterion("2.3", told, title="Partners", evidence=[AGR], decision=decision, how="See the agreement.")


STANDARDS = {"Leadership": (whole, says_without_does, withheld), "Partners": (set_aside, nobody, conditioned)}


def service(**others: Any) -> Assessment:
    """The whole service: two standards with three criteria each."""
    made = {title: [make() for make in criteria] for title, criteria in STANDARDS.items()}
    return assessment(made, **{"exceptions": [ABSENT], **others})
