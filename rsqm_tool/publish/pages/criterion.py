"""A page per criterion: how it stands, what is asked, what the service says, what was found, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rsqm_tool.escape import html as text
from rsqm_tool.model import Action, Criterion, CriterionResult, Decision, Outcome, Standard
from rsqm_tool.publish import halves, html, rules
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.html import Column
from rsqm_tool.publish.standing import by_due, discharged, overdue, steps

_SURE = {
    "public": "public: the page says so",
    "adapted": "adapted from the page",
    "expected practice": "expected practice: the project's own view",
}


def pages(site: Site) -> dict[str, str]:
    """All pages of criteria."""
    order = [(s.standard, r) for s in site.assessment.standards for r in s.results]
    made = {}
    for number, (standard, result) in enumerate(order):
        before = order[number - 1][1].criterion if number else None
        after = order[number + 1][1].criterion if number + 1 < len(order) else None
        here = site.criteria[result.criterion.id]
        made[here] = _page(site, here, standard, result, (before, after))
    return made


def _page(
    site: Site,
    here: str,
    standard: Standard,
    result: CriterionResult,
    around: tuple[Criterion | None, Criterion | None],
) -> str:
    """The page in the order in which an assessor judges: the claim, what is asked, what shows it, what is missing."""
    criterion = result.criterion
    inside = _for_everybody(site, here, result) if site.public else _for_the_assessor(site, here, result)
    return html.page(
        f"{text(criterion.id)} {text(criterion.title)}",
        _where(site, here, standard, criterion),
        *inside,
        "## How to meet this { #guidance }",
        _guidance(criterion),
        "## What this rests on { #basis }",
        _basis(criterion),
        _around(site, here, around),
    )


def _for_everybody(site: Site, here: str, result: CriterionResult) -> Iterator[str]:
    stands = html.status(result.outcome)
    yield (
        f'<div class="rsqm-standing rsqm-standing--{html.SIGNS[result.outcome][1]}">\n'
        f'<p class="rsqm-standing__outcome">Outcome {stands}</p>\n'
        f"<p>As on {html.day(site.assessment.as_of)}, by the service's own check of its evidence.</p>\n</div>"
    )
    yield "## What is asked { #asked }"
    yield _asked(result.criterion)
    yield "## Published evidence { #evidence }"
    held = result.evidence
    yield halves.evidence(site, here, result, held) if held else "<p>None of its evidence is published here.</p>"


def _for_the_assessor(site: Site, here: str, result: CriterionResult) -> Iterator[str]:
    yield _standing(site, result)
    yield from _condition(site, result.decision)
    yield "## The claim { #account }"
    yield _account(site, result)
    yield "## What is asked { #asked }"
    yield _asked(result.criterion)
    if result.findings:
        yield halves.summary(site, result)
    elif not result.evidence:
        yield "<p>No registered item is shown here, and no check ran.</p>"
    parts = list(halves.parts(site, here, result))
    if result.criterion.id in site.shown.withheld and not any("not published: ask to see it" in p for p in parts):
        yield "<p>Some of the evidence for this is not published. Ask to see it.</p>"
    yield from parts
    yield from halves.contradictions(site, here, result)
    yield from halves.exceptions(site, here, result)
    yield from halves.whole(site, here, result)
    yield from _decided(site, result.decision)
    yield from _closing(result)
    yield "## Actions { #actions }"
    yield _actions(site, result)


def _condition(site: Site, decision: Decision | None) -> Iterator[str]:
    """What the last assessment asked for, where it must be met still or was met since."""
    if decision and decision.condition:
        state = discharged(decision, site.assessment.as_of)
        due = f" Due {html.day(decision.due)}." if decision.due else ""
        wanted = f" Evidence wanted: {html.sentence(decision.evidence_wanted)}" if decision.evidence_wanted else ""
        yield (
            '<div class="rsqm-condition">\n'
            f"<p><strong>Condition set by the assessor.</strong> {html.sentence(decision.condition)}{wanted}{due} "
            f"{state}</p>\n</div>"
        )


def _where(site: Site, here: str, standard: Standard, criterion: Criterion) -> str:
    up = site.link(
        here, site.standards[standard.id], f"{site.word('standard')} {text(standard.id)}: {text(standard.title)}"
    )
    mark = f" {html.tag('Safeguarding', 'safeguarding', '●')}" if criterion.safeguarding else ""
    return f'<p class="rsqm-where">{up}{mark}</p>'


def _standing(site: Site, result: CriterionResult) -> str:
    """Who says what, side by side, and what it comes to."""
    decision = result.decision
    by_hand = result.outcome is Outcome.NOT_APPLICABLE
    on = (
        f", {html.day(day)}"
        if decision and (day := site.assessment.workspace.decided_on(decision, site.assessment.as_of))
        else ""
    )
    views = html.facts(
        [
            ("The service's own rating", html.status(result.rating.rating if result.rating else None, "Not rated yet")),
            ("What the checks find", html.status(None if by_hand else result.computed, "No check runs")),
            (f"The assessor's decision{on}", html.status(decision.outcome if decision else None, "None recorded")),
        ],
        "views",
    )
    notes = []
    if result.gap:
        notes.append("This is a gap.")
    if result.gap and result.outcome is Outcome.PARTLY_MET:
        notes.append("About safeguarding, partly met is not enough.")
    if rules.stated(result.findings):
        notes.append("What is done is stated by somebody, and no registered item shows it.")
    if result.lapses_on:
        notes.append(f"Met today; something lapses on {html.day(result.lapses_on)}, before the assessment.")
    told = f"<p>{' '.join([f'As on {html.day(site.assessment.as_of)}.', *notes])}</p>"
    return (
        f'<div class="rsqm-standing rsqm-standing--{html.SIGNS[result.outcome][1]}">\n'
        f'<p class="rsqm-standing__outcome">Outcome {html.status(result.outcome)}</p>\n{told}\n{views}\n</div>'
    )


def _asked(criterion: Criterion) -> str:
    words = "the project's own, not the Restorative Justice Council's"
    if criterion.wording_source:
        words = f"from {text(criterion.wording_source)}"
    may = " It may be rated not applicable, with a reason." if criterion.may_be_not_applicable else ""
    return (
        f'<div class="rsqm-asked">\n{html.paragraphs(criterion.asks)}\n</div>\n'
        f'<p class="rsqm-quiet">Wording: {words}.{may}</p>'
    )


def _account(site: Site, result: CriterionResult) -> str:
    rating = result.rating
    mine = site.assessment.workspace.self_assessment
    if rating is None or not (rating.how or rating.reason or rating.rating or rating.met_by):
        return "<p>The service has not written how it meets this.</p>"
    partners = {p.id: p.name for p in site.assessment.workspace.service.partners}
    met_by = partners.get(rating.met_by, rating.met_by) if rating.met_by else ""
    how = html.paragraphs(rating.how) or "<p>The service rated this and has not written how it meets it.</p>"
    if rating.rating is Outcome.NOT_APPLICABLE and not rating.how:
        how = ""
    return "\n".join(
        filter(
            None,
            [
                f'<blockquote class="rsqm-account">\n{how}\n</blockquote>' if how else "",
                html.facts(
                    [
                        ("Why it is not applicable", text(rating.reason)),
                        ("Met by", text(met_by)),
                        ("Owner", text(rating.owner)),
                        ("Rated on", html.day(mine.assessed_on)),
                        ("Rated by", text(mine.assessed_by) if mine.assessed_on else ""),
                    ]
                ),
            ],
        )
    )


def _decided(site: Site, decision: Decision | None) -> Iterable[str]:
    """What the assessor recorded, with its heading."""
    if decision is None:
        return ()
    facts = html.facts(
        [
            ("Outcome", html.status(decision.outcome)),
            ("State", text(decision.state)),
            ("Decided on", html.day(site.assessment.workspace.decided_on(decision, site.assessment.as_of))),
            ("Seen", text(", ".join(decision.seen))),
            ("Condition, which must be met", text(decision.condition)),
            ("Evidence wanted", text(decision.evidence_wanted)),
            ("Due", html.day(decision.due)),
            ("Discharged on", html.day(decision.discharged_on)),
            ("Recommendation", text(decision.recommendation)),
        ]
    )
    return ("## The assessor's decision { #decision }", facts)


def _closing(result: CriterionResult) -> Iterable[str]:
    """What would bring it to met, with its heading; nothing where it is met."""
    if result.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE):
        return ()
    todo = html.items((html.step(s) for s in steps(result)), "steps", "ol")
    heading = "What would close the gap" if result.gap else "What would make it met"
    return (f"## {heading} {{ #gap }}", todo or "<p>No check names a step. See what was found.</p>")


def _actions(site: Site, result: CriterionResult) -> str:
    if not result.actions:
        return "<p>No action is planned.</p>"
    rows = [
        (text(a.id), text(a.action), text(a.owner), html.day(a.due, "no date"), action_status(site, a))
        for a in sorted(result.actions, key=by_due)
    ]
    columns = [
        Column("Action", True),
        Column("What", long=True),
        Column("Owner"),
        Column("Due", True),
        Column("Status"),
    ]
    return html.table("actions-table", "Actions of the service's plan", columns, rows)


def action_status(site: Site, action: Action) -> str:
    """An action's status in words, with a tag where it is overdue."""
    late = overdue(action, site.assessment.as_of)
    return text(action.status) + (" " + html.tag("Overdue", "not", "!") if late else "")


