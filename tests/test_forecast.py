"""What lapses, worked out by hand. The as-of date is 20 November 2026 and the assessment 15 March 2027: 115 days."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.forecast import forecast
from rsqm_tool.model import Decision, Location, Outcome, Workspace
from rsqm_tool.model.forecast import KINDS, Forecast, Lapse
from rsqm_tool.model.tables import Table
from rsqm_tool.reports import _forecast as told
from tests import process
from tests.bench import action, approved, criterion, expectation, framework, item, rating, workspace
from tests.process import ROOT, Done, rsqm
from tests.publish.services import fictional
from tests.rows import from_rows, judge, lost, people, service, table

DAY = timedelta(days=1)
AS_OF = date(2026, 11, 20)
ASSESSMENT = date(2027, 3, 15)
RULES = ("vetting_in_date", "trained_to_level", "supervision_gap", "observed", "cpd_hours")
CATALOGUE = framework(
    criterion("1.1"),
    criterion("1.4", expectation("in_force", kinds=["insurance"])),
    criterion("4.4", *(expectation(rule) for rule in RULES)),
)


def ahead(held: Workspace, as_of: str = "2026-11-20") -> Forecast:
    return forecast(held, CATALOGUE, date.fromisoformat(as_of))


def lines(held: Workspace, as_of: str = "2026-11-20", kind: str = "") -> list[str]:
    """What is told, a line each: "2027-01-01 Case supervision due (P-01)"; what is overdue begins with a !."""
    found = ahead(held, as_of)
    return [
        f"{'!' if p in found.overdue else ''}{p.day} {p.what} ({p.who})" for p in found.lapses if kind in ("", p.kind)
    ]


def staff(*tables: Table[Any], as_of: str = "2026-11-20", kind: str = "") -> list[str]:
    """The same of people: those lines that are about P-01 and the like."""
    return lines(service(*tables), as_of, kind)


def sessions(*days: str, kind: str = "case supervision") -> Table[Any]:
    rows = [{"practitioner_id": "P-01", "held_on": day, "kind": kind} for day in days]
    return from_rows("supervision", rows, ["practitioner_id", "held_on", "kind"])


# The register.


@pytest.mark.parametrize(
    ("review_by", "expected"),
    [
        ("2026-11-19", ["!2026-11-19 Review due of POL-01 (Lone working) (Head of service)"]),
        ("2026-11-20", ["2026-11-20 Review due of POL-01 (Lone working) (Head of service)"]),
        ("2027-03-14", ["2027-03-14 Review due of POL-01 (Lone working) (Head of service)"]),
        ("2027-03-15", []),
    ],
)
def test_due_today_is_not_overdue_and_the_day_of_the_assessment_is_not_told(
    review_by: str, expected: list[str]
) -> None:
    policy = approved("POL-01", "Lone working", on="2026-01-01", review_by=review_by, owner="Head of service")
    assert lines(workspace([policy])) == expected


def test_the_service_s_own_interval_counts_where_it_ends_earlier() -> None:
    """Approved on 31 January 2026, 12 months for risk: 31 January 2027. The register's own date comes later."""
    policy = approved("PRO-01", "Risk procedure", on="2026-01-31", review_by="2028-01-31", owner="Co-ordinator")
    assert lines(workspace([policy])) == ["2027-01-31 Review due of PRO-01 (Risk procedure) (Co-ordinator)"]


def test_a_leap_day_and_the_end_of_a_month() -> None:
    """29 February 2024 and 36 months is 28 February 2027; 31 August 2025 and 18 months, too: February has no 31st."""
    items = [approved("POL-01", on="2024-02-29"), approved("GUI-01", on="2025-08-31")]
    held = workspace(items, review_months={"default": 36, "guidance": 18})
    assert [line[:10] for line in lines(held)] == ["2027-02-28", "2027-02-28"]


def test_a_leap_day_as_the_as_of_date_looks_12_months_ahead() -> None:
    held = workspace(assessment_on=None, actions=[action("A-1", due="2029-02-27"), action("A-2", due="2029-02-28")])
    found = ahead(held, "2028-02-29")
    assert (found.end, [p.key for p in found.lapses]) == (date(2029, 2, 28), ["A-1"])


