"""As of 20 November 2026; where no last assessment is set, processes count back to 20 November 2023."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.model import Because, Finding
from rsqm_tool.model.tables import Table
from tests.rows import exception, from_rows, judge, people, piles, shuffled, table, verdict


def met(on: str = "2026-07-14", **others: str) -> Table[Any]:
    """One process of case C-1."""
    row = {"process_id": "R-1", "case_id": "C-1", "process": "direct", "first_communication_on": on, **others}
    return from_rows("processes", [row])


def held(*rows: str) -> Table[Any]:
    """Who, role, process or -: `P-01 lead R-1`."""
    cells = []
    for row in rows:
        who, role, process = row.split()
        cells.append({"case_id": "C-1", "process_id": process, "practitioner_id": who, "role": role,
                      "allocated_on": "2026-06-01", "ended_on": ""})  # fmt: skip
    return from_rows("facilitators", cells)


def trained(*rows: str, **others: Any) -> Table[Any]:
    """Who, when, until: `P-01 2024-02-01 -`."""
    cells = [
        dict(zip(("practitioner_id", "completed_on", "expires_on"), row.split(), strict=True))
        | {"subject": "facilitation"}
        for row in rows
    ]
    columns = ("practitioner_id", "subject", "completed_on", "expires_on")
    return from_rows("training", cells, columns, **others)


def ready(*tables: Table[Any], who: Table[Any] | None = None, **others: Any) -> Finding:
    return judge("facilitators_ready", who or people("P-01"), *tables, **others)


GOOD = trained("P-01 2024-02-01 -")


def test_trained_cleared_and_there() -> None:
    """P-01: trained 1 February 2024, cleared 1 March 2024, facilitated on 14 July 2026. 1 of 1."""
    finding = ready(met(), held("P-01 lead R-1"), GOOD)
    assert (str(finding.outcome), piles(finding)) == ("met", "kept 1, broken 0, cannot tell 0, explained 0 of 1")


@pytest.mark.parametrize(
    ("cells", "pile", "kind"),
    [
        ({"cleared_for_cases_on": "2026-07-14"}, "kept 1, broken 0", ""),
        ({"cleared_for_cases_on": "2026-07-15"}, "kept 0, broken 1", "not_cleared"),
        ({"cleared_for_cases_on": ""}, "kept 0, broken 0, cannot tell 1", ""),
        ({"ended_on": "2026-07-14"}, "kept 1, broken 0", ""),
        ({"ended_on": "2026-07-13"}, "kept 0, broken 1", "gone"),
        ({"started_on": "2026-07-15", "cleared_for_cases_on": "2026-07-14"}, "kept 0, broken 1", "not_started"),
    ],
)
def test_cleared_and_in_the_service_on_that_date(cells: dict[str, str], pile: str, kind: str) -> None:
    """The process is on 14 July 2026: that day is in time, the next is not; the last day in the service counts."""
    finding = ready(met(), held("P-01 lead R-1"), GOOD, who=people("P-01", **cells))
    assert piles(finding).startswith(pile)
    assert [finding.figures.get(kind)] == [1 if kind else None]
    assert str(finding.outcome) == ("met" if pile.startswith("kept 1") else "partly met")


@pytest.mark.parametrize(
    ("courses", "pile"),
    [
        (["P-01 2026-07-14 -"], "kept 1, broken 0"),
        (["P-01 2026-07-15 -"], "kept 0, broken 1"),
        (["P-01 2024-02-01 2026-07-14"], "kept 1, broken 0"),  # valid to that day
        (["P-01 2024-02-01 2026-07-13"], "kept 0, broken 1"),
        (["P-01 2024-02-01 2026-07-13", "P-01 2026-07-01 -"], "kept 1, broken 0"),  # taken again
        (["P-02 2024-02-01 -"], "kept 0, broken 1"),
        (["P-01 - -"], "kept 0, broken 0, cannot tell 1"),
    ],
)
def test_trained_by_that_date(courses: list[str], pile: str) -> None:
    """A facilitation course on 14 July 2026 at the latest, and not over before it."""
    assert piles(ready(met(), held("P-01 lead R-1"), trained(*courses))).startswith(pile)


def test_both_dates_and_both_places_are_told() -> None:
    finding = ready(met(), held("P-01 lead R-1"), GOOD, who=people("P-01", cleared_for_cases_on="2026-07-20"))
    assert finding.message == (
        "1 of 1 facilitation was by somebody untrained, not cleared or gone on that date; not cleared, for example: "
        "facilitated on 14 July 2026, cleared on 20 July 2026 (evidence/people/practitioners.csv, row 2)"
    )
    assert finding.subjects == ("P-01",)
    assert str(finding.where) == "evidence/people/facilitators.csv, row 2"


def test_courses_from_before_the_records_cannot_be_told() -> None:
    """P-01 started on 1 January 2024. Training records begin on 1 January (not before it) or on the 2nd (after it)."""
    none = ("P-02 2024-02-01 -",)
    assert piles(ready(met(), held("P-01 lead R-1"), trained(*none, records_begin="2024-01-01"))).startswith(
        "kept 0, broken 1"
    )
    later = ready(met(), held("P-01 lead R-1"), trained(*none, records_begin="2024-01-02"))
    assert piles(later).startswith("kept 0, broken 0, cannot tell 1")


def test_mentors_and_observers_are_out_and_a_blank_role_is_not() -> None:
    """P-01 to P-04: lead, co, observer, blank. Three count; nobody but P-01 is trained, so 2 of 3."""
    finding = ready(
        met(), held("P-01 lead R-1", "P-02 co R-1", "P-03 observer R-1", "P-04 - R-1"), GOOD,
        who=people("P-01", "P-02", "P-03", "P-04"),
    )  # fmt: skip
    assert (finding.figures["denominator"], finding.subjects) == (3, ("P-02", "P-04"))
    assert finding.figures["out: as mentor or observer"] == 1


def test_a_row_for_the_whole_case_holds_for_its_processes_once() -> None:
    """One row for the case and one for its process are one facilitation."""
    assert ready(met(), held("P-01 lead -", "P-01 lead R-1"), GOOD).figures["denominator"] == 1


@pytest.mark.parametrize(("ended", "denominator"), [("2026-07-14", 1), ("2026-07-13", 0)])
def test_who_had_handed_the_case_over_did_not_facilitate(ended: str, denominator: int) -> None:
    """The process is on 14 July 2026; the allocation ends on that day or the day before."""
    row = {"case_id": "C-1", "process_id": "", "practitioner_id": "P-01", "role": "lead", "allocated_on": "2026-06-01",
           "ended_on": ended}  # fmt: skip
    assert ready(met(), from_rows("facilitators", [row]), GOOD).figures["denominator"] == denominator


@pytest.mark.parametrize(
    ("on", "denominator"), [("2023-11-20", 1), ("2023-11-19", 0), ("2026-11-20", 1), ("2026-11-21", 0)]
)
def test_processes_count_back_36_months(on: str, denominator: int) -> None:
    """Facilitated by P-01, who is not trained: broken, or not counted."""
    rows = [
        {"case_id": "C-1", "process_id": "R-1", "practitioner_id": "P-01", "role": "lead", "allocated_on": "2023-01-01"}
    ]
    finding = ready(met(on), from_rows("facilitators", rows), trained(), who=people("P-01"))
    assert finding.figures["denominator"] == denominator


def test_somebody_whom_the_table_of_people_lacks() -> None:
    finding = ready(met(), held("P-09 lead R-1"), GOOD)
    assert (str(finding.outcome), finding.figures["cannot_tell"], finding.subjects) == ("partly met", 1, ())


def test_without_a_table_of_training_the_rest_is_judged() -> None:
    finding = ready(met(), held("P-01 lead R-1"))
    assert str(finding.outcome) == "met"
    assert "training is not compared" in finding.message


def test_a_flat_export() -> None:
    """C-1 has a process and two practitioners; C-2 has none. P-02 was cleared only afterwards: 1 of 2."""
    rows = [
        {"case_id": "C-1", "practitioner_id": "P-01", "role": "lead"},
        {"case_id": "C-1", "practitioner_id": "P-02", "role": "co"},
        {"case_id": "C-2", "practitioner_id": "P-01", "role": "lead"},
    ]
    cases = table(
        "cases",
        """
        case_id | accepted_on | process | process_on
        C-1     | 2026-06-01  | direct  | 2026-07-14
        C-2     | 2026-06-01  | none    | -
        """,
    )
    who = from_rows("practitioners", [
        {"practitioner_id": "P-01", "started_on": "2024-01-01", "cleared_for_cases_on": "2024-03-01"},
        {"practitioner_id": "P-02", "started_on": "2024-01-01", "cleared_for_cases_on": "2026-08-01"},
    ])  # fmt: skip
    finding = ready(cases, from_rows("facilitators", rows), trained("P-01 2024-02-01 -", "P-02 2024-02-01 -"), who=who)
    assert (finding.figures["denominator"], finding.subjects) == (2, ("P-02",))


def test_an_explained_one_is_not_broken() -> None:
    late = people("P-01", cleared_for_cases_on="2026-07-20")
    finding = ready(met(), held("P-01 lead R-1"), GOOD, who=late, exceptions=[exception("facilitators_ready", "P-01")])
    assert (str(finding.outcome), finding.figures["explained"]) == ("met", 1)


def test_nobody_and_unread() -> None:
    assert ready(met(), from_rows("facilitators", [], ("practitioner_id",)), GOOD).because is Because.NOBODY
    assert ready(met(), GOOD).because is Because.UNREAD
    assert ready(held("P-01 lead R-1")).because is Because.UNREAD


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["P-01", "P-02", "P-03"]), st.sampled_from(["lead", "co", "observer"])), max_size=6
    ),
    st.data(),
)
def test_the_order_of_rows_changes_nothing(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    """P-02 is cleared too late; only whoever leads or co-facilitates breaks the rule."""
    both = from_rows("practitioners", [
        {"practitioner_id": "P-01", "cleared_for_cases_on": "2024-03-01"},
        {"practitioner_id": "P-02", "cleared_for_cases_on": "2026-08-01"},
    ])  # fmt: skip
    crew = held(*(f"{who} {role} R-1" for who, role in rows))
    other = shuffled(crew, data.draw(st.permutations(range(len(rows)))))
    one, two = (judge("facilitators_ready", both, met(), t) for t in (crew, other)) if rows else (None, None)
    if one and two:
        assert (verdict(one), one.message) == (verdict(two), two.message)
        assert one.subjects == (("P-02",) if any(w == "P-02" and r != "observer" for w, r in rows) else ())


def test_an_allocation_that_leads_to_no_process() -> None:
    """P-01 has the case C-1. Its process names no case, or the allocation names none: nobody can tell. The process is
    of C-2: without a process."""
    whole = held("P-01 lead -")
    nowhere = table("facilitators", "case_id | process_id | practitioner_id | role \n - | - | P-01 | lead")
    assert piles(ready(met(case_id=""), whole, GOOD)).startswith("kept 0, broken 0, cannot tell 1")
    assert piles(ready(met(), nowhere, GOOD)).startswith("kept 0, broken 0, cannot tell 1")
    assert ready(met(case_id="C-2"), whole, GOOD).figures["out: without a process"] == 1
