"""Monitoring figures as they may be shown: a cell is a number or a mark, and nothing behind a mark is kept.

`rsqm_tool.disclosure` makes these from the nouns of `monitoring`; pages, charts and files are made from these alone.
A number below the threshold is hidden, every other one is rounded, and a total is the sum of the numbers shown beside
it, so that it says nothing that they do not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NamedTuple

BASE = 5  # numbers are rounded to a multiple of it
LEAST = 5  # no threshold lies below it
Audience = Literal["public", "assessor"]


class Hidden(StrEnum):
    """Why a number is not shown. What it stands for is kept nowhere."""

    SMALL = "small"  # it is below the threshold
    NEARLY_ALL = "nearly all"  # of a number shown beside it: those left over are below the threshold
    UNTOLD = "untold"  # of so few that any part of them would be below the threshold


Cell = int | Hidden | None  # None: it cannot happen, or cannot be told


class Group(NamedTuple):
    """A row or a column: what it is called, and the labels of the figure that were put together in it."""

    label: str
    of: tuple[str, ...]


class Step(StrEnum):
    """A way of having fewer and larger numbers."""

    HALF_YEARS = "half-years"  # rows or labels that are quarters become half-years
    YEARS = "years"
    WHOLE = "one period"  # all of them
    OTHER = "other"  # columns in which something would be hidden become one


class Merge(NamedTuple):
    """Rows or columns that become one, such as two age bands."""

    label: str
    of: tuple[str, ...]


Steps = tuple[Step | Merge, ...]
PERIODS: Steps = (Step.HALF_YEARS, Step.YEARS, Step.WHOLE)
# Of these, small columns may be called "Other". Of direct and indirect, or yes and no, they may not.
STEPS: Mapping[str, Steps] = MappingProxyType(
    dict.fromkeys(
        ("referrals-by-source", "referrals-by-offence", "outcomes", "processes-by-kind", "incidents"),
        (Step.HALF_YEARS, Step.YEARS, Step.OTHER, Step.WHOLE),
    )
)
# The columns of these stand in an order of their own. All others are sorted by what is shown: an order by what was
# counted would tell which of two hidden numbers is the larger.
FIXED = (
    "referrals-by-route", "outcomes", "processes", "processes-by-kind", "agreements", "agreement-results", "follow-up",
    "incidents", "people", "equality",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """What is hidden, for whom. ValueError for a threshold below 5."""

    threshold: int = 10
    audience: Audience = "public"  # the assessor sees exact numbers, but in what is sensitive
    steps: Mapping[str, Steps] = field(default_factory=lambda: STEPS)  # by figure, tried in order
    otherwise: Steps = PERIODS  # for a figure that `steps` does not name
    sensitive: tuple[str, ...] = ("equality",)  # figures, or what their ids begin with, besides those that say so
    stages: tuple[str, ...] = ("equality",)  # likewise: tables whose columns are stages, each among the one before
    fixed: tuple[str, ...] = FIXED  # likewise: tables whose columns keep their order

    def __post_init__(self) -> None:
        if self.threshold < LEAST:
            raise ValueError(f"numbers below {LEAST} are never shown: the threshold cannot be {self.threshold}")


def named(id: str, names: Iterable[str]) -> bool:
    """Whether a figure is among `names`, each an id or its beginning up to a hyphen: "equality" names them all."""
    return any(id == name or id.startswith(f"{name}-") for name in names)


def total(cells: Iterable[Cell]) -> Cell:
    """The sum of the numbers that are shown; a mark where only zeros are, beside hidden ones; None without any cell."""
    held = [c for c in cells if c is not None]
    numbers = [c for c in held if not isinstance(c, Hidden)]
    if not held:
        return None
    return sum(numbers) if any(numbers) or len(numbers) == len(held) else Hidden.UNTOLD


@dataclass(frozen=True, slots=True)
class Figure:
    """What every protected figure has."""

    id: str
    title: str
    definition: str
    unit: str
    tables: tuple[str, ...]
    threshold: int
    rule: str  # to be printed under the figure; empty where every number is exact
    exact: bool = False  # nothing is hidden and nothing rounded
    left_out: tuple[str, ...] = ()  # sentences; their small numbers are hidden, too
    together: tuple[str, ...] = ()  # sentences: which categories were put together


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedCounts(Figure):
    """A table of counts."""

    row_name: str
    column_name: str
    rows: tuple[Group, ...]
    columns: tuple[Group, ...]
    cells: tuple[tuple[Cell, ...], ...]
    sensitive: bool = False
    zeros_hidden: bool = False  # a 0 is hidden like a small number
    chains: tuple[tuple[int, ...], ...] = ()  # columns that are stages: each counts some of the one before it
    adds_across: bool = True  # whether the numbers of a row can be added up

    @property
    def row_totals(self) -> tuple[Cell, ...]:
        """The total of the figures shown in each row; empty where they cannot be added up."""
        return tuple(total(line) for line in self.cells) if self.adds_across else ()

    @property
    def column_totals(self) -> tuple[Cell, ...]:
        """The total of the figures shown in each column."""
        return tuple(total(line[n] for line in self.cells) for n in range(len(self.columns)))

    @property
    def grand_total(self) -> Cell:
        """The total of all figures shown; None where they cannot be added up."""
        return total(c for line in self.cells for c in line) if self.adds_across else None


@dataclass(frozen=True, slots=True)
class ProtectedShare:
    """How many of how many, as far as it is told. Percentage and interval are worked out from the numbers shown."""

    group: Group
    numerator: Cell
    denominator: Cell
    low: float | None = None  # Wilson 95 % interval of the numbers shown, as shares between 0 and 1
    high: float | None = None

    @property
    def percent(self) -> int | None:
        """Of the numbers shown, in whole per cent, half up; None where one is hidden or nobody was counted."""
        if isinstance(self.numerator, int) and isinstance(self.denominator, int) and self.denominator:
            return (200 * self.numerator + self.denominator) // (2 * self.denominator)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedShares(Figure):
    """Shares that are read beside each other."""

    row_name: str
    shares: tuple[ProtectedShare, ...]


@dataclass(frozen=True, slots=True)
class ProtectedWait:
    """How long one group waited, in whole days. No wait of one person is kept."""

    group: Group
    number: Cell  # how many waited
    median: float | None = None  # days; None where too few waited
    ninetieth: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedWaits(Figure):
    """Waiting times by period."""

    waits: tuple[ProtectedWait, ...]
    whole: ProtectedWait | None  # the whole period; its number is the total of the figures shown
    standard_days: int | None = None


@dataclass(frozen=True, slots=True)
class ProtectedStage:
    """One step of a funnel."""

    label: str
    count: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedFunnel(Figure):
    """How many reached each step."""

    stages: tuple[ProtectedStage, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A figure that is not shown, and why. It says nothing of its numbers."""

    id: str
    title: str
    reason: str  # a sentence for its page
    to_do: str  # a sentence for the service


