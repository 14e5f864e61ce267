"""The words: outcomes and the other closed lists. Each is written the same in YAML, in code and on pages."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

# Kinds of evidence that say what should happen, and kinds that show what does. The register's schema has the same.
SAYS = (
    "policy", "procedure", "guidance", "strategy", "plan", "programme", "terms of reference", "role description",
    "agreement", "budget", "insurance", "leaflet", "form", "public page",
)  # fmt: skip
SHOWS = ("minutes", "report", "log", "register", "data", "audit", "case study", "schedule", "statement")


class Outcome(StrEnum):
    """The five words for how a criterion stands, the same everywhere: on pages, in YAML, in code."""

    MET = "met"
    PARTLY_MET = "partly met"
    NOT_ASSESSED = "not assessed"
    NOT_MET = "not met"
    NOT_APPLICABLE = "not applicable"


# Best first. Not applicable is outside the order: it is a decision, not a degree.
_WORSE = {Outcome.MET: 0, Outcome.PARTLY_MET: 1, Outcome.NOT_ASSESSED: 2, Outcome.NOT_MET: 3}


def lowest(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of some outcomes; `met` when there is none. Not applicable has no place among them: ValueError."""
    found = list(outcomes)
    if Outcome.NOT_APPLICABLE in found:
        raise ValueError("'not applicable' is a decision and cannot be compared with a degree")
    return max(found, key=_WORSE.__getitem__, default=Outcome.MET)


def is_worse(one: Outcome, other: Outcome) -> bool:
    """Whether `one` is a lower outcome than `other`. Not applicable counts as good as met here."""
    return _WORSE.get(one, 0) > _WORSE.get(other, 0)


class Because(StrEnum):
    """Why something is not assessed."""

    PERSON = "person"  # only a person can judge it: lowers nothing
    NOBODY = "nobody"  # read, and nobody to count: lowers nothing
    UNREAD = "unread"  # no table, column or text, or the check itself failed: lowers


class Half(StrEnum):
    """Which of an assessor's four questions an expectation answers."""

    SAYS = "says"  # what documents say
    DOES = "does"  # what records show is done
    TOLD = "told"  # what people can tell; a person judges
    FELT = "felt"  # what participants felt


class Sensitivity(StrEnum):
    """Who may see an evidence item. The YAML calls it `class`. An item without one is never published."""

    PUBLIC = "public"
    ASSESSOR = "assessor"
    PRIVATE = "private"


class FileState(StrEnum):
    """What became of a registered file when it was looked for."""

    NO_FILE = "no file"  # the item is a web page or a testimony
    READABLE = "readable"
    MISSING = "missing"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
