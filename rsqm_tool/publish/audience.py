"""Takes out of an assessment what an audience may not see, before anything is rendered.

Items that are private or unclassified lose their entry, their text, their path and their file, and people's own
sentences lose the words that name them. What is left can be shown as it is: no page has to think about it again.

What the rules come to in a hidden table is shown, with ids and without its path, sheet and rows.
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
    Location,
    Note,
    Outcome,
    OverallDecision,
    Rating,
    Sensitivity,
    Workspace,
)
from rsqm_tool.model.tables import ROWS
from rsqm_tool.publish import rules
from rsqm_tool.publish.errors import PublishError
from rsqm_tool.publish.public import for_everybody

# The classes that each audience sees. An item without a class is in none of them.
_MAY_SEE = {"assessor": (Sensitivity.PUBLIC, Sensitivity.ASSESSOR), "public": (Sensitivity.PUBLIC,)}
_OWN = (".yaml", ".json")  # what the service writes itself; notes on what other files hold are for the service alone
_NOT_NAMED = "an item that is not published"
_NONE_NAMED = "items that are not published"
_SEVERAL = re.compile(rf"(, )?{_NOT_NAMED}(?:,? (?:and )?{_NOT_NAMED})+")

_EVERYDAY = 2  # words of a title that may stand in any sentence

_GAP = r"[\s\u00a0\u2007\u202f]+"  # a title may be wrapped, or held together, where it is written again
_HYPHEN = "[-\u2010\u2011\u2012\u2013\u2212]"

Clean = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown: an assessment without what the audience may not see."""

    assessment: Assessment
    audience: str
    withheld: frozenset[str]  # the criteria that some item supports which is not shown; the public is not told


def for_audience(assessment: Assessment, audience: str, with_lines: bool = False) -> Shown:
    """What `audience` may see of an assessment. PublishError where no such site is built yet.

    With `with_lines` a finding about a hidden item keeps its line in the register, which names nothing: for logs of CI.
    """
    if audience not in _MAY_SEE:
        raise PublishError(f"There is no site for the audience '{audience}' yet. Choose: {', '.join(_MAY_SEE)}.")
    veil = _veil(assessment.workspace, _MAY_SEE[audience])
    shown = replace(
        assessment,
        workspace=_workspace(assessment.workspace, veil),
        standards=tuple(
            replace(s, results=tuple(_result(r, veil, with_lines) for r in s.results)) for s in assessment.standards
        ),
        notes=tuple(n for n in assessment.notes if veil.leaves(n)),
        faults=tuple(veil.clean(f) for f in assessment.faults),
    )
    if audience == "public":
        return Shown(for_everybody(shown), audience, frozenset())
    return Shown(shown, audience, frozenset(s.criterion for i in veil.hidden for s in i.supports))


@dataclass(frozen=True, slots=True)
class _Veil:
    """What is hidden, and how it is taken out of what is told."""

    hidden: tuple[EvidenceItem, ...]
    documents: frozenset[str]  # ids of hidden items that are no tables
    places: frozenset[Location]  # of hidden items in the register
    files: frozenset[str]  # that shown items register
    unregistered: frozenset[str]  # files whose names may say what nobody may see
    names: re.Pattern[str] | None  # of all that is hidden
    named: re.Pattern[str] | None  # of the documents among them
    aside: re.Pattern[str] | None  # brackets in which a rule tells where something stands

    def clean(self, text: str) -> str:
        """`text` without any name of what is hidden."""
        line = _SEVERAL.sub(_as_one, self.names.sub(_NOT_NAMED, text)) if self.names else text
        return line[:1].upper() + line[1:] if line.startswith((_NOT_NAMED, _NONE_NAMED)) else line

    def clean_told(self, text: str) -> str:
        """The same for what a rule says, without the brackets in which it tells a place."""
        return self.clean(self.aside.sub("", text)) if self.aside else text

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is about a hidden document. Of a hidden table only its name and places are taken out."""
        if finding.where in self.places or finding.evidence in self.documents:
            return True
        if finding.where is not None and finding.where.row is not None:
            return False  # it was counted in a table: words that it shares with a title are everyday words
        return self.named is not None and self.named.search(_everything(finding)) is not None

    def leaves(self, note: Note) -> bool:
        """Whether a note may be shown: it is about nothing that is hidden, and no file but the service's own."""
        path = note.where.path
        if note.where in self.places or path in self.unregistered or not path.endswith(_OWN):
            return False
        return self.names is None or self.names.search(_everything(note)) is None

    def placed(self, where: Location | None) -> Location | None:
        """A place that may be shown: in no hidden file, and in no table that nothing on the site registers."""
        if where is None or self.clean(str(where)) != str(where):
            return None
        return None if where.row is not None and where.path not in self.files else where


