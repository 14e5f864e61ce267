"""Tables from which monitoring figures are worked out by hand, and the figures in a form that is read at a glance.

The as-of date is 20 November 2026: the quarters are 2025-Q1 to 2026-Q4.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from rsqm_tool.model.monitoring import Counts, Monitoring, Shares, Waits
from rsqm_tool.model.tables import Table, Tables
from rsqm_tool.monitoring import monitor
from tests.rows import from_rows, table

AS_OF = date(2026, 11, 20)
QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
SO_FAR = "2026-Q4 is not over: it is counted up to 20 November 2026."


def made(*tables: Table[Any], as_of: str = "2026-11-20", **others: Any) -> Monitoring:
    return monitor(Tables(**{t.name: t for t in tables}), date.fromisoformat(as_of), **others)


def figure(id: str, *tables: Table[Any], **others: Any) -> Any:
    found = made(*tables, **others).figure(id)
    assert found, f"there is no {id}"
    return found


def cells(counts: Counts) -> list[str]:
    """The rows in which somebody is, without zeros: "2026-Q3: Police 2, Probation 1"."""
    assert isinstance(counts, Counts)
    lines = []
    for row, numbers in zip(counts.rows, counts.cells, strict=True):
        shown = [f"{name} {n}" for name, n in zip(counts.columns, numbers, strict=True) if n]
        lines += [f"{row}: {', '.join(shown)}"] if shown else []
    return lines


def shares(of: Shares) -> list[str]:
    """Those with anybody: "People harmed, after the process: 7 of 8"."""
    assert isinstance(of, Shares)
    return [f"{s.label}: {s.numerator} of {s.denominator}" for s in of.shares if s.denominator]


def waits(of: Waits) -> dict[str, tuple[int, ...]]:
    """The days of each group that waited."""
    assert isinstance(of, Waits)
    return {w.label: w.days for w in of.waits if w.days}


REFERRALS = table("cases", """
    case_id | referred_on | source     | initiated_by | offence_group
    C-1     | 2026-07-01  | Police     | harmed       | Theft
    C-2     | 2026-09-30  | police     | agency       | theft
    C-3     | 2026-09-30  | Police     | agency       | Burglary
    C-4     | 2026-10-01  | self       | responsible  | Theft
    C-5     | 2026-11-20  | -          | -            | -
    C-6     | 2025-07-15  | Probation  | harmed       | Theft
    C-7     | -           | Probation  | harmed       | Theft
    C-8     | 2026-11-21  | Probation  | harmed       | Theft
    C-9     | 2024-12-31  | Probation  | harmed       | Theft
""")  # fmt: skip


CASES = table("cases", """
    case_id | referred_on | accepted_on | hold_from  | hold_to    | closed_on
    C-1     | 2026-07-01  | 2026-07-03  | -          | -          | -
    C-2     | 2026-07-01  | 2026-07-03  | 2026-07-05 | 2026-07-08 | -
    C-3     | 2026-07-01  | 2026-07-03  | -          | -          | 2026-08-03
    C-4     | 2026-07-01  | -           | -          | -          | -
    C-5     | 2026-10-01  | 2026-10-05  | -          | -          | -
    C-6     | 2026-10-01  | -           | -          | -          | -
""")  # fmt: skip
PEOPLE = table("participants", """
    case_id | participant_id | part        | first_attempt_on | first_contact_on
    C-1     | H1             | harmed      | 2026-07-06       | 2026-07-10
    C-1     | R1             | responsible | 2026-07-04       | 2026-07-04
    C-2     | H1             | harmed      | 2026-07-13       | -
    C-2     | H2             | harmed      | 2026-07-14       | 2026-07-20
    C-3     | H1             | harmed      | -                | -
    C-5     | R1             | responsible | 2026-10-07       | 2026-10-07
    C-6     | H1             | harmed      | 2026-10-08       | 2026-10-09
""")  # fmt: skip


def replies(*satisfied: str, **shared: str) -> Table[Any]:
    usual = {"part": "harmed", "stage": "after process", "received_on": "2026-08-01", "would_recommend": "yes",
             "felt_safe": "no", "felt_free_to_refuse": ""}  # fmt: skip
    return from_rows("feedback", [{"case_id": f"C-{n}", **usual, "satisfied": word, **shared}
                                  for n, word in enumerate(satisfied)])  # fmt: skip


FEEDBACK = table("feedback", """
    case_id | due_on     | asked_on   | not_asked | received_on
    C-1     | 2026-07-01 | 2026-07-02 | -         | 2026-07-20
    C-2     | 2026-07-01 | -          | -         | -
    C-3     | 2026-07-01 | -          | unsafe    | -
    C-4     | -          | 2026-09-30 | -         | 2026-10-01
    C-5     | 2026-10-01 | 2026-10-01 | -         | -
    C-6     | 2026-10-01 | 2026-10-02 | -         | 2026-11-21
    C-7     | 2026-11-20 | -          | -         | -
    C-8     | 2026-11-21 | -          | -         | -
    C-9     | -          | -          | -         | -
""")  # fmt: skip
