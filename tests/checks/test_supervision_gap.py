"""As of 20 November 2026: 84 days back is 28 August (3 + 30 + 31 + 20), 98 days back is 14 August."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.model import Because, FileState
from rsqm_tool.model.tables import Table
from tests.bench import findings, item, workspace
from tests.rows import ask, exception, from_rows, judge, people, piles, service, shuffled, table, verdict

DAY = timedelta(days=1)
AS_OF = date(2026, 11, 20)


def log(**held: str) -> Table[Any]:
    """Case supervision of P-01, P-02 ... by P-99: `P_01="2026-02-12 2026-05-07"`."""
    usual = {"kind": "case supervision", "supervisor_id": "P-99"}
    rows = [
        {"practitioner_id": id.replace("_", "-"), "held_on": day, **usual}
        for id, days in held.items()
        for day in days.split()
    ]
    return from_rows("supervision", rows, ["practitioner_id", "held_on", *usual])


def cases(sensitive: str = "no", begins: str = "2026-01-10", ends: str = "") -> tuple[Table[Any], Table[Any]]:
    """One case that P-01 leads."""
    case = {"case_id": "C-1", "accepted_on": begins, "sensitive": sensitive, "closed_on": ends}
    held = {"case_id": "C-1", "practitioner_id": "P-01", "role": "lead", "allocated_on": begins}
    return from_rows("cases", [case]), from_rows("facilitators", [held])


@pytest.mark.parametrize(
    ("cleared", "expected", "pile"),
    [
        ("2026-08-28", "met", "kept 1, broken 0, cannot tell 0, explained 0 of 1"),
        ("2026-08-27", "partly met", "kept 0, broken 1, cannot tell 0, explained 0 of 1"),
    ],
)
def test_84_days_to_today_is_in_time_and_85_is_not(cleared: str, expected: str, pile: str) -> None:
    """Cleared on 28 August and not supervised since: 3 + 30 + 31 + 20 = 84 days, kept. A day earlier: 85, broken."""
    finding = judge("supervision_gap", people("P-01", cleared_for_cases_on=cleared), log())
    assert (str(finding.outcome), piles(finding)) == (expected, pile)
    assert finding.figures["limit_days"] == 84


@pytest.mark.parametrize(("cleared", "outcome"), [("2026-08-14", "partly met"), ("2026-08-13", "not met")])
def test_85_to_98_days_are_partly_met_and_99_are_not(cleared: str, outcome: str) -> None:
    """Two of two people. Cleared on 14 August: 17 + 30 + 31 + 20 = 98 days. On the 13th: 99; 2 of 2 is over 10 %."""
    finding = judge("supervision_gap", people("P-01", "P-02", cleared_for_cases_on=cleared), log())
    assert (str(finding.outcome), finding.subjects) == (outcome, ("P-01", "P-02"))
    assert finding.figures.get("broken_slightly", 0) == (2 if outcome == "partly met" else 0)


def test_the_contract_s_sentence() -> None:
    """14 people: 3 never supervised, 11 every 84 days since 20 November: 12 February, 7 May, 30 July, 22 October."""
    ids = [f"P-{n:03}" for n in range(1, 15)]
    never = {"P-004", "P-009", "P-012"}
    steady = "2026-02-12 2026-05-07 2026-07-30 2026-10-22"
    sessions = log(**{id: steady for id in ids if id not in never})
    finding = judge("supervision_gap", people(*ids), sessions)
    assert str(finding.outcome) == "not met"
    assert finding.message == (
        "3 of 14 active practitioners went more than 12 weeks without case supervision, 3 of them to this day"
    )
    assert finding.subjects == ("P-004", "P-009", "P-012")
    assert finding.next_step == (
        "Book supervision, or enter the dates away in the table `away`. Give no reason. If the log begins on "
        "12 February 2026, enter `records_begin: 2026-02-12` under the table `supervision` in rsqm.yaml; otherwise "
        "enter the earlier sessions."
    )
    assert piles(finding) == "kept 11, broken 3, cannot tell 0, explained 0 of 14"
    assert str(finding.where) == "evidence/people/practitioners.csv, row 5"  # P-004 has no session to point at


def test_one_person_is_partly_met_whatever_the_share() -> None:
    finding = judge("supervision_gap", people("P-01"), log())
    assert (str(finding.outcome), finding.subjects) == ("partly met", ("P-01",))


def test_a_gap_in_the_middle_of_the_year_counts_and_is_shown_where_it_began() -> None:
    """From 12 February to 22 October: 16 + 31 + 30 + 31 + 30 + 31 + 31 + 30 + 22 = 252 days."""
    sessions = log(P_01="2026-02-12 2026-10-22")
    finding = judge("supervision_gap", people("P-01"), sessions)
    assert finding.subjects == ("P-01",)
    assert str(finding.where) == "evidence/people/supervision.csv, row 2"
    assert finding.where and finding.where.field == "held_on"


def test_nobody_to_count_is_not_assessed() -> None:
    left = people("P-01", ended_on="2026-11-19")
    finding = judge("supervision_gap", left, log())
    assert (finding.because, finding.message) == (
        Because.NOBODY,
        "Nobody to count: no active practitioners; not counted: 1 left",
    )
    assert not finding.counts


def test_who_does_not_count_is_told() -> None:
    """P-1 left yesterday, P-2 has no casework, P-3 is cleared and P-4 starts tomorrow; P-5 ends today and counts."""
    held = table(
        "practitioners",
        """
        practitioner_id | started_on | cleared_for_cases_on | casework | ended_on
        P-1             | 2024-01-01 | 2024-03-01           | yes      | 2026-11-19
        P-2             | 2024-01-01 | -                    | no       | -
        P-3             | 2024-01-01 | 2026-11-21           | yes      | -
        P-4             | 2026-11-21 | -                    | -        | -
        P-5             | 2024-01-01 | 2026-10-01           | -        | 2026-11-20
        """,
    )
    finding = judge("supervision_gap", held, log())
    assert finding.message == (
        "1 of 1 active practitioner had case supervision at least every 12 weeks; not counted: 1 left, "
        "1 not started yet, 1 not yet cleared for cases, 1 without a casework role"
    )
    assert finding.figures["out: left"] == 1


def test_days_away_do_not_count() -> None:
    """Cleared on 1 August: 30 + 30 + 31 + 20 = 111 days to today. Away from 1 to 27 September: 27 less, 84, kept."""
    away = table("away", "practitioner_id | from | to \n P-01 | 2026-09-01 | 2026-09-27")
    held = people("P-01", cleared_for_cases_on="2026-08-01")
    assert verdict(judge("supervision_gap", held, log(), away)) == ("met", ())
    shorter = table("away", "practitioner_id | from | to \n P-01 | 2026-09-01 | 2026-09-26")
    assert verdict(judge("supervision_gap", held, log(), shorter)) == ("partly met", ("P-01",))


def test_days_away_twice_over_count_once() -> None:
    """The same 111 days. 1 to 20 and 11 to 26 September are 26 days together: 85 are left, one too many."""
    away = table(
        "away", "practitioner_id | from | to \n P-01 | 2026-09-01 | 2026-09-20 \n P-01 | 2026-09-11 | 2026-09-26"
    )
    held = people("P-01", cleared_for_cases_on="2026-08-01")
    assert verdict(judge("supervision_gap", held, log(), away)) == ("partly met", ("P-01",))


@pytest.mark.parametrize(
    ("to", "outcome"),
    [
        ("2026-11-06", "met"),  # back 14 days ago
        ("2026-11-05", "partly met"),  # back 15 days ago: 84 + 15 = 99 days
        ("", "met"),  # still away
    ],
)
def test_whoever_comes_back_has_14_days(to: str, outcome: str) -> None:
    """Cleared on 9 June, away from 2 September: 21 + 31 + 31 + 1 = 84 days before that, in time."""
    away = from_rows("away", [{"practitioner_id": "P-01", "from": "2026-09-02", "to": to}])
    held = people("P-01", cleared_for_cases_on="2026-06-09")
    assert str(judge("supervision_gap", held, log(), away).outcome) == outcome


def test_the_14_days_end_when_a_case_is_allocated() -> None:
    """As above, back on 7 November; a case allocated on the 10th came before supervision: 84 + 14 = 98 days, partly."""
    away = table("away", "practitioner_id | from | to \n P-01 | 2026-09-02 | 2026-11-06")
    held = people("P-01", cleared_for_cases_on="2026-06-09")
    finding = judge("supervision_gap", held, log(), away, *cases(begins="2026-11-10"))
    assert (str(finding.outcome), finding.figures["broken_slightly"]) == ("partly met", 1)


def test_being_away_does_not_make_good_what_was_overdue_before() -> None:
    """Cleared on 1 May, away from 1 September to 15 November: 123 days before that, overdue since 25 July."""
    away = table("away", "practitioner_id | from | to \n P-01 | 2026-09-01 | 2026-11-15")
    held = people("P-01", cleared_for_cases_on="2026-05-01")
    assert judge("supervision_gap", held, log(), away).subjects == ("P-01",)


@pytest.mark.parametrize(
    ("sensitive", "begins", "ends", "expected"),
    [
        ("yes", "2026-01-10", "", ("kept 0, broken 1", 0)),  # 85 days with an open sensitive case
        ("no", "2026-01-10", "", ("kept 0, broken 1", 1)),  # slightly
        ("yes", "2026-01-10", "2026-11-20", ("kept 0, broken 1", 0)),  # closed today: open on day 85
        ("yes", "2026-01-10", "2026-11-19", ("kept 0, broken 0", 0)),  # closed on day 84: due before the next case
    ],
)
def test_an_open_sensitive_case_ends_the_grace(
    sensitive: str, begins: str, ends: str, expected: tuple[str, int]
) -> None:
    """Cleared on 27 August: 4 + 30 + 31 + 20 = 85 days to today."""
    held = people("P-01", cleared_for_cases_on="2026-08-27")
    finding = judge("supervision_gap", held, log(), *cases(sensitive, begins, ends))
    assert (piles(finding)[: len(expected[0])], finding.figures.get("broken_slightly", 0)) == expected


def test_a_harm_that_is_domestic_or_sexual_is_sensitive_whatever_the_case_says() -> None:
    case, held = cases("no")
    case = from_rows("cases", [{"case_id": "C-1", "sensitive": "no", "domestic_or_sexual": "yes"}])
    finding = judge("supervision_gap", people("P-01", cleared_for_cases_on="2026-08-27"), log(), case, held)
    assert "broken_slightly" not in finding.figures


def test_in_a_joint_case_our_own_practitioner_still_needs_supervision() -> None:
    """Probation keeps the record of the open case; cleared on 13 August, 99 days ago: broken, not slightly."""
    _, held = cases()
    joint = from_rows("cases", [{"case_id": "C-1", "accepted_on": "2026-01-10", "record_held_by": "probation"}])
    finding = judge("supervision_gap", people("P-01", cleared_for_cases_on="2026-08-13"), log(), joint, held)
    assert (finding.subjects, "broken_slightly" in finding.figures) == (("P-01",), False)


def test_without_an_open_case_supervision_is_due_before_the_next() -> None:
    """Nobody to count: the case closed on 1 March, the year has passed without a session, and none was owed."""
    finding = judge("supervision_gap", people("P-01"), log(P_01="2026-02-12"), *cases(ends="2026-03-01"))
    assert finding.because is Because.NOBODY
    assert finding.figures["out: without an open case, due before the next"] == 1


def test_a_case_that_closed_while_the_grace_ran_is_partly_met() -> None:
    """Cleared on 27 July: 84 days end on 19 October. The case closed on the 25th; 98 days ended on 2 November."""
    held = people("P-01", cleared_for_cases_on="2026-07-27")
    finding = judge("supervision_gap", held, log(), *cases(ends="2026-10-25"))
    assert (str(finding.outcome), finding.figures["broken_slightly"]) == ("partly met", 1)


def test_an_uncleared_person_with_a_case_counts_from_the_case() -> None:
    """A blank clearance is no way out: the case came on 10 August, 21 + 30 + 31 + 20 = 102 days ago."""
    held = people("P-01", cleared_for_cases_on="")
    finding = judge("supervision_gap", held, log(), *cases(begins="2026-08-10"))
    assert (finding.subjects, finding.figures.get("broken_slightly", 0)) == (("P-01",), 0)


def test_an_exception_explains_while_it_stands() -> None:
    held = people("P-01", "P-02"), log()
    told = judge("supervision_gap", *held, exceptions=[exception("supervision_gap", "P-01")])
    assert piles(told) == "kept 0, broken 1, cannot tell 0, explained 1 of 2"
    assert told.message == (
        "1 of 2 active practitioners went more than 12 weeks without case supervision, 1 of them to this day "
        "(1 explained)"
    )
    assert told.subjects == ("P-02",)
    past = [exception("supervision_gap", "P-01", until="2026-11-19"), exception("observed", "P-02")]
    assert judge("supervision_gap", *held, exceptions=past).subjects == ("P-01", "P-02")


def test_what_does_not_count_as_supervision_is_told() -> None:
    """Tomorrow's session, one with oneself, one without a day: P-01 has been without since clearance on 1 August."""
    sessions = table(
        "supervision",
        """
        practitioner_id | held_on    | kind             | supervisor_id
        P-01            | 2026-11-21 | case supervision | P-09
        P-01            | 2026-10-01 | case supervision | P-01
        P-01            | -          | case supervision | P-09
        P-01            | 2026-10-01 | debrief          | P-09
        """,
    )
    finding = judge("supervision_gap", people("P-01", cleared_for_cases_on="2026-08-01"), sessions)
    assert finding.subjects == ("P-01",)
    assert finding.figures["after_as_of"] == 1
    assert finding.message.endswith(
        "; records that count for nothing: 1 dated after the as-of date, 1 with themselves as supervisor, "
        "1 without a day or a kind"
    )


