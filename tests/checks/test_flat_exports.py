"""A flat export, unfolded as the loader does it, and the same cases in single tables come to the same outcome.

`test_cases_in_general` has the checks of processes and participations. Not here, as they count otherwise by design and
say so: withdrawals and contact after them (cases, not people), feedback (case by case), completeness (its own columns).
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.load.tables.flat import unfold
from rsqm_tool.model import Finding
from rsqm_tool.model.tables import Table
from tests.bench import item
from tests.checks.test_cases_in_general import Row, comparable, near, single_tables, some_cases
from tests.rows import from_rows, judge

CHECKS = (
    "caseload", "cleared_before_cases", "consent_after_form", "debriefed", "facilitators_ready",
    "foundation_does_not_lead", "inducted", "observed", "referrals_by_source", "registered_share", "sensitive_marked",
    "supervision_gap", "unsuitable_has_reason",
)  # fmt: skip
PEOPLE = {"P-AD": "advanced", "P-IN": "intermediate", "P-FO": "foundation"}
FORM = item("FRM-01", "Consent form", kind="form", approved_on="2025-01-01")

person = st.fixed_dictionaries({
    "employment": st.sampled_from(["paid", "volunteer"]), "started_on": near("2025-11-20"), "ended_on": st.just(""),
    "cleared_for_cases_on": near("2026-01-10"), "induction_on": near("2026-01-10"),
    "rjc_registered_level": st.sampled_from(["", "foundation"]),
})  # fmt: skip
session = st.fixed_dictionaries({
    "practitioner_id": st.sampled_from(sorted(PEOPLE)), "held_on": near("2026-06-01"),
    "kind": st.sampled_from(["case supervision", "observed practice", "debrief"]),
    "process_id": st.sampled_from(["", "C-1", "C-2"]),
})  # fmt: skip
course = {"subject": "facilitation", "completed_on": "2025-06-01", "days": "3"}


@st.composite
def staff(draw: st.DrawFn) -> list[Table[Any]]:
    """The tables of people, which are the same either way."""
    who = [draw(person) | {"practitioner_id": id, "level": level, "casework": "yes"} for id, level in PEOPLE.items()]
    log = draw(st.lists(session, max_size=4))
    columns = ["practitioner_id", "held_on", "kind", "process_id"]
    return [
        from_rows("practitioners", who),
        from_rows("supervision", log, columns),
        from_rows("training", [{"practitioner_id": id, **course} for id in ("P-AD", "P-IN")]),
    ]


def both(rows: list[Row], people: list[Table[Any]]) -> tuple[list[Table[Any]], list[Table[Any]]]:
    """The cases as a flat export with all that it stands for, and in single tables without days of allocation."""
    for row in rows:
        row |= {"referred_on": row["accepted_on"], "source": "Police"}
    flat = from_rows("cases", rows)
    own = [t for t in single_tables(rows) if t.name not in ("practitioners", "training")]
    crew = [
        {"case_id": id, "process_id": f"PR-{id}" if row["process_on"] else "", "role": role,
         "practitioner_id": row[f"{role}_practitioner_id"]}
        for row in rows for role in ("lead", "co") if (id := row["case_id"])
    ]  # fmt: skip
    made = {t.name: t for t in own} | {"facilitators": from_rows("facilitators", crew)}
    columns = ("referred_on", "source")
    cases = [{k: row[k] for k in (*sorted(made["cases"].columns), *columns)} for row in rows]
    made["cases"] = from_rows("cases", cases)
    return [flat, *unfold(flat, ()).values(), *people], [*made.values(), *people]


def named(finding: Finding) -> set[str]:
    """Who breaks the rule: a practitioner, or the case, whatever its processes and people are called."""
    return {found[0] if (found := re.search(r"C-\d+", id)) else id for id in finding.subjects}


@pytest.mark.parametrize("check", CHECKS)
@settings(max_examples=12, deadline=None)
@given(rows=some_cases, people=staff())
def test_a_flat_export_and_single_tables_agree(check: str, rows: list[Row], people: list[Table[Any]]) -> None:
    flat, single = both(rows, people)
    one, two = (judge(check, *tables, items=[FORM]) for tables in (flat, single))
    assert (one.outcome, one.because, named(one)) == (two.outcome, two.because, named(two))
    if "cases" in one.figures:
        assert comparable(one) == comparable(two)
    for pile in ("kept", "broken", "cannot_tell", "explained", "denominator"):
        assert one.figures.get(pile) == two.figures.get(pile)
