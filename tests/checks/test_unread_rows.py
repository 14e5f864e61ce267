"""Rows that could not be read: they never improve an outcome, and what is left to judge says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.assess import assess
from rsqm_tool.load.tables.flat import unfold
from rsqm_tool.measures import _Watched
from rsqm_tool.model import Because, Finding, Outcome
from rsqm_tool.model.tables import ROWS, Table, Tables
from tests.checks import test_over_the_fictional_service as fictional
from tests.checks.test_cases_in_general import Row, some_cases
from tests.checks.test_flat_exports import both, staff
from tests.checks.test_staff_properties import services
from tests.rows import ask, attended, from_rows, judge, lost, occasions, people, service, table

LOG = table(
    "supervision", "practitioner_id | held_on | kind | supervisor_id \n P-9 | 2025-10-05 | case supervision | P-8"
)
TEN = [f"P-{n:02}" for n in range(1, 11)]


def steady(*ids: str) -> Table[Any]:
    """A session for each of them every 84 days since 20 November 2025: in time."""
    days = ("2025-11-20", "2026-02-12", "2026-05-07", "2026-07-30", "2026-10-22")
    return from_rows("supervision", [
        {"practitioner_id": id, "held_on": day, "kind": "case supervision", "supervisor_id": "P-99"}
        for id in ids for day in days
    ])  # fmt: skip


def outcome(finding: Finding) -> tuple[str, Because | None]:
    return str(finding.outcome), finding.because


# What is said.


def test_a_table_none_of_whose_rows_could_be_read_is_as_good_as_not_there() -> None:
    """Four people without supervision are not met. With a year of two digits in each row nobody is left to blame."""
    four = people("P-01", "P-02", "P-03", "P-04")
    assert outcome(judge("supervision_gap", four, LOG)) == ("not met", None)
    (finding,) = ask("supervision_gap", lost(four), LOG)
    assert outcome(finding) == ("not assessed", Because.UNREAD)
    assert finding.message == "Not judged: none of the 4 rows of the table `practitioners` could be read"
    assert finding.next_step == "Correct 4 rows of the table `practitioners`, first row 2: the notes say what is wrong."
    assert str(finding.where) == "evidence/people/practitioners.csv, row 2"
    assert finding.where and finding.where.field == "casework"


def test_of_a_figure_that_is_only_told_it_is_told() -> None:
    """It lowers nothing, with the table or without."""
    one = people("P-01")
    (finding,) = ask("caseload", lost(one), table("cases", "case_id | closed_on"))
    assert outcome(finding) == ("met", None)
    assert finding.message == (
        "Open cases for each practitioner cannot be told: the only row of the table `practitioners` could not be read"
    )
    assert finding.next_step == "Correct row 2 of the table `practitioners`: the notes say what is wrong with it."


def test_nobody_left_to_count_is_not_nobody_to_count() -> None:
    """P-01 left, and of P-02 nothing could be read: there may have been somebody."""
    two = people("P-01", "P-02", ended_on="2026-11-19")
    assert outcome(judge("supervision_gap", two, LOG)) == ("not assessed", Because.NOBODY)
    finding = judge("supervision_gap", lost(two, 3), LOG)
    assert outcome(finding) == ("not assessed", Because.UNREAD)
    assert finding.message == (
        "Not judged: no active practitioners are left to count; not counted: 1 left; 1 row could not be read"
    )
    assert finding.next_step == "Correct row 3 of the table `practitioners`: the notes say what is wrong with it."
    assert str(finding.where) == "evidence/people/practitioners.csv, row 3"


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, ("partly met", None)), (2, ("not assessed", Because.UNREAD))],
)
def test_each_row_may_have_been_one_who_breaks_the_rule(number: int, expected: tuple[str, Because | None]) -> None:
    """Ten people. One of ten at worst is partly met; two of ten, 20 %, would be not met, and nobody knows."""
    finding = judge("supervision_gap", lost(people(*TEN), *range(2, 2 + number)), steady(*TEN))
    assert outcome(finding) == expected
    assert finding.figures["rows_left_out"] == number
    kept = f"{10 - number} of {10 - number} active practitioners had case supervision at least every 12 weeks"
    told = {
        1: f"{kept}; 1 row could not be read",
        2: f"Not judged, as 2 rows that could not be read may decide it; so far {kept}",
    }
    assert finding.message == told[number]
    assert finding.next_step.startswith("Correct ") and "`practitioners`" in finding.next_step
    assert str(finding.where) == "evidence/people/practitioners.csv, row 2"


def test_beside_one_who_breaks_the_rule_one_more_may() -> None:
    """P-10 has no session, and of P-01 nothing could be read: one of nine is partly met, two of ten are not met."""
    held, log = people(*TEN), steady(*TEN[:9])
    finding = judge("supervision_gap", lost(held, 2), log)
    assert outcome(finding) == ("not assessed", Because.UNREAD)
    assert finding.message == (
        "Not judged, as 1 row that could not be read may decide it; so far 1 of 9 active practitioners went more than "
        "12 weeks without case supervision, 1 of them to this day"
    )
    assert finding.subjects == ("P-10",)
    assert finding.next_step == (
        "Correct row 2 of the table `practitioners`: the notes say what is wrong with it. Book supervision, or enter "
        "the dates away in the table `away`. Give no reason."
    )
    mild = judge("supervision_gap", lost(held, 2), log, at_worst="partly met")
    assert outcome(mild) == ("partly met", None)  # two of ten could not pull lower than that
    assert mild.message.startswith("1 of 9 active practitioners went more")


def test_what_is_not_met_without_them_stays_so() -> None:
    finding = judge("supervision_gap", lost(people(*TEN), 2), steady(*TEN[:7]))
    assert outcome(finding) == ("not met", None)
    assert finding.message.startswith("3 of 9 active practitioners went more than 12 weeks")
    assert str(finding.where) == "evidence/people/practitioners.csv, row 9"  # the first who breaks it


def test_a_safety_rule_cannot_be_judged_with_a_hole_in_it() -> None:
    """One participation without consent would be not met, whatever the others."""
    both_signed = attended({}, {}, written_consent_on="2026-09-01")
    finding = judge("written_consent", lost(both_signed, 3), occasions())
    assert outcome(finding) == ("not assessed", Because.UNREAD)
    assert finding.message == (
        "Not judged, as 1 row that could not be read may decide it; so far 1 of 1 participation had written consent "
        "on or before the first communication"
    )


def test_whoever_belongs_to_a_row_that_could_not_be_read_is_on_the_pile_of_those_nobody_can_tell_of() -> None:
    """The case of PR-1 may be a partner's: of both participations nobody can tell, and they may break the rule."""
    two = attended({}, {}, written_consent_on="2026-09-01")
    held = from_rows("cases", [{"case_id": "C-1"}, {"case_id": "C-2"}])
    there = judge("written_consent", two, occasions(), held)
    assert (str(there.outcome), there.figures["cannot_tell"]) == ("met", 0)
    gone = judge("written_consent", two, occasions(), lost(held, 2))
    assert (outcome(gone), gone.figures["cannot_tell"]) == (("not assessed", Because.UNREAD), 2)
    other = judge("written_consent", two, occasions(), lost(held, 3))
    assert outcome(other) == ("met", None)  # no process of a case that is not there
    assert other.message.endswith("; 1 row could not be read")


