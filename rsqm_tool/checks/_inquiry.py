"""What a check is given: one criterion, and all that may bear on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rsqm_tool.checks import definition
from rsqm_tool.model import Criterion, EvidenceItem, Expectation, Finding, Outcome, Rating, Workspace, is_worse


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One expectation of one criterion, put to a check."""

    criterion: Criterion
    expectation: Expectation
    workspace: Workspace
    items: tuple[EvidenceItem, ...]  # that support the criterion, in the register's order
    rating: Rating | None
    as_of: date

    @property
    def usable(self) -> tuple[EvidenceItem, ...]:
        """The supporting items that there is something to read of."""
        return tuple(i for i in self.items if i.usable)

    @property
    def assessment_on(self) -> date:
        """The day of the assessment; the as-of date where none is set or it is over."""
        return max(self.workspace.assessment_on or self.as_of, self.as_of)

    def clamped(self, outcome: Outcome) -> Outcome:
        """An outcome, no lower than the catalogue lets this check pull."""
        worst = self.expectation.at_worst
        return worst if outcome is Outcome.NOT_MET and is_worse(outcome, worst) else outcome

    def finding(self, outcome: Outcome, message: str, next_step: str = "", **more: Any) -> Finding:
        """A finding of this check, no lower than the catalogue lets it pull."""
        return Finding(
            criterion=self.criterion.id,
            check=self.expectation.check,
            outcome=self.clamped(outcome),
            message=message,
            next_step=next_step,
            half=self.expectation.half,
            source=self.expectation.source,
            definition=definition(self.expectation.check) if more.get("figures") else "",
            **more,
        )

    def about(self, item: EvidenceItem, outcome: Outcome, message: str, next_step: str = "", **more: Any) -> Finding:
        """A finding about one item, with its place in the register. Where it breaks the rule, it is the subject."""
        breaks = (item.id,) if outcome is not Outcome.MET else ()
        return self.finding(outcome, message, next_step, evidence=item.id, where=item.where, subjects=breaks, **more)


def lacking(inquiry: Inquiry, message: str, next_step: str, waiting: Sequence[EvidenceItem], **more: Any) -> Finding:
    """A finding that something is wanting. Where it is registered and only its file fails (`waiting`), it says that."""
    if not waiting:
        return inquiry.finding(Outcome.PARTLY_MET, message, next_step, **more)
    more = {**more, "evidence": waiting[0].id, "where": waiting[0].where}
    return inquiry.finding(Outcome.PARTLY_MET, f"{message}; {no_file(waiting)}", repair(waiting[0]), **more)


def no_file(items: Sequence[EvidenceItem]) -> str:
    """That some items are registered and there is nothing to read of them."""
    if len(items) == 1:
        return f"{items[0].id} is registered, but its file cannot be read"
    return f"{ids(items)} are registered, but their files cannot be read"


def repair(item: EvidenceItem) -> str:
    """What to do about an item's file: the same words wherever it is told, so that reports can tell it once."""
    trouble = item.file_trouble or "Put the file where the register says it is"
    return trouble if trouble.endswith(("?", ".")) else f"{trouble}."


def named(item: EvidenceItem) -> str:
    """An item as messages name it: its id and its title."""
    return f"{item.id} ({item.title})"


def either(words: Iterable[str]) -> str:
    """Words as a choice: "minutes, log or report"."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def every(words: Iterable[str]) -> str:
    """Words one after another: "minutes, log and report"; empty where there is none."""
    all_of_them = tuple(words)
    return " and ".join(filter(None, (", ".join(all_of_them[:-1]), *all_of_them[-1:])))


def ids(items: Iterable[EvidenceItem]) -> str:
    """The ids of some items: "MIN-01, MIN-02 and RPT-01"."""
    return every(i.id for i in items)