def test_a_blank_start_cannot_be_told() -> None:
    held = table("practitioners", "practitioner_id | started_on \n P-01 | - \n P-02 | 2026-10-01 \n - | 2024-01-01")
    finding = judge("supervision_gap", held, log())
    assert piles(finding) == "kept 1, broken 0, cannot tell 2, explained 0 of 3"
    assert str(finding.outcome) == "partly met"


def test_where_records_began_lately_nobody_can_tell() -> None:
    """Records begin on 1 October, 50 days ago. Without a session since then nothing shows; with one, it is kept."""
    empty = table("supervision", "practitioner_id | held_on | kind", records_begin="2026-10-01")
    finding = judge("supervision_gap", people("P-01"), empty)
    assert piles(finding) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"
    assert finding.message == "Nobody can tell: 0 of 1 active practitioner could be judged"
    text = (
        "practitioner_id | held_on | kind | supervisor_id \n P-01 | 2026-09-30 | case supervision | P-99 \n"
        "P-01 | {} | case supervision | P-99"
    )
    early = table("supervision", text.format("2026-10-02"), records_begin="2026-10-01")
    finding = judge("supervision_gap", people("P-01"), early)
    assert str(finding.outcome) == "met"
    assert finding.figures["ignored: from before the table's records begin"] == 1


