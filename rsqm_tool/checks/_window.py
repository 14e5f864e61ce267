"""The days that count for a rule, and the shares that figures are told as."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.checks._statistics import wilson
from rsqm_tool.checks._tally import AFTER, BEFORE, Tally, window_start
from rsqm_tool.model.tables import Table, days_of

EARLIER = "from before the period judged"  # a reason in `Tally.out`
FEW = 10  # fewer answers than this are told as numbers only: a percentage of them would say too much


class Window(NamedTuple):
    """The days that count, both ends inside."""

    start: date
    end: date  # the as-of date
    begin: date | None  # when the table's records begin

    @classmethod
    def of(cls, inquiry: Inquiry, table: Table[Any], safety: bool = False) -> Window:
        """The last 12 months of a table; of a safety rule all since the last assessment, at most 36 months."""
        return cls(window_start(inquiry, table, safety), inquiry.as_of, table.records_begin)

    @property
    def before(self) -> str:
        """When it was, of what is from before these days: the table's records may begin within the months judged."""
        return "before the records begin" if self.begin == self.start else "before these months"

    def holds(self, day: date, tally: Tally) -> bool:
        """Whether a day counts. What does not is told."""
        if day > self.end:
            tally.ignored[AFTER] += 1
        elif self.begin and day < self.begin:
            tally.ignored[BEFORE] += 1
        elif day < self.start:
            tally.out[EARLIER] += 1
        else:
            return True
        return False


def period_of(text: str | None) -> tuple[date, date] | None:
    """The first and last day of a period as tables and registers write it; None for anything else."""
    try:
        return days_of(text) if text else None
    except ValueError:
        return None


def percent(number: int, of: int) -> int:
    """A share in whole per cent, halves upwards."""
    return int(100 * number / of + 0.5)


def share(number: int, of: int, interval: bool = True) -> str:
    """A share of answers: "7 of 8"; from ten on "72 of 84 (86 %, 95 % interval 77 to 92 %)"."""
    plain = f"{number} of {of}"
    if of < FEW:
        return plain
    if not interval:
        return f"{plain} ({percent(number, of)} %)"
    low, high = (int(100 * end + 0.5) for end in wilson(number, of))
    return f"{plain} ({percent(number, of)} %, 95 % interval {low} to {high} %)"
