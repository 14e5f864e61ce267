"""The evidence register, and a page per item with what it supports and what was found about it."""

from __future__ import annotations

from collections.abc import Iterator

from rsqm_tool.dates import count
from rsqm_tool.escape import html as text
from rsqm_tool.model import CriterionResult, EvidenceItem, FileState
from rsqm_tool.publish import findings, html
from rsqm_tool.publish.context import Site, href
from rsqm_tool.publish.html import Column
from rsqm_tool.publish.pages.calendar import ends
from rsqm_tool.publish.pictures import timeline
from rsqm_tool.publish.pictures.timeline import Span

_HERE = "evidence/index"
_NOT_FOR_EVERYBODY = (2, 5)  # columns of the register: the owner, and the class, which is public for all


def pages(site: Site) -> dict[str, str]:
    """The register and all pages of items."""
    made = {_HERE: _register(site)}
    for item in site.assessment.workspace.items:
        made[site.items[item.id]] = _item_page(site, site.items[item.id], item)
    return made


def _register(site: Site) -> str:
    items = site.assessment.workspace.items
    columns = [
        Column("Item"), Column("Kind"), Column("Owner"), Column("Date or period"), Column("Review by", True),
        Column("Class"), Column("Supports"),
    ]  # fmt: skip
    rows = [_register_row(site, i) for i in items]
    if site.public:
        columns = [c for n, c in enumerate(columns) if n not in _NOT_FOR_EVERYBODY]
        rows = [tuple(c for n, c in enumerate(row) if n not in _NOT_FOR_EVERYBODY) for row in rows]
    note = ""
    if site.public:
        note = "<p>Only what the service has classed as public is listed.</p>"
    elif site.shown.withheld and rows:
        note = "<p>Some evidence is not published and is not listed here. Ask the service to see it.</p>"
    body = html.table("register", f"{count(len(items), 'item')} of evidence", columns, rows, "register") if rows else ""
    return html.page(
        "Evidence register",
        "<p>Every item of evidence that this site shows, in the order of the service's register. "
        "Each has a page with its document and what it supports.</p>"
        if rows
        else "",
        note,
        _filter_box("register", "Filter the items by any word, such as an id, a kind or a number") if rows else "",
        body or f"<p>{_none(site)}</p>",
        hide=("toc",),
    )


def _none(site: Site) -> str:
    """That there is nothing to list."""
    if site.public:
        return "No item is public."
    if site.shown.withheld:
        return "No item of the register may be shown here."
    return "Nothing is registered yet."


def _register_row(site: Site, item: EvidenceItem) -> tuple[str, ...]:
    results = {r.criterion.id: r for r in site.assessment.results}
    supports = dict.fromkeys(s.criterion for s in item.supports)
    links = [
        site.link(_HERE, site.criteria[c], text(c)) if c in results else text(c)
        for c in supports if c in site.criteria
    ]  # fmt: skip
    trouble = "" if item.usable else "<br>" + html.tag(f"File {item.file_state.value}", "not", "!")
    return (
        f'<span id="{_anchor(site, item)}">{site.item(_HERE, item)}</span>{trouble}',
        text(item.kind),
        text(_owner(site, item)),
        html.dated(item),
        html.day(item.review_by),
        text(item.sensitivity.value if item.sensitivity else ""),
        ", ".join(links),
    )


def _filter_box(table: str, label: str) -> str:
    """A box that script shows and works; without script the whole table is there."""
    return (
        f'<div class="rsqm-filter" data-filter="{table}" hidden>\n<label for="{table}-filter">{label}</label>\n'
        f'<input id="{table}-filter" type="search" autocomplete="off" spellcheck="false">\n'
        '<p role="status"></p>\n</div>'
    )


def _item_page(site: Site, here: str, item: EvidenceItem) -> str:
    return html.page(
        f"{text(item.id)} {text(item.title)}",
        f'<p class="rsqm-where">{site.link(here, _HERE, "Evidence register", _anchor(site, item))}</p>',
        "## The document { #document }",
        _document(site, here, item),
        _validity(site, item),
        "## What it supports { #supports }",
        _supports(site, here, item),
        *([] if site.public else _found(site, here, item)),
        "## The register's entry { #entry }",
        _entry(site, item),
    )


