"""Hand-worked: the process is on 15 September 2026."""

from __future__ import annotations

import pytest

from rsqm_tool.model import Because, Finding
from tests.rows import attended, cases, exception, flat, judge, occasions, piles

CHECK = "sensitive_countersigned"


def found(signed: str, **case: str) -> Finding:
    return judge(CHECK, attended({"countersigned_on": signed}), occasions(), cases(**{"sensitive": "yes", **case}))


@pytest.mark.parametrize(("signed", "outcome"), [("2026-09-15", "met"), ("2026-09-16", "not met"), ("", "not met")])
def test_by_the_first_communication(signed: str, outcome: str) -> None:
    """Signed on 15 September, the day of the process: kept. On the 16th, a day late, or never: broken."""
    finding = found(signed)
    assert str(finding.outcome) == outcome
    assert finding.subjects == (() if outcome == "met" else ("PR-1.PT-1",))


def test_who_is_counted() -> None:
    """Not sensitive: 0 count. Domestic though `sensitive: no`: 1 broken. Not entered: 1 cannot tell, signed or not."""
    assert found("", sensitive="no").because is Because.NOBODY
    assert found("", sensitive="no", domestic_or_sexual="yes").figures["broken"] == 1
    assert found("", sensitive="").figures["cannot_tell"] == 1
    assert found("2026-09-01", sensitive="").figures["cannot_tell"] == 1


def test_two_of_three() -> None:
    """Three attenders of a sensitive case, one assessment not countersigned: 2 kept, 1 broken; one was absent."""
    rows = attended({}, {}, {"countersigned_on": ""}, {"attended": "no"}, countersigned_on="2026-09-10")
    finding = judge(CHECK, rows, occasions(), cases(sensitive="yes"))
    assert piles(finding) == "kept 2, broken 1, cannot tell 0, explained 0 of 3"
    assert finding.figures["out: who did not take part"] == 1
    excused = judge(CHECK, rows, occasions(), cases(sensitive="yes"), exceptions=[exception(CHECK, "C-1")])
    assert piles(excused) == "kept 2, broken 0, cannot tell 0, explained 1 of 3"


def test_a_flat_export_leaves_it_to_a_person() -> None:
    finding = judge(CHECK, flat())
    assert (finding.because, finding.counts) == (Because.PERSON, False)
    assert finding.message == (
        "A flat export has no column for who countersigned the risk assessment of sensitive cases: "
        "only a person can judge it"
    )


def test_without_the_column_it_is_unread() -> None:
    finding = judge(CHECK, attended({"risk_assessed_on": "2026-09-01"}), occasions(), cases())
    assert (finding.because, finding.message) == (
        Because.UNREAD, "Not judged: the table `participation` has no column countersigned_on",
    )  # fmt: skip