def test_records_that_begin_with_a_session_or_with_the_person_show_enough() -> None:
    """A session on the first day of the records, or clearance on that day: 50 days in full, kept."""
    text = "practitioner_id | held_on | kind | supervisor_id \n P-01 | 2026-10-01 | case supervision | P-99"
    assert (
        str(judge("supervision_gap", people("P-01"), table("supervision", text, records_begin="2026-10-01")).outcome)
        == "met"
    )
    empty = table("supervision", "practitioner_id | held_on | kind", records_begin="2026-10-01")
    assert str(judge("supervision_gap", people("P-01", cleared_for_cases_on="2026-10-01"), empty).outcome) == "met"


def test_a_table_or_column_that_is_not_there_is_unread() -> None:
    (finding,) = ask("supervision_gap", people("P-01"))
    assert (finding.because, finding.message) == (Because.UNREAD, "Not judged: there is no table `supervision`")
    bare = table("supervision", "practitioner_id | held_on \n P-01 | 2026-10-01")
    (finding,) = ask("supervision_gap", people("P-01"), bare)
    assert finding.message == "Not judged: the table `supervision` has no column kind"
    assert finding.next_step.startswith("Add to evidence/people/supervision.csv: kind. Where a column holds it")
    people_and_log = [finding.message for finding in ask("supervision_gap")]
    assert people_and_log == [
        "Not judged: there is no table `practitioners`", "Not judged: there is no table `supervision`"
    ]  # fmt: skip