def _as_one(several: re.Match[str]) -> str:
    """Several unnamed items as one mention: of "MIN-02, X and X" comes "MIN-02 and items that are not published"."""
    before = several[1] or ""
    return f"{' and ' if before and ' and ' in several[0] else before}{_NONE_NAMED}"


def _veil(workspace: Workspace, may_see: tuple[Sensitivity, ...]) -> _Veil:
    """What an audience that sees items of some classes may not see."""
    hidden = _hidden(workspace.items, may_see)
    documents = tuple(i for i in hidden if not _is_table(i))
    names = _names(hidden, {*workspace.unregistered, *_mapped_only(workspace)})
    return _Veil(
        hidden,
        frozenset(i.id for i in documents),
        frozenset(i.where for i in hidden) | {s.where for i in hidden for s in i.supports},
        frozenset(i.file for i in workspace.items if i.file and i not in hidden),
        frozenset(workspace.unregistered),
        names,
        _names(documents),
        names and re.compile(rf"\s*\({names.pattern}[^()]*\)"),
    )


def _mapped_only(workspace: Workspace) -> set[str]:
    """The files of tables that the register does not have: nobody has said who may see them."""
    mapped = {table.path for table in map(workspace.tables.get, ROWS) if table}
    return mapped - {i.file for i in workspace.items}


def _everything(told: Finding | Note) -> str:
    """All that a reader would see of a finding or a note, in one text."""
    parts = [told.message, told.next_step]
    if isinstance(told, Note):
        parts.append(str(told.where))
    else:
        parts += [*told.subjects, *(v for v in told.figures.values() if isinstance(v, str))]
    return "\n".join(parts)


def _hidden(items: Iterable[EvidenceItem], may_see: tuple[Sensitivity, ...]) -> tuple[EvidenceItem, ...]:
    """The items that may not be seen. A file that one entry hides stays hidden under every other entry."""
    items = tuple(items)
    closed = {_same_file(i.file) for i in items if i.file and i.sensitivity not in may_see}
    return tuple(i for i in items if i.sensitivity not in may_see or (i.file and _same_file(i.file) in closed))


def _same_file(path: str) -> str:
    """One spelling for the paths that lead to the same file on a machine that ignores capitals."""
    return str(PurePosixPath(path)).casefold()


def _names(hidden: Iterable[EvidenceItem], files: Iterable[str] = ()) -> re.Pattern[str] | None:
    """Finds whatever names a hidden item or file: id, title, path, address, testimony. None where none is hidden."""
    patterns: set[str] = set()
    for path in files:
        patterns |= {_pattern(name) for name in _paths(path) if "/" in name}  # a bare name may be a word, too
    for i in hidden:
        names = [*_paths(i.file or ""), PurePosixPath(i.file or "").name, i.url or "", i.statement or ""]
        if any(c.isalpha() for c in i.id):  # 12 is a number that a sentence may count
            names.append(i.id)
        patterns |= {_pattern(name) for name in names}
        # A title such as "Risk assessment" is made of everyday words: it names the item only where it is written alike.
        patterns.add(_pattern(i.title, alike=len(i.title.split()) <= _EVERYDAY))
    patterns.discard("")
    longest_first = "|".join(sorted(patterns, key=lambda p: (-len(p), p)))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)") if patterns else None


