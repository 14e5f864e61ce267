"""As of 20 November 2026, the last 12 months begin on 20 November 2025; 42 days back is 9 October (20 + 22)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.model import Because, Finding
from rsqm_tool.model.tables import Table
from tests.rows import ask, exception, flat, from_rows, piles, shuffled, table, verdict

COLUMNS = ("case_id", "part", "stage", "due_on", "asked_on", "not_asked", "received_on")


def feedback(*rows: str) -> Table[object]:
    """Case, due, asked, not asked, received: `C-1 2026-06-01 2026-06-02 - -`."""
    cells = []
    for row in rows:
        case, due, asked, reason, received = row.split()
        cells.append({"case_id": case, "part": "harmed", "stage": "after process", "due_on": due, "asked_on": asked,
                      "not_asked": reason, "received_on": received})  # fmt: skip
    return from_rows("feedback", cells, COLUMNS)


def asked(*rows: str, cases: Table[object] | None = None, **others: object) -> Finding:
    """What is said of who was asked."""
    return ask("feedback_asked", feedback(*rows), *([cases] if cases else []), **others)[0]


def test_everyone_due_was_asked() -> None:
    """Two due, two asked, one of them early and one late: 2 of 2."""
    finding = asked("C-1 2026-06-01 2026-05-30 - -", "C-2 2026-06-01 2026-08-01 - -")
    assert (str(finding.outcome), piles(finding)) == ("met", "kept 2, broken 0, cannot tell 0, explained 0 of 2")


@pytest.mark.parametrize(
    ("number", "broken", "outcome"),
    [(20, 2, "partly met"), (19, 2, "not met"), (3, 1, "partly met"), (2, 2, "not met")],
)
def test_one_or_up_to_a_tenth_is_partly_met(number: int, broken: int, outcome: str) -> None:
    """2 of 20 are 10 %, partly; 2 of 19 are 10.5 %, not met; 1 is partly whatever the whole; 2 of 2 are all."""
    rows = [f"C-{n} 2026-06-01 {'-' if n < broken else '2026-06-01'} - -" for n in range(number)]
    finding = asked(*rows)
    assert (str(finding.outcome), finding.subjects) == (outcome, tuple(f"C-{n}" for n in range(broken)))
    assert finding.where is not None and finding.where.row == 2


def test_a_listed_reason_is_out_and_told() -> None:
    """Three due: one asked, one unsafe, one unreachable. 1 of 1 counts."""
    finding = asked("C-1 2026-06-01 2026-06-01 - -", "C-2 2026-06-01 - unsafe -", "C-3 2026-06-01 - unreachable -")
    assert (str(finding.outcome), piles(finding)) == ("met", "kept 1, broken 0, cannot tell 0, explained 0 of 1")
    assert (finding.figures["out: not asked: unsafe"], finding.figures["out: not asked: unreachable"]) == (1, 1)


@pytest.mark.parametrize(
    ("due", "pile"),
    [
        ("2025-11-19", "kept 0, broken 0"),  # before the year
        ("2025-11-20", "kept 0, broken 1"),
        ("2026-11-19", "kept 0, broken 1"),
        ("2026-11-20", "kept 0, broken 0"),  # due today is not overdue
        ("2026-11-21", "kept 0, broken 0"),  # later
    ],
)
def test_due_in_the_last_12_months_and_before_today(due: str, pile: str) -> None:
    """One person, not asked, without a reason."""
    assert piles(asked(f"C-1 {due} - - -")).startswith(pile)


def test_asked_tomorrow_is_not_asked_yet() -> None:
    """Due in June, asked on 21 November, the day after the as-of date: broken."""
    assert asked("C-1 2026-06-01 2026-11-21 - -").subjects == ("C-1",)


def test_without_a_day_on_which_it_was_due() -> None:
    """Asked on some day: that is the day. Neither asked nor due: nobody can tell, partly met."""
    finding = asked("C-1 - 2026-06-01 - -", "C-2 - - - -")
    assert (str(finding.outcome), piles(finding)) == ("partly met", "kept 1, broken 0, cannot tell 1, explained 0 of 2")


def test_an_explained_one_is_not_broken() -> None:
    finding = asked("C-1 2026-06-01 - - -", exceptions=[exception("feedback_asked", "C-1")])
    assert (str(finding.outcome), piles(finding)) == ("met", "kept 0, broken 0, cannot tell 0, explained 1 of 1")


@pytest.mark.parametrize(
    ("closed", "contact", "outcome", "missing"),
    [
        ("2026-10-09", "2026-09-01", "withdrawn", 1),  # 42 days ago
        ("2026-10-10", "2026-09-01", "withdrawn", 0),  # 41 days ago: their row may still come
        ("2026-10-09", "2026-09-01", "unsuitable", 1),
        ("2026-10-09", "2026-09-01", "declined", 0),
        ("2026-10-09", "-", "withdrawn", 0),  # never reached, so nobody to ask
        ("2025-11-19", "2025-10-01", "withdrawn", 0),  # before the year
    ],
)
def test_who_stopped_needs_a_row_too(closed: str, contact: str, outcome: str, missing: int) -> None:
    """C-1 has a row. C-2 stopped and has none: it is not known that they were to be asked, so nobody can tell."""
    cases = from_rows(
        "cases", [{"case_id": "C-2", "outcome": outcome, "closed_on": closed, "first_contact_on": contact}]
    )
    finding = asked("C-1 2026-06-01 2026-06-01 - -", cases=cases)
    assert (finding.figures["stopped_without_row"], finding.figures["cannot_tell"]) == (missing, missing)
    assert str(finding.outcome) == ("partly met" if missing else "met")


def test_a_row_for_who_stopped_is_enough() -> None:
    cases = table(
        "cases", "case_id | outcome | closed_on | first_contact_on \n C-2 | withdrawn | 2026-06-01 | 2026-05-01"
    )
    assert asked("C-2 2026-06-11 - unsafe -", cases=cases).figures["stopped_without_row"] == 0


def test_single_tables_are_looked_at_person_by_person() -> None:
    """In C-2 two people withdrew and one of them has a row: the row names the person, so one is missing."""
    people = table(
        "participants",
        """
        case_id | participant_id | ended    | ended_on   | first_contact_on
        C-2     | X-1            | withdrew | 2026-06-01 | 2026-05-01
        C-2     | X-2            | withdrew | 2026-06-01 | 2026-05-01
        """,
    )
    rows = [{"participant_id": "X-1", "due_on": "2026-06-11", "asked_on": "2026-06-11"}]
    finding = ask("feedback_asked", from_rows("feedback", rows), people)[0]
    assert finding.figures["stopped_without_row"] == 1


def test_replies_are_told_of_those_asked() -> None:
    """Asked 12, of whom 6 answered by today and one answers tomorrow: 6 of 12 is 50 %. Of 9 there is no percentage."""
    rows = [f"C-{n} 2026-06-01 2026-06-01 - {'2026-06-20' if n < 6 else '-'}" for n in range(11)]
    told = ask("feedback_asked", feedback(*rows, "C-99 2026-06-01 2026-06-01 - 2026-11-21"))[1]
    assert (str(told.outcome), told.message) == (
        "met", "Of those asked in the last 12 months, 6 of 12 (50 %) had replied by the as-of date",
    )  # fmt: skip
    few = ask("feedback_asked", feedback(*rows[:9]))[1]
    assert few.message == "Of those asked in the last 12 months, 6 of 9 had replied by the as-of date"


def test_the_two_numbers_say_why_they_differ() -> None:
    """The last 12 months begin on 20 November 2025. C-1 was due in them and asked before; C-2 was due before them."""
    due, told = ask(
        "feedback_asked",
        feedback(
            "C-1 2025-11-25 2025-11-10 - -", "C-2 2025-11-10 2025-11-25 - 2025-12-01", "C-3 2026-06-01 2026-06-01 - -"
        ),
    )
    assert due.message.startswith("2 of 2 requests for views due in the last 12 months were made")
    assert told.message == (
        "Of those asked in the last 12 months, 1 of 2 had replied by the as-of date; "
        "1 of the 2 had been due before these months; 1 more, due in these months, had been asked earlier"
    )


def test_who_was_asked_before_the_day_is_not_due_yet() -> None:
    """Asked on 10 November; due on 10 December, after the as-of date: among those asked, and not among those due."""
    due, told = ask(
        "feedback_asked", feedback("C-1 2026-06-01 2026-06-01 - -", "C-2 2026-12-10 2026-11-10 - 2026-11-12")
    )
    assert due.message.startswith("1 of 1 request for views due in the last 12 months was made")
    assert told.message == (
        "Of those asked in the last 12 months, 1 of 2 had replied by the as-of date; 1 of the 2 is not due yet"
    )


def test_what_lies_before_the_records_is_said_so_and_not_to_lie_before_the_months() -> None:
    """Records begin on 1 September 2026, within the 12 months: C-1 was due in August and asked in September."""
    held = replace(feedback("C-1 2026-08-20 2026-09-05 - -"), records_begin=date(2026, 9, 1))
    assert ask("feedback_asked", held)[1].message == (
        "Of those asked in the last 12 months, 0 of 1 had replied by the as-of date; "
        "1 of the 1 had been due before the records begin"
    )


DAYS = st.sampled_from(
    ["-", "2025-06-01", "2025-11-19", "2025-11-20", "2026-08-31", "2026-09-01", "2026-11-20", "2026-11-21"]
)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.tuples(DAYS, DAYS, st.sampled_from(["-", "unsafe"]), DAYS), min_size=1, max_size=8),
    st.sampled_from([None, date(2025, 1, 1), date(2026, 9, 1)]),
)
def test_the_numbers_differ_by_what_is_told_and_by_nothing_else(
    rows: list[tuple[str, str, str, str]], begin: date | None
) -> None:
    """Requests that were due in these months and made, people asked in them, and replies received in them: from each
    number to the next by the clauses alone, whatever the table holds.
    """
    text = (" ".join((f"C-{n}", *row)) for n, row in enumerate(rows))
    held = replace(feedback(*text), records_begin=begin)
    due, *told = ask("feedback_asked", held)
    views = ask("feedback_views", replace(held, columns=held.columns | {"felt_safe"}))[0]

    def said(message: str, words: str) -> int:
        found = re.search(rf"(\d+) {words}", message)
        return int(found[1]) if found else 0

    message = told[0].message if told else ""
    replied, asked = map(int, re.search(r"(\d+) of (\d+)", message).groups()) if told else (0, 0)  # type: ignore[union-attr]
    early = said(message, r"of the \d+ had been due before (these months|the records begin)")
    late, before = said(message, r"of the \d+ (is|are) not due yet"), said(message, "more, due in these months, had")
    if told:  # where nobody was asked in these months there is one number, and none to hold it against
        assert asked - early - late + before == due.figures["kept"]
    others = ("from people asked before", "without the day on which", "from people asked after")
    assert said(views.message, r"repl(y|ies) received") - sum(said(views.message, o) for o in others) == replied


def test_who_is_due_twice_counts_twice_and_that_is_told() -> None:
    """C-1 was due after the process and at follow-up."""
    finding = asked("C-1 2026-06-01 2026-06-01 - -", "C-1 2026-09-01 2026-09-01 - -")
    assert finding.message == (
        "2 of 2 requests for views due in the last 12 months were made; who was due more than once counts each time"
    )


def test_nobody_due_is_nobody_to_count() -> None:
    finding = asked()
    assert finding.because is Because.NOBODY
    assert ask("feedback_asked")[0].because is Because.UNREAD


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["2026-06-01", "2026-11-20", "2025-06-01", "-"]),
                  st.sampled_from(["2026-06-02", "2026-12-01", "-"]), st.sampled_from(["unsafe", "-"])),
        max_size=7,
    ),
    st.data(),
)  # fmt: skip
def test_the_order_of_rows_changes_nothing(rows: list[tuple[str, str, str]], data: st.DataObject) -> None:
    held = feedback(*(f"C-{n} {due} {on} {why} -" for n, (due, on, why) in enumerate(rows)))
    other = shuffled(held, data.draw(st.permutations(range(len(rows)))))
    one, two = ask("feedback_asked", held)[0], ask("feedback_asked", other)[0]
    assert (verdict(one), one.figures) == (verdict(two), two.figures)
    assert len(one.subjects) == one.figures["broken"]
    for id in one.subjects:  # exactly those who were due before today, not asked, and without a reason
        due, on, why = rows[int(id[2:])]
        assert due == "2026-06-01" and on != "2026-06-02" and why == "-"


PRESENT = """
    case_id | participant_id | part        | ended     | ended_on
    C-2     | X-1            | harmed      | took part | {day}
    C-2     | X-2            | responsible | took part | {day}
    C-2     | X-3            | supporter   | took part | {day}
