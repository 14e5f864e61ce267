"""How processes, cases and participations are counted: which days count, which pile, and what a flat export answers.

A judge says of each of them that it keeps the rule, breaks it, or that nobody can tell; any other word of its is the
reason why it does not count. Joint cases whose record a partner keeps are put among those nobody can tell of here, and
so is what belongs to a case whose row could not be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any, NamedTuple

from rsqm_tool.checks import _unread
from rsqm_tool.checks._cases import (
    BROKEN,
    KEPT,
    LOST,
    ONE,
    UNSURE,
    Attender,
    Occasion,
    attenders,
    is_flat,
    occasions,
    single,
)
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import (
    Breach,
    Tally,
    Words,
    by_safety_rule,
    by_staff_rule,
    explained,
    place,
    tell,
    unread,
)
from rsqm_tool.checks._window import Window
from rsqm_tool.model import Because, Finding, Outcome, Service, Targets
from rsqm_tool.model.tables import Case, Table

NOT_BEGUN = "not begun"
GOING_ON = "still going on"  # of a process whose case, as far as could be read, is not closed


class Unit(NamedTuple):
    """One process, case or participation as it is counted."""

    id: str  # told among the subjects
    case_id: str
    case: Case | None
    on: date | None  # the day that decides about the period, and about how old a break is
    row: int
    column: str  # of the first table read: the cell that shows a break
    people: int = 1
    process_id: str = ""


class Keepers:
    """Who keeps the record of a case: the service itself, or a partner."""

    def __init__(self, service: Service) -> None:
        self._own = {*service.name.casefold().split(), *service.provider.casefold().split()}
        self._partners = {word.casefold(): p.id for p in service.partners for word in (p.id, p.name)}
        self._known: dict[str, str | None] = {}  # by the table's words

    def partner(self, case: Case | None) -> str | None:
        """The partner that keeps a case's record; None for the service, which a part of its own name may stand for."""
        written = case.record_held_by if case else None
        if not written:
            return None
        if written not in self._known:
            words = written.strip().casefold()
            own = words not in self._partners and self._own.issuperset(words.split())
            self._known[written] = None if own else self._partners.get(words, words)
        return self._known[written]


