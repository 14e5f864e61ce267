"""Everybody's vetting was looked at again by the day that the policy sets.

Counted for each active practitioner who is cleared for cases or has had one. The day of the next look is the one in the
table of practitioners, or in the newest row of each kind of check in the table of vetting; while it is ahead it stands
as it is entered. Asking the update service on that day or later is the look that was due: the next is due
`status_months` after asking, or sooner where issue and next look lie closer together. Kept: at least one check of any
kind, police vetting included, whose day has not passed; today has not. Broken: the days of all are past. Cannot tell:
one holds, and of another kind, which the role may need, the day has passed or is not known; a basic check beside any
other does not matter, nor a standard one beside an enhanced one, nor an older one of no kind. A day is not known where
it is blank, and the update service was not asked within `status_months`; or where it was asked within that time, but
before a day that has passed since: that may have been the look that was due, or the one that the day was counted from.
No law sets an interval.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import allocations, practising
from rsqm_tool.checks._tally import AFTER, Breach, Tally, Words, by_staff_rule, place, tell, unread
from rsqm_tool.dates import add_months
from rsqm_tool.model import Finding, Location
from rsqm_tool.model.tables import Practitioner, Table, Vetting, VettingKind

_WORDS = Words(
    who="active practitioners",
    keeps="have vetting that is in date",
    breaks="have vetting that is past the day of its next look",
    next_step="Look at it again now, enter the new days, and hold back new cases until then.",
    to_tell="Enter the day of the next look that your policy sets, `recheck_by` in the table `vetting`; look again at "
    "a check that is past its day, or take it out if the role does not need it.",
    ahead="Look at it again before then, and enter the new day.",
)
_ASIDES = {  # by the figure
    "with_another_check_past": "of these with another check that is past its day",
    "with_a_check_in_doubt": "with a check in date beside another that is not, and that the role may need",
}


class _Look(NamedTuple):
    """One check of one person."""

    issued: date | None
    due: date | None  # next look; None where it is not entered
    where: Location
    kind: VettingKind | None = None  # None in the table of practitioners


def check(inquiry: Inquiry, *, status_months: int = 12) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, vetting = tables.practitioners, tables.vetting
    needed = {"practitioners": ["practitioner_id"], "vetting": ["practitioner_id", "recheck_by"]}
    if people and "vetting_recheck_by" in people.columns:
        del needed["vetting"]
    not_there = list(unread(inquiry, needed))
    if not_there or people is None:
        yield from not_there
        return
    tally, told = Tally(), Counter[str]()
    held, rows = allocations(inquiry), _newest(inquiry, vetting, status_months, tally)
    for id, person, _ in practising(people, inquiry.as_of, tally, held):
        looks = [*rows.get(id, ()), *_own(people, person)]
        dues = [(look.due, look) for look in looks if look.due]
        valid = [look for due, look in dues if due >= inquiry.as_of]
        others = [look for look in looks if look not in valid]
        if valid and not all(_stands_for(valid, look) for look in others):
            tally.cannot_tell.append(id)
            told["with_a_check_in_doubt"] += 1
        elif valid:
            tally.kept.append(id)
            tally.lapses_on = min(tally.lapses_on or date.max, max(look.due or date.min for look in valid))
            told["with_another_check_past"] += any(look.due for look in others)
        elif dues and len(dues) == len(looks):
            due, look = max(dues, key=lambda pair: pair[0])
            tally.put(inquiry, Breach(id, look.where, on=due))
        else:
            tally.unsure(id, None if looks else vetting)
    note = "; ".join(f"{told[name]} {words}" for name, words in _ASIDES.items() if told[name])
    # A row that could not be read may be another check, or a newer one, of somebody who is in date by what is left.
    read, helps = [people, vetting if tally.kept else None], [None if tally.kept else vetting, tables.facilitators]
    yield tell(inquiry, read, tally, _WORDS, by_staff_rule, helps=helps, note=note, **+told)


def _stands_for(valid: Sequence[_Look], past: _Look) -> bool:
    """Whether one of the checks that hold is enough beside one that does not, whatever the role needs."""
    if past.kind is None:
        since = past.issued or past.due
        return any(look.issued and since and look.issued > since for look in valid)
    if past.kind == "dbs basic":
        return any(look.kind for look in valid)
    return past.kind == "dbs standard" and any(look.kind == "dbs enhanced" for look in valid)


def _own(people: Table[Practitioner], person: Practitioner) -> Iterator[_Look]:
    """The check that the table of practitioners holds."""
    if person.vetting_recheck_by:
        where = place(people, person.row, "vetting_recheck_by")
        yield _Look(person.vetted_on, person.vetting_recheck_by, where)


def _newest(
    inquiry: Inquiry, vetting: Table[Vetting] | None, status_months: int, tally: Tally
) -> Mapping[str, Sequence[_Look]]:
    """The newest check of each kind, by person."""
    found: dict[str, dict[str | None, _Look]] = defaultdict(dict)
    for row in vetting.rows if vetting else ():
        if row.issued_on and row.issued_on > inquiry.as_of:
            tally.ignored[AFTER] += 1
        elif vetting and row.practitioner_id:
            due = _due(inquiry, row, status_months, tally)
            look = _Look(row.issued_on, due, place(vetting, row.row, "recheck_by"), row.kind)
            kinds = found[row.practitioner_id]
            kinds[row.kind] = max(look, kinds.get(row.kind, look), key=_age)
    return {id: list(kinds.values()) for id, kinds in found.items()}


def _age(look: _Look) -> tuple[date, date, int]:
    return (look.issued or date.min, look.due or date.min, -(look.where.row or 0))


def _due(inquiry: Inquiry, row: Vetting, status_months: int, tally: Tally) -> date | None:
    """The day of the next look at one check; None where nobody can tell."""
    asked, due = _asked(inquiry, row, tally), row.recheck_by
    if asked is None or (due and due >= inquiry.as_of):
        return due
    until = add_months(asked, status_months)
    if due and row.issued_on and due > row.issued_on:
        until = min(until, asked + (due - row.issued_on))
    over = until < inquiry.as_of
    if due is None:
        return None if over else until
    if asked >= due:
        return until
    # Asked before a day that has passed: the look that was due, held early, or the one that the day is counted from.
    return due if over else None


def _asked(inquiry: Inquiry, row: Vetting, tally: Tally) -> date | None:
    """The day on which the update service was last asked about a check."""
    asked = row.status_checked_on
    if asked and asked > inquiry.as_of:
        tally.ignored[AFTER] += 1
        return None
    return None if asked and row.issued_on and asked < row.issued_on else asked
