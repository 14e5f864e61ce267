"""Hand-worked: a conference on 15 September 2026."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from rsqm_tool.model.tables import Table
from tests.rows import cases, exception, flat, from_rows, judge, occasions, piles

CHECK = "two_facilitators"


def crew(*rows: str) -> Table[Any]:
    """ "P-01 lead PR-1 2026-08-03 2026-09-30": facilitators of C-1; `-` is blank."""
    names = ("practitioner_id", "role", "process_id", "allocated_on", "ended_on")
    cells = [dict(zip(names, (*r.split(), "", "", ""), strict=False)) for r in rows]
    return from_rows("facilitators", [{"case_id": "C-1", **c} for c in cells], ["case_id", *names])


def found(*rows: str, process: dict[str, str] | None = None, **others: Any) -> Finding:
    return judge(CHECK, occasions(process or {}), crew(*rows), cases(), **others)


@pytest.mark.parametrize(
    ("rows", "pile"),
    [
        (("P-01 lead PR-1", "P-02 co PR-1"), "kept"),
        (("P-01 lead -", "P-02 co -"), "kept"),  # for the whole case
        (("P-01 lead PR-1",), "broken"),
        (("P-01 lead PR-1", "P-01 co PR-1"), "broken"),  # the same person
        (("P-01 lead PR-1", "P-02 mentor PR-1", "P-03 observer PR-1"), "broken"),
        (("P-01 lead PR-1", "P-02 co PR-2"), "broken"),  # of another process
        (("P-01 lead -", "P-02 co - 2026-09-15"), "kept"),  # from that day
        (("P-01 lead -", "P-02 co - 2026-09-16"), "broken"),  # from the day after
        (("P-01 lead -", "P-02 co - 2026-08-03 2026-09-15"), "kept"),  # until that day
        (("P-01 lead -", "P-02 co - 2026-08-03 2026-09-14"), "broken"),
        ((), "cannot_tell"),
        (("P-03 observer PR-1",), "cannot_tell"),
    ],
)
def test_two_different_people_on_the_day(rows: tuple[str, ...], pile: str) -> None:
    """The conference is on 15 September: from that day or until it, somebody was there; from the 16th or until the 14th
    not. 2 different people keep the rule, 1 breaks it, of 0 nobody can tell."""
    finding = found(*rows)
    assert finding.figures[pile] == 1
    assert finding.subjects == (("PR-1",) if pile == "broken" else ())


def test_indirect_processes_are_not_counted() -> None:
    """Shuttle, with 1 facilitator: 0 count. Neither kind nor route entered: 1 cannot tell."""
    finding = found("P-01 lead PR-1", process={"kind": "shuttle"})
    assert (finding.because, finding.figures["out: indirect"]) == (Because.NOBODY, 1)
    assert found("P-01 lead PR-1", process={"kind": "", "process": ""}).figures["cannot_tell"] == 1


def test_a_recorded_decision_explains() -> None:
    """One direct process with one facilitator: 1 broken of 1; with an exception for case or process 1 explained."""
    assert str(found("P-01 lead PR-1").outcome) == "partly met"
    for id in ("C-1", "PR-1"):
        finding = found("P-01 lead PR-1", exceptions=[exception(CHECK, id)])
        assert piles(finding) == "kept 0, broken 0, cannot tell 0, explained 1 of 1"
        assert str(finding.outcome) == "met"


def test_a_flat_export() -> None:
    """Lead and second: kept. Lead alone: broken. Nobody: nobody can tell. The place is the blank cell."""
    rows = [{"lead_practitioner_id": lead, "co_practitioner_id": co}
            for lead, co in (("P-01", "P-02"), ("P-01", ""), ("", ""))]  # fmt: skip
    finding = judge(CHECK, flat(*rows))
    assert piles(finding) == "kept 1, broken 1, cannot tell 1, explained 0 of 3"
    assert finding.where and (finding.where.row, finding.where.field) == (3, "co_practitioner_id")


def test_a_flat_export_with_a_table_of_facilitators() -> None:
    """Lead in the flat row, the second in `facilitators`: two people."""
    flat_row = flat({"lead_practitioner_id": "P-01", "co_practitioner_id": ""})
    assert judge(CHECK, flat_row, crew("P-02 co -")).figures["kept"] == 1


def test_unread() -> None:
    assert judge(CHECK, occasions()).message == "Not judged: there is no table `facilitators`"
