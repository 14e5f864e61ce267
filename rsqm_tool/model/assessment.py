"""What judging comes to: findings, and the outcome of each criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rsqm_tool.model.catalogue import Criterion, Framework, Standard
from rsqm_tool.model.places import Location, Note
from rsqm_tool.model.words import Because, Half, Outcome
from rsqm_tool.model.workspace import Action, Decision, EvidenceItem, Rating, Workspace


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check has to say about one criterion: the waist of the hour-glass."""

    criterion: str
    check: str
    outcome: Outcome
    message: str  # a sentence without its full stop; never an id of a person
    next_step: str = ""  # what to do, a sentence; empty when there is nothing to do
    because: Because | None = None  # only when not assessed
    lapses_on: date | None = None  # in date today, and lapsing before the assessment
    subjects: tuple[str, ...] = ()  # ids that break the rule, and only those
    evidence: str | None = None  # the id of the item it is about
    where: Location | None = None
    figures: Mapping[str, int | float | str] = field(default_factory=dict)
    half: Half | None = None  # which of the four questions it answers; None for rules of the whole
    source: str = "expected practice"  # of the rule: an address, or "expected practice"
    definition: str = ""  # what its figures count and what they leave out, in paragraphs; empty without figures

    @property
    def counts(self) -> bool:
        """Whether it can lower the outcome: what only a person can judge, or nobody to count, does not."""
        return self.because not in (Because.PERSON, Because.NOBODY)


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion, judged."""

    criterion: Criterion
    outcome: Outcome
    computed: Outcome  # what the findings alone come to
    rating: Rating | None
    decision: Decision | None
    evidence: tuple[EvidenceItem, ...]  # that support it, in the register's order
    findings: tuple[Finding, ...]
    actions: tuple[Action, ...]

    @property
    def gap(self) -> bool:
        """Not met, not assessed, or a safeguarding criterion that is only partly met."""
        if self.outcome is Outcome.PARTLY_MET:
            return self.criterion.safeguarding
        return self.outcome in (Outcome.NOT_MET, Outcome.NOT_ASSESSED)

    @property
    def lapses_on(self) -> date | None:
        """The first day on which something lapses before the assessment, when it is met today."""
        dates = [f.lapses_on for f in self.findings if f.lapses_on]
        return min(dates) if dates and self.outcome is Outcome.MET else None


@dataclass(frozen=True, slots=True)
class StandardResult:
    """One standard, judged."""

    standard: Standard
    ready: bool
    results: tuple[CriterionResult, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Framework, workspace, date and findings: the only thing a report receives."""

    framework: Framework
    workspace: Workspace
    as_of: date
    standards: tuple[StandardResult, ...]
    notes: tuple[Note, ...]
    faults: tuple[str, ...] = ()  # checks that crashed: criterion, check, kind of error; no value from a file

    @property
    def results(self) -> tuple[CriterionResult, ...]:
        """All criteria, in the framework's order."""
        return tuple(r for s in self.standards for r in s.results)

    @property
    def ready(self) -> bool:
        """All standards are ready."""
        return all(s.ready for s in self.standards)

    @property
    def gaps(self) -> tuple[CriterionResult, ...]:
        """The criteria that are gaps, in the framework's order."""
        return tuple(r for r in self.results if r.gap)

    @property
    def summary(self) -> dict[Outcome, int]:
        """How many criteria have each outcome, all five words, in a fixed order."""
        order = (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED)
        return {o: sum(r.outcome is o for r in self.results) for o in order}