def test_rows_that_could_not_be_read_are_told() -> None:
    """A session that could not be read can only speak for somebody: it lowers nothing."""
    text = "practitioner_id | held_on | kind | supervisor_id \n P-01 | 2026-10-05 | case supervision | P-99"
    bad = table("supervision", text, left_out=((9, "Date", "'31/02/2026' is no date"),))
    finding = judge("supervision_gap", people("P-01", cleared_for_cases_on="2026-10-01"), bad)
    assert finding.message == (
        "1 of 1 active practitioner had case supervision at least every 12 weeks; 1 row could not be read"
    )
    assert (str(finding.outcome), finding.figures["rows_left_out"], finding.next_step) == ("met", 1, "")


def test_a_gap_that_is_over_is_told_as_such() -> None:
    """P-01: 252 days from 12 February to 22 October, none since. P-02: 113 days from 30 July to today."""
    sessions = log(P_01="2025-11-20 2026-02-12 2026-10-22", P_02="2025-11-20 2026-02-12 2026-05-07 2026-07-30")
    finding = judge("supervision_gap", people("P-01", "P-02"), sessions)
    assert finding.message.endswith("without case supervision, 1 of them to this day")
    assert (finding.figures["still_open"], finding.figures["longest_days"]) == (1, 252)
    assert "records_begin" not in finding.next_step  # the log goes back as far as the period that is judged
    over = judge("supervision_gap", people("P-01"), sessions)
    assert over.message.endswith("without case supervision, none of them to this day")
    assert over.figures["still_open"] == 0


