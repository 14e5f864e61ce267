"""What a service holds: its evidence, its own view of it, its plan, and what an assessor decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rsqm_tool.model.catalogue import Framework
from rsqm_tool.model.documents import DocumentText
from rsqm_tool.model.measures import Measures
from rsqm_tool.model.places import Location, Note
from rsqm_tool.model.tables import Tables
from rsqm_tool.model.words import SAYS, FileState, Outcome, Sensitivity


@dataclass(frozen=True, slots=True)
class Support:
    """An item's claim to support one criterion."""

    criterion: str
    where_in_item: str  # "section 4, page 6"; may be empty
    how: str  # what it shows; may be empty
    where: Location  # of this claim in the register


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends inside. `to` is None for what rolls on."""

    start: date
    to: date | None


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One entry of the register."""

    id: str
    title: str
    kind: str  # one of SAYS or SHOWS
    where: Location  # of the entry in the register
    about: tuple[str, ...] = ()  # topics of policies; empty: the title's words decide
    file: str | None = None  # relative to the workspace, below evidence/
    file_state: FileState = FileState.NO_FILE
    file_trouble: str = ""  # when missing, empty or unreadable: what is wrong and what to do, as a sentence
    file_size: int | None = None  # in bytes
    text: DocumentText | None = None  # what the document says; None where there is none to read
    url: str | None = None
    seen_on: date | None = None
    statement: str | None = None
    owner: str = ""
    agency: str | None = None  # a partner's id, where a partner owns the item
    approved_by: str = ""
    approved_on: date | None = None
    review_by: date | None = None
    dated: date | None = None
    covers: Period | None = None
    signed_by: tuple[str, ...] = ()
    states: Mapping[str, Any] = field(default_factory=dict)  # figures that the document gives
    sensitivity: Sensitivity | None = None  # None: unclassified, never published
    supports: tuple[Support, ...] = ()
    counted: bool = False  # its tables are not here, and fresh counts of them stand in

    @property
    def usable(self) -> bool:
        """There is something to read: a readable file, a web page or a testimony; or counts that stand in."""
        return self.counted or self.file_state in (FileState.READABLE, FileState.NO_FILE)

    @property
    def date(self) -> date | None:
        """When the item dates from: `dated`, else the end of `covers`, else `approved_on`, else `seen_on`."""
        return self.dated or (self.covers and self.covers.to) or self.approved_on or self.seen_on

    @property
    def says(self) -> bool:
        """It says what should happen; otherwise it shows what does."""
        return self.kind in SAYS


@dataclass(frozen=True, slots=True)
class Rating:
    """The service's own view of one criterion."""

    criterion: str
    rating: Outcome | None  # None: entered, not rated yet
    where: Location
    owner: str = ""
    how: str = ""
    reason: str = ""  # why it is not applicable
    met_by: str | None = None  # the partner that does it


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """The service's ratings and when they were made."""

    assessed_on: date | None = None
    assessed_by: str = ""
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    where: Location | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the action plan."""

    id: str
    criterion: str
    action: str
    where: Location
    owner: str = ""
    due: date | None = None
    status: str = "open"  # open, in progress, done

    @property
    def done(self) -> bool:
        """Whether it is finished."""
        return self.status == "done"


@dataclass(frozen=True, slots=True)
class ExplainedException:
    """A broken rule that is explained."""

    rule: str
    id: str
    reason: str
    decided_by: str
    on: date
    until: date
    where: Location


@dataclass(frozen=True, slots=True)
class Decision:
    """What the assessor decided on one criterion, as signed."""

    criterion: str
    outcome: Outcome
    where: Location
    seen: tuple[str, ...] = ()
    condition: str = ""  # a must
    evidence_wanted: str = ""
    due: date | None = None
    discharged_on: date | None = None
    recommendation: str = ""  # a should
    state: str = "draft"  # draft, accuracy checked, final

    def waits(self, as_of: date) -> bool:
        """Whether it has a condition that is not discharged by `as_of`, which counts."""
        return bool(self.condition) and (self.discharged_on is None or self.discharged_on > as_of)


@dataclass(frozen=True, slots=True)
class OverallDecision:
    """What the awarding body decided on the whole application."""

    by: str
    on: date
    result: str
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency that owns some of the evidence, or does part of the work."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Targets:
    """Intervals that the service sets itself."""

    review_months: Mapping[str, int] = field(default_factory=lambda: {"default": 24, "safeguarding": 12, "risk": 12})
    set_months: frozenset[str] = frozenset()  # those of `review_months` that the service set; the others are usual
    others: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Service:
    """Who is assessed."""

    name: str
    provider: str = ""
    commissioner: str = ""
    sectors: tuple[str, ...] = ()
    jurisdiction: str = ""
    partners: tuple[Partner, ...] = ()
    contacts: tuple[str, ...] = ()  # published on purpose


@dataclass(frozen=True, slots=True)
class Absent:
    """A table that rsqm.yaml maps, and whose file is not there."""

    table: str  # canonical: `supervision`
    file: str  # relative to the workspace
    note: Note  # what reading has to tell of it


@dataclass(frozen=True, slots=True)
class Workspace:
    """A service with everything it holds, loaded."""

    service: Service
    frameworks: tuple[Framework, ...]  # the first decides the exit code
    assessment_on: date | None
    last_assessed_on: date | None
    targets: Targets
    items: tuple[EvidenceItem, ...]
    self_assessment: SelfAssessment
    actions: tuple[Action, ...]
    exceptions: tuple[ExplainedException, ...]
    decisions: Mapping[str, Decision]  # by criterion
    decision: OverallDecision | None
    unregistered: tuple[str, ...]  # files below evidence/ that nothing registers
    notes: tuple[Note, ...] = ()  # what reading has to tell and no criterion owns
    tables: Tables = field(default_factory=Tables)  # read and typed; those that are not there are missing
    absent: tuple[Absent, ...] = ()  # mapped, and their files are not there
    measures: Measures | None = None  # counts that were saved to stand in for them
    notice: str = ""  # shown on every page, such as "This service is fictional"
    suppress_below: int = 10  # counts below it are hidden where figures are published

    def decided_on(self, decision: Decision, as_of: date) -> date | None:
        """The day of a final decision, which tells last time's from this time's; None for one that is not final, or was
        not by `as_of`."""
        final = self.decision is not None and decision.state == "final" and self.decision.on <= as_of
        return self.decision.on if self.decision and final else None
