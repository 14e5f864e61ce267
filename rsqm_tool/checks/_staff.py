"""Who is an active practitioner, when they were away, which cases they had, and what the supervision log holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from rsqm_tool.checks._cases import is_flat, occasions
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import AFTER, BEFORE, Tally, place
from rsqm_tool.dates import in_words
from rsqm_tool.model import Finding, Outcome
from rsqm_tool.model.tables import (
    Away,
    Case,
    Facilitator,
    Practitioner,
    Supervision,
    SupervisionKind,
    Table,
    Tables,
)

_DAY = timedelta(days=1)


def active(people: Table[Practitioner], as_of: date, tally: Tally) -> Iterator[tuple[str, Practitioner]]:
    """Started by, and not ended before, the as-of date, with a casework role: pairs of an id and the row.

    Others go into `tally.out`, with why. Whoever has no id is on the pile of those nobody can tell.
    """
    for person in people.rows:
        if person.started_on and person.started_on > as_of:
            tally.out["not started yet"] += 1
        elif person.ended_on and person.ended_on < as_of:
            tally.out["left"] += 1
        elif person.casework is False:
            tally.out["without a casework role"] += 1
        elif not person.practitioner_id:
            tally.cannot_tell.append("")
        else:
            yield person.practitioner_id, person


def practising(
    people: Table[Practitioner], as_of: date, tally: Tally, held: Allocations | None
) -> Iterator[tuple[str, Practitioner, date | None]]:
    """Active practitioners who may have cases: an id, the row, and the day from which; None where that is unknown.

    It is the day of clearance for cases; the start where the table has no such column. Who is not cleared is out, but
    not who had a case all the same: from the first they count. Where rows on who had a case could not be read, of the
    others nobody can tell.
    """
    known = "cleared_for_cases_on" in people.columns
    for id, person in active(people, as_of, tally):
        cleared = person.cleared_for_cases_on
        if cleared and cleared <= as_of:
            yield id, person, cleared
        elif not known:
            yield id, person, person.started_on
        elif had := held.of(id) if held else ():
            yield id, person, max((d for d in (person.started_on, had[0].earliest) if d), default=None)
        elif held and held.unread:
            tally.unsure(id, *held.unread)
        else:
            tally.leave_out(id, "not yet cleared for cases")


class Spell(NamedTuple):
    """A time away, both ends inside."""

    first: date
    last: date  # far in the future while it lasts

    def days_in(self, start: date, end: date) -> int:
        """How many of its days lie from `start` to `end`, both inside."""
        return max(0, (min(self.last, end) - max(self.first, start)).days + 1)


def away_spells(table: Table[Away] | None, tally: Tally | None = None) -> dict[str, list[Spell]]:
    """When each practitioner was away, by id: in order, and those that touch or overlap made one.

    A row without a first day, or whose last day comes before it, counts for nothing and is told by `tally.ignored`.
    """
    found: dict[str, list[Spell]] = defaultdict(list)
    ignored = tally.ignored if tally else Counter[str]()
    for row in table.rows if table else ():
        if row.from_ is None:
            ignored["away without a first day"] += 1
        elif row.to and row.to < row.from_:
            ignored["away with a last day before the first"] += 1
        elif row.practitioner_id:
            found[row.practitioner_id].append(Spell(row.from_, row.to or date.max))
    return {id: _merged(sorted(spells)) for id, spells in found.items()}


def _merged(spells: Sequence[Spell]) -> list[Spell]:
    merged: list[Spell] = []
    for spell in spells:
        if merged and (merged[-1].last == date.max or spell.first <= merged[-1].last + _DAY):
            merged[-1] = Spell(merged[-1].first, max(merged[-1].last, spell.last))
        else:
            merged.append(spell)
    return merged


def days_away(spells: Sequence[Spell], start: date, end: date) -> int:
    """How many days from `start` to `end`, both inside, somebody was away."""
    return sum(spell.days_in(start, end) for spell in spells)


@dataclass(frozen=True, slots=True)
class Allocation:
    """One practitioner's time with one case or process.

    Where no day of allocation is entered, as in a flat export, it lies somewhere between the case's acceptance (or
    referral) and its process or closing: `earliest` and `latest` are then two days, otherwise the same.
    """

    row: int  # of the table `facilitators`
    case_id: str | None
    process_id: str | None  # None where it holds for the whole case
    role: str  # lead, co, mentor or observer; "" where it is blank
    earliest: date | None  # None where no day is known
    latest: date | None
    ends: date | None  # last day; None while it lasts
    sensitive: bool
    lost: bool = False  # whether its case or process is in no row, and rows of theirs could not be read

    def surely_before(self, day: date) -> bool:
        """Whether it had begun before a day, for certain."""
        return self.latest is not None and self.latest < day

    def maybe_before(self, day: date) -> bool:
        """Whether it may have begun before a day."""
        return self.earliest is None or self.earliest < day

    @property
    def facilitates(self) -> bool:
        """Whether it is more than watching or mentoring; a blank role counts as facilitating."""
        return self.role not in ("observer", "mentor")

    def overlaps(self, start: date, end: date) -> bool:
        """Whether it lasted, or may have lasted, on any day from `start` to `end`, both inside."""
        begun = self.earliest is None or self.earliest <= end
        return start <= end and begun and (self.ends is None or self.ends >= start)


@dataclass(frozen=True, slots=True)
class Allocations:
    """What each practitioner was allocated up to the as-of date."""

    by_person: Mapping[str, Sequence[Allocation]]  # the earliest first
    later: int  # rows dated after the as-of date: they count for nothing
    unread: Sequence[Table[Any]] = ()  # the tables that say who had which case, where rows of them could not be read

    def of(self, id: str) -> Sequence[Allocation]:
        """One practitioner's, the earliest first."""
        return self.by_person.get(id, ())


