"""No written consent is dated before the consent form that it was given on.

Compares the days of written consent since the last assessment (36 months at most) with the registered consent forms:
the items of the kind form that support the criterion and are about consent, by `about:` or by their title. A form
dates from its `approved_on`, or from `dated` where that is blank; where its own text has a history of versions, from
the first of them. Of several forms the oldest counts, so that a service that registers earlier ones is judged by
them. A consent dated before that contradicts the register: an earlier form was in use that nobody has registered, or
a date is wrong. It is told with both dates and is partly met at worst. Whether consent is there and in time is
another check.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from rsqm_tool.checks._cases import attenders, is_flat
from rsqm_tool.checks._inquiry import Inquiry, named
from rsqm_tool.checks._tally import Breach, Tally, Words, by_contradiction, place, tell, unread
from rsqm_tool.checks._topics import mentions
from rsqm_tool.checks._window import Window
from rsqm_tool.checks._written_dates import first_version
from rsqm_tool.dates import in_words
from rsqm_tool.model import Because, EvidenceItem, Finding, Outcome
from rsqm_tool.model.tables import Table

NEEDED = {"participation": ("process_id", "participant_id", "written_consent_on")}
_FLAT = {"harmed": "consent_harmed_on", "responsible": "consent_responsible_on"}
_WORDS = Words(
    who="written consents",
    keeps="are dated on or after the first version of the consent form",
    breaks="are dated before the consent form that is registered",
    next_step="If an earlier form was in use, register it with its date; if a date is wrong, correct it.",
)


def check(inquiry: Inquiry) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    flat = is_flat(tables, "participation")
    not_there = [] if flat else list(unread(inquiry, NEEDED))
    table: Table[Any] | None = tables.cases if flat else tables.participation
    if flat and table and not table.columns & set(_FLAT.values()):
        not_there = list(unread(inquiry, {"cases": tuple(_FLAT.values())}))
    if not_there or table is None:
        yield from not_there
        return
    dated = sorted((on, i.id, i) for i in inquiry.items if _is_consent_form(i) and (on := _since(i, inquiry.as_of)))
    if not dated:
        message = "Nothing to compare: no consent form with a date supports this criterion"
        step = "Register the consent form with `approved_on:`."
        yield inquiry.finding(Outcome.NOT_ASSESSED, message, step, because=Because.NOBODY)
        return
    begins, _, form = dated[0]
    tally, window = Tally(), Window.of(inquiry, table, safety=True)
    _put(inquiry, table, window, begins, tally)
    note = f"{named(form)} dates from {in_words(begins)} ({form.where})"
    yield tell(inquiry, [table], tally, _WORDS, by_contradiction, note=note, form_since=begins.isoformat())


def _put(inquiry: Inquiry, table: Table[Any], window: Window, begins: date, tally: Tally) -> None:
    for a in attenders(inquiry.workspace.tables):
        consent = a.entry.written_consent_on
        if consent is None:
            tally.out["without a date of consent"] += a.people
        elif not window.holds(consent, tally):
            continue
        elif consent >= begins:
            tally.kept += [a.id] * a.people
        else:
            column = "written_consent_on" if table.name == "participation" else _FLAT[a.part or "harmed"]
            for _ in range(a.people):
                tally.put(inquiry, Breach(a.id, place(table, a.entry.row, column), consent))


def _is_consent_form(item: EvidenceItem) -> bool:
    return item.kind == "form" and any(mentions(words, "consent") for words in (item.about or (item.title,)))


def _since(item: EvidenceItem, as_of: date) -> date | None:
    """Since when a form is in use; None where nothing says so, or it begins after the as-of date."""
    known = [d for d in (item.approved_on or item.dated, first_version(item.text)) if d and d <= as_of]
    return min(known, default=None)
