"""Hand-worked: first contacted on 10 September 2026 unless told."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from tests.rows import cases, exception, flat, judge, members, piles

CHECK = "needs_asked"


def found(*people: dict[str, str], **others: Any) -> Finding:
    usual = {"interpreter": "no", "adjustment": "no", "first_contact_on": "2026-09-10", "ended": "", "ended_on": ""}
    return judge(CHECK, members(*people, **usual), cases(), **others)


@pytest.mark.parametrize(
    ("interpreter", "adjustment", "outcome"),
    [("no", "no", "met"), ("yes", "no", "met"), ("", "no", "partly met"), ("no", "", "partly met"),
     ("", "", "partly met")],
)  # fmt: skip
def test_no_is_an_answer_and_a_blank_is_not(interpreter: str, adjustment: str, outcome: str) -> None:
    """1 person: both answers keep the rule, one blank of two breaks it as much as two."""
    finding = found({"interpreter": interpreter, "adjustment": adjustment})
    assert str(finding.outcome) == outcome
    assert finding.subjects == (() if outcome == "met" else ("C-1.PT-1",))


def test_one_in_ten_is_partly_met_and_two_are_not() -> None:
    """1 of 10 is 10 %: partly met. 2 of 11 is 18 %: not met. 2 of 20 is 10 %: partly met."""
    blank: dict[str, str] = {"interpreter": ""}
    assert str(found(blank, *[{}] * 9).outcome) == "partly met"
    assert str(found(blank, blank, *[{}] * 9).outcome) == "not met"
    assert str(found(blank, blank, *[{}] * 18).outcome) == "partly met"


def test_nobody_counted() -> None:
    """Not reached; reached on 19 November 2025, a day more than 12 months ago; reached tomorrow: 0 of 3 count. On 20
    November 2025: 1."""
    finding = found(
        {"first_contact_on": "", "ended": "unreachable", "ended_on": "2026-09-01"},
        {"first_contact_on": "2025-11-19"},
        {"first_contact_on": "2026-11-21"},
    )
    assert finding.because is Because.NOBODY
    assert finding.figures["out: not reached"] == 1
    assert found({"first_contact_on": "2025-11-20"}).figures["kept"] == 1


def test_who_withdrew_or_declined_was_to_be_asked() -> None:
    """Withdrew: broken. Declined without a day of contact: nobody can tell whether it was in the period."""
    finding = found({"ended": "withdrew", "adjustment": ""}, {"ended": "declined", "first_contact_on": ""}, {})
    assert piles(finding) == "kept 1, broken 1, cannot tell 1, explained 0 of 3"
    assert finding.figures["adjustment_not_asked"] == 1


def test_an_exception_for_the_case_or_the_person() -> None:
    """1 blank, explained by either id: 0 broken, 1 explained of 1."""
    for id in ("C-1", "C-1.PT-1"):
        finding = found({"interpreter": ""}, exceptions=[exception(CHECK, id)])
        assert piles(finding) == "kept 0, broken 0, cannot tell 0, explained 1 of 1"


def test_the_place_is_the_blank_cell() -> None:
    where = found({}, {"adjustment": ""}).where
    assert where and (where.row, where.field) == (3, "adjustment")


def test_a_flat_export_leaves_it_to_a_person() -> None:
    finding = judge(CHECK, flat())
    assert finding.because is Because.PERSON
    assert finding.next_step == "Look at the records of these cases, or keep the table `participants`."
