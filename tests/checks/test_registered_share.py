"""Told only, as of 20 November 2026."""

from __future__ import annotations

import pytest

from rsqm_tool.model import Because
from tests.rows import ask, from_rows, judge, people, table

NONE = from_rows("facilitators", [], ["practitioner_id", "role", "allocated_on"])


@pytest.mark.parametrize(
    ("counted", "wanted", "share"),
    [
        (14, 9, "8.4, rounded up to 9 (how the RJC rounds is not public)"),
        (10, 6, "6 (a fraction would be rounded up: how the RJC rounds is not public)"),
        (11, 7, "6.6, rounded up to 7 (how the RJC rounds is not public)"),
        (1, 1, "0.6, rounded up to 1 (how the RJC rounds is not public)"),
    ],
)
def test_sixty_per_cent_are_rounded_up(counted: int, wanted: int, share: str) -> None:
    """60 % of 14 is 8.4, so 9; of 10 it is 6; of 11 it is 6.6, so 7; of 1 it is 0.6, so 1."""
    rows = [
        {"practitioner_id": f"P-{n:02}", "employment": "paid", "level": "foundation", "started_on": "2020-01-01",
         "rjc_registered_level": "foundation" if n < wanted - 1 else ""}
        for n in range(counted)
    ]  # fmt: skip
    finding = judge("registered_share", from_rows("practitioners", rows), NONE)
    assert str(finding.outcome) == "met"
    who = "1 practitioner who counts" if counted == 1 else f"{counted} practitioners who count"
    noun = f"{wanted - 1} of {who} are on the RJC's register"
    assert finding.message == f"{noun}; 60 % is {share}"
    assert finding.next_step == "To apply as a registered provider, register 1 more."
    assert finding.figures["wanted"] == wanted


def test_one_of_one_is_one_practitioner() -> None:
    finding = judge("registered_share", people("P-01", rjc_registered_level="intermediate"), NONE)
    assert finding.message.startswith("1 of 1 practitioner who counts is on the RJC's register; ")


def test_who_counts() -> None:
    """Counted: P-1 (paid), P-3 (a volunteer of two years with a case) and P-8 (probation over yesterday). 1 of 3."""
    who = table(
        "practitioners",
        """
        practitioner_id | employment | level        | casework | started_on | probation_until | rjc_registered_level
        P-1             | paid       | advanced     | yes      | 2020-01-01 | -               | intermediate
        P-2             | volunteer  | foundation   | yes      | 2025-11-20 | -               | foundation
        P-3             | volunteer  | foundation   | yes      | 2024-11-20 | -               | -
        P-4             | volunteer  | foundation   | yes      | 2024-11-20 | -               | foundation
        P-5             | paid       | none         | yes      | 2020-01-01 | -               | none
        P-6             | paid       | intermediate | yes      | 2026-09-01 | 2026-11-20      | none
        P-7             | paid       | foundation   | no       | 2020-01-01 | -               | none
        P-8             | seconded   | foundation   | yes      | 2020-01-01 | 2026-11-19      | -
        """,
    )
    held = table(
        "facilitators",
        """
        case_id | practitioner_id | role     | allocated_on | ended_on
        C-1     | P-2             | co       | 2026-01-01   | -
        C-1     | P-3             | co       | 2024-01-01   | 2025-11-20
        C-1     | P-4             | observer | 2026-01-01   | -
        """,
    )
    finding = judge("registered_share", who, held)
    assert (finding.figures["registered"], finding.figures["denominator"]) == (1, 3)
    assert finding.figures["registered_below_their_level"] == 1  # P-1: registered Intermediate, practises at Advanced
    assert {k: v for k, v in finding.figures.items() if k.startswith("out")} == {
        "out: below Foundation level": 1,
        "out: on probation": 1,
        "out: volunteers for 12 months or less": 1,
        "out: volunteers without a case in 12 months": 1,
        "out: without a casework role": 1,
    }


@pytest.mark.parametrize(("started", "ended", "counted"), [
    ("2025-11-19", "-", 1), ("2025-11-20", "-", 0), ("2025-11-19", "2025-11-20", 1), ("2025-11-19", "2025-11-19", 0),
])  # fmt: skip
def test_volunteers_of_more_than_12_months_who_deliver(started: str, ended: str, counted: int) -> None:
    """Here since 19 November 2025, 366 days: more than 12 months. Since the 20th, 365: not. The last case ended on 20
    November 2025, the first day of the 12 months: counted. A day sooner: not."""
    who = people("P-01", employment="volunteer", started_on=started, rjc_registered_level="foundation")
    held = table(
        "facilitators",
        f"case_id | practitioner_id | role | allocated_on | ended_on \n C-1 | P-01 | co | 2025-11-19 | {ended}",
    )
    assert judge("registered_share", who, held).figures["denominator"] == counted


def test_nobody_to_count_and_no_column() -> None:
    """P-01 is at no level yet: 60 % of 0 is no figure."""
    who = people("P-01", level="none", rjc_registered_level="none")
    assert judge("registered_share", who, NONE).because is Because.NOBODY
    (finding,) = ask("registered_share", people("P-01"), NONE)
    assert (str(finding.outcome), finding.message) == (
        "met",
        "The share of registered practitioners (60 %) cannot be told: the table `practitioners` has no column "
        "rjc_registered_level",
    )