# The last answer: a dozen checks of one run ask the same of the same tables.
_kept: list[tuple[Tables, date, Allocations | None]] = []


def allocations(inquiry: Inquiry, tally: Tally | None = None) -> Allocations | None:
    """What each practitioner was allocated; None where no table says it. Rows of days to come are told by `tally`."""
    tables, as_of = inquiry.workspace.tables, inquiry.as_of
    if not (_kept and _kept[0][0] is tables and _kept[0][1] == as_of):
        _kept[:] = [(tables, as_of, _allocations(tables, as_of))]
    answer = _kept[0][2]
    if tally and answer:
        tally.ignored[AFTER] += answer.later
    return answer


def _allocations(tables: Tables, as_of: date) -> Allocations | None:
    if tables.facilitators is None:
        return None
    cases = {c.case_id: c for c in tables.cases.rows} if tables.cases else {}
    # Only what is needed of each: in a flat export there may be a million, made anew each time they are gone through.
    processes = {
        p.process_id: (p.case_id, p.first_communication_on) for p in (tables.processes.rows if tables.processes else ())
    }
    found: dict[str, list[Allocation]] = defaultdict(list)
    later = 0
    for row in tables.facilitators.rows:
        of, met = processes.get(row.process_id, (None, None)) if row.process_id else (None, None)
        case_id = row.case_id or of
        case = cases.get(case_id)
        lost = _is_lost(row, case, row.process_id in processes, tables)
        allocation = _allocation(row, case_id, case, met, lost)
        if allocation.earliest and allocation.earliest > as_of:
            later += 1
        elif row.practitioner_id:
            found[row.practitioner_id].append(allocation)
    ordered = {id: sorted(held, key=lambda a: (a.earliest or date.min, a.row)) for id, held in found.items()}
    return Allocations(ordered, later, [t for t in deciding(tables) if t.left_out])


def deciding(tables: Tables) -> list[Table[Any]]:
    """The tables whose rows say who had a case. A row of a flat export says it of two people: it is there twice."""
    both = (tables.facilitators, tables.cases if is_flat(tables, "facilitators") else None)
    return [t for t in both if t is not None]


def _is_lost(row: Facilitator, case: Case | None, known: bool, tables: Tables) -> bool:
    """Whether what an allocation belongs to may be in a row that could not be read. `known`: its process is in one."""
    cases, processes = tables.cases, tables.processes
    of_case = case is None and bool(cases and cases.left_out)
    return of_case or (row.process_id is not None and not known and bool(processes and processes.left_out))


def _allocation(row: Facilitator, case_id: str | None, case: Case | None, met: date | None, lost: bool) -> Allocation:
    met = met or (case.process_on if case else None)
    ends = row.ended_on or (case.closed_on if case else None)
    earliest = row.allocated_on or (case and (case.accepted_on or case.referred_on)) or met
    return Allocation(
        row=row.row,
        case_id=case_id,
        process_id=row.process_id,
        role=row.role or "",
        earliest=earliest or None,
        latest=row.allocated_on or met or ends,
        ends=ends,
        sensitive=bool(case and (case.sensitive or case.domestic_or_sexual)),
        lost=lost,
    )