"""


@pytest.mark.parametrize(
    ("day", "row", "missing"),
    [
        ("2026-10-09", {"case_id": "C-7"}, 3),  # 42 days ago, and nobody of C-2 has a row
        ("2026-10-10", {"case_id": "C-7"}, 0),  # 41 days ago: it may still come
        ("2025-11-19", {"case_id": "C-7"}, 0),  # before the year
        ("2026-10-09", {"case_id": "C-2"}, 0),  # a row for the case
        ("2026-10-09", {"case_id": "C-2", "part": "harmed"}, 1),  # X-2, on the other side
        ("2026-10-09", {"case_id": "C-2", "participant_id": "X-1"}, 2),
        ("2026-10-09", {"participant_id": "X-1"}, 2),
    ],
)
def test_who_took_part_needs_a_row(day: str, row: dict[str, str], missing: int) -> None:
    """Three took part in C-2, whose part ended six weeks ago: whoever has no row is one of whom nobody can tell."""
    rows = from_rows("feedback", [{"due_on": "2026-10-20", "asked_on": "2026-10-20", **row}],
                     ["case_id", "participant_id", "part", "due_on", "asked_on"])  # fmt: skip
    finding = ask("feedback_asked", rows, table("participants", PRESENT.format(day=day)))[0]
    assert (finding.figures["present_without_row"], finding.figures["cannot_tell"]) == (missing, missing)
    assert str(finding.outcome) == ("partly met" if missing else "met")
    assert finding.message.endswith(
        f"; {missing} who took part {'has' if missing == 1 else 'have'} no row" if missing else "was made"
    )


@pytest.mark.parametrize(
    ("case", "missing"),
    [
        ({"process_on": "2026-10-09"}, 1),
        ({"process_on": "2026-10-10"}, 0),
        ({"process": "indirect", "process_kind": "letter", "process_on": "2026-06-01"}, 0),  # it may go on
        ({"process": "indirect", "process_kind": "letter", "process_on": "2026-06-01", "closed_on": "2026-10-09"}, 1),
        ({"process": "none", "process_kind": "", "process_on": "", "closed_on": "2026-10-09"}, 0),
    ],
)
def test_a_process_of_a_flat_export_needs_a_row(case: dict[str, str], missing: int) -> None:
    """Case by case: a meeting is over on its day, letters are when the case is closed."""
    finding = ask("feedback_asked", feedback("C-7 2026-06-01 2026-06-01 - -"), flat(case))[0]
    assert finding.figures["present_without_row"] == missing
