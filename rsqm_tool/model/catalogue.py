"""What a framework asks: standards, criteria, and the expectations that judge them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rsqm_tool.model.places import Location
from rsqm_tool.model.words import Half, Outcome


@dataclass(frozen=True, slots=True)
class Basis:
    """What a criterion rests on: a public page, or the project's own idea of good practice."""

    text: str  # in the project's own words
    address: str | None = None  # where it can be read; None for expected practice
    sure: str = "expected practice"  # "public", "adapted" or "expected practice": how sure it is


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a manager can act on, in the project's own words."""

    good: tuple[str, ...] = ()  # what good evidence looks like
    weaknesses: tuple[str, ...] = ()  # what assessors commonly find wanting
    small: str = ""  # a small service's cheapest way


@dataclass(frozen=True, slots=True)
class Expectation:
    """A check's name and its parameters, listed under a criterion: data, not code."""

    check: str  # the name of a file in `checks/`
    parameters: Mapping[str, Any]  # the check's keyword arguments
    half: Half | None  # None: a rule of the whole, such as "the file is there"
    at_worst: Outcome  # how low this can pull: partly met or not met
    source: str  # an address, or "expected practice"
    where: Location


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that a standard asks."""

    id: str  # "1.10" is not "1.1": text, never a number
    title: str
    asks: str
    safeguarding: bool
    may_be_not_applicable: bool
    guidance: Guidance
    basis: tuple[Basis, ...]
    expectations: tuple[Expectation, ...]
    wording_source: str | None = None  # set when a private file laid other wording over it
    own: Criterion | None = None  # the criterion in its framework's own words, where other wording lies over it


@dataclass(frozen=True, slots=True)
class Standard:
    """One of the six; frameworks may call it something else (see `Framework.labels`)."""

    id: str
    title: str
    about: str  # one sentence
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """One edition of one catalogue."""

    id: str
    title: str
    edition: str
    labels: Mapping[str, str]  # "standard", "standards", "criterion", "criteria": what this framework calls them
    provenance: str  # paragraphs, separated by blank lines; shown to every reader
    source: str
    copyright: str
    standards: tuple[Standard, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, in the framework's order."""
        return tuple(c for s in self.standards for c in s.criteria)

    def criterion(self, id: str) -> Criterion:
        """The criterion of that id. KeyError where there is none."""
        for c in self.criteria:
            if c.id == id:
                return c
        raise KeyError(id)
