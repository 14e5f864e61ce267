"""The four questions of an assessor about one criterion: what documents say, what records show is done, what people can
tell, what participants felt. Each with its evidence and findings, so that saying without doing is plain to see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rsqm_tool.dates import count
from rsqm_tool.escape import html as text
from rsqm_tool.model import Because, Criterion, CriterionResult, EvidenceItem, Finding, Half, Outcome, Support, lowest
from rsqm_tool.publish import findings, html, rules
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.html import Column

# By which rules two records are held against each other. Where they differ they are told apart from the rest.
_CONTRADICTIONS = ("states_agree", "dates_agree", "consent_after_form", "sensitive_marked", "facilitators_ready")
_PERSON = "person"  # the check that asks a person

_SAYS_WITHOUT_DOES = html.tag("Says without does", "partly", "!")
_ABSENT = '<span class="rsqm-absent">{}</span>'

HEADINGS = {
    Half.SAYS: ("Says", "Says: what documents say"),
    Half.DOES: ("Does", "Does: what records show is done"),
    Half.TOLD: ("Told: ask", "Told: whom to ask, and what"),
    Half.FELT: ("Felt", "Felt: what participants say"),
}


def summary(site: Site, result: CriterionResult) -> str:
    """The four questions side by side, each with what its findings come to."""
    return html.facts([(_short(result, half), _stands(site, result, half)) for half in HEADINGS], "four")


def _short(result: CriterionResult, half: Half) -> str:
    """The name of a question, as a link where the page has a part about it."""
    short = HEADINGS[half][0]
    there = _holding(result, half) or any(f.half is half and not _contradicts(f) for f in result.findings)
    return f'<a href="#{half.value}">{short}</a>' if there else short


def _stands(site: Site, result: CriterionResult, half: Half) -> str:
    """What the findings of one half come to, on how much evidence, and what is left to ask."""
    found = [f for f in result.findings if f.half is half]
    counting = [f.outcome for f in found if f.counts and not rules.only_told(f)]
    held, what = _holding(result, half), {Half.SAYS: "document", Half.DOES: "record"}.get(half)
    stated = rules.stated(found)
    parts = [html.status(lowest(counting))] if counting and not (stated and lowest(counting) is Outcome.MET) else []
    parts += [findings.STATED] if stated else []
    if not counting and any(rules.only_told(f) for f in found):
        parts.append(findings.INFORMATION)
    if what and held:
        parts.append(count(stated, "statement") if stated else _items(held, what))
    elif what and found:
        # Where nothing is there, that is the news, and not how low a missing thing can pull.
        shown = _elsewhere(found) or result.criterion.id in site.shown.withheld
        parts = [*(parts if shown else []), _empty(site, result, half)]
    people = sum(f.because is Because.PERSON for f in found)
    if people:
        parts.append(f"{html.tag('For a person', 'person', '○')} {count(people, 'question')}")
    elif not counting and any(f.because is Because.NOBODY for f in found):
        parts.append("Nobody to count")
    return " ".join(parts) or '<span class="rsqm-absent">Nothing is asked</span>'


def _items(held: Sequence[EvidenceItem], what: str) -> str:
    """How many items there are: "3 records, 1 statement"."""
    statements = sum(i.kind == "statement" for i in held)
    told = ((len(held) - statements, what), (statements, "statement"))
    return ", ".join(count(number, noun) for number, noun in told if number)


def _empty(site: Site, result: CriterionResult, half: Half) -> str:
    """In a few words, that no item is here to say it, or to show it."""
    if result.criterion.id in site.shown.withheld:
        return "Not published: ask"
    if where := _elsewhere(f for f in result.findings if f.half is half):
        return where
    if half is Half.SAYS:
        return "<strong>Nothing says it.</strong>"
    return _SAYS_WITHOUT_DOES if _holding(result, Half.SAYS) else "<strong>Nothing shows it.</strong>"


def _elsewhere(found: Iterable[Finding]) -> str:
    """By what a question is answered although no item of the usual kinds does; empty where nothing does."""
    found = tuple(found)
    if any(f.figures.get("denominator") for f in found):
        return "Counted, not registered"
    counting = [f.outcome for f in found if f.counts and not rules.only_told(f)]
    return "By another kind of evidence" if counting and lowest(counting) is Outcome.MET else ""


def _holding(result: CriterionResult, half: Half) -> tuple[EvidenceItem, ...]:
    """The evidence that answers one half: what says, or what shows. People and participants register nothing."""
    if half not in (Half.SAYS, Half.DOES):
        return ()
    return tuple(i for i in result.evidence if i.says == (half is Half.SAYS))


def parts(site: Site, here: str, result: CriterionResult) -> Iterator[str]:
    """The parts of a criterion's page for the four questions, with their headings."""
    for half, (_, heading) in HEADINGS.items():
        found = [f for f in result.findings if f.half is half and not _contradicts(f)]
        held = _holding(result, half)
        if not found and not held:
            continue
        yield f"## {heading} {{ #{half.value} }}"
        if held:
            yield evidence(site, here, result, held, half.value)
        elif half in (Half.SAYS, Half.DOES):
            yield f"<p>{_nothing(site, result, half)}</p>"
        yield from _found(site, here, result, half, found)