def test_the_longest_gap_leaves_days_away_out() -> None:
    """252 days from 12 February to 22 October, less the 30 of June."""
    away = table("away", "practitioner_id | from | to \n P-01 | 2026-06-01 | 2026-06-30")
    finding = judge("supervision_gap", people("P-01"), log(P_01="2026-02-12 2026-10-22"), away)
    assert finding.figures["longest_days"] == 222


def test_where_no_gap_is_no_figures_of_gaps_are() -> None:
    finding = judge("supervision_gap", people("P-01", cleared_for_cases_on="2026-10-01"), log())
    assert not {"still_open", "longest_days"} & finding.figures.keys()


def test_a_log_that_says_when_it_begins_is_not_asked() -> None:
    """Nor is one without a single day."""
    text = "practitioner_id | held_on | kind \n P-02 | 2026-05-07 | case supervision"
    said = judge("supervision_gap", people("P-01"), table("supervision", text, records_begin="2026-05-01"))
    plain = "Book supervision, or enter the dates away in the table `away`. Give no reason."
    assert said.subjects == ("P-01",)
    assert said.next_step == judge("supervision_gap", people("P-01"), log()).next_step == plain


def test_the_item_whose_file_it_is_is_named() -> None:
    held = service(people("P-01"), log())
    register = item("LOG-01", file="evidence/people/practitioners.csv", file_state=FileState.READABLE)
    (finding,) = findings("supervision_gap", [register], within=held)
    assert (finding.evidence, workspace().items) == ("LOG-01", ())


days = st.integers(0, 500).map(lambda n: (AS_OF - n * DAY).isoformat())
spells = st.lists(st.tuples(days, st.integers(0, 120)), max_size=4)
spans = st.lists(st.tuples(days, st.integers(0, 200), st.booleans()), max_size=4)


def _world(
    cleared: str, held: list[str], away: list[tuple[str, int]], had: list[tuple[str, int, bool]]
) -> list[Table[Any]]:
    """P-01 with sessions, times away and cases."""
    gone = [{"practitioner_id": "P-01", "from": d, "to": str(date.fromisoformat(d) + n * DAY)} for d, n in away]
    rows = [
        {"case_id": f"C-{n}", "accepted_on": d, "closed_on": str(date.fromisoformat(d) + length * DAY),
         "sensitive": "yes" if sensitive else "no"}
        for n, (d, length, sensitive) in enumerate(had)
    ]  # fmt: skip
    names = [{"case_id": r["case_id"], "practitioner_id": "P-01", "allocated_on": r["accepted_on"]} for r in rows]
    return [
        people("P-01", cleared_for_cases_on=cleared),
        log(P_01=" ".join(held)),
        from_rows("away", gone, ["practitioner_id", "from", "to"]),
        from_rows("cases", rows),
        from_rows("facilitators", names),
    ]


