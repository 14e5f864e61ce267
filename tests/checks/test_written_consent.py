"""Hand-worked: the process is on 15 September 2026."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from tests.rows import attended, cases, exception, flat, judge, members, occasions, piles

CHECK = "written_consent"


def found(*people: dict[str, str], **others: Any) -> Finding:
    return judge(CHECK, attended(*people, written_consent_on="2026-09-01"), occasions(), cases(), **others)


@pytest.mark.parametrize(
    ("verbal", "written", "outcome"),
    [
        ("", "2026-09-15", "met"),  # signed on the day
        ("", "2026-09-16", "not met"),  # a day late
        ("2026-09-10", "2026-09-15", "met"),  # spoken, then written in time
        ("2026-09-10", "2026-09-16", "not met"),  # spoken in time, written a day late
        ("2026-09-10", "", "not met"),  # spoken only
        ("", "", "not met"),
    ],
)
def test_the_written_day_decides(verbal: str, written: str, outcome: str) -> None:
    """Process 15 September: what is signed by then counts, whatever was said before."""
    finding = found({"verbal_consent_on": verbal, "written_consent_on": written})
    assert str(finding.outcome) == outcome
    assert finding.subjects == (() if outcome == "met" else ("PR-1.PT-1",))


def test_nobody_counted_and_who_is_out() -> None:
    """One withdrew before, one did not come: nobody is left. `cases_complete` counts cases of which somebody is."""
    people = members({"ended": "withdrew", "ended_on": "2026-09-14"}, {})
    rows = attended({"attended": ""}, {"attended": "no"}, written_consent_on="")
    finding = judge(CHECK, rows, occasions(), cases(), people)
    assert finding.because is Because.NOBODY
    assert finding.figures["out: who did not take part"] == 2
    assert finding.figures["cases"] == 0


def test_who_took_part_in_spite_of_a_withdrawal_counts() -> None:
    people = members({"ended": "withdrew", "ended_on": "2026-09-14"})
    finding = judge(CHECK, attended({"written_consent_on": ""}), occasions(), cases(), people)
    assert finding.figures["broken"] == 1


def test_three_of_four_and_no_exception() -> None:
    """Four attenders, one without a signature: 3 kept, 1 broken of 4, whatever exceptions say."""
    excused = [exception(CHECK, id) for id in ("C-1", "PR-1", "PR-1.PT-3")]
    finding = found({}, {}, {"written_consent_on": ""}, {}, exceptions=excused)
    assert piles(finding) == "kept 3, broken 1, cannot tell 0, explained 0 of 4"
    assert finding.message == "1 of 4 participations had no written consent by the first communication"


def test_letters_count_from_the_first_message() -> None:
    """First letter on 1 September, last on the 30th: consent on the 2nd is a day late."""
    letters = occasions(kind="letter", process="indirect", first_communication_on="2026-09-01", ended_on="2026-09-30")
    finding = judge(CHECK, attended({"written_consent_on": "2026-09-02"}), letters, cases())
    assert finding.figures["broken"] == 1


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # one on each side: their own days
        ({}, "kept 2, broken 0, cannot tell 0"),
        ({"consent_harmed_on": "2026-09-16"}, "kept 1, broken 1, cannot tell 0"),
        ({"consent_harmed_on": ""}, "kept 1, broken 1, cannot tell 0"),
        # three harmed, one responsible
        ({"harmed_count": "3"}, "kept 1, broken 0, cannot tell 3"),
        ({"harmed_count": "3", "consent_harmed_on": "2026-09-16"}, "kept 1, broken 1, cannot tell 2"),
        ({"harmed_count": "3", "consent_harmed_on": ""}, "kept 1, broken 0, cannot tell 3"),
        ({"harmed_count": "3", "all_consented": "yes"}, "kept 4, broken 0, cannot tell 0"),
        ({"harmed_count": "3", "all_consented": "no"}, "kept 1, broken 1, cannot tell 2"),
        ({"harmed_count": "3", "all_consented": "yes", "consent_harmed_on": "2026-09-16"},
         "kept 1, broken 3, cannot tell 0"),
        ({"harmed_count": "3", "all_consented": "yes", "consent_harmed_on": ""}, "kept 1, broken 0, cannot tell 3"),
        # a blank number is one; none at all is nobody
        ({"harmed_count": ""}, "kept 2, broken 0, cannot tell 0"),
        ({"harmed_count": "0", "consent_harmed_on": ""}, "kept 1, broken 0, cannot tell 0"),
        # `no` against two good days: which of them is not right, nobody can tell
        ({"all_consented": "no"}, "kept 0, broken 0, cannot tell 2"),
        ({"all_consented": "no", "consent_responsible_on": ""}, "kept 1, broken 1, cannot tell 0"),
    ],
)  # fmt: skip
def test_a_flat_export(row: dict[str, str], expected: str) -> None:
    """One day for each side, and `all_consented` where there are several on it."""
    finding = judge(CHECK, flat(row))
    assert piles(finding).startswith(expected)
    assert finding.subjects == (("C-1",) if "broken 0" not in expected else ())


def test_a_flat_break_points_at_the_side() -> None:
    finding = judge(CHECK, flat({"consent_responsible_on": ""}))
    assert finding.where and (finding.where.row, finding.where.field) == (2, "consent_responsible_on")


def test_a_case_withdrawn_before_a_process_is_not_there() -> None:
    gone = {"outcome": "withdrawn", "process": "none", "process_kind": "", "process_on": "", "closed_on": "2026-09-20"}
    assert judge(CHECK, flat(gone)).because is Because.NOBODY


def test_who_left_on_the_day_itself_was_still_there() -> None:
    """The process is on 15 September. Withdrew that day: broken without a signature. On the 14th: did not take part."""
    for left, pile in (("2026-09-15", "broken"), ("2026-09-14", "out: who did not take part")):
        people = members({"ended": "withdrew", "ended_on": left})
        rows = attended({"attended": "", "written_consent_on": ""})
        assert judge(CHECK, rows, occasions(), cases(), people).figures[pile] == 1


def test_who_took_part_and_has_no_row() -> None:
    """PT-1 signed. PT-2 took part, says the table of participants, and has no participation: nobody can tell."""
    people = members({}, {}, ended="took part", ended_on="2026-09-15")
    finding = judge(CHECK, attended({"written_consent_on": "2026-09-01"}), occasions(), cases(), people)
    assert (str(finding.outcome), piles(finding)) == (
        "partly met",
        "kept 1, broken 0, cannot tell 1, explained 0 of 2",
    )


def test_a_process_with_nobody_on_either_side() -> None:
    """A conference on 15 September, and nought people on both sides: somebody was there, and nobody can tell who."""
    finding = judge(CHECK, flat({"harmed_count": "0", "responsible_count": "0"}))
    assert piles(finding) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"
