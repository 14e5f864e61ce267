"""Takes out of an assessment what an audience may not see, before anything is rendered.

Items that are private or unclassified lose their entry, their text, their path and their file, and people's own
sentences lose the words that name them. What is left can be shown as it is: no page has to think about it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from rsqm_tool.model import (
    Action,
    Assessment,
    CriterionResult,
    Decision,
    EvidenceItem,
    Finding,
    Note,
    Outcome,
    Rating,
    Sensitivity,
    Workspace,
)
from rsqm_tool.model.tables import ROWS
from rsqm_tool.publish.errors import PublishError

# The classes that each audience sees. An item without a class is in none of them.
_MAY_SEE = {"assessor": (Sensitivity.PUBLIC, Sensitivity.ASSESSOR)}
_OWN = (".yaml", ".json")  # what the service writes itself; notes on what other files hold are for the service alone
_NOT_NAMED = "an item that is not published"

_GAP = r"[\s\u00a0\u2007\u202f]+"  # a title may be wrapped, or held together, where it is written again
_HYPHEN = "[-\u2010\u2011\u2012\u2013\u2212]"

Clean = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown: an assessment without what the audience may not see."""

    assessment: Assessment
    audience: str
    withheld: frozenset[str]  # the criteria that some item supports which is not shown


def for_audience(assessment: Assessment, audience: str, with_lines: bool = False) -> Shown:
    """What `audience` may see of an assessment. PublishError where no such site is built yet.

    With `with_lines` a finding about a hidden item keeps its line in the register, which names nothing: for logs of CI.
    """
    if audience not in _MAY_SEE:
        raise PublishError(f"There is no site for the audience '{audience}' yet. Choose: {', '.join(_MAY_SEE)}.")
    hidden = _hidden(assessment.workspace.items, _MAY_SEE[audience])
    # What the rules come to in a hidden table is shown, with ids, and its rows are not: it names no item.
    ids = {i.id for i in hidden if not _is_table(i)}
    places = {i.where for i in hidden} | {s.where for i in hidden for s in i.supports}
    names = _names(hidden, _mapped_only(assessment.workspace))

    def clean(text: str) -> str:
        return names.sub(_NOT_NAMED, text) if names else text

    def tells(told: Finding | Note) -> bool:
        if told.where in places or (isinstance(told, Finding) and told.evidence in ids):
            return True
        return names is not None and names.search(_everything(told)) is not None

    unregistered = set(assessment.workspace.unregistered)  # their names may say what nobody may see
    shown = replace(
        assessment,
        workspace=_workspace(assessment.workspace, hidden, clean),
        standards=tuple(
            replace(s, results=tuple(_result(r, hidden, clean, tells, with_lines) for r in s.results))
            for s in assessment.standards
        ),
        notes=tuple(
            n
            for n in assessment.notes
            if not tells(n) and n.where.path not in unregistered and n.where.path.endswith(_OWN)
        ),
        faults=tuple(clean(f) for f in assessment.faults),
    )
    return Shown(shown, audience, frozenset(s.criterion for i in hidden for s in i.supports))


def _everything(told: Finding | Note) -> str:
    """All that a reader would see of a finding or a note, in one text."""
    parts = [told.message, told.next_step]
    if isinstance(told, Note):
        parts.append(str(told.where))
    else:
        parts += [*told.subjects, *(str(v) for v in told.figures.values())]
    return "\n".join(parts)


def _hidden(items: Iterable[EvidenceItem], may_see: tuple[Sensitivity, ...]) -> tuple[EvidenceItem, ...]:
    """The items that may not be seen. A file that one entry hides stays hidden under every other entry."""
    items = tuple(items)
    closed = {_same_file(i.file) for i in items if i.file and i.sensitivity not in may_see}
    return tuple(i for i in items if i.sensitivity not in may_see or (i.file and _same_file(i.file) in closed))


def _same_file(path: str) -> str:
    """One spelling for the paths that lead to the same file on a machine that ignores capitals."""
    return str(PurePosixPath(path)).casefold()


def _mapped_only(workspace: Workspace) -> set[str]:
    """The files of tables that the register does not have: nobody has said who may see them."""
    mapped = {table.path for table in map(workspace.tables.get, ROWS) if table}
    return mapped - {i.file for i in workspace.items}


def _names(hidden: Iterable[EvidenceItem], files: Iterable[str]) -> re.Pattern[str] | None:
    """Finds whatever names a hidden item or file: id, title, path, file name, address, testimony. None: none is."""
    patterns: set[str] = {f"(?i:{re.escape(path)})" for path in files}
    for i in hidden:
        path = i.file or ""
        # Registers write paths from evidence/ on; people copy them in that form.
        for name in (i.id, i.title, path, path.removeprefix("evidence/"), PurePosixPath(path).name, i.url, i.statement):
            words = (name or "").split()
            if words:
                # A title such as "Strategy" is also an everyday word: it names the item only where it is written alike.
                alike = len(words) == 1 and name == i.title
                patterns.add(f"(?{'' if alike else 'i'}:{_GAP.join(_spelt(w) for w in words)})")
    longest_first = "|".join(sorted(patterns, key=lambda p: (-len(p), p)))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)") if patterns else None


