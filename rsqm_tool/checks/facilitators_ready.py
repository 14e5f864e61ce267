"""Whoever facilitated a process was trained, cleared for cases and in the service on that date.

Counts each practitioner who led or co-facilitated a process (a blank role counts as such) whose first communication
was since the last assessment (36 months at most); mentors and observers are out, and so are allocations that had
ended, or had not begun, on that day. Against that date stand the tables of people and training: gone or not yet
started, cleared for cases only later, without a facilitation course completed by then and still valid. Nobody can
tell where the person is not in the table, where the day of clearance or of the course is blank, where the person
started before the training records begin, and of which process an allocation is, if its case is blank, or that of some
process is. A contradiction is told with both dates and both places and is partly met at worst.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rsqm_tool.checks._cases import is_flat, occasions
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import Allocation, Allocations, allocations
from rsqm_tool.checks._tally import AFTER, Breach, Tally, Words, by_contradiction, place, tell, unread
from rsqm_tool.checks._window import Window
from rsqm_tool.dates import in_words
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Practitioner, Table, Training

NEEDED = {"facilitators": ("practitioner_id",), "practitioners": ("practitioner_id",)}
_COURSES = {"training": ("practitioner_id", "subject", "completed_on")}
_WORDS = Words(
    who="facilitations",
    keeps="were by somebody trained, cleared and in the service on that date",
    breaks="were by somebody untrained, not cleared or gone on that date",
    next_step="One of the two dates may be wrong: correct it. If both are right, tell the safeguarding lead.",
    to_tell="Enter the days of clearance and of the facilitation course, and whoever is not in the table of people.",
)


@dataclass(frozen=True, slots=True)
class _Held:
    """What the tables say of people."""

    people: Table[Practitioner]
    by_id: Mapping[str, Practitioner]
    training: Table[Training] | None  # None where it is not there, or lacks what the rule needs
    courses: Mapping[str, Sequence[Training]]  # in facilitation, by practitioner


@dataclass(slots=True)
class _Seen:
    """What was found, kind by kind."""

    kinds: Counter[str] = field(default_factory=Counter)
    first: dict[str, tuple[str, str]] = field(default_factory=dict)  # by kind: an order, and how it is told


_Process = tuple[str, date | None]  # its id, and the day of the first communication


def check(inquiry: Inquiry) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, rows, held = tables.practitioners, tables.facilitators, allocations(inquiry)
    not_there = list(unread(inquiry, NEEDED))
    source: Table[Any] | None = tables.cases if is_flat(tables, "processes") else tables.processes
    if not not_there and source is None:
        not_there = list(unread(inquiry, {"processes": ("process_id", "case_id", "first_communication_on")}))
    if not_there or people is None or rows is None or held is None or source is None:
        yield from not_there
        return
    known = _held(inquiry, people)
    tally, seen, window = Tally(), _Seen(), Window.of(inquiry, source, safety=True)
    if held.later:
        tally.ignored[AFTER] += held.later
    for id, allocation, on in _facilitations(inquiry, held, tally):
        if on is None:
            tally.cannot_tell.append(id)
        elif window.holds(on, tally):
            _put(inquiry, rows, known, (id, allocation, on), tally, seen)
    told = [words for _, words in (seen.first[kind] for kind in sorted(seen.first))]
    if known.training is None:
        told.append("training is not compared: there is no such table, or it lacks subject or day")
    kinds = {kind.replace(" ", "_"): number for kind, number in sorted(seen.kinds.items())}
    figures: dict[str, int | float | str] = {"since": window.start.isoformat(), **kinds}
    read: list[Table[Any] | None] = [rows, people, source]
    note, helps = "; ".join(told), [known.training, tables.cases]
    yield tell(inquiry, read, tally, _WORDS, by_contradiction, helps=helps, note=note, **figures)


def _held(inquiry: Inquiry, people: Table[Practitioner]) -> _Held:
    training = None if list(unread(inquiry, _COURSES)) else inquiry.workspace.tables.training
    courses: dict[str, list[Training]] = defaultdict(list)
    for row in training.rows if training else ():
        if row.subject == "facilitation" and row.practitioner_id:
            courses[row.practitioner_id].append(row)
    return _Held(people, {p.practitioner_id: p for p in people.rows if p.practitioner_id}, training, courses)


def _facilitations(inquiry: Inquiry, held: Allocations, tally: Tally) -> Iterator[tuple[str, Allocation, date | None]]:
    """Who facilitated which process, each once: an id, the allocation, and the day; None where it is blank."""
    by_process: dict[str, list[_Process]] = {}
    by_case: dict[str, list[_Process]] = {}
    lost = False
    for occasion in occasions(inquiry.workspace.tables):
        if occasion.begun:
            process = (occasion.id, occasion.on)
            by_process[occasion.id] = [process]
            by_case.setdefault(occasion.case_id, []).append(process)
            lost |= not occasion.case_id
    for id, mine in sorted(held.by_person.items()):
        done: set[str] = set()
        for allocation in mine:
            one = allocation.process_id
            found = by_process.get(one, []) if one else by_case.get(allocation.case_id or "-", [])
            if not allocation.facilitates:
                tally.out["as mentor or observer"] += 1
                continue
            if not found and not one and (lost or not allocation.case_id):
                tally.cannot_tell.append(id)
            elif not found:
                tally.out["without a process"] += 1
            for name, on in found:
                if name not in done and (on is None or allocation.overlaps(on, on)):
                    done.add(name)
                    yield id, allocation, on


def _put(
    inquiry: Inquiry,
    rows: Table[Any],
    known: _Held,
    facilitation: tuple[str, Allocation, date],
    tally: Tally,
    seen: _Seen,
) -> None:
    """Put one facilitation on its pile."""
    id, allocation, on = facilitation
    found = [_presence(known, id, on), _clearance(known, id, on), _course(known, id, on)]
    broken = [kind for kind in found if kind and kind[0] != "cannot tell"]
    if broken:
        breach = Breach(id, place(rows, allocation.row, "practitioner_id"), on)
        before = len(tally.broken)
        tally.put(inquiry, breach)
        if len(tally.broken) > before:
            for kind, words in broken:
                seen.kinds[kind] += 1
                order = f"{on} {allocation.row:9}"
                told = f"{kind}, for example: facilitated on {in_words(on)}, {words}"
                seen.first[kind] = min(seen.first.get(kind, (order, told)), (order, told))
    elif any(found):
        tally.cannot_tell.append(id)
    else:
        tally.kept.append(id)


_Verdict = tuple[str, str] | None  # a kind and how it is told; None where nothing is wrong
_UNSURE = ("cannot tell", "")


def _presence(known: _Held, id: str, on: date) -> _Verdict:
    person = known.by_id.get(id)
    if person is None:
        return _UNSURE
    if person.ended_on and person.ended_on < on:
        return "gone", f"left on {in_words(person.ended_on)} ({place(known.people, person.row)})"
    if person.started_on and person.started_on > on:
        return "not started", f"started on {in_words(person.started_on)} ({place(known.people, person.row)})"
    return None


def _clearance(known: _Held, id: str, on: date) -> _Verdict:
    person = known.by_id.get(id)
    if person is None or "cleared_for_cases_on" not in known.people.columns:
        return None
    cleared = person.cleared_for_cases_on
    if cleared is None:
        return _UNSURE
    return (
        ("not cleared", f"cleared on {in_words(cleared)} ({place(known.people, person.row)})") if cleared > on else None
    )


def _course(known: _Held, id: str, on: date) -> _Verdict:
    courses, training, person = known.courses.get(id, ()), known.training, known.by_id.get(id)
    if training is None or any(_is_valid(c, on) for c in courses):
        return None
    began = training.records_begin
    before = began and (person is None or person.started_on is None or person.started_on < began)
    if person is None or before or any(c.completed_on is None for c in courses):
        return _UNSURE
    if not courses:
        return "untrained", f"no facilitation course in {training.path}"
    last = max(courses, key=lambda c: (c.completed_on or date.min, c.row))
    done = in_words(last.completed_on) if last.completed_on else ""
    ends = f", valid to {in_words(last.expires_on)}" if last.expires_on and last.expires_on < on else ""
    return "untrained", f"facilitation course completed on {done}{ends} ({place(training, last.row)})"


def _is_valid(course: Training, on: date) -> bool:
    done = course.completed_on is not None and course.completed_on <= on
    return done and (course.expires_on is None or course.expires_on >= on)
