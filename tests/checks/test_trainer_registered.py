"""Told only: it is met whatever it finds."""

from __future__ import annotations

from typing import Any

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import ask, judge, people, piles, table


def courses(*lines: str) -> Table[Any]:
    header = "practitioner_id | subject | completed_on | provider_registered | expires_on"
    return table("training", "\n".join([header, *lines]))


def test_an_unregistered_trainer_is_a_question() -> None:
    """P-01's trainer is registered, P-02's is not, P-03's is not known: 1 of 3, and met all the same."""
    rows = courses(
        "P-01 | facilitation | 2020-01-01 | yes | -",
        "P-02 | facilitation | 2020-01-01 | no  | -",
        "P-03 | facilitation | 2020-01-01 | -   | -",
    )
    finding = judge("trainer_registered", people("P-01", "P-02", "P-03"), rows)
    assert (str(finding.outcome), finding.subjects) == ("met", ("P-02",))
    assert piles(finding) == "kept 1, broken 1, cannot tell 1, explained 0 of 3"
    assert "a question, not a failure" in finding.message
    assert finding.where and (finding.where.row, finding.where.field) == (3, "provider_registered")


def test_one_registered_trainer_in_each_subject_is_enough() -> None:
    """P-01's second facilitation course was by a registered trainer; P-02's sensitive one was not."""
    rows = courses(
        "P-01 | facilitation          | 2020-01-01 | no  | -",
        "P-01 | facilitation          | 2021-01-01 | yes | -",
        "P-02 | facilitation          | 2020-01-01 | yes | -",
        "P-02 | sensitive and complex | 2020-01-01 | no  | -",
    )
    assert judge("trainer_registered", people("P-01", "P-02"), rows).subjects == ("P-02",)


def test_other_subjects_and_expired_courses_are_nobody_to_count() -> None:
    """A course in safeguarding, and one in facilitation that expired on 19 November, yesterday: 0 of 1 count. One that
    expires today, on the 20th, still does."""
    rows = courses("P-01 | safeguarding | 2020-01-01 | no | -", "P-01 | facilitation | 2020-01-01 | no | 2026-11-19")
    finding = judge("trainer_registered", people("P-01"), rows)
    assert (finding.because, finding.figures["out: without such a course"]) == (Because.NOBODY, 1)
    today = courses("P-01 | facilitation | 2020-01-01 | no | 2026-11-20")
    assert judge("trainer_registered", people("P-01"), today).subjects == ("P-01",)


def test_without_the_column_that_is_told_and_lowers_nothing() -> None:
    bare = table("training", "practitioner_id | subject | completed_on \n P-01 | facilitation | 2020-01-01")
    (finding,) = ask("trainer_registered", people("P-01"), bare)
    assert str(finding.outcome) == "met"
    assert finding.message == (
        "Who trained practitioners cannot be told: the table `training` has no column provider_registered"
    )
