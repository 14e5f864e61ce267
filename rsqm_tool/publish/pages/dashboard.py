"""The first page: is the service ready, how does each standard stand, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rsqm_tool.dates import count
from rsqm_tool.escape import html as text
from rsqm_tool.model import CriterionResult, Outcome
from rsqm_tool.model.forecast import Lapse
from rsqm_tool.publish import html
from rsqm_tool.publish.context import Site, once
from rsqm_tool.publish.html import Column
from rsqm_tool.publish.pictures import status as pictures
from rsqm_tool.publish.pictures.figure import Figure, block
from rsqm_tool.publish.standing import by_due, first_of, overdue, steps, why
from rsqm_tool.reports._words import urgency

_HERE = "index"
# Where a note stands that is about the whole: what an entry of the register lacks is for the service to mend.
_NOT_ABOUT_AN_ENTRY = ("rsqm.yaml", ".json")
_AT_MOST = 6  # of one sort under "do next"; the other pages have them all


def pages(site: Site) -> dict[str, str]:
    """The dashboard."""
    service = site.assessment.workspace.service
    inside = _for_everybody(site) if site.public else _for_the_assessor(site)
    return {_HERE: html.page(text(service.name), _head(site), _help(site), *inside, hide=("toc", "path"))}


@once
def figures(site: Site) -> tuple[Figure, ...]:
    """How the criteria of each standard stand."""
    rows = [
        (f"{s.standard.id} {s.standard.title}", {o: sum(r.outcome is o for r in s.results) for o in Outcome})
        for s in site.assessment.standards
    ]
    order = list(site.assessment.summary)
    title = f"{site.plain('criteria').capitalize()} of each {site.plain('standard')} by outcome"
    return (
        Figure(
            "criteria-by-standard",
            title,
            (site.plain("standard").capitalize(), *(o.value.capitalize() for o in order)),
            tuple((name, *(numbers[o] for o in order)) for name, numbers in rows),
            pictures.by_part("criteria-by-standard", title, rows),
        ),
    )


def _for_everybody(site: Site) -> Iterable[str]:
    yield (
        "<p>This is the service's own check of its evidence. The Restorative Justice Council decides. Only what the "
        "service has classed as public is shown.</p>"
    )
    yield f"## How the {site.noun('criteria')} stand {{ #outcomes }}"
    yield _outcomes(site)
    yield f"## By {site.noun('standard')} {{ #standards }}"
    yield from (block(f, _HERE) for f in figures(site))
    links = (
        site.link(_HERE, site.standards[s.id], f"{text(s.id)} {text(s.title)}")
        for s in site.assessment.framework.standards
    )
    yield html.items(links)


def _for_the_assessor(site: Site) -> Iterable[str]:
    yield _verdict(site)
    yield "## Safeguarding { #safeguarding }"
    yield _safeguarding(site)
    yield f"## How the {site.noun('criteria')} stand {{ #outcomes }}"
    yield _outcomes(site)
    yield f"## By {site.noun('standard')} {{ #standards }}"
    yield _standards(site)
    yield from (block(f, _HERE, folded=True) for f in figures(site))
    yield "## Do next { #next }"
    yield from _next(site)
    yield from _limits(site)


def _head(site: Site) -> str:
    assessment, workspace = site.assessment, site.assessment.workspace
    framework = f"{text(assessment.framework.title)}, edition {text(assessment.framework.edition)}"
    decision = workspace.decision
    letter = f", {text(decision.letter)}" if decision and decision.letter else ""
    decided = f"{text(decision.result)}, {html.day(decision.on)}, {text(decision.by)}{letter}" if decision else ""
    return html.facts(
        [
            ("Judged as on", html.day(assessment.as_of)),
            ("Assessment", html.day(workspace.assessment_on, "no date set")),
            ("Last assessed", html.day(workspace.last_assessed_on)),
            ("The data cover", _covered(site)),
            ("Decision", decided),
            ("Judged against", site.link(_HERE, "about", framework)),
        ],
        "head",
    )


def _covered(site: Site) -> str:
    """From when to when the service's tables tell, by the tables that begin a count."""
    tables, as_of = site.assessment.workspace.tables, site.assessment.as_of
    days = (
        ("case", "cases", "referred", [c.referred_on for c in tables.cases.rows] if tables.cases else []),
        ("process", "processes", "begun",
         [p.first_communication_on for p in tables.processes.rows] if tables.processes else []),
        ("supervision session", "supervision sessions", "held",
         [s.held_on for s in tables.supervision.rows] if tables.supervision else []),
    )  # fmt: skip
    told = []
    for one, many, what, all_days in days:
        known = [d for d in all_days if d and d <= as_of]
        if known:
            first, last = html.day(min(known)), html.day(max(known))
            when = f"on {first}" if first == last else f"from {first} to {last}"
            told.append(f"{count(len(known), one, many)}, {what} {when}")
    return "<br>".join(told)


def _help(site: Site) -> str:
    """Where the words are explained."""
    return f"<p>New here? Read {site.link(_HERE, 'definitions', 'what each word and number means')}.</p>"


def _verdict(site: Site) -> str:
    ready = site.assessment.ready
    word, colour = ("Ready", "met") if ready else ("Not ready yet", "not")
    return (
        f'<div class="rsqm-standing rsqm-standing--{colour}">\n'
        f'<p class="rsqm-standing__outcome">{word}</p>\n<p>{why(site)}</p>\n'
        "<p>The Restorative Justice Council decides. This is the service's own check of its evidence.</p>\n</div>"
    )


