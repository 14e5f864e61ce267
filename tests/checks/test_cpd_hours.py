"""The year runs from 20 November 2025 to 20 November 2026: 365 days."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import ask, exception, from_rows, judge, people, piles, table, verdict

COLUMNS = ["practitioner_id", "done_on", "hours", "rjc_approved"]


def events(*lines: str, **others: Any) -> Table[Any]:
    """`"P-01 2026-05-01 6 yes"`."""
    rows = [dict(zip(COLUMNS, line.split(), strict=True)) for line in lines]
    return from_rows("cpd", rows, COLUMNS, **others)


def registered(*ids: str, level: str = "intermediate", **cells: str) -> Table[Any]:
    return people(*ids, rjc_registered_level=level, **cells)


@pytest.mark.parametrize(
    ("level", "approved", "other", "kept"),
    [
        ("foundation", "3", "3", True),  # 6 hours, 3 of them approved: half
        ("foundation", "2.9", "3.1", False),
        ("intermediate", "6", "6", True),
        ("intermediate", "6", "5.9", False),  # 11.9 of 12
        ("advanced", "8", "8", True),
        ("advanced", "16", "0", True),
        ("advanced", "7.5", "40", False),  # hours enough, but 7.5 of the 8 approved ones that are owed
        ("intermediate", "6", "60", True),  # half of what is owed, not of what was done: more is never worse
    ],
)
def test_hours_by_level_and_half_of_them_approved(level: str, approved: str, other: str, kept: bool) -> None:
    log = events(f"P-01 2026-05-01 {approved} yes", f"P-01 2026-06-01 {other} no")
    finding = judge("cpd_hours", registered("P-01", level=level), log)
    assert finding.subjects == (() if kept else ("P-01",))


@pytest.mark.parametrize(("on", "kept"), [("2025-11-20", True), ("2025-11-19", False), ("2026-11-20", True)])
def test_the_year_begins_twelve_months_ago_to_the_day(on: str, kept: bool) -> None:
    assert judge("cpd_hours", registered("P-01"), events(f"P-01 {on} 12 yes")).subjects == (() if kept else ("P-01",))


def test_two_of_three_are_not_met() -> None:
    """P-01 did 6 of 12 hours, P-02 12 hours of which 2 approved, P-03 all: 1 short of hours, 2 of approved ones."""
    log = events("P-01 2026-05-01 5 yes", "P-01 2026-05-02 1 no", "P-02 2026-05-01 2 yes", "P-02 2026-05-02 10 no",
                 "P-03 2026-05-01 12 yes")  # fmt: skip
    finding = judge("cpd_hours", registered("P-01", "P-02", "P-03"), log)
    assert verdict(finding) == ("not met", ("P-01", "P-02"))
    assert (finding.figures["short_of_hours"], finding.figures["short_of_approved_hours"]) == (1, 2)
    assert finding.message == (
        "2 of 3 active practitioners who owe hours of development did too few hours in 12 months, or too few that the "
        "RJC approved"
    )


@pytest.mark.parametrize(("hours", "kept"), [("9.6", True), ("9.5", False)])
def test_days_away_take_their_share_off(hours: str, kept: bool) -> None:
    """Away from 1 January to 14 March 2026: 31 + 28 + 14 = 73 days, a fifth of 365. 12 x 4/5 = 9.6 hours are owed."""
    away = table("away", "practitioner_id | from | to \n P-01 | 2026-01-01 | 2026-03-14")
    finding = judge("cpd_hours", registered("P-01"), events(f"P-01 2026-05-01 {hours} yes"), away)
    assert finding.subjects == (() if kept else ("P-01",))


@pytest.mark.parametrize(("hours", "on_course"), [("9.6", 1), ("9.5", 0)])
def test_in_the_first_year_hours_are_told_and_not_judged(hours: str, on_course: int) -> None:
    """Started on 1 February 2026, 292 days ago: 292/365 is 4/5, and 12 x 4/5 = 9.6 hours so far."""
    log = events(f"P-01 2026-05-01 {hours} yes")
    finding = judge("cpd_hours", registered("P-01", started_on="2026-02-01"), log)
    assert finding.because is Because.NOBODY
    assert finding.figures["out: in their first 12 months"] == 1
    assert finding.figures["first_year_on_course"] == on_course
    assert finding.message.endswith(f"; {on_course} of 1 in their first 12 months did their share so far")


@pytest.mark.parametrize(("started", "judged"), [("2025-11-20", True), ("2025-11-21", False)])
def test_the_first_year_is_over_after_twelve_months(started: str, judged: bool) -> None:
    finding = judge("cpd_hours", registered("P-01", started_on=started), events())
    assert finding.subjects == (("P-01",) if judged else ())


def test_others_owe_what_the_service_declares() -> None:
    """P-01 and P-02 are not registered. Nothing declared: out. 4 hours declared: P-01 did 4, P-02 3.5."""
    who = registered("P-01", "P-02", level="none")
    log = events("P-01 2026-05-01 4 no", "P-02 2026-05-01 3.5 yes")
    silent = judge("cpd_hours", who, log)
    assert silent.because is Because.NOBODY
    assert silent.figures["out: not registered, and no hours declared for them"] == 2
    assert judge("cpd_hours", who, log, targets={"cpd_hours": 4}).subjects == ("P-02",)
    by_level = {"cpd_hours": {"intermediate": 3, "advanced": 9}}
    assert judge("cpd_hours", who, log, targets=by_level).subjects == ()


@pytest.mark.parametrize(
    ("lines", "pile"),
    [
        (["P-01 2026-05-01 12 -"], "cannot tell 1"),  # approved or not?
        (["P-01 2026-05-01 11 -"], "cannot tell 0"),  # short of hours whatever the answer
        (["P-01 2026-05-01 - yes"], "cannot tell 1"),
        (["P-01 - 12 yes"], "cannot tell 1"),
        (["P-01 2025-11-19 - yes"], "cannot tell 0"),  # before the year
    ],
)
def test_a_blank_that_could_fill_what_is_lacking_cannot_be_told(lines: list[str], pile: str) -> None:
    assert pile in piles(judge("cpd_hours", registered("P-01"), events(*lines)))


def test_away_the_whole_year_explained_after_the_day_and_late_records() -> None:
    away = table("away", "practitioner_id | from | to \n P-01 | 2025-01-01 | -")
    assert judge("cpd_hours", registered("P-01"), events(), away).figures["out: away the whole time"] == 1
    told = judge("cpd_hours", registered("P-01"), events("P-01 2026-11-21 20 yes"),
                 exceptions=[exception("cpd_hours", "P-01")])  # fmt: skip
    assert (told.figures["explained"], told.figures["after_as_of"]) == (1, 1)
    late = judge("cpd_hours", registered("P-01"), events(records_begin="2026-01-01"))
    assert piles(late) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"


def test_without_the_column_it_is_unread() -> None:
    (finding,) = ask("cpd_hours", people("P-01"), events())
    assert finding.message == "Not judged: the table `practitioners` has no column rjc_registered_level"


made = st.tuples(st.sampled_from(["2025-11-01", "2025-12-01", "2026-05-01"]), st.integers(0, 12), st.booleans())


@settings(deadline=None)
@given(st.lists(made, max_size=4), made)
def test_one_more_event_never_worsens_and_the_sum_is_exact(
    held: list[tuple[str, int, bool]], more: tuple[str, int, bool]
) -> None:
    def subjects(rows: list[tuple[str, int, bool]]) -> tuple[str, ...]:
        lines = [f"P-01 {on} {hours} {'yes' if approved else 'no'}" for on, hours, approved in rows]
        return judge("cpd_hours", registered("P-01"), events(*lines)).subjects

    year = [(hours, approved) for on, hours, approved in held if on >= "2025-11-20"]
    enough = sum(h for h, _ in year) >= 12 and sum(h for h, approved in year if approved) >= 6
    assert subjects(held) == (() if enough else ("P-01",))
    assert len(subjects([*held, more])) <= len(subjects(held))


def test_events_from_before_the_records_begin_are_told() -> None:
    """Records begin on 1 May 2026: the event of that day counts, the one of the day before does not."""
    log = events("P-01 2026-05-01 12 yes", "P-01 2026-04-30 12 yes", records_begin="2026-05-01")
    finding = judge("cpd_hours", registered("P-01"), log)
    assert (str(finding.outcome), finding.figures["ignored: from before the table's records begin"]) == ("met", 1)
    whole = events(records_begin="2025-11-20")  # all of the year is recorded
    assert judge("cpd_hours", registered("P-01"), whole).subjects == ("P-01",)
