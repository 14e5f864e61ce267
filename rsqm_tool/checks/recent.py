"""Evidence of practice is recent enough.

Counts usable items of the given kinds dated within so many months before the as-of date (the day itself included). An
item's date is `dated`, else the end of `covers`, else `approved_on`, else `seen_on`. Items dated later count for
nothing and are told. Fewer than `at_least` is *stale* evidence, or *missing* where there is none at all. Beside stale
evidence, items alike that are recent enough and registered for other criteria only are told: they count for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from rsqm_tool.checks import Kinds
from rsqm_tool.checks._inquiry import Inquiry, either, every, ids, lacking
from rsqm_tool.dates import add_months, count, in_words
from rsqm_tool.model import EvidenceItem, Finding, Outcome

_TOLD = 3  # items that are recent enough for something else, by id


def check(inquiry: Inquiry, *, kinds: Kinds, within_months: int, at_least: int = 1) -> Iterator[Finding]:
    items = [i for i in inquiry.items if i.kind in kinds]
    begin = add_months(inquiry.as_of, -within_months)
    counting = [i for i in items if i.date and begin <= i.date <= inquiry.as_of]
    recent = [i for i in counting if i.usable]
    figures = {"found": len(recent), "wanted": at_least, "within_months": within_months}
    if len(recent) >= at_least:
        message = f"Within {count(within_months, 'month')}: {ids(recent)}"
        yield inquiry.finding(Outcome.MET, message, figures=figures)
        return
    lead, newest = _lead([i for i in items if i.usable], recent, kinds, inquiry.as_of)
    others = _elsewhere(inquiry, {i.kind for i in items if i.usable}, begin)
    wanted = f"{at_least} wanted from the {count(within_months, 'month')} to {in_words(inquiry.as_of)}"
    step = f"Register the newest ({either(kinds)}) with its date, or correct the date of one you have."
    if others:
        wanted, step = f"{wanted}; {_not_for_this(others, recent)}", _if_they_show_it(inquiry, others)
    about = {"evidence": newest.id, "where": newest.where} if newest else {}
    waiting = [i for i in counting if not i.usable]
    yield lacking(inquiry, f"{lead}; {wanted}", step, waiting, figures=figures, **about)


def _elsewhere(inquiry: Inquiry, kinds: Collection[str], begin: date) -> list[EvidenceItem]:
    """The items of some kinds that support other criteria only and would be recent enough, the newest first.

    Whether their files can be read is told where they count.
    """
    own = {i.id for i in inquiry.items}
    alike = [i for i in inquiry.workspace.items if i.kind in kinds and i.id not in own]
    dated = [(i.date, i.id, i) for i in alike if i.date and begin <= i.date <= inquiry.as_of]
    return [i for _, _, i in sorted(dated, key=lambda d: d[:2], reverse=True)]


def _not_for_this(others: Sequence[EvidenceItem], recent: Sequence[EvidenceItem]) -> str:
    """That items which would be recent enough are not registered for this: a clause."""
    names, more = [i.id for i in others[:_TOLD]], len(others) - _TOLD
    told = every([*names, f"{more} more"] if more > 0 else names)
    verb, them = ("is", "it") if len(others) == 1 else ("are", "them")
    return f"{told} {verb} {'recent, too' if recent else 'newer'}, and the register does not name {them} for this"


def _if_they_show_it(inquiry: Inquiry, others: Sequence[EvidenceItem]) -> str:
    """What to do then. To register anything, only because it is new, would show nothing."""
    shows, its = ("it shows", "its entry") if len(others) == 1 else ("they show", "their entries")
    does = "it does" if len(others) == 1 else "they do"
    return (
        f"If {shows} this, name {inquiry.criterion.id} in {its}. If {does} not, it was not done: have it done, and "
        "recorded."
    )


def _lead(
    items: Sequence[EvidenceItem], recent: Sequence[EvidenceItem], kinds: Kinds, as_of: date
) -> tuple[str, EvidenceItem | None]:
    """What is there instead, and the item to look at: the newest that is too old, or one whose date is no help."""
    if not items:
        return f"Missing: nothing of the kind {either(kinds)} is here to read", None
    past = sorted((i for i in items if i.date and i.date <= as_of), key=lambda i: i.date or as_of)
    parts = []
    if recent:
        parts = [f"only {ids(recent)} {'is' if len(recent) == 1 else 'are'} recent enough"]
    elif past:
        parts = [f"the newest for this is {past[-1].id} of {in_words(past[-1].date or as_of)}"]
    later = [i for i in items if i.date and i.date > as_of]
    undated = [i for i in items if not i.date]
    if later:
        parts.append(f"{ids(later)} {'is' if len(later) == 1 else 'are'} dated after the as-of date")
    if undated:
        parts.append(f"{ids(undated)} {'has' if len(undated) == 1 else 'have'} no date")
    look_at = next(iter([*undated, *later] if recent else [*past[-1:], *undated, *later]), None)
    return f"Stale: {', '.join(parts)}", look_at
