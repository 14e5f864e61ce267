"""Each topic that a criterion expects is found in a document, with its place.

Looks in the supporting items of the given kinds for each topic: one of its phrases, in any of the documents, is
enough. Words are compared whole, whatever their capitals and hyphens; a word with `*` stands for its family. What is
found is told with page or heading and a short quotation, in a heading rather than elsewhere. That a topic is not
found proves nothing: it is a question, and partly met at worst. Where the register names the topic under `where:` for
this criterion, that counts by the manager's word, and is told as such. Documents without a text that the tool can
read are told; where there are only those, it is not assessed. Without any item of the kinds it says nothing: `kinds`
does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rsqm_tool.checks import Kinds, Topics
from rsqm_tool.checks._inquiry import Inquiry, ids, repair
from rsqm_tool.checks._phrases import Hit, best, has_words, is_in
from rsqm_tool.dates import agreeing, count
from rsqm_tool.model import Because, EvidenceItem, Finding, Location, Outcome, Sensitivity, Support


def check(inquiry: Inquiry, *, topics: Topics, kinds: Kinds) -> Iterator[Finding]:
    items = [i for i in inquiry.items if i.kind in kinds]
    read = [i for i in items if i.usable and has_words(i.text)]
    unread = [i for i in items if i not in read]
    if not items:
        return
    wanting: list[str] = []
    for topic, phrases in topics.items():
        if hit := _best(read, phrases):
            yield _found(inquiry, topic, *hit)
        elif claim := _claim(inquiry, items, (topic, *phrases)):
            yield _by_word(inquiry, topic, *claim, unread)
        else:
            wanting.append(topic)
            if read:
                yield _question(inquiry, topic, read, unread)
    kept = len(topics) - len(wanting)
    broken = len(wanting) if read else 0
    figures = {"kept": kept, "broken": broken, "cannot_tell": len(wanting) - broken, "denominator": len(topics)}
    if wanting and not read:
        yield _unread(inquiry, wanting, unread, figures)
    aside = f"; not read: {ids(unread)}" if unread else ""
    message = f"{kept} of {count(len(topics), 'topic')} {agreeing(kept, 'are found')}{aside}"
    yield inquiry.finding(Outcome.MET, message, figures=figures)


def _best(read: Sequence[EvidenceItem], phrases: Sequence[str]) -> tuple[EvidenceItem, Hit] | None:
    """The item and place that say most: in a heading rather than elsewhere, of the item that the register has first."""
    hits = [(i, hit) for i in read if i.text and (hit := best(i.text, phrases))]
    return min(hits, key=lambda pair: not pair[1].in_heading, default=None)


def _found(inquiry: Inquiry, topic: str, item: EvidenceItem, hit: Hit) -> Finding:
    passage = hit.passage
    where = Location(item.file or item.where.path, page=passage.page, heading=passage.heading)
    at = f"page {passage.page}" if passage.page else ""
    if passage.heading:
        at = f"{at}, {passage.heading!r}" if at else repr(passage.heading)
    # Nothing of a private document's words leaves it, whoever the finding is shown to.
    quotation = "" if item.sensitivity is Sensitivity.PRIVATE else hit.quotation
    figures: dict[str, int | float | str] = {"topic": topic, "phrase": hit.phrase, "quotation": quotation}
    message = f"{_capital(topic)}: {item.id}{', ' if at else ''}{at}"
    return inquiry.finding(Outcome.MET, message, evidence=item.id, where=where, figures=figures)


def _claim(
    inquiry: Inquiry, items: Iterable[EvidenceItem], words: Sequence[str]
) -> tuple[EvidenceItem, Support] | None:
    """The claim in the register that names a topic's place."""
    for item in items:
        for support in item.supports if item.usable else ():
            if support.criterion == inquiry.criterion.id and any(is_in(w, support.where_in_item) for w in words):
                return item, support
    return None


def _by_word(
    inquiry: Inquiry, topic: str, item: EvidenceItem, support: Support, unread: Sequence[EvidenceItem]
) -> Finding:
    why = "the tool cannot read it" if item in unread else "the tool did not find it in the text"
    message = f"{_capital(topic)}: {item.id}, {support.where_in_item}, by the register's word; {why}"
    return inquiry.finding(Outcome.MET, message, evidence=item.id, where=support.where, figures={"topic": topic})


def _question(inquiry: Inquiry, topic: str, read: Sequence[EvidenceItem], unread: Sequence[EvidenceItem]) -> Finding:
    aside = f" ({ids(unread)} {'is' if len(unread) == 1 else 'are'} not read)" if unread else ""
    message = f"No section on {topic} found in {ids(read)}{aside}: is it there in other words?"
    id = inquiry.criterion.id
    step = f"If it is there, name its place for {id} in the register: `where: section …, {topic}`. Otherwise write it."
    item = read[0]
    where = next((s.where for s in item.supports if s.criterion == id), item.where)
    return inquiry.finding(Outcome.PARTLY_MET, message, step, evidence=item.id, where=where, figures={"topic": topic})


def _unread(
    inquiry: Inquiry, wanting: Sequence[str], unread: Sequence[EvidenceItem], figures: dict[str, int]
) -> Finding:
    item = unread[0]
    message = f"Not judged: no text of {ids(unread)} to look for {', '.join(wanting)}"
    step = f"{_why(item)} Or name the places under `where:` in the register."
    return inquiry.about(item, Outcome.NOT_ASSESSED, message, step, because=Because.UNREAD, figures=figures)


def _why(item: EvidenceItem) -> str:
    if not item.usable:
        return repair(item)
    if item.text and item.text.trouble:
        return f"{item.text.trouble}."
    if item.text:
        return " ".join([*(f"{note}." for note in item.text.notes), "Register it as a document that has text."])
    return "Register a copy of it as a file that the tool reads (`rsqm list formats`)."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
