"""What lapses, and when: the nouns of a forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rsqm_tool.model.places import Location

KINDS = ("review", "end", "vetting", "training", "supervision", "observation", "development", "action", "condition")


@dataclass(frozen=True, slots=True)
class Lapse:
    """One thing that lapses, or has lapsed."""

    day: date  # the last on which it is in date
    kind: str  # one of KINDS
    key: str  # the id of the item or action, or the criterion of a condition; empty for people
    what: str  # what lapses; never an id of a person, but for words that people typed
    plain: str  # the same for a log or a calendar: nothing that people typed may name anybody
    who: str  # the role that sees to it, or a practitioner's id; may be empty
    person: bool  # whether `who` is a practitioner's id
    criteria: tuple[str, ...]  # that it concerns, in the framework's order
    where: Location


@dataclass(frozen=True, slots=True)
class Forecast:
    """What lapses from the as-of date, which counts, up to a day that does not."""

    service: str
    as_of: date
    end: date  # the assessment, or 12 months from the as-of date
    assessment_on: date | None  # None where none is set, or it is over
    lapses: tuple[Lapse, ...]  # overdue first, then by day
    untold: tuple[str, ...]  # what could not be forecast, and why: clauses

    @property
    def overdue(self) -> tuple[Lapse, ...]:
        """What has lapsed by the as-of date. Due today is not overdue."""
        return tuple(lapse for lapse in self.lapses if lapse.day < self.as_of)

    @property
    def ahead(self) -> tuple[Lapse, ...]:
        """What lapses today or later."""
        return tuple(lapse for lapse in self.lapses if lapse.day >= self.as_of)
