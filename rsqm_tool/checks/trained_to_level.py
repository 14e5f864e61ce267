"""Everybody has the training that their level needs.

Counted for each active practitioner who is cleared for cases or has had one, by the level at which they practise.
Foundation: facilitation courses of at least `facilitation_days` together; where a course has no days, six hours are a
day. Intermediate: sensitive and complex case training as well. Advanced: besides, the subjects that the service
declares in `advanced_training:` under `targets:`; where it declares none, that is told and lowers nothing. Training of
any age counts until the day on which it expires. Cannot tell: no level, or a course without subject, day or length
that could be what is lacking. Whoever is at no level yet is out. Who lacks what is told by subject.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._staff import allocations, practising
from rsqm_tool.checks._tally import AFTER, Breach, Tally, Words, by_staff_rule, place, tell, unread
from rsqm_tool.dates import count
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Training

_HOURS = 6  # in a day of training
_FACILITATION, _SENSITIVE = "facilitation", "sensitive and complex"
_UNDECLARED = "what Advanced needs besides is not declared (`advanced_training:` under `targets:`)"


@dataclass(frozen=True, slots=True)
class _Needs:
    """What each level needs."""

    days: int  # of facilitation training
    advanced: Sequence[str] | None  # subjects; None where the service has declared none

    def subjects(self, level: str) -> list[str]:
        """The subjects that a level needs."""
        higher = [_SENSITIVE] if level in ("intermediate", "advanced") else []
        declared = [s for s in self.advanced or () if level == "advanced"]
        return list(dict.fromkeys([_FACILITATION, *higher, *declared]))

    def lacks(self, level: str, courses: Sequence[Training], day: date) -> list[str]:
        """Of these, the ones that courses do not give on a day."""
        valid = [c for c in courses if c.completed_on and (c.expires_on is None or c.expires_on >= day)]
        return [s for s in self.subjects(level) if not self._given(s, valid)]

    def _given(self, subject: str, valid: Sequence[Training]) -> bool:
        its = [c for c in valid if c.subject == subject]
        if subject != _FACILITATION:
            return bool(its)
        return round(fsum(c.days or (c.hours or 0) / _HOURS for c in its), 2) >= self.days


def check(inquiry: Inquiry, *, facilitation_days: int = 3) -> Iterator[Finding]:
    tables = inquiry.workspace.tables
    people, training = tables.practitioners, tables.training
    length = ["hours"] if training and "days" not in training.columns and "hours" in training.columns else ["days"]
    needed = {
        "practitioners": ["practitioner_id", "level"],
        "training": ["practitioner_id", "subject", "completed_on", *length],
    }
    not_there = list(unread(inquiry, needed))
    if not_there or people is None or training is None:
        yield from not_there
        return
    tally, needs, lacking = Tally(), _Needs(facilitation_days, _declared(inquiry)), Counter[str]()
    courses, undeclared = completed(inquiry, training.rows, tally), False
    for id, person, _ in practising(people, inquiry.as_of, tally, allocations(inquiry)):
        own = courses.get(id, ())
        if person.level is None:
            tally.cannot_tell.append(id)
            continue
        if person.level == "none":
            tally.out["at no level yet"] += 1
            continue
        undeclared |= person.level == "advanced" and needs.advanced is None
        lacks = needs.lacks(person.level, own, inquiry.as_of)
        surely = [s for s in lacks if not any(_may_be(s, c, inquiry.as_of) for c in own)]
        if surely:
            tally.put(inquiry, Breach(id, place(people, person.row, "level")))
            lacking.update(surely)
        elif lacks:
            tally.cannot_tell.append(id)
        else:
            tally.kept.append(id)
            _lapse(inquiry, tally, needs, person.level, own)
    note = _UNDECLARED if undeclared else ""
    figures = {f"lacks: {subject}": number for subject, number in sorted(lacking.items())}
    words = _words(lacking, facilitation_days)
    helps = (training, tables.facilitators)
    yield tell(inquiry, [people], tally, words, by_staff_rule, helps=helps, note=note, **figures)


def _words(lacking: Mapping[str, int], days: int) -> Words:
    length = {_FACILITATION: f" (at least {count(days, 'day')})"}
    what = ", ".join(f"{subject}{length.get(subject, '')} for {n}" for subject, n in sorted(lacking.items()))
    return Words(
        who="active practitioners",
        keeps="have the training that their level needs",
        breaks="lack training that their level needs",
        next_step=f"Book it, or enter the certificate: {what}. Until then, let them practise at the level they have.",
        to_tell="Enter each person's level, and subject, day and length of each course.",
        ahead="Book the next course before then.",
    )


def _declared(inquiry: Inquiry) -> list[str] | None:
    subjects = inquiry.workspace.targets.others.get("advanced_training")
    return [s.casefold() for s in subjects] if subjects else None


def completed(inquiry: Inquiry, rows: Sequence[Training], tally: Tally) -> dict[str, list[Training]]:
    """The courses completed by the as-of date, or without a day, by practitioner."""
    found: dict[str, list[Training]] = defaultdict(list)
    for row in rows:
        if row.completed_on and row.completed_on > inquiry.as_of:
            tally.ignored[AFTER] += 1
        elif row.practitioner_id:
            found[row.practitioner_id].append(row)
    return found


def _may_be(subject: str, course: Training, as_of: date) -> bool:
    """Whether a course with something blank could be what is lacking."""
    if course.subject not in (subject, None) or (course.expires_on and course.expires_on < as_of):
        return False
    unmeasured = subject == _FACILITATION and course.days is None and course.hours is None
    return course.subject is None or course.completed_on is None or unmeasured


def _lapse(inquiry: Inquiry, tally: Tally, needs: _Needs, level: str, courses: Sequence[Training]) -> None:
    """Note the last day on which somebody still has what they need, where it comes before the assessment."""
    ends = {c.expires_on for c in courses if c.expires_on and inquiry.as_of <= c.expires_on < inquiry.assessment_on}
    for day in sorted(ends):
        if needs.lacks(level, courses, day + timedelta(days=1)):
            tally.lapses_on = min(tally.lapses_on or day, day)
            return
