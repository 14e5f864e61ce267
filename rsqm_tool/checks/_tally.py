"""Counting people and cases: three piles and what was explained, and the grades that the piles come to.

Every computed check fills one Tally and ends with one of three grades. The rules stand in the project's documentation,
"Counting": whoever cannot be judged is in a pile of their own and never among the kept. Nothing here depends on the
order of a table's rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from rsqm_tool.checks import _unread
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.dates import add_months, agreeing, count, in_words
from rsqm_tool.model import Because, Finding, Location, Outcome
from rsqm_tool.model.tables import Table

SAFETY_MONTHS = 36  # the longest look back of a safety rule
OTHER_MONTHS = 12  # of any other rule
STAFF_SHARE = 10  # in per cent: up to this many broken, or one, is partly met

_MANY = 4  # tables that are told one by one
_BEGIN = "Begin with the lists that you keep: `rsqm tables suggest FILE` says what each of them is."

# What rules count: the first of these words says it, whatever stands before and behind.
_ONE = {
    "agreements": "agreement", "answers": "answer", "cases": "case", "consents": "consent", "entries": "entry",
    "facilitations": "facilitation", "participations": "participation", "people": "person",
    "practitioners": "practitioner", "processes": "process", "requests": "request", "sets": "set",
}  # fmt: skip
_WHO = re.compile(rf"\b({'|'.join(_ONE)})\b")

AFTER = "dated after the as-of date"  # a reason in `Tally.ignored`
BEFORE = "from before the table's records begin"  # another


@dataclass(frozen=True, slots=True)
class Breach:
    """One who breaks the rule."""

    id: str  # of the practitioner, case, process or participant
    where: Location  # the cell, or the row, that shows it
    on: date | None = None  # when; None where the rule has no day
    partly: bool = False  # breaks it so slightly that it is partly met at worst


@dataclass(slots=True)
class Tally:
    """Who keeps a rule, who breaks it, and of whom nobody can tell. Each who counts is on one pile, once."""

    kept: list[str] = field(default_factory=list)
    broken: list[Breach] = field(default_factory=list)
    cannot_tell: list[str] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)
    out: Counter[str] = field(default_factory=Counter)  # why somebody does not count, and how many of them
    outside: dict[str, str] = field(default_factory=dict)  # the same by id, of those whom `leave_out` was told of
    ignored: Counter[str] = field(default_factory=Counter)  # why a record counts for nothing, and how many of them
    blurred: int = 0  # of those nobody can tell of: how many a row that could not be read may have told
    lapses_on: date | None = None  # the first day in date today on which one of the kept lapses

    @property
    def denominator(self) -> int:
        """All who count: kept, broken, cannot tell and explained."""
        return len(self.kept) + len(self.broken) + len(self.cannot_tell) + len(self.explained)

    @property
    def judged(self) -> int:
        """All of whom one can tell: a share is a share of these, or blanks would improve it."""
        return self.denominator - len(self.cannot_tell)

    def put(self, inquiry: Inquiry, breach: Breach) -> None:
        """Put somebody who breaks the rule on the right pile: explained where an exception stands for it.

        Rules that no exception explains (written consent, risk assessment) append to `broken` instead.
        """
        if explained(inquiry, breach.id):
            self.explained.append(breach.id)
        else:
            self.broken.append(breach)

    def leave_out(self, id: str, why: str) -> None:
        """Count somebody as outside the rule, and remember who it is: pages say of each why they are not judged."""
        self.out[why] += 1
        self.outside[id] = why

    def unsure(self, id: str, *tables: Table[Any] | None, people: int = 1) -> None:
        """Put somebody on the pile of those nobody can tell of. `tables`: those whose rows would tell.

        Where rows of these could not be read, whoever is unsure may have broken the rule.
        """
        self.cannot_tell += [id] * people
        if any(t is not None and t.left_out for t in tables):
            self.blurred += people

    def figures(self, **more: int | float | str) -> dict[str, int | float | str]:
        """The piles as figures for a finding, with whatever the rule adds. What is rare stands there only if it is."""
        piles: dict[str, int | float | str] = {
            "kept": len(self.kept),
            "broken": len(self.broken),
            "cannot_tell": len(self.cannot_tell),
            "explained": len(self.explained),
            "denominator": self.denominator,
        }
        slightly = sum(b.partly for b in self.broken)
        rare = {"broken_slightly": slightly, "after_as_of": self.ignored[AFTER]}
        outside = {f"out: {why}": number for why, number in sorted((+self.out).items())}
        ignored = {f"ignored: {why}": number for why, number in sorted((+self.ignored).items()) if why != AFTER}
        return piles | {name: number for name, number in rare.items() if number} | outside | ignored | more


@dataclass(frozen=True, slots=True)
class Words:
    """How a rule is told. `breaks` and `keeps` follow "3 of 14 active practitioners"; of one, `agreeing` is told."""

    who: str  # "active practitioners"
    keeps: str  # "had case supervision at least every 12 weeks"
    breaks: str  # "went more than 12 weeks without case supervision"
    next_step: str  # what to do about those who break it
    to_tell: str = "Fill in what is blank, so that it can be judged."  # what to do about those nobody can tell
    ahead: str = ""  # what to do about what is in date today and lapses before the assessment


def by_staff_rule(tally: Tally) -> Outcome:
    """One person, or up to 10 % of those of whom one can tell, broken is partly met; more is not met."""
    grave = sum(not b.partly for b in tally.broken)
    if not tally.broken:
        return Outcome.PARTLY_MET if tally.cannot_tell else Outcome.MET
    few = grave <= 1 or grave * 100 <= STAFF_SHARE * tally.judged
    return Outcome.PARTLY_MET if few else Outcome.NOT_MET


def by_safety_rule(inquiry: Inquiry, tally: Tally) -> Outcome:
    """Any break in the last 12 months is not met; an older one with recorded learning is partly met, else not met."""
    if not tally.broken:
        return Outcome.PARTLY_MET if tally.cannot_tell else Outcome.MET
    since = add_months(inquiry.as_of, -12)
    for breach in tally.broken:
        lately = breach.on is None or breach.on >= since
        if not breach.partly and (lately or not _learned(inquiry, breach)):
            return Outcome.NOT_MET
    return Outcome.PARTLY_MET


def by_contradiction(tally: Tally) -> Outcome:
    """Whatever is broken, or nobody can tell of, is partly met: one of two entries may be wrong."""
    return Outcome.PARTLY_MET if tally.broken or tally.cannot_tell else Outcome.MET


def only_told(tally: Tally) -> Outcome:
    """A figure that lowers nothing."""
    return Outcome.MET


def _learned(inquiry: Inquiry, breach: Breach) -> bool:
    """Whether learning is recorded: an action for the criterion, or an incident since then with a learning action."""
    if any(a.criterion == inquiry.criterion.id for a in inquiry.workspace.actions):
        return True
    log, day = inquiry.workspace.tables.incidents, breach.on
    return log is not None and any(
        row.learning_action
        and row.raised_on
        and (day is None or day <= row.raised_on)
        and row.raised_on <= inquiry.as_of
        for row in log.rows
    )


Grade = Callable[[Tally], Outcome]


def tell(
    inquiry: Inquiry,
    read: Sequence[Table[Any] | None],
    tally: Tally,
    words: Words,
    grade: Grade,
    *,
    helps: Sequence[Table[Any] | None] = (),
    note: str = "",  # one more clause of the message, without its semicolon
    **more: int | float | str,
) -> Finding:
    """The finding that a tally comes to: what share breaks or keeps the rule, ids in `subjects`, the first as place.

    `read`: the tables that the rule counts, or that decide who counts, the one that it counts first. Each row of theirs
    that could not be read may have been one more who breaks the rule: see `_graded`. `helps`: other tables that it
    reads, of which a row can only speak for somebody, or whoever is unsure for want of it is on that pile.
    """
    tables = [t for t in (*read, *helps) if t is not None]
    outcome, because = _graded(inquiry, read, tally, grade)
    in_doubt = because is Because.UNREAD and tally.denominator > 0
    about = f"{_outside(tally)}{'' if in_doubt else _unread.aside(tables)}{'; ' + note if note else ''}"
    told: dict[str, Any] = {"figures": tally.figures(**_unread.figures(tables), **more), "because": because}
    told["where"] = place(tables[0]) if tables else None
    message, step = _message(tally, words)
    if tally.broken:
        told["where"] = min((b.where for b in tally.broken), key=_by_place)
        told["subjects"] = tuple(sorted({b.id for b in tally.broken}))
    lowered = because is None and (tally.blurred or outcome is not inquiry.clamped(grade(tally)))
    if because is Because.UNREAD or lowered:
        step = f"{_unread.repair(tables)} {step}".strip()
        told["where"] = told["where"] if tally.broken and lowered else _unread.first(tables)
    if because is Because.UNREAD:
        message = _not_judged(tally, words, message, _unread.lost(tables))
    told["evidence"] = _registered(inquiry, told["where"])
    if outcome is Outcome.MET and tally.lapses_on and tally.lapses_on < inquiry.assessment_on:
        told["lapses_on"], step = tally.lapses_on, words.ahead
        days = count((inquiry.assessment_on - tally.lapses_on).days, "day")
        about += f"; the first lapses on {in_words(tally.lapses_on)}, {days} before the assessment"
    return inquiry.finding(outcome, message + about, step, **told)


def _graded(
    inquiry: Inquiry, read: Sequence[Table[Any] | None], tally: Tally, grade: Grade
) -> tuple[Outcome, Because | None]:
    """What a tally comes to, and why it is not assessed where it is not.

    No row that could not be read improves an outcome. Each may have been one who breaks the rule, and so may whoever is
    unsure for want of one. Where that would make it not met, it is not assessed, because it was not read; where it
    would make it partly met, it is.
    """
    number = sum(_unread.lost_from(t) for t in read) + tally.blurred
    lost = [Breach("", Location(""))] * number
    told = tally.cannot_tell[: len(tally.cannot_tell) - tally.blurred]
    worst = inquiry.clamped(grade(replace(tally, broken=[*tally.broken, *lost], cannot_tell=told)))
    if not tally.denominator:
        return Outcome.NOT_ASSESSED, Because.NOBODY if worst is Outcome.MET else Because.UNREAD
    if worst is Outcome.NOT_MET and inquiry.clamped(grade(tally)) is not Outcome.NOT_MET:
        return Outcome.NOT_ASSESSED, Because.UNREAD
    return worst, None


def _message(tally: Tally, words: Words) -> tuple[str, str]:
    """How the piles are told, and what to do."""
    if not tally.denominator:
        return f"Nobody to count: no {words.who}", ""
    whole = f"{tally.denominator} {singular(words.who) if tally.denominator == 1 else words.who}"
    if tally.broken:
        breaks = f"{len(tally.broken)} of {whole} {agreeing(len(tally.broken), words.breaks)}"
        return f"{breaks}{_asides(tally)}", words.next_step
    if len(tally.cannot_tell) == tally.denominator:
        return f"Nobody can tell: 0 of {whole} could be judged", words.to_tell
    keeps = f"{len(tally.kept)} of {whole} {agreeing(len(tally.kept), words.keeps)}"
    return f"{keeps}{_asides(tally)}", words.to_tell if tally.cannot_tell else ""


def singular(who: str) -> str:
    """Who counts, of one: "active practitioner", "person harmed in cases that the person responsible asked for"."""
    one = _WHO.sub(lambda m: _ONE[m[0]], who, count=1).replace(" who were ", " who was ")
    return re.sub(r"\bwho (count|owe|facilitate)\b", r"who \1s", one)


def _not_judged(tally: Tally, words: Words, message: str, lost: int) -> str:
    """The same where too much could not be read."""
    if not tally.denominator:
        return f"Not judged: no {words.who} are left to count"
    rows = f"{count(lost, 'row')} that could not be read"
    return f"Not judged, as {rows} may decide it; so far {message[:1].lower()}{message[1:]}"


def _asides(tally: Tally) -> str:
    parts = []
    if tally.cannot_tell:
        parts.append(f"of {len(tally.cannot_tell)} nobody can tell")
    if tally.explained:
        parts.append(f"{len(tally.explained)} explained")
    return f" ({', '.join(parts)})" if parts else ""


def _outside(tally: Tally) -> str:
    """Who and what does not count, and why: clauses that follow a message."""
    told = ""
    if tally.out:
        told += "; not counted: " + ", ".join(f"{number} {why}" for why, number in sorted((+tally.out).items()))
    ignored = [f"{number} {why}" for why, number in sorted((+tally.ignored).items())]
    return told + ("; records that count for nothing: " + ", ".join(ignored) if ignored else "")


def _by_place(where: Location) -> tuple[str, str, int]:
    return (where.path, where.sheet or "", where.row or 0)


def _registered(inquiry: Inquiry, where: Location | None) -> str | None:
    """The id of the supporting item whose file the place is in."""
    return next((i.id for i in inquiry.items if where and i.file == where.path), None)


def place(table: Table[Any], row: int | None = None, column: str | None = None) -> Location:
    """A place in a table; `column` is the canonical one and is told by the file's own header, where the file has it."""
    header = table.headers.get(column, column) if column in table.columns and column else None
    return Location(table.path, sheet=table.sheet, row=row, field=header)


