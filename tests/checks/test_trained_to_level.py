"""As of 20 November 2026; the assessment is on 15 March 2027."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import ask, exception, judge, people, piles, table, verdict


def courses(*lines: str) -> Table[Any]:
    header = "practitioner_id | subject | completed_on | days | hours | expires_on"
    return table("training", "\n".join([header, *lines]))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["P-01 | facilitation | 2020-01-01 | 3 | - | -"], ()),
        (["P-01 | facilitation | 2020-01-01 | 2.5 | - | -"], ("P-01",)),
        (["P-01 | facilitation | 2020-01-01 | 2 | - | -", "P-01 | facilitation | 2021-01-01 | 1 | - | -"], ()),
        (["P-01 | facilitation | 2020-01-01 | - | 18 | -"], ()),  # 18 hours / 6 = 3 days
        (["P-01 | facilitation | 2020-01-01 | - | 17.5 | -"], ("P-01",)),  # 2.92 days
        (["P-01 | safeguarding | 2020-01-01 | 3 | - | -"], ("P-01",)),
    ],
)
def test_foundation_needs_three_days_of_facilitation(lines: list[str], expected: tuple[str, ...]) -> None:
    finding = judge("trained_to_level", people("P-01", level="foundation"), courses(*lines))
    assert finding.subjects == expected


def test_who_lacks_what_is_told_by_subject() -> None:
    """P-01 lacks sensitive cases, P-02 both, P-03 nothing: 2 of 3, facilitation lacking 1 and sensitive 2 times."""
    rows = courses(
        "P-01 | facilitation          | 2020-01-01 | 3 | - | -",
        "P-03 | facilitation          | 2020-01-01 | 4 | - | -",
        "P-03 | sensitive and complex | 2021-01-01 | 2 | - | -",
    )
    finding = judge("trained_to_level", people("P-01", "P-02", "P-03"), rows)
    assert verdict(finding) == ("not met", ("P-01", "P-02"))
    assert finding.message == "2 of 3 active practitioners lack training that their level needs"
    assert (finding.figures["lacks: facilitation"], finding.figures["lacks: sensitive and complex"]) == (1, 2)
    assert finding.next_step == (
        "Book it, or enter the certificate: facilitation (at least 3 days) for 1, sensitive and complex for 2. "
        "Until then, let them practise at the level they have."
    )
    assert finding.where and (finding.where.row, finding.where.field) == (2, "level")


@pytest.mark.parametrize(("expires", "kept"), [("2026-11-20", True), ("2026-11-19", False)])
def test_expired_training_does_not_count(expires: str, kept: bool) -> None:
    """The last day on which it counts is today: kept. Yesterday: lacking."""
    rows = courses(f"P-01 | facilitation | 2023-11-20 | 3 | - | {expires}")
    finding = judge("trained_to_level", people("P-01", level="foundation"), rows)
    assert finding.subjects == (() if kept else ("P-01",))


def test_what_expires_before_the_assessment_is_told_unless_another_course_holds() -> None:
    """Of P-01's courses one ends on 1 February (42 days before 15 March: 27 + 15), the later one holds on."""
    first = "P-01 | facilitation | 2023-02-01 | 3 | - | 2027-02-01"
    alone = judge("trained_to_level", people("P-01", level="foundation"), courses(first))
    assert (str(alone.outcome), str(alone.lapses_on)) == ("met", "2027-02-01")
    assert alone.message.endswith("; the first lapses on 1 February 2027, 42 days before the assessment")
    both = courses(first, "P-01 | facilitation | 2025-02-01 | 3 | - | 2029-02-01")
    assert judge("trained_to_level", people("P-01", level="foundation"), both).lapses_on is None