def facilitated(inquiry: Inquiry, held: Allocations) -> dict[str, list[date]]:
    """The days of the processes that each practitioner led or co-facilitated up to the as-of date, by id and in order.

    Where facilitators are entered for a whole case, all its processes of their time with it are theirs.
    """
    table = inquiry.workspace.tables.processes
    by_process: dict[str, date] = {}
    by_case: dict[str, list[date]] = defaultdict(list)
    for row in table.rows if table else ():
        day = row.first_communication_on
        if day and day <= inquiry.as_of:
            by_process[row.process_id or ""] = day
            by_case[row.case_id or ""].append(day)
    found: dict[str, list[date]] = {}
    for id, had in held.by_person.items():
        days: list[date] = []
        for a in had:
            if not a.facilitates:
                continue
            if a.process_id:
                days += [by_process[a.process_id]] if a.process_id in by_process else []
            else:
                days += [d for d in by_case.get(a.case_id or "", ()) if a.overlaps(d, d)]
        found[id] = sorted(days)
    return found


def perhaps_facilitated(inquiry: Inquiry, held: Allocations) -> set[str]:
    """Who may have facilitated more than `facilitated` can date: a process without a day, or one of no known case."""
    begun = [o for o in occasions(inquiry.workspace.tables) if o.begun]
    undated = {id for o in begun if o.on is None for id in (o.id, o.case_id) if id}
    lost = [o.on for o in begun if not o.case_id and (o.on is None or o.on <= inquiry.as_of)]
    return {
        id
        for id, had in held.by_person.items()
        if any(a.facilitates and _perhaps(a, undated, lost, bool(begun)) for a in had)
    }


def _perhaps(a: Allocation, undated: Set[str], lost: Sequence[date | None], any_begun: bool) -> bool:
    """Whether an allocation may be of a process without a day, or of one that belongs to no case."""
    if a.process_id:
        return a.process_id in undated
    if not a.case_id:
        return any_begun
    return a.case_id in undated or any(on is None or a.overlaps(on, on) for on in lost)


def begins_late(log: Table[Supervision], start: date) -> str:
    """What to do where a log's first row is later than the first day that counts, and nothing says that it begins then.

    Empty otherwise: gaps from before that day may be no gaps.
    """
    first = min((row.held_on for row in log.rows if row.held_on), default=None)
    if first is None or first <= start or log.records_begin:
        return ""
    return (
        f"If the log begins on {in_words(first)}, enter `records_begin: {first}` under the table `{log.name}` in "
        "rsqm.yaml; otherwise enter the earlier sessions."
    )


class Session(NamedTuple):
    """One line of the supervision log that counts."""

    on: date
    row: int
    process_id: str | None
    unnamed: bool = False  # the log has a column for who held it, and it is blank: it may have been oneself


def sessions(
    inquiry: Inquiry, log: Table[Supervision], kind: SupervisionKind, tally: Tally
) -> dict[str, list[Session]]:
    """The sessions of one kind by practitioner, in order of their days. What does not count is told by `tally.ignored`.

    Not counted: after the as-of date, before the table's records begin, with oneself as supervisor, without a day.
    """
    named = "supervisor_id" in log.columns
    found: dict[str, list[Session]] = defaultdict(list)
    for row in log.rows:
        if not row.practitioner_id or row.kind not in (kind, None):
            continue
        if row.kind is None or row.held_on is None:
            tally.ignored["without a day or a kind"] += 1
        elif row.held_on > inquiry.as_of:
            tally.ignored[AFTER] += 1
        elif log.records_begin and row.held_on < log.records_begin:
            tally.ignored[BEFORE] += 1
        elif (row.supervisor_id or "").casefold() == row.practitioner_id.casefold():
            tally.ignored["with themselves as supervisor"] += 1
        else:
            unnamed = named and not row.supervisor_id
            found[row.practitioner_id].append(Session(row.held_on, row.row, row.process_id, unnamed))
    for held in found.values():
        held.sort()
    return found


def by_whom(log: Table[Supervision], finding: Finding) -> Finding:
    """A finding on sessions that somebody else has to hold: partly met at best where the log does not say who did."""
    if "supervisor_id" in log.columns or not log.rows or finding.because:
        return finding
    met = finding.outcome is Outcome.MET
    message = f"{finding.message}; the log does not say who supervised"
    step = f"Add to {place(log)} who supervised or observed, by id (supervisor_id)." if met else finding.next_step
    return replace(finding, outcome=Outcome.PARTLY_MET if met else finding.outcome, message=message, next_step=step)
