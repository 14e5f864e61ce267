"""What holds for every check of standard 4, over services that are made up."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.model.tables import Table
from tests.rows import exception, from_rows, judge, piles, shuffled

CHECKS = [
    "supervision_gap", "observed", "cleared_before_cases", "vetting_in_date", "trained_to_level",
    "foundation_does_not_lead", "trainer_registered", "inducted", "cpd_hours", "practice_review", "debriefed",
]  # fmt: skip
TOLD = ["caseload", "registered_share"]
IDS = ["P-1", "P-2", "P-3", "P-4", ""]
DAYS = [
    "",
    "2024-02-29",
    "2025-08-01",
    "2025-11-20",
    "2026-03-01",
    "2026-08-28",
    "2026-11-10",
    "2026-11-20",
    "2026-12-24",
]

day, who, yes = st.sampled_from(DAYS), st.sampled_from(IDS), st.sampled_from(["", "yes", "no"])
level = st.sampled_from(["", "none", "foundation", "intermediate", "advanced"])
process, case = st.sampled_from(["", "PR-1", "PR-2"]), st.sampled_from(["", "C-1", "C-2"])
COLUMNS: dict[str, dict[str, st.SearchStrategy[str]]] = {
    "practitioners": {
        "employment": st.sampled_from(["paid", "volunteer"]), "level": level, "casework": yes, "started_on": day,
        "cleared_for_cases_on": day, "induction_on": day, "ended_on": day, "probation_until": day,
        "rjc_registered_level": level, "vetted_on": day, "vetting_recheck_by": day,
    },
    "vetting": {
        "practitioner_id": who, "kind": st.sampled_from(["police", "dbs basic"]), "issued_on": day,
        "status_checked_on": day, "recheck_by": day,
    },
    "away": {"practitioner_id": who, "from": day, "to": day},
    "training": {
        "practitioner_id": who, "subject": st.sampled_from(["", "facilitation", "sensitive and complex"]),
        "provider_registered": yes, "completed_on": day, "days": st.sampled_from(["", "2", "3"]),
        "hours": st.sampled_from(["", "6"]), "expires_on": day,
    },
    "cpd": {"practitioner_id": who, "done_on": day, "hours": st.sampled_from(["", "3.5", "12"]), "rjc_approved": yes},
    "supervision": {
        "practitioner_id": who, "held_on": day, "supervisor_id": who, "process_id": process,
        "kind": st.sampled_from(["", "case supervision", "observed practice", "review", "debrief"]),
    },
    "cases": {"referred_on": day, "accepted_on": day, "sensitive": yes, "domestic_or_sexual": yes, "closed_on": day},
    "processes": {
        "case_id": case, "process": st.sampled_from(["direct", "indirect"]), "first_communication_on": day,
        "ended_on": day,
    },
    "facilitators": {
        "case_id": case, "process_id": process, "practitioner_id": who, "allocated_on": day, "ended_on": day,
        "role": st.sampled_from(["", "lead", "co", "observer"]),
    },
}  # fmt: skip
KEYS = {"practitioners": ("practitioner_id", IDS), "cases": ("case_id", ["C-1", "C-2"]),
        "processes": ("process_id", ["PR-1", "PR-2"])}  # fmt: skip


@st.composite
def services(draw: st.DrawFn) -> dict[str, Table[Any]]:
    """All tables of a small service, with blanks, days to come and contradictions."""
    found = {}
    for name, columns in COLUMNS.items():
        key, ids = KEYS.get(name, ("", []))
        size = st.integers(0, 5)
        rows = [draw(st.fixed_dictionaries(columns)) | ({key: id} if key else {}) for id in ids or range(draw(size))]
        begins = draw(st.sampled_from([None, None, "2026-01-01"]))
        found[name] = from_rows(name, rows, [*columns, key] if key else columns, records_begin=begins)
    return found


@pytest.mark.parametrize("check", CHECKS + TOLD)
@settings(max_examples=25, deadline=None)
@given(service=services(), chance=st.randoms(use_true_random=False), excused=who)
def test_what_holds_for_all(check: str, service: dict[str, Table[Any]], chance: Any, excused: str) -> None:
    """The order of rows changes nothing; the piles add up; no id is in a message; each breaker is named, once."""
    excuse = [exception(check, excused)]
    first = judge(check, *service.values(), exceptions=excuse)
    mixed = [shuffled(t, chance.sample(range(len(t.rows)), len(t.rows))) for t in service.values()]
    assert judge(check, *mixed, exceptions=excuse) == first
    assert not re.search(r"P-\d|C-\d|PR-\d", first.message + first.next_step)
    assert all(type(value) in (int, float, str) for value in first.figures.values())
    if check in TOLD:
        assert str(first.outcome) in ("met", "not assessed")
        return
    kept, broken, unknown, explained, all_of_them = map(int, re.findall(r"\d+", piles(first)))
    assert kept + broken + unknown + explained == all_of_them
    assert (len(first.subjects), "" in first.subjects) == (broken, False)
    assert first.subjects == tuple(sorted(set(first.subjects)))
    assert (first.where is not None and first.where.row is not None) is bool(first.subjects)
    if first.subjects and check != "trainer_registered":
        assert str(first.outcome) != "met"


@pytest.mark.parametrize(
    ("check", "kind"),
    [("supervision_gap", "case supervision"), ("observed", "observed practice"), ("practice_review", "review"),
     ("debriefed", "debrief")],
)  # fmt: skip
@settings(max_examples=40, deadline=None)
@given(service=services(), id=st.sampled_from(IDS[:4]), on=day, of=process)
def test_one_more_record_never_adds_a_breaker(
    check: str, kind: str, service: dict[str, Table[Any]], id: str, on: str, of: str
) -> None:
    log = service["supervision"]
    names = ["practitioner_id", "held_on", "kind", "process_id"]
    more = from_rows("supervision", [dict(zip(names, (id, on, kind, of), strict=True))]).rows[0]
    longer = Table("supervision", log.path, None, log.columns, (*log.rows, more._replace(row=99)),
                   records_begin=log.records_begin)  # fmt: skip
    before = judge(check, *service.values())
    after = judge(check, *(service | {"supervision": longer}).values())
    unknown = {p.practitioner_id for p in service["practitioners"].rows if p.started_on is None}
    assert set(after.subjects) - unknown <= set(before.subjects)  # an old record also tells that somebody was here
