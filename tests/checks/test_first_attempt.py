"""Hand-worked: accepted on 3 August 2026 unless told; the target is 10 days."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from rsqm_tool.model.tables import Table
from tests.rows import cases, exception, flat, judge, members, piles

CHECK = "first_attempt"
TEN = {"first_contact_days": 10}


def held(*rows: dict[str, str], **shared: str) -> Table[Any]:
    usual = {"referred_on": "2026-08-01", "first_attempt_on": "2026-08-10", "hold_from": "", "hold_to": ""}
    return flat(*rows, **{**usual, **shared})


def found(*rows: dict[str, str], target: bool = True, **others: Any) -> Finding:
    return judge(CHECK, held(*rows), targets=TEN if target else {}, **others)


@pytest.mark.parametrize(
    ("attempt", "days", "outcome"),
    [
        ("2026-08-03", 0, "met"),
        ("2026-08-13", 10, "met"),
        ("2026-08-14", 11, "partly met"),  # one case is partly met
        ("2026-08-01", 0, "met"),  # before it was accepted
    ],
)
def test_days_from_acceptance(attempt: str, days: int, outcome: str) -> None:
    """3 to 13 August is 10 days, to the 14th 11."""
    finding = found({"first_attempt_on": attempt})
    assert (str(finding.outcome), finding.figures["median_days"]) == (outcome, days)


@pytest.mark.parametrize(
    ("hold_from", "hold_to", "days"),
    [
        ("2026-08-05", "2026-08-14", 10),  # 20 days less the ten of the 5th to the 14th
        ("2026-08-03", "2026-08-03", 20),  # the day of acceptance itself is not one of the 20
        ("2026-07-20", "2026-08-06", 17),  # of a hold that began before only the 4th, 5th and 6th
        ("2026-08-20", "", 16),  # still lasting: the 20th to the 23rd
        ("", "", 20),
    ],
)
def test_a_hold_does_not_count(hold_from: str, hold_to: str, days: int) -> None:
    """Accepted on 3 August, attempt on the 23rd: 20 days, less those of the hold after the 3rd."""
    finding = found({"first_attempt_on": "2026-08-23", "hold_from": hold_from, "hold_to": hold_to})
    assert finding.figures["median_days"] == days


def test_the_median_of_an_odd_and_an_even_number() -> None:
    """2, 4, 9 days: 4. 2, 4, 5, 9: (4 + 5) / 2 = 4.5."""
    odd = [{"first_attempt_on": f"2026-08-{3 + n:02}"} for n in (9, 2, 4)]
    assert found(*odd).figures["median_days"] == 4
    even = found(*odd, {"first_attempt_on": "2026-08-08"})
    assert even.figures["median_days"] == 4.5
    assert even.message.endswith("; median 4.5 days")


def test_the_90th_percentile_from_20_cases() -> None:
    """Waits of 1 to 20 days. Of 19 there is none; of 20, rank ceil(18.0) = 18: 18 days. Eleven to 20 are ten broken of
    20: more than 10 %."""
    rows = [{"first_attempt_on": f"2026-08-{3 + n:02}"} for n in range(1, 21)]
    assert "p90_days" not in found(*rows[:19]).figures
    finding = found(*rows)
    assert (finding.figures["p90_days"], str(finding.outcome)) == (18, "not met")
    assert finding.message == (
        "10 of 20 accepted cases waited more than 10 days for a first attempt; median 10.5 days, nine in ten within 18"
    )


def test_without_a_target_it_is_told_and_lowers_nothing() -> None:
    finding = found({"first_attempt_on": "2026-11-01"}, target=False)
    assert (str(finding.outcome), finding.figures["median_days"], finding.subjects) == ("met", 90, ())
    assert (
        finding.message == "From acceptance to the first attempt: median 90 days, in 1 case; the service has no target"
    )


def test_nobody_counted() -> None:
    """Not accepted, accepted more than 12 months ago, accepted after the as-of date."""
    none, not_accepted = {"first_attempt_on": ""}, {"accepted_on": "", "outcome": "redirected"}
    rows = ({**none, **not_accepted}, {"accepted_on": "2025-11-19"}, {**none, "accepted_on": "2026-11-21"})
    finding = found(*rows)
    assert finding.because is Because.NOBODY
    assert finding.figures["out: not accepted"] == finding.figures["out: from before the period judged"] == 1
    assert finding.figures["after_as_of"] == 1
    assert found(*rows, target=False).because is Because.NOBODY
    assert found({"accepted_on": "2025-11-20", "first_attempt_on": "2025-11-20"}).figures["kept"] == 1


def test_a_wait_that_lasts() -> None:
    """Accepted on 10 November: 10 days at the 20th, still to come. On the 9th: 11 days, broken. Closed after 5: out."""
    none = {"first_attempt_on": ""}
    finding = found(
        {**none, "accepted_on": "2026-11-10"},
        {**none, "accepted_on": "2026-11-09"},
        {**none, "closed_on": "2026-08-08"},
        {**none, "closed_on": "2026-08-14"},
    )
    assert finding.figures["out: still to be contacted"] == finding.figures["out: closed before an attempt"] == 1
    assert finding.subjects == ("C-2", "C-4")


def test_without_acceptance_and_joint_cases() -> None:
    finding = found({"accepted_on": ""}, {"record_held_by": "probation"}, {})
    assert piles(finding) == "kept 1, broken 0, cannot tell 2, explained 0 of 3"
    assert finding.figures["attempts"] == 1


def test_an_exception_explains() -> None:
    finding = found({"first_attempt_on": "2026-10-01"}, exceptions=[exception(CHECK, "C-1")])
    assert piles(finding) == "kept 0, broken 0, cannot tell 0, explained 1 of 1"


def test_the_first_attempt_to_reach_a_person_harmed() -> None:
    """The person responsible on the 4th, two people harmed on the 12th and 15th: 9 days. Nobody harmed entered: 1."""
    people = members(
        {"part": "responsible", "first_attempt_on": "2026-08-04"},
        {"first_attempt_on": "2026-08-15"},
        {"first_attempt_on": "2026-08-12"},
    )
    assert judge(CHECK, cases(), people, targets=TEN).figures["median_days"] == 9
    alone = members({"part": "responsible", "first_attempt_on": "2026-08-04"})
    assert judge(CHECK, cases(), alone, targets=TEN).figures["median_days"] == 1
    not_yet = members({"part": "responsible", "first_attempt_on": "2026-08-04"}, {"first_attempt_on": ""})
    assert judge(CHECK, cases(), not_yet, targets=TEN).subjects == ("C-1",)


def test_unread() -> None:
    assert judge(CHECK, cases()).message == "Not judged: the table `cases` has no column first_attempt_on"


def test_accepted_on_no_known_day() -> None:
    """The outcome is accepted; no day of acceptance, no attempt, with a referral or without: nobody can tell."""
    blank = {"accepted_on": "", "first_attempt_on": ""}
    finding = found(blank, {**blank, "referred_on": ""}, {**blank, "referred_on": "", "outcome": "declined"})
    assert piles(finding) == "kept 0, broken 0, cannot tell 2, explained 0 of 2"
    assert finding.figures["out: not accepted"] == 1


@pytest.mark.parametrize(
    ("row", "pile"),
    [
        ({"hold_from": "2026-08-10", "hold_to": "2026-08-14"}, "broken"),  # 20 days, less five
        ({"hold_from": "2026-08-10", "hold_to": "2026-08-20"}, "kept"),  # less eleven: 9
        ({"hold_from": "2026-08-10"}, "cannot_tell"),  # less one at least, and less fourteen at most: 19 to 6
        ({"hold_from": "2026-08-22"}, "broken"),  # less two at most
        ({"hold_from": "2026-08-10", "first_attempt_on": ""}, "out: still to be contacted"),  # it may last
    ],
)
def test_a_hold_without_a_last_day_that_is_over(row: dict[str, str], pile: str) -> None:
    """Accepted on 3 August, attempt on the 23rd: by then the hold was over, and nobody can tell since when."""
    assert found({"first_attempt_on": "2026-08-23", **row}).figures[pile] == 1


HOLD = " A pause that a participant asked for is entered as a hold."


@pytest.mark.parametrize(
    ("ends", "step"),
    [
        ([{"first_attempt_on": ""}], "Try to reach them now."),
        (
            [{}, {"first_attempt_on": "", "closed_on": "2026-09-01"}],
            "None of them waits any longer, so nothing can be mended: find out why, and write it down.",
        ),
        (
            [{}, {"first_attempt_on": ""}, {"first_attempt_on": "", "closed_on": "2026-09-01"}],
            "1 of them still waits: try to reach them now. For the others nothing can be mended: find out why, and "
            "write it down.",
        ),
        (
            [{}, {"first_attempt_on": ""}, {"first_attempt_on": "2026-12-01"}],  # the second attempt is still to come
            "2 of them still wait: try to reach them now. For the others nothing can be mended: find out why, and "
            "write it down.",
        ),
    ],
)
def test_only_those_who_still_wait_can_be_reached_now(ends: list[dict[str, str]], step: str) -> None:
    """All waited too long: till 1 September at least, and some till today."""
    finding = found(*({"first_attempt_on": "2026-09-01", **row} for row in ends))
    assert (finding.figures["broken"], finding.next_step) == (len(ends), step + HOLD)
