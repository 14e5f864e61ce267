"""Findings as lists, the most urgent first. What several rules say alike is told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from rsqm_tool.dates import in_words
from rsqm_tool.escape import html as text
from rsqm_tool.model import Because, Finding, Outcome
from rsqm_tool.publish import html, rules
from rsqm_tool.publish.context import Site
from rsqm_tool.reports._words import urgency

_BECAUSE = {
    Because.PERSON: "Only a person can judge this. It does not lower the outcome.",
    Because.NOBODY: "There was nobody to count. It does not lower the outcome.",
    Because.UNREAD: "Nobody can tell from what is there, and that lowers the outcome.",
}
# Instead of "Met", where that would say too much.
INFORMATION = html.tag("For information", "person", "·")
STATED = html.tag("Stated, not shown", "partly", "!")
# The piles that a check counts on, besides those in order.
_PILES = (("broken", "not in order"), ("cannot_tell", "cannot be told"), ("explained", "explained"))


def listed(
    site: Site,
    here: str,
    findings: Iterable[Finding],
    *,
    criteria: bool = False,
    counted: bool = True,
    beside: Sequence[Finding] = (),
) -> str:
    """A list of findings, the most urgent first; with `criteria` each names its own, with `counted` its numbers.

    `beside`: the other findings on the same criterion, which may show what one of these says is only stated.
    """
    ordered = sorted(findings, key=lambda f: (not f.counts, rules.only_told(f), urgency(f.outcome)))
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for f in ordered:
        alike.setdefault((f.outcome, f.because, f.message, f.next_step), []).append(f)
    shown = [(group, rules.only_stated(group[0], (*ordered, *beside))) for group in alike.values()]
    return html.items((_one(site, here, group, stated, criteria, counted) for group, stated in shown), "findings")


def _one(site: Site, here: str, group: Sequence[Finding], stated: bool, with_criteria: bool, counted: bool) -> str:
    finding = group[0]
    lines = [f'<p class="rsqm-findings__said">{_mark(finding, stated)} {html.step(finding.message)}</p>']
    if finding.next_step:
        step = f"<strong>Next step for the service:</strong> {html.step(finding.next_step)}"
        lines.append(f'<p class="rsqm-findings__next">{step}</p>')
    criteria = dict.fromkeys(f.criterion for f in group) if with_criteria else ()
    links = [site.criterion(here, site.assessment.framework.criterion(c)) for c in criteria]
    about = [site.item_of(id) for id in dict.fromkeys(f.evidence for f in group)]
    subjects = dict.fromkeys(s for f in group for s in f.subjects if s != f.evidence)
    days = [f.lapses_on for f in group if f.lapses_on]
    facts = [
        (site.word("criteria" if len(links) > 1 else "criterion"), "<br>".join(links)),
        ("Item", "<br>".join(site.item(here, i) for i in about if i and site.items[i.id] != here)),
        ("Lapses on", html.day(min(days)) if days and not _says(finding, min(days)) else ""),
        ("Who or what", text(", ".join(subjects))),
        ("Counted", text(_figures(finding)) if counted or "denominator" not in finding.figures else ""),
        ("Note", _note(finding, stated)),
        ("Place", "<br>".join(dict.fromkeys(html.place(f.where) for f in group if f.where))),
        ("Rule", "<br>".join(dict.fromkeys(_rule(site, here, f) for f in group))),
    ]
    told = [(name, value) for name, value in facts if value]
    if [name for name, _ in told] == ["Rule"] and len(lines) == 1:  # most of what is met: one line is enough
        return lines[0].removesuffix("</p>") + f' <span class="rsqm-quiet">Rule: {told[0][1]}</span></p>'
    lines.append(html.facts(told, "small"))
    return "\n".join(lines)


def _says(finding: Finding, day: date) -> bool:
    """Whether its sentence gives a day, and not only one that ends in the same words: 1 March stands in 31 March."""
    return re.search(rf"(?<!\d){re.escape(in_words(day))}", finding.message) is not None


def _mark(finding: Finding, stated: bool) -> str:
    """What a finding comes to, as a tag: its outcome, unless nobody or nothing judged."""
    if finding.because is Because.PERSON:
        return html.tag("For a person", "person", "○")
    if stated:
        return STATED
    return INFORMATION if rules.only_told(finding) else html.status(finding.outcome)


def _note(finding: Finding, stated: bool) -> str:
    """Why it does or does not lower the outcome, where its own outcome does not say so."""
    if finding.because:
        return _BECAUSE[finding.because]
    if rules.only_told(finding):
        return "A figure to read, not to pass or fail. It does not lower the outcome."
    if stated:
        return "Somebody says so, and can be asked. It does not lower the outcome."
    return "It does not lower the outcome." if finding.outcome is Outcome.MET and finding.next_step else ""


def _rule(site: Site, here: str, finding: Finding) -> str:
    """The rule as a link to its definition, and where it comes from."""
    return f"{site.rule(here, finding.check)}, {html.address(finding.source)}"


def _figures(finding: Finding) -> str:
    """How many of how many, where the sentence does not say it already; then the limits of the rule."""
    numbers = finding.figures
    parts = [f"{numbers[name]} {words}" for name, words in _PILES if numbers.get(name)]
    kept, whole = numbers.get("kept"), numbers.get("denominator", 0)
    parts = [f"{kept} of {whole} in order", *parts] if parts and kept is not None and whole != 1 else []
    return ", ".join(filter(None, (*parts, rules.limits(finding))))
