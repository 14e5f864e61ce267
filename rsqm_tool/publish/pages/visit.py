"""The visit: whom to interview, what to have ready, and room to write down what was seen and heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rsqm_tool.escape import html as text
from rsqm_tool.model import CriterionResult, EvidenceItem
from rsqm_tool.publish import findings, halves, html, rules, standing
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.html import Column

_HERE = "visit"
_BLANK = '<span class="rsqm-blank"></span>'
_TO_WRITE = ("Assessor", "Day of the visit", "Documents as submitted on")


def pages(site: Site) -> dict[str, str]:
    """The page for the visit."""
    assessed = site.assessment.workspace.assessment_on
    page = html.page(
        "The visit",
        f"<p>For the assessment: {html.day(assessed, 'no date set')}. The empty columns are for the assessor, on paper "
        "or in a copy. Nothing written here changes an outcome.</p>",
        html.facts([(label, _BLANK) for label in _TO_WRITE]),
        *_conditions(site),
        "## Whom to interview { #interviews }",
        _interviews(site),
        "## What to have ready { #ready }",
        _ready(site),
        _stated(site),
        _unpublished(site),
        "## The sample { #sample }",
        "<p>The assessor draws the cases and the people to look at. None is drawn yet.</p>",
        hide=("toc",),
    )
    return {_HERE: page}


def _conditions(site: Site) -> Iterator[str]:
    """What the last assessment asked for, whether it was discharged or not."""
    decisions = [(r, r.decision) for r in site.assessment.results if r.decision and r.decision.condition]
    if decisions:
        rows = [
            (site.criterion(_HERE, r.criterion), html.sentence(d.condition), html.sentence(d.evidence_wanted),
             html.day(d.due, ""), standing.discharged(d, site.assessment.as_of), _BLANK)
            for r, d in decisions
        ]  # fmt: skip
        columns = [
            Column(site.word("criterion")), Column("Condition", long=True), Column("Evidence wanted"),
            Column("Due", True), Column("State"), Column("What was seen"),
        ]  # fmt: skip
        yield "## Conditions set by the assessor { #conditions }"
        yield html.table("conditions-table", "Conditions, and whether they are met", columns, rows, "visit")


def _interviews(site: Site) -> str:
    rows = [
        (text(who), text(question), site.criterion(_HERE, r.criterion) + _gap(r), _BLANK)
        for r in sorted(site.assessment.results, key=_first)
        for who, question in halves.asked(r.criterion)
    ]
    if not rows:
        return f"<p>No {site.noun('criterion')} of this framework asks for a conversation.</p>"
    columns = [
        Column("Whom"),
        Column("What to ask", long=True),
        Column(site.word("criterion")),
        Column("What was said"),
    ]
    return html.table("interviews-table", "Conversations, those about gaps first", columns, rows, "visit")


def _first(result: CriterionResult) -> tuple[bool, bool]:
    """Sorts: gaps about safeguarding, other gaps, the rest; each in the framework's order."""
    return not (result.gap and result.criterion.safeguarding), not result.gap


def _gap(result: CriterionResult) -> str:
    return " " + html.tag("Gap", "not", "!") if result.gap else ""


def _links(site: Site, results: Iterable[CriterionResult]) -> str:
    return site.numbers(_HERE, (r.criterion.id for r in results))


def _stated(site: Site) -> str:
    """Where somebody says what is done and nothing shows it, as a paragraph."""
    stated = [r for r in site.assessment.results if rules.stated(r.findings)]
    if not stated:
        return ""
    told = f"somebody says what is done, and no registered item shows it: {_links(site, stated)}."
    return f"<p>{findings.STATED} For these {told} Ask to see how it is done.</p>"


def _unpublished(site: Site) -> str:
    """What to have ready besides, as a paragraph."""
    hidden = [r for r in site.assessment.results if r.criterion.id in site.shown.withheld]
    if not hidden:
        return ""
    alone = _links(site, (r for r in hidden if not r.evidence))
    only = f" For {alone} nothing else is registered." if alone else ""
    return f"<p>There is evidence that is not published for {_links(site, hidden)}: have it ready, too.{only}</p>"


def _file(item: EvidenceItem) -> str:
    """What to open or to hear: a file's name, an address, or a testimony."""
    if item.file:
        return text(item.file.rsplit("/", 1)[-1])
    return html.address(item.url) if item.url else "Testimony, on the item's page" if item.statement else ""


def _ready(site: Site) -> str:
    rows = [
        (
            site.criterion(_HERE, r.criterion),
            site.item(_HERE, item),
            _file(item),
            text(support.where_in_item),
            _BLANK,
        )
        for r in site.assessment.results
        for item in r.evidence
        for support in item.supports
        if support.criterion == r.criterion.id
    ]
    if not rows:
        return f"<p>No item on this site supports any of the {site.noun('criteria')} yet.</p>"
    columns = [
        Column(site.word("criterion")), Column("Item"), Column("File"), Column("Where to look"),
        Column("What was seen"),
    ]  # fmt: skip
    return html.table("ready-table", f"Evidence to have ready, by {site.noun('criterion')}", columns, rows, "visit")