def _outcomes(site: Site) -> str:
    summary = site.assessment.summary
    rows = [(html.status(o), str(n)) for o, n in summary.items()]
    columns = [Column("Outcome"), Column(site.word("criteria"), True)]
    bar = pictures.bar("all-outcomes", site.plain("criteria"), summary)
    return bar + "\n" + html.table("outcomes-table", f"{site.word('criteria')} by outcome", columns, rows, "narrow")


def _safeguarding(site: Site) -> str:
    results = [r for r in site.assessment.results if r.criterion.safeguarding]
    if not results:
        return f"<p>No {site.noun('criterion')} of this framework is marked as safeguarding.</p>"
    rows = [(site.criterion(_HERE, r.criterion), html.status(r.outcome), _first_step(r)) for r in results]
    columns = [Column(site.word("criterion")), Column("Outcome", True), Column("Next step", long=True)]
    caption = f"{site.word('criteria')} that concern the safeguarding of people harmed"
    return html.table("safeguarding-table", caption, columns, rows)


def _standards(site: Site) -> str:
    outcomes = list(site.assessment.summary)
    rows = []
    for s in site.assessment.standards:
        numbers = [sum(r.outcome is o for r in s.results) for o in outcomes]
        title = f"{text(s.standard.id)} {text(s.standard.title)}"
        ready = html.tag("Ready", "met", "✓") if s.ready else html.tag("Not ready", "not", "✗")
        cells = [str(n) if n else '<span class="rsqm-absent">0</span>' for n in numbers]
        gaps = str(sum(r.gap for r in s.results))
        rows.append((site.link(_HERE, site.standards[s.standard.id], title), *cells, gaps, ready))
    heads = [Column(o.value.capitalize()) for o in outcomes]
    columns = [Column(site.word("standard")), *heads, Column("Gaps"), Column("State", True)]
    return html.table(
        "standards-table", f"{site.word('standards')} and their {site.noun('criteria')}", columns, rows, "counts"
    )


def _next(site: Site) -> Iterable[str]:
    """What to do, in order: safeguarding gaps, other gaps, open conditions, what lapses, what is overdue."""
    as_of = site.assessment.as_of
    gaps = sorted(site.assessment.gaps, key=lambda r: urgency(r.outcome))
    foreseen = site.forecast.lapses if site.forecast else ()
    lapses = [p for p in foreseen if p.kind not in ("action", "condition")]
    conditions = [p for p in foreseen if p.kind == "condition"]
    late = sorted((a for a in site.assessment.workspace.actions if overdue(a, as_of)), key=by_due)
    groups = [
        ("Safeguarding gaps", [_gap(site, r) for r in gaps if r.criterion.safeguarding], "gaps"),
        ("Other gaps", [_gap(site, r) for r in gaps if not r.criterion.safeguarding], "gaps"),
        ("Conditions set by the assessor", [_condition(site, p) for p in conditions], "visit"),
        ("Lapsed", [_lapse(site, p) for p in lapses if p.day < as_of], "calendar"),
        ("Lapses before the assessment", [_lapse(site, p) for p in lapses if p.day >= as_of], "calendar"),
        (
            "Overdue actions",
            [
                f"{text(a.id)}: {html.sentence(a.action)} Due {html.day(a.due)}, {text(a.owner or 'no owner')}."
                for a in late
            ],
            "actions",
        ),
    ]
    if not any(entries for _, entries, _ in groups):
        yield (
            "<p>Nothing waits: no gap, no open condition, nothing that lapses before the assessment, no overdue "
            "action.</p>"
        )
    for number, (heading, entries, page) in enumerate(groups):
        if entries:
            yield f"### {heading} ({len(entries)}) {{ #next-{number + 1} }}"
            yield html.items(entries[:_AT_MOST], "todo", "ol") + _rest(site, entries, page)


def _rest(site: Site, entries: Sequence[str], page: str) -> str:
    """Where to find the entries that are too many for here."""
    if len(entries) <= _AT_MOST or not page:
        return ""
    name = {"gaps": "gap analysis", "actions": "action plan", "calendar": "calendar", "visit": "list for the visit"}
    return f"\n<p>{len(entries) - _AT_MOST} more in the {site.link(_HERE, page, name[page])}.</p>"


def _gap(site: Site, result: CriterionResult) -> str:
    return f"{site.criterion(_HERE, result.criterion)} {html.status(result.outcome)}<br>{_first_step(result)}"


def _condition(site: Site, lapse: Lapse) -> str:
    late = " " + html.tag("Overdue", "not", "!") if lapse.day < site.assessment.as_of else ""
    return _lapse(site, lapse) + late


def _lapse(site: Site, lapse: Lapse) -> str:
    links = site.numbers(_HERE, lapse.criteria)
    who = f": {text(lapse.who)}" if lapse.who else ""
    return f"{html.day(lapse.day)}: {text(lapse.what)}{who}{f' ({links})' if links else ''}"


def _first_step(result: CriterionResult) -> str:
    """The most urgent step, and how many follow it."""
    todo = steps(result)
    if not todo:
        return "" if result.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE) else "See what was found."
    return first_of(todo)


def _limits(site: Site) -> Iterable[str]:
    """What limits all that is told here, with its heading: settings and counts. How to mend a list, `check` says."""
    notes = [n for n in site.assessment.notes if n.where.path.endswith(_NOT_ABOUT_AN_ENTRY)]
    if notes:
        yield "## What limits this { #limits }"
        yield html.items(html.step(n.message) for n in notes)
