"""Findings as lists: by the question that they answer, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable

from rsqm_tool.escape import html as text
from rsqm_tool.model import Because, Finding, Half
from rsqm_tool.publish import html
from rsqm_tool.publish.context import Site
from rsqm_tool.reports._words import urgency

_QUESTIONS: tuple[tuple[Half | None, str, str], ...] = (
    (Half.SAYS, "What documents say", "says"),
    (Half.DOES, "What records show is done", "does"),
    (Half.TOLD, "What people can tell", "told"),
    (Half.FELT, "What participants felt", "felt"),
    (None, "The evidence as a whole", "whole"),
)
_BECAUSE = {
    Because.PERSON: "Only a person can judge this. It does not lower the outcome.",
    Because.NOBODY: "There was nobody to count. It does not lower the outcome.",
    Because.UNREAD: "Nobody can tell from what is there, and that lowers the outcome.",
}
# The piles that a check counts on, besides those in order; and what its sentence says already, as it does who is out.
_PILES = (("broken", "not"), ("cannot_tell", "cannot be told"), ("explained", "explained"))
_SAID = ("found", "wanted", "within_months")


def grouped(site: Site, here: str, findings: Iterable[Finding]) -> Iterable[str]:
    """The findings of one criterion in groups, each with a heading of the third level."""
    found = tuple(findings)
    if not found:
        yield "<p>No check ran.</p>"
    for half, heading, name in _QUESTIONS:
        group = [f for f in found if f.half is half]
        if group:
            yield f"### {heading} {{ #{name} }}"
            yield listed(site, here, group)
    yield _definitions(found)


def _definitions(findings: Iterable[Finding]) -> str:
    """What the figures of some findings count, check by check: no number stands without it. Empty without figures."""
    told = {f.check: f.definition for f in findings if f.figures and f.definition}
    facts = [(f"<code>{text(name)}</code>", _paragraphs(told[name])) for name in sorted(told)]
    return html.details("What these figures count, and what they leave out", html.facts(facts)) if facts else ""


def _paragraphs(value: str) -> str:
    return "\n".join(f"<p>{html.step(part)}</p>" for part in value.split("\n\n"))


def listed(site: Site, here: str, findings: Iterable[Finding], criteria: bool = False) -> str:
    """A list of findings, the most urgent first; with `criteria` each names its own."""
    ordered = sorted(findings, key=lambda f: (not f.counts, urgency(f.outcome)))
    return html.items((_one(site, here, f, criteria) for f in ordered), "findings")


def _one(site: Site, here: str, finding: Finding, with_criterion: bool) -> str:
    person = finding.because is Because.PERSON
    mark = html.tag("For a person", "person", "○") if person else html.status(finding.outcome)
    about = site.item_of(finding.evidence)
    lines = [f'<p class="rsqm-findings__said">{mark} {html.sentence(finding.message)}</p>']
    if finding.next_step:
        lines.append(f'<p class="rsqm-findings__next"><strong>Next step:</strong> {html.step(finding.next_step)}</p>')
    criterion = site.assessment.framework.criterion(finding.criterion) if with_criterion else None
    facts = [
        (site.word("criterion"), site.criterion(here, criterion) if criterion else ""),
        ("Item", site.item(here, about) if about and site.items[about.id] != here else ""),
        ("Lapses on", html.day(finding.lapses_on)),
        ("Who or what", text(", ".join(s for s in finding.subjects if s != finding.evidence))),
        ("Counted", text(_figures(finding))),
        ("Note", _BECAUSE[finding.because] if finding.because else ""),
        ("Place", html.place(finding.where)),
        ("Check", f"<code>{text(finding.check)}</code>, {html.address(finding.source)}"),
    ]
    lines.append(html.facts(facts, "small"))
    return "\n".join(lines)


def _figures(finding: Finding) -> str:
    """How many of how many, where the sentence does not say it already; then whatever else was counted."""
    numbers = dict(finding.figures)
    piles = [(words, numbers.pop(name, 0)) for name, words in _PILES]
    kept, whole = numbers.pop("kept", None), numbers.pop("denominator", 0)
    parts = [f"{n} {words}" for words, n in piles if n]
    parts = [f"{kept} of {whole} in order", *parts] if parts and kept is not None and whole != 1 else []
    others = [f"{name.replace('_', ' ')} {n}" for name, n in numbers.items() if name not in _SAID and ":" not in name]
    return ", ".join(parts + others)