def test_an_assessment_that_is_over_or_today_is_none() -> None:
    for day in ("2026-11-20", "2026-03-15"):
        found = ahead(workspace(assessment_on=day, actions=[action("A-1", due="2027-11-19")]))
        assert (found.end, found.assessment_on, len(found.lapses)) == (date(2027, 11, 20), None, 1)


def test_what_ends_is_told_with_its_criteria_and_place() -> None:
    held = workspace(
        [item("INS-01", covers="2026-04-01/2026-12-31", owner="Head", supports=["1.4", "9.9", "1.1"], line=7)]
    )
    (lapse,) = ahead(held).lapses
    assert (lapse.day, lapse.what, lapse.who) == (date(2026, 12, 31), "End of INS-01 (Insurance)", "Head")
    assert (lapse.criteria, str(lapse.where)) == (("1.1", "1.4"), "evidence/register.yaml:7:5")  # no 9.9 there


def test_what_another_takes_over_does_not_lapse() -> None:
    """The budget of this year follows last year's, and ends in the window with a day between it and the next."""
    old = item("BUD-01", covers="2025-04-01/2026-03-31")
    new = item("BUD-02", covers="2026-04-01/2027-01-31")
    assert [line[:10] for line in lines(workspace([old, new]))] == ["2027-01-31"]
    late, next_day = (item("BUD-03", covers=f"2027-02-0{n}/2028-03-31") for n in (2, 1))
    assert [line[:10] for line in lines(workspace([old, new, late]))] == ["2027-01-31"]
    assert lines(workspace([old, new, next_day])) == []


def test_an_agreement_is_taken_over_by_the_same_parties_only() -> None:
    ending = item("AGR-01", covers="2024-01-01/2026-12-31", signed_by=("Police", "Probation"))
    others = item("AGR-02", covers="2027-01-01/", signed_by=("Police", "Prison"))
    same = item("AGR-03", covers="2027-01-01/", signed_by=("Probation", "Police"))
    assert len(lines(workspace([ending, others]))) == 1
    assert lines(workspace([ending, same])) == []


def test_an_agreement_that_rolls_on_is_reviewed_every_24_months() -> None:
    """Signed in 2020, looked at on 10 January 2025: 10 January 2027."""
    rolling = item("AGR-01", covers="2020-01-01/", dated="2025-01-10", agency="probation")
    assert lines(workspace([rolling])) == ["2027-01-10 Review due of AGR-01 (Agreement) (Fenland Probation)"]


def test_actions_that_are_open() -> None:
    held = workspace(actions=[action("A-1", due="2026-11-19"), action("A-2", due="2026-12-01", status="done"),
                              action("A-3"), action("A-4", due="2026-12-01")])  # fmt: skip
    assert lines(held) == [
        "!2026-11-19 Action A-1 due: Do it (Co-ordinator)",
        "2026-12-01 Action A-4 due: Do it (Co-ordinator)",
    ]


def decided(criterion: str, due: str | None = None, discharged_on: str | None = None, **others: Any) -> Decision:
    """What the assessor decided, with the condition that it is written down."""
    days = {
        "due": due and date.fromisoformat(due),
        "discharged_on": discharged_on and date.fromisoformat(discharged_on),
    }
    words = {"condition": "Write down who decides", **others}
    return Decision(criterion, Outcome.MET, Location("evidence/assessor.yaml", 3, 5), **days, **words)  # type: ignore[arg-type]


def conditioned(*decisions: Decision) -> Workspace:
    return workspace(ratings=[rating("1.1", owner="Head of service")], decisions={d.criterion: d for d in decisions})


def test_conditions_of_the_last_assessment_that_are_open() -> None:
    """Of four with a day before the assessment one was discharged yesterday, and one will be tomorrow, if at all."""
    held = conditioned(
        decided("1.1", "2026-11-19"), decided("1.4", "2026-12-31"), decided("2.1", "2026-12-01", "2026-11-19"),
        decided("2.2", "2026-12-01", "2026-11-21"), decided("2.3", "2027-03-15"), decided("2.4"),
        decided("2.5", "2026-12-01", condition="", recommendation="Swap supervisors"),
    )  # fmt: skip
    assert lines(held, kind="condition") == [
        "!2026-11-19 Condition on 1.1 due: Write down who decides (Head of service)",
        "2026-12-01 Condition on 2.2 due: Write down who decides ()",
        "2026-12-31 Condition on 1.4 due: Write down who decides ()",
    ]
    found = ahead(held).lapses[0]
    assert (found.key, found.criteria, str(found.where)) == ("1.1", ("1.1",), "evidence/assessor.yaml:3:5")


