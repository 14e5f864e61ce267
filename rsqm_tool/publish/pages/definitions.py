"""Definitions: what the words mean, how each rule counts, and what each monitoring figure counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rsqm_tool import checks
from rsqm_tool.checks._cases import is_flat
from rsqm_tool.dates import count
from rsqm_tool.escape import html as text
from rsqm_tool.model import Criterion, Expectation
from rsqm_tool.publish import html, rules, wording
from rsqm_tool.publish.context import Site

_HERE = "definitions"

# The five outcomes and how they come about, as the checks grade (checks/_tally) and their findings decide (assess). The
# page on how to read the site says the same, word for word.
OUTCOMES = (
    ("Met", "The service rates it met, and no rule finds anything missing, past its day or not kept."),
    (
        "Partly met",
        "Something is missing, past its day or cannot be told. Or a rule is not kept by one of those counted, or by up "
        "to a tenth of them. Or a rule on safety or consent was broken more than 12 months ago, and what was learned "
        "is recorded. Or the service says so itself.",
    ),
    (
        "Not met",
        "Nothing that can be opened is registered for it, or it has run out. Or a rule is not kept by more than one of "
        "those counted and more than a tenth of them. Or a rule on safety or consent was broken in the last 12 months, "
        "or earlier with nothing recorded that was learned. Or the service says so itself.",
    ),
    ("Not assessed", "Nobody can tell: the service has not rated it, or what a rule needs is not there to read."),
    ("Not applicable", "The service does not do this and says why, where the framework allows it."),
)
LOWEST = (
    "The outcome is the lowest of the service's own rating and everything that the rules find. How far each rule can "
    "lower it, the framework sets."
)
_WORDS = (
    ("Gap", "What is not met or not assessed, and {criteria} about safeguarding that are only partly met."),
    ("In order", "Counted, and the rule is kept."),
    ("Cannot be told", "Counted, and a blank cell or a partner's record leaves open whether the rule is kept."),
    ("Explained", "The rule is broken, and a named role has given one of the listed reasons, until a day."),
    ("Not counted", "Outside the rule, for the reason given: somebody who left, or a case from before the period."),
    (
        "For information",
        "A figure to read, such as how many were satisfied. Nothing is met or missed by it, and it lowers no outcome.",
    ),
    ("Stated, not shown", "Somebody says that it is done, and can be asked; no registered item and no count shows it."),
    ("Says without does", "Documents say what should happen, and no registered record shows that it does."),
    ("For a person", "Only a person can judge it, by asking or looking. It lowers no outcome."),
    (
        "As-of date",
        "The day on which all this is judged. What is dated later counts for nothing; what lapses later is told.",
    ),
)


def pages(site: Site) -> dict[str, str]:
    """The page of definitions."""
    page = html.page(
        "Definitions",
        "<p>What the words and numbers on this site mean, and how they were counted.</p>",
        "## Words { #words }",
        html.facts([(word, text(_in_words(site, said))) for word, said in (*OUTCOMES, *_WORDS)]),
        f"<p>{LOWEST}</p>",
        *_figures(site),
        "## Rules { #rules }",
        f"<p>Each rule, with the {site.noun('criteria')} that use it. {_whose_limits(site)}</p>",
        *_rules(site),
    )
    return {_HERE: page}


def _whose_limits(site: Site) -> str:
    """Where the limits are from that the rules tell: what the service sets for itself is not published."""
    if site.public:
        return "The limits are those that the framework sets. Where the service has set its own, those count instead."
    return "The limits are those that this assessment uses."


def _in_words(site: Site, sentence: str) -> str:
    return sentence.format(criteria=site.plain("criteria"))


def _figures(site: Site) -> Iterable[str]:
    """What each monitoring figure counts, with the heading."""
    if site.monitoring and site.monitoring.figures:
        yield "## Monitoring figures { #figures }"
        yield html.facts([(text(f.title), html.sentence(f.definition)) for f in site.monitoring.figures])


def _rules(site: Site) -> Iterator[str]:
    """Every rule that a page names, by name: the framework's, those of the toolkit, and any that a finding has."""
    used: dict[str, list[tuple[Criterion, Expectation]]] = {check: [] for check in rules.BUILT_IN}
    for criterion in site.assessment.framework.criteria:
        for expectation in criterion.expectations:
            used.setdefault(expectation.check, []).append((criterion, expectation))
    for check in (f.check for r in site.assessment.results for f in r.findings):
        used.setdefault(check, [])
    for check in sorted(used, key=rules.name):
        yield f"### {text(rules.name(check))} {{ #{rules.anchor(check)} }}"
        yield _rule(site, check, used[check])


def _rule(site: Site, check: str, uses: list[tuple[Criterion, Expectation]]) -> str:
    if check in rules.BUILT_IN:
        return "\n".join(f"<p>{text(_in_words(site, said))}</p>" for said in rules.BUILT_IN[check])
    if check not in checks.names():
        return "<p>Nothing describes this rule.</p>"
    assessment = site.assessment
    limits, flat = wording.limits(assessment.framework, check, assessment.workspace.targets), _flat(site)
    paragraphs = (wording.plain(p, limits, flat) for p in checks.documentation(check).split("\n\n"))
    told = "\n".join(f"<p>{text(p)}</p>" for p in paragraphs if p)
    sources = dict.fromkeys(e.source for _, e in uses)
    facts = html.facts(
        [
            ("Used in", _used(site, {c.id for c, _ in uses})),
            ("Source", ", ".join(html.address(s) for s in sources)),
        ],
        "small",
    )
    return told + "\n" + facts


def _used(site: Site, ids: set[str]) -> str:
    """The criteria that use a rule; where nearly all do, those that do not."""
    every = [c.id for c in site.assessment.framework.criteria]

    def links(wanted: Iterable[str]) -> str:
        return site.numbers(_HERE, wanted)

    without = [id for id in every if id not in ids]
    if len(without) < len(every) / 4:
        noun = count(len(every), site.noun("criterion"), site.noun("criteria"))
        return f"all {noun}" + (f" but {links(without)}" if without else "")
    return links(id for id in every if id in ids)


def _flat(site: Site) -> bool:
    """Whether the service's cases are one row each, so that what the rules say of such tables is worth telling."""
    return is_flat(site.assessment.workspace.tables, "processes")
