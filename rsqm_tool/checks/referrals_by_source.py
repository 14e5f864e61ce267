"""How many referrals came from which source in the last 12 months: told, and lowers nothing.

Counts the cases referred in the 12 months up to the as-of date by the source that the table gives, whatever its
capitals. People who came by themselves (`self`) are told each time; that there were none is no failure, and neither is
a source that sent nobody. A blank source is told as such.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from rsqm_tool.checks import _unread
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import AFTER, Tally, place, unread
from rsqm_tool.checks._window import Window
from rsqm_tool.dates import count
from rsqm_tool.model import Because, Finding, Outcome

NEEDED = {"cases": ("referred_on", "source")}
SELF = ("self", "self-referral", "self referral")
_TOLD = 6  # sources in the message; the figures have all


def check(inquiry: Inquiry) -> Iterator[Finding]:
    cases = inquiry.workspace.tables.cases
    not_there = list(unread(inquiry, NEEDED))
    if not_there or cases is None:
        yield from not_there
        return
    window, tally = Window.of(inquiry, cases), Tally()
    written: dict[str, list[str]] = defaultdict(list)  # by the source in small letters: as the rows have it
    for row in cases.rows:
        if row.referred_on and window.holds(row.referred_on, tally):
            source = (row.source or "").strip()
            written[source.casefold()].append(source)
    number = sum(map(len, written.values()))
    own = sum(len(written.pop(word, ())) for word in SELF)
    blank = len(written.pop("", ()))
    sources = Counter({min(spellings): len(spellings) for spellings in written.values()})
    figures: dict[str, int | float | str] = {"referrals": number, "self": own, "no_source": blank, "months": 12}
    figures |= {f"source: {name}": n for name, n in sorted(sources.items())}
    figures |= _unread.figures([cases])
    if tally.ignored[AFTER]:
        figures["after_as_of"] = tally.ignored[AFTER]
    if not number:
        message = f"Nobody to count: no referrals in the last 12 months{_unread.aside([cases])}"
        yield inquiry.finding(Outcome.NOT_ASSESSED, message, because=Because.NOBODY, figures=figures)
        return
    message = (
        f"{count(number, 'referral')} in the last 12 months: {_listed(sources, own, blank)}{_unread.aside([cases])}"
    )
    yield inquiry.finding(Outcome.MET, message, where=place(cases), figures=figures)


def _listed(sources: Counter[str], own: int, blank: int) -> str:
    """The sources with their numbers, most first."""
    parts = [f"{number} {name}" for name, number in sorted(sources.items(), key=lambda pair: (-pair[1], pair[0]))]
    if len(parts) > _TOLD:
        others = count(len(parts) - _TOLD, "other source")
        parts = [*parts[:_TOLD], f"the rest from {others}"]
    parts.append(f"{own} by people themselves" if own else "none by people themselves, which is no failure")
    return ", ".join([*parts, f"{blank} without a source"] if blank else parts)