def _spelt(word: str) -> str:
    """A word as a pattern, whatever kind of hyphen it is written with."""
    return re.sub(r"\\?-", lambda _: _HYPHEN, re.escape(word))


def _workspace(workspace: Workspace, hidden: tuple[EvidenceItem, ...], clean: Clean) -> Workspace:
    """The workspace with its visible items and cleaned sentences, without what nothing registers."""
    mine, decision = workspace.self_assessment, workspace.decision
    return replace(
        workspace,
        items=tuple(_item(i, clean) for i in workspace.items if i not in hidden),
        self_assessment=replace(
            mine,
            assessed_by=clean(mine.assessed_by),
            ratings={c: _rating(r, clean) for c, r in mine.ratings.items()},
        ),
        actions=tuple(_action(a, clean) for a in workspace.actions),
        exceptions=tuple(replace(e, reason=clean(e.reason)) for e in workspace.exceptions),
        decisions={c: _decision(d, clean) for c, d in workspace.decisions.items()},
        decision=decision and replace(decision, result=clean(decision.result), letter=clean(decision.letter or "")),
        unregistered=(),
    )


def _result(
    result: CriterionResult,
    hidden: tuple[EvidenceItem, ...],
    clean: Clean,
    tells: Callable[[Finding], bool],
    with_lines: bool,
) -> CriterionResult:
    """One criterion's result with its visible evidence; findings that tell of hidden items say only the outcome."""
    findings: list[Finding] = []
    for f in result.findings:
        shown = _neutral(f, with_lines) if tells(f) else _unplaced(f, hidden, clean)
        if shown is f or shown not in findings:  # several hidden items may say the same: once is enough
            findings.append(shown)
    return replace(
        result,
        rating=result.rating and _rating(result.rating, clean),
        decision=result.decision and _decision(result.decision, clean),
        evidence=tuple(_item(i, clean) for i in result.evidence if i not in hidden),
        findings=tuple(findings),
        actions=tuple(_action(a, clean) for a in result.actions),
    )


def _is_table(item: EvidenceItem) -> bool:
    return item.text is None and bool(item.file) and str(item.file).casefold().endswith((".csv", ".xlsx", ".xlsm"))


def _unplaced(finding: Finding, hidden: tuple[EvidenceItem, ...], clean: Clean) -> Finding:
    """A finding without its item where that is a hidden table, and without a place that names a hidden file."""
    evidence = None if any(i.id == finding.evidence for i in hidden) else finding.evidence
    named = finding.where is not None and clean(str(finding.where)) != str(finding.where)
    return replace(finding, evidence=evidence, where=None if named else finding.where)


def _neutral(finding: Finding, with_lines: bool) -> Finding:
    """A finding without a word of the item that it is about. The outcome stays: the criterion's rests on it."""
    return replace(
        finding,
        message=f"An item that is not published: the check '{finding.check}' came out as {finding.outcome}",
        next_step="" if finding.outcome is Outcome.MET else "Ask the service about it.",
        subjects=(), evidence=None, figures={},
        where=finding.where if with_lines and finding.where and finding.where.line else None,
    )  # fmt: skip


def _item(item: EvidenceItem, clean: Clean) -> EvidenceItem:
    return replace(
        item,
        title=clean(item.title),
        about=tuple(map(clean, item.about)),
        owner=clean(item.owner),
        approved_by=clean(item.approved_by),
        signed_by=tuple(map(clean, item.signed_by)),
        states={clean(k): clean(v) if isinstance(v, str) else v for k, v in item.states.items()},
        statement=clean(item.statement) if item.statement else item.statement,
        file_trouble=clean(item.file_trouble),
        supports=tuple(replace(s, where_in_item=clean(s.where_in_item), how=clean(s.how)) for s in item.supports),
    )


def _rating(rating: Rating, clean: Clean) -> Rating:
    return replace(rating, how=clean(rating.how), reason=clean(rating.reason), owner=clean(rating.owner))


def _action(action: Action, clean: Clean) -> Action:
    return replace(action, action=clean(action.action), owner=clean(action.owner))


def _decision(decision: Decision, clean: Clean) -> Decision:
    return replace(
        decision,
        seen=tuple(clean(s) for s in decision.seen),
        condition=clean(decision.condition),
        evidence_wanted=clean(decision.evidence_wanted),
        recommendation=clean(decision.recommendation),
    )
