"""Hand-worked: the process is on 15 September 2026; 28 days before is 18 August."""

from __future__ import annotations

import pytest

from rsqm_tool.model import Because, Finding
from tests.rows import attended, cases, exception, flat, from_rows, judge, members, occasions, piles

CHECK = "risk_reviewed_before_direct"


def found(assessed: str, reviewed: str = "", **process: str) -> Finding:
    return judge(CHECK, attended({"risk_assessed_on": assessed, "risk_reviewed_on": reviewed}), occasions(**process))


@pytest.mark.parametrize(
    ("assessed", "reviewed", "outcome"),
    [
        ("2026-08-18", "", "met"),  # the assessment itself, 28 days before
        ("2026-08-17", "", "not met"),  # 29 days
        ("2026-06-01", "2026-08-18", "met"),  # an old assessment, reviewed 28 days before
        ("2026-06-01", "2026-08-17", "not met"),
        ("2026-09-15", "", "met"),  # on the day
        ("2026-06-01", "2026-09-16", "not met"),  # reviewed only afterwards
        ("", "", "not met"),
    ],
)
def test_28_days(assessed: str, reviewed: str, outcome: str) -> None:
    """18 August to 15 September is 13 + 15 = 28 days."""
    assert str(found(assessed, reviewed).outcome) == outcome


def test_indirect_processes_are_not_counted_and_live_video_is_direct() -> None:
    """A letter: 0 count. A live video entered as indirect: the kind decides, it is direct, and the assessment of 1
    January is 257 days old. Neither kind nor route: 1 cannot tell."""
    assert found("2026-01-01", kind="letter", process="indirect").because is Because.NOBODY
    assert found("2026-01-01", kind="recorded message", process="direct").because is Because.NOBODY
    assert found("2026-01-01", kind="live video", process="indirect").figures["broken"] == 1
    assert found("2026-01-01", kind="", process="").figures["cannot_tell"] == 1


def test_who_did_not_take_part_is_not_counted() -> None:
    """Four, assessed on 1 September, 14 days before: one did not come, one had withdrawn on the 14th, the day before;
    one withdrew on the day, one stayed: 2 kept, 2 out."""
    people = members(
        {}, {"ended": "withdrew", "ended_on": "2026-09-14"}, {"ended": "withdrew", "ended_on": "2026-09-15"}, {}
    )
    rows = attended({"attended": "no"}, {}, {}, {}, attended="", risk_assessed_on="2026-09-01", risk_reviewed_on="")
    finding = judge(CHECK, rows, occasions(), people)
    assert piles(finding) == "kept 2, broken 0, cannot tell 0, explained 0 of 2"
    assert finding.figures["out: who did not take part"] == 2


def test_the_catalogue_may_set_another_number_and_an_exception_explains() -> None:
    rows = attended({"risk_assessed_on": "2026-09-07", "risk_reviewed_on": ""})
    assert str(judge(CHECK, rows, occasions(), within_days=7).outcome) == "not met"
    for id in ("PR-1.PT-1", "PR-1", "C-1"):
        excused = judge(CHECK, rows, occasions(), within_days=7, exceptions=[exception(CHECK, id)])
        assert piles(excused) == "kept 0, broken 0, cannot tell 0, explained 1 of 1"


def test_a_flat_export() -> None:
    """Assessed on 1 June, reviewed on 18 August (28 days) and 17 August (29): 2 kept, 2 broken; indirect is out."""
    rows = ({"risk_reviewed_on": "2026-08-18"}, {"risk_reviewed_on": "2026-08-17"}, {"process_kind": "shuttle"})
    finding = judge(CHECK, flat(*rows, risk_assessed_on="2026-06-01"))
    assert piles(finding) == "kept 2, broken 2, cannot tell 0, explained 0 of 4"
    assert finding.figures["out: in indirect processes"] == 2
    assert finding.subjects == ("C-2",)


def test_in_which_of_two_processes_somebody_was() -> None:
    """Letters on 15 September, a meeting in August, both of C-1. PT-1 took part, and has no row in either: it may have
    been the meeting, so nobody can tell. Letters alone: out."""
    people = members({"ended": "took part", "ended_on": "2026-09-30"})
    letters, meeting = {"process": "indirect", "kind": "letter"}, {"first_communication_on": "2026-08-15"}
    nobody = from_rows("participation", [], ["process_id", "participant_id", "risk_assessed_on", "risk_reviewed_on"])
    both = occasions(letters, {**meeting, "case_id": "C-1"})
    assert (
        judge(CHECK, nobody, both, cases(), people).figures["cannot_tell"] == 2
    )  # and one for the meeting without rows
    assert judge(CHECK, nobody, occasions(letters), cases(), people).figures["out: in indirect processes"] == 1
