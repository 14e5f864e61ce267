"""What runs for a period is in force today and on the day of the assessment.

Judges supporting items of the given kinds by `covers`. Not in force on the as-of date is not met; ending before the
assessment is partly met. An item without an end rolls on: it must have been approved, dated or begun within
`rolling_months`. One item is enough, or one after another; days between them are told. Whether it is signed or approved
is for another rule.

With `each: true` every item must be in force. But one that begins later lowers nothing beside one in force, and may
take over from one that ends: the same `signed_by:` or `agency:`, and no day between them.

Where there is no item of the kinds it says nothing: `kinds` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rsqm_tool.checks import Kinds
from rsqm_tool.checks._inquiry import Inquiry, ids, named
from rsqm_tool.dates import add_months, count, in_words
from rsqm_tool.model import EvidenceItem, Finding, Outcome, is_worse

_UNKNOWN = "Enter its period as `covers:` in the register."
_TO_COME = "Register what is in force until then, or correct the date."
_ENDED = "Register what replaces it, with its period as `covers:`, or take this criterion out of its `supports:`."
_ENDS = "Renew it, and register the renewal with its period as `covers:` and those who signed as `signed_by:`."
_REVIEW = "Review it, and enter the day as `approved_on:` in the register."
_BETWEEN = "Arrange for the days between."


@dataclass(frozen=True, slots=True)
class _Span:
    """An item with the days on which it is in force, and how that stands against today and the assessment."""

    item: EvidenceItem
    begins: date | None  # None: nothing is known
    last: date  # in force, or a review due where it rolls on
    outcome: Outcome
    words: str = ""  # to follow the item's name
    step: str = ""
    lapses_on: date | None = None

    def holds(self, day: date) -> bool:
        return self.begins is not None and self.begins <= day <= self.last


def check(inquiry: Inquiry, *, kinds: Kinds, each: bool = False, rolling_months: int = 24) -> Iterator[Finding]:
    spans = [_span(inquiry, i, rolling_months) for i in inquiry.items if i.kind in kinds]
    told = list(_each(inquiry, spans) if each else _one(inquiry, spans))
    short = sum(s.outcome is not Outcome.MET for s in told)
    figures = {"kept": len(spans) - short, "broken": short, "denominator": len(spans)}
    if not each:
        figures = {"found": sum(s.holds(inquiry.as_of) for s in spans), "wanted": 1}
    for s in told:
        message = f"{named(s.item)} {s.words}"
        yield inquiry.about(s.item, s.outcome, message, s.step, lapses_on=s.lapses_on, figures=figures)
    fine = [s.item for s in spans if s.holds(inquiry.as_of) or s.holds(inquiry.assessment_on)]
    if fine and not told:
        periods, verb = ("periods", "cover") if len(fine) > 1 else ("period", "covers")
        message = f"The {periods} of {ids(fine)} {verb} today and the day of the assessment"
        yield inquiry.finding(Outcome.MET, message, figures=figures)


def _span(inquiry: Inquiry, item: EvidenceItem, rolling_months: int) -> _Span:
    today = inquiry.as_of
    begins = item.covers.start if item.covers else item.approved_on or item.dated
    if begins is None:
        words = "has no period that it covers, and no date"
        return _Span(item, None, date.min, Outcome.PARTLY_MET, words, _UNKNOWN)
    ends = item.covers.to if item.covers else None
    if begins > today:
        words = f"is not in force yet: it begins on {in_words(begins)}"
        return _Span(item, begins, ends or date.max, Outcome.NOT_MET, words, _TO_COME)
    if ends is None:
        looked_at = max(d for d in (begins, item.approved_on, item.dated) if d and d <= today)
        return _rolling(inquiry, _Span(item, begins, add_months(looked_at, rolling_months), Outcome.MET), looked_at)
    return _ending(inquiry, _Span(item, begins, ends, Outcome.MET))


def _rolling(inquiry: Inquiry, span: _Span, looked_at: date) -> _Span:
    if span.last < inquiry.as_of:
        words = f"has no end, and the register shows no review since {in_words(looked_at)}"
        return replace(span, outcome=Outcome.PARTLY_MET, words=words, step=_REVIEW)
    if span.last < inquiry.assessment_on:
        early = count((inquiry.assessment_on - span.last).days, "day")
        words = f"has no end; its review is due {in_words(span.last)}, {early} before the assessment"
        return replace(span, words=words, step=_REVIEW, lapses_on=span.last)
    return span


def _ending(inquiry: Inquiry, span: _Span) -> _Span:
    if span.last < inquiry.as_of:
        ago = count((inquiry.as_of - span.last).days, "day")
        words = f"ended on {in_words(span.last)}, {ago} ago: it is not in force"
        return replace(span, outcome=Outcome.NOT_MET, words=words, step=_ENDED)
    if span.last < inquiry.assessment_on:
        early = count((inquiry.assessment_on - span.last).days, "day")
        words = f"ends on {in_words(span.last)}, {early} before the assessment"
        return replace(span, outcome=Outcome.PARTLY_MET, words=words, step=_ENDS)
    return span


def _one(inquiry: Inquiry, spans: Sequence[_Span]) -> Iterator[_Span]:
    """What to tell where one item is enough: nothing when one is, else the one that comes nearest."""
    if any(s.holds(inquiry.as_of) and s.holds(inquiry.assessment_on) for s in spans):
        return
    if any(s.holds(inquiry.as_of) for s in spans) and any(s.holds(inquiry.assessment_on) for s in spans):
        yield from _interrupted(inquiry, spans)
        return
    best: _Span | None = None
    for s in sorted(spans, key=lambda s: s.last, reverse=True):
        if best is None or is_worse(best.outcome, s.outcome):
            best = s
    if best:
        yield best


def _interrupted(inquiry: Inquiry, spans: Sequence[_Span]) -> Iterator[_Span]:
    """One follows another: tells of days between them. Lowers nothing: the two days that are judged are covered."""
    day = inquiry.as_of
    while day < inquiry.assessment_on:
        running = max((s for s in spans if s.holds(day)), key=lambda s: s.last)
        day = min(running.last, inquiry.assessment_on - timedelta(days=1)) + timedelta(days=1)
        if not any(s.holds(day) for s in spans):
            words = f"ends on {in_words(running.last)}, and what follows begins later: some days have no cover"
            yield replace(running, outcome=Outcome.MET, words=words, step=_BETWEEN, lapses_on=running.last)
            return


def _each(inquiry: Inquiry, spans: Sequence[_Span]) -> Iterator[_Span]:
    """What to tell where every item must be in force."""
    later = [s for s in spans if s.begins and s.begins > inquiry.as_of]
    running = any(s.holds(inquiry.as_of) for s in spans)
    for s in spans:
        heirs = [h.item for h in later if h.holds(inquiry.assessment_on) and _takes_over(h, s)]
        if s in later and running:
            yield replace(s, outcome=Outcome.MET, step="")
        elif s.holds(inquiry.as_of) and heirs:
            words = f"ends on {in_words(s.last)}, and {heirs[0].id} takes over"
            yield replace(s, outcome=Outcome.MET, words=words, step="", lapses_on=None)
        elif s.words:
            yield s


def _takes_over(heir: _Span, span: _Span) -> bool:
    """Whether one item follows another between the same parties, without a day between."""
    one, other = heir.item, span.item
    if one.signed_by:
        alike = set(one.signed_by) == set(other.signed_by)
    else:
        alike = one.agency is not None and one.agency == other.agency
    return bool(alike and heir.begins and heir.begins - timedelta(days=1) <= span.last)
