"""The gap analysis: each gap with what is wanting, what would close it and who is on it; then what is partly met."""

from __future__ import annotations

from collections.abc import Iterable

from rsqm_tool.escape import html as text
from rsqm_tool.model import SAYS, SHOWS, Action, CriterionResult, Outcome
from rsqm_tool.publish import html, standing
from rsqm_tool.publish.context import Site, once
from rsqm_tool.publish.html import Column
from rsqm_tool.publish.pages.criterion import action_status
from rsqm_tool.publish.pictures import matrix
from rsqm_tool.publish.pictures.figure import Figure, block
from rsqm_tool.publish.pictures.matrix import Mark
from rsqm_tool.publish.standing import by_due, steps, why
from rsqm_tool.reports._words import lowering, urgency

_HERE = "gaps"
_URGENT = (Outcome.NOT_MET, Outcome.NOT_ASSESSED, Outcome.PARTLY_MET)


def pages(site: Site) -> dict[str, str]:
    """The gap analysis."""
    gaps = sorted(site.assessment.gaps, key=lambda r: urgency(r.outcome))
    partly = [r for r in site.assessment.results if r.outcome is Outcome.PARTLY_MET and not r.gap]
    groups = [
        ("safeguarding", "Safeguarding gaps", [r for r in gaps if r.criterion.safeguarding]),
        ("gaps", "Other gaps", [r for r in gaps if not r.criterion.safeguarding]),
        ("partly", "Partly met, and no gap", partly),
    ]
    blocks = [b for name, heading, results in groups for b in _group(site, name, heading, results)]
    page = html.page(
        "Gap analysis",
        f"<p>{why(site)}</p>",
        f"<p>Gaps are {site.noun('criteria')} that are not met or not assessed, and those about safeguarding that are "
        "only partly met.</p>",
        *(blocks or ["<p>There is no gap, and nothing is only partly met.</p>"]),
        *_coverage(site),
    )
    return {_HERE: page}


def brief(site: Site) -> str:
    """The same for where each of these criteria is told in full beside it: which they are, and who is on it."""
    results = sorted((r for r in site.assessment.results if r.outcome in _URGENT), key=_first)
    rows = [
        (
            site.criterion(_HERE, r.criterion),
            html.status(r.outcome) + (" " + html.tag("Gap", "not", "!") if r.gap else ""),
            str(len(lowering(r))),
            _next_action(site, r),
        )
        for r in results
    ]
    columns = [
        Column(site.word("criterion")),
        Column("Outcome", True),
        Column("Findings", True),
        Column("Next action", long=True),
    ]
    told = f"<p>What is wanting, what would close it and all actions stand at each {site.noun('criterion')}.</p>"
    caption = f"{site.word('criteria')} that are not met, not assessed or partly met"
    return html.page(
        "Gap analysis",
        f"<p>{why(site)}</p>",
        told if rows else "<p>There is no gap, and nothing is only partly met.</p>",
        html.table("gaps-table", caption, columns, rows) if rows else "",
        *_coverage(site, short=True),
    )


def _first(result: CriterionResult) -> tuple[bool, bool, int]:
    """Sorts: gaps about safeguarding, other gaps, the rest; each with the most urgent first."""
    return not (result.gap and result.criterion.safeguarding), not result.gap, urgency(result.outcome)


def _next_action(site: Site, result: CriterionResult) -> str:
    """The action that is due next, and how many follow it."""
    waiting = sorted((a for a in result.actions if not a.done), key=by_due)
    if not waiting:
        return html.tag("None planned", "not", "!")
    first = waiting[0]
    due = f"due {html.day(first.due)}" if first.due else "no date"
    more = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
    return f"{text(first.id)}, {text(first.owner or 'no owner')}, {due}{more}"


@once
def figures(site: Site) -> tuple[Figure, ...]:
    """Which kinds of evidence support which criterion. Empty where nothing is registered."""
    items = site.assessment.workspace.items
    kinds = [k for k in (*SAYS, *SHOWS) if any(i.kind == k for i in items)]
    if not kinds:
        return ()
    results = site.assessment.results
    numbers = [[sum(i.kind == k for i in r.evidence) for k in kinds] for r in results]
    names = [f"{r.criterion.id} {r.criterion.title}" for r in results]
    title = f"{site.plain('criteria').capitalize()} by kind of evidence"
    marks = [[Mark(str(n), "held", f"{n} items" if n > 1 else "1 item") if n else None for n in row] for row in numbers]
    return (
        Figure(
            "coverage",
            title,
            (site.plain("criterion").capitalize(), *kinds),
            tuple((name, *row) for name, row in zip(names, numbers, strict=True)),
            matrix.draw("coverage", title, names, kinds, marks),
            "How many of the items on this site support it, by kind. Kinds that say what should happen come first, "
            "then kinds that show what happens. Items that are not published are not counted.",
        ),
    )


def _coverage(site: Site, short: bool = False) -> Iterable[str]:
    made = figures(site)
    if made:
        yield "## Where evidence is thin { #coverage-map }"
        yield from (block(f, _HERE, folded=True, short=_shortly(site, f) if short else "") for f in made)


def _shortly(site: Site, coverage: Figure) -> str:
    """The matrix as a table with what there is alone: "procedure 2, minutes 1"."""
    kinds = coverage.columns[1:]
    rows = [
        (text(str(name)), text(", ".join(f"{k} {n}" for k, n in zip(kinds, numbers, strict=True) if n)) or "nothing")
        for name, *numbers in coverage.rows
    ]
    columns = [Column(site.word("criterion")), Column("Items by kind", long=True)]
    return html.table("coverage-numbers", f"{text(coverage.title)}: the numbers", columns, rows)


def _group(site: Site, name: str, heading: str, results: list[CriterionResult]) -> Iterable[str]:
    if results:
        yield f"## {heading} ({len(results)}) {{ #{name} }}"
    for r in results:
        anchor = site.criteria[r.criterion.id].rsplit("/", 1)[-1]
        yield f"### {text(r.criterion.id)} {text(r.criterion.title)} {{ #g-{anchor} }}"
        yield _block(site, r)


def _block(site: Site, result: CriterionResult) -> str:
    wanting = list(dict.fromkeys(html.step(f.message) for f in lowering(result)))
    todo = [html.step(s) for s in steps(result)]
    facts = [
        ("Outcome", html.status(result.outcome)),
        ("What is wanting", html.items(wanting) or "No check names it."),
        ("What would close it" if result.gap else "What would make it met", html.items(todo)),
        ("Condition set by the assessor", _condition(site, result)),
        ("Action", _actions(site, result.actions)),
        ("More", site.criterion(_HERE, result.criterion)),
    ]
    return html.facts(facts, "gap")


def _condition(site: Site, result: CriterionResult) -> str:
    """What the assessor asked for and is still open; empty where nothing is."""
    decision, as_of = result.decision, site.assessment.as_of
    if decision is None or not decision.waits(as_of):
        return ""
    due = f" Due {html.day(decision.due)}." if decision.due else ""
    return f"{html.sentence(decision.condition)}{due} {standing.discharged(decision, as_of)}"


def _actions(site: Site, actions: Iterable[Action]) -> str:
    open_ones = sorted((a for a in actions if not a.done), key=by_due)
    entries = [
        f"{text(a.id)}: {html.sentence(a.action)} {text(a.owner or 'No owner')}, "
        f"{'due ' + html.day(a.due) if a.due else 'no date'}, {action_status(site, a)}"
        for a in open_ones
    ]
    return html.items(entries) or html.tag("None planned", "not", "!")