def _found(site: Site, here: str, result: CriterionResult, half: Half, found: Sequence[Finding]) -> Iterator[str]:
    """What was found, as tables where it is places or numbers; then what is to be asked."""
    topics = [f for f in found if "quotation" in f.figures]
    if topics:
        yield _topics(site, here, topics)
    counted = [f for f in found if half is not Half.SAYS and "denominator" in f.figures]
    if counted:
        yield _counted(site, here, counted, half)
        yield from (_fields(site, f) for f in counted)
    others = [f for f in found if f not in topics and f.check != _PERSON]
    yield findings.listed(site, here, others, counted=not counted, beside=result.findings)
    yield questions(result.criterion, half)


def _nothing(site: Site, result: CriterionResult, half: Half) -> str:
    """That no item is here to say it, or to show it."""
    if result.criterion.id in site.shown.withheld:
        does = "says" if half is Half.SAYS else "shows"
        return f"No item on this site {does} this. The service holds evidence that is not published: ask to see it."
    where = _elsewhere(f for f in result.findings if f.half is half)
    if half is Half.SAYS:
        return f"No registered document says this.{' Evidence of another kind does.' if where else ''}"
    if where:
        return "No registered record shows this in practice. What was counted or found stands below."
    told = "No registered record shows this in practice."
    return f"{_SAYS_WITHOUT_DOES} {told}" if _holding(result, Half.SAYS) else told


def contradictions(site: Site, here: str, result: CriterionResult) -> Iterator[str]:
    """What two records tell differently, with its heading."""
    found = [f for f in result.findings if _contradicts(f)]
    if found:
        yield "## What does not agree { #contradictions }"
        yield (
            "<p>Two records of the service tell different things. Either may be right: ask.</p>\n"
            + findings.listed(site, here, found)
        )


def whole(site: Site, here: str, result: CriterionResult) -> Iterator[str]:
    """What was found about the evidence as a whole, with its heading."""
    found = [f for f in result.findings if f.half is None and not _contradicts(f)]
    if found:
        yield "## The evidence as a whole { #whole }"
        yield findings.listed(site, here, found)


def exceptions(site: Site, here: str, result: CriterionResult) -> Iterator[str]:
    """The broken rules of this criterion that are explained, with the heading."""
    own = {f.check for f in result.findings}
    rows = [
        (
            text(e.id),
            site.rule(here, e.rule),
            text(e.reason),
            text(e.decided_by),
            html.day(e.on),
            html.day(e.until) + (" " + html.tag("Over", "not", "!") if e.until < site.assessment.as_of else ""),
        )
        for e in site.assessment.workspace.exceptions
        if e.rule in own
    ]
    if rows:
        columns = [
            Column("Who or what", True), Column("Rule"), Column("Reason"), Column("Decided by"), Column("On", True),
            Column("Until", True),
        ]  # fmt: skip
        yield "## Explained exceptions { #exceptions }"
        yield html.table("exceptions-table", "Broken rules that the service explains", columns, rows)


def evidence(
    site: Site, here: str, result: CriterionResult, items: Sequence[EvidenceItem], name: str = "evidence"
) -> str:
    """A table of items that support the criterion, with where to look in each and what it shows."""
    rows = [
        _row(site, here, item, support)
        for item in items
        for support in item.supports
        if support.criterion == result.criterion.id
    ]
    if site.public:
        columns = [Column("Item"), Column("Kind"), Column("Date or period")]
        return html.table(f"{name}-table", "Published evidence", columns, [(r[0], r[1], r[4]) for r in rows])
    columns = [
        Column("Item"), Column("Kind"), Column("Where to look"), Column("What it shows"), Column("Date or period"),
    ]  # fmt: skip
    return html.table(f"{name}-table", "Evidence, and where to look in it", columns, rows, "evidence")


