"""As of 20 November 2026. P-01 started on 1 January 2024, unless told."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import ask, exception, from_rows, judge, people, piles, table, verdict

COLUMNS = ["practitioner_id", "held_on", "kind", "supervisor_id"]


def reviews(*lines: str, **others: Any) -> Table[Any]:
    """`"P-01 2026-01-01"`, with who reviewed behind it where that matters."""
    rows = []
    for line in lines:
        id, day, *by = line.split()
        rows.append({"practitioner_id": id, "held_on": day, "kind": "review", "supervisor_id": "".join(by)})
    return from_rows("supervision", rows, COLUMNS, **others)


@pytest.mark.parametrize(("on", "expected"), [("2025-11-20", ()), ("2025-11-19", ("P-01",))])
def test_twelve_months_to_the_day_are_in_time(on: str, expected: tuple[str, ...]) -> None:
    """Reviewed on 20 November 2025: due today, kept. On the 19th: due yesterday, broken, and the log's row is shown."""
    finding = judge("practice_review", people("P-01"), reviews(f"P-01 {on}"))
    assert finding.subjects == expected
    assert str(finding.where) == (
        "evidence/people/supervision.csv, row 2" if expected else "evidence/people/practitioners.csv"
    )


def test_two_of_four_are_not_met() -> None:
    """P-01 and P-02 had none, P-03 one in May and P-04 one in June: 2 of 4."""
    finding = judge(
        "practice_review", people("P-01", "P-02", "P-03", "P-04"), reviews("P-03 2026-05-01", "P-04 2026-06-01")
    )
    assert verdict(finding) == ("not met", ("P-01", "P-02"))
    assert finding.message == "2 of 4 active practitioners had no review conversation within 12 months"


@pytest.mark.parametrize(
    ("started", "expected"),
    [("2025-11-21", Because.NOBODY), ("2025-11-20", Because.NOBODY), ("2025-11-19", None)],
)
def test_in_the_first_year_none_is_owed(started: str, expected: Because | None) -> None:
    """Started a year ago to the day: due today, so still nobody to count. A day earlier: overdue."""
    finding = judge("practice_review", people("P-01", started_on=started), reviews())
    assert finding.because is expected
    assert finding.subjects == (() if expected else ("P-01",))
    if expected:
        assert finding.figures["out: in their first 12 months, none owed"] == 1
    else:
        assert str(finding.where) == "evidence/people/practitioners.csv, row 2"


def test_days_away_are_added() -> None:
    """Reviewed on 1 November 2025, due on 1 November 2026; 19 days away (1 to 19 March) make it the 20th, today."""
    away = table("away", "practitioner_id | from | to \n P-01 | 2026-03-01 | 2026-03-19")
    assert verdict(judge("practice_review", people("P-01"), reviews("P-01 2025-11-01"), away)) == ("met", ())
    shorter = table("away", "practitioner_id | from | to \n P-01 | 2026-03-01 | 2026-03-18")
    assert judge("practice_review", people("P-01"), reviews("P-01 2025-11-01"), shorter).subjects == ("P-01",)


def test_reviewing_oneself_and_reviews_to_come_do_not_count() -> None:
    finding = judge("practice_review", people("P-01"), reviews("P-01 2026-05-01 P-01", "P-01 2026-11-21 P-09"))
    assert finding.subjects == ("P-01",)
    assert (finding.figures["after_as_of"], finding.figures["ignored: with themselves as supervisor"]) == (1, 1)


def test_who_is_not_cleared_counts_and_who_left_does_not() -> None:
    assert judge("practice_review", people("P-01", cleared_for_cases_on=""), reviews()).subjects == ("P-01",)
    assert judge("practice_review", people("P-01", ended_on="2026-11-19"), reviews()).because is Because.NOBODY


def test_explained_and_what_nobody_can_tell() -> None:
    """P-01 is explained. Records that begin on 1 January may hide a review of December for P-02, here since 2024."""
    told = judge("practice_review", people("P-01"), reviews(), exceptions=[exception("practice_review", "P-01")])
    assert piles(told) == "kept 0, broken 0, cannot tell 0, explained 1 of 1"
    late = judge("practice_review", people("P-02"), reviews(records_begin="2026-01-01"))
    assert piles(late) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"
    blank = judge("practice_review", people("P-03", started_on=""), reviews())
    assert piles(blank) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"


def test_without_the_table_it_is_unread() -> None:
    (finding,) = ask("practice_review", people("P-01"))
    assert (finding.because, str(finding.outcome)) == (Because.UNREAD, "not assessed")


@pytest.mark.parametrize(("away_on", "kept"), [("2025-11-19", False), ("2025-11-20", True)])
def test_days_away_count_from_the_day_after_the_review(away_on: str, kept: bool) -> None:
    """Reviewed on 19 November 2025, due yesterday. Away on that very day adds nothing; away the next day adds one."""
    away = from_rows("away", [{"practitioner_id": "P-01", "from": away_on, "to": away_on}])
    assert judge("practice_review", people("P-01"), reviews("P-01 2025-11-19"), away).subjects == (
        () if kept else ("P-01",)
    )


def test_a_review_from_before_the_start_is_of_an_earlier_time() -> None:
    """Here again since 1 June 2026: in the first 12 months none is owed, whatever the log holds of 2024."""
    finding = judge("practice_review", people("P-01", started_on="2026-06-01"), reviews("P-01 2024-05-01"))
    assert finding.because is Because.NOBODY


def test_a_time_away_without_two_ends_that_fit_is_told() -> None:
    """Reviewed on 1 October 2025, and away since: without a first day, or until a day before it, it counts for nothing.
    Due on 1 October 2026."""
    gone = table("away", """
        practitioner_id | from       | to
        P-01            | 2026-09-30 | 2026-09-01
        P-01            | -          | 2026-11-01
    """)  # fmt: skip
    finding = judge("practice_review", people("P-01"), reviews("P-01 2025-10-01"), gone)
    assert finding.subjects == ("P-01",)
    assert finding.message.endswith(
        "; records that count for nothing: 1 away with a last day before the first, 1 away without a first day"
    )