class Joint:
    """Which joint cases nobody can tell of, because a partner keeps the record and has not confirmed it."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._keepers = Keepers(inquiry.workspace.service)
        self._confirmed: dict[str, date] = {}
        for item in inquiry.usable:
            if item.agency and not item.says and item.date and item.date <= inquiry.as_of:
                self._confirmed[item.agency] = max(item.date, self._confirmed.get(item.agency, item.date))

    def unconfirmed(self, case: Case | None, on: date | None) -> bool:
        """Whether a partner keeps the record, and nothing of theirs in the register is as young as the day."""
        partner = self._keepers.partner(case)
        if partner is None:
            return False
        confirmed = self._confirmed.get(partner)
        return confirmed is None or on is None or confirmed < on


class Count:
    """Counts what a judge says: which days count, which pile, and in how many cases everything is kept."""

    def __init__(
        self,
        inquiry: Inquiry,
        dated: Sequence[Table[Any] | None],  # the tables whose days decide about the period, the one counted first
        also: Sequence[Table[Any] | None] = (),  # others in which each row may decide about one who counts
        *,
        helps: Sequence[Table[Any] | None] = (),  # others that the rule reads: see `tell`
        safety: bool = False,
        may_explain: bool = True,
    ) -> None:
        self.inquiry, self.safety, self.may_explain = inquiry, safety, may_explain
        days = [t for t in dated if t is not None]
        self.read = days + [t for t in also if t is not None and not any(t is d for d in days)]
        self.helps = [t for t in helps if t is not None and not any(t is r for r in self.read)]
        self.tally, self.joint = Tally(), Joint(inquiry)
        windows = [Window.of(inquiry, t, safety) for t in days]
        begin = max((w.begin for w in windows if w.begin), default=None)
        self.window = Window(max(w.start for w in windows), inquiry.as_of, begin)
        self._complete: dict[str, bool] = {}
        self._cases_lost = _has_lost(inquiry, "cases")

    @cached_property
    def _signs_lost(self) -> bool:
        tables = self.inquiry.workspace.tables
        signs = (single(tables, "participation"), single(tables, "participants"), tables.feedback)
        return bool(_unread.lost(signs))

    def not_begun(self, o: Occasion) -> str:
        """What to say of a process without a day of which nothing shows that it took place."""
        return UNSURE if self._signs_lost or self.is_lost(o.case, o.case_id) else NOT_BEGUN

    def is_lost(self, case: Case | None, case_id: str) -> bool:
        """Whether the row of a case may be one that could not be read."""
        return case is None and bool(case_id) and self._cases_lost

    def in_time(self, on: date | None, people: int = 1) -> bool:
        """Whether a day counts. A blank one does: nobody can tell. The others are told."""
        if on is None or self.window.start <= on <= self.window.end:
            return people > 0
        for _ in range(people):
            self.window.holds(on, self.tally)
        return False

    def put(self, verdict: str, unit: Unit) -> None:
        """Put somebody, or one process, on their pile. An exception may name them, their process or their case."""
        id, people = unit.id, unit.people
        if people < 1:
            return
        if verdict not in (KEPT, BROKEN, UNSURE, LOST, ONE):
            self.tally.out[verdict] += people
            return
        if self.is_lost(unit.case, unit.case_id):
            verdict = LOST
        elif verdict not in (UNSURE, LOST) and self.joint.unconfirmed(unit.case, unit.on):
            verdict = UNSURE
        case = unit.case_id or id
        self._complete[case] = self._complete.get(case, True) and verdict == KEPT
        if verdict == KEPT:
            self.tally.kept += [id] * people
        elif verdict in (UNSURE, LOST):
            self.tally.cannot_tell += [id] * people
            self.tally.blurred += people if verdict == LOST else 0
        elif self.may_explain and any(explained(self.inquiry, i) for i in {id, unit.process_id, unit.case_id}):
            self.tally.explained += [id] * people
        else:
            broken = people if verdict == BROKEN else 1
            self.tally.broken += [Breach(id, place(self.read[0], unit.row, unit.column), unit.on)] * broken
            self.tally.cannot_tell += [id] * (people - broken)

    def outside(self) -> dict[str, int | float | str]:
        """What does not count, as figures, for a rule that only tells."""
        figures = {k: v for k, v in self.tally.figures().items() if ":" in k or k == "after_as_of"}
        return figures | _unread.figures([*self.read, *self.helps]) | {"since": self.window.start.isoformat()}

    def finding(self, words: Words, more: Mapping[str, int | float | str], note: str = "") -> Finding:
        """What it all comes to."""
        grade = partial(by_safety_rule, self.inquiry) if self.safety else by_staff_rule
        cases = {"cases": len(self._complete), "cases_complete": sum(self._complete.values())}
        figures = {**cases, "since": self.window.start.isoformat(), **more}
        return tell(self.inquiry, self.read, self.tally, words, grade, helps=self.helps, note=note, **figures)

    def aside(self) -> str:
        """The clause on rows that could not be read, for a rule that only tells."""
        return _unread.aside([*self.read, *self.helps])


def _has_lost(inquiry: Inquiry, *names: str) -> bool:
    """Whether rows of some tables could not be read."""
    return bool(_unread.lost(inquiry.workspace.tables.get(name) for name in names))


class Source(NamedTuple):
    """Where a rule looks: what it needs of each single table, and of `cases` where a flat export stands in for one."""

    single: Mapping[str, Sequence[str]]  # the table it counts first
    flat: Mapping[str, Sequence[str]]  # by the single table; empty where a flat export has no column for the rule
    column: str  # of the first single table: the cell that shows a break
    flat_column: str = ""  # the same in `cases`; {} stands for the side
    what: str = ""  # what a flat export does not hold


def not_there(inquiry: Inquiry, source: Source) -> Iterator[Finding]:
    """What to say when the rule cannot be judged; nothing when it can.

    What a flat export has no column for is a question for a person, and lowers nothing.
    """
    tables = inquiry.workspace.tables
    if not source.flat and is_flat(tables, next(iter(source.single))):
        names = ", ".join(f"`{name}`" for name in source.single)
        names = f"{'tables' if len(source.single) > 1 else 'table'} {names}"
        message = f"A flat export has no column for {source.what}: only a person can judge it"
        step = f"Look at the records of these cases, or keep the {names}."
        yield inquiry.finding(Outcome.NOT_ASSESSED, message, step, because=Because.PERSON)
        return
    needed: dict[str, tuple[str, ...]] = {}
    # Who keeps no cases at all yet is asked for the simpler of the two.
    nothing = all(tables.get(name) is None for name in ("cases", *source.single))
    for name, columns in source.single.items():
        instead = name in source.flat and (nothing or is_flat(tables, name))
        here = ("cases", ("case_id", *source.flat[name])) if instead else (name, columns)
        needed[here[0]] = tuple(dict.fromkeys((*needed.get(here[0], ()), *here[1])))
    yield from unread(inquiry, needed)


def by_participation(
    inquiry: Inquiry,
    source: Source,
    judge: Callable[[Attender], str],
    words: Words,
    *,
    may_explain: bool = True,
    **more: int | float | str,
) -> Iterator[Finding]:
    """Put each participation of the period to a judge, by the safety rule. Judges need not ask who keeps the record."""
    if lacking := list(not_there(inquiry, source)):
        yield from lacking
        return
    tables = inquiry.workspace.tables
    flat = is_flat(tables, "participation")
    dated = [tables.cases] if flat else [tables.participation, tables.processes]
    helps = [] if flat else [tables.participants, tables.cases]
    count = Count(inquiry, dated, helps=helps, safety=True, may_explain=may_explain)
    column = source.flat_column if flat else source.column
    for a in attenders(tables):
        o = a.occasion
        if count.in_time(o.on, a.people):
            verdict = judge(a) if o.may_have_begun or not o.case_id else count.not_begun(o)
            known = a.listed and o.on is not None
            unit = Unit(a.id, o.case_id, o.case, o.on, a.entry.row, column.format(a.part), a.people, o.id)
            verdict = verdict if known else _at_best_unsure(verdict)
            count.put(LOST if verdict == UNSURE and _is_lost(inquiry, source, a) else verdict, unit)
    yield count.finding(words, more)


def _is_lost(inquiry: Inquiry, source: Source, a: Attender) -> bool:
    """Whether a row that could not be read may be its process's, or its person's where the rule needs one."""
    person = "participants" in source.single and a.person is None
    return (a.stray and _has_lost(inquiry, "processes")) or (person and _has_lost(inquiry, "participants"))


def by_process(
    inquiry: Inquiry, source: Source, judge: Callable[[Occasion], str], words: Words, **more: int | float | str
) -> Iterator[Finding]:
    """Put each process of the last 12 months to a judge, by the staff rule."""
    if lacking := list(not_there(inquiry, source)):
        yield from lacking
        return
    tables = inquiry.workspace.tables
    flat = is_flat(tables, "processes")
    helps = [*(tables.get(name) for name in source.single), tables.cases]
    count = Count(inquiry, [tables.cases if flat else tables.processes], helps=helps)
    column = source.flat_column if flat else source.column
    for o in occasions(tables):
        if count.in_time(o.on):
            unit = Unit(o.id, o.case_id, o.case, o.on, o.record.row, column)
            verdict = judge(o) if o.begun else count.not_begun(o)
            verdict = UNSURE if verdict == GOING_ON and count.is_lost(o.case, o.case_id) else verdict
            count.put(verdict if o.on else _at_best_unsure(verdict), unit)
    yield count.finding(words, more)


def _at_best_unsure(verdict: str) -> str:
    """The same verdict on something of which too little is entered: without a day nobody knows whether it counts."""
    return UNSURE if verdict in (KEPT, BROKEN, ONE) else verdict


def target(inquiry: Inquiry, name: str, default: int = 0) -> int:
    """A number that the service declares under `targets:`; the default where it declares none."""
    return declared(inquiry.workspace.targets, name, default)


def declared(targets: Targets, name: str, default: int = 0) -> int:
    """The same of the targets alone, for pages that say which limits count."""
    value = targets.others.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else default


def worked_until(case: Case, as_of: date) -> date:
    """The last day up to the as-of date on which a case was open; its first day where that is still to come."""
    begun = case.accepted_on or case.referred_on
    return begun if begun and begun > as_of else min(case.closed_on or as_of, as_of)
