"""As of 20 November 2026; the window begins on 20 November 2025."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.bench import item
from tests.rows import ask, exception, from_rows, judge, piles, table, verdict


def processes(*lines: str) -> Table[Any]:
    """`"PR-1 direct 2026-05-01 -"`: id, route, first communication, end."""
    columns = ["process_id", "process", "first_communication_on", "ended_on"]
    rows = [dict(zip(columns, line.split(), strict=True)) | {"case_id": "C-1"} for line in lines]
    return from_rows("processes", rows, [*columns, "case_id"])


def debriefs(*lines: str) -> Table[Any]:
    """`"PR-1 2026-05-02"`."""
    columns = ["process_id", "held_on"]
    rows = [dict(zip(columns, line.split(), strict=True)) for line in lines]
    whole = [{**row, "practitioner_id": "P-01", "kind": "debrief"} for row in rows]
    return from_rows("supervision", whole, [*columns, "practitioner_id", "kind"])


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ("2025-11-19", "out: ended earlier"),
        ("2025-11-20", "broken"),
        ("2026-11-05", "broken"),  # 15 days ago
        ("2026-11-06", "out: ended in the last 14 days, debrief still to come"),  # 14 days ago
        ("-", "out: not over, or without a day"),
    ],
)
def test_which_processes_count(ended: str, expected: str) -> None:
    """An indirect process without a debrief: the window's first day is inside, and the last 14 days wait."""
    finding = judge("debriefed", processes(f"PR-1 indirect 2025-10-01 {ended}"), debriefs())
    assert finding.figures[expected] == 1
    assert finding.subjects == (("PR-1",) if expected == "broken" else ())


def test_two_of_four_are_not_met() -> None:
    """PR-1 and PR-4 have a debrief, PR-2 and PR-3 none: 2 of 4. One of 10 (10 %), or one alone, is partly met."""
    rows = processes(*(f"PR-{n} direct 2026-0{n}-01 -" for n in (1, 2, 3, 4)))
    finding = judge("debriefed", rows, debriefs("PR-1 2026-01-01", "PR-4 2026-06-01"))
    assert verdict(finding) == ("not met", ("PR-2", "PR-3"))
    assert finding.message == "2 of 4 processes that ended in the last 12 months have no debrief on record"
    assert str(finding.where) == "evidence/people/processes.csv, row 3"
    assert verdict(judge("debriefed", rows, debriefs("PR-1 2026-01-01", "PR-4 2026-06-01", "PR-3 2026-03-09"))) == (
        "partly met",
        ("PR-2",),
    )


@pytest.mark.parametrize(("on", "kept"), [("2026-05-01", True), ("2026-04-30", False), ("2026-11-20", True)])
def test_a_debrief_comes_after_the_first_communication(on: str, kept: bool) -> None:
    """The meeting was on 1 May 2026: a debrief that day or later counts, one of the day before does not."""
    finding = judge("debriefed", processes("PR-1 direct 2026-05-01 -"), debriefs(f"PR-1 {on}"))
    assert finding.subjects == (() if kept else ("PR-1",))


def test_the_case_s_id_will_do() -> None:
    assert judge("debriefed", processes("PR-1 direct 2026-05-01 -"), debriefs("C-1 2026-05-02")).subjects == ()


def test_an_indirect_process_is_over_when_its_case_is_closed() -> None:
    for closed, because in (("2026-08-01", None), ("", Because.NOBODY)):
        case = from_rows("cases", [{"case_id": "C-1", "closed_on": closed}])
        finding = judge("debriefed", processes("PR-1 indirect 2026-05-01 -"), debriefs(), case)
        assert finding.because is because


def test_a_partner_s_record_a_blank_day_and_a_blank_id_cannot_be_told() -> None:
    held = from_rows("cases", [{"case_id": "C-1", "record_held_by": "probation"}])
    pile = "kept 0, broken 0, cannot tell 1, explained 0 of 1"
    assert piles(judge("debriefed", processes("PR-1 direct 2026-05-01 -"), debriefs(), held)) == pile
    assert piles(judge("debriefed", processes("PR-1 direct 2026-05-01 -"), debriefs("PR-1 -"))) == pile
    assert piles(judge("debriefed", processes("- direct 2026-05-01 -"), debriefs())) == pile
    own = from_rows("cases", [{"case_id": "C-1", "record_held_by": "Fenland Restorative Hub"}])
    assert judge("debriefed", processes("PR-1 direct 2026-05-01 -"), debriefs(), own).subjects == ("PR-1",)


@pytest.mark.parametrize(
    ("dated", "pile"), [("2026-05-01", "broken"), ("2026-04-30", "cannot_tell"), ("2026-11-21", "cannot_tell")]
)
def test_a_partner_that_confirmed_its_records_is_judged(dated: str, pile: str) -> None:
    """The process ended on 1 May. Probation's audit of that day says how it stands: no debrief. One of the day before
    could not, and one of tomorrow is still to come."""
    held = from_rows("cases", [{"case_id": "C-1", "record_held_by": "Fenland Probation"}])
    audit = [item("AUD-01", agency="probation", kind="audit", dated=dated)]
    finding = judge("debriefed", processes("PR-1 direct 2026-05-01 -"), debriefs(), held, items=audit)
    assert finding.figures[pile] == 1


@pytest.mark.parametrize("by", [" ", "fenland restorative hub", "Hub"])
def test_the_service_s_own_name_or_a_part_of_it_is_no_partner(by: str) -> None:
    held = from_rows("cases", [{"case_id": "C-1", "record_held_by": by}])
    assert judge("debriefed", processes("PR-1 direct 2026-05-01 -"), debriefs(), held).subjects == ("PR-1",)


def test_explained_and_after_the_day() -> None:
    rows = processes("PR-1 direct 2026-05-01 -", "PR-2 direct 2026-11-21 -")
    finding = judge("debriefed", rows, debriefs("PR-1 2026-11-21"), exceptions=[exception("debriefed", "PR-1")])
    assert piles(finding) == "kept 0, broken 0, cannot tell 0, explained 1 of 1"
    assert finding.figures["after_as_of"] == 2


def test_no_process_is_nobody_to_count_and_no_column_is_unread() -> None:
    assert judge("debriefed", processes(), debriefs()).because is Because.NOBODY
    bare = table("supervision", "practitioner_id | held_on | kind \n P-01 | 2026-05-01 | debrief")
    (finding,) = ask("debriefed", processes("PR-1 direct 2026-05-01 -"), bare)
    assert finding.message == "Not judged: the table `supervision` has no column process_id"


def test_a_process_of_today_and_one_without_a_first_communication() -> None:
    """Today's is out, a debrief is still to come; without a first communication the debrief is held against the end."""
    today = judge("debriefed", processes("PR-1 direct 2026-11-20 -"), debriefs())
    assert today.figures["out: ended in the last 14 days, debrief still to come"] == 1
    assert judge("debriefed", processes("PR-1 indirect - 2026-05-01"), debriefs("PR-1 2026-04-30")).subjects == (
        "PR-1",
    )
    assert judge("debriefed", processes("PR-1 indirect - 2026-05-01"), debriefs("PR-1 2026-05-01")).subjects == ()