def _guidance(criterion: Criterion) -> str:
    guidance = criterion.guidance
    parts = [
        ("What good evidence looks like", html.items(map(text, guidance.good))),
        ("Common weaknesses", html.items(map(text, guidance.weaknesses))),
        ("The least that a small service can do", html.paragraphs(guidance.small)),
    ]
    body = "\n".join(f"<p><strong>{head}</strong></p>\n{part}" for head, part in parts if part)
    return (
        html.details("Guidance for the service, in the project's own words", body)
        if body
        else "<p>No guidance yet.</p>"
    )


def _basis(criterion: Criterion) -> str:
    rows = [
        f"{html.address(b.address, text(b.text)) if b.address else text(b.text)} "
        f'<span class="rsqm-quiet">({text(_SURE.get(b.sure, b.sure))})</span>'
        for b in criterion.basis
    ]
    return html.items(rows) or "<p>No source is given.</p>"


def _around(site: Site, here: str, around: tuple[Criterion | None, Criterion | None]) -> str:
    """Links to the neighbours."""
    before, after = around
    links = [
        f"<span>{word}<br>{site.criterion(here, c)}</span>"
        for word, c in ((f"← Previous {site.noun('criterion')}", before), (f"Next {site.noun('criterion')} →", after))
        if c
    ]
    label = f"Neighbouring {site.noun('criteria')}"
    return f'<nav class="rsqm-around" aria-label="{label}">\n' + "\n".join(links) + "\n</nav>" if links else ""
