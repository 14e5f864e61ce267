"""From a workspace and a date to an assessment: runs the checks and lets their findings decide. Pure.

The outcome of a criterion is the lowest of the service's rating and every finding that counts. The whole rule stands in
the project's documentation, "How an outcome comes about".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from rsqm_tool import measures, registering
from rsqm_tool.checks._inquiry import Inquiry, repair
from rsqm_tool.dates import count, in_words
from rsqm_tool.model import (
    Assessment,
    Because,
    Criterion,
    CriterionResult,
    EvidenceItem,
    Finding,
    Framework,
    Location,
    Note,
    Outcome,
    Rating,
    Standard,
    StandardResult,
    Workspace,
    is_worse,
    lowest,
)


def assess(workspace: Workspace, framework: Framework, as_of: date) -> Assessment:
    """Judge every criterion of `framework` as of a date. A check that crashes is told among `faults`; the rest runs."""
    faults: list[str] = []
    workspace = measures.standing_in(workspace, as_of)
    supporting = _by_criterion(workspace.items)
    loose = registering.loose(framework, workspace.tables, {i.id: i.file for i in workspace.items})
    standards = tuple(_standard(workspace, s, supporting, loose, as_of, faults) for s in framework.standards)
    notes = (*_unregistered(loose, standards), *_notes(workspace, framework, as_of))
    return Assessment(framework, workspace, as_of, standards, notes, tuple(faults))


_Supporting = dict[str, list[EvidenceItem]]
_Loose = Sequence[registering.Loose]  # tables that are mapped and not registered


def _by_criterion(items: Iterable[EvidenceItem]) -> _Supporting:
    found: _Supporting = {}
    for item in items:
        for criterion in dict.fromkeys(s.criterion for s in item.supports):
            found.setdefault(criterion, []).append(item)
    return found


def _standard(
    workspace: Workspace, standard: Standard, supporting: _Supporting, loose: _Loose, as_of: date, faults: list[str]
) -> StandardResult:
    results = tuple(
        _criterion(workspace, c, tuple(supporting.get(c.id, ())), loose, as_of, faults) for c in standard.criteria
    )
    return StandardResult(standard, _is_ready(workspace, results), results)


def _is_ready(workspace: Workspace, results: Sequence[CriterionResult]) -> bool:
    """No gap, and for each partly met criterion an action that is due before the assessment."""

    def has_action(result: CriterionResult) -> bool:
        before = workspace.assessment_on or date.max
        return any(not a.done and a.due and a.due < before for a in result.actions)

    return all(not r.gap and (r.outcome is not Outcome.PARTLY_MET or has_action(r)) for r in results)


def _criterion(
    workspace: Workspace,
    criterion: Criterion,
    items: tuple[EvidenceItem, ...],
    loose: _Loose,
    as_of: date,
    faults: list[str],
) -> CriterionResult:
    rating = workspace.self_assessment.ratings.get(criterion.id)
    actions = tuple(a for a in workspace.actions if a.criterion == criterion.id)
    decision = workspace.decisions.get(criterion.id)
    set_aside = rating is not None and rating.rating is Outcome.NOT_APPLICABLE
    if set_aside and rating and criterion.may_be_not_applicable and rating.reason.strip():
        outcome = Outcome.NOT_APPLICABLE
        return CriterionResult(criterion, outcome, outcome, rating, decision, items, (), actions)
    findings = [*_unsupported(criterion, items, loose), *_run(workspace, criterion, items, rating, as_of, faults)]
    computed = lowest(f.outcome for f in findings if f.counts)
    own = None if rating is None or set_aside else rating.rating
    outcome = _outcome(items, own, computed)
    findings += _self_rating(criterion, rating, own, computed, workspace.self_assessment.where)
    return CriterionResult(criterion, outcome, computed, rating, decision, items, tuple(findings), actions)


def _outcome(items: Iterable[EvidenceItem], own: Outcome | None, computed: Outcome) -> Outcome:
    if not any(i.usable for i in items):
        return Outcome.NOT_MET
    if own is None:
        return Outcome.NOT_ASSESSED
    return lowest((own, computed))


def _unsupported(criterion: Criterion, items: Sequence[EvidenceItem], loose: _Loose) -> Iterator[Finding]:
    """Nothing in the register supports the criterion, or nothing of it is there to read."""
    if any(i.usable for i in items):
        return
    message = "Nothing in the register supports this criterion"
    step = f"Register what shows it, with {criterion.id} under `supports:`. Good evidence: {_first(criterion)}"
    where = None
    table = next((found for found in loose if criterion.id in found.criteria), None)
    if table and not items:
        message, step = f"{message}; its rules count in {table.file}, which no entry has", table.step
    if items:
        message = f"Nothing that supports this criterion can be read: {', '.join(i.id for i in items)}"
        step, where = repair(items[0]), items[0].where
    evidence = items[0].id if items else None
    yield Finding(criterion.id, "evidence", Outcome.NOT_MET, message, step, evidence=evidence, where=where)


def _first(criterion: Criterion) -> str:
    good = criterion.guidance.good
    return good[0] if good else criterion.asks


def _run(
    workspace: Workspace,
    criterion: Criterion,
    items: tuple[EvidenceItem, ...],
    rating: Rating | None,
    as_of: date,
    faults: list[str],
) -> Iterator[Finding]:
    """Every expectation of the criterion, put to its check."""
    for expectation in criterion.expectations:
        inquiry = Inquiry(criterion, expectation, workspace, items, rating, as_of)
        try:
            yield from measures.judge(inquiry)
        except Exception as error:  # a broken check must not take the others with it, whatever it raises
            faults.append(f"criterion {criterion.id}, check {expectation.check}: {_cause(error)}")
            message = f"Check `{expectation.check}` failed, through no fault of the evidence"
            step = "Report the line about it at the end of the run; the other checks ran."
            yield inquiry.finding(Outcome.NOT_ASSESSED, message, step, because=Because.UNREAD)


def _cause(error: Exception) -> str:
    """What failed and where in the program; never the error's own words, which may hold a value from a file."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f" in {PurePath(frame.tb_frame.f_code.co_filename).name}, line {frame.tb_lineno}" if frame else ""
    return type(error).__name__ + place


