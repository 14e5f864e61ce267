"""Hand-worked: the process is on 15 September 2026."""

from __future__ import annotations

import pytest

from rsqm_tool.model import Because, Finding
from tests.rows import attended, flat, judge, members, occasions, piles

CHECK = "parental_consent"


def found(consent: str, under_18: str = "yes", came: str = "yes") -> Finding:
    rows = attended({"parental_consent_on": consent, "attended": came})
    return judge(CHECK, rows, occasions(), members({"under_18": under_18}))


@pytest.mark.parametrize(
    ("consent", "outcome"),
    [("2026-09-15", "met"), ("2026-09-16", "not met"), ("", "partly met")],
)
def test_on_the_day_late_and_absent(consent: str, outcome: str) -> None:
    """On 15 September, the day: kept. On the 16th, a day late: broken. Absent: there may be a recorded reason, so
    nobody can tell."""
    assert str(found(consent).outcome) == outcome


def test_who_is_counted() -> None:
    """18 or over, and who did not come: out, 0 count. Age not entered, consent on 1 September: 1 cannot tell."""
    assert found("", under_18="no").because is Because.NOBODY
    assert found("", came="no").because is Because.NOBODY
    assert found("2026-09-01", under_18="").figures["cannot_tell"] == 1


def test_one_late_of_three() -> None:
    """Three under 18: in time, late, absent. 1 kept, 1 broken, 1 cannot tell of 3; an adult is out."""
    rows = attended(*({"parental_consent_on": d} for d in ("2026-09-01", "2026-09-20", "", "")))
    people = members({}, {}, {}, {"under_18": "no"}, under_18="yes")
    finding = judge(CHECK, rows, occasions(), people)
    assert piles(finding) == "kept 1, broken 1, cannot tell 1, explained 0 of 3"
    assert finding.figures["out: aged 18 or over"] == 1
    assert (str(finding.outcome), finding.subjects) == ("not met", ("PR-1.PT-2",))


def test_somebody_who_is_in_no_table_is_unclear() -> None:
    """PT-1 took part, and the table of participants has PT-7 only: 1 cannot tell."""
    rows = attended({"parental_consent_on": "2026-09-01"})
    finding = judge(CHECK, rows, occasions(), members({"participant_id": "PT-7", "under_18": "yes"}))
    assert finding.figures["cannot_tell"] == 1


def test_a_flat_export_leaves_it_to_a_person() -> None:
    assert judge(CHECK, flat()).because is Because.PERSON
