"""A bench for judging: one check, or a whole assessment, over a few items that a test writes in a line each.

    told("recent", [item("MIN-01", dated="2026-03-12")], kinds=["minutes"], within_months=6)

answers `[("partly met", "Stale: the newest for this is MIN-01 of 12 March 2026; ...")]`. Dates are written as in YAML.
The first letters of an item's id tell its kind. The day is 20 November 2026 and the assessment is on 15 March 2027,
unless a test says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from rsqm_tool import checks
from rsqm_tool.assess import assess
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.model import (
    Action,
    Assessment,
    Criterion,
    CriterionResult,
    EvidenceItem,
    Expectation,
    FileState,
    Finding,
    Framework,
    Guidance,
    Half,
    Location,
    Outcome,
    Partner,
    Period,
    Rating,
    SelfAssessment,
    Sensitivity,
    Service,
    Standard,
    Support,
    Targets,
    Workspace,
)

ROOT = Path(__file__).parents[1]
AS_OF = "2026-11-20"
ASSESSMENT = "2027-03-15"
REGISTER = "evidence/register.yaml"
RATINGS = "evidence/self-assessment.yaml"
PLAN = "evidence/actions.yaml"
_KINDS = {
    "AGR": "agreement", "AUD": "audit", "BUD": "budget", "CST": "case study", "DAT": "data", "FRM": "form",
    "GUI": "guidance", "INS": "insurance", "LEA": "leaflet", "LOG": "log", "MIN": "minutes", "PLN": "plan",
    "POL": "policy", "PRG": "programme", "PRO": "procedure", "REG": "register", "ROL": "role description",
    "RPT": "report", "SCH": "schedule", "STM": "statement", "STR": "strategy", "TOR": "terms of reference",
    "WEB": "public page",
}  # fmt: skip
_DAYS = ("approved_on", "review_by", "dated", "seen_on")


def item(id: str, title: str = "", *, supports: Iterable[str] = ("1.1",), line: int = 1, **others: Any) -> EvidenceItem:
    """One entry of the register, its file readable. `covers="2026-04-01/2027-03-31"`; `"2026-04-01/"` if it rolls."""
    others.setdefault("sensitivity", Sensitivity.ASSESSOR)
    others.setdefault("file", f"evidence/documents/{id}.pdf")
    others.setdefault("file_state", FileState.READABLE if others["file"] else FileState.NO_FILE)
    for key in _DAYS:
        if key in others:
            others[key] = day(others[key])
    if isinstance(others.get("covers"), str):
        start, _, end = others["covers"].partition("/")
        others["covers"] = Period(date.fromisoformat(start), day(end or None))
    kind = others.pop("kind", None) or _KINDS[id[:3]]
    where = Location(REGISTER, line, 5)
    claims = tuple(Support(c, "", "", where) for c in supports)
    return EvidenceItem(id, title or kind.capitalize(), kind, where, supports=claims, **others)


def approved(id: str, title: str = "", on: str = "2026-04-01", **others: Any) -> EvidenceItem:
    """An item that the chief officer approved."""
    return item(id, title, approved_by="Chief Officer", approved_on=on, **others)


def gone(item: EvidenceItem) -> EvidenceItem:
    """The same item with its file missing."""
    trouble = f"There is no '{item.id}.pdf' in evidence/documents. Put the file there, or correct the register"
    return replace(item, file_state=FileState.MISSING, file_trouble=trouble)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def action(id: str, criterion: str = "1.1", due: str | None = None, **others: Any) -> Action:
    owner = others.pop("owner", "Co-ordinator")
    return Action(id, criterion, "Do it", Location(PLAN, others.pop("line", 1), 5), owner, day(due), **others)


def rating(criterion: str, word: str | None = "met", **others: Any) -> Rating:
    return Rating(criterion, Outcome(word) if word else None, Location(RATINGS, 4, 3), **others)


def expectation(check: str, *, at_worst: str = "partly met", half: str | None = None, **parameters: Any) -> Expectation:
    """A check with its parameters, as a catalogue lists it."""
    where = Location("standards/bench.yaml", 1, 1)
    return Expectation(check, parameters, Half(half) if half else None, Outcome(at_worst), "expected practice", where)


def criterion(id: str = "1.1", *expectations: Expectation, **others: Any) -> Criterion:
    others.setdefault("safeguarding", False)
    others.setdefault("may_be_not_applicable", True)
    return Criterion(id, f"Title of {id}", "It asks.", others["safeguarding"], others["may_be_not_applicable"],
                     Guidance(("A dated note.",)), (), expectations)  # fmt: skip


def framework(*criteria: Criterion) -> Framework:
    """A catalogue: a standard for each first digit."""
    standards = {c.id.split(".")[0]: tuple(o for o in criteria if o.id[0] == c.id[0]) for c in criteria}
    found = tuple(Standard(id, f"Standard {id}", "About it.", its) for id, its in standards.items())
    return Framework("bench", "Bench", "1", {}, "", "", "", found)


def workspace(
    items: Iterable[EvidenceItem] = (),
    *,
    ratings: Iterable[Rating] = (),
    assessed_on: str | None = "2026-10-01",
    actions: Iterable[Action] = (),
    assessment_on: str | None = ASSESSMENT,
    review_months: Mapping[str, int] | None = None,
    frameworks: Iterable[Framework] = (),
    **others: Any,
) -> Workspace:
    """A service. Without ratings it has no self-assessment file."""
    own = {r.criterion: r for r in ratings}
    held = SelfAssessment(day(assessed_on), "Service manager", own, Location(RATINGS, 1, 1))
    plain = Workspace(
        service=Service("Fenland Restorative Hub", partners=(Partner("probation", "Fenland Probation"),)),
        frameworks=tuple(frameworks),
        assessment_on=day(assessment_on),
        last_assessed_on=None,
        targets=Targets() if review_months is None else Targets(review_months, frozenset(review_months)),
        items=tuple(items),
        self_assessment=held if own else SelfAssessment(),
        actions=tuple(actions),
        exceptions=(),
        decisions={},
        decision=None,
        unregistered=(),
    )
    return replace(plain, **others)


def findings(
    check: str,
    items: Iterable[EvidenceItem] = (),
    *,
    as_of: str = AS_OF,
    at_worst: str = "not met",
    own: Rating | None = None,
    within: Workspace | None = None,
    criteria: Iterable[str] = ("1.1",),
    **parameters: Any,
) -> list[Finding]:
    """What one check finds about criterion 1.1 of a service that holds `items`, all of which support it.

    `within`: the service, where the items alone do not make it. Misfitting parameters are refused, as by the loader.
    """
    assert not list(checks.misfits(check, parameters))
    held = tuple(items)
    asked = criterion("1.1", expectation(check, at_worst=at_worst, **parameters))
    others = tuple(criterion(id) for id in criteria if id != "1.1")
    base = within or workspace(held)
    base = replace(base, items=base.items or held, frameworks=(framework(asked, *others),))
    inquiry = Inquiry(asked, asked.expectations[0], base, held, own, date.fromisoformat(as_of))
    return list(checks.get(check)(inquiry, **parameters))


def told(check: str, items: Iterable[EvidenceItem] = (), **others: Any) -> list[tuple[str, str]]:
    """The same, flattened to pairs of an outcome and a message."""
    return [(str(f.outcome), f.message) for f in findings(check, items, **others)]


def outcomes(check: str, items: Iterable[EvidenceItem] = (), **others: Any) -> list[str]:
    """The same, outcomes only."""
    return [str(f.outcome) for f in findings(check, items, **others)]


def judged(
    *criteria: Criterion,
    items: Iterable[EvidenceItem] = (),
    ratings: Iterable[Rating] | None = None,
    as_of: str = AS_OF,
    **others: Any,
) -> Assessment:
    """An assessment against some criteria, each rated met unless `ratings` says otherwise."""
    catalogue = framework(*criteria)
    own = [rating(c.id) for c in criteria] if ratings is None else list(ratings)
    service = workspace(items, ratings=own, **{"frameworks": (catalogue,), **others})
    return assess(service, catalogue, date.fromisoformat(as_of))


def one(asked: Criterion, **others: Any) -> CriterionResult:
    """The same for a single criterion."""
    return judged(asked, **others).results[0]


def flat(result: CriterionResult) -> list[tuple[str, str, str]]:
    """The findings of a criterion, as rows: `("1.1", "kinds", "partly met")`."""
    return [(f.criterion, f.check, str(f.outcome)) for f in result.findings]