def test_a_sensitive_case_that_could_not_be_read_is_no_milder() -> None:
    """Cleared 85 days ago: slightly late, and too late where the open case is sensitive, which nobody knows now."""
    late = people("P-01", "P-02", cleared_for_cases_on="2026-08-27")
    case = from_rows("cases", [{"case_id": "C-1", "accepted_on": "2026-01-10", "sensitive": "no"}])
    had = from_rows("facilitators", [
        {"case_id": "C-1", "practitioner_id": id, "role": "co", "allocated_on": "2026-01-10"} for id in ("P-01", "P-02")
    ])  # fmt: skip
    assert judge("supervision_gap", late, LOG, case, had).figures["broken_slightly"] == 2
    assert "broken_slightly" not in judge("supervision_gap", late, LOG, lost(case), had).figures


def test_a_process_is_over_where_its_case_may_be_closed() -> None:
    """Nobody entered whether there was an agreement: once the case is closed, nobody can tell; nor without its row."""
    held = occasions(agreement="", agreement_result="")
    closed = from_rows("cases", [{"case_id": "C-1", "closed_on": "2026-10-30"}])
    assert judge("agreements_followed", held).figures["out: still going on"] == 1
    assert judge("agreements_followed", held, closed).figures["cannot_tell"] == 1
    assert judge("agreements_followed", held, lost(closed)).figures["cannot_tell"] == 1


def test_a_process_without_a_day_may_have_begun_in_a_row_that_could_not_be_read() -> None:
    """Nothing shows that PR-1 took place; an answer of somebody after it would."""
    planned = occasions({"first_communication_on": ""}, follow_up_offered_on="")
    asked = table("feedback", "case_id | stage | asked_on \n C-1 | after process | 2026-10-01")
    assert judge("follow_up_offered", planned).figures["out: not begun"] == 1
    assert judge("follow_up_offered", planned, asked).figures["cannot_tell"] == 1
    assert judge("follow_up_offered", planned, lost(asked)).figures["cannot_tell"] == 1


