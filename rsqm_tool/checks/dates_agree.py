"""Dates of review and approval in a document's own text are those that the register gives.

Judges supporting items that say what should happen, whose text could be read. A date of review or approval counts where
the text gives it for itself: in a line, a cell or a footer that begins with "Review date", "Next review", "Review by",
"Review due", "Approved on" or the like, or in a sentence about "this policy". One date that agrees is enough: older
versions may be listed, too. A month alone agrees with each of its days. A difference is told with both dates and both
places and lowers nothing, but for one: where every date of review in the document has passed while the register's has
not, it is partly met. A date in the document that the register lacks is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rsqm_tool.checks._inquiry import Inquiry, named
from rsqm_tool.checks._written_dates import APPROVAL, REVIEW, Said, said
from rsqm_tool.checks.reviewed import review_due
from rsqm_tool.dates import agreeing, count, in_words
from rsqm_tool.model import EvidenceItem, Finding, Location, Outcome

_WORDS = {REVIEW: "that its review is due", APPROVAL: "that it was approved"}
_KEYS = {REVIEW: "review_by", APPROVAL: "approved_on"}


def check(inquiry: Inquiry) -> Iterator[Finding]:
    kept = compared = 0
    for item in inquiry.usable:
        for about in (REVIEW, APPROVAL) if item.says and item.text else ():
            dates = [d for d in said(item.text) if d.about == about] if item.text else []
            if not dates:
                continue
            finding = _judge(inquiry, item, about, dates)
            compared += 1
            kept += finding is None
            if finding:
                yield finding
    if kept:
        figures = {"kept": kept, "broken": compared - kept, "denominator": compared}
        told = f"{count(compared, 'date')} of review or approval in documents {agreeing(kept, 'agree')}"
        message = f"{kept} of {told} with the register"
        yield inquiry.finding(Outcome.MET, message, figures=figures)


def _judge(inquiry: Inquiry, item: EvidenceItem, about: str, dates: Sequence[Said]) -> Finding | None:
    """What to say of one item's dates of one sort; nothing where one of them agrees."""
    known = [d for d in _registered(inquiry, item, about) if d]
    if any(d.agrees(day) for d in dates for day in known):
        return None
    newest = max(dates, key=lambda d: d.day)
    passage, key = newest.passage, _KEYS[about]
    # A footer says nothing of the place but which document it is.
    place = Location(item.file or item.where.path, page=passage.page, heading=passage.heading)
    figures: dict[str, int | float | str] = {"document": newest.day.isoformat()}
    own = getattr(item, key)
    start = f"{named(item)} says {_WORDS[about]} {'in' if newest.whole_month else 'on'} {newest} ({place})"
    if own is None:
        step = f"Enter `{key}:` in the register, if that is right."
        message = f"{start}; the register gives no such date"
        return inquiry.finding(Outcome.MET, message, step, evidence=item.id, where=place, figures=figures)
    figures["register"] = own.isoformat()
    message = f"{start}; the register says {in_words(own)} ({item.where})"
    step = "Correct whichever of the two is wrong."
    outcome = Outcome.PARTLY_MET if about == REVIEW and _passed(inquiry, own, dates) else Outcome.MET
    return inquiry.finding(outcome, message, step, evidence=item.id, where=place, figures=figures)


def _registered(inquiry: Inquiry, item: EvidenceItem, about: str) -> tuple[date | None, ...]:
    if about == APPROVAL:
        return item.approved_on, item.dated
    due, _ = review_due(item, inquiry.workspace.targets, inquiry.as_of)
    return item.review_by, due, item.covers.to if item.covers else None


def _passed(inquiry: Inquiry, own: date, dates: Sequence[Said]) -> bool:
    """Whether the document is past its own review while the register says that it is not."""
    return own >= inquiry.as_of and all(_over(d, inquiry.as_of) for d in dates)


def _over(written: Said, as_of: date) -> bool:
    return written.day < as_of and not (written.whole_month and written.agrees(as_of))