def _degree(tables: list[Table[Any]], **limits: int) -> int:
    """0 kept, 1 due before the next case, 2 slightly broken, 3 broken."""
    figures = judge("supervision_gap", *tables, **limits).figures
    if figures["broken"]:
        return 2 if figures.get("broken_slightly") else 3
    return 0 if figures["kept"] else 1


@settings(deadline=None)
@given(days, st.lists(days, max_size=5), days, spells, spans)
def test_one_more_session_never_worsens_a_gap(
    cleared: str, held: list[str], more: str, away: list[tuple[str, int]], had: list[tuple[str, int, bool]]
) -> None:
    before, after = _world(cleared, held, away, had), _world(cleared, [*held, more], away, had)
    assert _degree(after) <= _degree(before)


near = st.integers(0, 90).map(lambda n: (AS_OF - n * DAY).isoformat())
close_spells = st.lists(st.tuples(near, st.integers(0, 25)), max_size=3)
close_spans = st.lists(st.tuples(near, st.integers(0, 60), st.booleans()), max_size=3)


@settings(max_examples=150, deadline=None)
@given(near, st.lists(near, max_size=2), close_spells, close_spans)
def test_counting_day_by_day_comes_to_the_same(
    cleared: str, held: list[str], away: list[tuple[str, int]], had: list[tuple[str, int, bool]]
) -> None:
    """With limits of 20 and 24 days, so that all turns of the rule come up often."""
    tables = _world(cleared, held, away, had)
    expected = _day_by_day(cleared, held, away, had, limit=20, grace=24)
    assert _degree(tables, limit_days=20, grace_days=24) == expected


def _day_by_day(
    cleared: str, held: list[str], away: list[tuple[str, int]], had: list[tuple[str, int, bool]], limit: int, grace: int
) -> int:
    """The same as `_degree`, with a calendar and a pencil."""
    gone = {date.fromisoformat(d) + k * DAY for d, length in away for k in range(length + 1)}
    allocated = {date.fromisoformat(d) for d, _, _ in had}
    open_on = {date.fromisoformat(d) + k * DAY for d, length, _ in had for k in range(length + 1)}
    sensitive = {date.fromisoformat(d) + k * DAY for d, length, is_so in had if is_so for k in range(length + 1)}
    first, sessions = date.fromisoformat(cleared), {date.fromisoformat(d) for d in held}
    worst = 0
    for start, end in pairwise(sorted({first, AS_OF, *(d for d in sessions if d > first)})):
        overdue, past = _run(start, end, gone, allocated, limit)
        # Days away that follow are in the overdue part, too: who leaves a case unsupervised still has it.
        late, graver = ({d for d in _all(start, end) if past[n:] and d >= past[n]} for n in (limit, grace))
        if overdue and (open_on & graver or sensitive & late):
            worst = 3
        elif overdue and open_on & late:
            worst = max(worst, 2)
        elif overdue and end == AS_OF and end not in sessions:
            worst = max(worst, 1)
    return worst


def _all(start: date, end: date) -> list[date]:
    return [start + n * DAY for n in range(1, (end - start).days + 1)]


def _run(start: date, end: date, gone: set[date], allocated: set[date], limit: int) -> tuple[bool, list[date]]:
    """Whether a run of days is overdue at its end, and its days: each that was worked, from the first on."""
    overdue, left_overdue, back = False, False, date.min
    worked: list[date] = []
    for today in _all(start, end):
        if today in gone:
            left_overdue = left_overdue if today - DAY in gone else overdue
            back = today
            continue
        worked.append(today)
        free = back > date.min and today <= back + 14 * DAY and not left_overdue
        free = free and not any(back < day < today for day in allocated)
        overdue = overdue or (len(worked) > limit and not free)
    return overdue, worked


@settings(deadline=None)
@given(st.lists(st.tuples(days, st.lists(days, max_size=4)), min_size=1, max_size=5), st.randoms())
def test_the_order_of_rows_changes_nothing_and_subjects_are_those_that_break_it(
    staff: list[tuple[str, list[str]]], chance: Any
) -> None:
    who = from_rows("practitioners", [
        {"practitioner_id": f"P-{n}", "started_on": "2024-01-01", "cleared_for_cases_on": cleared}
        for n, (cleared, _) in enumerate(staff)
    ])  # fmt: skip
    sessions = log(**{f"P-{n}": " ".join(held) for n, (_, held) in enumerate(staff)})
    first = judge("supervision_gap", who, sessions)
    mixed = [shuffled(t, chance.sample(range(len(t.rows)), len(t.rows))) for t in (who, sessions)]
    assert judge("supervision_gap", *mixed) == first

    def longest(cleared: str, held: list[str]) -> int:
        start = max(date.fromisoformat(cleared), date(2025, 11, 20))
        points = sorted({start, AS_OF, *(d for d in map(date.fromisoformat, held) if d > start)})
        return max(((b - a).days for a, b in pairwise(points)), default=0)

    assert set(first.subjects) == {f"P-{n}" for n, (c, held) in enumerate(staff) if longest(c, held) > 84}


