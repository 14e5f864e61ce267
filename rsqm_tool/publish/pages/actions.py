"""The action plan by due date and by owner, and the gaps that no action answers."""

from __future__ import annotations

from collections.abc import Iterable

from rsqm_tool.escape import html as text
from rsqm_tool.model import Action
from rsqm_tool.publish import html
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.html import Column
from rsqm_tool.publish.pages.criterion import action_status
from rsqm_tool.publish.standing import by_due, overdue

_HERE = "actions"


def pages(site: Site) -> dict[str, str]:
    """The action plan."""
    as_of, assessed = site.assessment.as_of, site.assessment.workspace.assessment_on
    actions = sorted(site.assessment.workspace.actions, key=by_due)
    waiting = [a for a in actions if not a.done and not overdue(a, as_of)]
    before = [a for a in waiting if a.due and (assessed is None or a.due <= assessed)]
    after = [a for a in waiting if a not in before]
    groups = [
        ("overdue", "Overdue", [a for a in actions if overdue(a, as_of)]),
        ("before", "Due before the assessment" if assessed else "Due", before),
        ("after", "Due later, or without a date" if assessed else "Without a date", after),
        ("done", "Done", [a for a in actions if a.done]),
    ]
    blocks = [b for name, heading, group in groups for b in _group(site, name, heading, group)]
    page = html.page(
        "Action plan",
        f"<p>As on {html.day(as_of)}. Assessment: {html.day(assessed, 'no date set')}.</p>",
        *(blocks or ["<p>The service has no action plan.</p>"]),
        *_unanswered(site),
        *_by_owner(site, [a for a in actions if not a.done]),
        hide=("toc",),  # its table needs the room
    )
    return {_HERE: page}


def _group(site: Site, name: str, heading: str, actions: list[Action]) -> Iterable[str]:
    if not actions:
        return
    columns = [
        Column("Id", True), Column("Action", long=True), Column(site.word("criterion")), Column("Owner"),
        Column("Due", True), Column("Status"),
    ]  # fmt: skip
    rows = [
        (
            text(a.id),
            text(a.action),
            _criterion(site, a),
            text(a.owner),
            html.day(a.due, "no date"),
            action_status(site, a),
        )
        for a in actions
    ]
    yield f"## {heading} ({len(actions)}) {{ #{name} }}"
    yield html.table(f"{name}-table", f"{heading}, by date", columns, rows, "actions")


def _criterion(site: Site, action: Action) -> str:
    known = {c.id: c for c in site.assessment.framework.criteria}
    return site.criterion(_HERE, known[action.criterion]) if action.criterion in known else text(action.criterion)


def _unanswered(site: Site) -> Iterable[str]:
    """Gaps without an action that is still to be done, with their heading."""
    gaps = [r for r in site.assessment.gaps if all(a.done for a in r.actions)]
    if gaps:
        yield f"## Gaps without an action ({len(gaps)}) {{ #unanswered }}"
        yield html.items(f"{site.criterion(_HERE, r.criterion)} {html.status(r.outcome)}" for r in gaps)


def _by_owner(site: Site, waiting: list[Action]) -> Iterable[str]:
    """What each owner has to do, with its heading: those with most to do first."""
    owners: dict[str, list[Action]] = {}
    for a in waiting:
        owners.setdefault(a.owner, []).append(a)
    if not owners:
        return
    yield "## By owner { #owners }"
    order = sorted(owners, key=lambda o: (o == "", -len(owners[o]), o))
    columns = [
        Column("Owner"),
        Column("To do", True),
        Column("Overdue", True),
        Column("Actions, the next due first", long=True),
    ]
    rows = [
        (
            text(o) or "No owner",
            str(len(owners[o])),
            str(sum(overdue(a, site.assessment.as_of) for a in owners[o])),
            html.items(f"{html.day(a.due, 'No date')}: {html.sentence(a.action)} {text(a.id)}" for a in owners[o]),
        )
        for o in order
    ]
    yield html.table("owners-table", "What each owner has to do", columns, rows, "owners")
