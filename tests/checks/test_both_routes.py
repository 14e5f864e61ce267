"""Hand-worked: processes on 15 September 2026 unless told."""

from __future__ import annotations

from typing import Any

from rsqm_tool.model import Because, Finding
from tests.rows import cases, flat, judge, occasions


def found(*rows: dict[str, str], **others: Any) -> Finding:
    return judge("both_routes", occasions(*rows), cases(), **others)


def test_the_kind_decides_where_it_differs() -> None:
    """Direct: conference, live video, 2. Indirect: shuttle, letter, recorded message, and a route without a kind, 3 + 1
    = 4. Of 1 neither is entered: 2 + 4 + 1 = 7."""
    rows = [{"kind": k} for k in ("conference", "live video", "shuttle", "letter", "recorded message")]
    finding = found(*rows, {"kind": "", "process": "indirect"}, {"kind": "", "process": ""})
    assert [finding.figures[k] for k in ("direct", "indirect", "route_unknown", "denominator")] == [2, 4, 1, 7]
    assert finding.message == ("2 direct and 4 indirect processes in the last 12 months; of 1 no route is entered")
    assert (str(finding.outcome), finding.next_step, finding.subjects) == ("met", "", ())


def test_none_of_one_kind_is_a_question() -> None:
    """2 direct and 0 indirect, or 0 and 1: told, not lowered."""
    finding = found({}, {})
    assert (str(finding.outcome), finding.message) == (
        "met", "2 direct and 0 indirect processes in the last 12 months",
    )  # fmt: skip
    assert finding.next_step.startswith("Was an indirect process on offer to everyone")
    assert found({"kind": "letter"}).next_step.startswith("Was a direct process on offer to everyone")


def test_nobody_counted() -> None:
    """On 19 November 2025, a day too old; on 21 November 2026, to come; without a day, and ended: 1 of each, 0
    count."""
    finding = found(
        {"first_communication_on": "2025-11-19"},
        {"first_communication_on": "2026-11-21"},
        {"first_communication_on": "", "ended_on": "2026-10-01"},
    )
    assert finding.because is Because.NOBODY
    assert [finding.figures[k] for k in ("after_as_of", "without_a_day", "out: from before the period judged")] == [
        1
    ] * 3


def test_the_12_months_include_their_first_day_and_joint_cases() -> None:
    """20 November 2025, 12 months ago to the day, in a case whose record probation keeps: 1 direct."""
    finding = judge(
        "both_routes", occasions({"first_communication_on": "2025-11-20"}), cases(record_held_by="probation")
    )
    assert finding.figures["direct"] == 1


def test_a_flat_export() -> None:
    """Three rows: a conference, a letter, and a case without a process: 1 and 1."""
    finding = judge("both_routes", flat({}, {"process": "indirect", "process_kind": "letter"}, {"process": "none",
                    "process_kind": "", "process_on": ""}))  # fmt: skip
    assert (finding.figures["direct"], finding.figures["indirect"]) == (1, 1)
