"""Counts instead of rows: takes them where the tables are, and judges from them where they are not. Pure.

A check that reads a table is a computed one: nobody has to list them, because what it reads is watched. Where a table
that rsqm.yaml maps has no file here, such a check is not believed, and its findings are made from the saved counts.
They come to the same outcome; who breaks a rule, and where, only the tables say. Where rows could not be read and too
little is left to judge, that is saved as not read: nobody to count is saved only where there is nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from rsqm_tool import __version__, checks
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.dates import add_months, count, in_words
from rsqm_tool.model import (
    Because,
    Criterion,
    EvidenceItem,
    Expectation,
    Finding,
    Framework,
    Location,
    Note,
    Outcome,
    Workspace,
)
from rsqm_tool.model.measures import LIMITS, PILES, Measures, SavedFinding, SavedFramework, SavedRule
from rsqm_tool.model.tables import ROWS, Tables

FILE = "evidence/measures.json"
_DAYS = 35  # for which counts stand in, unless `measures_days` says otherwise
_FROM_CASES = ("participants", "processes", "participation", "facilitators")  # what a flat export stands for
_SAVE = (
    "Put the tables there. Where they must not be, run `rsqm measures save` where they are, and put the file that it "
    "writes here."
)
_LOOK = "Run `rsqm check` where the tables are: it says who, and what to do. Then run `rsqm measures save` there."


class _Watched(Tables):
    """Tables that note which of them are asked for."""

    __slots__ = ("seen",)
    seen: set[str]

    def __init__(self, tables: Tables) -> None:
        super().__init__(**{f.name: getattr(tables, f.name) for f in fields(Tables)})
        object.__setattr__(self, "seen", set())

    def __getattribute__(self, name: str) -> Any:
        if name in ROWS:
            object.__getattribute__(self, "seen").add(name)
        return object.__getattribute__(self, name)


def take(workspace: Workspace, as_of: date) -> tuple[Measures, list[str]]:
    """The counts of all rules that read tables, for each of the service's frameworks, and which checks crashed.

    Only what is in `PILES` and `LIMITS` is counted in; no id, no day, no word from any file.
    """
    faults: list[str] = []
    frameworks = tuple(
        SavedFramework(f.id, f.edition, tuple(_rules(workspace, f, as_of, faults))) for f in workspace.frameworks
    )
    there = tuple(name for name in ROWS if workspace.tables.get(name))
    return Measures(__version__, f"{as_of:%Y-%m}", there, frameworks), faults


def _rules(workspace: Workspace, framework: Framework, as_of: date, faults: list[str]) -> Iterator[SavedRule]:
    for criterion in framework.criteria:
        items = tuple(i for i in workspace.items if any(s.criterion == criterion.id for s in i.supports))
        rating = workspace.self_assessment.ratings.get(criterion.id)
        for expectation in criterion.expectations:
            tables = _Watched(workspace.tables)
            free = replace(expectation, at_worst=Outcome.NOT_MET)  # how low it may pull is asked when it is read
            inquiry = Inquiry(criterion, free, replace(workspace, tables=tables), items, rating, as_of)
            try:
                found = tuple(_saved(f) for f in _ask(inquiry))
            except Exception as error:
                faults.append(f"criterion {criterion.id}, check {expectation.check}: {type(error).__name__}")
                continue
            if tables.seen:
                digest = asked(workspace, framework, criterion, expectation)
                yield SavedRule(criterion.id, expectation.check, digest, found)


def _ask(inquiry: Inquiry) -> list[Finding]:
    return list(checks.get(inquiry.expectation.check)(inquiry, **inquiry.expectation.parameters))


def _saved(finding: Finding) -> SavedFinding:
    figures = finding.figures
    counts = {n: number for n in (*PILES, *LIMITS) if isinstance(number := figures.get(n), int)}
    lapses = f"{finding.lapses_on:%Y-%m}" if finding.lapses_on else None
    return SavedFinding(finding.outcome, finding.because, lapses, counts)


def asked(workspace: Workspace, framework: Framework, criterion: Criterion, expectation: Expectation) -> str:
    """A SHA-256 of what decides about counts besides the tables: when it differs, counts are no answer any more.

    The framework's edition, the parameters that it sets, the service's targets, and the day of the last assessment.
    """
    import json  # both cost start-up time
    from hashlib import sha256

    targets = {name: value for name, value in workspace.targets.others.items() if name != "measures_days"}
    last = workspace.last_assessed_on
    parts = [framework.id, framework.edition, criterion.id, expectation.check, dict(expectation.parameters), targets,
             last.isoformat() if last else None]  # fmt: skip
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def standing_in(workspace: Workspace, as_of: date) -> Workspace:
    """The workspace in which the items whose tables are not here count as there, where fresh counts stand in."""
    held = workspace.measures
    if held is None or not workspace.absent or trouble(workspace, as_of):
        return workspace
    files = {a.file for a in workspace.absent if a.table in held.tables}
    words = f"Its tables are not here; the counts saved in {_month(held.month)} stand in for them"
    items = tuple(replace(i, counted=True, file_trouble=words) if _is_of(i, files) else i for i in workspace.items)
    return replace(workspace, items=items)


def _is_of(item: EvidenceItem, files: set[str]) -> bool:
    return item.file in files and not item.usable


def trouble(workspace: Workspace, as_of: date) -> str:
    """Why the saved counts cannot stand in on a day: a clause; empty when they can.

    The file gives a month and no day, so its age is counted from the last day of that month.
    """
    held = workspace.measures
    if held is None:
        return "no counts of them are saved"
    first, last = _days(held.month)
    days = _lasting(workspace)
    if first > as_of:
        return f"the counts saved are of {_month(held.month)}, after the as-of date"
    if as_of > last + timedelta(days=days):
        return f"the counts saved in {_month(held.month)} are too old, more than {days} days"
    return ""


def _lasting(workspace: Workspace) -> int:
    days = workspace.targets.others.get("measures_days")
    return days if isinstance(days, int) else _DAYS


def _days(month: str) -> tuple[date, date]:
    first = date.fromisoformat(f"{month}-01")
    return first, add_months(first, 1) - timedelta(days=1)


def _month(month: str) -> str:
    return in_words(_days(month)[0]).partition(" ")[2]


def notes(workspace: Workspace, as_of: date) -> Iterator[Note]:
    """What to tell of tables that are not here: that counts stand in, or why not."""
    if not workspace.absent:
        return
    why = trouble(workspace, as_of)
    if workspace.measures is None or why:
        yield from (a.note for a in workspace.absent)
        if workspace.measures is not None:
            yield Note(f"Of the tables that are not here, {why}", _SAVE, Location(FILE))
        return
    month = workspace.measures.month
    until = in_words(_days(month)[1] + timedelta(days=_lasting(workspace)))
    names = ", ".join(a.table for a in workspace.absent)
    message = f"These tables are not here: {names}. The counts saved in {_month(month)} stand in until {until}"
    yield Note(message, "Before then, run `rsqm measures save` where the tables are.", Location(FILE))


def judge(inquiry: Inquiry) -> list[Finding]:
    """What a check finds; from the saved counts where it wants to read a table that is not here.

    Raises what the check raises, where it reads none of these.
    """
    workspace = inquiry.workspace
    if not workspace.absent:
        return _ask(inquiry)
    tables, found, error = _Watched(workspace.tables), list[Finding](), None
    try:
        found = _ask(replace(inquiry, workspace=replace(workspace, tables=tables)))
    except Exception as raised:  # it may have stumbled over the table that is not here
        error = raised
    gone = tables.seen & set(_gone(workspace))
    if gone:
        return _from_counts(inquiry, found, gone)
    if error:
        raise error
    return found


def _gone(workspace: Workspace) -> Iterator[str]:
    """The tables that have no file here, and those that a flat export of cases would have stood for."""
    names = {a.table for a in workspace.absent}
    yield from names
    if "cases" in names:
        yield from (name for name in _FROM_CASES if workspace.tables.get(name) is None)


def _from_counts(inquiry: Inquiry, found: Sequence[Finding], gone: set[str]) -> list[Finding]:
    workspace = inquiry.workspace
    why = trouble(workspace, inquiry.as_of)
    rule = None if why else _rule_of(inquiry)
    if rule is not None:
        return [_made(inquiry, saved, gone) for saved in rule.findings]
    why = why or "no counts are saved of what is asked here today"
    if found and all(f.outcome is Outcome.MET for f in found):
        return list(found)  # without the table it is met all the same, or only told
    return [_unread(inquiry, f"Not judged: {_tables(workspace, gone)} not here, and {why}", _SAVE)]


def _tables(workspace: Workspace, gone: set[str]) -> str:
    names = [f"`{a.table}`" for a in workspace.absent if a.table in gone] or ["`cases`"]
    return f"the table {names[0]} is" if len(names) == 1 else f"the tables {', '.join(names)} are"


def _unread(inquiry: Inquiry, message: str, step: str) -> Finding:
    workspace = inquiry.workspace
    where = Location(FILE) if workspace.measures else workspace.absent[0].note.where
    return inquiry.finding(Outcome.NOT_ASSESSED, message, step, because=Because.UNREAD, where=where)


def _rule_of(inquiry: Inquiry) -> SavedRule | None:
    """What was saved of the rule, if the same is asked today."""
    workspace, criterion = inquiry.workspace, inquiry.criterion
    framework = next((f for f in workspace.frameworks if any(c is criterion for c in f.criteria)), None)
    if framework is None or workspace.measures is None:
        return None
    wanted = asked(workspace, framework, criterion, inquiry.expectation)
    rules = (rule for f in workspace.measures.frameworks for rule in f.rules)
    return next((rule for rule in rules if rule.asked == wanted), None)


def _made(inquiry: Inquiry, saved: SavedFinding, gone: set[str]) -> Finding:
    """A finding made again from its counts."""
    measures = inquiry.workspace.measures
    assert measures is not None
    rule = _lower(checks.documentation(inquiry.expectation.check).partition("\n")[0].rstrip("."))
    source = f"from the counts saved in {_month(measures.month)}; the tables are not here"
    if saved.lapses and inquiry.as_of > _days(saved.lapses)[1]:
        return _unread(inquiry, f"What was in date has lapsed since: {rule} ({source})", _LOOK)
    if _is_in_doubt(saved) and inquiry.clamped(Outcome.NOT_MET) is Outcome.PARTLY_MET:
        saved = saved._replace(outcome=Outcome.PARTLY_MET, because=None)
    told: dict[str, Any] = {"because": saved.because, "figures": dict(saved.counts), "where": Location(FILE)}
    told["evidence"] = _item_of(inquiry, gone)
    lowers = saved.outcome is not Outcome.MET and saved.because in (None, Because.UNREAD)
    aside, step = "", _LOOK if lowers else ""
    if saved.lapses:
        lapses_on = max(_days(saved.lapses)[0], inquiry.as_of)
        aside = f"; the first lapses in {_month(saved.lapses)}"
        if lapses_on < inquiry.assessment_on:
            told["lapses_on"], step = lapses_on, _LOOK
    return inquiry.finding(saved.outcome, f"{_said(saved)}: {rule}{aside} ({source})", step, **told)


def _is_in_doubt(saved: SavedFinding) -> bool:
    """Whether somebody was counted, and rows that could not be read may decide for not met: for partly met at least."""
    return saved.because is Because.UNREAD and bool(saved.counts.get("denominator"))


def _said(saved: SavedFinding) -> str:
    """What the counts say of a rule, to stand before it."""
    if saved.because is Because.NOBODY:
        return "Nobody to count"
    if saved.because is Because.PERSON:
        return "For a person to judge"
    piles: Mapping[str, int] = dict.fromkeys(PILES, 0) | dict(saved.counts)
    unread = f"{count(piles['rows_left_out'], 'row')} could not be read" if piles["rows_left_out"] else ""
    if saved.because is Because.UNREAD:
        return f"Not judged, because {unread or 'something was lacking in the tables'}"
    of = piles["denominator"]
    asides = [f"of {piles['cannot_tell']} nobody can tell"] if piles["cannot_tell"] else []
    asides += [f"{piles['explained']} explained"] if piles["explained"] else []
    asides += [unread] if unread else []
    told = f" ({', '.join(asides)})" if asides else ""
    if piles["broken"]:
        return f"Broken by {piles['broken']} of {of}{told}"
    if "kept" in saved.counts and of:
        return f"Kept by {piles['kept']} of {of}{told}"
    return "Its figures are not saved" if saved.outcome is Outcome.MET else "Not kept in full"


def _item_of(inquiry: Inquiry, gone: set[str]) -> str | None:
    """The id of the first supporting item whose tables are not here and that the rule reads."""
    files = [a.file for a in inquiry.workspace.absent if a.table in gone]
    return next((i.id for i in inquiry.items if i.file in files), None)


def _lower(sentence: str) -> str:
    """For use behind a colon; abbreviations keep their capitals."""
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] == " " else sentence