def test_advanced_needs_what_the_service_declares() -> None:
    """Without a declaration that is told and lowers nothing; with one, P-01 lacks supervision."""
    rows = courses(
        "P-01 | facilitation | 2020-01-01 | 3 | - | -", "P-01 | sensitive and complex | 2021-01-01 | 2 | - | -"
    )
    who = people("P-01", level="advanced")
    silent = judge("trained_to_level", who, rows)
    assert str(silent.outcome) == "met"
    assert silent.message.endswith(
        "; what Advanced needs besides is not declared (`advanced_training:` under `targets:`)"
    )
    declared = judge("trained_to_level", who, rows, targets={"advanced_training": ["supervision"]})
    assert (declared.subjects, declared.figures["lacks: supervision"]) == (("P-01",), 1)
    assert (
        judge("trained_to_level", people("P-01"), rows, targets={"advanced_training": ["supervision"]}).subjects == ()
    )


@pytest.mark.parametrize(
    "line",
    [
        "P-01 | facilitation | 2020-01-01 | - | - | -",  # how long?
        "P-01 | facilitation | - | 3 | - | -",  # when?
        "P-01 | - | 2020-01-01 | 3 | - | -",  # about what?
    ],
)
def test_a_blank_that_could_be_what_is_lacking_cannot_be_told(line: str) -> None:
    finding = judge("trained_to_level", people("P-01", level="foundation"), courses(line))
    assert piles(finding) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"
    assert str(finding.outcome) == "partly met"


def test_no_level_at_no_level_and_not_cleared() -> None:
    """P-01's level is blank: cannot tell. P-02 is at no level yet, P-03 not cleared: out."""
    who = table(
        "practitioners",
        """
        practitioner_id | level      | cleared_for_cases_on
        P-01            | -          | 2024-01-01
        P-02            | none       | 2024-01-01
        P-03            | foundation | -
        """,
    )
    finding = judge("trained_to_level", who, courses())
    assert piles(finding) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"
    assert finding.message == (
        "Nobody can tell: 0 of 1 active practitioner could be judged; not counted: 1 at no level yet, "
        "1 not yet cleared for cases"
    )


def test_nobody_explained_after_the_day_and_unread() -> None:
    assert judge("trained_to_level", people(), courses()).because is Because.NOBODY
    later = courses("P-01 | facilitation | 2026-11-21 | 3 | - | -")
    who = people("P-01", level="foundation")
    finding = judge("trained_to_level", who, later, exceptions=[exception("trained_to_level", "P-01")])
    assert (finding.figures["explained"], finding.figures["after_as_of"]) == (1, 1)
    bare = table("training", "practitioner_id | subject | completed_on \n P-01 | facilitation | 2020-01-01")
    (finding,) = ask("trained_to_level", who, bare)
    assert finding.message == "Not judged: the table `training` has no column days"


def test_the_catalogue_may_ask_for_more_days() -> None:
    rows = courses("P-01 | facilitation | 2020-01-01 | 4 | - | -")
    assert judge("trained_to_level", people("P-01", level="foundation"), rows, facilitation_days=5).subjects == (
        "P-01",
    )


def test_days_of_today_count_and_the_first_to_lapse_is_told() -> None:
    """P-01's course was completed today and ends on 1 March, P-02's ends today: it lapses first, 115 days before."""
    rows = courses(
        "P-01 | facilitation | 2026-11-20 | 3 | - | 2027-03-01", "P-02 | facilitation | 2023-01-01 | 3 | - | 2026-11-20"
    )
    finding = judge("trained_to_level", people("P-01", "P-02", level="foundation"), rows)
    assert (str(finding.outcome), str(finding.lapses_on)) == ("met", "2026-11-20")
    assert finding.message.endswith("; the first lapses on 20 November 2026, 115 days before the assessment")


def test_a_course_that_is_over_explains_nothing_and_one_of_the_next_day_holds_on() -> None:
    """A blank course that expired yesterday cannot be what is lacking; of two that hold, the later end counts."""
    over = courses("P-01 | facilitation | 2020-01-01 | - | - | 2026-11-19")
    assert judge("trained_to_level", people("P-01", level="foundation"), over).subjects == ("P-01",)
    both = courses(
        "P-01 | facilitation | 2023-01-01 | 3 | - | 2027-01-01", "P-01 | facilitation | 2024-01-01 | 3 | - | 2027-01-02"
    )
    assert str(judge("trained_to_level", people("P-01", level="foundation"), both).lapses_on) == "2027-01-02"