def _row(site: Site, here: str, item: EvidenceItem, support: Support) -> tuple[str, ...]:
    trouble = "" if item.usable else "<br>" + html.tag(f"File {item.file_state.value}", "not", "!")
    return (
        site.item(here, item) + trouble,
        text(item.kind),
        text(support.where_in_item),
        text(support.how),
        html.dated(item),
    )


def _contradicts(finding: Finding) -> bool:
    """Whether two records differ. Some of it lowers nothing, and still has to be put right."""
    return finding.check in _CONTRADICTIONS and (finding.outcome is not Outcome.MET or bool(finding.next_step))


def _topics(site: Site, here: str, found: Iterable[Finding]) -> str:
    """Where exactly the documents say it."""
    rows = []
    for f in found:
        item, where, topic = site.item_of(f.evidence), f.where, str(f.figures.get("topic", ""))
        place = (where.page and f"page {where.page}") or (where.heading and f"“{where.heading}”") if where else ""
        heading = where.heading if where and where.heading and not where.page else ""
        quotation = _without(heading, str(f.figures["quotation"]))
        rows.append(
            (
                text(topic[:1].upper() + topic[1:]),
                site.item(here, item) if item else "",
                text(place or ""),
                f"<q>{text(quotation)}</q>" if quotation else "",
            )
        )
    columns = [Column("Topic"), Column("Document"), Column("Where"), Column("Quotation")]
    return html.table("topics-table", "Where the documents say it", columns, rows, "evidence")


def _without(heading: str, quotation: str) -> str:
    """A quotation without the heading that it begins with, or with the end of which it begins: it is told beside it."""
    words, cut = heading.split(), quotation.startswith("…")
    body = quotation.removeprefix("…")
    for number in range(len(words) if cut else min(1, len(words))):
        tail = " ".join(words[number:])
        if body == tail or body.startswith(tail + " "):
            return body.removeprefix(tail).strip()
    return quotation


def _counted(site: Site, here: str, found: Iterable[Finding], half: Half) -> str:
    """What the rules count: how many are in order, of how many, over which period, and who is not counted."""
    rows = []
    for f in found:
        piles = [f.figures.get(p, 0) for p in rules.PILES]
        out = "" if "; not counted: " in f.message else rules.outside(f)  # it stands below, in the finding's sentence
        about = "; ".join(filter(None, (rules.limits(f), f"not counted: {out}" if out else "")))
        quiet = f'<br><span class="rsqm-quiet">{text(about)}</span>' if about else ""
        only_told = not any(piles[:-1])  # a rule that judges nobody has no piles
        numbers = [_ABSENT.format("–") if only_told else _number(n) for n in piles[:-1]]
        rows.append((site.rule(here, f.check) + quiet, *numbers, str(piles[-1])))
    columns = ["Rule", "In order", "Not in order", "Cannot be told", "Explained", "Counted"]
    return html.table(f"{half.value}-figures", "What was counted", columns, rows, "counts")


def _number(number: object) -> str:
    return text(number) if number else _ABSENT.format(0)


def _fields(site: Site, finding: Finding) -> str:
    """How complete each field is, where the finding says so; empty otherwise."""
    rows = [(text(_field(site, key)), text(value)) for key, value in finding.figures.items() if "." in key]
    if not rows:
        return ""
    table = html.table("fields-table", "Completeness of each field", ["Field", "Filled in"], rows)
    return html.details("Completeness of each field", table)


def _field(site: Site, key: str) -> str:
    """What a column of a table is called, and what it holds, in the words of its published schema."""
    table, _, column = key.partition(".")
    called = site.assessment.workspace.tables.called.get(table)
    return f"{called.title}: {called.columns[column]}" if called and column in called.columns else key


def asked(criterion: Criterion, half: Half | None = None) -> tuple[tuple[str, str], ...]:
    """What only a person can judge: whom to ask, and the question, in the catalogue's words. None: of every half."""
    people = (e.parameters for e in criterion.expectations if e.check == _PERSON and half in (None, e.half))
    return tuple((str(p.get("who", "")), str(p.get("question", ""))) for p in people)


def questions(criterion: Criterion, half: Half) -> str:
    """Those questions as a list; empty where there is none."""
    asks = (f"<strong>{text(who)}:</strong> {text(ask)}" for who, ask in asked(criterion, half))
    return html.items(asks, "questions")