def test_a_log_and_a_calendar_tell_nothing_of_what_a_condition_says() -> None:
    found = ahead(conditioned(decided("1.1", "2026-11-19", condition="Speak with Mrs Example")))
    assert "Condition on 1.1 due: Speak with Mrs Example: Head of service. 1 day overdue." in told.text(found)
    for log in (told.text(found, ids=False), "\n".join(unfolded(told.calendar(found)))):
        assert "Condition on 1.1 due" in log and "Example" not in log


def test_every_kind_is_one_of_the_list_and_the_fictional_service_has_them_all() -> None:
    held = fictional()
    assert {p.kind for p in forecast(held.workspace, held.framework, AS_OF).lapses} == set(KINDS)


# People.


def test_supervision_is_due_84_days_after_the_last() -> None:
    """5 October and 84 days: 26 + 30 = 56 by 30 November, 28 December is the 84th. Earlier sessions do not matter."""
    assert staff(people("P-01"), sessions("2026-10-05", "2026-02-01")) == ["2026-12-28 Case supervision due (P-01)"]


def test_supervision_counts_from_clearance_where_there_was_none() -> None:
    """Cleared on 28 August: 3 + 30 + 31 + 20 = 84 on 20 November, due today. A day earlier: overdue since then."""
    assert staff(people("P-01", cleared_for_cases_on="2026-08-28"), sessions()) == [
        "2026-11-20 Case supervision due (P-01)"
    ]
    assert staff(people("P-01", cleared_for_cases_on="2026-08-27"), sessions()) == [
        "!2026-11-19 Case supervision due (P-01)"
    ]


def test_days_away_are_left_out() -> None:
    """28 December, and the 10 days from 1 to 10 December are added: 7 January."""
    away = table("away", "practitioner_id | from | to \n P-01 | 2026-12-01 | 2026-12-10")
    assert staff(people("P-01"), sessions("2026-10-05"), away) == ["2027-01-07 Case supervision due (P-01)"]


def test_whoever_comes_back_has_14_days() -> None:
    """84 days would be over 3 days after 28 February 2027, the last day away; 14 days later is 14 March."""
    away = table("away", "practitioner_id | from | to \n P-01 | 2026-12-26 | 2027-02-28")
    assert staff(people("P-01"), sessions("2026-10-05"), away) == ["2027-03-14 Case supervision due (P-01)"]


def test_whoever_is_away_for_good_owes_nothing_yet() -> None:
    away = table("away", "practitioner_id | from | to \n P-01 | 2026-11-01 | -")
    assert staff(people("P-01"), sessions("2026-10-05"), away) == []


def test_without_an_open_case_supervision_is_not_overdue() -> None:
    """The last case closed in June, the last supervision was in May: it is due before the next case, on no day."""
    cases = table("cases", "case_id | accepted_on | closed_on \n C-1 | 2026-01-10 | 2026-06-30")
    had = table("facilitators", "case_id | practitioner_id | role | allocated_on \n C-1 | P-01 | lead | 2026-01-10")
    assert staff(people("P-01"), sessions("2026-05-12"), cases, had) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"casework": "no"},
        {"cleared_for_cases_on": "2026-11-21"},
        {"started_on": "2026-11-21"},
        {"ended_on": "2026-11-19"},
        {"ended_on": "2026-12-27"},  # still here, and gone by the day
    ],
)
def test_only_people_who_practise_then(cells: dict[str, str]) -> None:
    assert staff(people("P-01", **cells), sessions("2026-10-05")) == []