def _found(site: Site, here: str, item: EvidenceItem) -> Iterator[str]:
    about = [f for r in site.assessment.results for f in r.findings if f.evidence == item.id]
    yield "## What was found about it { #findings }"
    nothing = "<p>Nothing was found against it. What it supports is judged as a whole, at each criterion.</p>"
    yield findings.listed(site, here, about, criteria=True) if about else nothing


def _validity(site: Site, item: EvidenceItem) -> str:
    """Its dates on a line, from approval or the first day covered to the review or the last day covered."""
    start = item.covers.start if item.covers else item.approved_on or item.dated
    end = item.review_by or (item.covers.to if item.covers else None)
    if not ends(item) or start is None or end is None:
        return ""
    span = Span(f"{item.id} {item.title}", start, end)
    days = site.assessment.as_of, site.assessment.workspace.assessment_on
    return timeline.draw("in-date", f"When {item.id} is in date", [span], *days)


def _document(site: Site, here: str, item: EvidenceItem) -> str:
    """The way to the document, or why there is none here."""
    if item.id in site.documents:
        path = site.documents[item.id]
        size = f", {html.size(item.file_size)}" if item.file_size is not None else ""
        name = text((item.file or "").rsplit("/", 1)[-1])
        as_text = "" if path.endswith((item.file or "")[-4:]) else " It opens as plain text."
        return f'<p class="rsqm-document"><a href="{href(here, path)}">{name}</a>{size}.{as_text}</p>'
    if item.url:
        seen = f", seen on {html.day(item.seen_on)}" if item.seen_on else ""
        return f'<p class="rsqm-document">{html.address(item.url)}{seen}. This opens a page on the web.</p>'
    if item.statement:
        return f"<blockquote>\n{html.paragraphs(item.statement)}\n</blockquote>"
    if item.file_state is not FileState.READABLE:
        told = html.sentence(item.file_trouble or f"The file is {item.file_state.value}")
        return f"<p>{html.tag(f'File {item.file_state.value}', 'not', '!')} {told}</p>"
    return "<p>The file itself is not on this site: only documents are. It stays with the service: ask to see it.</p>"


def _supports(site: Site, here: str, item: EvidenceItem) -> str:
    results: dict[str, CriterionResult] = {r.criterion.id: r for r in site.assessment.results}
    rows: list[tuple[str, ...]] = [
        (
            site.criterion(here, results[s.criterion].criterion),
            html.status(results[s.criterion].outcome),
            text(s.where_in_item),
            text(s.how),
        )
        for s in item.supports
        if s.criterion in results
    ]
    if not rows:
        return f"<p>It supports no {site.noun('criterion')}.</p>"
    columns = [
        Column(site.word("criterion")), Column("Outcome", True), Column("Where to look"),
        Column("What it shows", long=True),
    ]  # fmt: skip
    if site.public:
        columns, rows = columns[:2], [row[:2] for row in rows]
    return html.table("supports-table", f"{site.word('criteria')} that this item supports", columns, rows, "evidence")


def _entry(site: Site, item: EvidenceItem) -> str:
    digest = site.origin.digests.get(item.file or "", "")
    approved = ", ".join(filter(None, (text(item.approved_by), html.day(item.approved_on))))
    return html.facts(
        [
            ("Id", text(item.id)),
            ("Kind", f"{text(item.kind)}: {'says what should happen' if item.says else 'shows what happens'}"),
            ("About", text(", ".join(item.about))),
            ("Owner", text(item.owner)),
            ("Agency", text(_agency(site, item))),
            ("Approved", approved),
            ("Review by", html.day(item.review_by)),
            ("Dated", html.day(item.dated)),
            ("Covers", html.period(item.covers)),
            ("Signed by", text(", ".join(item.signed_by))),
            ("Figures it gives", text(", ".join(f"{k} {v}" for k, v in item.states.items()))),
            ("Class", text(item.sensitivity.value if item.sensitivity else "")),
            ("SHA-256 of the file", f'<code class="rsqm-hash">{digest}</code>' if digest else ""),
        ]
    )


def _agency(site: Site, item: EvidenceItem) -> str:
    partners = {p.id: p.name for p in site.assessment.workspace.service.partners}
    return partners.get(item.agency, item.agency) if item.agency else ""


def _owner(site: Site, item: EvidenceItem) -> str:
    agency = _agency(site, item)
    return ", ".join(filter(None, (item.owner, "" if agency in item.owner else agency)))


def _anchor(site: Site, item: EvidenceItem) -> str:
    """The id of the item's row in the register."""
    return "e-" + site.items[item.id].rsplit("/", 1)[-1]
