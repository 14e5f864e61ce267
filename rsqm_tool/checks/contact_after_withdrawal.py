"""Nobody who withdrew was contacted again.

Counted: everyone who withdrew, or was contacted after withdrawing, since the last assessment of the service and for 36
months at most. Dated after the day of withdrawing, each of these breaks the rule, in the same case: an attempt or
contact, a process the person was part of, a request for feedback. The question why somebody stopped (feedback at the
stage `did not proceed`) may be asked once, unless the catalogue forbids it with `closing_question: false`. Who signed
a new consent after withdrawing may have come back by their own wish, and nobody can tell; nor without a day of
withdrawal, nor where a part ended on a day and it is not entered how. In a flat export a case with the outcome
withdrawn counts, from its closing, and of one that was closed without an outcome nobody can tell; feedback at another
stage then breaks the rule where no process had begun, otherwise nobody can tell who was asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from rsqm_tool.checks._cases import BROKEN, KEPT, UNSURE, attenders, is_flat
from rsqm_tool.checks._counting import Count, Source, Unit, not_there
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._tally import Words
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Case, Feedback, Participant, Participation, Tables

SOURCE = Source(
    single={"participants": ("case_id", "participant_id", "ended", "ended_on")},
    flat={"participants": ("outcome", "closed_on", "process_on")},
    column="ended_on",
)
_STEP = "Stop, and note the withdrawal where everyone sees it before they write or ring. Look at how it came about."
_TO_TELL = (
    "Enter the day of withdrawing, and how each part ended; see whose wish it was to begin again; ask the partner "
    "about joint cases."
)


class Stopped(NamedTuple):
    """Somebody, or in a flat export a case, that withdrew."""

    unit: Unit
    on: date | None  # day of withdrawing
    contacts: Sequence[date]  # after it
    doubtful: bool  # there is something of which nobody can tell whether it was a contact


def check(inquiry: Inquiry, *, closing_question: bool = True) -> Iterator[Finding]:
    if lacking := list(not_there(inquiry, SOURCE)):
        yield from lacking
        return
    tables = inquiry.workspace.tables
    flat = is_flat(tables, "participants")
    log = _Log.of(tables, inquiry.as_of, closing_question)
    count = Count(
        inquiry,
        [tables.cases if flat else tables.participants],
        helps=[tables.cases, tables.processes, tables.participation, tables.feedback],
        safety=True,
    )
    for one in _cases(tables, log) if flat else _people(tables, log):
        last = max(one.contacts, default=one.on)
        if not count.in_time(last):
            continue
        unclear = one.doubtful or one.on is None
        verdict = BROKEN if one.contacts else UNSURE if unclear else KEPT
        count.put(verdict, one.unit._replace(on=last))
    words = Words(
        who="withdrawn cases" if flat else "people who withdrew",
        keeps="had no contact afterwards",
        breaks="had contact afterwards",
        next_step=_STEP,
        to_tell=_TO_TELL,
    )
    if count.tally.kept or count.tally.cannot_tell:  # a row that could not be read may have been a contact with them
        count.read, count.helps = [*count.read, *count.helps], []
    note = "" if tables.feedback else "requests for feedback are in no table, and were not seen"
    yield count.finding(words, {}, note)


@dataclass(slots=True)
class _Log:
    """What may show a contact, found by person and by case."""

    as_of: date
    closing: int  # how often the question why somebody stopped may be asked
    cases: dict[str | None, Case] = field(default_factory=dict)
    sides: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)  # how many people a side has
    talks: dict[tuple[str, str | None], list[tuple[date, Participation]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    asked_person: dict[str, list[Feedback]] = field(default_factory=lambda: defaultdict(list))
    asked_case: dict[str | None, list[Feedback]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, tables: Tables, as_of: date, closing_question: bool) -> _Log:
        log = cls(as_of, int(closing_question))
        log.cases = {c.case_id: c for c in tables.cases.rows} if tables.cases and tables.participants else {}
        log.sides.update((p.case_id, p.part) for p in (tables.participants.rows if tables.participants else ()))
        if tables.participation and tables.processes and not is_flat(tables, "participation"):
            for a in attenders(tables):
                if a.listed and a.occasion.on and a.occasion.on <= as_of:
                    log.talks[a.occasion.case_id, a.entry.participant_id].append((a.occasion.on, a.entry))
        for row in tables.feedback.rows if tables.feedback else ():
            if row.asked_on and row.asked_on <= as_of:
                if row.participant_id:
                    log.asked_person[row.participant_id].append(row)
                else:
                    log.asked_case[row.case_id].append(row)
        return log

    def asked(self, rows: Sequence[Feedback], after: date, people: int = 1) -> list[date]:
        """The days on which feedback was asked for after a withdrawal, but for the question why somebody stopped."""
        if not rows:
            return []
        later = sorted((r for r in rows if r.asked_on and r.asked_on > after), key=lambda r: (r.asked_on, r.row))
        closing = [r.asked_on for r in later if r.stage == "did not proceed"]
        others = [r.asked_on for r in later if r.stage != "did not proceed"]
        return [d for d in (*others, *closing[self.closing * people :]) if d]


def _people(tables: Tables, log: _Log) -> Iterator[Stopped]:
    for person in tables.participants.rows if tables.participants else ():
        unknown = person.ended is None and person.ended_on is not None
        if person.ended != "withdrew" and not unknown:
            continue
        id = ".".join(i for i in (person.case_id, person.participant_id) if i)
        case_id, case = person.case_id or "", log.cases.get(person.case_id)
        unit = Unit(id, case_id, case, person.ended_on, person.row, "ended_on")
        if person.ended_on is None:
            yield Stopped(unit, None, (), True)
        elif unknown:
            yield Stopped(unit, person.ended_on, (), True)
        elif person.ended_on <= log.as_of:
            contacts, doubtful = _after(person, case, person.ended_on, log)
            yield Stopped(unit, person.ended_on, contacts, doubtful)
        else:
            yield Stopped(unit, person.ended_on, (), False)


def _after(person: Participant, case: Case | None, day: date, log: _Log) -> tuple[list[date], bool]:
    """The contacts of one person after a day, and whether there is something of which nobody can tell."""
    own = (person.first_attempt_on, person.first_contact_on, person.informed_on)
    contacts, doubtful = [d for d in own if d and day < d <= log.as_of], False
    for on, entry in log.talks.get((person.case_id or "", person.participant_id), ()):
        if on > day and entry.attended is not False:
            back = entry.written_consent_on is not None and day < entry.written_consent_on <= on
            doubtful |= back
            contacts += [] if back else [on]
    alone = log.sides[person.case_id, person.part] == 1
    if case and case.process_on and day < case.process_on <= log.as_of:
        doubtful |= not alone
        contacts += [case.process_on] if alone else []
    rows = [r for r in log.asked_person.get(person.participant_id or "", ()) if r.case_id in (None, person.case_id)]
    of_case = log.asked_case.get(person.case_id, ())
    rows += [r for r in of_case if alone and r.part and r.part == person.part]
    sideless = [r for r in of_case if r.part is None or person.part is None]
    doubtful |= person.case_id is None or bool(log.asked(sideless, day))
    return contacts + log.asked(rows, day), doubtful


def _cases(tables: Tables, log: _Log) -> Iterator[Stopped]:
    """The withdrawn cases of a flat export."""
    for case in tables.cases.rows if tables.cases else ():
        id, day = case.case_id or "", case.closed_on
        unknown = case.outcome is None and day is not None
        if case.outcome != "withdrawn" and not unknown:
            continue
        unit = Unit(id, id, case, day, case.row, "closed_on")
        if day is None or day > log.as_of or unknown:
            yield Stopped(unit, day, (), True)
            continue
        days = (case.first_attempt_on, case.first_contact_on, case.process_on)
        contacts = [d for d in days if d and day < d <= log.as_of]
        rows = log.asked_case.get(case.case_id, ())
        closing = [r for r in rows if r.stage == "did not proceed"]
        for part, people in (("harmed", case.harmed_count), ("responsible", case.responsible_count)):
            contacts += log.asked([r for r in closing if r.part == part], day, people or 1)
        others = log.asked([r for r in rows if r.stage != "did not proceed"], day)
        begun = case.process_on is not None and case.process_on <= day
        yield Stopped(unit, day, contacts if begun else contacts + others, begun and bool(others))
