"""What a figure is made from: the tables, the period, and what the service declares; and what was left out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from rsqm_tool.checks._cases import Occasion, is_flat, occasions
from rsqm_tool.checks._fields import days
from rsqm_tool.dates import count, in_words
from rsqm_tool.model.monitoring import Figure
from rsqm_tool.model.tables import Case, Tables

NOT_ENTERED = "Not entered"  # the label of a blank
Needs = Mapping[str, Sequence[str]]  # columns by table; "process or kind" is there when one of the two is


class Noun(NamedTuple):
    """What is counted, in the words of a sentence."""

    one: str  # "case"
    many: str  # "cases"
    day: str  # "date of referral"
    done: str  # "referred": what stands before "after 20 November 2026"
    unit: str = ""  # what a count of a figure means, where it is not just "cases"

    def of(self, number: int) -> str:
        """So many of them: "1 case", "12 cases"."""
        return count(number, self.one, self.many)


@dataclass(frozen=True)
class Scope:
    """One question to the tables: which period, known as on which day."""

    tables: Tables
    as_of: date  # what is dated later counts for nothing
    first: date
    end: date  # last day of the last quarter; it may be after the as-of date
    quarters: tuple[str, ...]
    ours: Callable[[Case], bool]  # whether the service keeps the record of a case, and no partner
    first_contact_days: int | None = None
    follow_up_weeks: int = 6

    @cached_property
    def occasions(self) -> Sequence[Occasion]:
        """Every process, of single tables or of a flat export."""
        return tuple(occasions(self.tables))

    @property
    def last(self) -> date:
        """The last day that counts."""
        return min(self.end, self.as_of)

    @property
    def during(self) -> str:
        """The period, in words."""
        return f"from {in_words(self.first)} to {in_words(self.last)}"

    @property
    def so_far(self) -> str:
        """A sentence on a quarter that is not over, to stand behind a definition; empty where all are."""
        over = self.end <= self.as_of
        return "" if over else f" {self.quarters[-1]} is not over: it is counted up to {in_words(self.as_of)}."

    def home(self, name: str) -> str:
        """The table that rows are really kept in: `cases`, where a flat export stands in for the one named."""
        return "cases" if is_flat(self.tables, name) else name

    def homes(self, *names: str) -> tuple[str, ...]:
        """The same for several, each once."""
        return tuple(dict.fromkeys(self.home(n) for n in names))

    def begin(self, name: str) -> date | None:
        """The first day for which a table is complete, where that is within the period or later."""
        table = self.tables.get(self.home(name))
        begin = table.records_begin if table else None
        return begin if begin and begin > self.first else None

    def known_from(self, name: str) -> date:
        """The day before which nothing is known of a table: that on which its records begin, else that of its first
        row. Where no row has a day nothing is known at all, and it is the last day that there is.
        """
        home = self.home(name)
        if home not in self._known:
            table, day_of = self.tables.get(home), days(self.tables, home)
            found = (day for row in (table.rows if table else ()) if (day := day_of(row)))
            self._known[home] = (table.records_begin if table else None) or min(found, default=date.max)
        return self._known[home]

    @cached_property
    def _known(self) -> dict[str, date]:
        """What was found so far, by the table."""
        return {}

    def faulty(self, *names: str) -> Iterator[str]:
        """A sentence for each table some of whose rows could not be read."""
        for name in self.homes(*names):
            table = self.tables.get(name)
            rows = len({row for row, _, _ in table.left_out}) if table else 0
            if rows:
                mistakes = "a mistake in it" if rows == 1 else "mistakes in them"
                yield f"Not counted: {count(rows, 'row')} of the table `{name}` with {mistakes}."


class Plan(NamedTuple):
    """One figure, or several of one kind: what it is called, what it needs, and what makes it."""

    id: str
    title: str
    needs: Needs | Callable[[Tables], Needs]
    make: Callable[[Scope, Plan], Iterator[Figure]]
    flat: Needs = MappingProxyType({})  # columns of `cases`, where a flat export stands in for a table of `needs`

    def lacking(self, scope: Scope) -> str:
        """Which tables and columns are not there, in words; empty where everything is."""
        wanted = self.needs(scope.tables) if callable(self.needs) else self.needs
        needed: dict[str, list[str]] = {}
        for name, columns in wanted.items():
            flat = name in self.flat and is_flat(scope.tables, name)
            needed.setdefault("cases" if flat else name, []).extend(self.flat[name] if flat else columns)
        return " and ".join(filter(None, (_lacking(scope.tables, *pair) for pair in needed.items())))


def _lacking(tables: Tables, name: str, columns: Sequence[str]) -> str:
    table = tables.get(name)
    if table is None:
        return f"there is no table `{name}`"
    gone = [c for c in dict.fromkeys(columns) if table.columns.isdisjoint(c.split(" or "))]
    written = "`, `".join(c.replace(" or ", "` or `") for c in gone)
    return f"the table `{name}` has no column `{written}`" if gone else ""


def not_counted(number: int, noun: Noun, why: str) -> Iterator[str]:
    """A sentence that some do not count, and why: "Not counted: 12 cases without a date of referral."."""
    if number:
        yield f"Not counted: {noun.of(number)} {why}."


def spelled(words: Iterable[str | None], others: Mapping[str, str] | None = None) -> Callable[[str | None], str]:
    """What words of a service's own are called: one label, the commonest, for those that differ in capitals only.

    `others` are labels for some words in small letters. A blank is "Not entered". The order of `words` is no matter.
    """
    labels: dict[str, str] = {}
    spellings = Counter(" ".join((word or "").split()) for word in words)
    for spelling, _ in sorted(spellings.items(), key=lambda pair: (-pair[1], pair[0])):
        labels.setdefault(spelling.casefold(), spelling)
    labels |= {word: label for word, label in (others or {}).items() if word in labels}
    labels[""] = NOT_ENTERED
    return lambda word: labels[" ".join((word or "").split()).casefold()]
