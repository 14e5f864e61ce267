"""What a check is given: one criterion, and all that may bear on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

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

    def finding(self, outcome: Outcome, message: str, next_step: str = "", **more: Any) -> Finding:
        """A finding of this check, no lower than the catalogue lets it pull."""
        worst = self.expectation.at_worst
        clamped = worst if outcome is Outcome.NOT_MET and is_worse(outcome, worst) else outcome
        return Finding(
            criterion=self.criterion.id,
            check=self.expectation.check,
            outcome=clamped,
            message=message,
            next_step=next_step,
            half=self.expectation.half,
            source=self.expectation.source,
            **more,
        )

    def about(self, item: EvidenceItem, outcome: Outcome, message: str, next_step: str = "", **more: Any) -> Finding:
        """A finding about one item, with its place in the register."""
        return self.finding(outcome, message, next_step, evidence=item.id, where=item.where, **more)


def named(item: EvidenceItem) -> str:
    """An item as messages name it: its id and its title."""
    return f"{item.id} ({item.title})"


def either(words: Iterable[str]) -> str:
    """Words as a choice: "minutes, log or report"."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def ids(items: Iterable[EvidenceItem]) -> str:
    """The ids of some items, as a list."""
    return ", ".join(i.id for i in items)
