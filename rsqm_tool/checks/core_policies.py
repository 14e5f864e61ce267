"""Each topic that safe practice needs is covered by an approved document.

Judges usable supporting items that say what should happen. An item covers the topics that its `about:` lists (a topic
or one of its words). Without `about:` the title of a policy, procedure or guidance decides, and the finding says so.
Capitals, hyphens and plurals do not matter. Presence only: dates and content are other criteria.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rsqm_tool.checks import Topics
from rsqm_tool.checks._inquiry import Inquiry, ids, lacking
from rsqm_tool.checks._topics import is_same, mentions
from rsqm_tool.checks.approved import remedy, trouble
from rsqm_tool.dates import agreeing, count
from rsqm_tool.model import EvidenceItem, Finding, Outcome

_TITLED = ("policy", "procedure", "guidance")  # kinds whose title may decide: a form about consent is no policy on it


def check(inquiry: Inquiry, *, topics: Topics) -> Iterator[Finding]:
    documents = {t: [i for i in inquiry.items if i.says and _covers(i, t, words)] for t, words in topics.items()}
    covering = {
        t: [i for i in found if i.usable and not trouble(i, inquiry.as_of)] for t, found in documents.items()
    }  # fmt: skip
    covered = sum(map(bool, covering.values()))
    figures = {"kept": covered, "broken": len(topics) - covered, "denominator": len(topics)}
    for topic in topics:
        if not covering[topic]:
            yield _wanting(inquiry, topic, documents[topic], figures)
    by_title = dict.fromkeys(i.id for found in covering.values() for i in found if not i.about)
    aside = f"; by their titles alone: {', '.join(by_title)}" if by_title else ""
    yield inquiry.finding(
        Outcome.MET,
        f"{covered} of {count(len(topics), 'topic')} {agreeing(covered, 'are covered')}{aside}",
        figures=figures,
    )


def _covers(item: EvidenceItem, topic: str, words: Sequence[str]) -> bool:
    if item.about:
        return any(is_same(a, w) for a in item.about for w in (topic, *words))
    return item.kind in _TITLED and any(mentions(item.title, w) for w in words)


def _wanting(inquiry: Inquiry, topic: str, found: Sequence[EvidenceItem], figures: dict[str, int]) -> Finding:
    """A topic that no approved document covers. `found`: what would cover it."""
    pending = [i for i in found if i.usable]
    if pending:
        only = "the only document that covers it" if len(pending) == 1 else "the only documents that cover it"
        message = f"Not approved yet: {ids(pending)}, {only}: {topic}"
        step = remedy(pending[0], inquiry.as_of)
        return inquiry.about(pending[0], Outcome.PARTLY_MET, message, step, figures=figures)
    step = f"Approve one that does: enter {topic!r} under `about:` and {inquiry.criterion.id} under `supports:`."
    return lacking(inquiry, f"Missing: no approved document covers {topic}", step, found, figures=figures)