SPELLS = st.lists(
    st.tuples(st.integers(-100, 100), st.integers(0, 60)).map(
        lambda p: {"from": (AS_OF + p[0] * DAY).isoformat(), "to": (AS_OF + sum(p) * DAY).isoformat()}
    ),
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(last=st.integers(0, 200), spells=SPELLS)
def test_the_forecast_agrees_with_the_check(last: int, spells: list[dict[str, str]]) -> None:
    """On the day that is told the check is content, with no more sessions; on the day after it is not."""
    who = people("P-01", cleared_for_cases_on=(AS_OF - last * DAY).isoformat())
    away = from_rows("away", [{"practitioner_id": "P-01", **s} for s in spells], ["practitioner_id", "from", "to"])

    def outcome(day: date) -> Outcome:
        return judge("supervision_gap", who, sessions(), away, as_of=day.isoformat()).outcome

    found = ahead(service(who, sessions(), away)).lapses
    if not found:
        assert all(outcome(AS_OF + n * DAY) is Outcome.MET for n in (0, 30, 60, 90, 115))
        return
    day = found[0].day
    assert outcome(day) is Outcome.MET
    assert outcome(day + DAY) is Outcome.PARTLY_MET


def observed_on(day: str | None, met: str, as_of: str = "2026-11-20") -> list[str]:
    """P-01, cleared on 1 March 2024, observed on a day, and facilitating a conference on another."""
    held = table("facilitators", "case_id | process_id | practitioner_id | role \n C-1 | PR-1 | P-01 | lead")
    process = table("processes", f"process_id | case_id | first_communication_on \n PR-1 | C-1 | {met}")
    log = sessions(*([day] if day else []), kind="observed practice")
    return staff(people("P-01"), log, held, process, as_of=as_of, kind="observation")


@pytest.mark.parametrize(
    ("day", "met", "expected"),
    [
        ("2026-01-31", "2026-09-15", ["2027-01-31 Observed practice due (P-01)"]),
        ("2025-11-20", "2026-09-15", ["2026-11-20 Observed practice due (P-01)"]),  # 12 months are over today
        ("2025-09-14", "2026-09-15", ["!2026-09-14 Observed practice due (P-01)"]),  # facilitated a day too late
        ("2025-09-15", "2026-09-15", []),  # nothing since it was owed: due at the next process, on no day
        ("2026-01-31", "2025-11-19", []),  # facilitated nothing in 12 months
        (None, "2026-09-15", ["!2025-03-01 Observed practice due (P-01)"]),
    ],
)
def test_observed_practice_of_those_who_facilitate(day: str | None, met: str, expected: list[str]) -> None:
    assert observed_on(day, met) == expected


def test_the_check_agrees_on_observed_practice() -> None:
    """Told for 31 January 2027: a process then is in time, and one on 1 February is not."""
    held = table("facilitators", "case_id | process_id | practitioner_id | role \n C-1 | PR-1 | P-01 | lead")
    for met, expected in (("2027-01-31", "not assessed"), ("2027-02-01", "partly met")):
        process = table("processes", f"process_id | case_id | first_communication_on \n PR-1 | C-1 | {met}")
        log = sessions("2026-01-31", kind="observed practice")
        finding = judge("observed", people("P-01"), log, held, process, as_of="2027-02-01")
        assert str(finding.outcome) == expected


def test_vetting_lapses_with_the_last_check_that_is_in_date() -> None:
    header = "practitioner_id | kind | issued_on | recheck_by"
    one, two = "P-01 | police | 2023-12-01 | 2026-12-01", "P-01 | dbs enhanced | 2024-01-10 | 2027-01-10"
    look = "2027-01-10 Vetting to be looked at again (P-01)"
    assert staff(people("P-01"), table("vetting", f"{header}\n{one}\n{two}"), kind="vetting") == [look]
    past = "P-01 | police | 2023-11-19 | 2026-11-19"
    late = "!2026-11-19 Vetting to be looked at again (P-01)"
    assert staff(people("P-01"), table("vetting", f"{header}\n{past}"), kind="vetting") == [late]


def test_training_runs_out_unless_it_was_renewed() -> None:
    rows = """
        practitioner_id | subject         | completed_on | expires_on
        P-01            | safeguarding    | 2024-01-31   | 2027-01-31
        P-01            | data protection | 2023-12-01   | 2026-12-01
        P-01            | data protection | 2026-10-01   | 2029-10-01
        P-01            | domestic abuse  | 2020-01-01   | 2026-06-30
        P-01            | sexual harm     | 2020-01-01   | 2026-12-31
        P-01            | sexual harm     | 2024-01-01   | -
        P-01            | supervision     | 2026-11-21   | 2027-01-01
        P-99            | safeguarding    | 2024-01-31   | 2027-01-31
    """
    assert staff(people("P-01"), table("training", rows), kind="training") == [
        "!2026-06-30 Training (domestic abuse) runs out (P-01)",
        "2027-01-31 Training (safeguarding) runs out (P-01)",
    ]


def development(*rows: str, **cells: str) -> list[str]:
    log = table("cpd", "practitioner_id | done_on | hours | rjc_approved\n" + "\n".join(f"P-01 | {r}" for r in rows))
    who = people("P-01", **{"rjc_registered_level": "intermediate", **cells})
    return staff(who, log, kind="development")


def test_hours_still_lacking_in_the_year_that_ends_at_the_assessment() -> None:
    """Intermediate: 12 hours, 6 of them approved. 14 March 2026 is before the year, 1 December is still to come."""
    found = development("2026-03-14 | 6 | yes", "2026-03-15 | 4 | no", "2026-10-01 | 3.5 | yes", "2026-12-01 | 8 | yes")
    year = "in the 12 months up to the assessment (intermediate)"
    words = f"4.5 of 12 hours of development still lacking {year}, at least 2.5 of them RJC-approved"
    assert found == [f"2027-03-14 {words} (P-01)"]
    assert development("2026-06-01 | 6 | yes", "2026-07-01 | 6 | no") == []
    only_approved = f"2 of 12 hours of development still lacking {year}, at least 2 of them RJC-approved"
    assert development("2026-06-01 | 20 | no", "2026-07-01 | 4 | yes") == [f"2027-03-14 {only_approved} (P-01)"]


def test_hours_are_told_in_quarters_rounded_up() -> None:
    """Two months away, 61 of 365 days: 304/365 of 12 hours is 9.99 (10), half of that 5 (4.997). Of 4.1 done nothing
    is approved: 5.89 lacking (6)."""
    who = people("P-01", rjc_registered_level="intermediate")
    log = table("cpd", "practitioner_id | done_on | hours | rjc_approved\nP-01 | 2026-10-01 | 4.1 | no")
    gone = table("away", "practitioner_id | from | to\nP-01 | 2026-05-01 | 2026-06-30")
    (line,) = staff(who, log, gone, kind="development")
    assert re.findall(r"[0-9.]+(?= of|(?= hours))", line)[:2] == ["6", "10"]
    assert "at least 5 of them RJC-approved" in line


def test_the_level_on_the_register_decides_about_the_hours() -> None:
    assert "6 of 6 hours" in development(rjc_registered_level="foundation")[0]
    assert "16 of 16 hours" in development(rjc_registered_level="advanced")[0]
    assert development(rjc_registered_level="-") == []  # not registered, and nothing declared
    assert development(started_on="2026-03-16") == []  # in their first 12 months at the assessment


def test_what_cannot_be_forecast_is_told() -> None:
    found = ahead(service(people("P-01")))
    assert "case supervision, observed practice: there is no table `supervision`" in found.untold
    assert any(why.startswith("vetting: there is no table `vetting`") for why in found.untold)
    assert ahead(workspace()).untold[0] == (
        "vetting, training, case supervision, observed practice, hours of development: there is no table "
        "`practitioners`"
    )


def test_rows_that_could_not_be_read_are_told() -> None:
    """Of P-02 nothing could be read, and one session was lost: what is left is forecast."""
    log = lost(sessions("2026-10-05", "2026-10-19"), 3)
    found = ahead(service(lost(people("P-01", "P-02"), 3), log))
    assert [(p.day, p.what) for p in found.lapses] == [(date(2026, 12, 28), "Case supervision due")]
    assert [why for why in found.untold if "supervision" in why] == [
        f"case supervision: 1 row of the table `{name}` could not be read, so nothing {lacking} in it"
        for name, lacking in (("practitioners", "is told of whoever is"), ("supervision", "was seen of what stands"))
    ]


def test_a_table_without_a_row_that_could_be_read_is_not_forecast_from() -> None:
    found = ahead(service(lost(people("P-01", "P-02")), sessions("2026-10-05")))
    assert not [p for p in found.lapses if p.person]
    assert found.untold[0] == (
        "vetting, training, case supervision, observed practice, hours of development: none of the 2 rows of the table "
        "`practitioners` could be read"
    )


def test_what_was_due_before_the_log_begins_is_told_as_such() -> None:
    """P-02, cleared on 1 March 2024, has no session: overdue since 24 May 2024. The log begins in October 2026."""
    found = ahead(service(people("P-01", "P-02"), sessions("2026-10-05")))
    assert [(p.day, p.who) for p in found.overdue] == [(date(2024, 5, 24), "P-02")]
    assert (
        "case supervision: what was due before the table `supervision` begins is told as overdue. If the log begins on "
        "5 October 2026, enter `records_begin: 2026-10-05` under the table `supervision` in rsqm.yaml; otherwise enter "
        "the earlier sessions"
    ) in found.untold
    begun = replace(sessions("2026-10-05"), records_begin=date(2026, 10, 5))
    assert not any("is told as overdue" in why for why in ahead(service(people("P-01", "P-02"), begun)).untold)


def test_the_catalogue_s_limits_count() -> None:
    """70 days instead of 84: 5 October and 26 + 30 + 14 is 14 December."""
    catalogue = framework(criterion("4.4", expectation("supervision_gap", limit_days=70, grace_days=80)))
    found = forecast(service(people("P-01"), sessions("2026-10-05")), catalogue, AS_OF)
    assert [(p.day, p.criteria) for p in found.lapses] == [(date(2026, 12, 14), ("4.4",))]


def test_overdue_stands_first_and_the_rest_by_day() -> None:
    held = service(people("P-01", "P-02"), sessions("2026-10-05"))
    held = replace(held, actions=(action("A-1", due="2026-12-01"), action("A-2", due="2026-01-01")))
    assert [line.split()[0] for line in lines(held)] == ["!2024-05-24", "!2026-01-01", "2026-12-01", "2026-12-28"]


# The forms.


def lapses(*found: tuple[str, str, str], person: bool = True) -> Forecast:
    """Lapses by day, what and who, with their place."""
    where = Location("evidence/people/people.xlsx", sheet="Log", row=9, field="Date")
    made = (Lapse(date.fromisoformat(d), "supervision", "", w, w, who, person, ("4.4",), where) for d, w, who in found)
    return Forecast("Fenland Restorative Hub", AS_OF, ASSESSMENT, ASSESSMENT, tuple(made), ())


def test_without_ids_people_are_counted() -> None:
    due = "Case supervision due"
    found = lapses(("2026-12-01", due, "P-01"), ("2026-12-01", due, "P-02"), ("2026-12-02", due, "P-03"))
    text = told.text(found, ids=False)
    assert "Case supervision due for 2 practitioners. In 11 days." in text
    assert "Case supervision due for 1 practitioner." in text
    assert "P-0" not in text
    assert "row 9" not in text
    assert "Case supervision due: P-02. In 11 days. (criterion 4.4; evidence/people/people.xlsx, sheet Log, row 9)" in (
        told.text(found, width=200)
    )


def test_nothing_lapses() -> None:
    assert told.text(lapses()).endswith("\nNothing lapses up to 14 March 2027, as far as this could be told.\n")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u200b="])
def test_no_cell_is_a_formula(start: str) -> None:
    text = told.table(lapses(("2026-12-01", f"{start}1+1", f'{start}HYPERLINK("x")'), person=False))
    assert text.startswith("\ufeffDate,Status,What,Who,Criteria,Place\r\n")
    row = next(iter(list(csv.reader(StringIO(text[1:], newline="")))[1:]))
    assert all(cell.startswith("'") for cell in row[2:4])
    assert row[4] == "criterion 4.4"  # alone, a spreadsheet makes 1.1 of 1.10


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_the_calendar_keeps_to_its_form() -> None:
    title = "Überprüfung; der, Vereinbarung \\ " + "ünförmig" * 20
    found = lapses(("2026-11-01", title, "Head"), ("2027-02-28", "Review due", "Head"), person=False)
    out = unfolded(told.calendar(found))
    assert out[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert out[-1] == "END:VCALENDAR"
    assert out.count("BEGIN:VEVENT") == out.count("END:VEVENT") == out.count("TRIGGER:-P30D") == 2
    assert out.count("DTSTAMP:20261120T000000Z") == 2
    assert "DTSTART;VALUE=DATE:20261120" in out  # overdue stands on the as-of date
    assert {"DTSTART;VALUE=DATE:20270228", "DTEND;VALUE=DATE:20270301"} <= set(out)
    late = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").strip()
    assert f"SUMMARY:Overdue since 1 November 2026: {late}" in out


def test_the_calendar_names_nobody_and_its_events_stay_the_same() -> None:
    due = "Case supervision due"
    one = told.calendar(lapses(("2026-12-01", due, "P-01"), ("2026-12-01", due, "P-02")))
    assert "SUMMARY:Case supervision due for 2 practitioners" in unfolded(one)
    assert "P-0" not in one
    other = told.calendar(lapses(("2026-12-01", due, "P-07"), ("2026-12-01", due, "P-08")))
    assert one == other  # not even a hash of an id is in it
    later = replace(lapses(("2026-12-01", due, "P-01")), as_of=AS_OF + DAY)
    assert _uids(told.calendar(later)) == _uids(one)


def _uids(text: str) -> list[str]:
    return re.findall(r"UID:(\S+)", text.replace("\r\n ", ""))


# The command line.


@pytest.fixture(scope="module")
def fenland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the fictional service, without its documents: the forecast asks for dates only."""
    import shutil

    folder = tmp_path_factory.mktemp("fenland")
    shutil.copytree(ROOT / "evidence", folder / "evidence", ignore=shutil.ignore_patterns("documents"))
    shutil.copytree(ROOT / "standards", folder / "standards")
    shutil.copy(ROOT / "rsqm.yaml", folder)
    return folder


def run(folder: Path, *arguments: str | Path, **changes: str) -> Done:
    return rsqm("forecast", "-C", folder, "--as-of", "2026-11-20", *arguments, **changes)


def ids(folder: Path) -> Iterable[str]:
    """Ids of the service's people and cases."""
    from rsqm_tool.load import load_workspace

    loaded = load_workspace(folder).workspace
    assert loaded and loaded.tables.practitioners and loaded.tables.cases
    yield from (p.practitioner_id or "" for p in loaded.tables.practitioners.rows)
    yield from (c.case_id or "" for c in loaded.tables.cases.rows)


def test_the_fictional_service(fenland: Path) -> None:
    """INS-01 ended on 30 September; AGR-03 ends on 31 December; POL-04 was due for review on 30 June."""
    done = run(fenland)
    assert (done.code, done.err) == (0, "")
    late, rest = done.out.split("Lapses before the assessment")
    assert "30 September 2026  End of INS-01" in late
    assert "30 June 2026       Review due of POL-04" in late
    assert "31 December 2026   End of AGR-03" in rest
    assert re.search(r"Case supervision due: P-\d+\.", rest)
    assert max(map(len, done.out.splitlines())) <= 100


def test_a_log_names_nobody_unless_asked(fenland: Path) -> None:
    plain = run(fenland, CI="true").out
    assert [id for id in ids(fenland) if re.search(rf"\b{re.escape(id)}\b", plain)] == []
    assert re.search(r": P-\d+", run(fenland, "--ids", CI="true").out)


def test_the_files(fenland: Path, tmp_path: Path) -> None:
    done = run(fenland, "--format", "ics", "--output", tmp_path / "f.ics")
    assert (done.code, done.out) == (0, "")
    text = (tmp_path / "f.ics").read_bytes().decode()
    assert text.replace("\r\n", "\n") == run(fenland, "--format", "ics").out
    assert len(set(_uids(text))) == len(_uids(text)) == text.count("BEGIN:VEVENT")
    assert [id for id in ids(fenland) if re.search(rf"\b{re.escape(id)}\b", "\n".join(unfolded(text)))] == []
    run(fenland, "--format", "csv", "--output", tmp_path / "f.csv")
    content = (tmp_path / "f.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfDate,Status,")
    assert b"\r\n" in content
    assert b"\r\r" not in content
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert [r["Status"] for r in rows] == sorted((r["Status"] for r in rows), reverse=True)  # overdue, then lapses


def test_problems_are_2(tmp_path: Path) -> None:
    folder = process.workspace(tmp_path, register="evidence: [{id: X}]\n")
    done = run(folder)
    assert (done.code, done.out) == (2, "")
    assert "evidence/register.yaml:1:12" in done.err
    assert run(tmp_path / "nowhere").code == 2
