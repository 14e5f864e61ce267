"""Each topic that safe practice needs is covered by an approved document.

Judges usable supporting items that say what should happen. An item covers the topics that its `about:` lists; without
`about:` the words of its title decide, and the finding says so. Presence only: dates and content are other criteria.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rsqm_tool.checks import Topics
from rsqm_tool.checks._inquiry import Inquiry, ids
from rsqm_tool.checks.approved import trouble
from rsqm_tool.model import EvidenceItem, Finding, Outcome


def check(inquiry: Inquiry, *, topics: Topics) -> Iterator[Finding]:
    documents = [i for i in inquiry.usable if i.says]
    approved = [i for i in documents if not trouble(i, inquiry.as_of)]
    lacking = [t for t, words in topics.items() if not _covering(approved, t, words)]
    figures = {"kept": len(topics) - len(lacking), "broken": len(lacking), "denominator": len(topics)}
    for topic in lacking:
        pending = _covering(documents, topic, topics[topic])
        message = f"Missing: no approved document covers {topic}"
        step = f"Approve one that does; name the topic under `about:` and {inquiry.criterion.id} under `supports:`."
        if pending:
            message = f"Not approved yet: {ids(pending)}, the only document that covers {topic}"
            step = "Have it approved, then enter `approved_by:` and `approved_on:`."
        yield inquiry.finding(Outcome.PARTLY_MET, message, step, figures=figures)
    by_title = [i for i in approved if not i.about]
    aside = f"; by their titles alone: {ids(by_title)}" if by_title else ""
    covered = len(topics) - len(lacking)
    yield inquiry.finding(Outcome.MET, f"{covered} of {len(topics)} topics are covered{aside}", figures=figures)


def _covering(items: Sequence[EvidenceItem], topic: str, words: Sequence[str]) -> list[EvidenceItem]:
    return [i for i in items if _covers(i, [w.casefold() for w in (topic, *words)])]


def _covers(item: EvidenceItem, words: Sequence[str]) -> bool:
    if item.about:
        return any(a.casefold() in words for a in item.about)
    title = f" {''.join(c if c.isalnum() else ' ' for c in item.title.casefold())} "
    return any(f" {' '.join(w.replace('-', ' ').split())}" in title for w in words)