def test_whoever_starts_today_is_active() -> None:
    held = people("P-01", started_on="2026-11-20", cleared_for_cases_on="2026-11-20")
    assert piles(judge("supervision_gap", held, log())).startswith("kept 1")


def test_rows_of_time_away_that_say_too_little_are_passed_over() -> None:
    """No first day, or an end before it: the 111 days since clearance on 1 August stay as they are."""
    away = table("away", "practitioner_id | from | to \n P-01 | - | 2026-09-27 \n P-01 | 2026-09-27 | 2026-09-01")
    held = people("P-01", cleared_for_cases_on="2026-08-01")
    assert judge("supervision_gap", held, log(), away).subjects == ("P-01",)


@pytest.mark.parametrize(
    ("by", "pile"),
    [
        (("P-09", "P-09"), "kept"),
        (("P-09", ""), "cannot_tell"),  # the second, by whom?
        (("", "P-09"), "cannot_tell"),
        (("P-09", "P-01"), "broken"),
        (("P-09", "p-01"), "broken"),  # oneself, however it is written
    ],
)
def test_by_whom_it_was_held(by: tuple[str, str], pile: str) -> None:
    """Cleared on 4 June 2026, sessions on 30 July (56 days) and 22 October (84), 29 days ago. Without the first, 140
    days; without the second, 113."""
    days = ("2026-07-30", "2026-10-22")
    rows = [{"practitioner_id": "P-01", "held_on": d, "kind": "case supervision", "supervisor_id": s}
            for d, s in zip(days, by, strict=True)]  # fmt: skip
    finding = judge(
        "supervision_gap", people("P-01", cleared_for_cases_on="2026-06-04"), from_rows("supervision", rows)
    )
    assert finding.figures[pile] == 1


def test_a_session_by_nobody_knows_whom_that_was_not_needed() -> None:
    """Sessions every 42 days, every second one without a supervisor: 84 days from one that counts to the next."""
    rows = [{"practitioner_id": "P-01", "held_on": str(AS_OF - 42 * n * DAY), "kind": "case supervision",
             "supervisor_id": "" if n % 2 else "P-09"} for n in range(10)]  # fmt: skip
    assert judge("supervision_gap", people("P-01"), from_rows("supervision", rows)).figures["kept"] == 1


def test_a_log_that_never_says_who_supervised_is_partly_met_at_best() -> None:
    """1 of 1 had a session 50 days ago; with whom is in no column."""
    bare = table("supervision", "practitioner_id | held_on | kind \n P-01 | 2026-10-01 | case supervision")
    finding = judge("supervision_gap", people("P-01", cleared_for_cases_on="2026-10-01"), bare)
    assert (str(finding.outcome), piles(finding)) == ("partly met", "kept 1, broken 0, cannot tell 0, explained 0 of 1")
    assert finding.message.endswith("; the log does not say who supervised")
    assert finding.next_step == (
        "Add to evidence/people/supervision.csv who supervised or observed, by id (supervisor_id)."
    )
    worse = judge("supervision_gap", people("P-01", cleared_for_cases_on="2026-01-01"), bare, *cases())
    assert (worse.subjects, worse.next_step.startswith("Book supervision")) == (("P-01",), True)


def test_a_time_away_that_ends_before_it_begins_is_told() -> None:
    """120 days without a session; the days away are no days."""
    away = table("away", "practitioner_id | from | to \n P-01 | 2026-09-01 | 2026-08-01")
    finding = judge("supervision_gap", people("P-01", cleared_for_cases_on="2026-07-23"), log(), away)
    assert finding.subjects == ("P-01",)
    assert finding.message.endswith("; records that count for nothing: 1 away with a last day before the first")
