"""What lapses of the register: reviews, and what is in force for a period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from rsqm_tool import checks
from rsqm_tool.checks._inquiry import named
from rsqm_tool.checks.reviewed import KINDS, review_due
from rsqm_tool.dates import add_months
from rsqm_tool.model import EvidenceItem, Framework, Workspace
from rsqm_tool.model.forecast import Lapse

_IN_FORCE = ("agreement", "insurance", "budget", "strategy", "plan", "programme")
_DAY = timedelta(days=1)


def reviews(workspace: Workspace, framework: Framework, as_of: date) -> Iterator[Lapse]:
    """When what says what should happen is to be reviewed, and when agreements that roll on are."""
    for item in workspace.items:
        due = item.review_by if item.says else None
        if item.kind in KINDS:
            due, _ = review_due(item, workspace.targets, as_of)
        if due is None:
            due = _rolls_until(item, framework, as_of)
        if due:
            yield _lapse(due, "review", f"Review due of {named(item)}", item, workspace, framework)


def _rolls_until(item: EvidenceItem, framework: Framework, as_of: date) -> date | None:
    """The last day on which an agreement, insurance or budget without an end counts as looked at."""
    begins = _begins(item)
    if item.kind not in _IN_FORCE[:3] or begins is None or begins > as_of or (item.covers and item.covers.to):
        return None
    looked_at = max(d for d in (begins, item.approved_on, item.dated) if d and d <= as_of)
    own = {s.criterion for s in item.supports}
    expectations = (e for c in framework.criteria if c.id in own for e in c.expectations if e.check == "in_force")
    usual: int = (checks.get("in_force").__kwdefaults__ or {})["rolling_months"]
    months = min((e.parameters.get("rolling_months", usual) for e in expectations), default=usual)
    return add_months(looked_at, months)


def ends(workspace: Workspace, framework: Framework, as_of: date) -> Iterator[Lapse]:
    """When agreements, insurance, budgets, strategies and plans end, unless another takes over."""
    items = [i for i in workspace.items if i.kind in _IN_FORCE]
    for item in items:
        last = item.covers.to if item.covers else None
        if last and not _is_followed(item, last, max(last + _DAY, as_of), items):
            yield _lapse(last, "end", f"End of {named(item)}", item, workspace, framework)


def _is_followed(item: EvidenceItem, last: date, day: date, items: Sequence[EvidenceItem]) -> bool:
    """Whether another item that takes over is in force on a day: of the same parties, or for the same criterion."""
    for other in items:
        begins = _begins(other)
        until = (other.covers.to if other.covers else None) or date.max
        if other is not item and begins and begins <= day <= until and until > last and _is_alike(item, other):
            return True
    return False


def _is_alike(item: EvidenceItem, other: EvidenceItem) -> bool:
    if item.kind != other.kind:
        return False
    if item.kind == "agreement":
        if item.signed_by:
            return set(item.signed_by) == set(other.signed_by)
        return item.agency is not None and item.agency == other.agency
    return not {s.criterion for s in item.supports}.isdisjoint(s.criterion for s in other.supports)


def _begins(item: EvidenceItem) -> date | None:
    return item.covers.start if item.covers else item.approved_on or item.dated


def _lapse(
    day: date, kind: str, what: str, item: EvidenceItem, workspace: Workspace, framework: Framework
) -> Lapse:  # fmt: skip
    partners = {p.id: p.name for p in workspace.service.partners}
    who = item.owner or (partners.get(item.agency, item.agency) if item.agency else "")
    own = {s.criterion for s in item.supports}
    criteria = tuple(c.id for c in framework.criteria if c.id in own)
    return Lapse(day, kind, item.id, what, what, who, False, criteria, item.where)