ProtectedFigure = ProtectedCounts | ProtectedShares | ProtectedWaits | ProtectedFunnel


# What was published, in the form in which tables are held against each other.


@dataclass(frozen=True, slots=True)
class Grid:
    """The numbers and marks of one published figure: those of a table; of shares, all and how many of them; the
    number of waits; the stages of a funnel in one row."""

    id: str
    rows: tuple[Group, ...]
    columns: tuple[Group, ...]
    cells: tuple[tuple[Cell, ...], ...]
    threshold: int
    exact: bool = False
    zeros_hidden: bool = False
    chains: tuple[tuple[int, ...], ...] = ()


class End(NamedTuple):
    """A sum in a figure: of one row, one column, one cell, or of everything. A row that is a quarter is never named."""

    id: str
    row: str | None = None
    column: str | None = None


Same = tuple[End, ...]  # sums that are the same number in every quarter, as they count the same things


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything that was shown to one audience at one time."""

    as_of: date
    audience: Audience
    quarters: tuple[str, ...]  # that were counted; the last one up to the as-of date
    grids: tuple[Grid, ...]
    same: tuple[Same, ...] = ()
    limits: tuple[tuple[End, int], ...] = ()  # sums that cannot be larger: else a figure of them would not be withheld


@dataclass(frozen=True, slots=True)
class Breach:
    """A hidden number that readers could work out, or nearly. It names the number and not its value."""

    id: str  # the figure
    row: str
    column: str
    as_of: date  # of the publication that hides it
    why: str  # a sentence


@dataclass(frozen=True, slots=True)
class Protection:
    """The figures of one publication."""

    figures: tuple[ProtectedFigure, ...]
    withheld: tuple[Withheld, ...]
    publication: Publication  # what is kept of it, once it is published
    breaches: tuple[Breach, ...] = ()  # empty, or nothing may be published
    changed: tuple[str, ...] = ()  # sentences: which numbers contradict what was published before