def test_a_row_of_vetting_may_have_been_of_another_check() -> None:
    """P-01 is in date by a check of the police; the row that could not be read may be a later one."""
    held = table(
        "vetting", "practitioner_id | kind | recheck_by \n P-01 | police | 2027-06-01 \n P-01 | pvg | 2026-06-01"
    )
    assert outcome(judge("vetting_in_date", people("P-01"), held)) == ("partly met", None)
    assert outcome(judge("vetting_in_date", people("P-01"), lost(held, 3))) == ("partly met", None)


def test_whoever_may_have_had_a_case_in_a_row_that_could_not_be_read() -> None:
    """P-01 is not cleared. Whether they had a case all the same, nobody can tell."""
    held = people("P-01", cleared_for_cases_on="-")
    had = table("facilitators", "case_id | practitioner_id | role \n C-1 | P-02 | lead \n C-2 | P-01 | lead")
    finding = judge("vetting_in_date", held, table("vetting", "practitioner_id | recheck_by \n P-02 | 2027-01-01"),
                    lost(had, 3))  # fmt: skip
    assert finding.message.startswith("Nobody can tell: 0 of 1 active practitioner could be judged; 1 row could not")
    assert outcome(finding) == ("partly met", None)


def test_counts_that_documents_state_are_not_confirmed_by_half_a_table() -> None:
    from tests.bench import findings, item

    held = service(lost(from_rows("cases", [{"referred_on": "2026-08-01"}] * 3), 2))
    report = item("RPT-01", "Report", states={"referrals": 2, "period": "2026-Q3"})
    (finding,) = findings("states_agree", [report], within=held)
    assert outcome(finding) == ("partly met", None)
    assert finding.message == "1 of 1 figure that documents state agrees with the tables; 1 row could not be read"
    three = replace(report, states={"referrals": 3, "period": "2026-Q3"})
    assert "the table has 2 (evidence/people/cases.csv), without 1 row that could not be read" in (
        findings("states_agree", [three], within=held)[0].message
    )


@pytest.mark.parametrize(("wanted", "expected"), [({}, "met"), ({"complete_share": 80}, "partly met")])
def test_a_share_of_fields_that_somebody_wants_is_not_reached_by_leaving_rows_out(
    wanted: dict[str, int], expected: str
) -> None:
    held = lost(from_rows("cases", [{"referred_on": "2026-08-01", "source": "Police"}] * 3), 2)
    finding = judge("fields_complete", held, fields={"cases": ["source"]}, targets=wanted)
    assert str(finding.outcome) == expected
    assert finding.message.endswith("; 1 row could not be read")


def test_the_agencies_figures_are_partly_known() -> None:
    rows = "period | eligible | informed \n 2026-Q2 | 100 | 80 \n 2026-Q3 | 100 | 90"
    finding = judge("offers_informed", lost(table("offers", rows), 3))
    assert outcome(finding) == ("partly met", None)
    assert finding.message.endswith("; 1 row could not be read")


def test_an_incident_log_that_could_not_be_read_is_no_empty_log() -> None:
    held = table(
        "incidents", "incident_id | raised_on | status | owner \n I-1 | 2020-01-01 | closed | - \n I-2 | - | - | -"
    )
    finding = judge("incidents_followed", lost(held, 3))
    assert outcome(finding) == ("not assessed", Because.UNREAD)
    assert finding.message.startswith("Not judged: no entries of the incident log are left to count")


# What holds for every check.

_RANK = {Outcome.MET: 0, Outcome.PARTLY_MET: 1, Outcome.NOT_ASSESSED: 2, Outcome.NOT_MET: 2}  # the last two are gaps


def rank(findings: Iterable[Finding]) -> int:
    """How low findings pull: what is not assessed because unread is as much of a gap as what is not met."""
    return max((_RANK[f.outcome] for f in findings if f.counts), default=0)


def with_holes(tables: Tables, chance: Random, about: set[str], names: Iterable[str]) -> Tables:
    """The same tables, one of which has rows that could not be read: often those about some ids, or all of these."""
    held = tables.get(chance.choice([n for n in names if (t := tables.get(n)) and t.rows]))
    assert held
    columns = [c for c in ("practitioner_id", "case_id", "process_id", "incident_id") if c in held.columns]
    own = [r.row for r in held.rows if any(getattr(r, c) in about for c in columns)]
    pool = own if own and chance.random() < 0.7 else [r.row for r in held.rows]
    size = chance.choice([1, 1, 2, min(5, len(pool)), len(pool)])
    return replace(tables, **{held.name: lost(held, *chance.sample(pool, min(size, len(pool))))})


def fewer(tables: Tables, chance: Random, share: float) -> Tables:
    """The same service with some of its people and cases only, so that one or two break a rule."""
    kept: dict[str, bool] = {}

    def stays(row: Any) -> bool:
        ids = [getattr(row, c, None) for c in ("practitioner_id", "case_id")]
        ids += [(getattr(row, "process_id", None) or "").rsplit("-", 1)[0]]
        return all(kept.setdefault(id, chance.random() < share) for id in ids if id)

    held = {name: t for name in ROWS if (t := tables.get(name))}
    return replace(tables, **{n: replace(t, rows=tuple(r for r in t.rows if stays(r))) for n, t in held.items()})