def unread(inquiry: Inquiry, needed: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """A finding for each table that is not there, of which no row could be read, or that lacks a column; else nothing.

    What is said of a table that is not there is the same whichever rule wants it, so that reports tell it once.
    """
    lacking = list(missing(inquiry, needed))
    absent = [f"`{name}`" for name in needed if inquiry.workspace.tables.get(name) is None]
    if len(absent) > _MANY:
        lacking = [Lacking(f"there is none of the tables {', '.join(absent)}", _BEGIN)]
    for words, step, where in lacking:
        yield inquiry.finding(Outcome.NOT_ASSESSED, f"Not judged: {words}", step, because=Because.UNREAD, where=where)


def untold(inquiry: Inquiry, needed: Mapping[str, Sequence[str]], what: str) -> Iterator[Finding]:
    """The same for a figure that is only told: that it cannot be lowers nothing."""
    lacking = list(missing(inquiry, needed))
    if lacking:
        message = f"{what} cannot be told: {', and '.join(each.words for each in lacking)}"
        yield inquiry.finding(Outcome.MET, message, " ".join(dict.fromkeys(each.step for each in lacking)))


class Lacking(NamedTuple):
    """What a rule needs and does not have."""

    words: str  # a clause
    step: str  # what to do
    where: Location | None = None


def missing(inquiry: Inquiry, needed: Mapping[str, Sequence[str]]) -> Iterator[Lacking]:
    """What is not there of some tables and their columns; a table without a row that could be read is not there either.

    A person is asked in the words of the published schemas; where the workspace does not have them, in ours.
    """
    for name, columns in needed.items():
        table, called = inquiry.workspace.tables.get(name), inquiry.workspace.tables.called.get(name)
        if table is None:
            asked_for, fields = (called.asked_for, called.fields) if called else (f"the table `{name}`", columns)
            step = f"Add {asked_for} ({', '.join(fields)}). Then run `rsqm tables suggest FILE`."
            yield Lacking(f"there is no table `{name}`", step)
        elif _unread.all_lost(table):
            rows = _unread.lost_from(table)
            which = f"none of the {rows} rows" if rows > 1 else "the only row"
            could = f"{which} of the table `{name}` could {'be' if rows > 1 else 'not be'} read"
            yield Lacking(could, _unread.repair([table]), _unread.first([table]))
        elif wanting := [c for c in columns if c not in table.columns]:
            names = ", ".join(wanting)
            asked_for = f"{'; '.join(called.columns[c] for c in wanting)} ({names})" if called else names
            instead = f"Where a column holds it under another name, enter that under `columns:` of {name} in rsqm.yaml."
            yield Lacking(f"the table `{name}` has no column {names}", f"Add to {place(table)}: {asked_for}. {instead}")


def window_start(inquiry: Inquiry, table: Table[Any], safety: bool = False) -> date:
    """The first day that counts: safety rules look back to the last assessment (at most 36 months), others 12 months.

    Never before the table's records begin.
    """
    start = add_months(inquiry.as_of, -(SAFETY_MONTHS if safety else OTHER_MONTHS))
    last = inquiry.workspace.last_assessed_on
    if safety and last and last <= inquiry.as_of:
        start = max(start, last)
    return max(start, table.records_begin or start)


def explained(inquiry: Inquiry, id: str) -> bool:
    """Whether an exception in evidence/exceptions.yaml stands for this rule and id on the as-of date."""
    return any(
        e.rule == inquiry.expectation.check and e.id == id and e.on <= inquiry.as_of <= e.until
        for e in inquiry.workspace.exceptions
    )