def _self_rating(
    criterion: Criterion, rating: Rating | None, own: Outcome | None, computed: Outcome, file: Location | None
) -> Iterator[Finding]:
    """What the service's own rating does to the outcome, when it does more than agree."""

    def tell(outcome: Outcome, message: str, step: str) -> Finding:
        because = Because.UNREAD if outcome is Outcome.NOT_ASSESSED else None
        where = rating.where if rating else file
        return Finding(criterion.id, "self_rating", outcome, message, step, because=because, where=where)

    if rating and rating.rating is Outcome.NOT_APPLICABLE:
        if not criterion.may_be_not_applicable:
            step = "Rate it met, partly met or not met: this criterion applies to every service."
            yield tell(Outcome.NOT_ASSESSED, "Rated not applicable, which this criterion does not allow", step)
        else:
            yield tell(Outcome.NOT_ASSESSED, "Rated not applicable without a reason", "Enter `reason:`, or rate it.")
    elif own is None:
        step = f"Rate {criterion.id} in the self-assessment: met, partly met or not met, and say how."
        yield tell(Outcome.NOT_ASSESSED, "Nobody has rated this criterion yet", step)
    elif is_worse(own, computed):
        message = f"The service rates itself {own}; the evidence alone would come to {computed}"
        yield tell(own, message, "Do what your own rating still wants, then rate it again.")


def _unregistered(loose: _Loose, standards: Iterable[StandardResult]) -> Iterator[Note]:
    """Tables that the register does not have, so that they support nothing; those that no criterion has told yet."""
    told = {f.next_step for s in standards for r in s.results for f in r.findings}
    for found in loose:
        if found.step not in told:
            names, criteria = ", ".join(found.tables), ", ".join(found.criteria)
            message = f"No entry of the register has {found.file}, the file of {names}, so it supports nothing"
            yield Note(message, f"It would support {criteria}. {found.step}", Location(found.file))


def _notes(workspace: Workspace, framework: Framework, as_of: date) -> Iterator[Note]:
    """What no criterion owns: evidence that supports nothing, files that nothing registers, dates still to come."""
    yield from workspace.notes
    yield from measures.notes(workspace, as_of)
    known = {c.id for f in (framework, *workspace.frameworks) for c in f.criteria}
    for item in workspace.items:
        if not any(s.criterion in known for s in item.supports):
            message = f"{item.id} ({item.title}) supports no criterion"
            yield Note(message, "Name the criteria under `supports:`, or take it out of the register.", item.where)
        day = item.dated or item.approved_on if item.says else item.date  # what says may well cover days to come
        if day and day > as_of:
            message = f"{item.id} ({item.title}) is dated {in_words(day)}, after the as-of date"
            yield Note(message, "Nothing, if that is right: it counts from that day.", item.where)
    yield from _twice(workspace.items)
    for path in workspace.unregistered:
        step = "Register it, or move it out of the folder."
        yield Note(f"Nothing registers the file {path}", step, Location(path))
    if workspace.assessment_on is None:
        step = "Enter `assessment:` with its `date:` in rsqm.yaml; a best guess will do."
        yield Note("No assessment date is set, so nothing is held against it", step, Location("rsqm.yaml"))
    elif workspace.assessment_on < as_of:
        days = count((as_of - workspace.assessment_on).days, "day")
        message = f"The assessment date is {days} past"
        yield Note(message, "Enter the next one in rsqm.yaml.", Location("rsqm.yaml"))


def _twice(items: Iterable[EvidenceItem]) -> Iterator[Note]:
    first: dict[str, EvidenceItem] = {}
    for item in items:
        if item.file and (other := first.setdefault(item.file, item)) is not item:
            message = f"{other.id} and {item.id} register the same file, {item.file}"
            yield Note(message, "The stricter class holds for both. Keep one entry.", item.where)


def narrowed(assessment: Assessment, ids: Iterable[str]) -> Assessment:
    """The same assessment with only some criteria: ids of criteria, or of standards for all of theirs."""
    wanted = set(ids)
    standards = tuple(
        replace(s, results=tuple(r for r in s.results if s.standard.id in wanted or r.criterion.id in wanted))
        for s in assessment.standards
    )
    return replace(assessment, standards=tuple(s for s in standards if s.results))