@pytest.mark.parametrize("check", fictional.COUNTING)
@pytest.mark.parametrize("share", [1.0, 0.3, 0.1])
def test_a_cell_that_cannot_be_read_never_improves_a_finding(check: str, share: float) -> None:
    """Over the fictional service, and a few of its people and cases: any rows of any table that the check reads."""
    criterion, rule = fictional.computed()[check]
    for seed in range(4):
        chance = Random(f"{check} {share} {seed}")
        tables = _Watched(
            fictional.service().tables if share == 1 else fewer(fictional.service().tables, chance, share)
        )
        for worst in (rule, replace(rule, at_worst=Outcome.NOT_MET)):
            before = fictional.ask(criterion, worst, tables)
            about = {part for f in before for id in f.subjects for part in fictional._parts(id)}
            if any(t.rows for n in tables.seen if (t := tables.get(n))):
                holed = with_holes(Tables(**{n: tables.get(n) for n in ROWS}), chance, about, sorted(tables.seen))
                after = fictional.ask(criterion, worst, holed)
                assert rank(after) >= rank(before), [(str(f.outcome), f.message) for f in (*before, *after)]


@pytest.mark.parametrize("seed", range(6))
def test_a_cell_that_cannot_be_read_never_improves_a_criterion(seed: int) -> None:
    chance, workspace = Random(seed), fictional.service()
    before = assess(workspace, workspace.frameworks[0], fictional.AS_OF)
    about = {p for r in before.results for f in r.findings for id in f.subjects for p in fictional._parts(id)}
    tables = workspace.tables
    for _ in range(3):
        tables = with_holes(tables, chance, about, [n for n in ROWS if not (tables.get(n) and tables.get(n).left_out)])
    after = assess(replace(workspace, tables=tables), workspace.frameworks[0], fictional.AS_OF)
    assert not after.faults
    for one, two in zip(before.results, after.results, strict=True):
        if one.outcome is not Outcome.NOT_APPLICABLE:
            assert _RANK[two.outcome] >= _RANK[one.outcome], one.criterion.id


def _lose(data: st.DataObject, tables: list[Table[Any]]) -> list[Table[Any]]:
    """Some tables, of one of which up to three rows could not be read."""
    at = data.draw(st.sampled_from([n for n, t in enumerate(tables) if t.rows]))
    numbers = st.sets(st.sampled_from([r.row for r in tables[at].rows]), min_size=1, max_size=3)
    return [lost(t, *data.draw(numbers)) if n == at else t for n, t in enumerate(tables)]


@pytest.mark.parametrize("check", ["supervision_gap", "observed", "cleared_before_cases", "vetting_in_date",
                                   "trained_to_level", "foundation_does_not_lead", "inducted", "cpd_hours",
                                   "practice_review", "debriefed"])  # fmt: skip
@settings(max_examples=20, deadline=None)
@given(held=services(), data=st.data(), worst=st.sampled_from(["not met", "partly met"]))
def test_nor_over_people_who_are_made_up(
    check: str, held: dict[str, Table[Any]], data: st.DataObject, worst: str
) -> None:
    tables = list(held.values())
    holed = _lose(data, tables)
    assert rank(ask(check, *holed, at_worst=worst)) >= rank(ask(check, *tables, at_worst=worst))


@pytest.mark.parametrize("check", ["agreements_followed", "checked_before_contact", "first_attempt", "written_consent",
                                   "sensitive_led_by_advanced", "two_facilitators", "supervision_gap", "debriefed",
                                   "cleared_before_cases"])  # fmt: skip
@pytest.mark.parametrize("kept", ["flat", "single"])
@settings(max_examples=12, deadline=None)
@given(rows=some_cases, who=staff(), data=st.data(), worst=st.sampled_from(["not met", "partly met"]))
def test_nor_over_cases_that_are_made_up(
    check: str, kept: str, rows: list[Row], who: list[Table[Any]], data: st.DataObject, worst: str
) -> None:
    """As a flat export, from whose rows several tables are made, and in single tables."""
    flat, single = both(rows, who)
    tables, targets = (flat if kept == "flat" else single), {"first_contact_days": 10}
    before = ask(check, *tables, at_worst=worst, targets=targets)
    if kept == "single":
        holed = _lose(data, single)
    else:
        cases, *people_ = _lose(data, [flat[0], *who])
        holed = [cases, *unfold(cases, ()).values(), *people_]
    assert rank(ask(check, *holed, at_worst=worst, targets=targets)) >= rank(before)
