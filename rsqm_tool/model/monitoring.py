"""Monitoring figures: what is counted in the tables for people who read them, not for the rules.

Every figure carries its definition, its unit and what was left out of it, so that no page can show one without them.
Cells hold exact counts. Whoever publishes them suppresses first.

Labels of sources, kinds of harm, agencies and groups are words of the service's own files: whoever shows them escapes
them. A quarter is a calendar quarter and is written 2026-Q4; the last one runs up to the as-of date, and the
definition says so where it is not over. Of a quarter that ends before a table's records begin, or before its first row
where it does not say when they do, nothing is known: its counts are None, and no 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts: one thing counted by two others, such as cases by quarter and source.

    Within a column each thing is in one cell. Within a row, too, but for equality, whose columns are stages.
    """

    id: str  # for anchors and file names: "referrals-by-source"
    title: str  # what a reader calls it
    definition: str  # who or what is counted, by which date, over which period
    unit: str  # what a count of 2 means: "cases", "processes", "replies"
    row_name: str  # what the rows are: "Quarter"
    column_name: str  # what the columns are: "Source"
    rows: tuple[str, ...]  # in reading order; quarters oldest first
    columns: tuple[str, ...]  # in reading order; "Not entered" last, and only where something is blank
    cells: tuple[tuple[int | None, ...], ...]  # one tuple a row; None: it cannot happen, or nobody can tell
    tables: tuple[str, ...]  # the canonical tables that it was counted in
    left_out: tuple[str, ...] = ()  # sentences: "Not counted: 12 cases without a date of referral."
    sensitive: bool = False  # small numbers are hidden from every audience (equality, offences)

    def row(self, label: str) -> tuple[int | None, ...] | None:
        """The cells of one row, such as those of `year_before(quarter)`; None where there is no such row."""
        return self.cells[self.rows.index(label)] if label in self.rows else None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, such as satisfied of replied."""

    label: str  # "People harmed, after the process"
    numerator: int | None  # None, as the denominator: before the table's first row, or before its records begin
    denominator: int | None  # 0 in a quarter in which there was nobody to count
    low: float | None = None  # Wilson 95 % interval, as shares between 0 and 1; None under 10, and of full counts
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares that are read beside each other."""

    id: str
    title: str
    definition: str
    unit: str  # what the denominator counts: "replies"
    row_name: str  # what the labels are: "Who, and when"
    shares: tuple[Share, ...]
    tables: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """How long one group waited."""

    label: str  # a quarter, or the whole period
    days: tuple[int, ...] | None  # each wait in days, sorted; None where nothing is known of the quarter
    median: float | None  # days; None where nobody waited
    ninetieth: float | None  # 90th percentile in days; None under 20 cases


@dataclass(frozen=True, slots=True)
class Waits:
    """Waiting times by quarter."""

    id: str
    title: str
    definition: str
    unit: str  # "cases"
    waits: tuple[Wait, ...]  # quarters oldest first, then the whole period
    tables: tuple[str, ...]
    standard_days: int | None = None  # the service's own standard, where it declares one
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the funnel from referral to process: how many reached it."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many of the cases referred in a period reached each later step."""

    id: str
    title: str
    definition: str
    unit: str
    stages: tuple[Stage, ...]  # each counts cases that are in the one before
    tables: tuple[str, ...]
    left_out: tuple[str, ...] = ()


Figure = Counts | Shares | Waits | Funnel


@dataclass(frozen=True, slots=True)
class Monitoring:
    """Everything that is counted, for one period."""

    first: date  # first day of the period
    last: date  # last day: the as-of date at most
    quarters: tuple[str, ...]  # "2026-Q1", calendar quarters, oldest first
    figures: tuple[Figure, ...]  # in reading order
    missing: tuple[str, ...] = ()  # sentences: which figure could not be made, and which table or column it needs

    def figure(self, id: str) -> Figure | None:
        """The figure of that id."""
        return next((f for f in self.figures if f.id == id), None)


def quarter_of(day: date) -> str:
    """The calendar quarter that a day is in: "2026-Q4"."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def year_before(quarter: str) -> str:
    """The same quarter a year before: "2025-Q4" for "2026-Q4"."""
    year, _, part = quarter.partition("-")
    return f"{int(year) - 1:04}-{part}"