def _paths(path: str) -> tuple[str, ...]:
    """How a file is called. Registers write paths from evidence/ on; people copy them in that form."""
    return path, path.removeprefix("evidence/")


def _pattern(name: str, alike: bool = False) -> str:
    """A name as a pattern, in capitals or not unless `alike`; empty where it has no words."""
    words = name.split()
    return f"(?{'' if alike else 'i'}:{_GAP.join(_spelt(w) for w in words)})" if words else ""


def _spelt(word: str) -> str:
    """A word as a pattern, whatever kind of hyphen it is written with."""
    return re.sub(r"\\?-", lambda _: _HYPHEN, re.escape(word))


def _workspace(workspace: Workspace, veil: _Veil) -> Workspace:
    """The workspace with its visible items and cleaned sentences, without what nothing registers."""
    mine, decision, clean = workspace.self_assessment, workspace.decision, veil.clean
    return replace(
        workspace,
        items=tuple(_item(i, clean) for i in workspace.items if i not in veil.hidden),
        self_assessment=replace(
            mine,
            assessed_by=clean(mine.assessed_by),
            ratings={c: _rating(r, clean) for c, r in mine.ratings.items()},
        ),
        actions=tuple(_action(a, clean) for a in workspace.actions),
        exceptions=tuple(
            replace(e, reason=clean(e.reason), decided_by=clean(e.decided_by)) for e in workspace.exceptions
        ),
        decisions={c: _decision(d, clean) for c, d in workspace.decisions.items()},
        decision=decision and _overall(decision, clean),
        unregistered=(),
    )


def _result(result: CriterionResult, veil: _Veil, with_lines: bool) -> CriterionResult:
    """One criterion's result with its visible evidence; findings that tell of hidden items say only the outcome."""
    findings: list[Finding] = []
    for f in result.findings:
        shown = _neutral(f, with_lines) if veil.covers(f) else _unplaced(f, veil)
        if shown is f or shown not in findings:  # several hidden items may say the same: once is enough
            findings.append(shown)
    return replace(
        result,
        rating=result.rating and _rating(result.rating, veil.clean),
        decision=result.decision and _decision(result.decision, veil.clean),
        evidence=tuple(_item(i, veil.clean) for i in result.evidence if i not in veil.hidden),
        findings=tuple(findings),
        actions=tuple(_action(a, veil.clean) for a in result.actions),
    )


def _is_table(item: EvidenceItem) -> bool:
    return item.text is None and bool(item.file) and str(item.file).casefold().endswith((".csv", ".xlsx", ".xlsm"))


def _unplaced(finding: Finding, veil: _Veil) -> Finding:
    """A finding without its item where that is a hidden table, and without a place that may not be shown."""
    clean = veil.clean_told
    return replace(
        finding,
        message=clean(finding.message),
        next_step=clean(finding.next_step),
        subjects=tuple(s for s in finding.subjects if clean(s) == s),
        figures={k: clean(v) if isinstance(v, str) else v for k, v in finding.figures.items()},
        evidence=None if any(i.id == finding.evidence for i in veil.hidden) else finding.evidence,
        where=veil.placed(finding.where),
    )


def _neutral(finding: Finding, with_lines: bool) -> Finding:
    """A finding without a word of the item that it is about. The outcome stays: the criterion's rests on it."""
    rule = (rules.says(finding.check) or rules.name(finding.check)).rstrip(".").partition(":")[0]
    return replace(
        finding,
        message=f"{rule}: {finding.outcome}, counting what is not published",
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


def _overall(decision: OverallDecision, clean: Clean) -> OverallDecision:
    return replace(decision, by=clean(decision.by), result=clean(decision.result), letter=clean(decision.letter or ""))


def _decision(decision: Decision, clean: Clean) -> Decision:
    return replace(
        decision,
        seen=tuple(clean(s) for s in decision.seen),
        condition=clean(decision.condition),
        evidence_wanted=clean(decision.evidence_wanted),
        recommendation=clean(decision.recommendation),
    )
