"""Hand-worked: withdrew on 10 September 2026 unless told."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from rsqm_tool.model.tables import Table
from tests.bench import action
from tests.rows import attended, cases, exception, flat, from_rows, judge, members, occasions, piles

CHECK = "contact_after_withdrawal"


def asked(*rows: dict[str, str], **shared: str) -> Table[Any]:
    usual = {"participant_id": "PT-1", "case_id": "", "part": "harmed", "stage": "after process"}
    return from_rows("feedback", [{**usual, **shared, **row} for row in rows])


NOT_ASKED = from_rows("feedback", [], ["case_id", "participant_id", "part", "stage", "asked_on"])


def gone(*people: dict[str, str], **shared: str) -> Table[Any]:
    usual = {"first_attempt_on": "2026-08-10", "first_contact_on": "2026-08-20", "informed_on": "2026-08-20",
             "ended": "withdrew", "ended_on": "2026-09-10"}  # fmt: skip
    return members(*people, **{**usual, **shared})


def found(*others: Table[Any], person: dict[str, str] | None = None, **more: Any) -> Finding:
    feedback = () if any(t.name == "feedback" for t in others) else (NOT_ASKED,)
    return judge(CHECK, gone(person or {}), cases(), *others, *feedback, **more)


@pytest.mark.parametrize(
    ("column", "day", "outcome"),
    [
        ("first_contact_on", "2026-09-10", "met"),  # on the day itself
        ("first_contact_on", "2026-09-11", "not met"),  # the day after
        ("first_attempt_on", "2026-09-11", "not met"),
        ("informed_on", "2026-09-11", "not met"),
        ("informed_on", "2026-11-21", "met"),  # after the as-of date: counts for nothing
    ],
)
def test_contact(column: str, day: str, outcome: str) -> None:
    """Withdrew on 10 September: a contact on that day is kept, on the 11th, a day after, broken."""
    finding = found(person={column: day})
    assert (str(finding.outcome), finding.subjects) == (outcome, () if outcome == "met" else ("C-1.PT-1",))


@pytest.mark.parametrize(
    ("on", "row", "pile"),
    [
        ("2026-09-10", {}, "kept"),  # on the day
        ("2026-09-11", {}, "broken"),
        ("2026-09-11", {"attended": ""}, "broken"),
        ("2026-09-11", {"attended": "no"}, "kept"),
        ("2026-09-15", {"written_consent_on": "2026-09-12"}, "cannot_tell"),  # signed anew: came back?
        ("2026-09-15", {"written_consent_on": "2026-09-10"}, "broken"),  # signed before withdrawing
        ("2026-09-15", {"participant_id": "PT-2"}, "kept"),  # somebody else
    ],
)
def test_a_process(on: str, row: dict[str, str], pile: str) -> None:
    """A process on 10 September came before; on the 11th the person was there, unless it says that they were not."""
    process = occasions(first_communication_on=on)
    assert found(process, attended({"written_consent_on": "", **row})).figures[pile] == 1


@pytest.mark.parametrize(
    ("requests", "pile"),
    [
        ([{"asked_on": "2026-09-10"}], "kept"),
        ([{"asked_on": "2026-09-11"}], "broken"),
        ([{"asked_on": "2026-09-20", "stage": "follow-up"}], "broken"),
        ([{"asked_on": "2026-09-20", "stage": "did not proceed"}], "kept"),  # why somebody stopped, once
        ([{"asked_on": f"2026-09-{d}", "stage": "did not proceed"} for d in (20, 27)], "broken"),  # a reminder
        ([{"asked_on": "2026-09-20", "participant_id": "PT-2"}], "kept"),
        ([{"asked_on": "2026-09-20", "case_id": "C-7"}], "kept"),  # in another case
        ([{"asked_on": "2026-09-20", "case_id": "C-1", "participant_id": ""}], "broken"),  # alone on their side
        ([{"asked_on": "2026-09-20", "case_id": "C-1", "participant_id": "", "part": "responsible"}], "kept"),
    ],
)
def test_a_request_for_feedback(requests: list[dict[str, str]], pile: str) -> None:
    assert found(asked(*requests)).figures[pile] == 1


def test_the_catalogue_may_forbid_the_closing_question() -> None:
    question = asked({"asked_on": "2026-09-20", "stage": "did not proceed"})
    assert found(question, closing_question=False).figures["broken"] == 1


def test_of_several_on_a_side_one_cannot_say_who_was_asked() -> None:
    rows = asked({"asked_on": "2026-09-20", "case_id": "C-1", "participant_id": ""})
    finding = judge(CHECK, gone({}, {"ended": "took part"}), cases(), rows)
    assert piles(finding) == "kept 1, broken 0, cannot tell 0, explained 0 of 1"


def test_nobody_counted_and_without_a_day() -> None:
    """Declined: 0 count. Withdrew on no known day: 1 cannot tell. Withdraws on 21 November: 1 after the as-of date."""
    assert found(person={"ended": "declined"}).because is Because.NOBODY
    assert found(person={"ended_on": ""}).figures["cannot_tell"] == 1
    assert found(person={"ended_on": "2026-11-21"}).figures["after_as_of"] == 1


def test_a_contact_of_late_after_an_old_withdrawal_counts() -> None:
    """Withdrew in January 2023, before the 36 months; contact in March 2026 is in them, and in the last 12 months."""
    old = {"ended_on": "2023-01-10"}
    assert found(person=old).figures["denominator"] == 1  # contact entered in August 2026
    assert found(person={**old, **dict.fromkeys(("first_attempt_on", "first_contact_on", "informed_on"), "2022-12-01")}
                 ).because is Because.NOBODY  # fmt: skip
    assert str(found(person={**old, "informed_on": "2026-03-01"}).outcome) == "not met"


def test_the_newest_contact_decides_how_old_a_break_is() -> None:
    """Contact on 19 November 2025, over 12 months ago, with recorded learning: partly met. On the 20th: not met."""
    usual = {"ended_on": "2025-06-01", "first_attempt_on": "2025-05-01", "first_contact_on": "2025-05-02"}
    learned = [action("A-01", "1.1", "2026-12-01")]
    assert str(found(person={**usual, "informed_on": "2025-11-19"}, actions=learned).outcome) == "partly met"
    assert str(found(person={**usual, "informed_on": "2025-11-20"}, actions=learned).outcome) == "not met"


def test_message_exception_and_feedback_that_nobody_keeps() -> None:
    finding = judge(CHECK, gone({"informed_on": "2026-09-11"}, {}), cases(), exceptions=[exception(CHECK, "C-7")])
    assert finding.message == (
        "1 of 2 people who withdrew had contact afterwards; requests for feedback are in no table, and were not seen"
    )
    excused = judge(CHECK, gone({"informed_on": "2026-09-11"}), cases(), exceptions=[exception(CHECK, "C-1.PT-1")])
    assert excused.figures["explained"] == 1


def test_a_joint_case() -> None:
    finding = judge(CHECK, gone({"informed_on": "2026-09-11"}), cases(record_held_by="probation"), NOT_ASKED)
    assert finding.figures["cannot_tell"] == 1


@pytest.mark.parametrize(
    ("row", "requests", "pile"),
    [
        ({}, [], "kept"),
        ({"first_contact_on": "2026-09-11"}, [], "broken"),
        ({"process": "indirect", "process_on": "2026-09-12"}, [], "broken"),
        ({}, [{"asked_on": "2026-09-20", "stage": "did not proceed"}], "kept"),
        ({}, [{"asked_on": "2026-09-20", "stage": "did not proceed", "part": p} for p in ("harmed", "responsible")],
         "kept"),  # one question to each
        ({}, [{"asked_on": f"2026-09-{d}", "stage": "did not proceed"} for d in (20, 27)], "broken"),
        ({"harmed_count": "2"}, [{"asked_on": f"2026-09-{d}", "stage": "did not proceed"} for d in (20, 27)], "kept"),
        ({}, [{"asked_on": "2026-09-20"}], "broken"),  # after a process that there was not
        ({"process": "indirect", "process_on": "2026-09-01"}, [{"asked_on": "2026-09-20"}], "cannot_tell"),
        ({"closed_on": ""}, [], "cannot_tell"),
    ],
)  # fmt: skip
def test_a_flat_export(row: dict[str, str], requests: list[dict[str, str]], pile: str) -> None:
    """The case was withdrawn, and closed on 10 September."""
    usual = {"outcome": "withdrawn", "closed_on": "2026-09-10", "process": "none", "process_kind": "",
             "process_on": "", "first_contact_on": "2026-08-20"}  # fmt: skip
    feedback = asked(*requests, participant_id="", case_id="C-1") if requests else NOT_ASKED
    assert judge(CHECK, flat({**usual, **row}), feedback).figures[pile] == 1


def test_a_part_that_ended_on_a_day_and_nobody_knows_how() -> None:
    """Ended on 10 September, and not how: they may have withdrawn. Without a day the part may go on: not counted."""
    assert found(person={"ended": ""}).figures["cannot_tell"] == 1
    assert found(person={"ended": "", "ended_on": ""}).because is Because.NOBODY
    unknown = flat({"outcome": "", "closed_on": "2026-09-10"}, {"outcome": "", "closed_on": ""})
    assert piles(judge(CHECK, unknown, NOT_ASKED)) == "kept 0, broken 0, cannot tell 1, explained 0 of 1"


@pytest.mark.parametrize(
    ("person", "side", "pile"),
    [
        ({}, "responsible", "kept"),
        ({}, "", "cannot_tell"),
        ({"part": ""}, "harmed", "cannot_tell"),
        ({"case_id": ""}, "responsible", "cannot_tell"),  # whatever was done in their case
    ],
)
def test_a_blank_side_or_case_may_be_theirs(person: dict[str, str], side: str, pile: str) -> None:
    """Somebody on a side of C-1 was asked on 20 September, after PT-1 withdrew."""
    request = asked({"asked_on": "2026-09-20", "case_id": "C-1", "participant_id": "", "part": side})
    assert found(request, person=person).figures[pile] == 1
